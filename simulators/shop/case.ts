import type { CartRow, CustomerRow, OrderRow } from "../retail-server/shop-data.ts";
import type { Scene } from "./scene.ts";

/** What the e-mail provider knows of a person. */
export interface ContactSeed {
  readonly email: string;
  /** Field 31: "1" wants mail, "2" does not, "" was never asked. */
  readonly optIn: "1" | "2" | "";
}

/**
 * How a cart ends in the first pass over the demo shop, in the words of the design; and two words for carts that
 * no pass judges: "out-of-reach" (another type, or too new) and "unreadable".
 */
export type Ending =
  | "sent"
  | "empty"
  | "no-customer"
  | "nothing-to-show"
  | "customer-missing"
  | "no-address"
  | "no-consent"
  | "superseded"
  | "bought-since"
  | "out-of-reach"
  | "unreadable";

/** A small story: its carts with their endings, and everything around them. */
export interface Case {
  readonly carts: readonly { readonly row: CartRow; readonly ending: Ending }[];
  readonly customers?: readonly CustomerRow[];
  readonly orders?: readonly OrderRow[];
  readonly contacts?: readonly ContactSeed[];
}

export type CaseBuilder = (scene: Scene) => Case;

/** One cart of one shopper whom the provider knows and may write to. */
export function oneCart(
  customer: CustomerRow,
  row: CartRow,
  around: {
    readonly ending?: Ending;
    readonly optIn?: ContactSeed["optIn"];
    readonly orders?: readonly OrderRow[];
  } = {},
): Case {
  return {
    carts: [{ row, ending: around.ending ?? "sent" }],
    customers: [customer],
    orders: around.orders ?? [],
    contacts: contactOf(customer, around.optIn),
  };
}

export function contactOf(customer: CustomerRow, optIn: ContactSeed["optIn"] = "1"): readonly ContactSeed[] {
  return customer.email?.includes("@") === true ? [{ email: customer.email, optIn }] : [];
}
