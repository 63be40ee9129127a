import { afterEach, beforeEach, expect, it } from "vitest";
import { openApp, type AppUnderTest } from "./app-under-test.ts";

let app: AppUnderTest;

/** After this one reminder is in doubt: Emarsys mailed it, and its answer was lost. */
beforeEach(async () => {
  app = await openApp();
  app.line.neighbours.emarsys.faults.on("trigger", { kind: "drop-after" }, 1);
  await app.postRun();
  app.line.neighbours.emarsys.faults.clear();
});

afterEach(() => app.close());

it("lists what only a person can settle", async () => {
  const cartId = app.line.small.cartIds[0];
  expect(await app.getUnsure()).toMatchObject({
    status: 200,
    body: { unsure: [{ cartId, channel: "128" }] },
  });
});

it("settles one as a person decided, once", async () => {
  const cart = app.line.small.cartIds[0];
  expect(await app.postUnsure({ decision: "dismiss", cart })).toMatchObject({
    status: 200,
    body: { dismiss: [{ cartId: cart }] },
  });
  expect(await app.postUnsure({ decision: "dismiss", cart })).toMatchObject({ status: 404 });
  expect(await app.getUnsure()).toMatchObject({ body: { unsure: [] } });
});

it("settles all of them, also when there are none", async () => {
  expect(await app.postUnsure({ decision: "resend", all: true })).toMatchObject({ status: 200 });
  expect(await app.postUnsure({ decision: "resend", all: true })).toMatchObject({ body: { resend: [] } });
});

it.each([
  {},
  { decision: "forget", all: true },
  { decision: "resend" },
  { decision: "resend", cart: "c", all: true },
  "resend",
])("refuses %j and says what it expects", async (body) => {
  const answer = await app.postUnsure(body);
  expect(answer.status).toBe(400);
  expect(JSON.stringify(answer.body)).toContain("body: expected");
});

it("names the fault of the settings", async () => {
  const other = await openApp();
  other.line.configure({ ConnectorOptions: { SliceSize: 0 } });
  expect(await other.getUnsure()).toMatchObject({
    status: 500,
    body: { fault: { code: "settings-invalid" } },
  });
  await other.close();
});
