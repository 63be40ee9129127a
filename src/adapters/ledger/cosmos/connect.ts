import type { Agent } from "node:https";
import type { TokenCredential } from "@azure/identity";
import { CosmosClient, type CosmosClientOptions } from "@azure/cosmos";
import { ConnectorError } from "../../../cart/connector-error.ts";

export interface CosmosAccount {
  /** `AzureCosmosOptions.EndPointUri`. */
  readonly endpoint: string;
  /** `AzureCosmosOptions.PrimaryKey`; undefined to sign in with Entra. */
  readonly key: string | undefined;
  /** How to sign in without a key; called at the first use. */
  readonly credential: (() => TokenCredential) | undefined;
  /** For a network where the SDK's own agent will not do, such as a private certificate authority. */
  readonly agent?: Agent;
}

/** The emulator's key: the same on every machine, published by Microsoft, and so no secret. */
const EMULATOR_KEY =
  "C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw==";

const REQUEST_TIMEOUT_MS = 10_000;
const MOST_RETRIES_WHEN_THROTTLED = 9;
const LONGEST_WAIT_WHEN_THROTTLED_S = 20;

/** A client of the account. Asks nobody anything yet. */
export function connect(account: CosmosAccount): CosmosClient {
  return new CosmosClient({
    endpoint: account.endpoint,
    ...signIn(account),
    ...(account.agent === undefined ? {} : { agent: account.agent }),
    // what we just wrote, or were just told exists, must be in what we read next
    consistencyLevel: "Session",
    connectionPolicy: {
      requestTimeout: REQUEST_TIMEOUT_MS,
      // the account's own address always leads to its one write region. With discovery the SDK would repeat a
      // request to a host that does not resolve, or a write whose reply was lost, for two minutes
      enableEndpointDiscovery: false,
      useMultipleWriteLocations: false,
      retryOptions: {
        maxRetryAttemptCount: MOST_RETRIES_WHEN_THROTTLED,
        maxWaitTimeInSeconds: LONGEST_WAIT_WHEN_THROTTLED_S,
      },
    },
  });
}

/** A loopback endpoint without a key is the emulator, which knows no Entra sign-in. */
export function usesKey(account: CosmosAccount): boolean {
  return account.key !== undefined || isLoopback(account.endpoint);
}

function signIn(account: CosmosAccount): Pick<CosmosClientOptions, "key" | "aadCredentials"> {
  if (usesKey(account)) return { key: account.key ?? EMULATOR_KEY };
  if (account.credential !== undefined) return { aadCredentials: account.credential() };
  throw new ConnectorError(
    "ledger-refused",
    "there is neither a key nor an Entra sign-in for the cosmos account",
    {
      fix: "set AzureCosmosOptions.PrimaryKey, or give the app an identity",
    },
  );
}

function isLoopback(endpoint: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(endpoint).hostname);
}
