import type { ContainerDefinition, ContainerRequest, DatabaseAccount } from "@azure/cosmos";
import { ConnectorError } from "../../../cart/connector-error.ts";
import type { Asking } from "./asking.ts";
import { containerMissing, databaseMissing, nameOf, statusOf, type CosmosPlace } from "./cosmos-fault.ts";

const PARTITION_KEY = "/pk";
const TOO_WEAK: readonly string[] = ["Eventual", "ConsistentPrefix"];

/** What `init` makes and infra/ deploys. Only what the two queries ask for is indexed: that makes writes cheap. */
export function containerDefinition(containerId: string): ContainerRequest {
  const indexed = ["/kind/?", "/dueChannel/?", "/dueAt/?", "/unsure/?"];
  return {
    id: containerId,
    partitionKey: { paths: [PARTITION_KEY] },
    // on, without a default: each document says for itself how long it lives
    defaultTtl: -1,
    indexingPolicy: {
      indexingMode: "consistent",
      includedPaths: indexed.map((path) => ({ path })),
      excludedPaths: [{ path: "/*" }],
    },
  };
}

/** Throws the first thing that makes this account or container unfit to decide who is reminded. */
export async function inspect(asking: Asking): Promise<void> {
  const { client, place, abortSignal } = asking;
  judgeAccount((await client.getDatabaseAccount({ abortSignal })).resource, place);
  const container = await readContainer(asking);
  if (container === undefined) {
    throw (await readDatabase(asking)) === undefined ? databaseMissing(place) : containerMissing(place);
  }
  judgeContainer(container, place);
}

function judgeAccount(account: DatabaseAccount | undefined, place: CosmosPlace): void {
  if (account?.enableMultipleWritableLocations === true) {
    throw misshapen(place, "has several write regions, where one claim can be won twice", {
      fix: "turn off multi-region writes, or name another account in AzureCosmosOptions.EndPointUri",
    });
  }
  const consistency = String(account?.consistencyPolicy);
  if (TOO_WEAK.includes(consistency)) {
    throw misshapen(place, `has the default consistency ${consistency}, expected Session or stronger`, {
      fix: "set the default consistency of the account to Session",
    });
  }
}

function judgeContainer(container: ContainerDefinition, place: CosmosPlace): void {
  const paths = container.partitionKey?.paths.join(", ") ?? "none";
  if (paths !== PARTITION_KEY) {
    const whose = paths === "/oun" ? " (as Microsoft's sample makes it)" : "";
    const what = `has container ${nameOf(place)} with partition key ${paths}${whose}, expected ${PARTITION_KEY}`;
    throw misshapen(place, what, {
      fix: "choose another AzureCosmosOptions.ContainerId and run `connector ledger init`",
    });
  }
  if (container.defaultTtl === undefined) {
    const what = `has container ${nameOf(place)} with time to live off, so nobody would ever be forgotten`;
    throw misshapen(place, what, { fix: "set the container's time to live to `On (no default)`" });
  }
}

function misshapen(place: CosmosPlace, what: string, mend: { readonly fix: string }): ConnectorError {
  return new ConnectorError("ledger-misshapen", `cosmos account ${place.host} ${what}`, mend);
}

/** Makes what is missing and says what it did; leaves alone what is there. */
export async function makeMissing(asking: Asking): Promise<readonly string[]> {
  const { client, place, abortSignal } = asking;
  const { databaseId, containerId } = place;
  const hasDatabase = (await readDatabase(asking)) !== undefined;
  if (!hasDatabase) await make(place, () => client.databases.create({ id: databaseId }, { abortSignal }));
  const hasContainer = (await readContainer(asking)) !== undefined;
  if (!hasContainer) {
    const { containers } = client.database(databaseId);
    await make(place, () => containers.create(containerDefinition(containerId), { abortSignal }));
  }
  return [
    hasDatabase ? `database ${databaseId} is there` : `made database ${databaseId}`,
    hasContainer ? `container ${containerId} is there` : `made container ${containerId}`,
  ];
}

async function make(place: CosmosPlace, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (cause) {
    const status = statusOf(cause);
    // somebody else made it in the meantime
    if (status === 409) return;
    if (status !== 403) throw cause;
    const message = `cosmos account ${place.host} does not let us make ${nameOf(place)}`;
    throw new ConnectorError("ledger-refused", message, {
      cause,
      fix: "deploy infra/, which makes it (a data role cannot), or run this with AzureCosmosOptions.PrimaryKey set",
    });
  }
}

async function readDatabase({ client, place, abortSignal }: Asking): Promise<unknown> {
  const database = client.database(place.databaseId);
  return unlessMissing(async () => (await database.read({ abortSignal })).resource);
}

async function readContainer({ container, abortSignal }: Asking): Promise<ContainerDefinition | undefined> {
  return unlessMissing(async () => (await container.read({ abortSignal })).resource);
}

async function unlessMissing<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}
