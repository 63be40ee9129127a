/** What happens at a moment. True when it woke somebody up, who is then given the time to act. */
export type Act = () => boolean;

/**
 * The time of a simulated world, and everything that is going to happen in it. Nothing happens but what stands here;
 * things of one moment happen in the order in which they were put here.
 */
export interface Timeline {
  /** Milliseconds since 1970. */
  readonly now: number;
  at(ms: number, act: Act): void;
  after(ms: number, act: Act): void;
  /** Lets everything happen, until nothing is left. False when it does not come to an end. */
  run(mostEvents: number): Promise<boolean>;
  readonly events: number;
}

interface Planned {
  readonly at: number;
  readonly act: Act;
}

export function timeline(start: number): Timeline {
  // latest first, so that the next one is taken from the end
  const planned: Planned[] = [];
  let now = start;
  let events = 0;

  function at(ms: number, act: Act): void {
    const when = Math.max(ms, now);
    let low = 0;
    let high = planned.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((planned[middle]?.at ?? 0) > when) low = middle + 1;
      else high = middle;
    }
    planned.splice(low, 0, { at: when, act });
  }

  return {
    get now() {
      return now;
    },
    get events() {
      return events;
    },
    at,
    after: (ms, act) => at(now + ms, act),
    async run(mostEvents) {
      for (let next = planned.pop(); next !== undefined; next = planned.pop()) {
        now = next.at;
        events += 1;
        if (events > mostEvents) return false;
        if (next.act()) await everybodyWaits();
      }
      return true;
    },
  };
}

/**
 * Until no promise is left to be continued. Immediates come after all microtasks and ticks; undici puts off some of
 * its own work to an immediate, therefore a second one.
 */
async function everybodyWaits(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
}
