import { afterEach, beforeEach, expect, test } from "vitest";
import { startEmarsys, type Emarsys } from "../../../../simulators/email/emarsys/start-emarsys.ts";
import { normalAddress, type Address } from "../../../cart/shopper.ts";
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
  await emarsys.close();
  await tools.dispatcher.close();
});

const provider = () => createEmarsys(emarsysOptions(emarsys.url), tools);

function address(text: string): Address {
  const normal = normalAddress(text);
  if (normal === undefined) throw new Error(`${text} is no address`);
  return normal;
}

const ANN = address("ann@example.com");
const NOBODY = address("nobody@example.com");

test("an opt-out sets the opt-in field to no, may be repeated, and makes nobody", async () => {
  expect((await provider().consent([ANN])).get(ANN)).toBe("opted-in");
  expect(await provider().optOut?.(ANN)).toBe("done");
  expect(await provider().optOut?.(ANN)).toBe("done");
  expect((await provider().consent([ANN])).get(ANN)).toBe("opted-out");
  expect(await provider().optOut?.(NOBODY)).toBe("unknown");
  expect((await provider().consent([NOBODY])).get(NOBODY)).toBe("unknown");
});

test("an erasure deletes the contact, and says so when there is none any more", async () => {
  expect(await provider().erase?.(ANN)).toBe("done");
  expect(await provider().erase?.(ANN)).toBe("unknown");
  expect((await provider().consent([ANN])).get(ANN)).toBe("unknown");
});

test("a refusal of the whole call because there is no such contact is an answer too", async () => {
  emarsys.faults.on("delete-contacts", {
    kind: "reply",
    reply: { status: 400, body: { replyCode: 2008, replyText: "none", data: "" } },
  });
  expect(await provider().erase?.(ANN)).toBe("unknown");
});

test("a hiccup is tried again, a fault is thrown, and neither names anybody", async () => {
  emarsys.faults.on("delete-contacts", { kind: "reply", reply: { status: 503 } }, 1);
  expect(await provider().erase?.(ANN)).toBe("done");
  emarsys.permissionsOff("update-contacts");
  const fault: unknown = await provider()
    .optOut?.(ANN)
    .catch((thrown: unknown) => thrown);
  expect(fault).toMatchObject({ code: "provider-forbidden" });
  expect(String(fault)).not.toContain("ann");
});

test("an answer that is none is a fault", async () => {
  emarsys.faults.on("update-contacts", {
    kind: "reply",
    reply: { status: 200, body: { replyCode: 0, data: { errors: "many" } } },
  });
  await expect(provider().optOut?.(ANN)).rejects.toMatchObject({ code: "provider-unreadable" });
});
