import { Temporal } from "temporal-polyfill";

/** Where a shopper's clock may be known from. Zones are IANA names, countries two-letter codes. */
export interface WhereTheyAre {
  /** What the settings say for everybody. */
  readonly forAll: string | undefined;
  readonly country: string | undefined;
  readonly ofChannel: string | undefined;
}

const HALF_A_YEAR_MS = 182 * 86_400_000;

/** The time zone by which a shopper's day is counted: that of the settings, of the country, of the channel, or UTC. */
export function shopperZone({ forAll, country, ofChannel }: WhereTheyAre, now: Date): string {
  return forAll ?? (country === undefined ? undefined : zoneOfCountry(country, now)) ?? ofChannel ?? "UTC";
}

/**
 * The time zone of a country that has one: all its clocks show the same, summer and winter. Undefined for countries with
 * several, such as the United States or Spain, because nothing here tells where in it somebody lives.
 */
export function zoneOfCountry(country: string, now: Date): string | undefined {
  if (!/^[A-Z]{2}$/.test(country)) return undefined;
  const zones = new Intl.Locale(`und-${country}`).getTimeZones() ?? [];
  const moments = [now.getTime(), now.getTime() + HALF_A_YEAR_MS];
  const clocks = new Set(zones.map((zone) => moments.map((at) => offset(zone, at)).join()));
  return clocks.size === 1 ? zones[0] : undefined;
}

function offset(timeZone: string, ms: number): string {
  return Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone).offset;
}
