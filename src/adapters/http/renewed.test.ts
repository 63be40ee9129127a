import { expect, test } from "vitest";
import { testClock } from "./test-clock.ts";
import { renewed, type Perishable } from "./renewed.ts";

const HOUR_MS = 3_600_000;

/** A value that lives an hour and is renewed five minutes early. */
function hourly(fetch?: (again: boolean) => Promise<Perishable>) {
  const clock = testClock();
  const asked: boolean[] = [];
  const value = renewed({
    clock,
    earlyMs: 300_000,
    fetch: async (again) => {
      asked.push(again);
      const expiresAt = new Date(clock.now().getTime() + HOUR_MS);
      return fetch?.(again) ?? { value: `value-${asked.length}`, expiresAt };
    },
  });
  return { value, clock, asked };
}

test("everybody who asks at the same time shares one fetch", async () => {
  const { value, asked } = hourly();
  expect(await Promise.all([value.get(), value.get(), value.get()])).toEqual([
    "value-1",
    "value-1",
    "value-1",
  ]);
  expect(asked).toEqual([false]);
});

test("a value is kept until shortly before its end", async () => {
  const { value, clock } = hourly();
  await value.get();
  clock.advance(HOUR_MS - 300_001);
  expect(await value.get()).toBe("value-1");
  clock.advance(1);
  expect(await value.get()).toBe("value-2");
});

test("a value that was turned down is fetched anew, once for all who say so", async () => {
  const { value, asked } = hourly();
  const old = await value.get();
  value.turnedDown(old);
  expect(await value.get()).toBe("value-2");
  value.turnedDown(old);
  expect(await value.get()).toBe("value-2");
  expect(asked).toEqual([false, true]);
});

test.each([
  ["rejected", () => Promise.reject(new Error("no"))],
  [
    "thrown",
    () => {
      throw new Error("no");
    },
  ],
])("a failure that was %s is told to all who asked and not remembered", async (_name, fail) => {
  const clock = testClock();
  let fails = true;
  const value = renewed({
    clock,
    earlyMs: 0,
    fetch: () =>
      fails
        ? fail()
        : Promise.resolve({ value: "good", expiresAt: new Date(clock.now().getTime() + HOUR_MS) }),
  });
  const both = await Promise.allSettled([value.get(), value.get()]);
  expect(both.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  fails = false;
  expect(await value.get()).toBe("good");
});
