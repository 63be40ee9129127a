import { afterEach, describe, expect, it } from "vitest";
import type { Outcome } from "../../src/cart/outcome.ts";
import type { CartRow, CustomerRow, OrderRow } from "../../simulators/retail-server/shop-data.ts";
import { stampBefore } from "../../simulators/retail-server/ticks.ts";
import { aCart, aCustomer, anOrder, aShop } from "../../simulators/shop/builders.ts";
import type { ContactSeed } from "../../simulators/shop/case.ts";
import { openTown, type Sections, type Town } from "./open-town.ts";

/* Who may be written to, from the settings file to the mail, over HTTP. */

const NOW = new Date("2026-11-22T12:00:00.000Z");

interface Somebody {
  readonly customer?: Partial<CustomerRow>;
  readonly cart?: Partial<CartRow>;
  readonly orders?: readonly Pick<OrderRow, "created" | "productIds">[];
  readonly optIn?: ContactSeed["optIn"] | "not-a-contact";
  readonly ends: Outcome;
}

let town: Town | undefined;

afterEach(async () => {
  await town?.close();
  town = undefined;
});

function emailOf(name: string): string {
  return `${name}@example.com`;
}

async function open(people: Readonly<Record<string, Somebody>>, sections: Sections): Promise<Town> {
  const all = Object.entries(people);
  const carts = all.map(([name, { cart = {} }]) =>
    aCart({ id: `cart-of-${name}`, customerId: name, modified: stampBefore(NOW, 60), ...cart }),
  );
  const customers = all.map(([name, { customer = {} }]) =>
    aCustomer({ account: name, email: emailOf(name), ...customer }),
  );
  const orders = all.flatMap(([name, { orders: bought = [] }]) =>
    bought.map((order, index) => anOrder({ id: `${name}-${index}`, customerId: name, ...order })),
  );
  const contacts = all.flatMap(([name, { customer, optIn = "1" }]): ContactSeed[] =>
    optIn === "not-a-contact" ? [] : [{ email: customer?.email ?? emailOf(name), optIn }],
  );
  town = await openTown({ shop: aShop({ customers, carts, orders }), contacts, now: NOW, sections });
  return town;
}

/** One pass; what each cart came to is compared with what it should. */
async function expectEndings(people: Readonly<Record<string, Somebody>>, sections: Sections): Promise<Town> {
  const opened = await open(people, sections);
  const { outcomes } = await (await opened.runner()).pass();
  const words = Object.values(people).map(({ ends }) => ends);
  const counts = Object.fromEntries(
    words.map((word) => [word, words.filter((other) => other === word).length]),
  );
  expect(outcomes).toEqual(counts);
  const mailed = opened.neighbours.emarsys.delivered.map(({ email }) => email).sort();
  const expected = Object.entries(people).filter(([, { ends }]) => ends === "sent");
  expect(mailed).toEqual(expected.map(([name, { cart }]) => cart?.receiptEmail ?? emailOf(name)).sort());
  return opened;
}

/** The evidence that the ledger keeps for everybody who was mailed. */
async function evidence(opened: Town) {
  const { ledger } = (await opened.runner()).wired;
  const people = await ledger.people(undefined, 100);
  return people.flatMap(({ doc }) => doc.past.flatMap((past) => past.evidence ?? []));
}

describe("consent in the customer's record", () => {
  const BY_ATTRIBUTE: Sections = {
    ConsentOptions: {
      Basis: "customer-attribute",
      CustomerAttributeName: "MayWeWrite",
      AcceptedValues: ["Ja"],
    },
  };
  const says = (value: string | boolean | null) => ({ attributes: [{ name: "MayWeWrite", value }] });

  it("decides: an accepted value, in an attribute or an extension property, and nothing else", async () => {
    const opened = await expectEndings(
      {
        yes: { customer: says(" JA "), ends: "sent" },
        property: { customer: { extensionProperties: [{ name: "maywewrite", value: "ja" }] }, ends: "sent" },
        nevercontact: { customer: says("ja"), optIn: "", ends: "sent" },
        no: { customer: says("nej"), ends: "no-consent" },
        empty: { customer: says(null), ends: "no-consent" },
        none: { ends: "no-consent" },
        torn: { customer: { wire: { Attributes: "?" } }, ends: "later" },
        flagged: { customer: { ...says("ja"), blocked: true }, ends: "no-consent" },
        refused: { customer: says("ja"), optIn: "2", ends: "no-consent" },
      },
      BY_ATTRIBUTE,
    );
    expect((await evidence(opened)).map(({ consent }) => consent)).toEqual(
      Array.from({ length: 3 }, () => ({
        decision: "attribute-accepted",
        basis: "customer-attribute",
        source: "MayWeWrite",
        at: NOW.toISOString(),
        askedSecondsBeforeClaim: 0,
      })),
    );
  });

  it("that cannot be read is asked for again, until it can", async () => {
    const torn: Somebody = { customer: { wire: { Attributes: "?" } }, ends: "later" };
    const opened = await expectEndings({ torn }, BY_ATTRIBUTE);
    opened.neighbours.retailServer.shop.changeCustomer("torn", { ...says("ja"), wire: {} });
    opened.clock.pass(10 * 60_000);
    expect((await (await opened.runner()).pass()).outcomes).toEqual({ sent: 1 });
  });
});

it("a legal basis in words is kept with every reminder, and whoever refused at the provider is left in peace", async () => {
  const LegalBasis = "existing customers, similar goods, assessed 2026-11-02";
  const opened = await expectEndings(
    {
      customer: { optIn: "", ends: "sent" },
      refused: { optIn: "2", ends: "no-consent" },
      flagged: { customer: { optOutPersonalization: true }, ends: "no-consent" },
    },
    { ConsentOptions: { Basis: "suppression-list-only", LegalBasis } },
  );
  expect(await evidence(opened)).toMatchObject([
    { consent: { decision: "not-objected", source: LegalBasis } },
  ]);
});

describe("guests", () => {
  const guest = (receiptEmail: string | null) => ({ customerId: "", receiptEmail });
  const PEOPLE = {
    kim: { cart: guest("kim@example.com"), ends: "sent" },
    stranger: { cart: guest("stranger@example.com"), optIn: "not-a-contact", ends: "no-consent" },
    silent: { cart: guest(null), ends: "no-customer" },
    customer: { ends: "sent" },
  } as const satisfies Record<string, Somebody>;

  it("are never even read, unless they are wanted", async () => {
    const opened = await open(PEOPLE, {});
    expect((await (await opened.runner()).pass()).outcomes).toEqual({ sent: 1 });
  });

  it("are known by the address in their cart, which is read again; their orders cannot be asked for, and that is kept", async () => {
    const opened = await expectEndings(PEOPLE, { ReminderOptions: { IncludeGuests: true } });
    expect(opened.neighbours.retailServer.calls.get("Carts(id)")).toBe(1);
    expect((await evidence(opened)).map(({ purchases }) => [purchases.accounts, purchases.limit])).toEqual(
      expect.arrayContaining([
        [0, "not-offered-for-guests"],
        [1, undefined],
      ]),
    );
  });
});

it("whoever is not a shopper is counted as such, by the rule of the settings", async () => {
  await expectEndings(
    {
      shopper: { ends: "sent" },
      staff: { customer: { group: "Employee" }, ends: "not-a-shopper" },
      "TEST-1": { ends: "not-a-shopper" },
      crawler: { customer: { email: "bot@crawler.example" }, ends: "not-a-shopper" },
    },
    {
      ShopperOptions: {
        StaffCustomerGroups: ["EMPLOYEE"],
        TestAccounts: ["test-*"],
        IgnoredAddresses: ["*@crawler.example"],
      },
    },
  );
});

it("addresses that nobody reads are left out without any setting", async () => {
  await expectEndings(
    {
      shopper: { ends: "sent" },
      machine: { customer: { email: "no-reply@example.com" }, ends: "not-a-shopper" },
    },
    {},
  );
});

it("whoever buys while others are waited for is asked about again, and not reminded", async () => {
  const opened = await open({ first: { ends: "sent" }, second: { ends: "bought-since" } }, {});
  const { emarsys, retailServer } = opened.neighbours;
  // the first request carries one reminder
  const how = async () => {
    opened.clock.pass(25_000);
    const created = stampBefore(NOW, 0);
    retailServer.shop.addOrder(anOrder({ id: "meanwhile", customerId: "second", created }));
  };
  emarsys.faults.on("trigger", { kind: "slow", how }, 1);
  const sections = { PurchaseGuardOptions: { RecheckAfterSeconds: 20 } };
  expect((await (await opened.runner(sections)).pass()).outcomes).toEqual({ sent: 1, "bought-since": 1 });
  expect(emarsys.delivered).toHaveLength(1);
});
