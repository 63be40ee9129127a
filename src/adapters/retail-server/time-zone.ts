import { findIana } from "windows-iana";

/**
 * The IANA name of a time zone of Commerce headquarters, which has the names of Windows (`W. Europe Standard Time`). A
 * name that is an IANA name already is taken as it is. Undefined for names that nobody knows.
 */
export function timeZoneOf(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  const [iana] = findIana(name);
  return [iana, name].find((zone) => zone !== undefined && isKnown(zone));
}

function isKnown(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone });
    return true;
  } catch {
    return false;
  }
}
