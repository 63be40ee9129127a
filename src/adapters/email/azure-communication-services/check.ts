import type { Exchange } from "../../http/exchange.ts";
import { failureOf } from "../failure.ts";
import { COMMUNICATION, type CommunicationOptions } from "./options.ts";
import { turnedAway } from "./reply.ts";

/** An operation that there never was: asking for it proves the sign-in, and mails nobody. */
const NO_OPERATION = "00000000-0000-0000-0000-000000000000";

/** Proves the endpoint and the sign-in; throws the fault. Of a sender nothing can be said without sending. */
export async function checkCommunication(
  options: CommunicationOptions,
  ask: (operation: string) => Promise<Exchange>,
): Promise<readonly string[]> {
  const doing = "asking for an operation";
  const result = await ask(NO_OPERATION);
  if (result.kind !== "reply") throw failureOf(result, COMMUNICATION, doing).fault;
  const usesKey = options.accessKeySecretName !== undefined;
  const isUnknown = result.status === 404 && result.headers.has("x-ms-error-code");
  if (result.status !== 200 && !isUnknown) throw turnedAway(result.status, doing, usesKey).fault;
  return [usesKey ? "the access key is good" : "the identity of the app is known"];
}
