import { ConnectorError } from "../cart/connector-error.ts";
import type { PersonId, PersonKey } from "../cart/shopper.ts";
import {
  derivedUnsubscribeKey,
  readUnsubscribeToken,
  unsubscribeToken,
  type UnsubscribeKey,
} from "../cart/unsubscribe-token.ts";
import type { SecretStore } from "../ports/secret-store.ts";
import type { Shop } from "../steps/way.ts";
import { suppressPerson, type SuppressTools } from "./suppress.ts";

/** The first key signs new links, all of them open old ones. */
export type UnsubscribeKeys = readonly [UnsubscribeKey, ...UnsubscribeKey[]];

const KEY_BYTES = 32;

/**
 * The keys of unsubscribe links: the secrets that are named, the newest first, and behind them the key that comes from
 * the person key, so that links sent before any secret was named go on working. Throws the faults of the secret store.
 */
export async function unsubscribeKeys(source: {
  readonly personKey: PersonKey;
  readonly secrets: SecretStore;
  /** ConnectorOptions.UnsubscribeKeyKeyVaultSecretNames. */
  readonly secretNames: string | undefined;
}): Promise<UnsubscribeKeys> {
  const names = (source.secretNames ?? "").split(",").map((name) => name.trim());
  const named: UnsubscribeKey[] = [];
  for (const name of names.filter((one) => one !== "")) named.push(await namedKey(source.secrets, name));
  const derived = derivedUnsubscribeKey(source.personKey);
  const [first, ...others] = named;
  return first === undefined ? [derived] : [first, ...others, derived];
}

async function namedKey(secrets: SecretStore, name: string): Promise<UnsubscribeKey> {
  const bytes = Buffer.from(await secrets.read(name), "utf8");
  if (bytes.length < KEY_BYTES) {
    throw new ConnectorError("secret-missing", `the secret ${name} is too short to sign unsubscribe links`, {
      fix: `store at least ${KEY_BYTES} random characters in it (ConnectorOptions.UnsubscribeKeyKeyVaultSecretNames)`,
    });
  }
  // proved by the length check
  return bytes as UnsubscribeKey;
}

/** A shop whose reminders carry an unsubscribe link. */
export function withUnsubscribeLinks(shop: Shop, baseUrl: string, [key]: UnsubscribeKeys): Shop {
  return {
    ...shop,
    unsubscribeUrl: (person: PersonId) => `${baseUrl}/api/unsubscribe/${unsubscribeToken(person, key)}`,
  };
}

/**
 * What a signed link asks for. "invalid": nobody signed it. Says the same whether the ledger knew the person or not, and
 * every time. Throws `ledger-…` faults: then nothing was acknowledged and the link may be used again.
 */
export async function unsubscribe(
  tools: SuppressTools,
  token: string,
  keys: UnsubscribeKeys,
): Promise<"unsubscribed" | "invalid"> {
  const person = readUnsubscribeToken(token, keys);
  if (person === undefined) return "invalid";
  await suppressPerson(tools, person, { reason: "unsubscribed", owed: "opt-out" });
  return "unsubscribed";
}
