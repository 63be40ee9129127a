import type { Product } from "../cart/product.ts";
import type { Customer } from "../cart/shopper.ts";
import type { RetailServer } from "../ports/retail-server.ts";

/**
 * A Retail Server that is asked once per pass for what does not decide anything: customers, products, pictures.
 * Carts and orders are never remembered: they are the evidence.
 */
export function remembering(retailServer: RetailServer): RetailServer {
  const customers = new Map<string, Customer | undefined>();
  const products = new Map<string, Map<string, Product | undefined>>();
  const pictures = new Map<string, ReturnType<RetailServer["pictures"]>>();
  return {
    ...retailServer,
    customers: (accounts) => throughMemory(customers, accounts, (missing) => retailServer.customers(missing)),
    products(ids, language) {
      const known = products.get(language) ?? new Map<string, Product | undefined>();
      products.set(language, known);
      return throughMemory(known, ids, (missing) => retailServer.products(missing, language));
    },
    pictures(id) {
      const known = pictures.get(id) ?? retailServer.pictures(id);
      pictures.set(id, known);
      return known;
    },
  };
}

async function throughMemory<Value>(
  known: Map<string, Value | undefined>,
  ids: readonly string[],
  ask: (missing: readonly string[]) => Promise<ReadonlyMap<string, Value>>,
): Promise<ReadonlyMap<string, Value>> {
  const missing = [...new Set(ids)].filter((id) => !known.has(id));
  if (missing.length > 0) {
    const answer = await ask(missing);
    for (const id of missing) known.set(id, answer.get(id));
  }
  const found = new Map<string, Value>();
  for (const id of ids) {
    const value = known.get(id);
    if (value !== undefined) found.set(id, value);
  }
  return found;
}
