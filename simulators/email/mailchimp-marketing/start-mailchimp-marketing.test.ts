import { afterEach, beforeEach, expect, test } from "vitest";
import { hashOf } from "./audience.ts";
import { startMailchimpMarketing, type MailchimpMarketing } from "./start-mailchimp-marketing.ts";

const STORE = "/ecommerce/stores/shop";
const ANN = hashOf("Ann@Shop.example");

let mailchimp: MailchimpMarketing;

beforeEach(async () => {
  mailchimp = await startMailchimpMarketing({
    apiKey: "key-us1",
    storeId: "shop",
    members: [{ email: "ann@shop.example", status: "subscribed" }],
  });
});

afterEach(() => mailchimp.close());

async function ask(
  method: string,
  path: string,
  body?: object,
  key = "key-us1",
): Promise<{ status: number; body: Record<string, unknown> }> {
  const reply = await fetch(`${mailchimp.url}/3.0${path}`, {
    method,
    headers: { authorization: `Basic ${Buffer.from(`any:${key}`).toString("base64")}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await reply.text();
  return { status: reply.status, body: text === "" ? {} : (JSON.parse(text) as Record<string, unknown>) };
}

const PRODUCT = { id: "p1", title: "Bag", variants: [{ id: "p1", title: "Bag" }] };
const CUSTOMER = { id: "c1", email_address: "ann@shop.example", opt_in_status: false };
const LINE = { id: "1", product_id: "p1", product_variant_id: "p1", quantity: 1, price: 5 };
const CART = {
  id: "cart-1",
  customer: { id: "c1" },
  currency_code: "SEK",
  order_total: 5,
  checkout_url: "https://shop.example/cart",
  lines: [LINE],
};

async function stock(email = "ann@shop.example"): Promise<void> {
  await ask("POST", `${STORE}/products`, PRODUCT);
  await ask("PUT", `${STORE}/customers/c1`, { ...CUSTOMER, email_address: email });
}

test("mails a subscriber whose cart was added", async () => {
  await stock();
  expect((await ask("POST", `${STORE}/carts`, CART)).status).toBe(200);
  expect(mailchimp.delivered.map(({ to, cart }) => [to, cart.id])).toEqual([["ann@shop.example", "cart-1"]]);
});

test("takes the cart of somebody else and mails nobody", async () => {
  await stock("new@shop.example");
  expect((await ask("POST", `${STORE}/carts`, CART)).status).toBe(200);
  expect(mailchimp.statusOf("new@shop.example")).toBe("transactional");
  expect(mailchimp.delivered).toEqual([]);
});

test("refuses a second cart of one id, and a second product", async () => {
  await stock();
  await ask("POST", `${STORE}/carts`, CART);
  expect(await ask("POST", `${STORE}/carts`, CART)).toMatchObject({
    status: 400,
    body: { detail: expect.stringContaining("already exists") as string },
  });
  expect((await ask("POST", `${STORE}/products`, PRODUCT)).status).toBe(400);
  expect(mailchimp.delivered).toHaveLength(1);
});

test.each([
  ["an unknown product", { lines: [{ ...LINE, product_id: "p2" }] }],
  ["an unknown variant", { lines: [{ ...LINE, product_variant_id: "p2" }] }],
  ["half a piece", { lines: [{ ...LINE, quantity: 0.5 }] }],
  ["no line", { lines: [] }],
  ["two lines of one id", { lines: [LINE, LINE] }],
  ["an unknown customer", { customer: { id: "c2" } }],
  ["no total", { order_total: undefined }],
  ["no currency", { currency_code: "kronor" }],
  ["an id that is too long", { id: "x".repeat(51) }],
])("refuses a cart with %s", async (_what, change) => {
  await stock();
  expect((await ask("POST", `${STORE}/carts`, { ...CART, ...change })).status).toBe(400);
  expect(mailchimp.delivered).toEqual([]);
});

test("never changes what a member said because of a customer", async () => {
  await ask("PATCH", `/lists/a1b2c3d4e5/members/${ANN}`, { status: "unsubscribed" });
  await ask("PUT", `${STORE}/customers/c1`, { ...CUSTOMER, opt_in_status: true });
  expect(mailchimp.statusOf("ann@shop.example")).toBe("unsubscribed");
});

test("forgets a member for good", async () => {
  expect((await ask("POST", `/lists/a1b2c3d4e5/members/${ANN}/actions/delete-permanent`)).status).toBe(204);
  expect((await ask("GET", `/lists/a1b2c3d4e5/members/${ANN}`)).status).toBe(404);
  expect(mailchimp.wasErased("ann@shop.example")).toBe(true);
});

test("says no in its own form: a wrong key, another store, what it does not simulate", async () => {
  expect(await ask("GET", STORE, undefined, "other")).toMatchObject({ status: 401, body: { status: 401 } });
  expect(await ask("GET", "/ecommerce/stores/other")).toMatchObject({ status: 404, body: { status: 404 } });
  const elsewhere = await fetch(`${mailchimp.url}/3.0/campaigns`, {
    headers: { authorization: `Basic ${Buffer.from("any:key-us1").toString("base64")}` },
  });
  expect(elsewhere.status).toBe(501);
});
