import type { TokenCredential } from "@azure/identity";
import { SecretClient } from "@azure/keyvault-secrets";
import { ConnectorError } from "../../cart/connector-error.ts";
import type { Clock } from "../../ports/clock.ts";
import { secretInEnvironment } from "../../ports/secret-in-environment.ts";
import type { SecretStore } from "../../ports/secret-store.ts";
import { azureCredential } from "../entra/azure-credential.ts";
import { renewed, type Renewed } from "../http/renewed.ts";
import type { Redaction } from "../log/redaction.ts";
import { vaultFault } from "./vault-fault.ts";

export interface KeyVaultSecretStoreOptions {
  /** Undefined when every secret comes from the environment. */
  readonly vaultUrl: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly redaction: Redaction;
  /** How long a value is kept before it is read again. */
  readonly keepMinutes?: number;
  /** How to sign in; `azureCredential` when left out. */
  readonly credential?: TokenCredential;
}

const TIMEOUT_MS = 15_000;
const RETRIES = { maxRetries: 2, retryDelayInMs: 250, maxRetryDelayInMs: 1000 };

/**
 * Secrets from Azure Key Vault; an environment variable `SECRET__<name>` comes first. Nobody is asked before the first
 * `read`, everybody who asks for one name at a time shares one request, and every value is hidden as it is read.
 */
export function keyVaultSecretStore(options: KeyVaultSecretStoreOptions): SecretStore {
  const { vaultUrl, env, clock, redaction, keepMinutes = 30 } = options;
  const kept = new Map<string, Renewed>();
  let client: SecretClient | undefined;

  async function fetch(name: string): Promise<{ readonly value: string; readonly expiresAt: Date }> {
    if (vaultUrl === undefined) throw noVault(name);
    client ??= secretClient(vaultUrl, options.credential ?? azureCredential(env));
    const value = await readSecret(client, name, { vaultUrl, clock });
    redaction.hide(value);
    return { value, expiresAt: new Date(clock.now().getTime() + keepMinutes * 60_000) };
  }

  return {
    async read(name) {
      const given = secretInEnvironment(env, name);
      if (given !== undefined) {
        redaction.hide(given);
        return given;
      }
      const one = kept.get(name) ?? renewed({ clock, earlyMs: 0, fetch: () => fetch(name) });
      kept.set(name, one);
      return one.get();
    },
    forget: (name) => void kept.delete(name),
  };
}

function secretClient(vaultUrl: string, credential: TokenCredential): SecretClient {
  return new SecretClient(vaultUrl, credential, {
    retryOptions: RETRIES,
    // a vault says for whom it wants a token; only on this machine may it name somebody else
    disableChallengeResourceVerification: /^https:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|\/|$)/.test(
      vaultUrl,
    ),
  });
}

async function readSecret(
  client: SecretClient,
  name: string,
  how: { readonly vaultUrl: string; readonly clock: Clock },
): Promise<string> {
  const { host } = new URL(how.vaultUrl);
  const deadline = how.clock.deadline(TIMEOUT_MS);
  try {
    const secret = await client.getSecret(name, { abortSignal: deadline.signal });
    // a line break at the end is what tools that read secrets from files leave behind
    const value = secret.value?.trim() ?? "";
    if (value !== "") return value;
  } catch (thrown) {
    throw vaultFault(thrown, name, host);
  } finally {
    deadline.release();
  }
  throw new ConnectorError("secret-missing", `secret ${name} in key vault ${host}: it is empty`, {
    fix: `put the value into the secret ${name}`,
  });
}

function noVault(name: string): ConnectorError {
  return new ConnectorError("secret-missing", `secret ${name}: no key vault is set`, {
    fix: `set KeyVaultOptions.KeyVaultURI, or for local work the environment variable SECRET__${name}`,
  });
}
