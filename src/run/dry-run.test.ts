import { describe, expect, it } from "vitest";
import { cart, stamp } from "../../test/carts.ts";
import { minutesAgo, PASS, stage, type Stage } from "../../test/stage.ts";
import type { PassReport } from "./pass-report.ts";
import { readThroughLedger, reportingProvider } from "./dry-run.ts";

describe("a dry run", () => {
  it("says what a pass would do, mails nobody and writes nothing", async () => {
    const scene = stage();
    scene.shop.put(
      cart("a", { modified: minutesAgo(90) }),
      cart("b", { modified: minutesAgo(60), lines: [] }),
    );
    const dry = dryRun(scene);
    expect(await dry.report()).toMatchObject({ dryRun: true, found: 2, outcomes: { sent: 1, empty: 1 } });
    expect(dry.shown).toEqual(["a"]);
    expect(scene.provider.requests).toEqual([]);
    expect(scene.store.documents()).toEqual([]);
    expect((await scene.pass()).outcomes).toEqual({ sent: 1, empty: 1 });
  });

  it("knows what was done for real, and keeps nothing of its own for the next one", async () => {
    const scene = stage();
    scene.shop.put(cart("a", { modified: minutesAgo(90) }));
    const window = { from: stamp("2026-11-22T00:00:00Z") };
    await scene.pass();
    const before = scene.store.documents();
    expect((await dryRun(scene).report({ window })).outcomes).toEqual({ "already-reminded": 1 });
    scene.shop.put(cart("b", { modified: minutesAgo(60) }));
    for (let time = 0; time < 2; time++) expect((await dryRun(scene).report()).outcomes).toEqual({ sent: 1 });
    expect(scene.store.documents()).toEqual(before);
  });

  it("asks about consent for real", async () => {
    const scene = stage();
    scene.shop.put(cart("a", { modified: minutesAgo(90) }));
    scene.provider.permissions.set("account-a@example.com", "opted-out");
    expect((await dryRun(scene).report()).outcomes).toEqual({ "no-consent": 1 });
  });

  it("takes up everything that is due, more than one slice of it as well", async () => {
    const scene = stage();
    const carts = Array.from({ length: 7 }, (_, index) => cart(`c${index}`, { modified: minutesAgo(60) }));
    scene.shop.put(...carts);
    for (const { account } of carts) scene.shop.ordersByAccount.set(account ?? "", "unreadable");
    await scene.pass();
    scene.shop.ordersByAccount.clear();
    scene.clock.pass(3_600_000);
    expect((await dryRun(scene, 3).report()).outcomes).toEqual({ sent: 7 });
  });

  it("decides about its own writes as the real ledger does", async () => {
    const { ledger, store } = stage();
    const dry = readThroughLedger(ledger);
    const first = await dry.create(check("one"));
    expect(await dry.create(check("two"))).toBe("exists");
    const version = first === "exists" ? "" : first.version;
    expect(await dry.replace(check("three"), version)).toMatchObject({ doc: check("three") });
    expect(await dry.replace(check("four"), version)).toBe("conflict");
    expect((await dry.read(["key-check"])).get("key-check")).toMatchObject({ doc: check("three") });
    expect(store.documents()).toEqual([]);
  });

  it("writes over what is really there only with its real version", async () => {
    const { ledger } = stage();
    const real = await ledger.create(check("real"));
    const dry = readThroughLedger(ledger);
    expect(await dry.create(check("one"))).toBe("exists");
    expect(await dry.replace(check("one"), "another version")).toBe("conflict");
    expect(await dry.replace(check("one"), real === "exists" ? "" : real.version)).not.toBe("conflict");
    expect((await ledger.read(["key-check"])).get("key-check")).toMatchObject({ doc: check("real") });
  });
});

function check(value: string) {
  return { id: "key-check", pk: "key-check", kind: "key-check", check: value, ttl: -1 } as const;
}

/** A pass as `wire` makes it for a dry run. */
function dryRun(scene: Stage, sliceSize = 200) {
  const shown: string[] = [];
  const run = scene.another({
    dryRun: true,
    ledger: readThroughLedger(scene.store.connect()),
    provider: reportingProvider(scene.provider, ({ cartId }) => shown.push(cartId)),
    pass: { ...PASS, sliceSize },
  });
  const report: (request?: Parameters<typeof run.pass>[0]) => Promise<PassReport> = run.pass;
  return { shown, report };
}
