import { afterEach, beforeEach, expect, test } from "vitest";
import { startEmarsys, type Emarsys } from "../../../../simulators/email/emarsys/start-emarsys.ts";
import type { Reply } from "../../../../simulators/server.ts";
import type { IEmailProvider } from "../../../ports/email-provider.ts";
import type { EmarsysOptions } from "./options.ts";
import { createEmarsys } from "./provider.ts";
import { rotatingSecrets, testTools, type TestTools } from "../test-tools.ts";
import { account, emarsysOptions, SECRETS } from "./test-emarsys.ts";
import { address } from "../test-reminder.ts";

const ANN = address("ann@example.com");

let emarsys: Emarsys;
let tools: TestTools;

beforeEach(async () => {
  tools = testTools(rotatingSecrets(SECRETS));
  emarsys = await startEmarsys(account(tools.clock));
});

afterEach(async () => {
  await tools.dispatcher.destroy();
  await emarsys.close();
});

function provider(change: Partial<EmarsysOptions> = {}): IEmailProvider {
  return createEmarsys(emarsysOptions(emarsys.url, change), tools);
}

function ask(...texts: string[]): ReturnType<IEmailProvider["consent"]> {
  return provider().consent(texts.map(address));
}

test("consent is what the opt-in field says; without a contact it is unknown", async () => {
  expect(Object.fromEntries(await ask(...["ann", "bob", "cid", "nobody"].map(at)))).toEqual({
    "ann@example.com": "opted-in",
    "bob@example.com": "opted-out",
    "cid@example.com": "unknown",
    "nobody@example.com": "unknown",
  });
});

test("consent of somebody whom the reply does not mention is missing", async () => {
  expect([...(await ask("ann@example.com", "unanswered@example.com")).keys()]).toEqual(["ann@example.com"]);
  expect(await ask("unanswered@example.com")).toEqual(new Map());
});

test("consent of more people than one call takes is asked for in several", async () => {
  const many = Array.from({ length: 2_001 }, (_, index) => at(`p${index}`));
  const answers = await ask(...many, "ann@example.com");
  expect(emarsys.calls.get("getdata")).toBe(3);
  expect(answers.size).toBe(2_002);
  expect(answers.get(address("ann@example.com"))).toBe("opted-in");
});

test("consent where twenty or more are asked for and none is known is a fault", async () => {
  const nobodies = Array.from({ length: 20 }, (_, index) => at(`p${index}`));
  await expect(ask(...nobodies)).rejects.toMatchObject({
    code: "provider-blank",
    fix: expect.stringContaining("EmarsysClientOptions.EmarsysContactKeyId") as string,
  });
  expect((await ask(...nobodies.slice(1))).size).toBe(19);
});

test.each<[string, unknown, Record<string, string>]>([
  ["a number for text", [{ "3": "ann@example.com", "31": 1 }], { "ann@example.com": "opted-in" }],
  ["an empty text", [{ "3": "ann@example.com", "31": "" }], { "ann@example.com": "unknown" }],
  [
    "a value it should not have",
    [{ "3": "ann@example.com", "31": true }],
    { "ann@example.com": "unanswered" },
  ],
  ["a row without the field", [{ "3": "ann@example.com" }], { "ann@example.com": "unanswered" }],
  [
    "bad rows beside a good one",
    [null, "x", { "3": 5 }, { "3": "ANN@example.com ", "31": "1" }],
    { "ann@example.com": "opted-in" },
  ],
  [
    "two contacts with one address",
    [
      { "3": "ann@example.com", "31": "2" },
      { "3": "ann@example.com", "31": "1" },
    ],
    { "ann@example.com": "opted-out" },
  ],
  ["somebody who was not asked for", [{ "3": "eve@example.com", "31": "1" }], {}],
  ["nobody", false, {}],
])("consent is read from %s", async (_name, result, expected) => {
  const body = { replyCode: 0, replyText: "OK", data: { result, errors: [] } };
  emarsys.faults.on("getdata", { kind: "reply", reply: { status: 200, body } });
  expect(Object.fromEntries(await ask("ann@example.com"))).toEqual(expected);
});

test("consent is read although the errors beside it have another form", async () => {
  const data = { result: [{ "3": "ann@example.com", "31": "1" }], errors: { "bob@example.com": {} } };
  emarsys.faults.on("getdata", { kind: "reply", reply: { status: 200, body: { replyCode: 0, data } } });
  expect(Object.fromEntries(await ask("ann@example.com", "bob@example.com"))).toEqual({
    "ann@example.com": "opted-in",
  });
});

test("consent is asked for again when the connection breaks, and the sign-in is renewed", async () => {
  emarsys.faults.on("getdata", { kind: "drop-before" }, 1);
  emarsys.faults.on("getdata", { kind: "reply", reply: { status: 401, body: "" } }, 1);
  expect((await ask("ann@example.com")).get(ANN)).toBe("opted-in");
  expect(Object.fromEntries(emarsys.calls)).toEqual({ token: 2, getdata: 3 });
});

test("consent is signed for anew in every attempt with WSSE", async () => {
  emarsys.faults.on("getdata", { kind: "act-and-reply", reply: { status: 503, body: "" } }, 2);
  const answers = await provider({ authentication: "wsse" }).consent([ANN]);
  expect(answers.get(ANN)).toBe("opted-in");
});

test.each<[string, Reply, string]>([
  ["an HTML page", { status: 200, body: "<html></html>" }, "provider-unreadable"],
  ["data in another form", { status: 200, body: { replyCode: 0, data: [1] } }, "provider-unreadable"],
  ["403", { status: 403, body: "Forbidden" }, "provider-forbidden"],
  ["500", { status: 500, body: "" }, "provider-failed"],
  ["400 with 2004", { status: 400, body: { replyCode: 2004, data: "" } }, "provider-misconfigured"],
  ["400 that says that all is well", { status: 400, body: { replyCode: 0, data: "" } }, "provider-failed"],
  ["400 with something else", { status: 400, body: { replyCode: 1, data: "" } }, "provider-failed"],
])("consent cannot be had from %s", async (_name, reply, fault) => {
  emarsys.faults.on("getdata", { kind: "reply", reply });
  await expect(ask("ann@example.com")).rejects.toMatchObject({ code: fault });
});

test("consent with a key field that Emarsys does not know is a fault of the setting", async () => {
  await expect(provider({ contactKeyId: "99" }).consent([ANN])).rejects.toMatchObject({
    code: "provider-misconfigured",
    message: expect.stringContaining("EmarsysClientOptions.EmarsysContactKeyId") as string,
  });
});

function at(name: string): string {
  return `${name}@example.com`;
}
