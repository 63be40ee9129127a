const FORMATS = new Map<string, Intl.DateTimeFormat>();

/** Minutes since midnight, as the clock on the wall shows them in a time zone. */
export function minuteOfDay(at: number, zone: string): number {
  const format =
    FORMATS.get(zone) ?? new Intl.DateTimeFormat("en-GB", { timeZone: zone, timeStyle: "short" });
  FORMATS.set(zone, format);
  const [hours = "", minutes = ""] = format.format(at).split(":");
  return Number(hours) * 60 + Number(minutes);
}
