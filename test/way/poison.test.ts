import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CartRow, CustomerRow, OrderRow } from "../../simulators/retail-server/shop-data.ts";
import { stampBefore } from "../../simulators/retail-server/ticks.ts";
import { aCart, aCustomer, aLine, anOrder, aProduct, aShop } from "../../simulators/shop/builders.ts";
import type { PassReport } from "../../src/run/pass-report.ts";
import { deliveredCarts } from "./delivered.ts";
import { openTown, type Runner, type Town } from "./open-town.ts";

/*
 * In every slice stands one of everything that can go wrong with a single cart, customer, product or person. The
 * others are reminded as if it was not there.
 */

const NOW = new Date("2026-11-22T12:00:00.000Z");
const SLICES = 4;
const ORDINARY = 6;

const POISON = [
  "breaks the page",
  "is no cart",
  "breaks the customers",
  "breaks the products",
  "has unreadable orders",
  "has a damaged document",
  "is refused",
  "is too large",
] as const;

type Poison = (typeof POISON)[number];

const GOOD_PRODUCT = aProduct();
const BAD_PRODUCTS = Array.from({ length: SLICES }, (_, slice) =>
  aProduct({ id: 900 + slice, pictures: [] }),
);

interface Somebody {
  readonly customer: CustomerRow;
  readonly cart: CartRow;
  readonly orders: readonly OrderRow[];
}

function somebody(id: string, minutes: number, members: Partial<CartRow> = {}): Somebody {
  const customer = aCustomer({ account: `K-${id}`, email: `${id}@example.com` });
  const modified = stampBefore(NOW, minutes);
  const lines = [aLine({ productId: GOOD_PRODUCT.id })];
  const cart = aCart({ id, customerId: customer.account, modified, lines, ...members });
  return { customer, cart, orders: [] };
}

function poisoned(poison: Poison, slice: number, minutes: number): Somebody {
  const id = `${poison.replaceAll(" ", "-")}-${slice}`;
  const one = somebody(id, minutes);
  switch (poison) {
    case "breaks the page":
    case "breaks the customers":
    case "has a damaged document":
      return one;
    case "is no cart":
      return somebody(id, minutes, { wire: { Id: null } });
    case "breaks the products":
      return somebody(id, minutes, { lines: [aLine({ productId: 900 + slice })] });
    case "has unreadable orders": {
      const { account: customerId } = one.customer;
      return { ...one, orders: [anOrder({ id, customerId, wire: { CreatedDateTime: "lately" } })] };
    }
    case "is refused":
      return { ...one, customer: { ...one.customer, email: `refused@slice-${slice}.example` } };
    case "is too large": {
      const line = aLine({ productId: 899, description: "x".repeat(4000) });
      return somebody(id, minutes, { lines: Array.from({ length: 260 }, () => line) });
    }
  }
}

function everybody(): readonly Somebody[] {
  const perSlice = ORDINARY + POISON.length;
  return Array.from({ length: SLICES }, (_, slice) => {
    const minutesOf = (place: number) => 100 - (slice * perSlice + place);
    const ordinary = Array.from({ length: ORDINARY }, (__, index) =>
      somebody(`good-${slice}-${index}`, minutesOf(2 * index)),
    );
    const others = POISON.map((poison, index) => poisoned(poison, slice, minutesOf(2 * index + 1)));
    return [...ordinary, ...others];
  }).flat();
}

describe("something poisonous in every slice", () => {
  let town: Town;
  let runner: Runner;
  let report: PassReport;

  beforeEach(async () => {
    const people = everybody();
    const contacts = people.map(({ customer }) => ({ email: customer.email ?? "", optIn: "1" as const }));
    town = await openTown({
      shop: aShop({
        products: [GOOD_PRODUCT, ...BAD_PRODUCTS],
        customers: people.map(({ customer }) => customer),
        carts: [],
        orders: people.flatMap(({ orders }) => orders),
      }),
      contacts,
      now: NOW,
      sections: {
        ConnectorOptions: { SliceSize: ORDINARY + POISON.length },
        ReminderOptions: { MinHoursBetweenReminders: 0 },
      },
    });
    runner = await town.runner();
    await knowAndDamage(people.filter(({ cart }) => cart.id.startsWith("has-a-damaged")));
    const { shop, knobs } = town.neighbours.retailServer;
    for (const { cart } of people) shop.putCart(cart);
    for (let slice = 0; slice < SLICES; slice++) {
      knobs.poisonedCarts.set(`breaks-the-page-${slice}`, 500);
      knobs.poisonedAccounts.set(`K-breaks-the-customers-${slice}`, 500);
      knobs.poisonedProducts.set(900 + slice, 500);
    }
    report = await runner.pass();
  });
  afterEach(() => town.close());

  /** They are reminded of an earlier cart; then somebody else writes into their documents. */
  async function knowAndDamage(people: readonly Somebody[]): Promise<void> {
    const { shop } = town.neighbours.retailServer;
    for (const { cart } of people)
      shop.putCart({ ...cart, id: `early-${cart.id}`, modified: stampBefore(NOW, 119) });
    expect((await runner.pass()).outcomes).toEqual({ sent: people.length });
    for (const { cart } of people) shop.removeCart(`early-${cart.id}`);
    const db = new DatabaseSync(town.ledgerFile);
    const damage = "UPDATE documents SET body = json_remove(body, '$.past[0].cartId') WHERE kind = 'person'";
    expect(db.prepare(damage).run().changes).toBe(people.length);
    db.close();
  }

  function good(): readonly string[] {
    return everybody()
      .map(({ cart }) => cart.id)
      .filter((id) => id.startsWith("good") || id.startsWith("breaks-the-products"));
  }

  function mailed(): readonly string[] {
    return deliveredCarts(town).filter((id) => !id.startsWith("early"));
  }

  it("changes nothing for the others, and each poisonous one ends with a word of its own", () => {
    expect(mailed().toSorted()).toEqual(good().toSorted());
    expect(report).toMatchObject({
      stopped: null,
      unreadableRows: 2 * SLICES,
      outcomes: {
        sent: good().length,
        "customer-missing": SLICES,
        later: SLICES,
        unsure: SLICES,
        refused: 2 * SLICES,
      },
    });
    expect(report.found).toBe(SLICES * (ORDINARY + POISON.length - 2));
  });

  it("does not come again: the next pass has nothing to do, and the same window again reminds nobody", async () => {
    expect(await runner.pass()).toMatchObject({ found: 0, stopped: null });
    const again = await runner.pass({ window: {} });
    expect(again.outcomes).toMatchObject({ "already-reminded": good().length + 2 * SLICES });
    expect(mailed().toSorted()).toEqual(good().toSorted());
    expect(town.neighbours.emarsys.swallowed).toEqual([]);
  });
});
