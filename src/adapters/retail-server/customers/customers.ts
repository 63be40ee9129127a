import type { Customer } from "../../../cart/shopper.ts";
import type { RetailServer } from "../../../ports/retail-server.ts";
import { readByIds, type BatchSpec } from "../batches.ts";
import type { ReaderTools } from "../channel.ts";
import { customerRow } from "./schema.ts";

/** The channel's own database; the other places would ask headquarters for every batch. */
const SEARCH_LOCAL = 1;

/** `consentAttribute`: under which name the records hold the consent, if they do. */
export function createCustomerReader(
  tools: ReaderTools,
  consentAttribute: string | undefined,
): Pick<RetailServer, "customers"> {
  const spec: BatchSpec<Customer> = {
    operation: "Customers/GetByAccountNumbers",
    body: (accountNumbers) => JSON.stringify({ accountNumbers, searchLocationValue: SEARCH_LOCAL }),
    row: customerRow(consentAttribute),
    idOf: (customer) => customer.account,
    fixWhenBlank: "check that customers are distributed to this scale unit and belong to this channel",
  };
  return { customers: (accounts) => readByIds(tools, accounts, spec) };
}
