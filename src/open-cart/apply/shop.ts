import type { Gate } from "../verify/gate.ts";
import type { Catalogue } from "./catalogue.ts";
import type { ShopperCart } from "./shopper-cart.ts";

/** What an admitted link is applied to. */
export interface Shop extends Omit<Gate, "issued"> {
  readonly cart: ShopperCart;
  /** Filled before with what `wantedProducts` names. */
  readonly catalogue: Catalogue;
}
