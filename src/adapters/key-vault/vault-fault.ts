import { isRestError } from "@azure/keyvault-secrets";
import { ConnectorError } from "../../cart/connector-error.ts";

/** Which secret, where, and what was to be done with it. */
interface About {
  readonly name: string;
  readonly host: string;
  readonly doing: "reading" | "writing";
}

/** What a failure with a secret means to the operator: absent, refused and unreachable are three things. */
export function vaultFault(thrown: unknown, { name, host, doing }: About): ConnectorError {
  const about = `secret ${name} in key vault ${host}`;
  const status = isRestError(thrown) ? thrown.statusCode : undefined;
  if (status === 404) {
    return new ConnectorError("secret-missing", `${about}: there is no such secret`, {
      cause: thrown,
      fix: `add the secret ${name} to the key vault, or correct the setting that names it`,
    });
  }
  if (status !== undefined && status < 500 && status !== 429)
    return refused(thrown, `${about}: ${doing} it was refused (${status})`, doing);
  if (status === undefined && isSignInFault(thrown)) return signInFault(thrown, about);
  const told = status === undefined ? "no answer in time or no connection" : `it answered ${status}`;
  return new ConnectorError("vault-unreachable", `${about}: ${told}`, {
    cause: thrown,
    fix: "check KeyVaultOptions.KeyVaultURI and that this machine reaches the key vault",
  });
}

const MENDS = {
  reading:
    "give the identity of the app the role Key Vault Secrets User, and check that the secret is enabled and the firewall of the key vault lets this machine in",
  writing:
    "give the identity of the app the role Key Vault Secrets Officer for this one secret: it changes as it is used",
};

function refused(cause: unknown, message: string, doing: About["doing"]): ConnectorError {
  return new ConnectorError("vault-refused", message, { cause, fix: MENDS[doing] });
}

const SIGN_IN_ERRORS = new Set([
  "AuthenticationError",
  "AggregateAuthenticationError",
  "AuthenticationRequiredError",
  "CredentialUnavailableError",
]);

function isSignInFault(thrown: unknown): thrown is Error {
  return thrown instanceof Error && SIGN_IN_ERRORS.has(thrown.name);
}

/** The credentials of Azure tell a network that is down from a refusal in their text only. */
const OFFLINE = /network_error|endpoints_resolution_error|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT/;

function signInFault(thrown: Error, about: string): ConnectorError {
  if (OFFLINE.test(thrown.message)) {
    return new ConnectorError("vault-unreachable", `${about}: no connection to the sign-in for Azure`, {
      cause: thrown,
      fix: "check that this machine reaches Microsoft Entra; AZURE_AUTHORITY_HOST, if set, names its host",
    });
  }
  return new ConnectorError("vault-refused", `${about}: this machine could not sign in to Azure`, {
    cause: thrown,
    fix: "in Azure give the app a managed identity; elsewhere run `az login`, or set SECRET__<name> for local work",
  });
}
