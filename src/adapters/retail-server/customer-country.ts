import { countryOf } from "./country.ts";

/** As much of an address as tells a country. */
export interface Region {
  readonly ThreeLetterISORegionName?: string | undefined;
  readonly TwoLetterISORegionName?: string | undefined;
  readonly IsPrimary?: boolean | null | undefined;
}

/**
 * The country that a customer's addresses speak of: the primary one's, otherwise that in which all of them are. It only
 * says whose clock counts, so what is not said clearly is undefined.
 */
export function customerCountry(addresses: readonly Region[]): string | undefined {
  const primary = addresses.filter((address) => address.IsPrimary === true);
  const countries = new Set((primary.length > 0 ? primary : addresses).map(countryIn));
  return countries.size === 1 ? [...countries][0] : undefined;
}

function countryIn(address: Region): string | undefined {
  return countryOf(address.ThreeLetterISORegionName) ?? countryOf(address.TwoLetterISORegionName);
}
