import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { urlOf } from "./question.ts";

const BASE = "https://rs.example/Commerce";

describe("the address of a question", () => {
  test.each([BASE, `${BASE}/`, `${BASE}//`])(
    "follows the base address with or without slashes: %s",
    (base) => {
      const url = urlOf(base, "7.3", { operation: "OrgUnits/GetOrgUnitConfiguration", body: "{}" });
      expect(url.href).toBe(`${BASE}/OrgUnits/GetOrgUnitConfiguration?api-version=7.3`);
    },
  );

  test("carries paging and sorting as query options, with one column and a space as %20", () => {
    const url = urlOf(BASE, "7.2", {
      operation: "Carts/Search",
      top: 100,
      skip: 0,
      orderBy: "CreatedDateTime desc",
    });
    expect(url.search).toBe("?$top=100&$skip=0&$orderby=CreatedDateTime%20desc&api-version=7.2");
  });

  test("quotes a text key as OData wants it", () => {
    const url = urlOf(BASE, "7.3", { operation: "Carts('{id}')", slots: { id: "O'Neil/../a b?#%" } });
    expect(url.href).toBe(`${BASE}/Carts('O''Neil%2F..%2Fa%20b%3F%23%25')?api-version=7.3`);
  });

  test("can be written even for a key that is half a character", () => {
    const url = urlOf(BASE, "7.3", { operation: "Carts('{id}')", slots: { id: "a\ud83d" } });
    expect(url.pathname).toBe("/Commerce/Carts('a%EF%BF%BD')");
  });

  test("fills every slot of an operation", () => {
    const url = urlOf(BASE, "7.3", {
      operation: "Products({id})/GetMediaLocations(channelId={channel},catalogId=0)",
      slots: { id: "68719489871", channel: "5637144592" },
    });
    expect(url.pathname).toBe(
      "/Commerce/Products(68719489871)/GetMediaLocations(channelId=5637144592,catalogId=0)",
    );
  });

  test("never leaves its place, whatever the key is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (account) => {
        const operation = "Customers('{account}')/GetOrderHistory";
        const url = urlOf(BASE, "7.3", { operation, slots: { account } });
        const segments = url.pathname.split("/");
        expect([url.origin, segments.length, segments[3]]).toEqual([
          "https://rs.example",
          4,
          "GetOrderHistory",
        ]);
        const key = /^Customers\('(.*)'\)$/s.exec(decodeURIComponent(segments[2] ?? ""))?.[1];
        expect(key?.replaceAll("''", "'")).toBe(account.toWellFormed());
      }),
    );
  });
});
