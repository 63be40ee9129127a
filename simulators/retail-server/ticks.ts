import type { StampText } from "./shop-data.ts";

/* The server counts time in ticks of 100 ns; here they are counted from 1970, UTC. */

export const TICKS_PER_MS = 10_000n;
export const TICKS_PER_MINUTE = 600_000_000n;

const MOMENT = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,7}))?(Z|[+-]\d\d:\d\d)$/;

/** Undefined unless the text is an ISO 8601 moment with a zone and at most 7 fraction digits. */
export function parseTicks(text: string): bigint | undefined {
  const [, seconds, fraction = "", zone] = MOMENT.exec(text) ?? [];
  const ms = Date.parse(`${String(seconds)}${String(zone)}`);
  return Number.isNaN(ms) ? undefined : BigInt(ms) * TICKS_PER_MS + BigInt(fraction.padEnd(7, "0"));
}

/** As `parseTicks`, for texts of the shop itself: throws when one is no moment. */
export function ticksOf(text: StampText): bigint {
  const ticks = parseTicks(text);
  if (ticks === undefined) throw new Error(`the shop holds a moment that is none: ${text}`);
  return ticks;
}

export function ticksAt(date: Date): bigint {
  return BigInt(date.getTime()) * TICKS_PER_MS;
}

/** With all 7 fraction digits, as the server writes them. */
export function stampText(ticks: bigint): StampText {
  const whole = new Date(Number(ticks / TICKS_PER_MS)).toISOString().slice(0, -1);
  return `${whole}${String(ticks % TICKS_PER_MS).padStart(4, "0")}Z`;
}

/** So many minutes (fractions allowed) before `now`, plus so many ticks. */
export function stampBefore(now: Date, minutes: number, extraTicks = 0n): StampText {
  return stampText(ticksAt(now) - BigInt(Math.round(minutes * Number(TICKS_PER_MINUTE))) + extraTicks);
}
