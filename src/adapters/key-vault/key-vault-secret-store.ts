import type { TokenCredential } from "@azure/identity";
import { SecretClient } from "@azure/keyvault-secrets";
import { ConnectorError } from "../../cart/connector-error.ts";
import type { Clock } from "../../ports/clock.ts";
import { secretInEnvironment } from "../../ports/secret-in-environment.ts";
import type { WritableSecretStore } from "../../ports/secret-store.ts";
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
export function keyVaultSecretStore(options: KeyVaultSecretStoreOptions): WritableSecretStore {
  const { vaultUrl, env, clock, redaction, keepMinutes = 30 } = options;
  const kept = new Map<string, Renewed>();
  let client: SecretClient | undefined;

  function vault(name: string): Vault {
    if (vaultUrl === undefined) throw noVault(name);
    client ??= secretClient(vaultUrl, options.credential ?? azureCredential(env));
    return { client, host: new URL(vaultUrl).host, clock };
  }

  async function fetch(name: string): Promise<{ readonly value: string; readonly expiresAt: Date }> {
    const value = await readSecret(vault(name), name);
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
    async write(name, value) {
      if (secretInEnvironment(env, name) !== undefined) throw fromEnvironment(name);
      redaction.hide(value);
      await asked(vault(name), { name, doing: "writing" }, (of, abortSignal) =>
        of.setSecret(name, value, { abortSignal }),
      );
      kept.delete(name);
    },
  };
}

interface Vault {
  readonly client: SecretClient;
  readonly host: string;
  readonly clock: Clock;
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

async function readSecret(vault: Vault, name: string): Promise<string> {
  const secret = await asked(vault, { name, doing: "reading" }, (of, abortSignal) =>
    of.getSecret(name, { abortSignal }),
  );
  // a line break at the end is what tools that read secrets from files leave behind
  const value = secret.value?.trim() ?? "";
  if (value !== "") return value;
  throw new ConnectorError("secret-missing", `secret ${name} in key vault ${vault.host}: it is empty`, {
    fix: `put the value into the secret ${name}`,
  });
}

/** Asks the key vault, with a time limit; whatever goes wrong is a fault that names the secret. */
async function asked<T>(
  { client, host, clock }: Vault,
  about: { readonly name: string; readonly doing: "reading" | "writing" },
  ask: (client: SecretClient, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const deadline = clock.deadline(TIMEOUT_MS);
  try {
    return await ask(client, deadline.signal);
  } catch (thrown) {
    throw vaultFault(thrown, { ...about, host });
  } finally {
    deadline.release();
  }
}

function noVault(name: string): ConnectorError {
  return new ConnectorError("secret-missing", `secret ${name}: no key vault is set`, {
    fix: `set KeyVaultOptions.KeyVaultURI, or for local work the environment variable SECRET__${name}`,
  });
}

function fromEnvironment(name: string): ConnectorError {
  return new ConnectorError(
    "vault-refused",
    `secret ${name}: it changes as it is used, and comes from the environment, where nothing can be kept`,
    { fix: `put the secret ${name} into the key vault, and take SECRET__${name} out of the environment` },
  );
}
