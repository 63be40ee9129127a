import type { Address } from "../../../cart/shopper.ts";
import type { ConsentAnswer } from "../../../ports/email-provider.ts";
import { BLANK_FROM, blankFault } from "../blank.ts";
import { memberPath, statusIn } from "./audience.ts";
import type { Call } from "./calls.ts";
import { MARKETING } from "./options.ts";
import type { Store } from "./schema.ts";

/**
 * What the audience says of each person, one question each: there is none for many. `read` asks with patience, a few at a time. Throws `provider-blank` when it
 * knows none of many, and the fault of a question that could not be asked.
 */
export async function readConsent(
  addresses: readonly Address[],
  { store, read }: { readonly store: Store; readonly read: Call },
): Promise<ReadonlyMap<Address, ConsentAnswer>> {
  const asked = [...new Set(addresses)];
  const statuses = await Promise.all(
    asked.map(async (address) => statusIn(await read({ method: "GET", path: memberPath(store, address) }))),
  );
  if (asked.length >= BLANK_FROM && statuses.every((status) => status === undefined)) {
    throw blankFault(
      MARKETING,
      asked.length,
      `check that ${MARKETING.section}.StoreId belongs to the audience of the shop`,
    );
  }
  return new Map(asked.map((address, index) => [address, answerFor(statuses[index])]));
}

/** Who has to confirm, was only ever bought from, or was put away has not said yes. */
function answerFor(status = "none"): ConsentAnswer {
  switch (status) {
    case "subscribed":
      return "opted-in";
    case "unsubscribed":
    case "cleaned":
      return "opted-out";
    default:
      return "unknown";
  }
}
