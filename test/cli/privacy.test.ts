import { existsSync, readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openCommandLine, type CommandLine } from "./command-line.ts";

let line: CommandLine;
let address: string;

/** Everybody of the small shop was reminded once; the person in question is the last one, whose cart the cursor names. */
beforeEach(async () => {
  line = await openCommandLine();
  address = line.small.addresses[2] ?? "";
  await line.connector("run");
});

afterEach(() => line.close());

const ACCOUNT = "KUND-70013";
const CART = "vagn-ca3e";

interface Receipt {
  readonly result: string;
  readonly people: readonly string[];
  readonly steps: readonly { readonly system: string; readonly at: string; readonly result: string }[];
}

async function erased(who: string): Promise<{ readonly code: number; readonly receipt: Receipt }> {
  const { code, out } = await line.connector("privacy", "erase", who);
  // the shape of our own output
  return { code, receipt: JSON.parse(out.join("\n")) as Receipt };
}

/** Every byte of the ledger, its side files included, while somebody has it open. */
function ledgerBytes(): string {
  const db = new DatabaseSync(line.ledgerFile);
  db.prepare("SELECT count(*) FROM documents").get();
  const files = ["", "-wal", "-shm"].map((end) => line.ledgerFile + end).filter((file) => existsSync(file));
  const bytes = files.map((file) => readFileSync(file).toString("latin1")).join("\n");
  db.close();
  return bytes;
}

function remainingOf(index: number): object | undefined {
  const bodies = line.documents().filter(({ kind }) => kind === "person");
  const docs = bodies.map(({ body }) => JSON.parse(body) as { accounts: string[] });
  return docs.find(({ accounts }) => accounts.includes(`KUND-7001${index + 1}`));
}

describe("connector privacy show", () => {
  it.each([
    ["the address", () => address],
    ["the address in capitals", () => address.toUpperCase()],
    ["the customer number", () => ACCOUNT],
  ])("tells everything that is held, by %s, without the address", async (_by, who) => {
    const { code, out } = await line.connector("privacy", "show", who());
    expect(code).toBe(0);
    const said = out.join("\n");
    const gap = { askedSecondsBeforeClaim: expect.any(Number) as unknown };
    expect(JSON.parse(said)).toMatchObject({
      found: [
        {
          kind: "person",
          accounts: [ACCOUNT],
          past: [
            {
              ...{ cartId: CART, outcome: "sent" },
              evidence: {
                consent: { ...gap, decision: "opted-in", basis: "provider-opt-in", source: "emarsys" },
                purchases: { ...gap, accounts: 1, orders: 0 },
              },
            },
          ],
        },
      ],
    });
    expect(said.toLowerCase()).not.toContain(address);
  });

  it("finds nothing of somebody nobody knows, and changes nothing", async () => {
    const before = line.documents();
    const { code, out } = await line.connector("privacy", "show", "nobody@example.com");
    expect([code, JSON.parse(out.join("\n"))]).toMatchObject([0, { found: [] }]);
    expect(line.documents()).toEqual(before);
  });
});

describe("connector privacy erase", () => {
  it("leaves the bare hash in the whole file, deletes the contact, and gives a receipt", async () => {
    // it would be found if it were not erased
    for (const told of [ACCOUNT, CART]) expect(ledgerBytes()).toContain(told);
    const { code, receipt } = await erased(address);
    expect(code).toBe(0);
    expect(receipt).toMatchObject({ result: "erased", people: [expect.stringMatching(/^p1-/)] });
    expect(receipt.steps.map(({ system, result }) => `${system}: ${result}`)).toEqual([
      "ledger: looked through, 1 found",
      "ledger: erased",
      "ledger files: nothing of what was replaced is left",
      "emarsys of channel 128: erased",
    ]);
    for (const { at } of receipt.steps) expect(Date.parse(at)).not.toBeNaN();
    const bytes = ledgerBytes();
    for (const told of [ACCOUNT, CART, address, "Ragnvald", "Sjöholm"])
      expect(bytes.toLowerCase()).not.toContain(Buffer.from(told.toLowerCase()).toString("latin1"));
    expect(bytes).toContain(receipt.people[0]);
    const left = line.documents().find(({ id }) => id === receipt.people[0]);
    expect(JSON.parse(left?.body ?? "")).toEqual({
      ...{ id: left?.id, pk: left?.id, kind: "person", past: [], accounts: [], ttl: -1 },
      suppressed: { reason: "erased", at: expect.any(String) as string },
    });
    // the others are as they were
    expect([remainingOf(0), remainingOf(1)].every((doc) => doc !== undefined)).toBe(true);
  });

  it("may be repeated, and finds an address through the customer number", async () => {
    expect((await erased(ACCOUNT)).receipt.result).toBe("erased");
    const { code, receipt } = await erased(ACCOUNT);
    expect([code, receipt.result]).toEqual([0, "erased"]);
    expect(receipt.steps.map(({ result }) => result)).toContain("knows nobody of this address");
  });

  it("keeps the person from being reminded of any later cart", async () => {
    await erased(address);
    const report = await line.connector("run", "--from", "2020-01-01T00:00:00Z", "--json");
    expect(JSON.parse(report.out.at(-1) ?? "")).toMatchObject({
      outcomes: { suppressed: 1, "already-reminded": 2 },
    });
    expect(line.neighbours.emarsys.deliveredTo(address)).toHaveLength(1);
  });

  it("also finds what is kept under a former address, by the customer number they share", async () => {
    const customer = line.small.shop.customers.find(({ account }) => account === ACCOUNT);
    if (customer === undefined) throw new Error("no such customer");
    // the simulator reads this row at every request
    Object.assign(customer, { email: "renamed@example.com" });
    const { receipt } = await erased(ACCOUNT);
    expect(receipt.people).toHaveLength(2);
    expect(ledgerBytes()).not.toContain(ACCOUNT);
  });

  it.each([
    ["refuses", { kind: "reply", reply: { status: 403 } } as const, "provider-forbidden"],
    ["hangs up", { kind: "drop-before" } as const, "provider-failed"],
  ])(
    "writes down what a provider that %s still owes, says so, and is finished by a repetition",
    async (_what, failure, fault) => {
      line.neighbours.emarsys.faults.on("delete-contacts", failure);
      const { code, receipt } = await erased(address);
      expect([code, receipt.result]).toEqual([1, "incomplete"]);
      expect(receipt.steps.at(-1)).toMatchObject({
        system: "emarsys of channel 128",
        result: "failed: repeat the request",
        fault,
      });
      expect(ledgerBytes()).not.toContain(ACCOUNT);
      line.neighbours.emarsys.faults.clear();
      expect((await erased(address)).receipt.result).toBe("erased");
      expect(
        line
          .documents()
          .map(({ body }) => body)
          .join(),
      ).not.toContain("owed");
    },
  );

  it("is finished by the next pass that sees the address, when nobody repeats it", async () => {
    line.neighbours.emarsys.faults.on("delete-contacts", { kind: "reply", reply: { status: 403 } });
    await erased(address);
    line.neighbours.emarsys.faults.clear();
    await line.connector("run", "--from", "2020-01-01T00:00:00Z");
    expect(
      line
        .documents()
        .map(({ body }) => body)
        .join(),
    ).not.toContain("owed");
    expect((await erased(address)).receipt.steps.at(-1)?.result).toBe("knows nobody of this address");
  });

  it("of a number that leads to nobody says so and ends with 1", async () => {
    const { code, receipt } = await erased("KUND-99999");
    expect([code, receipt.result, receipt.people]).toEqual([1, "nobody", []]);
  });

  it.each([
    { words: ["privacy"], says: "expected show or erase" },
    { words: ["privacy", "forget", "a@example.com"], says: "expected show or erase" },
    { words: ["privacy", "erase"], says: "expected an e-mail address or a customer number" },
  ])("$words is not understood", async ({ words, says }) => {
    const { code, err } = await line.connector(...words);
    expect([code, err[0]]).toEqual([2, expect.stringContaining(says)]);
  });
});
