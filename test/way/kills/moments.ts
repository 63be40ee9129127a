import { setTimeout as wait } from "node:timers/promises";
import type { SimulatorServer } from "../../../simulators/server.ts";
import { WRITES, type Landing, type Write } from "./kill-ledger.ts";
import type { Scene } from "./scene.ts";

/** A moment to kill a run at, prepared before the run begins. */
export interface Moment {
  /** When to kill. Never resolves when the run does not come to that point. */
  readonly reached: Promise<unknown>;
  /** Clears up after the run; resolves to what may still land in the ledger later. */
  clear(): Promise<Landing | undefined>;
}

export type MomentName = (typeof MOMENTS)[number];

/** The first three fall where chance will have them, the others where the neighbours or the ledger hold the run up. */
export const MOMENTS = [
  "any time after the start",
  "any time after the first search",
  "any time around the first hand-over",
  "a search of carts",
  "a look-up of customers",
  "a look at orders",
  "a look-up of products",
  "the question of consent",
  "a hand-over, arrived",
  "a hand-over, carried out",
  "a hand-over, carried out after the death",
  ...WRITES,
] as const;

const READS: Readonly<Record<string, string>> = {
  "a search of carts": "Carts/Search",
  "a look-up of customers": "Customers/GetByAccountNumbers",
  "a look at orders": "Customers(id)/GetOrderHistory",
  "a look-up of products": "Products/GetByIds",
};

export function prepare(name: MomentName, scene: Scene, signal: AbortSignal): Moment {
  const { draw, ledger } = scene;
  const { retailServer, emarsys } = scene.neighbours;
  switch (name) {
    case "any time after the start":
      return { reached: wait(draw.below(2_000), undefined, { signal }), clear };
    case "any time after the first search":
      return soonAfter(retailServer.whenCalled("Carts/Search"), draw.below(400));
    case "any time around the first hand-over":
      return soonAfter(emarsys.whenCalled("getdata"), draw.below(120));
    case "a search of carts":
    case "a look-up of customers":
    case "a look at orders":
    case "a look-up of products":
      return heldUp(retailServer, { operation: READS[name] ?? "", nth: draw.pick([1, 1, 2]) });
    case "the question of consent":
      return heldUp(emarsys, { operation: "getdata", nth: draw.pick([1, 1, 2]) });
    case "a hand-over, arrived":
      return heldUp(emarsys, { operation: "trigger", nth: draw.pick([1, 2, 2, 3]) });
    case "a hand-over, carried out":
      return heldUp(emarsys, { operation: "trigger", nth: draw.pick([1, 2, 2, 3]), how: "carried out" });
    case "a hand-over, carried out after the death":
      return heldUp(emarsys, { operation: "trigger", nth: draw.pick([1, 2, 2, 3]), how: "after the death" });
    case "claim":
    case "ticket":
    case "answer":
    case "settle":
    case "cursor":
      return stalled(name);
  }

  function stalled(write: Write): Moment {
    const stall = ledger.stall(write, draw, signal);
    // other writes that are under way together with it may come to their end, or not
    return { ...soonAfter(stall.begun, draw.below(40)), clear: () => stall.end() };
  }
}

const clear = async () => undefined;

function soonAfter(moment: Promise<unknown>, ms: number): Moment {
  return { reached: moment.then(() => wait(ms)), clear };
}

/** Long enough for a simulator to carry out what it was asked. */
const CARRYING_OUT_MS = 30;

/** The nth call of the operation is not answered, or only in part. */
function heldUp(
  server: SimulatorServer,
  call: {
    readonly operation: string;
    readonly nth: number;
    readonly how?: "carried out" | "after the death";
  },
): Moment {
  const { faults } = server;
  const { operation, nth, how } = call;
  const death = Promise.withResolvers<undefined>();
  if (nth > 1) faults.on(operation, { kind: "hold", until: Promise.resolve() }, nth - 1);
  faults.on(operation, how === "carried out" ? { kind: "stall" } : { kind: "hold", until: death.promise });
  return {
    reached: server.whenCalled(operation, nth).then(() => wait(CARRYING_OUT_MS)),
    async clear() {
      faults.clear();
      if (how !== "after the death") return;
      death.resolve(undefined);
      await wait(CARRYING_OUT_MS);
    },
  };
}
