import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startEmarsys, type Emarsys } from "./start-emarsys.ts";
import { signedIn, type Ask } from "./test-client.ts";

const OAUTH = { clientId: "client", clientSecret: "secret" };
const ANY_TEXT = expect.any(String) as string;

let emarsys: Emarsys;
let ask: Ask;

beforeEach(async () => {
  emarsys = await startEmarsys({
    oauth: OAUTH,
    events: [],
    contacts: [
      { email: "Ann@Shop.example", optIn: "1", fields: { "1": "Ann" } },
      { email: "bo@shop.example", optIn: "2" },
      { email: "cy@shop.example" },
      { email: "twin@shop.example", optIn: "1" },
      { email: "twin@shop.example", optIn: "2" },
    ],
  });
  ask = await signedIn(emarsys, OAUTH);
});

afterEach(() => emarsys.close());

async function lookUp(keyValues: readonly string[], fields: readonly string[] = ["3", "31"]) {
  return ask("POST", "contact/getdata", { keyId: "3", keyValues, fields });
}

async function optInOf(email: string): Promise<unknown> {
  const { body } = await lookUp([email], ["31"]);
  const { data } = body as { data: { result: false | readonly Record<string, unknown>[] } };
  return data.result === false ? undefined : data.result[0]?.["31"];
}

describe("getdata", () => {
  test("gives the fields that were asked for, with both identifiers, whatever the case of the address", async () => {
    const answer = await lookUp(["ann@shop.example", "BO@shop.example", "cy@shop.example"]);
    expect(answer.body).toEqual({
      replyCode: 0,
      replyText: "OK",
      data: {
        result: [
          { "3": "Ann@Shop.example", "31": "1", id: "100000001", uid: ANY_TEXT },
          { "3": "bo@shop.example", "31": "2", id: "100000002", uid: ANY_TEXT },
          { "3": "cy@shop.example", "31": null, id: "100000003", uid: ANY_TEXT },
        ],
        errors: [],
      },
    });
  });

  test("lists those it has no single contact for", async () => {
    const answer = await lookUp(["ann@shop.example", "nobody@shop.example", "twin@shop.example"]);
    expect(answer.body).toMatchObject({
      data: {
        result: [{ "3": "Ann@Shop.example" }],
        errors: [
          { key: "nobody@shop.example", errorCode: "2008", errorMsg: ANY_TEXT },
          { key: "twin@shop.example", errorCode: "2010", errorMsg: ANY_TEXT },
        ],
      },
    });
  });

  test("says false instead of an empty list when it found nobody", async () => {
    const answer = await lookUp(["nobody@shop.example"]);
    expect(answer).toMatchObject({ status: 200, body: { replyCode: 0, data: { result: false } } });
  });

  test("says nothing at all about unanswered@", async () => {
    const answer = await lookUp(["unanswered@shop.example", "ann@shop.example"]);
    expect(JSON.stringify(answer.body)).not.toContain("unanswered");
    expect(answer.body).toMatchObject({ data: { result: [{ "31": "1" }], errors: [] } });
  });

  test.each([
    ["its key in snake case", { key_id: "3", keyValues: ["a"] }, 10001],
    ["no values", { keyId: "3", keyValues: [] }, 10001],
    ["more than 1000 values", { keyId: "3", keyValues: Array.from({ length: 1001 }, String) }, 1000],
  ])("refuses %s", async (_what, body, replyCode) => {
    const answer = await ask("POST", "contact/getdata", body);
    expect(answer).toMatchObject({ status: 400, body: { replyCode } });
  });
});

describe("PUT contact", () => {
  test("changes only what is sent", async () => {
    const answer = await ask("PUT", "contact/", {
      key_id: "3",
      contacts: [{ "3": "ann@shop.example", "31": "2" }],
    });
    expect(answer.body).toMatchObject({ data: { ids: ["100000001"], errors: [] } });
    expect((await lookUp(["ann@shop.example"], ["1", "31"])).body).toMatchObject({
      data: { result: [{ "1": "Ann", "31": "2" }] },
    });
  });

  test("creates only when told to, and gives the new id as a number", async () => {
    const body = { key_id: "3", contacts: [{ "3": "new@shop.example" }, { "3": "cy@shop.example" }] };
    const refused = await ask("PUT", "contact/", body);
    expect(refused.body).toMatchObject({
      data: { ids: ["100000003"], errors: { "new@shop.example": { "2008": ANY_TEXT } } },
    });
    const created = await ask("PUT", "contact/?create_if_not_exists=1", body);
    expect(created.body).toMatchObject({ data: { ids: [100000006, "100000003"], errors: [] } });
    expect(await optInOf("new@shop.example")).toBeNull();
  });

  test("neither changes nor creates where several contacts share the address", async () => {
    const body = { key_id: "3", contacts: [{ "3": "twin@shop.example", "31": "2" }] };
    const answer = await ask("PUT", "contact/?create_if_not_exists=1", body);
    expect(answer.body).toMatchObject({
      data: { ids: [], errors: { "twin@shop.example": { "2010": ANY_TEXT } } },
    });
  });

  test("takes the single form", async () => {
    await ask("PUT", "contact", { key_id: 3, "3": "bo@shop.example", "31": null });
    expect(await optInOf("bo@shop.example")).toBeNull();
  });

  test("refuses a boolean as opt-in, for that contact only", async () => {
    const contacts = [
      { "3": "ann@shop.example", "31": false },
      { "3": "bo@shop.example", "31": 1 },
    ];
    const answer = await ask("PUT", "contact/", { key_id: "3", contacts });
    expect(answer.body).toMatchObject({ data: { errors: { "ann@shop.example": { "2007": ANY_TEXT } } } });
    expect([await optInOf("ann@shop.example"), await optInOf("bo@shop.example")]).toEqual(["1", "1"]);
  });

  test("fails wholly when one contact has no key", async () => {
    const contacts = [{ "3": "ann@shop.example", "31": "2" }, { "31": "2" }];
    const answer = await ask("PUT", "contact/", { key_id: "3", contacts });
    expect(answer.body).toMatchObject({ data: { ids: [], errors: { "<NO_KEY_ID>": { "2005": ANY_TEXT } } } });
    expect(await optInOf("ann@shop.example")).toBe("1");
  });
});

describe("contact/delete", () => {
  test("deletes by address without a key_id, and leaves addresses that several contacts share", async () => {
    const answer = await ask("POST", "contact/delete", { "3": ["ANN@shop.example", "twin@shop.example"] });
    expect(answer.body).toMatchObject({
      data: { deleted_contacts: 1, errors: { "twin@shop.example": { "2010": ANY_TEXT } } },
    });
    expect(await optInOf("ann@shop.example")).toBeUndefined();
    expect(await optInOf("bo@shop.example")).toBe("2");
  });

  test("refuses a request without values under the key field", async () => {
    const answer = await ask("POST", "contact/delete", { key_id: "3", contacts: ["ann@shop.example"] });
    expect(answer).toMatchObject({ status: 400, body: { replyCode: 10001 } });
  });
});
