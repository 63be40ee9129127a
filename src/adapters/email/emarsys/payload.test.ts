import { expect, test } from "vitest";
import type { Reminder } from "../../../cart/reminder.ts";
import { contactBytes, ENVELOPE_BYTES, triggerBody } from "./payload.ts";
import { amount, BAG, reminderFor } from "../test-reminder.ts";

test("a request has the names and value forms that templates for Microsoft's sample use, and ours beside them", () => {
  const reminder = reminderFor("ann@example.com");
  expect(JSON.parse(triggerBody("3", [reminder]))).toEqual({
    key_id: "3",
    returnToCartUrl: "https://shop.example/cart",
    contacts: [
      {
        external_id: "ann@example.com",
        trigger_id: reminder.key,
        data: {
          firstName: "Ann",
          lastName: "Bee",
          language: "en-us",
          currency: "USD",
          returnToCartUrl: "https://shop.example/cart",
          orderDetails: [
            {
              productId: "68719489871",
              productName: "Bag",
              productImage: {
                altText: "A red bag",
                viewPortImages: [
                  {
                    url: "https://img.example/x?y=1&w=600&h=400&q=80&m=6&f=jpg",
                    media: "(min-width: 600px)",
                    useForDefaultImageTag: true,
                  },
                ],
              },
              quantity: "2",
              unitPrice: "19.99",
              productUrl: "https://shop.example/bag",
              unitPriceFormatted: "$19.99",
              lineTotal: "39.98",
              lineTotalFormatted: "$39.98",
            },
          ],
          cartId: "cart-of-ann@example.com",
          reminderNumber: "1",
          unsubscribeUrl: null,
          total: "39.98",
          totalFormatted: "$39.98",
        },
      },
    ],
  });
});

test("what is unknown is written as the sample writes it: words for name and price, null elsewhere", () => {
  const bare = {
    ...BAG,
    productName: undefined,
    productUrl: undefined,
    image: undefined,
    unitPrice: undefined,
    lineTotal: undefined,
  };
  const reminder = reminderFor("ann@example.com", {
    firstName: undefined,
    lastName: undefined,
    total: undefined,
    lines: [bare],
  });
  expect(dataOf(reminder)).toMatchObject({
    firstName: null,
    lastName: null,
    total: null,
    totalFormatted: null,
    orderDetails: [
      {
        productName: "Not Available",
        productImage: null,
        unitPrice: "Not Specified",
        unitPriceFormatted: null,
        productUrl: null,
        lineTotal: null,
        lineTotalFormatted: null,
      },
    ],
  });
});

test("quantities and prices are the shortest decimal text", () => {
  const line = {
    ...BAG,
    quantity: amount("1.500"),
    unitPrice: { value: amount("20.00"), text: "$20.00" },
  };
  expect(dataOf(reminderFor("ann@example.com", { lines: [line] }))).toMatchObject({
    orderDetails: [{ quantity: "1.5", unitPrice: "20" }],
  });
});

test("no event time is sent", () => {
  expect(triggerBody("3", [reminderFor("ann@example.com")])).not.toContain("event_time");
});

test("control characters and halves of surrogate pairs in names do not reach the wire", () => {
  const reminder = reminderFor("ann@example.com", { firstName: 'A"\u0000\n\u0085n\ud83dn', lastName: "👩🏽‍🚀" });
  const body = triggerBody("3", [reminder]);
  expect(body).not.toMatch(/\\u00|\\n|\\ud/);
  expect(dataOf(reminder)).toMatchObject({ firstName: 'A" n\ufffdn', lastName: "👩🏽‍🚀" });
});

test("a link of one shopper is not repeated beside the contacts", () => {
  const own = reminderFor("ann@example.com", { returnToCartUrl: "https://shop.example/cart?of=ann" });
  const body: unknown = JSON.parse(triggerBody("3", [own, reminderFor("bob@example.com")]));
  expect(body).not.toHaveProperty("returnToCartUrl");
});

test("the sizes of the reminders and the reserve cover the whole body in UTF-8", () => {
  const batch = ["ann", "bob", "cid"].map((name) =>
    reminderFor(`${name}@example.com`, { firstName: "Åsa 👋", lastName: "\u0001" }),
  );
  const counted = batch.reduce((total, reminder) => total + contactBytes(reminder), 0);
  const actual = Buffer.byteLength(triggerBody("3", batch));
  expect(actual).toBeGreaterThan(counted);
  expect(actual - counted).toBeLessThan(ENVELOPE_BYTES);
});

function dataOf(reminder: Reminder): unknown {
  const body = JSON.parse(triggerBody("3", [reminder])) as { contacts: { data: unknown }[] };
  return body.contacts[0]?.data;
}
