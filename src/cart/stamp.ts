/**
 * A moment as Retail Server wrote it. The raw text is what goes back to the server and into the cursor;
 * `ticks` (100 ns since 1970 UTC) is what is compared, because a JavaScript Date would drop four digits
 * and make the cart just mailed look new for ever.
 */
export interface Stamp {
  readonly raw: string;
  readonly ticks: bigint;
}

const TICKS_PER_MS = 10_000n;
const FORM = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,7})\d*)?(Z|[+-]\d{2}:\d{2})$/i;

/** Reads an ISO 8601 moment with zone and up to 7 fraction digits; undefined when it is not one. */
export function parseStamp(raw: string): Stamp | undefined {
  const match = FORM.exec(raw.trim());
  if (match?.[1] === undefined || match[3] === undefined) return undefined;
  const msOfSecond = Date.parse(`${match[1]}${match[3].toUpperCase()}`);
  if (Number.isNaN(msOfSecond) || !isDay(match[1])) return undefined;
  const fraction = BigInt((match[2] ?? "").padEnd(7, "0"));
  return { raw: raw.trim(), ticks: BigInt(msOfSecond) * TICKS_PER_MS + fraction };
}

/** Date.parse takes 30 February for 2 March. */
function isDay(text: string): boolean {
  return new Date(`${text}Z`).toISOString().startsWith(text.toUpperCase());
}

/** A moment of our own clock as a stamp with 7 fraction digits. */
export function stampOf(date: Date): Stamp {
  return stampOfTicks(BigInt(date.getTime()) * TICKS_PER_MS);
}

/** The smallest stamp later than this one: what to ask for once everything up to it has been read. */
export function justAfter(stamp: Stamp): Stamp {
  return stampOfTicks(stamp.ticks + 1n);
}

/** The largest stamp earlier than this one. */
export function justBefore(stamp: Stamp): Stamp {
  return stampOfTicks(stamp.ticks - 1n);
}

/** A stamp between two others that have one between them. */
export function midway(earlier: Stamp, later: Stamp): Stamp {
  return stampOfTicks((earlier.ticks + later.ticks) / 2n);
}

export function toDate(stamp: Stamp): Date {
  return new Date(Number(wholeMs(stamp.ticks)));
}

export function compareStamps(a: Stamp, b: Stamp): number {
  return a.ticks < b.ticks ? -1 : a.ticks > b.ticks ? 1 : 0;
}

function stampOfTicks(ticks: bigint): Stamp {
  const ms = wholeMs(ticks);
  const rest = ticks - ms * TICKS_PER_MS;
  const iso = new Date(Number(ms)).toISOString().slice(0, -1);
  return { raw: `${iso}${rest.toString().padStart(4, "0")}Z`, ticks };
}

/** Rounded down, also before 1970: a server's "never" is the year 1 or 1900. */
function wholeMs(ticks: bigint): bigint {
  const ms = ticks / TICKS_PER_MS;
  return ms * TICKS_PER_MS > ticks ? ms - 1n : ms;
}
