import { afterEach, beforeEach, expect, test } from "vitest";
import { startEmarsys, type Emarsys } from "../../../../simulators/email/emarsys/start-emarsys.ts";
import type { IEmailProvider } from "../../../ports/email-provider.ts";
import type { EmarsysOptions } from "./options.ts";
import { createEmarsys } from "./provider.ts";
import { rotatingSecrets, testTools, type TestTools } from "../test-tools.ts";
import { account, emarsysOptions, SECRETS } from "./test-emarsys.ts";

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

test("the check says what it saw and mails nobody", async () => {
  expect(await provider().check()).toEqual([
    "signed in with oauth2",
    "event 1234 exists",
    "1 launched e-mail attached",
  ]);
  expect(emarsys.delivered).toEqual([]);
});

test("the check counts programs of both kinds", async () => {
  const data = { program_ids: [1, 2, 3], email_ids: [], interactions_program_ids: ["a"] };
  emarsys.faults.on("event-usages", {
    kind: "reply",
    reply: { status: 200, body: { replyCode: 0, data } },
  });
  expect(await provider().check()).toContain("3 programs attached");
  expect(await provider().check()).toContain("1 interactions program attached");
});

test("the check names an event that does not exist, and one with nothing attached", async () => {
  await expect(provider({ eventId: "9" }).check()).rejects.toMatchObject({
    code: "provider-misconfigured",
    message: expect.stringContaining("EmarsysClientOptions.ExternalEventId") as string,
  });
  expect(emarsys.calls.get("event-usages")).toBeUndefined();
  await expect(provider({ eventId: "777" }).check()).rejects.toMatchObject({
    code: "provider-nothing-attached",
  });
});

test.each(["settings", "events", "event-usages"] as const)(
  "the check names a missing permission: %s",
  async (operation) => {
    emarsys.permissionsOff(operation);
    await expect(provider().check()).rejects.toMatchObject({ code: "provider-forbidden" });
  },
);
