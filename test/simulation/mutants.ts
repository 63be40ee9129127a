import type { LedgerDocument, WaitingEntry } from "../../src/cart/documents.ts";
import { suppress } from "../../src/cart/person.ts";
import { placeOf } from "../../src/cart/place.ts";
import type { Handover, IEmailProvider } from "../../src/ports/email-provider.ts";
import type { Ledger, Stored } from "../../src/ports/ledger.ts";
import type { PassTools } from "../../src/run/pass.ts";
import { readPerson } from "../../src/steps/recall.ts";
import { changedLedger, changedReads, changedWrites, without, withoutOpen } from "./changed-ledger.ts";
import type { Mutant } from "./mutant.ts";
import { SERIES_MUTANTS } from "./series-mutants.ts";
import type { OptOut } from "./world/people.ts";

export const MUTANTS: readonly Mutant[] = [
  { rule: "the record comes after the send", unusual: { spoil: recordAfterSend }, breaks: ["at most once"] },
  { rule: "a claim asks no condition", unusual: { spoil: claimUnconditionally }, breaks: ["at most once"] },
  {
    rule: "a claim is released by time-out alone",
    unusual: { spoil: releaseByTimeOut },
    breaks: ["at most once"],
  },
  { rule: "sending is retried", unusual: { spoil: retryAroundSend }, breaks: ["at most once"] },
  { rule: "what is unsure is sent again", unusual: { spoil: sendUnsureAgain }, breaks: ["at most once"] },
  {
    rule: "settling writes over whatever is there",
    unusual: { spoil: settleWithoutClaim },
    breaks: ["nobody against their wish"],
  },
  {
    rule: "an opt-out leaves claims under way alone",
    unusual: { optOut: optOutWithoutTicket },
    breaks: ["nobody against their wish"],
  },
  { rule: "nobody asks for consent", unusual: { spoil: skipConsent }, breaks: ["nobody against their wish"] },
  {
    rule: "the customer's record may say no",
    unusual: { spoil: overhearRecords },
    breaks: ["nobody against their wish"],
  },
  { rule: "nobody looks at orders", unusual: { spoil: skipOrders }, breaks: ["nobody after a purchase"] },
  { rule: "the cap counts nothing", unusual: { spoil: forgetWhatWasSent }, breaks: ["not too often"] },
  { rule: "the cap caps its own entry", unusual: { spoil: capOwnEntry }, breaks: ["nothing lost"] },
  {
    rule: "a claim that came to nothing is removed instead of waiting",
    unusual: { spoil: removeReleased },
    breaks: ["nothing lost"],
  },
  {
    rule: "the cursor passes what was read, not what was judged",
    unusual: { spoil: cursorAtTheEnd },
    breaks: ["the cursor passes nothing", "nothing lost"],
  },
  { rule: "what stood back is forgotten", unusual: { spoil: forgetWhatStoodBack }, breaks: ["nothing lost"] },
  {
    rule: "the first pass does not write down where it began",
    unusual: { spoil: beginNowhere },
    breaks: ["the cursor passes nothing", "nothing lost"],
  },
  {
    rule: "accounts seen before are forgotten",
    unusual: { spoil: forgetAccounts },
    breaks: ["nobody after a purchase"],
  },
  { rule: "the answer in a ticket is ignored", unusual: { spoil: ignoreAnswers }, breaks: ["honest doubt"] },
  {
    rule: "an answer in doubt counts as refused",
    unusual: { spoil: doubtIsRefusal },
    breaks: ["honest doubt"],
  },
  ...SERIES_MUTANTS,
  { rule: "a wait does not move on", unusual: { spoil: waitInThePast }, breaks: ["progress"] },
];

function isClaim(doc: LedgerDocument): boolean {
  return doc.kind === "person" && doc.open?.state === "sending";
}

/** Claims are kept in mind until the provider has answered. */
function recordAfterSend(tools: PassTools): PassTools {
  const kept = new Map<string, string | undefined>();
  return changedLedger(tools, (ledger) => ({
    async create(doc) {
      if (!isClaim(doc)) return ledger.create(doc);
      kept.set(doc.id, undefined);
      return { doc, version: "in mind" };
    },
    async replace(doc, version) {
      if (isClaim(doc)) {
        kept.set(doc.id, version);
        return { doc, version: "in mind" };
      }
      const before = version === "in mind" ? kept.get(doc.id) : version;
      if (before !== undefined) return ledger.replace(doc, before);
      const created = await ledger.create(doc);
      return created === "exists" ? "conflict" : created;
    },
  }));
}

function claimUnconditionally(tools: PassTools): PassTools {
  return changedLedger(tools, (ledger) => ({
    async create(doc) {
      const created = await ledger.create(doc);
      return created === "exists" && isClaim(doc) ? writeOver(ledger, doc, created) : created;
    },
    async replace(doc, version) {
      const replaced = await ledger.replace(doc, version);
      return replaced === "conflict" && isClaim(doc) ? writeOver(ledger, doc, replaced) : replaced;
    },
  }));
}

async function writeOver<Otherwise>(
  ledger: Ledger,
  doc: LedgerDocument,
  otherwise: Otherwise,
): Promise<Stored | Otherwise> {
  const there = (await ledger.read([doc.id])).get(doc.id);
  if (there === undefined || there === "unreadable") return otherwise;
  const replaced = await ledger.replace(doc, there.version);
  return replaced === "conflict" ? otherwise : replaced;
}

/** Whoever finds an old claim takes it for released, without the ticket. */
function releaseByTimeOut(tools: PassTools): PassTools {
  return changedLedger(tools, (ledger) => ({
    async create(doc) {
      const isAbandoned = doc.kind === "ticket" && doc.state === "abandoned";
      return isAbandoned ? { doc, version: "never written" } : ledger.create(doc);
    },
  }));
}

function changedProvider(tools: PassTools, remind: IEmailProvider["remind"]): PassTools {
  return { ...tools, provider: { ...tools.provider, remind } };
}

function retryAroundSend(tools: PassTools): PassTools {
  return changedProvider(tools, async (batch) => {
    const first = await tools.provider.remind(batch);
    return isAllInDoubt(first) ? tools.provider.remind(batch) : first;
  });
}

function isAllInDoubt({ answers }: Handover): boolean {
  return [...answers.values()].every(({ kind }) => kind === "unsure");
}

function doubtIsRefusal(tools: PassTools): PassTools {
  return changedProvider(tools, async (batch) => {
    const handover = await tools.provider.remind(batch);
    const answers = [...handover.answers].map(
      ([key, answer]) =>
        [key, answer.kind === "unsure" ? { ...answer, kind: "refused" as const } : answer] as const,
    );
    return { ...handover, answers: new Map(answers) };
  });
}

function sendUnsureAgain(tools: PassTools): PassTools {
  return changedWrites(tools, (doc) => {
    if (doc.open?.state !== "unsure") return doc;
    const dueAt = tools.clock.now().toISOString();
    const open: WaitingEntry = { ...doc.open, state: "waiting", why: "released", dueAt };
    return { ...withoutOpen(doc), open, dueAt, dueChannel: open.channel };
  });
}

function removeReleased(tools: PassTools): PassTools {
  const reasons = ["released", "provider-later", "batch-refused"];
  return changedWrites(tools, (doc) =>
    doc.open?.state === "waiting" && reasons.includes(doc.open.why) ? withoutOpen(doc) : doc,
  );
}

function forgetWhatStoodBack(tools: PassTools): PassTools {
  return changedWrites(tools, (doc) => without(doc, "next"));
}

/** Every wait of one reminder ends when its first one ended. */
function waitInThePast(tools: PassTools): PassTools {
  const first = new Map<string, string>();
  return changedWrites(tools, (doc) => {
    if (doc.open?.state !== "waiting") return doc;
    const dueAt = first.get(doc.open.key) ?? doc.open.dueAt;
    first.set(doc.open.key, dueAt);
    return { ...doc, open: { ...doc.open, dueAt }, dueAt };
  });
}

function settleWithoutClaim(tools: PassTools): PassTools {
  return changedLedger(tools, (ledger) => ({
    async replace(doc, version) {
      const replaced = await ledger.replace(doc, version);
      const isEnd = doc.kind === "person" && doc.open === undefined;
      return replaced === "conflict" && isEnd ? writeOver(ledger, doc, replaced) : replaced;
    },
  }));
}

async function optOutWithoutTicket(...[tools, person]: Parameters<OptOut>): Promise<void> {
  const doc = suppress(person, { reason: "unsubscribed" }, tools.clock.now());
  for (;;) {
    const known = await readPerson(tools, person);
    const written = await (known === undefined
      ? tools.ledger.create(doc)
      : tools.ledger.replace(doc, known.version));
    if (typeof written !== "string") return;
  }
}

export function skipConsent(tools: PassTools): PassTools {
  const ask: PassTools["consent"]["ask"] = async (people) =>
    new Map(people.map(({ person }) => [person, "opted-in"]));
  return { ...tools, consent: { ...tools.consent, ask } };
}

/** As if every record said yes where it is asked. */
function overhearRecords(tools: PassTools): PassTools {
  const ask: PassTools["consent"]["ask"] = async (people) => {
    const findings = [...(await tools.consent.ask(people))];
    return new Map(
      findings.map(([person, finding]) => [
        person,
        finding === "attribute-not-accepted" || finding === "attribute-missing"
          ? "attribute-accepted"
          : finding,
      ]),
    );
  };
  return { ...tools, consent: { ...tools.consent, ask } };
}

export function skipOrders(tools: PassTools): PassTools {
  const ordersSince = () => Promise.resolve({ kind: "orders", orders: [] } as const);
  return { ...tools, retailServer: { ...tools.retailServer, ordersSince } };
}

/** What was sent is remembered with its contents, but as if it had been long ago. */
export function forgetWhatWasSent(tools: PassTools): PassTools {
  const at = "2026-01-01T00:00:00.000Z";
  return changedReads(tools, (doc) =>
    doc.kind === "person" ? { ...doc, past: doc.past.map((past) => ({ ...past, at })) } : doc,
  );
}

/** A reminder that waits counts as one that was sent. */
function capOwnEntry(tools: PassTools): PassTools {
  return changedReads(tools, (doc) => {
    if (doc.kind !== "person" || doc.open?.state !== "waiting") return doc;
    const { cartId, contents, step, channel, modified } = doc.open;
    const at = tools.clock.now().toISOString();
    // some other reminder, so that it is a matter of the cap alone
    const own = {
      key: doc.past[0]?.key ?? doc.open.key,
      cartId: `${cartId}?`,
      contents,
      step,
      channel,
      modified,
    };
    return {
      ...doc,
      past: [...doc.past, { ...own, key: `${own.key}?` as typeof own.key, outcome: "sent" as const, at }],
    };
  });
}

export function forgetAccounts(tools: PassTools): PassTools {
  return changedReads(tools, (doc) => (doc.kind === "person" ? { ...doc, accounts: [] } : doc));
}

function ignoreAnswers(tools: PassTools): PassTools {
  return changedReads(tools, (doc) => {
    if (doc.kind !== "ticket" || doc.state !== "answered") return doc;
    return { ...doc, state: "handed-over", answers: {} };
  });
}

/** A cursor in front of all carts is not written, only one behind a cart. */
function beginNowhere(tools: PassTools): PassTools {
  return changedLedger(tools, (ledger) => ({
    create: (doc) =>
      doc.kind === "cursor" && doc.mark === ""
        ? Promise.resolve({ doc, version: "never written" })
        : ledger.create(doc),
  }));
}

/** Wherever the cursor is put, it goes to the last cart that was read. */
function cursorAtTheEnd(tools: PassTools): PassTools {
  let last: { readonly stamp: string; readonly mark: string } | undefined;
  const moved = (doc: LedgerDocument) =>
    doc.kind === "cursor" && doc.mark !== "" && last !== undefined && last.stamp > doc.stamp
      ? { ...doc, ...last }
      : doc;
  const changed = changedLedger(tools, (ledger) => ({
    create: (doc) => ledger.create(moved(doc)),
    replace: (doc, version) => ledger.replace(moved(doc), version),
  }));
  return {
    ...changed,
    retailServer: {
      ...tools.retailServer,
      async cartsModified(window, page) {
        const given = await tools.retailServer.cartsModified(window, page);
        const cart = given.carts.at(-1);
        if (cart !== undefined) last = { stamp: cart.modified.raw, mark: placeOf(cart).mark };
        return given;
      },
    },
  };
}
