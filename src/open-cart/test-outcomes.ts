import { expect } from "vitest";
import { EMPTY, open, type Circumstances } from "./test-shop.ts";

/** The Danish texts of the shop, as its manual and its language file have them. */
export const TEXT = {
  CODE: "Ugyldig åben indkøbskurv kode",
  IP: "Ugyldig åben indkøbskurv IP-adresse",
  PRODUCT_NONE: "Produktet findes ikke",
  INVALID_URL: "Ugyldig url-parameter",
  CURRENCY:
    "Kunne ikke tilføje produktet/produkterne til indkøbskurven. Prøv venligst at ændre valuta for at matche valutaen i tilbuddet",
  DISABLED: "Den funktionalitet, du forsøger at bruge, er i øjeblikket ikke aktiveret på denne webshop.",
  EMPTY: "Husk at vælge antal",
  NO_STOCK: "Dette produkt er ikke på lager og kan derfor ikke bestilles.",
  INVALID_JSON: "Error - Invalid JSON input",
  OK: "Varen er lagt i din indkøbskurv.",
};

/** The link changes nothing, and the shopper is told why. */
export function expectRefused(
  target: string,
  code: string,
  text: string,
  circumstances: Circumstances = {},
): void {
  const before = circumstances.cart ?? EMPTY;
  const outcome = open(target, circumstances);
  expect(outcome).toMatchObject({ result: "refused", code, message: { da: text }, redirect: "/kurv/" });
  expect(outcome.cart).toBe(before);
  expect(outcome.changes).toEqual([]);
}

/** The link changes nothing, and the shopper sees the front page. */
export function expectFrontPage(target: string, code: string): void {
  const outcome = open(target);
  expect(outcome).toMatchObject({ result: "front-page", code, message: undefined, redirect: "/" });
  expect(outcome.cart).toBe(EMPTY);
}
