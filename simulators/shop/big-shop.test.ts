import { describe, expect, test } from "vitest";
import { LiveShop } from "../retail-server/live-shop.ts";
import { stampBefore, ticksOf } from "../retail-server/ticks.ts";
import { bigShop } from "./big-shop.ts";

const NOW = new Date("2026-01-15T12:00:00.000Z");
const SIZE = { carts: 1500, sameStamp: 400, people: 600, now: NOW };

describe("a big shop", () => {
  const { shop, people, contacts } = bigShop(SIZE);
  const carts = new Map(shop.carts.map((cart) => [cart.id, cart]));

  test("has as many carts and people as asked for, and as many carts with one stamp", () => {
    expect(carts.size).toBe(1500);
    expect(people).toHaveLength(600);
    expect(new Set(contacts.map((contact) => contact.email)).size).toBe(600);
    const groups = [...Map.groupBy(shop.carts, (cart) => cart.modified).values()];
    expect(
      groups
        .map((group) => group.length)
        .toSorted((a, b) => b - a)
        .slice(0, 2),
    ).toEqual([400, 1]);
  });

  test("lies within the window", () => {
    const oldest = ticksOf(stampBefore(NOW, 118));
    const newest = ticksOf(stampBefore(NOW, 32));
    for (const cart of shop.carts) {
      expect(ticksOf(cart.modified) >= oldest && ticksOf(cart.modified) < newest).toBe(true);
    }
  });

  test("knows the carts of each person, and which is the newest", () => {
    for (const person of people) {
      const own = shop.carts.filter((cart) => person.accounts.includes(cart.customerId ?? ""));
      expect(person.cartIds.toSorted()).toEqual(own.map((cart) => cart.id).toSorted());
      const newest = carts.get(person.newestCartId)?.modified ?? "";
      expect(own.filter((cart) => cart.modified >= newest)).toHaveLength(1);
    }
  });

  test("has people with carts under two accounts", () => {
    const used = people.filter(
      (person) => new Set(person.cartIds.map((id) => carts.get(id)?.customerId)).size === 2,
    );
    expect(used.length).toBeGreaterThan(50);
    const emails = new Map(shop.customers.map((customer) => [customer.account, customer.email]));
    for (const { accounts, email } of used)
      expect(accounts.map((one) => emails.get(one))).toEqual([email, email]);
  });

  test("is the same for the same seed", () => {
    expect(bigShop(SIZE)).toEqual(bigShop({ ...SIZE, seed: 1 }));
  });
});

describe("the size of a big shop", () => {
  test("can be twenty thousand carts", () => {
    const { shop } = bigShop({ carts: 20_000, sameStamp: 3000, people: 8000, now: NOW });
    const open = new LiveShop(shop, { now: () => NOW });
    expect(open.carts.between(undefined, undefined)).toHaveLength(20_000);
  });

  test("is refused when the carts do not go round", () => {
    expect(() => bigShop({ carts: 10, sameStamp: 5, people: 11, now: NOW })).toThrow("people <= carts");
    expect(() => bigShop({ carts: 10, sameStamp: 5, people: 4, now: NOW })).toThrow("sameStamp <= people");
  });
});
