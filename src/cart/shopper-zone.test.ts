import { describe, expect, it } from "vitest";
import { shopperZone, zoneOfCountry } from "./shopper-zone.ts";

const NOW = new Date("2026-11-22T12:00:00Z");
const NOTHING = { forAll: undefined, country: undefined, ofChannel: undefined };

describe("whose clock counts", () => {
  it.each([
    [
      "what the settings say for everybody",
      { forAll: "Asia/Tokyo", country: "SE", ofChannel: "Europe/Paris" },
      "Asia/Tokyo",
    ],
    [
      "then the shopper's country",
      { ...NOTHING, country: "FI", ofChannel: "Europe/Paris" },
      "Europe/Helsinki",
    ],
    [
      "then the channel, where the country has several",
      { ...NOTHING, country: "US", ofChannel: "America/Chicago" },
      "America/Chicago",
    ],
    [
      "then the channel, where nobody knows the country",
      { ...NOTHING, ofChannel: "Europe/Paris" },
      "Europe/Paris",
    ],
    ["otherwise that of Greenwich", { ...NOTHING, country: "ES" }, "UTC"],
  ])("is that of %s", (_what, where, zone) => {
    expect(shopperZone(where, NOW)).toBe(zone);
  });

  it.each(["SE", "NO", "DK", "FI", "IS", "GB", "FR", "IT", "NL", "JP", "IN"])(
    "%s has one time zone",
    (country) => {
      expect(zoneOfCountry(country, NOW)).toBeDefined();
    },
  );

  it("is one where all clocks of a country show the same, whatever they are called", () => {
    expect(zoneOfCountry("DE", NOW)).toBe("Europe/Berlin");
  });

  it.each(["US", "CA", "RU", "AU", "BR", "ES", "PT", "MX", "ID", "NZ"])("%s has several", (country) => {
    expect(zoneOfCountry(country, NOW)).toBeUndefined();
  });

  it.each(["US", "AU", "MX", "SE"])("does not change with the season: %s", (country) => {
    const summer = zoneOfCountry(country, new Date("2026-07-01T12:00:00Z"));
    expect(summer).toBe(zoneOfCountry(country, NOW));
  });

  it.each(["XX", "ZZ", "se", "SWE", "", "S E", "-x"])("knows no country %j", (country) => {
    expect(zoneOfCountry(country, NOW)).toBeUndefined();
  });
});
