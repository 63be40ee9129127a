import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { settle } from "../../../src/cart/person.ts";
import type { PersonDocument } from "../../../src/cart/documents.ts";
import type { Ledger, LedgerUpkeep, Stored } from "../../../src/ports/ledger.ts";
import { tryToClaim } from "./claimer.ts";
import {
  AT,
  candidateOf,
  defined,
  NOW,
  oneOfEach,
  sending,
  sent,
  suppressed,
  ticket,
  unsure,
  waiting,
} from "./examples.ts";

/** A store of its own for one test. */
export interface LedgerUnderTest {
  /** One more connection to the same store, as another process would have. */
  connect(): Ledger & LedgerUpkeep;
  /** Writes a document past the ledger, as an older or newer version or a person might have. */
  plant(id: string, body: Readonly<Record<string, unknown>>): Promise<void>;
  /** How many seconds after its last write the store will remove a document; -1 for never. */
  ttlOf(id: string): Promise<number>;
  close(): Promise<void>;
}

/** What every ledger has to keep. `start` gives a store that `init` has not seen yet. */
export function describeLedger(name: string, start: () => Promise<LedgerUnderTest>): void {
  describe(name, () => {
    let store: LedgerUnderTest;
    let ledger: Ledger & LedgerUpkeep;

    beforeEach(async () => {
      store = await start();
      ledger = store.connect();
      await ledger.init();
    });

    afterEach(async () => {
      await ledger.close();
      await store.close();
    });

    describe("reading and writing", () => {
      it("gives back every kind of document as it was written", async () => {
        for (const doc of oneOfEach()) await ledger.create(doc);
        const found = await ledger.read(oneOfEach().map((doc) => doc.id));
        const docs = [...found.values()].map((stored) => (stored === "unreadable" ? stored : stored.doc));
        expect(docs).toHaveLength(oneOfEach().length);
        expect(docs).toEqual(expect.arrayContaining([...oneOfEach()]));
      });

      it("reads under the version that the write returned", async () => {
        const created = written(await ledger.create(ticket("a")));
        expect((await ledger.read(["ticket:a"])).get("ticket:a")).toEqual(created);
        const replaced = written(await ledger.replace(ticket("a", "answered"), created.version));
        expect((await ledger.read(["ticket:a"])).get("ticket:a")).toEqual(replaced);
      });

      it("never uses a version twice, even for equal contents", async () => {
        const first = written(await ledger.create(ticket("a")));
        const second = written(await ledger.replace(ticket("a"), first.version));
        const third = written(await ledger.replace(ticket("a"), second.version));
        expect(new Set([first.version, second.version, third.version]).size).toBe(3);
      });

      it("does not create over a document that is there", async () => {
        await ledger.create(ticket("a", "handed-over"));
        expect(await ledger.create(ticket("a", "abandoned"))).toBe("exists");
        expect(await docOf("ticket:a")).toEqual(ticket("a", "handed-over"));
      });

      it("does not replace a document that has changed", async () => {
        const first = written(await ledger.create(ticket("a")));
        await ledger.replace(ticket("a", "answered"), first.version);
        expect(await ledger.replace(ticket("a", "abandoned"), first.version)).toBe("conflict");
        expect(await docOf("ticket:a")).toEqual(ticket("a", "answered"));
      });

      it("does not replace a document that is not there", async () => {
        const other = written(await ledger.create(ticket("a")));
        expect(await ledger.replace(ticket("b"), other.version)).toBe("conflict");
        expect(await docOf("ticket:b")).toBeUndefined();
      });

      it("reads many at once, each once, and leaves out the absent ones", async () => {
        const names = Array.from({ length: 45 }, (_, index) => `n${index}`);
        for (const name of names) await ledger.create(ticket(name));
        const asked = [...names, ...names, "absent-1", "absent-2"].map((name) => `ticket:${name}`);
        expect([...(await ledger.read(asked)).keys()].sort()).toEqual(
          names.map((name) => `ticket:${name}`).sort(),
        );
      });

      it("reads nothing when asked for nothing", async () => {
        expect(await ledger.read([])).toEqual(new Map());
      });

      it("shows a write to every other connection at once", async () => {
        const other = store.connect();
        await ledger.create(ticket("a"));
        expect((await other.read(["ticket:a"])).has("ticket:a")).toBe(true);
        await other.close();
      });
    });

    describe("documents it does not understand", () => {
      it("calls them unreadable without holding up the others", async () => {
        await store.plant("kind", { id: "kind", pk: "kind", kind: "later-invention", ttl: -1 });
        await store.plant("p1-x", { ...waiting("x", NOW), open: { state: "dreaming" } });
        await store.plant("p1-y", { ...sent("y"), past: [{ outcome: "forgotten" }] });
        await ledger.create(ticket("a"));
        const found = await ledger.read(["kind", "p1-x", "p1-y", "ticket:a"]);
        expect([found.get("kind"), found.get("p1-x"), found.get("p1-y")]).toEqual(
          Array(3).fill("unreadable"),
        );
        expect(found.get("ticket:a")).toMatchObject({ doc: ticket("a") });
      });

      it("does not create over them", async () => {
        await store.plant("ticket:a", { id: "ticket:a", pk: "ticket:a", kind: "later-invention", ttl: -1 });
        expect(await ledger.create(ticket("a"))).toBe("exists");
      });

      it("leaves unknown fields out of what it reads", async () => {
        await store.plant("ticket:a", { ...ticket("a"), madeBy: "somebody", _self: "x" });
        expect(await docOf("ticket:a")).toEqual(ticket("a"));
      });

      it("reads a person who is nothing but suppressed", async () => {
        const bare = { id: "p1-a", pk: "p1-a", kind: "person", ttl: -1 };
        await store.plant("p1-a", { ...bare, suppressed: { reason: "manual", at: NOW.toISOString() } });
        expect(await docOf("p1-a")).toMatchObject({
          suppressed: { reason: "manual" },
          past: [],
          accounts: [],
        });
      });
    });

    describe("what is due", () => {
      const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);

      it("gives the people of one channel whose time has come, the longest due first", async () => {
        for (const [name, minutes] of [
          ["c", 3],
          ["a", 1],
          ["d", 4],
          ["b", 2],
        ] as const)
          await ledger.create(waiting(name, later(minutes)));
        await ledger.create(waiting("elsewhere", later(1), "129"));
        await ledger.create(ticket("a"));
        expect(ids(await ledger.due("128", later(3), 10))).toEqual(["p1-a", "p1-b", "p1-c"]);
        expect(ids(await ledger.due("129", later(3), 10))).toEqual(["p1-elsewhere"]);
        expect(ids(await ledger.due("130", later(3), 10))).toEqual([]);
      });

      it("gives at most as many as asked for, with versions that can be replaced", async () => {
        for (const minutes of [5, 4, 3, 2, 1]) await ledger.create(waiting(`m${minutes}`, later(minutes)));
        const [first, ...rest] = await ledger.due("128", later(9), 2);
        expect(ids(rest)).toEqual(["p1-m2"]);
        const { doc, version } = defined(first);
        expect(await ledger.replace({ ...doc, accounts: [] }, version)).not.toBe("conflict");
      });

      it("gives a claim once its owner's time is over", async () => {
        await ledger.create(sending("a", "claim-1"));
        expect(await ledger.due("128", new Date(NOW.getTime() + 119_999), 10)).toEqual([]);
        expect(ids(await ledger.due("128", new Date(NOW.getTime() + 120_000), 10))).toEqual(["p1-a"]);
      });

      it("gives nobody whose entry has ended or is for a person to decide", async () => {
        const created = written(await ledger.create(sending("a", "claim-1")));
        const settled = settle(sending("a", "claim-1"), "claim-1", { kind: "accepted" }, AT);
        await ledger.replace(defined(settled), created.version);
        await ledger.create(unsure("b"));
        await ledger.create(suppressed("c"));
        expect(await ledger.due("128", later(1_000_000), 10)).toEqual([]);
      });

      it("lets unreadable people use up no place", async () => {
        for (const name of ["x", "y", "z"])
          await store.plant(`p1-${name}`, { ...waiting(name, later(1)), open: { state: "dreaming" } });
        for (const minutes of [2, 3, 4]) await ledger.create(waiting(`m${minutes}`, later(minutes)));
        expect(ids(await ledger.due("128", later(9), 1))).toEqual(["p1-m2"]);
        expect(ids(await ledger.due("128", later(9), 2))).toEqual(["p1-m2", "p1-m3"]);
      });
    });

    it("lists the people whom only a person can settle, and no others", async () => {
      for (const name of ["a", "b", "c"]) await ledger.create(unsure(name));
      await ledger.create(sending("d", "claim-1"));
      await ledger.create(sent("e"));
      expect(ids(await ledger.unsure(10)).sort()).toEqual(["p1-a", "p1-b", "p1-c"]);
      expect(await ledger.unsure(2)).toHaveLength(2);
    });

    describe("people one page after the other", () => {
      it("come in the order of their ids, each once, whoever they are, and nobody else", async () => {
        const docs = [unsure("d"), suppressed("b"), sent("a"), sending("e", "claim-1"), waiting("c", NOW)];
        for (const doc of docs) await ledger.create(doc);
        await ledger.create(ticket("a"));
        const first = await ledger.people(undefined, 2);
        expect(ids(first)).toEqual(["p1-a", "p1-b"]);
        expect(first[1]?.doc).toEqual(suppressed("b"));
        expect(ids(await ledger.people("p1-b", 2))).toEqual(["p1-c", "p1-d"]);
        expect(ids(await ledger.people("p1-d", 2))).toEqual(["p1-e"]);
        expect(await ledger.people("p1-e", 2)).toEqual([]);
      });

      it("use up no place where they are unreadable", async () => {
        for (const name of ["a", "b"]) await store.plant(`p1-${name}`, { ...sent(name), past: "none" });
        await ledger.create(sent("c"));
        expect(ids(await ledger.people(undefined, 1))).toEqual(["p1-c"]);
      });

      it("may be scrubbed at any time, without losing anybody", async () => {
        await ledger.create(sent("a"));
        await ledger.scrub();
        expect(ids(await ledger.people(undefined, 9))).toEqual(["p1-a"]);
      });
    });

    describe("how long things are kept", () => {
      it("tells the store the ttl of every document", async () => {
        for (const doc of oneOfEach()) await ledger.create(doc);
        for (const doc of oneOfEach()) expect([doc.id, await store.ttlOf(doc.id)]).toEqual([doc.id, doc.ttl]);
      });

      it("tells the store a ttl that a replacement has changed", async () => {
        const created = written(await ledger.create(sent("a")));
        await ledger.replace(suppressed("a"), created.version);
        expect(await store.ttlOf("p1-a")).toBe(-1);
      });

      it("purges nothing that is still to be kept", async () => {
        for (const doc of oneOfEach()) await ledger.create(doc);
        await ledger.purge();
        expect((await ledger.read(oneOfEach().map((doc) => doc.id))).size).toBe(oneOfEach().length);
      });
    });

    describe("races", () => {
      it("lets exactly one of 20 claimers on two connections have a person nobody knows yet", async () => {
        expect(await raceForA()).toBe(1);
      });

      it("lets exactly one of 20 claimers on two connections have a person who is known", async () => {
        await ledger.create(waiting("a", NOW));
        expect(await raceForA()).toBe(1);
      });

      it("lets exactly one of owner and finders create a ticket", async () => {
        const other = store.connect();
        const results = await Promise.all(
          Array.from({ length: 20 }, (_, index) =>
            (index % 2 === 0 ? ledger : other).create(ticket("a", index === 0 ? "handed-over" : "abandoned")),
          ),
        );
        expect(results.filter((result) => result !== "exists")).toHaveLength(1);
        expect(await docOf("ticket:a")).toEqual(results.find((result) => result !== "exists")?.doc);
        await other.close();
      });

      async function raceForA(): Promise<number> {
        const other = store.connect();
        const wins = await Promise.all(
          Array.from({ length: 20 }, (_, index) =>
            tryToClaim(index % 2 === 0 ? ledger : other, candidateOf("a"), `claim-${index}`),
          ),
        );
        await other.close();
        const winner = wins.indexOf(true);
        expect(await docOf("p1-a")).toMatchObject({ open: { claimId: `claim-${winner}` } });
        return wins.filter((won) => won).length;
      }
    });

    describe("setting up", () => {
      it("finds nothing wrong with what init has made", async () => {
        await expect(ledger.check()).resolves.toBeUndefined();
      });

      it("may be told to init again and changes nothing", async () => {
        await ledger.create(ticket("a"));
        const other = store.connect();
        expect((await other.init()).join("; ")).not.toContain("made");
        await other.close();
        expect(await docOf("ticket:a")).toEqual(ticket("a"));
      });

      it("may be closed twice", async () => {
        await ledger.close();
        await expect(ledger.close()).resolves.toBeUndefined();
      });
    });

    async function docOf(id: string): Promise<unknown> {
      const stored = (await ledger.read([id])).get(id);
      return stored === "unreadable" ? stored : stored?.doc;
    }
  });
}

/** The result of a write that has to have been made. */
export function written(result: Stored | "exists" | "conflict"): Stored {
  if (typeof result === "string") throw new Error(`not written: ${result}`);
  return result;
}

function ids(found: readonly Stored<PersonDocument>[]): string[] {
  return found.map((stored) => stored.doc.id);
}
