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
import { manualClock } from "../../manual-clock.ts";

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

const ACCOUNT = { id: "shop", writableLocations: [], readableLocations: [] };
const FORBIDDEN: Reply = { status: 403, body: { code: "Forbidden", message: "" } };

describe("init", () => {
  it("makes a container that indexes only what is asked for and knows a ttl without a default", async () => {
    const { resource } = await store.container.read();
    expect(resource).toMatchObject({
      partitionKey: { paths: ["/pk"] },
      defaultTtl: -1,
      indexingPolicy: {
        includedPaths: ["/kind/?", "/dueChannel/?", "/dueAt/?", "/unsure/?"].map((path) => ({ path })),
        excludedPaths: [{ path: "/*" }],
      },
    });
  });

  it("says what it made and what was there", async () => {
    const containerId = `${store.container.id}-2`;
    const second = openAt(servers.account, { clock: store.clock, containerId });
    expect(await second.init()).toEqual([
      "database connector-test is there",
      `made container ${containerId}`,
    ]);
    expect(await second.init()).toEqual([
      "database connector-test is there",
      `container ${containerId} is there`,
    ]);
    await second.close();
  });

  it.each(["database", "container"])("is content when somebody else was faster with the %s", async (what) => {
    const reply = { status: 409, body: { code: "Conflict", message: "" } };
    servers.proxy.faults.on(`create ${what}`, { kind: "act-and-reply", reply });
    const how = { clock: store.clock, containerId: `faster-${what}`, databaseId: `faster-${what}` };
    const slower = openAt(servers.proxied, how);
    await slower.init();
    await expect(slower.check()).resolves.toBeUndefined();
    await slower.close();
  });

  it.each(["database", "container"])("names infra/ to those who may not make the %s", async (what) => {
    answer(`create ${what}`, FORBIDDEN);
    const how = {
      clock: store.clock,
      containerId: "c",
      databaseId: what === "database" ? "none" : "connector-test",
    };
    const fault = await faultOf(openAt(servers.proxied, how).init());
    expect(fault.code).toBe("ledger-refused");
    expect(fault.fix).toContain("infra/");
  });
});

describe("queries", () => {
  it("name nothing in their conditions that the container does not index", () => {
    const conditions = [dueQuery("128", NOW), unsureQuery()].map(
      (spec) => spec.query.split("WHERE")[1] ?? "",
    );
    const named = conditions.flatMap((text) =>
      [...text.matchAll(/c\.(\w+)/g)].map((match) => `/${match[1] ?? ""}/?`),
    );
    const indexed = containerDefinition("c").indexingPolicy?.includedPaths?.map((included) => included.path);
    expect(new Set(named)).toEqual(new Set(indexed));
  });
});

describe("an account that cannot be used", () => {
  it("is unreachable when nobody listens there", async () => {
    const nobody = { url: "https://localhost:1", key: undefined };
    const fault = await faultOf(openAt(nobody, { clock: store.clock, containerId: "c" }).check());
    expect(fault.code).toBe("ledger-unreachable");
    expect(fault.message).toContain("localhost:1");
    expect(fault.fix).toContain("AzureCosmosOptions.EndPointUri");
  });

  it("is unreachable when its certificate is not trusted, and the mend says how to trust it", async () => {
    const stranger = { url: servers.account.url, key: undefined };
    const fault = await faultOf(openAt(stranger, { clock: store.clock, containerId: "c" }).check());
    expect(fault.code).toBe("ledger-unreachable");
    expect(fault.fix).toContain("NODE_EXTRA_CA_CERTS");
  });

  it("is unreachable when a gateway answers in its place", async () => {
    answer("read account", { status: 200, body: "<html>please sign in to the wifi</html>" });
    const fault = await faultOf(ledger.check());
    expect(fault).toMatchObject({ code: "ledger-unreachable" });
    expect(fault.message).not.toContain("wifi");
  });

  it("names AzureCosmosOptions.PrimaryKey when the key is wrong", async () => {
    answer("read account", { status: 401, body: { code: "Unauthorized", message: "" } });
    const fault = await faultOf(ledger.check());
    expect(fault.code).toBe("ledger-refused");
    expect(fault.fix).toContain("AzureCosmosOptions.PrimaryKey");
  });

  it("names the firewall when a key is forbidden", async () => {
    answer("read account", FORBIDDEN);
    expect((await faultOf(ledger.check())).fix).toContain("firewall");
  });

  it("is refused when it writes in several regions", async () => {
    answer("read account", { status: 200, body: { ...ACCOUNT, enableMultipleWriteLocations: true } });
    const fault = await faultOf(ledger.check());
    expect(fault.code).toBe("ledger-misshapen");
    expect(fault.message).toContain("several write regions");
  });

  it("is refused when it promises too little consistency", async () => {
    const userConsistencyPolicy = { defaultConsistencyLevel: "Eventual" };
    answer("read account", { status: 200, body: { ...ACCOUNT, userConsistencyPolicy } });
    const fault = await faultOf(ledger.check());
    expect(fault.code).toBe("ledger-misshapen");
    expect(fault.message).toContain("Eventual");
  });
});

describe("an account that is asked with an Entra sign-in", () => {
  /** Stands for the name of an account in the cloud, which leads to the proxy. */
  class CloudAgent extends Agent {
    override createConnection(...[options, callback]: Parameters<Agent["createConnection"]>) {
      return super.createConnection({ ...options, host: "127.0.0.1", servername: "localhost" }, callback);
    }
  }

  function signedIn(credential: TokenCredential | undefined): Ledger & LedgerUpkeep {
    const { port } = new URL(servers.proxied.url);
    return openCosmosLedger({
      endpoint: `https://shop.documents.azure.com:${port}`,
      key: undefined,
      credential: credential === undefined ? undefined : () => credential,
      databaseId: "connector-test",
      containerId: store.container.id,
      clock: manualClock(NOW),
      agent: new CloudAgent({ ...servers.proxied.agent?.options }),
    });
  }

  const token = { token: "t", expiresOnTimestamp: NOW.getTime() + 3_600_000_000 };

  it("gets a token for exactly this account", async () => {
    const scopes: unknown[] = [];
    const cloud = signedIn({
      getToken: async (scope) => {
        scopes.push(scope);
        return token;
      },
    });
    await cloud.check();
    expect(scopes.flat()).toContainEqual(
      expect.stringMatching(/^https:\/\/shop\.documents\.azure\.com:\d+\/\.default$/),
    );
    await cloud.close();
  });

  it("names the role when the identity may not use the data", async () => {
    answer("read account", FORBIDDEN);
    const fault = await faultOf(signedIn({ getToken: async () => token }).check());
    expect(fault.code).toBe("ledger-refused");
    expect(fault.fix).toContain("Cosmos DB Built-in Data Contributor");
  });

  it("says so when nobody is signed in", async () => {
    const getToken = () => Promise.reject(new CredentialUnavailableError("no identity here"));
    const fault = await faultOf(signedIn({ getToken }).check());
    expect(fault.code).toBe("ledger-refused");
    expect(fault.message).toContain("no Entra sign-in");
  });

  it("says so when there is neither a key nor a way to sign in", async () => {
    const fault = await faultOf(signedIn(undefined).check());
    expect(fault.code).toBe("ledger-refused");
    expect(fault.fix).toContain("AzureCosmosOptions.PrimaryKey");
  });
});

describe("a container that cannot be used", () => {
  it("is missing with its database", async () => {
    const how = { clock: store.clock, containerId: "c", databaseId: "nowhere" };
    const fault = await faultOf(openAt(servers.account, how).check());
    expect(fault.code).toBe("ledger-missing");
    expect(fault.message).toContain("database nowhere");
    expect(fault.fix).toContain("connector ledger init");
  });

  it("is missing from its database", async () => {
    const fault = await faultOf(
      openAt(servers.account, { clock: store.clock, containerId: "nothing" }).check(),
    );
    expect(fault.code).toBe("ledger-missing");
    expect(fault.message).toContain("container connector-test/nothing");
    expect(fault.fix).toContain("connector ledger init");
  });

  it("is partitioned as Microsoft's sample does it", async () => {
    const fault = await faultOf((await containerLike("RunStatus", { paths: ["/oun"] }, -1)).check());
    expect(fault.code).toBe("ledger-misshapen");
    expect(fault.message).toContain("/oun (as Microsoft's sample makes it), expected /pk");
    expect(fault.fix).toContain("AzureCosmosOptions.ContainerId");
  });

  it("keeps everything for ever", async () => {
    const fault = await faultOf((await containerLike("for-ever", { paths: ["/pk"] }, undefined)).check());
    expect(fault.code).toBe("ledger-misshapen");
    expect(fault.message).toContain("time to live off");
  });

  it("is found out by the first use too, so that nobody is taken for unknown", async () => {
    const strange = await containerLike("RunStatus-2", { paths: ["/oun"] }, -1);
    expect(await faultOf(strange.read(["p1-a"]))).toMatchObject({ code: "ledger-misshapen" });
    const absent = openAt(servers.account, { clock: store.clock, containerId: "nothing" });
    expect(await faultOf(absent.read(["p1-a"]))).toMatchObject({ code: "ledger-missing" });
  });

  it("works at the next use once it is mended", async () => {
    const how = { clock: store.clock, containerId: "made-later" };
    const late = openAt(servers.account, how);
    expect(await faultOf(late.read(["p1-a"]))).toMatchObject({ code: "ledger-missing" });
    await openAt(servers.account, how).init();
    expect(await late.read(["p1-a"])).toEqual(new Map());
  });

  async function containerLike(
    id: string,
    partitionKey: { paths: string[] },
    defaultTtl: number | undefined,
  ) {
    const { containers } = store.client.database("connector-test");
    await containers.create({ id, partitionKey, ...(defaultTtl === undefined ? {} : { defaultTtl }) });
    return openAt(servers.account, { clock: store.clock, containerId: id });
  }
});
