import type { Address } from "../../../cart/shopper.ts";
import type { Exchange } from "../../http/exchange.ts";
import { unreadable } from "../failure.ts";
import { heard, storePath, unknownStore, type Call } from "./calls.ts";
import { MARKETING, type MarketingOptions } from "./options.ts";
import { memberHash } from "./payload.ts";
import { parseStatus, parseStore, type Store } from "./schema.ts";

/** The store of the settings. Throws a `provider-…` fault, or that of the secret store. */
export async function readStore(options: MarketingOptions, call: Call): Promise<Store> {
  const doing = "reading the store";
  const reply = heard(await call({ method: "GET", path: storePath(options) }), doing);
  if (reply.kind !== "text") throw unknownStore().fault;
  const store = parseStore(reply.text);
  if (store === undefined) throw unreadable(MARKETING, doing, 200).fault;
  return store;
}

/** Where somebody of the audience lies. The hash is all of the address that is in it. */
export function memberPath({ list_id }: Store, address: Address): string {
  return `/lists/${encodeURIComponent(list_id)}/members/${memberHash(address)}`;
}

/**
 * What Mailchimp says of somebody in the audience, in its own word; undefined when it has nobody of this address.
 * Throws a `provider-…` fault.
 */
export function statusIn(result: Exchange): string | undefined {
  const doing = "reading a member of the audience";
  const reply = heard(result, doing);
  if (reply.kind !== "text") return undefined;
  const status = parseStatus(reply.text);
  if (status === undefined) throw unreadable(MARKETING, doing, 200).fault;
  return status;
}
