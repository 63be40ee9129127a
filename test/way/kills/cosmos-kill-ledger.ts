import { Agent } from "node:https";
import { setTimeout as wait } from "node:timers/promises";
import { CosmosClient } from "@azure/cosmos";
import { startCosmos } from "../../../simulators/cosmos/start-cosmos.ts";
import { startCosmosFaultProxy } from "../../../simulators/fault-proxy/cosmos-fault-proxy.ts";
import type { TestAuthority } from "../../../simulators/tls.ts";
import { openIn, pastIn, textIn, type KillLedger, type Landing, type Write } from "./kill-ledger.ts";

/** Which requests are stalled, by how the fault proxy names them. */
const STALLED: Readonly<Record<Write, readonly string[]>> = {
  claim: ["create p1-*"],
  ticket: ["create ticket-*"],
  answer: ["replace ticket-*"],
  settle: ["replace p1-*"],
  cursor: ["create cursor-*", "replace cursor-*"],
};
const DATABASE = "connector";
const CONTAINER = "people";
/** Long enough for a request that was let go to arrive. */
const LANDING_MS = 150;

/** A Cosmos DB account behind a network that can hold requests up. */
export async function cosmosKillLedger({ ca, leaf }: TestAuthority): Promise<KillLedger> {
  const cosmos = await startCosmos({ tls: leaf });
  const proxy = await startCosmosFaultProxy({ upstream: cosmos.url, tls: leaf, ca });
  const agent = new Agent({ ca, keepAlive: true });
  const client = new CosmosClient({ endpoint: cosmos.url, key: "bm8gc2VjcmV0", agent });
  const { items } = client.database(DATABASE).container(CONTAINER);

  async function found(where: string): Promise<readonly unknown[]> {
    return (await items.query<unknown>(`SELECT * FROM c WHERE ${where}`).fetchAll()).resources;
  }

  return {
    sections: {
      ConnectorOptions: { Ledger: "cosmos" },
      AzureCosmosOptions: { EndPointUri: proxy.url, DatabaseId: DATABASE, ContainerId: CONTAINER },
    },
    open: async () => (await found("c.kind = 'person' AND IS_DEFINED(c.open)")).flatMap(openIn),
    past: async () => (await found("c.kind = 'person'")).flatMap(pastIn),
    async ticketState(id) {
      const [ticket] = await found(`c.id = '${id}'`);
      return ticket === undefined ? undefined : textIn(ticket, "state");
    },
    stall(write, draw) {
      const held = Promise.withResolvers<undefined>();
      const nth = write === "claim" || write === "settle" ? 1 + draw.below(4) : 1;
      const fate = draw.pick(["lost", "lands", "lands late"] as const);
      for (const operation of STALLED[write]) {
        proxy.faults.on(operation, { kind: "hold", until: Promise.resolve() }, nth - 1);
        proxy.faults.on(operation, { kind: "hold", until: held.promise });
      }
      const land: Landing = async () => {
        held.resolve(undefined);
        await wait(LANDING_MS);
      };
      return {
        begun: Promise.race(STALLED[write].map((operation) => proxy.whenCalled(operation, nth))),
        async end() {
          proxy.faults.clear();
          if (fate === "lands") await land();
          return fate === "lands late" ? land : undefined;
        },
      };
    },
    async close() {
      client.dispose();
      agent.destroy();
      await proxy.close();
      await cosmos.close();
    },
  };
}
