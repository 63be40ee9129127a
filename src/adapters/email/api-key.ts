import type { SecretStore } from "../../ports/secret-store.ts";
import type { Exchange } from "../http/exchange.ts";

/** Which secret holds the key, and how the provider says that it is not good. */
export interface ApiKey {
  readonly secrets: SecretStore;
  readonly secretName: string;
  /** True only for replies that say that nothing was carried out. */
  readonly isTurnedDown: (result: Exchange) => boolean;
}

/**
 * Sends with the key, and once more when the key was turned down and another one is in the secret by now. What was
 * turned down was not carried out, so this repeats nothing. Throws only the faults of the secret store, and only
 * before a request or after one that was turned down.
 */
export async function withApiKey(
  { secrets, secretName, isTurnedDown }: ApiKey,
  send: (key: string) => Promise<Exchange>,
): Promise<Exchange> {
  const key = await secrets.read(secretName);
  const result = await send(key);
  if (!isTurnedDown(result)) return result;
  // the key may have been replaced since it was read
  secrets.forget(secretName);
  const other = await secrets.read(secretName);
  return other === key ? result : send(other);
}
