import { afterAll, beforeAll } from "vitest";
import { cosmosUnderTest, startCosmosServers, type CosmosTestServers } from "../ledger/cosmos-account.ts";
import { describeShopperCarts } from "./suite.ts";

let servers: CosmosTestServers;

beforeAll(async () => {
  servers = await startCosmosServers();
});

afterAll(() => servers.close());

describeShopperCarts("shoppers' carts in Cosmos DB", async () => cosmosUnderTest(servers.account));
