/** A product in the Dynamics 365 sense: a variant goes by its own record id. */
export interface CommerceLine {
  readonly productId: string;
  readonly quantity: number;
}

/**
 * Carts of guests in Dynamics 365 Commerce. Both methods change the shop, so they are never repeated by themselves;
 * they throw a `retail-server-…` or `token-…` fault when the server refuses or cannot be used. After such a fault the
 * change may or may not have happened.
 */
export interface CommerceCarts {
  /** Makes an empty cart and returns its id. */
  make(): Promise<string>;
  /** Adds lines to a cart; prices are the server's. "gone" when there is no such cart any more. */
  addLines(cartId: string, lines: readonly CommerceLine[]): Promise<"added" | "gone">;
}
