import type { ShopperCart } from "../../cart/shopper-cart.ts";
import type { Gate } from "../verify/gate.ts";
import type { ReceiverSettings } from "../verify/receiver-settings.ts";
import type { Catalogue } from "./catalogue.ts";

/** What an admitted link is applied to. */
export interface Shop extends Omit<Gate, "issued" | "settings"> {
  readonly settings: ReceiverSettings;
  readonly cart: ShopperCart;
  /** Filled before with what `wantedProducts` names. */
  readonly catalogue: Catalogue;
}
