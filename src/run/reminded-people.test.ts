import { describe, expect, it } from "vitest";
import { fakeShop } from "../../test/fake-shop.ts";
import { inMemoryStore } from "../../test/in-memory-ledger.ts";
import { manualClock } from "../../test/manual-clock.ts";
import { DAY, later, NOW, past, personWith } from "../../test/somebody.ts";
import { PERSON_KEY } from "../../test/stage.ts";
import type { PersonDocument } from "../cart/documents.ts";
import { referralKey, referralTail } from "../cart/referral-code.ts";
import type { PersonId, ReminderKey } from "../cart/shopper.ts";
import { suppress } from "../cart/person.ts";
import { ordersAfter } from "./orders-after.ts";
import { recovered } from "./recovered.ts";
import { remindedPeople, type RemindedPeople } from "./reminded-people.ts";

const WINDOW = { from: later(-10 * DAY), to: NOW };
// the casts stand for values that are made elsewhere
const key = (name: string) => `r1-${name}` as ReminderKey;
const id = (name: string) => `p1-${name}` as PersonId;

function somebody(name: string, of: Partial<PersonDocument>): PersonDocument {
  return { ...personWith([]), id: id(name), pk: id(name), ...of };
}

async function ledgerWith(docs: readonly PersonDocument[]) {
  const ledger = inMemoryStore(manualClock(NOW)).connect();
  for (const doc of docs) await ledger.create(doc);
  return ledger;
}

async function found(docs: readonly PersonDocument[], channels = ["128"]): Promise<RemindedPeople> {
  const ledger = await ledgerWith(docs);
  const named = channels.map((name) => ({ name }));
  return remindedPeople({ ledger, channels: named, personKey: () => Promise.resolve(PERSON_KEY) }, WINDOW);
}

const SENT = past("sent", later(-DAY), { key: key("a") });

describe("people who were reminded", () => {
  it("come with their accounts, their reminders, their clicks and the codes these had", async () => {
    const clicks = [{ key: key("a"), first: NOW.toISOString(), last: NOW.toISOString(), count: 3 }];
    const { people } = await found([somebody("anna", { past: [SENT], clicks, accounts: ["C-1", "C-2"] })]);
    expect(people).toEqual([
      {
        accounts: ["C-1", "C-2"],
        reminders: [
          {
            person: id("anna"),
            channel: "128",
            at: later(-DAY).getTime(),
            clickedAt: NOW.getTime(),
            tail: referralTail(key("a"), referralKey(PERSON_KEY)),
          },
        ],
      },
    ]);
  });

  it.each([
    ["a cart of theirs ended in another way", past("bought-since", later(-DAY))],
    ["the provider refused", past("refused", later(-DAY))],
    ["a person dismissed the doubt, and nobody knows", past("sent", later(-DAY), { why: "dismissed" })],
    ["it was before the time", past("sent", later(-11 * DAY))],
    ["it was after the time", past("sent", later(1))],
    ["it was in another channel", past("sent", later(-DAY), { channel: "129" })],
  ])("are not those of whom only this is known: %s", async (_what, entry) => {
    expect((await found([somebody("anna", { past: [entry] })])).people).toEqual([]);
  });

  it("are counted as shortened only when all that is kept of them is of that time", async () => {
    const twelve = (first: number) =>
      Array.from({ length: 12 }, (_, index) => past("sent", later((first + index) * 60_000)));
    const recent = somebody("anna", { past: twelve(-9 * 1440) });
    const long = somebody("bo", { past: [past("sent", later(-20 * DAY)), ...twelve(-9 * 1440).slice(1)] });
    expect(await found([recent, long])).toMatchObject({ shortened: 1, suppressed: 0 });
  });

  it("do not hold those who must not be written to: they are counted", async () => {
    const docs = ["unsubscribed", "erased"] as const;
    const gone = docs.map((reason) => suppress(id(reason), { reason }, NOW));
    expect(await found([...gone, somebody("anna", { past: [SENT] })])).toMatchObject({
      people: [{}],
      suppressed: 2,
    });
  });

  it("are all found, however many pages the ledger has", async () => {
    const docs = Array.from({ length: 1_203 }, (_, index) =>
      somebody(String(index).padStart(5, "0"), { past: [{ ...SENT, key: key(String(index)) }] }),
    );
    expect((await found(docs)).people).toHaveLength(1_203);
  });
});

it("nobody asks for the orders of a guest, and that is said", async () => {
  const ledger = await ledgerWith([somebody("guest", { past: [SENT], accounts: [] })]);
  const clock = manualClock(NOW);
  const retailServer = fakeShop(clock);
  const tools = {
    ...{ ledger, clock, retentionDays: 180 },
    channels: [{ name: "128", retailServer }],
    personKey: () => Promise.resolve(PERSON_KEY),
  };
  const report = await recovered(tools, { ...WINDOW, withinDays: 7 });
  expect(report).toMatchObject({ reminded: { people: 1 }, unanswered: { guests: 1, unreadable: 0 } });
  expect(retailServer.used).toEqual(["channel"]);
});

it("an order is asked for in the channel of the reminder alone, since the first of them", async () => {
  const since: string[] = [];
  const channel = (name: string) => ({
    name,
    retailServer: {
      channel: () => Promise.reject(new Error("not asked")),
      ordersSince(account: string, from: { readonly raw: string }) {
        since.push(`${name} ${account} ${from.raw}`);
        return Promise.resolve({ kind: "orders", orders: [] } as const);
      },
    },
  });
  const { people } = await found([
    somebody("anna", { past: [SENT, past("sent", later(-1), { key: key("b") })], accounts: ["C-1", "C-2"] }),
  ]);
  const [anna] = people;
  if (anna === undefined) throw new Error("nobody was found");
  const tools = { channels: [channel("128"), channel("129")] };
  await ordersAfter(anna, { tools, currencies: new Map(), withinMs: DAY });
  expect(since).toEqual(["128 C-1 2026-11-21T12:00:00.0000000Z", "128 C-2 2026-11-21T12:00:00.0000000Z"]);
});
