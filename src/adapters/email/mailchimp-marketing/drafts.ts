import type { ReminderFacts } from "../../../cart/reminder.ts";
import type { Draft } from "../../../ports/email-provider.ts";
import { MASKED } from "../draft.ts";
import { storePath } from "./calls.ts";
import type { MarketingOptions } from "./options.ts";
import { cartBodies, memberHash } from "./payload.ts";

/**
 * The requests for one cart, with its products as the store knows them already: a new one is sent once more, with POST.
 * Empty for a cart without prices, which is not sent.
 */
export function cartDrafts(options: MarketingOptions, reminder: ReminderFacts): readonly Draft[] {
  const bodies = cartBodies(reminder);
  if (bodies === undefined) return [];
  const request = (method: string, path: string, body: string): Draft => ({
    method,
    url: `${options.apiUrl}${storePath(options)}${path}`,
    headers: {
      authorization: `Basic ${MASKED}`,
      accept: "application/json",
      "content-type": "application/json",
    },
    body,
  });
  const products = [...bodies.products].map(([id, body]) =>
    request("PATCH", `/products/${encodeURIComponent(id)}`, body),
  );
  return [
    request("PUT", `/customers/${memberHash(reminder.address)}`, bodies.customer),
    ...products,
    request("POST", "/carts", bodies.cart),
  ];
}
