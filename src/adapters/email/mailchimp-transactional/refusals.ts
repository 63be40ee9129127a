import type { Address } from "../../../cart/shopper.ts";
import type { Exchange } from "../../http/exchange.ts";
import { misconfigured } from "../failure.ts";
import { SECTION } from "./options.ts";
import { failureIn } from "./refusal.ts";

/** Puts a person on the list of those who are not mailed. Throws a `provider-…` fault. Safe to repeat. */
export async function rejectFromNowOn(
  address: Address,
  post: (path: string, bodyWith: (key: string) => string) => Promise<Exchange>,
): Promise<"done"> {
  const comment = "refused reminders";
  const result = await post("/rejects/add", (key) => JSON.stringify({ key, email: address, comment }));
  const failure = failureIn(result, "adding a person to those who are not mailed");
  if (failure === "about-a-person") throw refusedAddress();
  if (failure !== undefined) throw failure.fault;
  return "done";
}

function refusedAddress() {
  return misconfigured(
    "mailchimp-transactional does not take this person among those who are not mailed",
    `add the person by hand in Mailchimp Transactional under Rejection Lists, and see that ${SECTION}.ApiUrl is its own`,
  ).fault;
}
