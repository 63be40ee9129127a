import { randomUUID } from "node:crypto";
import { Agent } from "node:https";
import { CosmosClient, type Container } from "@azure/cosmos";
import { openCosmosLedger } from "../../../src/adapters/ledger/cosmos/cosmos-ledger.ts";
import type { Clock } from "../../../src/ports/clock.ts";
import type { Ledger, LedgerUpkeep } from "../../../src/ports/ledger.ts";
import { startCosmos } from "../../../simulators/cosmos/start-cosmos.ts";
import { startCosmosFaultProxy } from "../../../simulators/fault-proxy/cosmos-fault-proxy.ts";
import type { SimulatorServer } from "../../../simulators/server.ts";
import { createTestAuthority } from "../../../simulators/tls.ts";
import { NOW } from "./examples.ts";
import { manualClock, type ManualClock } from "../../manual-clock.ts";
import type { LedgerUnderTest } from "./suite.ts";

export interface CosmosTestAccount {
  readonly url: string;
  readonly key: string | undefined;
  readonly agent?: Agent;
}

export interface CosmosTestServers {
  readonly account: CosmosTestAccount;
  /** The same account through a network that fails on demand. */
  readonly proxied: CosmosTestAccount;
  readonly proxy: SimulatorServer;
  close(): Promise<void>;
}

export async function startCosmosServers(): Promise<CosmosTestServers> {
  const { ca, leaf } = await createTestAuthority();
  const cosmos = await startCosmos({ tls: leaf });
  const proxy = await startCosmosFaultProxy({ upstream: cosmos.url, tls: leaf, ca });
  const agent = new Agent({ ca, keepAlive: true });
  return {
    account: { url: cosmos.url, key: undefined, agent },
    proxied: { url: proxy.url, key: undefined, agent },
    proxy,
    async close() {
      agent.destroy();
      await proxy.close();
      await cosmos.close();
    },
  };
}

/** A container of its own in the account, which `init` has to make first. */
export interface CosmosUnderTest extends LedgerUnderTest {
  readonly clock: ManualClock;
  readonly client: CosmosClient;
  readonly container: Container;
}

const DATABASE = "connector-test";

export function cosmosUnderTest(account: CosmosTestAccount): CosmosUnderTest {
  const containerId = `ledger-${randomUUID()}`;
  const clock = manualClock(NOW);
  const client = rawClient(account);
  const container = client.database(DATABASE).container(containerId);
  return {
    clock,
    client,
    container,
    connect: () => openAt(account, { clock, containerId }),
    async plant(_id, body) {
      await container.items.create(body);
    },
    async ttlOf(id) {
      const { resource } = await container.item(id, id).read<{ ttl?: number }>();
      return resource?.ttl ?? Number.NaN;
    },
    async close() {
      await container.delete();
      client.dispose();
    },
  };
}

export function openAt(
  account: CosmosTestAccount,
  how: { readonly clock: Clock; readonly containerId: string; readonly databaseId?: string },
): Ledger & LedgerUpkeep {
  return openCosmosLedger({
    endpoint: account.url,
    key: account.key,
    credential: undefined,
    databaseId: how.databaseId ?? DATABASE,
    containerId: how.containerId,
    clock: how.clock,
    ...(account.agent === undefined ? {} : { agent: account.agent }),
  });
}

function rawClient(account: CosmosTestAccount): CosmosClient {
  return new CosmosClient({
    endpoint: account.url,
    // any key will do here; the emulator at COSMOS_TEST_ENDPOINT comes with its own
    key: account.key ?? "bm8gc2VjcmV0",
    ...(account.agent === undefined ? {} : { agent: account.agent }),
    connectionPolicy: { enableEndpointDiscovery: false },
  });
}
