import { afterEach, describe, expect, test } from "vitest";
import type { EmarsysContact } from "./contact-list.ts";
import { startEmarsys, type Emarsys, type EmarsysOptions } from "./start-emarsys.ts";
import { signedIn, type Answer } from "./test-client.ts";

const OAUTH = { clientId: "client", clientSecret: "secret" };
const NOW = new Date("2026-03-01T12:00:00Z");
const CONTACTS: readonly EmarsysContact[] = [
  { email: "Ann@Shop.example", optIn: "1" },
  { email: "bo@shop.example", optIn: "2" },
  { email: "twin@shop.example" },
  { email: "TWIN@shop.example" },
  { email: "unsure@shop.example" },
];
const TRIGGER = "event/100/trigger";

let emarsys: Emarsys;

afterEach(() => emarsys.close());

async function start(change: Partial<EmarsysOptions> = {}) {
  emarsys = await startEmarsys({
    oauth: OAUTH,
    contacts: CONTACTS,
    events: [
      { id: 100, name: "abandoned cart", attached: true },
      { id: 200, name: "nothing attached", attached: false },
    ],
    clock: { now: () => NOW },
    ...change,
  });
  return signedIn(emarsys, OAUTH);
}

function batch(...contacts: readonly object[]) {
  return { key_id: "3", returnToCartUrl: "https://shop.example/cart", contacts };
}

function to(email: string, more: object = {}) {
  return { external_id: email, data: { firstName: "Ann" }, ...more };
}

function dataOf(answer: Answer): Record<string, unknown> {
  return (answer.body as { data: Record<string, unknown> }).data;
}

describe("a batch", () => {
  test("is answered with internal ids, and errors as an empty list", async () => {
    const post = await start();
    const answer = await post("POST", TRIGGER, batch(to("ann@shop.example", { trigger_id: "t1" })));
    expect(answer).toMatchObject({ status: 200, body: { replyCode: 0, replyText: "OK" } });
    expect(dataOf(answer)).toEqual({ ids: ["100000001"], errors: [] });
    expect(emarsys.delivered).toEqual([
      {
        eventId: "100",
        email: "Ann@Shop.example",
        triggerId: "t1",
        data: { firstName: "Ann" },
        at: NOW,
        duplicate: false,
      },
    ]);
  });

  test("takes the good ones and keys the errors by the value that was sent", async () => {
    const post = await start();
    const answer = await post(
      "POST",
      TRIGGER,
      batch(
        to("nobody@shop.example"),
        to("ANN@shop.example"),
        to("twin@shop.example"),
        to("refused@shop.example"),
        to("wrong-key-field@shop.example"),
        to("Duplicate-Contact@shop.example"),
        to("unknown-contact@shop.example"),
        to(""),
      ),
    );
    const text = expect.any(String) as string;
    expect(dataOf(answer)).toEqual({
      ids: ["100000001"],
      errors: {
        "nobody@shop.example": { "2008": text },
        "twin@shop.example": { "2010": text },
        "refused@shop.example": { "2005": text },
        "wrong-key-field@shop.example": { "2004": text },
        "Duplicate-Contact@shop.example": { "2010": text },
        "unknown-contact@shop.example": { "2008": text },
        "": { "2005": text },
      },
    });
    expect(emarsys.delivered.map((one) => one.email)).toEqual(["Ann@Shop.example"]);
  });

  test("mails people who opted out: external events do not look at the opt-in", async () => {
    const post = await start();
    await post("POST", TRIGGER, batch(to("bo@shop.example")));
    expect(emarsys.deliveredTo("BO@shop.example")).toHaveLength(1);
  });

  test("finds contacts by internal id and uid too, and by no other field", async () => {
    const post = await start();
    const byId = await post("POST", TRIGGER, { key_id: "id", contacts: [to("100000002")] });
    expect(dataOf(byId)).toEqual({ ids: ["100000002"], errors: [] });
    const byName = await post("POST", TRIGGER, { key_id: 1, contacts: [to("Ann")] });
    expect(dataOf(byName)).toMatchObject({
      ids: [],
      errors: { Ann: { "2004": expect.any(String) as string } },
    });
  });
});

describe("a single trigger", () => {
  test("is answered with empty data", async () => {
    const post = await start();
    const answer = await post("POST", TRIGGER, { key_id: 3, ...to("ann@shop.example") });
    expect(answer.body).toEqual({ replyCode: 0, replyText: "OK", data: {} });
    expect(emarsys.delivered).toHaveLength(1);
  });

  test.each([
    ["nobody@shop.example", 2008],
    ["twin@shop.example", 2010],
    ["refused@shop.example", 2005],
    [undefined, 2005],
  ])("for %s is a 400 with the code of the contact", async (email, replyCode) => {
    const post = await start();
    const answer = await post("POST", TRIGGER, { key_id: 3, external_id: email });
    expect(answer).toMatchObject({ status: 400, body: { replyCode, data: "" } });
    expect(emarsys.delivered).toEqual([]);
  });
});

describe("a request is refused as a whole, and nobody is mailed,", () => {
  const good = to("ann@shop.example");
  test.each([
    ["for an event the account does not have", "event/1/trigger", batch(good), 5001],
    ["for an event id that is not a number", "event/cart/trigger", batch(good), 5004],
    ["for an event with nothing attached", "event/200/trigger", batch(good), 5005],
    ["when it is not JSON", TRIGGER, "{", 1010],
    ["when it is a list", TRIGGER, [good], 1010],
    ["without a key_id", TRIGGER, { contacts: [good] }, 10001],
    ["without contacts in the list", TRIGGER, batch(), 10001],
    ["when contacts is not a list", TRIGGER, { key_id: 3, contacts: good }, 10001],
    ["with more than 1000 contacts", TRIGGER, batch(...Array.from({ length: 1001 }, () => good)), 1000],
    [
      "when one event_time has one decimal",
      TRIGGER,
      batch(good, { ...good, event_time: "2026-03-01T12:00:00.1Z" }),
      5010,
    ],
    [
      "when one event_time has an offset",
      TRIGGER,
      batch(good, { ...good, event_time: "2026-03-01T12:00:00+00:00" }),
      5010,
    ],
    [
      "when one event_time does not exist",
      TRIGGER,
      batch({ ...good, event_time: "2026-02-31T25:00:00Z" }),
      5010,
    ],
    ["when one data is a list", TRIGGER, batch(good, { ...good, data: [] }), 5011],
    ["when one data is null", TRIGGER, batch({ ...good, data: null }), 5011],
    ["when one data is text", TRIGGER, batch({ ...good, data: "cart" }), 5009],
    ["above 1 MB", TRIGGER, batch({ ...good, data: { text: "ö".repeat(500_000) } }), 5008],
  ])("%s", async (_when, path, body, replyCode) => {
    const post = await start();
    const answer = await post("POST", path, body);
    expect(answer).toMatchObject({ status: 400, body: { replyCode, data: "" } });
    expect(emarsys.delivered).toEqual([]);
  });
});

test("1000 contacts, both forms of event_time and a little less than 1 MB are accepted", async () => {
  const post = await start();
  const contact = { ...to("ann@shop.example"), data: { text: "x".repeat(850) } };
  const times = [{ event_time: "2026-03-01T12:00:00Z" }, { event_time: "2026-03-01T12:00:00.123Z" }];
  const contacts = Array.from({ length: 1000 }, (_, index) => ({ ...contact, ...times[index % 2] }));
  const answer = await post("POST", TRIGGER, batch(...contacts));
  expect(answer.status).toBe(200);
  expect(emarsys.delivered).toHaveLength(1000);
});

describe("an account with the advanced features of Interactions", () => {
  test("is told what hangs on the event", async () => {
    const post = await start({ interactionsAdvanced: true });
    const asBatch = await post("POST", TRIGGER, batch(to("ann@shop.example")));
    const connectedTo = { email: true, acProgram: false, interactionsProgram: false };
    expect(dataOf(asBatch)).toEqual({ ids: ["100000001"], errors: [], connectedTo });
    const asSingle = await post("POST", TRIGGER, { key_id: 3, ...to("ann@shop.example") });
    expect(dataOf(asSingle)).toEqual({ connectedTo });
  });

  test("gets a 200 with connectedTo false when nothing does, and nobody is mailed", async () => {
    const post = await start({ interactionsAdvanced: true });
    const answer = await post("POST", "event/200/trigger", batch(to("ann@shop.example")));
    expect(answer.status).toBe(200);
    expect(dataOf(answer)).toMatchObject({ connectedTo: false });
    expect(emarsys.delivered).toEqual([]);
  });
});

describe("a repeated trigger_id", () => {
  test("is answered like the first and mailed to nobody", async () => {
    const post = await start();
    const body = batch(to("ann@shop.example", { trigger_id: "t1" }));
    const first = await post("POST", TRIGGER, body);
    const second = await post("POST", TRIGGER, body);
    expect(second.body).toEqual(first.body);
    expect(emarsys.delivered).toHaveLength(1);
    expect(emarsys.swallowed).toMatchObject([{ triggerId: "t1", duplicate: true }]);
  });

  test("does not count when the first was turned down", async () => {
    const post = await start();
    await post("POST", TRIGGER, batch(to("nobody@shop.example", { trigger_id: "t1" })));
    await post("POST", TRIGGER, batch(to("ann@shop.example", { trigger_id: "t1" })));
    expect(emarsys.delivered).toHaveLength(1);
  });

  test("is mailed again, and marked, where the account does not compare", async () => {
    const post = await start({ deduplicates: false });
    const body = batch(to("ann@shop.example", { trigger_id: "t1" }));
    await post("POST", TRIGGER, body);
    await post("POST", TRIGGER, body);
    expect(emarsys.deliveredTo("ann@shop.example").map((one) => one.duplicate)).toEqual([false, true]);
  });

  test("is no matter for triggers without one", async () => {
    const post = await start();
    await post("POST", TRIGGER, batch(to("ann@shop.example"), to("ann@shop.example")));
    expect(emarsys.delivered.map((one) => one.duplicate)).toEqual([false, false]);
  });
});

describe("special addresses and faults", () => {
  test("later@ throttles the whole request and mails nobody", async () => {
    const post = await start();
    const answer = await post("POST", TRIGGER, batch(to("ann@shop.example"), to("later@shop.example")));
    expect(answer).toMatchObject({ status: 429, body: { replyCode: 7003 } });
    expect(answer.headers.get("x-ratelimit-remaining")).toBe("0");
    expect(Number(answer.headers.get("x-ratelimit-reset"))).toBe(NOW.getTime() / 1000 + 60);
    expect(emarsys.delivered).toEqual([]);
  });

  test("unsure@ mails the whole request and answers 500", async () => {
    const post = await start();
    const answer = await post("POST", TRIGGER, batch(to("ann@shop.example"), to("unsure@shop.example")));
    expect(answer).toMatchObject({ status: 500, body: { replyCode: 1 } });
    expect(emarsys.delivered).toHaveLength(2);
  });

  test("a connection dropped after the work leaves the delivery to be seen", async () => {
    const post = await start();
    emarsys.faults.on("trigger", { kind: "drop-after" }, 1);
    await expect(post("POST", TRIGGER, batch(to("ann@shop.example")))).rejects.toThrow();
    expect(emarsys.deliveredTo("ann@shop.example")).toHaveLength(1);
    expect(emarsys.calls.get("trigger")).toBe(1);
  });
});
