import type { Address } from "../../../cart/shopper.ts";
import { memberPath } from "./audience.ts";
import { heard, refusedFault, storePath, type Call } from "./calls.ts";
import type { MarketingOptions } from "./options.ts";
import { memberHash } from "./payload.ts";
import type { Store } from "./schema.ts";

/** Unsubscribes a member; makes nobody one. Throws a `provider-…` fault. Safe to repeat. */
export async function unsubscribe(store: Store, address: Address, call: Call): Promise<"done" | "unknown"> {
  const doing = "unsubscribing a person";
  const body = JSON.stringify({ status: "unsubscribed" });
  const reply = heard(await call({ method: "PATCH", path: memberPath(store, address), body }), doing);
  if (reply.kind === "refused") throw refusedFault(doing);
  return reply.kind === "absent" ? "unknown" : "done";
}

/** Deletes the customer, then the member for good. Throws a `provider-…` fault. Safe to repeat. */
export async function eraseMember(
  options: MarketingOptions,
  { store, address, call }: { readonly store: Store; readonly address: Address; readonly call: Call },
): Promise<"done" | "unknown"> {
  const doing = "erasing a person";
  const customer = `${storePath(options)}/customers/${memberHash(address)}`;
  const deleted = heard(await call({ method: "DELETE", path: customer }), doing);
  const path = `${memberPath(store, address)}/actions/delete-permanent`;
  const erased = heard(await call({ method: "POST", path }), doing);
  if (deleted.kind === "refused" || erased.kind === "refused") throw refusedFault(doing);
  return deleted.kind === "absent" && erased.kind === "absent" ? "unknown" : "done";
}
