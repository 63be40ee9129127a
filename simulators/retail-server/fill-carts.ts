import { z } from "zod";
import type { Ask } from "./ask.ts";
import { actionBody } from "./body.ts";
import { single } from "./collection.ts";
import { cartEntity, type Entity } from "./entities.ts";
import { badRequest, notSimulated, Refusal } from "./errors.ts";
import { productName } from "./languages.ts";
import { refuseCollectionQuery } from "./query.ts";
import type { CartLineRow } from "./shop-data.ts";
import { textKey } from "./target.ts";

/* The two operations that fill a guest's cart: the only ones here that change a shop. */

const NEW_CART = z.object({ Id: z.literal("") }).catchall(z.unknown());

export function makeCart(ask: Ask): Entity {
  refuseCollectionQuery(ask.call.url.searchParams);
  const others = Object.keys(actionBody(ask.call, NEW_CART)).filter((name) => name !== "Id");
  if (others.length > 0) throw notSimulated(`POST Carts with ${others.join(", ")}`);
  return single(ask, "Cart", cartEntity(ask.shop.makeCart(), ask.channelRecordId));
}

const LINES = z.strictObject({
  cartLines: z
    .array(
      z.strictObject({
        // without IEEE754Compatible a server refuses an Int64 that comes as text
        ProductId: z.int().positive(),
        Quantity: z.number().positive(),
        UnitOfMeasureSymbol: z.string().nullish(),
      }),
    )
    .min(1),
  cartVersion: z.int().nullish(),
});

/** All of the lines or none: one product that cannot be bought refuses the request. */
export function addCartLines(ask: Ask): Entity {
  refuseCollectionQuery(ask.call.url.searchParams);
  const id = textKey(ask.target.key);
  const { cartLines, cartVersion } = actionBody(ask.call, LINES);
  const cart = ask.shop.carts.get(id);
  if (cart === undefined) {
    const message = `there is no cart ${id}`;
    throw new Refusal({ status: 404, type: "CartValidationException", resourceId: "CartNotFound", message });
  }
  if (cartVersion !== undefined && cartVersion !== null && cartVersion !== cart.version) {
    throw badRequest("the cart has another version by now", "InvalidCartVersion");
  }
  const lines = cartLines.map((line) => lineRow(ask, line));
  ask.shop.changeLines(id, [...cart.lines, ...lines]);
  return single(ask, "Cart", cartEntity(ask.shop.cart(id), ask.channelRecordId));
}

function lineRow(ask: Ask, asked: z.infer<typeof LINES>["cartLines"][number]): CartLineRow {
  const product = ask.shop.products.get(asked.ProductId);
  if (product === undefined) throw badRequest(`there is no product ${asked.ProductId}`, "ObjectNotFound");
  if (product.kind === "master") throw badRequest("a master is bought as one of its variants");
  return {
    kind: "product",
    productId: product.id,
    description: productName(product, ask.call.headers["accept-language"], ask.shop.channel),
    quantity: asked.Quantity.toFixed(7),
    unit: asked.UnitOfMeasureSymbol ?? "st",
    price: product.price,
    discount: "0",
  };
}
