import { describe, expect, it } from "vitest";
import { atMost } from "./at-most.ts";

describe("doing work for many, a few at once", () => {
  it("gives the results in the order of the items, whenever they were ready", async () => {
    const desk = counter();
    const result = atMost(3, [1, 2, 3], (item) => desk.serve(item));
    desk.finish(3);
    desk.finish(1);
    desk.finish(2);
    expect(await result).toEqual(["done 1", "done 2", "done 3"]);
  });

  it("never has more than the limit under way, and uses all of it", async () => {
    const desk = counter();
    const items = Array.from({ length: 10 }, (_, index) => index);
    const result = atMost(4, items, (item) => desk.serve(item));
    for (const item of items) {
      await Promise.resolve();
      desk.finish(item);
      // lets the worker that is free now take the next item
      await new Promise(setImmediate);
    }
    await result;
    expect(desk.mostAtOnce).toBe(4);
  });

  it("does nothing for nobody", async () => {
    expect(await atMost(16, [], () => Promise.reject(new Error("unwanted")))).toEqual([]);
  });

  it("fails with the first failure, and only after what was under way has ended", async () => {
    const desk = counter();
    let hasEnded = false;
    const result = atMost(2, [1, 2], (item) => desk.serve(item)).finally(() => (hasEnded = true));
    desk.fail(2, "second");
    await new Promise(setImmediate);
    expect(hasEnded).toBe(false);
    desk.fail(1, "first");
    await expect(result).rejects.toThrow("second");
  });

  it("keeps results that are undefined in their places", async () => {
    const results = await atMost(2, ["a", "b", "c"], async (item) => (item === "b" ? undefined : item));
    expect(results).toEqual(["a", undefined, "c"]);
  });
});

/** Work that ends when a test says so. */
function counter() {
  const open = new Map<number, { resolve(result: string): void; reject(fault: Error): void }>();
  let mostAtOnce = 0;
  return {
    get mostAtOnce() {
      return mostAtOnce;
    },
    serve(item: number): Promise<string> {
      const { promise, resolve, reject } = Promise.withResolvers<string>();
      open.set(item, { resolve, reject });
      mostAtOnce = Math.max(mostAtOnce, open.size);
      return promise;
    },
    finish(item: number): void {
      open.get(item)?.resolve(`done ${item}`);
      open.delete(item);
    },
    fail(item: number, why: string): void {
      open.get(item)?.reject(new Error(why));
      open.delete(item);
    },
  };
}
