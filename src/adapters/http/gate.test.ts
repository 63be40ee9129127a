import { describe, expect, test } from "vitest";
import { testClock } from "./test-clock.ts";
import { createGate, type Gate } from "./gate.ts";

/** Fills a gate with work that ends when it is told to. */
function crowd(gate: Gate, size: number) {
  let inside = 0;
  let most = 0;
  const begun: number[] = [];
  const ends: PromiseWithResolvers<undefined>[] = [];
  const all = Array.from({ length: size }, (_, index) => {
    const end = Promise.withResolvers<undefined>();
    ends.push(end);
    return gate.run(async () => {
      inside += 1;
      most = Math.max(most, inside);
      begun.push(index);
      await end.promise;
      inside -= 1;
      return index;
    });
  });
  return {
    begun,
    most: () => most,
    async endAll() {
      for (const end of ends) end.resolve(undefined);
      return Promise.all(all);
    },
  };
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

describe("places", () => {
  test("no more work runs at once than there are places, first come first served", async () => {
    const work = crowd(createGate({ max: 3, clock: testClock() }), 10);
    await settle();
    expect(work.begun).toEqual([0, 1, 2]);
    expect(await work.endAll()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(work.begun).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(work.most()).toBe(3);
  });

  test("work that fails gives its place back", async () => {
    const gate = createGate({ max: 1, clock: testClock() });
    await expect(gate.run(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(await gate.run(async () => "next")).toBe("next");
  });
});

describe("a server that throttles", () => {
  test("gets half as many requests from then on, and never none", () => {
    const clock = testClock();
    const gate = createGate({ max: 16, clock });
    const limits = [1, 2, 3, 4, 5, 6].map(() => {
      clock.advance(1);
      gate.throttled(clock.now());
      return gate.limit;
    });
    expect(limits).toEqual([8, 4, 2, 1, 1, 1]);
  });

  test("takes away places that are in use as they become free", async () => {
    const gate = createGate({ max: 4, clock: testClock() });
    const before = crowd(gate, 4);
    await settle();
    gate.throttled();
    const after = crowd(gate, 8);
    await before.endAll();
    await settle();
    expect(after.begun).toEqual([0, 1]);
    await after.endAll();
    expect(after.most()).toBe(2);
  });

  test("says so once, however many requests were under way together", () => {
    const clock = testClock();
    const gate = createGate({ max: 16, clock });
    const begunAt = clock.now();
    clock.advance(100);
    for (let reply = 0; reply < 16; reply += 1) gate.throttled(begunAt);
    expect(gate.limit).toBe(8);
    clock.advance(100);
    gate.throttled(clock.now());
    expect(gate.limit).toBe(4);
  });

  test("gets one more after every twenty replies without complaint, up to the limit", () => {
    const gate = createGate({ max: 3, clock: testClock() });
    gate.throttled();
    const limits = Array.from({ length: 60 }, () => {
      gate.welcomed();
      return gate.limit;
    });
    expect([limits[18], limits[19], limits[38], limits[39], limits[59]]).toEqual([1, 2, 2, 3, 3]);
  });
});

describe("a pause", () => {
  test("lasts for its time, and a shorter one does not cut it", () => {
    const clock = testClock();
    const gate = createGate({ max: 1, clock });
    gate.pauseFor(5_000);
    gate.pauseFor(1_000);
    clock.advance(4_000);
    expect(gate.pausedMs()).toBe(1_000);
    clock.advance(1_000);
    expect(gate.pausedMs()).toBe(0);
  });

  test("never lasts longer than an hour, whatever the server wishes", () => {
    const gate = createGate({ max: 1, clock: testClock() });
    gate.pauseFor(Number.POSITIVE_INFINITY);
    expect(gate.pausedMs()).toBe(3_600_000);
  });
});
