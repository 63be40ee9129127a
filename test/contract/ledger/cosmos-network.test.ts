import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Ledger, LedgerUpkeep } from "../../../src/ports/ledger.ts";
import { throttledReply } from "../../../simulators/fault-proxy/cosmos-fault-proxy.ts";
import type { Failure } from "../../../simulators/server.ts";
import { tryToClaim } from "./claimer.ts";
import {
  cosmosUnderTest,
  openAt,
  startCosmosServers,
  type CosmosTestServers,
  type CosmosUnderTest,
} from "./cosmos-account.ts";
import { manualClock } from "../../manual-clock.ts";
import { candidateOf, NOW, sending, ticket, waiting } from "./examples.ts";
import { faultOf } from "./fault-of.ts";
import { written } from "./suite.ts";

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
  await ledger.check();
  servers.proxy.calls.clear();
});

afterEach(async () => {
  servers.proxy.faults.clear();
  await ledger.close();
  await store.close();
});

function fail(operation: string, failure: Failure, times?: number): void {
  servers.proxy.faults.on(operation, failure, times);
}

function calls(operation: string): number {
  return servers.proxy.calls.get(operation) ?? 0;
}

async function claimIdOf(id: string): Promise<string | undefined> {
  const stored = (await ledger.read([id])).get(id);
  const open = stored !== "unreadable" && stored?.doc.kind === "person" ? stored.doc.open : undefined;
  return open?.state === "sending" ? open.claimId : undefined;
}

describe("a write whose reply is lost", () => {
  const LOST: readonly (readonly [string, Failure])[] = [
    ["the connection breaks", { kind: "drop-after" }],
    ["a gateway answers 503", { kind: "act-and-reply", reply: { status: 503, body: { message: "" } } }],
    ["a gateway answers with a page", { kind: "act-and-reply", reply: { status: 502, body: "<html>" } }],
  ];

  it.each(LOST)("was a create that nobody repeats and its owner finds (%s)", async (_how, failure) => {
    fail("create p1-a", failure, 1);
    expect(await faultOf(ledger.create(sending("a", "mine")))).toMatchObject({ code: "ledger-unreachable" });
    expect(calls("create p1-a")).toBe(1);
    expect(await ledger.create(sending("a", "theirs"))).toBe("exists");
    expect(await claimIdOf("p1-a")).toBe("mine");
  });

  it.each(LOST)("was a replace that nobody repeats and its owner finds (%s)", async (_how, failure) => {
    const { version } = written(await ledger.create(waiting("a", NOW)));
    fail("replace p1-a", failure, 1);
    expect(await faultOf(ledger.replace(sending("a", "mine"), version))).toMatchObject({
      code: "ledger-unreachable",
    });
    expect(calls("replace p1-a")).toBe(1);
    expect(await ledger.replace(sending("a", "theirs"), version)).toBe("conflict");
    expect(await claimIdOf("p1-a")).toBe("mine");
  });

  it("makes no second winner among 20 claimers", async () => {
    const other = store.connect();
    fail("create p1-a", { kind: "drop-after" }, 2);
    const wins = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        tryToClaim(index % 2 === 0 ? ledger : other, candidateOf("a"), `claim-${index}`),
      ),
    );
    expect(wins.filter((won) => won)).toHaveLength(1);
    expect(await claimIdOf("p1-a")).toBe(`claim-${wins.indexOf(true)}`);
    await other.close();
  });

  it("makes no second winner among 20 claimers of somebody known", async () => {
    await ledger.create(waiting("a", NOW));
    fail("replace p1-a", { kind: "drop-after" }, 2);
    const wins = await Promise.all(
      Array.from({ length: 20 }, (_, index) => tryToClaim(ledger, candidateOf("a"), `claim-${index}`)),
    );
    expect(wins.filter((won) => won)).toHaveLength(1);
  });

  it("may be told that the id is taken, by itself, and finds its own claim", async () => {
    fail("create p1-a", { kind: "act-and-reply", reply: throttledReply(1) }, 1);
    expect(await ledger.create(sending("a", "mine"))).toBe("exists");
    expect(await claimIdOf("p1-a")).toBe("mine");
  });
});

describe("a connection that breaks before the account sees the request", () => {
  it("leaves nothing behind", async () => {
    fail("create p1-a", { kind: "drop-before" }, 1);
    expect(await faultOf(ledger.create(sending("a", "mine")))).toMatchObject({ code: "ledger-unreachable" });
    expect(await ledger.read(["p1-a"])).toEqual(new Map());
    expect(await ledger.create(sending("a", "again"))).not.toBe("exists");
  });
});

describe("an account that throttles", () => {
  it("is asked again after the wait it asks for", async () => {
    fail("create ticket:a", { kind: "reply", reply: throttledReply(1) }, 3);
    expect(await ledger.create(ticket("a"))).not.toBe("exists");
    expect(calls("create ticket:a")).toBe(4);
  });

  it("is given up after ten tries, and nothing is written", async () => {
    fail("create ticket:a", { kind: "reply", reply: throttledReply(1) });
    const fault = await faultOf(ledger.create(ticket("a")));
    expect(fault.code).toBe("ledger-throttled");
    expect(fault.fix).toContain("request units");
    expect(calls("create ticket:a")).toBe(10);
    expect(await ledger.read(["ticket:a"])).toEqual(new Map());
  });

  it("is given up for reads and queries alike", async () => {
    fail("read ticket:a", { kind: "reply", reply: throttledReply(1) });
    fail("query documents", { kind: "reply", reply: throttledReply(1) });
    expect(await faultOf(ledger.read(["ticket:a"]))).toMatchObject({ code: "ledger-throttled" });
    expect(await faultOf(ledger.due("128", NOW, 10))).toMatchObject({ code: "ledger-throttled" });
    expect(await faultOf(ledger.unsure(10))).toMatchObject({ code: "ledger-throttled" });
  });

  it("says the same when it is busy with another write of the document", async () => {
    fail("create ticket:a", { kind: "reply", reply: { status: 449, body: { message: "" } } });
    expect(await faultOf(ledger.create(ticket("a")))).toMatchObject({ code: "ledger-throttled" });
  });
});

describe("an account that does not answer", () => {
  it("is given up when the deadline of the operation is over", async () => {
    const deadline = new AbortController();
    const clock = {
      ...manualClock(NOW),
      deadline: () => ({ signal: deadline.signal, release: () => undefined }),
    };
    const hurried = openAt(servers.proxied, { clock, containerId: store.container.id });
    fail("read ticket:a", { kind: "hold", until: new Promise(() => undefined) });
    const reading = faultOf(hurried.read(["ticket:a"]));
    await vi.waitFor(() => expect(calls("read ticket:a")).toBe(1));
    deadline.abort(new Error("the deadline is over"));
    const fault = await reading;
    expect(fault.code).toBe("ledger-unreachable");
    expect(fault.message).toContain("no answer in time");
    await hurried.close();
  });

  it("ends a reading of many: soon no more reads are begun", async () => {
    const many = (letter: string) => Array.from({ length: 200 }, (_, index) => `ticket:${letter}${index}`);
    fail("read ticket:n199", { kind: "reply", reply: { status: 500, body: { message: "" } } });
    expect(await faultOf(ledger.read(many("n")))).toMatchObject({ code: "ledger-unreachable" });
    // long enough for the others to have gone on
    await ledger.read(many("m"));
    expect(
      [...servers.proxy.calls.keys()].filter((operation) => operation.includes("ticket:n")).length,
    ).toBeLessThan(100);
  });
});

describe("a container that has gone while it was in use", () => {
  const GONE: Failure = {
    kind: "reply",
    reply: { status: 404, headers: { "x-ms-substatus": "1003" }, body: {} },
  };

  it("is not taken for people that nobody knows", async () => {
    fail("read p1-a", GONE);
    expect(await faultOf(ledger.read(["p1-a"]))).toMatchObject({ code: "ledger-missing" });
  });

  it("is not taken for a person who was changed by somebody else", async () => {
    const { version } = written(await ledger.create(waiting("a", NOW)));
    fail("replace p1-a", GONE);
    expect(await faultOf(ledger.replace(waiting("a", NOW), version))).toMatchObject({
      code: "ledger-missing",
    });
  });
});
