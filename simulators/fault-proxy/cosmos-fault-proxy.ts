import { Agent, request } from "undici";
import { startServer, type Call, type Reply, type SimulatorServer } from "../server.ts";

/**
 * A network between a client and a Cosmos DB account, which fails on demand. Operations are a verb and an id:
 * `create p1`, `replace p1`, `read p1`, `query documents`, `read container`, `create container`, `read database`,
 * `create database`, `read account`. So `faults.on("create p1", { kind: "drop-after" }, 1)` loses the reply to one
 * create, after it has happened.
 */
export async function startCosmosFaultProxy(options: {
  /** The account behind it, an HTTPS address without a trailing slash. */
  readonly upstream: string;
  readonly tls: { readonly key: string; readonly cert: string };
  /** The authority that signed the account's certificate, as PEM. */
  readonly ca: string;
}): Promise<SimulatorServer> {
  const dispatcher = new Agent({ connect: { ca: options.ca } });
  const server = await startServer(
    { operationOf, answer: (call) => forward(call, options.upstream, dispatcher) },
    { tls: options.tls },
  );
  return {
    ...server,
    async close() {
      await server.close();
      await dispatcher.close();
    },
  };
}

/** What an account without throughput left answers, with the wait it asks for. */
export function throttledReply(retryAfterMs: number): Reply {
  return {
    status: 429,
    headers: { "x-ms-retry-after-ms": String(retryAfterMs), "x-ms-substatus": "3200" },
    body: { code: "429", message: "Request rate is large." },
  };
}

const COLLECTIONS: Readonly<Record<string, string>> = { dbs: "database", colls: "container" };

function operationOf(call: Call): string {
  const path = call.url.pathname.split("/").filter((part) => part !== "");
  const isNamed = path.length % 2 === 0;
  const collection = path.at(isNamed ? -2 : -1);
  if (collection === undefined) return "read account";
  if (collection === "docs") return isNamed ? `${verbOf(call)} ${idIn(path)}` : operationOnDocuments(call);
  return `${verbOf(call)} ${COLLECTIONS[collection] ?? collection}`;
}

function operationOnDocuments(call: Call): string {
  if (call.headers["x-ms-documentdb-isquery"] !== undefined) return "query documents";
  if (call.headers["x-ms-cosmos-is-query-plan-request"] !== undefined) return "plan query";
  return `${verbOf(call)} ${idOf(call.body)}`;
}

function verbOf(call: Call): string {
  if (call.headers["x-ms-documentdb-is-upsert"] !== undefined) return "upsert";
  const verbs: Readonly<Record<string, string>> = { GET: "read", POST: "create", PUT: "replace" };
  return verbs[call.method] ?? call.method.toLowerCase();
}

function idIn(path: readonly string[]): string {
  return decodeURIComponent(path.at(-1) ?? "");
}

function idOf(body: string): string {
  const parsed: unknown = JSON.parse(body);
  return typeof parsed === "object" && parsed !== null && "id" in parsed ? String(parsed.id) : "";
}

const OF_ONE_CONNECTION = new Set([
  "host",
  "connection",
  "keep-alive",
  "transfer-encoding",
  "content-length",
]);

async function forward(call: Call, upstream: string, dispatcher: Agent): Promise<Reply> {
  const reply = await request(upstream + call.url.pathname + call.url.search, {
    dispatcher,
    method: call.method,
    headers: passedOn(call.headers),
    body: call.body === "" ? null : call.body,
  });
  return { status: reply.statusCode, headers: passedOn(reply.headers), body: await reply.body.text() };
}

function passedOn(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const kept = Object.entries(headers).filter(([name]) => !OF_ONE_CONNECTION.has(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, [value ?? []].flat().join(", ")]));
}
