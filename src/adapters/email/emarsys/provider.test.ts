import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { startEmarsys, type Emarsys } from "../../../../simulators/email/emarsys/start-emarsys.ts";
import type { Reply } from "../../../../simulators/server.ts";
import { ConnectorError } from "../../../cart/connector-error.ts";
import type { Handover, IEmailProvider } from "../../../ports/email-provider.ts";
import type { EmarsysOptions } from "./options.ts";
import { createEmarsys } from "./provider.ts";
import { rotatingSecrets, testTools, type TestTools } from "../test-tools.ts";
import { account, emarsysOptions, SECRETS } from "./test-emarsys.ts";
import { reminderFor } from "../test-reminder.ts";

const ANN = reminderFor("ann@example.com");
const BOB = reminderFor("bob@example.com");
const NOBODY = reminderFor("nobody@example.com");

let emarsys: Emarsys;
let tools: TestTools;

beforeEach(async () => {
  tools = testTools(rotatingSecrets(SECRETS));
  emarsys = await startEmarsys({ ...account(tools.clock), interactionsAdvanced: true });
});

afterEach(async () => {
  await tools.dispatcher.destroy();
  await emarsys.close();
});

function provider(change: Partial<EmarsysOptions> = {}): IEmailProvider {
  return createEmarsys(emarsysOptions(emarsys.url, change), tools);
}

/** Each answer in a line: the kind, and why. */
function lines(handover: Handover): readonly string[] {
  return [...handover.answers.values()].map((answer) =>
    answer.kind === "accepted" ? "accepted" : `${answer.kind} ${answer.why}`,
  );
}

function deliveries(): readonly string[] {
  return emarsys.delivered.map((one) => one.email.toLowerCase());
}

describe.each(["oauth2", "wsse"] as const)("signed in with %s", (authentication) => {
  test("a batch is delivered once, each with its key and its data", async () => {
    const handover = await provider({ authentication }).remind([ANN, BOB]);
    expect(handover).toEqual({
      answers: new Map([
        [ANN.key, { kind: "accepted" }],
        [BOB.key, { kind: "accepted" }],
      ]),
    });
    expect(deliveries()).toEqual(["ann@example.com", "bob@example.com"]);
    expect(emarsys.delivered[0]).toMatchObject({
      eventId: "1234",
      triggerId: ANN.key,
      data: { firstName: "Ann", cartId: ANN.cartId, orderDetails: [{ productId: "68719489871" }] },
    });
  });

  test("two batches are two requests, and a second sign-in is not needed for a token", async () => {
    const emails = provider({ authentication });
    await emails.remind([ANN]);
    await emails.remind([BOB]);
    expect(deliveries()).toEqual(["ann@example.com", "bob@example.com"]);
    expect(emarsys.calls.get("token") ?? 0).toBe(authentication === "oauth2" ? 1 : 0);
  });

  test("a secret that was rotated meanwhile is read again, and nothing is delivered twice", async () => {
    const secrets = rotatingSecrets({ ...SECRETS, "emarsys-secret": ["old", "s3cr3t:with colon"] });
    const emails = createEmarsys(emarsysOptions(emarsys.url, { authentication }), { ...tools, secrets });
    expect(lines(await emails.remind([ANN]))).toEqual(["accepted"]);
    expect(deliveries()).toEqual(["ann@example.com"]);
  });

  test("wrong secrets release everybody and name both secrets' settings", async () => {
    const secrets = rotatingSecrets({ ...SECRETS, "emarsys-secret": ["wrong", "wrong"] });
    const emails = createEmarsys(emarsysOptions(emarsys.url, { authentication }), { ...tools, secrets });
    const handover = await emails.remind([ANN, BOB]);
    expect(lines(handover)).toEqual(["later released", "later released"]);
    expect(handover.fault).toMatchObject({
      code: "provider-unauthorized",
      fix: expect.stringContaining("EmarsysClientOptions.ApiUserNameKeyVaultSecretName") as string,
    });
    await expect(emails.check()).rejects.toMatchObject({ code: "provider-unauthorized" });
    expect(emarsys.delivered).toEqual([]);
  });
});

describe("tokens", () => {
  test("are renewed before they end", async () => {
    const emails = provider();
    await emails.remind([ANN]);
    tools.clock.advance(541_000);
    await emails.remind([BOB]);
    expect(Object.fromEntries(emarsys.calls)).toEqual({ token: 2, trigger: 2 });
  });

  test("that were turned down are renewed once, and the request is repeated once", async () => {
    const emails = provider();
    await emails.remind([BOB]);
    emarsys.revokeAll();
    expect(lines(await emails.remind([ANN]))).toEqual(["accepted"]);
    expect(deliveries()).toEqual(["bob@example.com", "ann@example.com"]);
    expect(Object.fromEntries(emarsys.calls)).toEqual({ token: 2, trigger: 3 });
  });

  test("that are turned down again are given up", async () => {
    emarsys.faults.on("trigger", { kind: "reply", reply: { status: 401, body: "" } });
    const handover = await provider().remind([ANN]);
    expect(lines(handover)).toEqual(["later released"]);
    expect(handover.fault?.code).toBe("provider-unauthorized");
    expect(Object.fromEntries(emarsys.calls)).toEqual({ token: 2, trigger: 2 });
  });

  test("are hidden from whatever is printed", async () => {
    await provider().remind([ANN]);
    expect(tools.hidden).toHaveLength(1);
  });

  test("that cannot be had release everybody, without any request to trigger", async () => {
    emarsys.faults.on("token", { kind: "drop-before" });
    const handover = await provider().remind([ANN]);
    expect(lines(handover)).toEqual(["later released"]);
    expect(handover.fault).toMatchObject({
      code: "provider-unreachable",
      message: expect.stringContaining("EmarsysClientOptions.TokenUrl") as string,
    });
    expect(emarsys.calls.get("trigger")).toBeUndefined();
  });

  test("that are no tokens are named as such", async () => {
    emarsys.faults.on("token", { kind: "reply", reply: { status: 200, body: "<html>hello</html>" } });
    expect((await provider().remind([ANN])).fault?.code).toBe("provider-unreadable");
  });
});

describe("what can happen to a request", () => {
  test("an unknown contact is refused, the others of its batch are delivered", async () => {
    const handover = await provider().remind([ANN, NOBODY, BOB]);
    expect(lines(handover)).toEqual(["accepted", "refused contact-unknown 2008", "accepted"]);
    expect(handover.fault).toBeUndefined();
    expect(deliveries()).toEqual(["ann@example.com", "bob@example.com"]);
  });

  test("an unknown contact alone is refused", async () => {
    expect(lines(await provider().remind([NOBODY]))).toEqual(["refused contact-unknown 2008"]);
  });

  test.each([
    ["drop-before", 0],
    ["drop-after", 2],
  ] as const)("%s leaves everybody unsure and is not repeated", async (kind, delivered) => {
    emarsys.faults.on("trigger", { kind }, 1);
    const handover = await provider().remind([ANN, BOB]);
    expect(lines(handover)).toEqual(["unsure connection-lost", "unsure connection-lost"]);
    expect(handover.fault?.code).toBe("provider-failed");
    expect(emarsys.calls.get("trigger")).toBe(1);
    expect(emarsys.delivered).toHaveLength(delivered);
  });

  test("a reply that does not end in time leaves everybody unsure and is not repeated", async () => {
    emarsys.faults.on("trigger", { kind: "stall" }, 1);
    const handing = provider().remind([ANN]);
    await vi.waitFor(() => expect(emarsys.delivered).toHaveLength(1));
    tools.clock.giveUp();
    const handover = await handing;
    expect(lines(handover)).toEqual(["unsure no-reply-in-time"]);
    expect(handover.fault?.code).toBe("provider-failed");
    expect(emarsys.calls.get("trigger")).toBe(1);
  });

  test.each<[string, Reply, string, string]>([
    ["an HTML page", { status: 200, body: "<html></html>" }, "reply-unreadable 200", "provider-unreadable"],
    ["a 500", { status: 500, body: "Internal server error" }, "http-status 500", "provider-failed"],
    ["a 502", { status: 502, body: "<html></html>" }, "http-status 502", "provider-failed"],
  ])("%s after acceptance leaves everybody unsure and is not repeated", async (_name, reply, why, fault) => {
    emarsys.faults.on("trigger", { kind: "act-and-reply", reply });
    const handover = await provider().remind([ANN]);
    expect(lines(handover)).toEqual([`unsure ${why}`]);
    expect(handover.fault?.code).toBe(fault);
    expect(emarsys.calls.get("trigger")).toBe(1);
    expect(deliveries()).toEqual(["ann@example.com"]);
  });

  test("no connection releases everybody", async () => {
    const gone = await startEmarsys({ events: [] });
    await gone.close();
    const handover = await createEmarsys(emarsysOptions(gone.url, { authentication: "wsse" }), tools).remind([
      ANN,
      BOB,
    ]);
    expect(lines(handover)).toEqual(["later released", "later released"]);
    expect(handover.fault?.code).toBe("provider-unreachable");
  });

  test("a throttle releases everybody until the window ends, and is not slept through", async () => {
    const resetAt = new Date(tools.clock.now().getTime() + 45_000);
    emarsys.throttle({ remaining: 0, resetAt });
    const handover = await provider().remind([ANN]);
    expect(handover.answers.get(ANN.key)).toEqual({
      kind: "later",
      why: "provider-later",
      notBefore: resetAt.toISOString(),
    });
    expect(handover.fault?.code).toBe("provider-throttled");
    expect(emarsys.calls.get("trigger")).toBe(1);
    expect(emarsys.delivered).toEqual([]);
  });

  test.each([true, false])(
    "an event with nothing attached releases everybody (told inside a 200: %s)",
    async (interactionsAdvanced) => {
      const other = await startEmarsys({
        ...account(tools.clock),
        events: [{ id: 1234, name: "abandoned cart", attached: false }],
        interactionsAdvanced,
      });
      const options = emarsysOptions(other.url);
      const handover = await createEmarsys(options, tools).remind([ANN]);
      await other.close();
      expect(lines(handover)).toEqual(["later released"]);
      expect(handover.fault?.code).toBe("provider-nothing-attached");
    },
  );

  test("an unknown event releases everybody and names its setting", async () => {
    const handover = await provider({ eventId: "9" }).remind([ANN]);
    expect(lines(handover)).toEqual(["later released"]);
    expect(handover.fault).toMatchObject({
      code: "provider-misconfigured",
      message: expect.stringContaining("EmarsysClientOptions.ExternalEventId") as string,
    });
  });

  test("a permission that is off releases everybody", async () => {
    emarsys.permissionsOff("trigger");
    const handover = await provider().remind([ANN]);
    expect(lines(handover)).toEqual(["later released"]);
    expect(handover.fault?.code).toBe("provider-forbidden");
  });

  test("a redirect is not followed", async () => {
    const reply = {
      status: 307,
      headers: { location: `${emarsys.url}/api/v3/event/1234/trigger` },
      body: "",
    };
    emarsys.faults.on("trigger", { kind: "reply", reply }, 1);
    const handover = await provider().remind([ANN]);
    expect(lines(handover)).toEqual(["later released"]);
    expect(handover.fault?.code).toBe("provider-misconfigured");
    expect(emarsys.calls.get("trigger")).toBe(1);
  });

  test("a batch that is too large is to be sent one by one", async () => {
    const line = { ...ANN.lines[0], productName: "x".repeat(600_000) } as (typeof ANN.lines)[number];
    const handover = await provider().remind([
      { ...ANN, lines: [line] },
      { ...BOB, lines: [line] },
    ]);
    expect(lines(handover)).toEqual(["later batch-refused", "later batch-refused"]);
    expect(handover.fault).toBeUndefined();
  });

  test("a second reminder to the same address waits", async () => {
    const twin = reminderFor("ann@example.com", { key: BOB.key });
    const handover = await provider().remind([ANN, twin]);
    expect(handover.answers.get(ANN.key)).toEqual({ kind: "accepted" });
    expect(handover.answers.get(twin.key)).toMatchObject({ kind: "later", why: "released" });
    expect(emarsys.delivered.map((one) => one.triggerId)).toEqual([ANN.key]);
  });

  test("nobody to remind is no request", async () => {
    expect(await provider().remind([])).toEqual({ answers: new Map() });
    expect(emarsys.calls.size).toBe(0);
  });

  test.each([
    [{ apiUrl: "https://api.emarsys.net/api/v3/trigger" }, "EmarsysClientOptions.ApiUrl"],
    [{ apiUrl: "api.emarsys.net/event/{0}/trigger" }, "EmarsysClientOptions.ApiUrl"],
    [{ tokenUrl: "oauth2/token" }, "EmarsysClientOptions.TokenUrl"],
  ])("a wrong address is a named fault, not an exception: %j", async (change, setting) => {
    const handover = await provider(change).remind([ANN]);
    expect(lines(handover)).toEqual(["later released"]);
    expect(handover.fault).toMatchObject({
      code: "provider-misconfigured",
      message: expect.stringContaining(setting) as string,
    });
  });

  test("a user name that was saved with its line end is a named fault", async () => {
    const secrets = rotatingSecrets({ ...SECRETS, "emarsys-user": ["shop001\n", "shop001\n"] });
    const options = emarsysOptions(emarsys.url, { authentication: "wsse" });
    const handover = await createEmarsys(options, { ...tools, secrets }).remind([ANN]);
    expect(lines(handover)).toEqual(["later released"]);
    expect(handover.fault?.code).toBe("provider-misconfigured");
  });

  test("a store without the secret is the fault of the store", async () => {
    const missing = new ConnectorError("secret-missing", "there is no secret emarsys-user");
    const secrets = { read: () => Promise.reject(missing), forget: () => undefined };
    const emails = createEmarsys(emarsysOptions(emarsys.url), { ...tools, secrets });
    expect(await emails.remind([ANN])).toMatchObject({ fault: missing });
    await expect(emails.consent([ANN.address])).rejects.toBe(missing);
  });
});

test("nothing that is said or logged holds an address, a secret or a token", async () => {
  const errors = { "ann@example.com": { "2004": "no ann@example.com" }, "x@example.com": {} };
  const replies: readonly Reply[] = [
    { status: 200, body: { replyCode: 0, data: { ids: [], errors, warnings: ["ann@example.com"] } } },
    { status: 200, body: { replyCode: 0, data: { errors: ["ann@example.com"] } } },
    { status: 200, body: "<p>ann@example.com</p>" },
    { status: 400, body: { replyCode: 2008, replyText: "ann@example.com", data: "" } },
    { status: 400, body: "ann@example.com" },
    { status: 500, body: "ann@example.com" },
    { status: 401, body: "ann@example.com" },
  ];
  const emails = provider();
  const said: unknown[] = [tools.logged];
  for (const reply of replies) {
    emarsys.faults.clear();
    emarsys.faults.on("trigger", { kind: "reply", reply });
    emarsys.faults.on("getdata", { kind: "reply", reply });
    for (const batch of [[ANN], [ANN, BOB, NOBODY]]) {
      const { answers, fault } = await emails.remind(batch);
      said.push([...answers.values()], fault);
    }
    said.push(await emails.consent([ANN.address]).catch((fault: unknown) => fault));
  }
  const text = inspect(said, { depth: 12, showHidden: true });
  expect(text).toContain("provider-");
  for (const secret of ["@", "example.com", SECRETS["emarsys-secret"][0], ...tools.hidden]) {
    expect(text).not.toContain(secret);
  }
});
