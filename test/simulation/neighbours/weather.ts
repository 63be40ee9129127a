import type { Dice } from "../engine/dice.ts";
import type { Timeline } from "../engine/timeline.ts";

/** A time in which a neighbour is not there at all. */
export interface Outage {
  readonly from: number;
  readonly to: number;
}

/** How often which trouble comes; those that are not named never come. */
export type Troubles<Trouble extends string> = Readonly<Partial<Record<Trouble, number>>>;

export interface Climate<Trouble extends string> {
  readonly troubles: Troubles<Trouble>;
  readonly outages: readonly Outage[];
  /** From then on nothing is wrong any more. */
  readonly calmFrom: number;
}

/** What is wrong with a neighbour right now. */
export interface Weather<Trouble extends string> {
  /** The trouble that the next call meets; undefined for none. */
  trouble(): Trouble | undefined;
}

/** `duringOutage` is what every call meets while the neighbour is not there. */
export function weather<Trouble extends string>(
  tools: { readonly timeline: Pick<Timeline, "now">; readonly dice: Dice },
  climate: Climate<Trouble>,
  duringOutage: Trouble,
): Weather<Trouble> {
  // the names are those of the record's own type
  const troubles = Object.entries(climate.troubles) as [Trouble, number][];
  return {
    trouble() {
      const { now } = tools.timeline;
      if (now >= climate.calmFrom) return undefined;
      if (climate.outages.some(({ from, to }) => from <= now && now < to)) return duringOutage;
      return troubles.find(([, share]) => tools.dice.chance(share))?.[0];
    },
  };
}
