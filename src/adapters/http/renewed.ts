import type { Clock } from "../../ports/clock.ts";

export interface Perishable {
  readonly value: string;
  readonly expiresAt: Date;
}

/** A value that is fetched once for everybody who asks, kept, and fetched again before it ends. */
export interface Renewed {
  get(): Promise<string>;
  /** Says that this value was turned down; the next `get` fetches another unless somebody already has. */
  turnedDown(value: string): void;
}

/** `earlyMs`: how long before its end a value is no longer given out. A failed fetch is not remembered. */
export function renewed(options: {
  readonly fetch: (again: boolean) => Promise<Perishable>;
  readonly clock: Clock;
  readonly earlyMs: number;
}): Renewed {
  const { fetch, clock, earlyMs } = options;
  let held: Perishable | undefined;
  let fetching: Promise<Perishable> | undefined;
  let again = false;

  async function fetchOnce(): Promise<Perishable> {
    held = await fetch(again);
    again = false;
    return held;
  }

  return {
    async get() {
      if (held !== undefined && held.expiresAt.getTime() - earlyMs > clock.now().getTime()) return held.value;
      fetching ??= fetchOnce().finally(() => {
        fetching = undefined;
      });
      return (await fetching).value;
    },
    turnedDown(value) {
      if (held?.value !== value) return;
      held = undefined;
      again = true;
    },
  };
}
