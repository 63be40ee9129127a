import { ConnectorError } from "../../../cart/connector-error.ts";
import { SECTION, type MarketingOptions } from "./options.ts";
import type { Store } from "./schema.ts";

/** What the store tells about the set-up; throws the fault of one whose flows are held back. */
export function checkStore({ storeId }: MarketingOptions, store: Store): readonly string[] {
  if (store.is_syncing) throw syncingFault();
  return [
    "the key is good",
    `store ${storeId} is there, and its flows run`,
    "whether a flow for abandoned carts is switched on is not told by the API: look in Mailchimp under Automations",
  ];
}

/** A cart would be taken, and nobody mailed. */
export function syncingFault(): ConnectorError {
  return new ConnectorError(
    "provider-nothing-attached",
    `the store of ${SECTION}.StoreId is marked as syncing, so no flow of its runs`,
    { fix: "set is_syncing of the store to false: docs/providers/mailchimp-marketing.md tells how" },
  );
}
