import type { Reply } from "../../server.ts";
import { refusal } from "./refusal.ts";

/** Four requests in a second and so many in a day, which ends at 00:00 UTC. */
export interface Limits {
  /** Counts a request; a reply when it is one too many. */
  count(): Reply | undefined;
}

const PER_SECOND = 4;

export function createLimits(clock: { now(): Date }, perDay: number): Limits {
  let second: readonly number[] = [];
  let day = "";
  let today = 0;
  return {
    count() {
      const now = clock.now();
      const date = now.toISOString().slice(0, 10);
      today = date === day ? today + 1 : 1;
      day = date;
      if (today > perDay) return refusal(429, "quota_exceeded");
      second = [...second.filter((at) => at > now.getTime() - 1000), now.getTime()];
      return second.length > PER_SECOND ? refusal(429, "throttled") : undefined;
    },
  };
}
