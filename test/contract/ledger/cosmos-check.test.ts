import { Agent } from "node:https";
import { CredentialUnavailableError, type TokenCredential } from "@azure/identity";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openCosmosLedger } from "../../../src/adapters/ledger/cosmos/cosmos-ledger.ts";
import { dueQuery, unsureQuery } from "../../../src/adapters/ledger/cosmos/queries.ts";
import { containerDefinition } from "../../../src/adapters/ledger/cosmos/set-up.ts";
import type { Ledger, LedgerUpkeep } from "../../../src/ports/ledger.ts";
import type { Reply } from "../../../simulators/server.ts";
import {
  cosmosUnderTest,
  openAt,
  startCosmosServers,
  type CosmosTestServers,
  type CosmosUnderTest,
} from "./cosmos-account.ts";
import { NOW } from "./examples.ts";
import { faultOf } from "./fault-of.ts";
import { stoppedClock } from "./stopped-clock.ts";

let servers: CosmosTestServers;
let store: CosmosUnderTest;
let ledger: Ledger & LedgerUpkeep;

beforeAll(async () => {
  servers = await startCosmosServers();
});

afterAll(() => servers.close());

beforeEach(async () => {
  store = cosmosUnderTest(servers.proxied);
  ledger = store.connect();
  await ledger.init();
});

afterEach(async () => {
  servers.proxy.faults.clear();
  await ledger.close();
  await store.close();
});

function answer(operation: string, reply: Reply): void {
  servers.proxy.faults.on(operation, { kind: "reply", reply });
}
