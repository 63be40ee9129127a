import { expect, it } from "vitest";
import { cart, customer } from "../../test/carts.ts";
import { minutesAgo, stage } from "../../test/stage.ts";
import { remembering } from "./remembering.ts";

it("asks for each customer, product and picture once, for those that are not there too", async () => {
  const { shop } = stage();
  shop.customersByAccount.set("one", customer("one"));
  const server = remembering(shop);
  expect([...(await server.customers(["one", "none"])).keys()]).toEqual(["one"]);
  expect([...(await server.customers(["none", "one"])).keys()]).toEqual(["one"]);
  for (const language of ["sv-se", "sv-se", "da-dk"]) await server.products(["p1"], language);
  await Promise.all([server.pictures("p1"), server.pictures("p1")]);
  expect(shop.used).toEqual(["customers", "products", "products", "pictures"]);
});

it("asks only for what it does not know yet", async () => {
  const { shop } = stage();
  const asked: (readonly string[])[] = [];
  const server = remembering({
    ...shop,
    async customers(accounts) {
      asked.push(accounts);
      return new Map(accounts.map((account) => [account, customer(account)]));
    },
  });
  await server.customers(["one", "two", "two"]);
  expect([...(await server.customers(["two", "three"])).keys()]).toEqual(["two", "three"]);
  expect(asked).toEqual([["one", "two"], ["three"]]);
});

it("never remembers what decides: carts and orders", async () => {
  const { shop } = stage();
  shop.put(cart("a", { modified: minutesAgo(60) }));
  const server = remembering(shop);
  for (let time = 0; time < 2; time++) {
    await server.cartsOf("account-a");
    await server.cart("a");
    await server.ordersSince("account-a", cart("a", { modified: minutesAgo(60) }).modified);
  }
  expect(shop.used).toEqual(["cartsOf", "cart", "ordersSince", "cartsOf", "cart", "ordersSince"]);
});
