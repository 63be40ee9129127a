import { describe, expect, it } from "vitest";
import { inMemoryStore } from "../../test/in-memory-ledger.ts";
import { manualClock } from "../../test/manual-clock.ts";
import { NOW, PERSON_KEY, RULES } from "../../test/stage.ts";
import type { SuppressionReason } from "../cart/documents.ts";
import { normalAddress, personId, type PersonId } from "../cart/shopper.ts";
import type { Ledger } from "../ports/ledger.ts";
import { exportSuppressions, importSuppressions } from "./suppression-list.ts";

const store = () => inMemoryStore(manualClock(NOW));

/** Imports a text that comes in pieces of so many bytes. */
async function imported(
  csv: string,
  to = store(),
  { reason = "manual", bytes = 7 }: { reason?: SuppressionReason; bytes?: number } = {},
) {
  const tools = { ledger: to.connect(), clock: manualClock(NOW), rules: RULES, personKey: PERSON_KEY };
  const report = await importSuppressions(tools, inPieces(csv, bytes), { reason });
  return { report, to };
}

async function* inPieces(text: string, bytes: number): AsyncGenerator<Uint8Array> {
  const all = Buffer.from(text);
  for (let at = 0; at < all.length; at += bytes) yield all.subarray(at, at + bytes);
}

async function exported(from: ReturnType<typeof store>): Promise<string> {
  let text = "";
  for await (const line of exportSuppressions(from.connect())) text += line;
  return text;
}

function idOf(address: string): PersonId {
  const normal = normalAddress(address);
  if (normal === undefined) throw new Error("no address");
  return personId(normal, PERSON_KEY);
}

describe("importing a list", () => {
  it("suppresses everybody on it, in whatever form the list is written", async () => {
    const csv =
      '\uFEFFname;e-mail;reason\r\n"Bee; Ann";"Ann@Example.com";complained\r\n\r\n;åsa@bücher.example;\r\nBob;"bob@example.com"';
    const { report, to } = await imported(csv);
    expect(report).toEqual({ read: 3, added: 3, already: 0, bad: 0, badLines: [], complete: true });
    const reasons = to
      .documents()
      .map((doc) => (doc.kind === "person" ? [doc.id, doc.suppressed?.reason] : []));
    expect(Object.fromEntries(reasons)).toEqual({
      [idOf("ann@example.com")]: "complained",
      [idOf("åsa@bücher.example")]: "manual",
      [idOf("bob@example.com")]: "manual",
    });
  });

  it("needs no header, and takes the reason it is told for lines without one", async () => {
    const { to } = await imported("a@example.com\nb@example.com,staff", store(), { reason: "unsubscribed" });
    expect((await exported(to)).match(/unsubscribed|staff/g)?.sort()).toEqual(["staff", "unsubscribed"]);
  });

  it("names bad lines by their numbers, says nothing of what stands in them, and goes on", async () => {
    const long = "x".repeat(5_000);
    const csv = `a@example.com\nno address\n\n"b@example.com\n${long}@example.com\nc@example.com,because\nd@example.com`;
    for (const bytes of [1, 3, 10_000]) {
      const { report } = await imported(csv, store(), { bytes });
      expect(report).toMatchObject({ read: 2, added: 2, bad: 4 });
      expect(report.badLines.map(({ line }) => line)).toEqual([2, 4, 5, 6]);
      expect(JSON.stringify(report)).not.toMatch(/example|because|no address/);
    }
  });

  it("may be repeated, and people named twice are written once", async () => {
    const to = store();
    await imported("a@example.com\nA@EXAMPLE.com", to);
    const { report } = await imported("a@example.com\nb@example.com", to);
    expect(report).toMatchObject({ read: 2, added: 1, already: 1 });
  });

  it("keeps what the person asked for over what a list says, not the other way round", async () => {
    const to = store();
    await imported("a@example.com,unsubscribed\nb@example.com,manual", to);
    await imported("a@example.com,manual\nb@example.com,unsubscribed", to);
    expect((await exported(to)).match(/unsubscribed/g)).toHaveLength(2);
  });

  it("names the line of a person whose document is damaged, and goes on", async () => {
    const to = store();
    await to.plant(idOf("a@example.com"), { kind: "person", past: "none" });
    const { report } = await imported("a@example.com\nb@example.com", to);
    expect(report).toMatchObject({ added: 1, already: 0, badLines: [{ line: 1 }] });
  });

  it("names at most a thousand bad lines and counts them all", async () => {
    const { report } = await imported("?\n".repeat(1_500), store(), { bytes: 1_000 });
    expect([report.bad, report.badLines.length]).toEqual([1_500, 1_000]);
  });

  it("stops when its time is up, says from which line on, and loses nobody when it is sent again", async () => {
    const to = store();
    const clock = manualClock(NOW);
    const ledger = to.connect();
    const slow: Ledger = {
      ...ledger,
      async read(ids) {
        clock.pass(1_000);
        return ledger.read(ids);
      },
    };
    const tools = { ledger: slow, clock, rules: RULES, personKey: PERSON_KEY };
    const list = Array.from({ length: 1_000 }, (_, index) => `p${index}@example.com\n`).join("");
    const lines = () => inPieces(`email\n${list}`, 5_000);
    const first = await importSuppressions(tools, lines(), { reason: "manual", maxMs: 2_000 });
    expect(first).toMatchObject({ read: 400, added: 400, complete: false, continueFrom: 402 });
    const again = await importSuppressions(tools, lines(), { reason: "manual" });
    expect(again).toMatchObject({ read: 1_000, added: 600, already: 400, complete: true });
  });

  it("holds a few hundred people of a long list at a time and has a few writes under way at once", async () => {
    let given = 0;
    async function* list(): AsyncGenerator<string> {
      for (; given < 20_000; given += 100)
        yield Array.from({ length: 100 }, (_, index) => `p${given + index}@example.com\n`).join("");
    }
    const ledger = store().connect();
    let written = 0;
    let atOnce = 0;
    let mostAtOnce = 0;
    let mostHeld = 0;
    const watched: Ledger = {
      ...ledger,
      async create(doc) {
        mostAtOnce = Math.max(mostAtOnce, ++atOnce);
        mostHeld = Math.max(mostHeld, given - written);
        await Promise.resolve();
        atOnce -= 1;
        written += 1;
        return ledger.create(doc);
      },
    };
    const tools = { ledger: watched, clock: manualClock(NOW), rules: RULES, personKey: PERSON_KEY };
    expect((await importSuppressions(tools, list(), { reason: "manual" })).added).toBe(20_000);
    expect(mostAtOnce).toBe(16);
    expect(mostHeld).toBeLessThanOrEqual(300);
  });
});

describe("exporting the list", () => {
  it("tells hashes, reasons and times, nobody else, and can be imported again", async () => {
    const { to } = await imported("a@example.com,unsubscribed\nb@example.com,erased");
    const text = await exported(to);
    expect(text.split("\n").sort()).toEqual(
      [
        "",
        "id,reason,at",
        `${idOf("a@example.com")},unsubscribed,${NOW.toISOString()}`,
        `${idOf("b@example.com")},erased,${NOW.toISOString()}`,
      ].sort(),
    );
    const again = await imported(text);
    expect(again.report).toMatchObject({ added: 2, bad: 0 });
    expect(await exported(again.to)).toBe(text);
  });

  it("goes through all pages", async () => {
    const csv = Array.from({ length: 1_300 }, (_, index) => `p${index}@example.com`).join("\n");
    const { to } = await imported(csv, store(), { bytes: 5_000 });
    expect((await exported(to)).trim().split("\n")).toHaveLength(1_301);
  });
});
