import type { Customer } from "../../cart/shopper.ts";
import type { RetailServer } from "../../ports/retail-server.ts";
import { readByIds, type BatchSpec } from "./batches.ts";
import type { ReaderTools } from "./channel.ts";
import { CustomerRow } from "./schema.ts";

/** The channel's own database; the other places would ask headquarters for every batch. */
const SEARCH_LOCAL = 1;

const CUSTOMERS: BatchSpec<Customer> = {
  operation: "Customers/GetByAccountNumbers",
  body: (accountNumbers) => JSON.stringify({ accountNumbers, searchLocationValue: SEARCH_LOCAL }),
  row: CustomerRow,
  idOf: (customer) => customer.account,
  fixWhenBlank: "check that customers are distributed to this scale unit and belong to this channel",
};

export function createCustomerReader(tools: ReaderTools): Pick<RetailServer, "customers"> {
  return { customers: (accounts) => readByIds(tools, accounts, CUSTOMERS) };
}
