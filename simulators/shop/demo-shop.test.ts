import { describe, expect, test } from "vitest";
import { LiveShop } from "../retail-server/live-shop.ts";
import { ticksOf, TICKS_PER_MINUTE, ticksAt } from "../retail-server/ticks.ts";
import type { CartRow } from "../retail-server/shop-data.ts";
import type { Ending } from "./case.ts";
import { demoShop } from "./demo-shop.ts";

const NOW = new Date("2026-01-15T12:00:00.000Z");
const { shop, contacts, expected } = demoShop({ now: NOW });
const customers = new Map(shop.customers.map((customer) => [customer.account, customer]));
const optIns = new Map(contacts.map((contact) => [contact.email.toLowerCase(), contact.optIn]));

function minutesOld(cart: CartRow): number {
  return Number(ticksAt(NOW) - ticksOf(cart.modified)) / Number(TICKS_PER_MINUTE);
}

function endingOf(cart: CartRow): Ending | undefined {
  return expected.carts.get(cart.id)?.ending;
}

function thoseThat(...endings: readonly Ending[]): readonly CartRow[] {
  const found = shop.carts.filter((cart) => endings.some((ending) => ending === endingOf(cart)));
  expect(found).not.toEqual([]);
  return found;
}

function addressOf(cart: CartRow): string | undefined {
  return customers.get(cart.customerId ?? "")?.email?.toLowerCase();
}

function showsSomething(cart: CartRow): boolean {
  return cart.lines.some((line) => line.kind === "product" && !(line.quantity ?? "-").startsWith("-"));
}

describe("the demo shop as a whole", () => {
  test("is the same for the same moment and seed, and another for another seed", () => {
    expect(demoShop({ now: NOW })).toEqual(demoShop({ now: NOW, seed: 1 }));
    expect(demoShop({ now: NOW, seed: 2 }).shop.carts).not.toEqual(shop.carts);
    expect(demoShop({ now: NOW, seed: 2 }).expected.byEnding).toEqual(expected.byEnding);
  });

  test("holds about two hundred carts, most of them to be reminded of", () => {
    expect(Object.fromEntries(expected.byEnding)).toEqual({
      sent: 131,
      "out-of-reach": 5,
      superseded: 12,
      "bought-since": 5,
      "no-customer": 8,
      "customer-missing": 3,
      "no-address": 3,
      "no-consent": 16,
      empty: 6,
      "nothing-to-show": 7,
      unreadable: 2,
    });
    expect(shop.carts).toHaveLength(198);
  });

  test("says of every cart how it should end", () => {
    expect(shop.carts.filter((cart) => endingOf(cart) === undefined)).toEqual([]);
    expect(expected.carts.size).toBe(shop.carts.length);
  });

  test("is a shop that a server can open: ids are used once, moments can be read", () => {
    expect(() => new LiveShop(shop, { now: () => NOW })).not.toThrow();
    expect(new Set(shop.customers.map((customer) => customer.account)).size).toBe(shop.customers.length);
    expect(new Set(shop.products.map((product) => product.id)).size).toBe(shop.products.length);
    expect(new Set(shop.orders.map((order) => order.id)).size).toBe(shop.orders.length);
  });

  test("writes to nobody who might exist", () => {
    for (const { email } of contacts) {
      expect(email.toLowerCase()).toMatch(/^[a-z0-9.]+@(example\.com|[a-z]+\.example)$/);
    }
  });

  test("has its carts in the last two hours, those out of reach aside older than half an hour", () => {
    for (const cart of shop.carts) {
      expect(minutesOld(cart)).toBeLessThan(120);
      if (cart.type === "shopping" && endingOf(cart) !== "out-of-reach") {
        expect(minutesOld(cart)).toBeGreaterThan(30);
      }
    }
  });

  test("has a dozen carts or more with one stamp, all to be reminded of", () => {
    const groups = Map.groupBy(shop.carts, (cart) => cart.modified);
    const largest = [...groups.values()].toSorted((a, b) => b.length - a.length)[0] ?? [];
    expect(largest.length).toBeGreaterThanOrEqual(12);
    expect(new Set(largest.map(endingOf))).toEqual(new Set(["sent"]));
  });

  test("has no two masters or variants astray: each variant has its master", () => {
    const masters = new Set(shop.products.filter((one) => one.kind === "master").map((one) => one.id));
    for (const product of shop.products) {
      expect(
        product.kind === "variant" ? masters.has(product.masterId ?? 0) : product.masterId === null,
      ).toBe(true);
    }
  });

  test("shows pictures of every kind", () => {
    const sold = new Set(shop.carts.flatMap((cart) => cart.lines.map((line) => line.productId)));
    const products = shop.products.filter((product) => sold.has(product.id));
    const withPictures = products.filter((product) => product.pictures.length > 0);
    expect(products.some((product) => product.kind === "variant" && product.pictures.length > 0)).toBe(true);
    expect(products.some((product) => product.kind === "variant" && product.pictures.length === 0)).toBe(
      true,
    );
    expect(products.some((product) => product.kind === "standalone" && product.pictures.length === 0)).toBe(
      true,
    );
    expect(withPictures.some((product) => product.pictures[0]?.isDefault === false)).toBe(true);
    expect(
      withPictures.some((product) => product.pictures.some(({ url }) => url.startsWith("https://"))),
    ).toBe(true);
  });
});

describe("each ending has its reason", () => {
  test("sent: somebody who wants mail left something to show", () => {
    for (const cart of thoseThat("sent")) {
      const customer = customers.get(cart.customerId ?? "");
      expect(customer).toMatchObject({
        blocked: false,
        optOutPersonalization: false,
        optOutWebActivityTracking: false,
      });
      expect(optIns.get(addressOf(cart) ?? "")).toBe("1");
      expect(showsSomething(cart)).toBe(true);
    }
  });

  test("sent: one to a person, and it is the person's newest", () => {
    const sent = thoseThat("sent");
    expect(new Set(sent.map(addressOf)).size).toBe(sent.length);
    for (const cart of sent) {
      const others = shop.carts.filter(
        (one) => one.type === "shopping" && addressOf(one) === addressOf(cart) && one.id !== cart.id,
      );
      expect(others.every((one) => one.modified < cart.modified)).toBe(true);
    }
  });

  test("superseded: the same person has a newer cart with something to show", () => {
    for (const cart of thoseThat("superseded")) {
      const newer = shop.carts.filter(
        (one) => addressOf(one) === addressOf(cart) && one.modified > cart.modified,
      );
      expect(newer.some((one) => one.type === "shopping" && showsSomething(one))).toBe(true);
    }
  });

  test("bought-since: an order after the cart, or of one of its products within a week; nobody else's", () => {
    for (const cart of thoseThat("bought-since", "sent")) {
      const products = new Set(cart.lines.map((line) => line.productId));
      const weekAgo = ticksAt(NOW) - 7n * 24n * 60n * TICKS_PER_MINUTE;
      const bought = shop.orders.some(
        (order) =>
          order.customerId === cart.customerId &&
          (order.created > cart.modified ||
            (ticksOf(order.created) > weekAgo && order.productIds.some((id) => products.has(id)))),
      );
      expect(bought).toBe(endingOf(cart) === "bought-since");
    }
  });

  test("no-consent: Commerce or the provider says so, and only one of them", () => {
    for (const cart of thoseThat("no-consent")) {
      const customer = customers.get(cart.customerId ?? "");
      const flagged = [
        customer?.blocked,
        customer?.optOutPersonalization,
        customer?.optOutWebActivityTracking,
      ];
      const provider = optIns.get(addressOf(cart) ?? "");
      expect(flagged.filter(Boolean).length + Number(provider !== "1")).toBe(1);
    }
  });

  test("no-customer, customer-missing, no-address: nobody to write to", () => {
    expect(thoseThat("no-customer").every((cart) => (cart.customerId ?? "") === "")).toBe(true);
    expect(thoseThat("customer-missing").every((cart) => !customers.has(cart.customerId ?? ""))).toBe(true);
    expect(thoseThat("no-address").some((cart) => addressOf(cart)?.includes("@"))).toBe(false);
  });

  test("empty, nothing-to-show: nothing to write about", () => {
    expect(thoseThat("empty").every((cart) => cart.lines.length === 0)).toBe(true);
    const kinds = thoseThat("nothing-to-show").flatMap((cart) => cart.lines.map((line) => line.kind));
    expect(new Set(kinds)).toEqual(new Set(["voided", "gift-card", "invoice", "deposit", "product"]));
    expect(thoseThat("nothing-to-show").some(showsSomething)).toBe(false);
  });

  test("out-of-reach, unreadable: no pass judges them", () => {
    for (const cart of thoseThat("out-of-reach")) {
      expect(cart.type === "checkout" || minutesOld(cart) < 10).toBe(true);
    }
    expect(thoseThat("unreadable").every((cart) => cart.wire !== undefined)).toBe(true);
  });
});
