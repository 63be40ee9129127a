import { afterEach, describe, expect, it } from "vitest";
import { aCart, aCustomer, aLine, aProduct, aShop } from "../../simulators/shop/builders.ts";
import { stampBefore } from "../../simulators/retail-server/ticks.ts";
import { openTown, type Town } from "./open-town.ts";

const NOW = new Date("2026-11-22T12:00:00.000Z");
const NBSP = "\u00a0";

describe("money on its way from the cart to the e-mail provider", () => {
  let town: Town;
  afterEach(() => town.close());

  async function mailed(channel: { currency: string; language: string }, price: string, quantity: string) {
    const customer = aCustomer({ language: channel.language });
    const product = aProduct();
    const line = aLine({ productId: product.id, price, quantity, discount: null });
    const cart = aCart({ customerId: customer.account, modified: stampBefore(NOW, 60), lines: [line] });
    const shop = aShop({
      channel: { currency: channel.currency, defaultLanguage: channel.language },
      products: [product],
      customers: [customer],
      carts: [cart],
    });
    const contacts = [{ email: customer.email ?? "", optIn: "1" as const }];
    town = await openTown({ shop, contacts, now: NOW });
    await (await town.runner()).pass();
    const [delivery] = town.neighbours.emarsys.delivered;
    return delivery?.data;
  }

  it.each([
    { price: "19.99", quantity: "3", unit: "19.99", total: "59.97", text: `59,97${NBSP}kr` },
    { price: "0.1", quantity: "3", unit: "0.1", total: "0.3", text: `0,30${NBSP}kr` },
    {
      price: "1234567.5",
      quantity: "1",
      unit: "1234567.5",
      total: "1234567.5",
      text: `1${NBSP}234${NBSP}567,50${NBSP}kr`,
    },
    { price: "2.0000000", quantity: "1.5000000", unit: "2", total: "3", text: `3,00${NBSP}kr` },
  ])(
    "keeps $price SEK × $quantity exact and formats it for a Swede",
    async ({ price, quantity, unit, total, text }) => {
      const data = await mailed({ currency: "SEK", language: "sv" }, price, quantity);
      expect(data).toMatchObject({
        currency: "SEK",
        total,
        totalFormatted: text,
        orderDetails: [{ unitPrice: unit, lineTotal: total, lineTotalFormatted: text }],
      });
    },
  );

  it("writes a currency without decimals without decimals", async () => {
    const data = await mailed({ currency: "JPY", language: "en-us" }, "1980", "2");
    expect(data).toMatchObject({ total: "3960", totalFormatted: "¥3,960" });
  });

  it("writes a currency with three decimals with three", async () => {
    const data = await mailed({ currency: "KWD", language: "en-us" }, "1.234", "2");
    expect(data).toMatchObject({ total: "2.468", totalFormatted: `KWD${NBSP}2.468` });
  });
});
