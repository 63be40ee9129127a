import type { z } from "zod";
import type { ShopperCart, ShopperLine } from "../../cart/shopper-cart.ts";
import { readJsonFile, type NamedFile } from "./read-json-file.ts";
import { cartFile } from "./schema.ts";

/** A cart from a file: what can be told from the rest may be left out there. */
export async function readCartFile(file: NamedFile): Promise<ShopperCart> {
  const read = await readJsonFile(file, cartFile);
  return { lifetime: undefined, referral: undefined, ...read, lines: read.lines.map(lineOf) };
}

function lineOf(read: z.output<typeof cartFile>["lines"][number]): ShopperLine {
  const { standsAlone = read.customised.length > 0 } = read;
  return {
    variantId: undefined,
    sku: undefined,
    weight: undefined,
    additionalData: undefined,
    ...read,
    standsAlone,
  };
}
