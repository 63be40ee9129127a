import { fits } from "./pattern.ts";
import type { Address } from "./shopper.ts";

/** Whose carts are nobody's shopping. In patterns `*` stands for anything. */
export interface NotShoppers {
  /** Customer groups of Commerce. */
  readonly staffGroups: readonly string[];
  /** Patterns of account numbers. */
  readonly testAccounts: readonly string[];
  /** Patterns of addresses. */
  readonly addresses: readonly string[];
}

export type NotAShopper = "staff-group" | "test-account" | "address-pattern";

/** Which rule, if any, says that somebody is staff, a test, or an address that nobody reads. */
export function notAShopper(
  who: {
    readonly address: Address;
    readonly customer: { readonly account: string; readonly group: string | undefined } | undefined;
  },
  { staffGroups, testAccounts, addresses }: NotShoppers,
): NotAShopper | undefined {
  const { address, customer } = who;
  const group = customer?.group?.trim().toLowerCase();
  if (staffGroups.some((staff) => staff.trim().toLowerCase() === group)) return "staff-group";
  if (customer !== undefined && testAccounts.some((pattern) => fits(pattern, customer.account))) {
    return "test-account";
  }
  return addresses.some((pattern) => fits(pattern, address)) ? "address-pattern" : undefined;
}
