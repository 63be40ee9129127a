import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stamp } from "../../test/carts.ts";
import { CHANNEL, stage } from "../../test/stage.ts";
import { byPlace, markOf, placeOf } from "../cart/place.ts";
import type { Ledger } from "../ports/ledger.ts";
import { cursorId, moveCursor, readCursor } from "./cursor.ts";

const EARLY = { id: "b", modified: stamp("2026-11-22T10:00:00.1234567Z") };
const LATE = { id: "a", modified: stamp("2026-11-22T10:00:00.1234568Z") };

describe("the cursor of a channel", () => {
  it("is nowhere before the first pass", async () => {
    expect(await readCursor(stage().ledger, CHANNEL)).toBeUndefined();
  });

  it("keeps the server's own text of the stamp", async () => {
    const { ledger } = stage();
    const odd = { id: "c", modified: stamp("2026-11-22T11:00:00.1234567+01:00") };
    await moveCursor(ledger, CHANNEL, odd);
    expect(await readCursor(ledger, CHANNEL)).toEqual(placeOf(odd));
  });

  it("moves forward only, by stamp and then by mark", async () => {
    const { ledger } = stage();
    const [first, second] = ["x", "y"].map((id) => ({ ...LATE, id })).sort(byPlace);
    const steps = [EARLY, first, EARLY, second, first].flatMap((place) => place ?? []);
    const stands: unknown[] = [];
    for (const to of steps) {
      await moveCursor(ledger, CHANNEL, to);
      stands.push(await readCursor(ledger, CHANNEL));
    }
    expect(stands).toEqual([EARLY, first, first, second, second].flatMap((place) => place && placeOf(place)));
  });

  it("names no cart", async () => {
    const { ledger, store } = stage();
    await moveCursor(ledger, CHANNEL, { ...LATE, id: "a-cart-of-somebody" });
    expect(JSON.stringify(store.documents())).toContain(LATE.modified.raw);
    expect(JSON.stringify(store.documents())).not.toContain("a-cart-of-somebody");
  });

  it("writes nothing when it stands there already, or further", async () => {
    const { ledger } = stage();
    await moveCursor(ledger, CHANNEL, LATE);
    const before = ledger.calls.length;
    for (const to of [LATE, EARLY]) await moveCursor(ledger, CHANNEL, to);
    expect(ledger.calls.slice(before).map(({ method }) => method)).toEqual(["read", "read"]);
  });

  it("is not moved back by a run that was overtaken between its look and its write", async () => {
    const { ledger, another } = stage();
    await moveCursor(ledger, CHANNEL, { ...EARLY, modified: stamp("2026-11-22T10:00:00.1234566Z") });
    ledger.next(
      ({ method }) => method === "replace",
      () => moveCursor(another().ledger, CHANNEL, LATE),
    );
    await moveCursor(ledger, CHANNEL, EARLY);
    expect((await readCursor(ledger, CHANNEL))?.modified.raw).toBe(LATE.modified.raw);
  });

  it("takes it that others move it when every write is beaten", async () => {
    const { ledger, another } = stage();
    const other = another().ledger;
    let id = 0;
    await moveCursor(ledger, CHANNEL, { ...EARLY, id: "0" });
    ledger.always(
      ({ method }) => method === "replace",
      () => moveCursor(other, CHANNEL, { ...EARLY, id: String(++id) }),
    );
    await expect(moveCursor(ledger, CHANNEL, LATE)).resolves.toBeUndefined();
  });

  it("stands at the furthest of all carts that any runs moved it to, whatever comes between, and was never behind where it stood", async () => {
    const position = fc.record({ id: fc.constantFrom("a", "b", "c"), tick: fc.integer({ min: 0, max: 5 }) });
    const moves = fc.array(fc.record({ to: position, between: fc.option(position) }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(moves, async (all) => {
        const { ledger, another, store } = stage();
        const stood: string[] = [];
        for (const { to, between } of all) {
          if (between !== null) {
            ledger.next(
              ({ method }) => method !== "read",
              () => moveCursor(another().ledger, CHANNEL, placeAt(between)),
            );
          }
          await moveCursor(ledger, CHANNEL, placeAt(to));
          const doc = store.documents().find(({ kind }) => kind === "cursor");
          if (doc?.kind === "cursor") stood.push(`${doc.stamp} ${doc.mark}`);
        }
        expect(stood).toEqual([...stood].sort());
        const furthest = all
          .map(({ to }) => `${placeAt(to).modified.raw} ${markOf(to.id)}`)
          .sort()
          .at(-1);
        if (furthest !== undefined) expect((stood.at(-1) ?? "") >= furthest).toBe(true);
      }),
    );
  });

  it.each([
    ["that is no cursor", { kind: "from-the-future" }],
    ["whose stamp is none", { kind: "cursor", channel: CHANNEL, stamp: "yesterday", mark: "a" }],
  ])("is a named fault when the ledger holds something %s", async (_what, body) => {
    const { ledger, store } = stage();
    const id = cursorId(CHANNEL);
    await store.plant(id, { id, pk: id, ttl: -1, ...body });
    await expect(readCursor(ledger, CHANNEL)).rejects.toMatchObject({ code: "ledger-unreadable" });
  });

  it("has an id that a database takes, whatever the channel is called", () => {
    expect(cursorId("a/b?c#d\\e")).toMatch(/^[^/?#\\]+$/);
    expect(cursorId("a")).not.toBe(cursorId("b"));
  });

  it("is each channel's own", async () => {
    const { ledger }: { ledger: Ledger } = stage();
    await moveCursor(ledger, "128", EARLY);
    expect(await readCursor(ledger, "129")).toBeUndefined();
  });
});

function placeAt({ id, tick }: { readonly id: string; readonly tick: number }) {
  return { id, modified: stamp(`2026-11-22T10:00:00.000000${tick}Z`) };
}
