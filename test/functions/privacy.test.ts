import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openApp, type AppUnderTest } from "./app-under-test.ts";

let app: AppUnderTest;

beforeEach(async () => {
  app = await openApp();
  await app.postRun();
});

afterEach(() => app.close());

it("shows and erases a person whose address stands in the body only", async () => {
  const [person = ""] = app.line.small.addresses;
  expect(await app.postPrivacy({ action: "show", person })).toMatchObject({
    status: 200,
    body: { found: [{ past: [{ outcome: "sent" }] }] },
  });
  const answer = await app.postPrivacy({ action: "erase", person });
  expect(answer).toMatchObject({ status: 200, body: { result: "erased" } });
  expect(await app.postPrivacy({ action: "show", person })).toMatchObject({
    body: { found: [{ past: [], suppressed: { reason: "erased" } }] },
  });
  expect(JSON.stringify([answer, app.logged]).toLowerCase()).not.toContain(person);
});

it("answers 503 for an erasure that has to be repeated, and 404 when nothing leads to a person", async () => {
  const [person = ""] = app.line.small.addresses;
  app.line.neighbours.emarsys.faults.on("delete-contacts", { kind: "reply", reply: { status: 403 } });
  expect(await app.postPrivacy({ action: "erase", person })).toMatchObject({
    status: 503,
    body: { result: "incomplete" },
  });
  expect(await app.postPrivacy({ action: "erase", person: "KUND-0" })).toMatchObject({ status: 404 });
});

it.each([
  {},
  { action: "erase" },
  { action: "forget", person: "a" },
  { action: "erase", person: " " },
  "erase",
])("refuses %j and says what it expects", async (body) => {
  const answer = await app.postPrivacy(body);
  expect(answer.status).toBe(400);
  expect(JSON.stringify(answer.body)).toContain("body: expected");
});

it("says in its last line that a list broke off, and the import takes that line for nobody", async () => {
  await app.postSuppressions(Array.from({ length: 700 }, (_, index) => `p${index}@example.com`).join("\n"));
  const cut = await app.getSuppressions(async (chunks) => {
    if (chunks === 1) renameTable("documents", "gone");
  });
  const lines = cut.trimEnd().split("\n");
  const people = lines.length - 2;
  expect(people).toBeGreaterThan(400);
  expect(people).toBeLessThan(700);
  expect(lines.at(-1)).toBe("incomplete: ledger-misshapen");
  renameTable("gone", "documents");
  expect(await app.postSuppressions(cut)).toMatchObject({
    body: { read: people, already: people, bad: 1, badLines: [{ line: lines.length }] },
  });
});

it("takes and gives the list of people who must not be written to", async () => {
  const csv = `${app.line.small.addresses[0]}\nnobody`;
  expect(await app.postSuppressions(csv, "?reason=complained")).toMatchObject({
    status: 200,
    body: { read: 1, added: 1, bad: 1, badLines: [{ line: 2 }] },
  });
  expect(await app.getSuppressions()).toMatch(/^id,reason,at\np1-[\w-]{43},complained,[\dTZ:.-]+\n$/);
  expect(await app.postSuppressions(csv, "?reason=because")).toMatchObject({ status: 400 });
});

function renameTable(from: string, to: string): void {
  const db = new DatabaseSync(app.line.ledgerFile);
  db.exec(`ALTER TABLE ${from} RENAME TO ${to}`);
  db.close();
}
