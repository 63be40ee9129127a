import { existsSync, readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { derivedUnsubscribeKey, unsubscribeToken } from "../../src/cart/unsubscribe-token.ts";
import type { Ledger, LedgerUpkeep } from "../../src/ports/ledger.ts";
import { disclose, erase, type PrivacyTools } from "../../src/run/privacy.ts";
import { unsubscribe } from "../../src/run/unsubscribe.ts";
import { cart, customer } from "../carts.ts";
import { sqliteUnderTest, type SqliteUnderTest } from "../contract/ledger/sqlite-file.ts";
import { CHANNEL, idOf, minutesAgo, PERSON_KEY, RULES, stage, type Stage } from "../stage.ts";
import {
  leaves,
  troubledLedger,
  writesTicket,
  type LedgerCall,
  type TroubledLedger,
} from "../troubled-ledger.ts";

/*
 * Whole passes over a SQLite file, and somebody who refuses in the middle of one, through another connection: with the link
 * of a mail, or by being erased. From the moment that was acknowledged there is no mail but one that was handed over before;
 * and of who was erased the bytes of the file hold nothing any more, whatever the pass still writes.
 */

const ACCOUNT = "account-left";
const SECOND_ACCOUNT = "account-left-2";
const CARTS = { left: "cart-of-left-1111", later: "cart-of-left-2222", other: "cart-of-other-3333" };
const PERSON = idOf(ACCOUNT);

let file: SqliteUnderTest;
let scene: Stage;
let ledger: TroubledLedger;
/** What everybody but the pass uses. */
let outside: Ledger & LedgerUpkeep;

beforeEach(() => {
  file = sqliteUnderTest();
  ledger = troubledLedger(file.connect());
  outside = file.connect();
  scene = stage({ ledger });
  // of equal age, the person's cart among others, and alone at the end of the window
  scene.shop.put(cart(CARTS.other, { modified: minutesAgo(70), account: "account-other" }));
  scene.shop.put(cart(CARTS.left, { modified: minutesAgo(60), account: ACCOUNT }));
});

afterEach(async () => {
  await ledger.close();
  await outside.close();
  await file.close();
});

interface Moment {
  readonly when: string;
  /** Mails for the person: handed over before the refusal was acknowledged, or none. */
  readonly mails: number;
  readonly arrange: (refuse: () => Promise<void>) => void;
}

const about = (one: (call: LedgerCall) => boolean) => (call: LedgerCall) =>
  one(call) && (call.doc === undefined || call.doc.kind !== "person" || call.doc.id === PERSON);

/** The first request of a pass carries one reminder, that of the other person; the second one is about ours. */
const MOMENTS: readonly Moment[] = [
  {
    when: "before anything is known of anybody",
    mails: 0,
    arrange: (refuse) => ledger.next(({ method, ids }) => method === "read" && ids.includes(PERSON), refuse),
  },
  {
    when: "between recall and claim",
    mails: 0,
    arrange: (refuse) => ledger.next(about(leaves("sending")), refuse),
  },
  {
    when: "between claim and hand-over",
    mails: 0,
    arrange: (refuse) => onceForUs(writesTicket("handed-over"), refuse),
  },
  {
    when: "while the request is under way",
    mails: 1,
    arrange: (refuse) => {
      scene.provider.during(() => undefined);
      scene.provider.during(refuse);
    },
  },
  {
    when: "while the answer is written into the ticket",
    mails: 1,
    arrange: (refuse) => onceForUs(writesTicket("answered"), refuse),
  },
  {
    when: "before it is settled",
    mails: 1,
    arrange: (refuse) => ledger.next(about(leaves("ended")), refuse),
  },
  {
    when: "before the cursor is moved",
    mails: 1,
    arrange: (refuse) =>
      ledger.next(({ method, doc }) => method === "replace" && doc?.kind === "cursor", refuse),
  },
  {
    when: "before the record of the pass is kept",
    mails: 1,
    arrange: (refuse) => ledger.next(({ doc }) => doc?.kind === "run", refuse),
  },
];

/** The second ticket is ours. */
function onceForUs(fits: (call: LedgerCall) => boolean, refuse: () => Promise<void>): void {
  ledger.next(fits, async () => ledger.next(fits, refuse));
}

function tools(): PrivacyTools {
  return {
    ...{ ledger: outside, clock: scene.clock, rules: RULES, personKey: PERSON_KEY },
    channels: [{ name: CHANNEL, provider: scene.provider, retailServer: scene.shop }],
  };
}

function mailsToThem(): number {
  return scene.provider.delivered.filter(({ cartId }) => cartId !== CARTS.other).length;
}

/** What a later pass finds: the same cart, and a new one. */
async function laterPasses(): Promise<void> {
  scene.clock.pass(RULES.claimSeconds * 1000);
  await scene.pass({ window: {} });
  scene.shop.put(cart(CARTS.later, { modified: scene.clock.now(), account: ACCOUNT }));
  scene.clock.pass(40 * 60_000);
  const report = await scene.pass();
  expect(report.outcomes).toMatchObject({ suppressed: 1 });
}

/** Every byte of the ledger's files while the pass and somebody else have them open. */
function bytes(): string {
  const files = ["", "-wal", "-shm"].map((end) => file.path + end).filter((one) => existsSync(one));
  return files.map((one) => readFileSync(one).toString("latin1")).join("\n");
}

const TOLD = [ACCOUNT, SECOND_ACCOUNT, CARTS.left, CARTS.later, `${ACCOUNT}@example.com`, "Kim", "Berg"];

async function documentOf(): Promise<unknown> {
  const stored = (await outside.read([PERSON])).get(PERSON);
  return stored === undefined || stored === "unreadable" ? stored : stored.doc;
}

describe("somebody who unsubscribes", () => {
  it.each(MOMENTS)("$when gets $mails mails, and none afterwards", async ({ mails, arrange }) => {
    const key = derivedUnsubscribeKey(PERSON_KEY);
    let mailed = Number.NaN;
    arrange(async () => {
      expect(await unsubscribe(tools(), unsubscribeToken(PERSON, key), [key])).toBe("unsubscribed");
      mailed = mailsToThem();
    });
    await scene.pass();
    expect(mailed).toBe(mails);
    await laterPasses();
    expect(mailsToThem()).toBe(mails);
    expect(await documentOf()).toMatchObject({
      suppressed: { reason: "unsubscribed" },
      past: [],
      accounts: [],
    });
    expect(scene.provider.told).toContain(`opt-out ${ACCOUNT}@example.com`);
  });
});

describe("somebody who is erased", () => {
  it.each(MOMENTS)(
    "$when gets $mails mails, none afterwards, and leaves a hash",
    async ({ mails, arrange }) => {
      let mailed = Number.NaN;
      arrange(async () => {
        expect(await erase(tools(), `${ACCOUNT}@example.com`)).toMatchObject({
          result: "erased",
          people: [PERSON],
        });
        mailed = mailsToThem();
      });
      await scene.pass();
      expect(mailed).toBe(mails);
      expect(TOLD.filter((told) => bytes().includes(told))).toEqual([]);
      await laterPasses();
      expect(mailsToThem()).toBe(mails);
      expect(TOLD.filter((told) => bytes().includes(told))).toEqual([]);
      expect(bytes()).toContain(PERSON);
      expect(await documentOf()).toEqual({
        ...{ id: PERSON, pk: PERSON, kind: "person", past: [], accounts: [], ttl: -1 },
        suppressed: { reason: "erased", at: expect.any(String) as string },
      });
      expect((await disclose(tools(), ACCOUNT)).found.map(({ id }) => id)).toEqual([PERSON]);
    },
  );

  it("would be found in the file if they were not erased", async () => {
    await scene.pass();
    expect(TOLD.filter((told) => bytes().includes(told))).toEqual([ACCOUNT, CARTS.left]);
  });

  it("is erased when the pass comes upon them under another account of the same address", async () => {
    scene.shop.put(cart("cart-of-left-0000", { modified: minutesAgo(65), account: SECOND_ACCOUNT }));
    scene.shop.customersByAccount.set(
      SECOND_ACCOUNT,
      customer(SECOND_ACCOUNT, { email: `${ACCOUNT}@example.com` }),
    );
    ledger.next(about(leaves("sending")), () => erase(tools(), ACCOUNT));
    await scene.pass();
    expect(TOLD.filter((told) => bytes().includes(told))).toEqual([]);
  });
});
