import { describe, expect, it } from "vitest";
import { CHANNEL, stage } from "../../test/stage.ts";
import { leasedUntil, leaseId, takeLease } from "./lease.ts";

const MINUTE = 60_000;

describe("the lease of a channel", () => {
  it("is had by the first, and seen to be taken by the second", async () => {
    const { tools } = stage();
    expect((await takeLease(tools, CHANNEL, "run-1")).isTaken).toBe(false);
    expect((await takeLease(tools, CHANNEL, "run-2")).isTaken).toBe(true);
    expect((await takeLease(tools, "129", "run-2")).isTaken).toBe(false);
  });

  it("is free again once it was given back", async () => {
    const { tools } = stage();
    await (await takeLease(tools, CHANNEL, "run-1")).end();
    expect((await takeLease(tools, CHANNEL, "run-2")).isTaken).toBe(false);
  });

  it("runs out by itself when its owner dies", async () => {
    const { tools, clock } = stage();
    await takeLease(tools, CHANNEL, "run-1");
    clock.pass(10 * MINUTE - 1);
    expect((await takeLease(tools, CHANNEL, "run-2")).isTaken).toBe(true);
    clock.pass(1);
    expect((await takeLease(tools, CHANNEL, "run-2")).isTaken).toBe(false);
  });

  it("is not taken away from its new owner by one whose time was over", async () => {
    const { tools, clock } = stage();
    const slow = await takeLease(tools, CHANNEL, "run-1");
    clock.pass(10 * MINUTE);
    await takeLease(tools, CHANNEL, "run-2");
    await slow.end();
    expect((await takeLease(tools, CHANNEL, "run-3")).isTaken).toBe(true);
  });

  it("goes to one of two that ask at once", async () => {
    const { tools, another } = stage();
    const leases = await Promise.all([
      takeLease(tools, CHANNEL, "run-1"),
      takeLease(another().tools, CHANNEL, "run-2"),
    ]);
    expect(leases.map(({ isTaken }) => isTaken).sort()).toEqual([false, true]);
  });

  it("that is not ours to end is left alone", async () => {
    const { tools, ledger } = stage();
    await takeLease(tools, CHANNEL, "run-1");
    const second = await takeLease(tools, CHANNEL, "run-2");
    const before = ledger.calls.length;
    await second.end();
    expect(ledger.calls).toHaveLength(before);
  });

  it("that cannot be given back is no fault: it runs out", async () => {
    const { tools, ledger } = stage();
    const lease = await takeLease(tools, CHANNEL, "run-1");
    ledger.always(({ method }) => method === "replace", "fails");
    await expect(lease.end()).resolves.toBeUndefined();
  });

  it("tells when the last pass ended", async () => {
    const { tools, ledger, clock, store } = stage();
    expect(await leasedUntil(ledger, CHANNEL)).toBeUndefined();
    const lease = await takeLease(tools, CHANNEL, "run-1");
    clock.pass(3 * MINUTE);
    await lease.end();
    expect(await leasedUntil(ledger, CHANNEL)).toBe("2026-11-22T12:03:00.000Z");
    const id = leaseId("129");
    await store.plant(id, { id, pk: id, kind: "from-the-future", ttl: -1 });
    expect(await leasedUntil(ledger, "129")).toBeUndefined();
  });
});
