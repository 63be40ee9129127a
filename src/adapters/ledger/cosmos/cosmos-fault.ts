import { ConnectorError, type FaultCode } from "../../../cart/connector-error.ts";
import { errorCodes } from "../../http/exchange.ts";

/** What a fault has to name: in the words of the settings, never a key. */
export interface CosmosPlace {
  readonly host: string;
  readonly databaseId: string;
  readonly containerId: string;
  readonly signIn: "key" | "entra";
}

type Trouble = readonly [code: FaultCode, what: string, fix: string];

const RUN_INIT = "run `connector ledger init`, or deploy infra/";

const WRONG_ENDPOINT =
  "check AzureCosmosOptions.EndPointUri and that this machine may reach it; for the emulator: start it, and let Node trust its certificate (NODE_EXTRA_CA_CERTS)";
const TRY_LATER = "nothing to do if it passes; otherwise look at the account in the Azure portal";

/** The HTTP status of an answer that the SDK threw; undefined when there was none. */
export function statusOf(thrown: unknown): number | undefined {
  return thrown instanceof Error && "code" in thrown && typeof thrown.code === "number"
    ? thrown.code
    : undefined;
}

/** True for a 404 because the whole container is not there, and not only the document. */
export function isContainerGone(answer: unknown): boolean {
  return typeof answer === "object" && answer !== null && "substatus" in answer && answer.substatus === 1003;
}

export function databaseMissing(place: CosmosPlace): ConnectorError {
  return missing(place, `database ${place.databaseId}`);
}

export function containerMissing(place: CosmosPlace): ConnectorError {
  return missing(place, `container ${nameOf(place)}`);
}

/** The container as people write it. */
export function nameOf(place: CosmosPlace): string {
  return `${place.databaseId}/${place.containerId}`;
}

function missing(place: CosmosPlace, what: string): ConnectorError {
  return new ConnectorError("ledger-missing", `cosmos account ${place.host} has no ${what}`, {
    fix: RUN_INIT,
  });
}

/** Whatever the SDK threw, as a fault. */
export function cosmosFault(cause: unknown, place: CosmosPlace): ConnectorError {
  if (cause instanceof ConnectorError) return cause;
  const [code, what, fix] = troubleOf(cause, place);
  return new ConnectorError(code, `cosmos account ${place.host} ${what}`, { cause, fix });
}

function troubleOf(cause: unknown, place: CosmosPlace): Trouble {
  const status = statusOf(cause);
  if (status !== undefined) return troubleOfStatus(status, place);
  if (!(cause instanceof Error)) return ["ledger-unreachable", "failed in an unknown way", TRY_LATER];
  if (/Authentication|CredentialUnavailable/.test(cause.name)) {
    return [
      "ledger-refused",
      "was not asked, because there is no Entra sign-in",
      "give the app a managed identity, sign in with `az login`, or set AzureCosmosOptions.PrimaryKey",
    ];
  }
  if (cause.name === "AbortError" || cause.name === "TimeoutError")
    return ["ledger-unreachable", "gave no answer in time", TRY_LATER];
  const [reason] = errorCodes(cause);
  if (reason !== undefined) return ["ledger-unreachable", `gave no answer (${reason})`, WRONG_ENDPOINT];
  // the SDK stumbles over answers that are no JSON, as a gateway in between gives them
  return ["ledger-unreachable", "gave an answer that makes no sense", WRONG_ENDPOINT];
}

function troubleOfStatus(status: number, place: CosmosPlace): Trouble {
  switch (status) {
    case 401:
      return ["ledger-refused", "does not accept the sign-in", fixOfUnauthorized(place)];
    case 403:
      return ["ledger-refused", "forbids this", fixOfForbidden(place)];
    case 404:
      return ["ledger-missing", `has no container ${nameOf(place)}`, RUN_INIT];
    case 429:
      return ["ledger-throttled", "has no throughput left (429)", "raise the request units of the container"];
    case 449:
      return ["ledger-throttled", "was writing the same document for somebody else (449)", TRY_LATER];
    case 408:
    case 410:
      return ["ledger-unreachable", `could not answer (${status})`, TRY_LATER];
    default:
      return status >= 500
        ? ["ledger-unreachable", `could not answer (${status})`, TRY_LATER]
        : ["ledger-refused", `did not understand a request (${status})`, "please report this with the log"];
  }
}

function fixOfUnauthorized(place: CosmosPlace): string {
  return place.signIn === "key"
    ? "compare AzureCosmosOptions.PrimaryKey with the account's keys, or leave it empty to sign in with Entra"
    : "check that the identity belongs to the tenant of the account";
}

function fixOfForbidden(place: CosmosPlace): string {
  return place.signIn === "key"
    ? "let the account's firewall accept this machine; where keys are turned off, leave AzureCosmosOptions.PrimaryKey empty"
    : "assign the role `Cosmos DB Built-in Data Contributor` of the account to the identity, and let the account's firewall accept this machine";
}
