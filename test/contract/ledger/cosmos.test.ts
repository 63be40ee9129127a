import { afterAll, beforeAll, expect, it } from "vitest";
import { cosmosUnderTest, startCosmosServers, type CosmosTestServers } from "./cosmos-account.ts";
import { describeLedger } from "./suite.ts";

let servers: CosmosTestServers;

beforeAll(async () => {
  servers = await startCosmosServers();
});

afterAll(() => servers.close());

describeLedger("a ledger in Cosmos DB", async () => cosmosUnderTest(servers.account));

describeLedger("a ledger in Cosmos DB behind the fault proxy", async () => cosmosUnderTest(servers.proxied));

it("never upserts and never deletes a document", () => {
  const verbs = new Set([...servers.proxy.calls.keys()].map((operation) => operation.split(" ")[0]));
  // the one delete is of the container, by the tests themselves
  expect([...servers.proxy.calls.keys()].filter((operation) => operation.startsWith("delete"))).toEqual([
    "delete container",
  ]);
  expect(verbs).toEqual(new Set(["create", "read", "replace", "query", "plan", "delete"]));
});

// the same against a real emulator, where there is one
const { COSMOS_TEST_ENDPOINT: endpoint, COSMOS_TEST_KEY: key } = process.env;
if (endpoint !== undefined) {
  describeLedger("a ledger in Cosmos DB at COSMOS_TEST_ENDPOINT", async () =>
    cosmosUnderTest({ url: endpoint, key }),
  );
}
