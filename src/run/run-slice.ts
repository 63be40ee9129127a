import { asConnectorError, ConnectorError } from "../cart/connector-error.ts";
import type { Answer } from "../cart/documents.ts";
import type { Judged } from "../cart/outcome.ts";
import type { LinkFallback } from "../cart/return-link.ts";
import type { Handover } from "../ports/email-provider.ts";
import { aboutAwaited } from "../steps/awaited.ts";
import { claimAll } from "../steps/claim.ts";
import { compose } from "../steps/compose.ts";
import { enrich } from "../steps/enrich.ts";
import { find, type Raw } from "../steps/find.ts";
import { guard } from "../steps/guard.ts";
import { handOver } from "../steps/hand-over.ts";
import { identify, newestOnly } from "../steps/identify.ts";
import { keepQuiet } from "../steps/keep-quiet.ts";
import { nextBatch } from "../steps/next-batch.ts";
import { passOn } from "../steps/pass-on.ts";
import { recheck } from "../steps/recheck.ts";
import { recall } from "../steps/recall.ts";
import { remember } from "../steps/remember.ts";
import { screen } from "../steps/screen.ts";
import { settleAll } from "../steps/settle.ts";
import type { Composed, Ending, Identified, Outlook, WayTools } from "../steps/way.ts";

/** Shares of the time: the rest is for asking again about those who had to wait for all this. */
const LOOKING = 0.5;
const ENRICHING = 0.25;

/** How much a slice may do, and what the pass already knows of the provider. */
export interface SliceLimits {
  /** Reminders that may still be handed over. */
  readonly reminders: number;
  /** True until the provider has taken something in this pass: the first request then carries one reminder. */
  readonly probe: boolean;
  readonly isTimeUp: () => boolean;
  /** Whether such a share (0 to 1) of the time that was left when the slice began is spent. */
  readonly isSpent: (share: number) => boolean;
}

export interface SliceResult {
  /** One word per cart that came to an end; carts not reached are missing and stay in front of the cursor. */
  readonly judged: readonly Judged[];
  /** Reminders handed to the provider, whatever it answered. */
  readonly handedOver: number;
  /** The provider took at least one request. */
  readonly proven: boolean;
  /** Why reminders that were sent have another link than was asked for, one word for each. */
  readonly linkFallbacks?: readonly LinkFallback[];
  readonly stopped?: "ramp" | "time" | ConnectorError;
}

/**
 * The way of a slice of carts, from top to bottom. Knows no cursor. Throws when a neighbour fails before anybody was
 * claimed: then nothing was written that has to be undone.
 */
export async function runSlice(
  tools: WayTools,
  slice: { readonly raws: readonly Raw[]; readonly outlook: Outlook },
  limits: SliceLimits,
): Promise<SliceResult> {
  const { outlook } = slice;
  const found = find(tools.rules, slice.raws);
  const identified = await identify(tools, found.on);
  const shoppers = screen(tools, identified.on);
  const newest = newestOnly(shoppers.on, outlook);
  const recalled = await recall(tools, newest.on, outlook);
  await passOn(tools, newest.on, recalled.ended);
  const guarded = await guard(tools, recalled.on, { outlook, isTimeUp: () => limits.isSpent(LOOKING) });
  const awake = keepQuiet(tools, guarded.on);
  const enriched = await enrich(tools, awake.on, () => limits.isSpent(LOOKING + ENRICHING));
  const composed = enriched.map((item) => compose(tools, item));

  const ended = [found, identified, shoppers, newest, recalled, guarded, awake].flatMap((step) => step.ended);
  const remembered = await remember(tools, ended);
  const sent = await sendBatches(tools, composed, { ...limits, outlook });
  const isWhole =
    guarded.on.length + guarded.ended.length === recalled.on.length && enriched.length === awake.on.length;
  const late = isWhole ? {} : { stopped: "time" as const };
  const linkFallbacks = fallbacksOf(composed, sent);
  const result = { ...late, ...sent, linkFallbacks, judged: [...remembered.map(judged), ...sent.judged] };
  return forgetFormerAddresses(tools, identified.on, result);
}

function fallbacksOf(composed: readonly Composed[], { judged: done }: SliceResult): readonly LinkFallback[] {
  const sent = new Set(done.filter(({ outcome }) => outcome === "sent").map(({ cartId }) => cartId));
  return composed.flatMap(({ cart, linkFallback }) => (sent.has(cart.id) ? (linkFallback ?? []) : []));
}

interface SendLimits extends SliceLimits {
  readonly outlook: Outlook;
}

/** recheck → claim → hand over → settle, batch after batch, one request in flight. */
async function sendBatches(
  tools: WayTools,
  composed: readonly Composed[],
  limits: SendLimits,
): Promise<SliceResult> {
  const done: Judged[] = [];
  let handedOver = 0;
  let proven = !limits.probe;
  const allowed = composed.slice(0, limits.reminders);
  let open = allowed;
  let isUnderWay = false;
  while (open.length > 0) {
    const isProbe = !proven;
    const batch = nextBatch(open, tools.provider, isProbe);
    // the first batch that is no probe goes whatever the time: its people have been looked at, and the pass must get on
    if (isUnderWay && limits.isTimeUp()) return { judged: done, handedOver, proven, stopped: "time" };
    const result = await sendBatch(tools, batch, limits).catch(unsent);
    done.push(...result.judged);
    handedOver += result.handedOver;
    proven ||= result.proven;
    if (result.stopped !== undefined) return { ...result, judged: done, handedOver, proven };
    open = open.filter((item) => !batch.includes(item));
    isUnderWay ||= !isProbe;
  }
  const rest = allowed.length < composed.length ? { stopped: "ramp" as const } : {};
  return { judged: done, handedOver, proven, ...rest };
}

async function sendBatch(
  tools: WayTools,
  batch: readonly Composed[],
  limits: SendLimits,
): Promise<SliceResult> {
  const ticket = `ticket-${tools.random.id()}`;
  const rechecked = await recheck(tools, batch, limits);
  const claimed = await claimAll(tools, rechecked.on, ticket);
  const ended = await remember(tools, [...rechecked.ended, ...claimed.ended]);
  const isWhole = rechecked.on.length + rechecked.ended.length === batch.length;
  const late = isWhole ? {} : { stopped: "time" as const };
  if (claimed.on.length === 0) {
    return { ...late, ...outcomeOf({ ended, handedOver: 0, proven: false }, claimed.fault) };
  }
  const handover = await handOver(tools, claimed.on, ticket);
  const settled = await settleAll(tools, claimed.on, handover.answers);
  const result = {
    ended: [...ended, ...settled.ended],
    handedOver: claimed.on.length,
    proven: [...handover.answers.values()].some(isTaken),
  };
  return { ...late, ...outcomeOf(result, providerFault(handover) ?? settled.fault ?? claimed.fault) };
}

/** The ledger failed before the request was made. Whoever was claimed by then comes back by itself. */
function unsent(thrown: unknown): SliceResult {
  return { judged: [], handedOver: 0, proven: false, stopped: asConnectorError(thrown) };
}

/** A provider that leaves a whole request in doubt is not trusted with another one, whatever it says of itself. */
function providerFault({ answers, fault }: Handover): ConnectorError | undefined {
  if (fault !== undefined || [...answers.values()].some(({ kind }) => kind !== "unsure")) return fault;
  return new ConnectorError("provider-unreadable", "the e-mail provider left a whole request in doubt", {
    fix: "look up with the provider what became of it; `connector ledger status` lists the carts",
  });
}

/** The provider understood the request and said so: it is not broken. */
function isTaken(answer: Answer): boolean {
  return answer.kind === "accepted" || answer.kind === "refused";
}

function outcomeOf(
  result: {
    readonly ended: readonly Ending[];
    readonly handedOver: number;
    readonly proven: boolean;
  },
  fault: unknown,
): SliceResult {
  const { ended, ...rest } = result;
  const stopped = fault === undefined ? {} : { stopped: asConnectorError(fault) };
  return { ...rest, judged: ended.map(judged), ...stopped };
}

/**
 * A person whose address changed has a new key: once their cart has a word, the entry under the old one must not come
 * back again. A fault in here does not take back what was done.
 */
async function forgetFormerAddresses(
  tools: WayTools,
  items: readonly Identified[],
  result: SliceResult,
): Promise<SliceResult> {
  const ended = new Set(result.judged.map(({ cartId }) => cartId));
  const moved = items.filter(
    ({ cart, awaited, person }) => ended.has(cart.id) && awaited !== undefined && awaited.doc.id !== person,
  );
  const former = moved.map(({ cart, awaited }): Ending => {
    const about = aboutAwaited(awaited);
    return { cartId: cart.id, outcome: "superseded", why: "address-changed", about };
  });
  try {
    await remember(tools, former);
    return result;
  } catch (thrown) {
    return { ...result, stopped: asConnectorError(thrown) };
  }
}

function judged({ cartId, outcome, why, step }: Ending): Judged {
  return { cartId, outcome, ...(why === undefined ? {} : { why }), ...(step === undefined ? {} : { step }) };
}
