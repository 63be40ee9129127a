import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo } from "node:net";

/** One request as a simulator sees it: the body is read whole. */
export interface Call {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON, unless it is a string. */
  readonly body?: unknown;
}

/** A failure that somebody asked for, instead of or around the proper answer. */
export type Failure =
  /** Answers this and does nothing. */
  | { readonly kind: "reply"; readonly reply: Reply }
  /** Does it, then answers this instead of the proper reply. */
  | { readonly kind: "act-and-reply"; readonly reply: Reply }
  /** Answers properly, so much later. */
  | { readonly kind: "delay"; readonly ms: number }
  /** Drops the connection and does nothing. */
  | { readonly kind: "drop-before" }
  /** Does it, then drops the connection without an answer. */
  | { readonly kind: "drop-after" }
  /** Does it, sends the head and half the body (nothing of a reply without one), and then no more. */
  | { readonly kind: "stall" }
  /** Waits until `until` settles, then answers properly: for tests that must catch a request in flight. */
  | { readonly kind: "hold"; readonly until: Promise<unknown> }
  /** Does `how` first, for each call anew, then answers properly: for tests in which time is the test's own. */
  | { readonly kind: "slow"; readonly how: () => Promise<unknown> };

/** Which calls fail, and how. Failures that were asked for carry `x-simulated-failure: 1`, so nobody hunts them as bugs. */
export interface Faults {
  /**
   * The next `times` calls of the operation fail like this; `*` at its end stands for any rest, alone for any
   * operation. Later calls of `on` come after earlier ones.
   */
  on(operation: string, failure: Failure, times?: number): void;
  clear(): void;
}

export interface SimulatorServer {
  /** Without a trailing slash. */
  readonly url: string;
  readonly faults: Faults;
  /** How often each operation was called, failures included. */
  readonly calls: Map<string, number>;
  /** Every call in the order in which they came. */
  readonly log: readonly Logged[];
  /** Resolves when the operation, `*` as in faults, has been called so often from now on. */
  whenCalled(operation: string, times?: number): Promise<void>;
  close(): Promise<void>;
}

/** A call that came, by the clock of the simulator. */
export interface Logged {
  readonly operation: string;
  readonly at: Date;
  /** It was answered with a failure that was asked for. */
  readonly failed: boolean;
}

/** What a simulator is made of: names an operation for each call (for faults and counting) and answers it. */
export interface Simulated {
  operationOf(call: Call): string;
  answer(call: Call): Reply | Promise<Reply>;
}

/** Listens on a free loopback port; over HTTPS when given a certificate. */
export async function startServer(
  simulated: Simulated,
  options: {
    readonly tls?: { readonly key: string; readonly cert: string };
    readonly port?: number;
    /** For the log; the clock of this machine when left out. */
    readonly clock?: { now(): Date };
  } = {},
): Promise<SimulatorServer> {
  const { clock = { now: () => new Date() } } = options;
  const planned: { operation: string; failure: Failure; left: number }[] = [];
  const awaited: { operation: string; left: number; resolve: () => void }[] = [];
  const calls = new Map<string, number>();
  const log: Logged[] = [];

  function nextFailure(operation: string): Failure | undefined {
    const plan = planned.find((one) => one.left > 0 && isMeant(one.operation, operation));
    if (plan !== undefined) plan.left -= 1;
    return plan?.failure;
  }

  function note(operation: string, failed: boolean): void {
    calls.set(operation, (calls.get(operation) ?? 0) + 1);
    log.push({ operation, at: clock.now(), failed });
    for (const one of awaited.filter((waiting) => isMeant(waiting.operation, operation))) {
      one.left -= 1;
      if (one.left === 0) one.resolve();
    }
  }

  async function handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const call = await readCall(incoming, options.tls === undefined ? "http" : "https");
    const operation = simulated.operationOf(call);
    const failure = nextFailure(operation);
    note(operation, failure !== undefined);
    if (failure !== undefined) outgoing.setHeader("x-simulated-failure", "1");
    await answerWith(failure, () => simulated.answer(call), outgoing);
  }

  function listener(incoming: IncomingMessage, outgoing: ServerResponse): void {
    handle(incoming, outgoing).catch((error: unknown) => {
      // a bug of the simulator must be loud, and must not look like the simulated service
      console.error("simulator failed", error);
      outgoing.destroy();
    });
  }

  const server =
    options.tls === undefined ? createHttpServer(listener) : createHttpsServer(options.tls, listener);
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: options.tls === undefined ? `http://127.0.0.1:${port}` : `https://localhost:${port}`,
    calls,
    log,
    whenCalled: (operation, times = 1) =>
      new Promise((resolve) => void awaited.push({ operation, left: times, resolve })),
    faults: {
      on: (operation, failure, times = Number.POSITIVE_INFINITY) =>
        void planned.push({ operation, failure, left: times }),
      clear: () => void planned.splice(0),
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function isMeant(pattern: string, operation: string): boolean {
  return pattern.endsWith("*") ? operation.startsWith(pattern.slice(0, -1)) : operation === pattern;
}

async function readCall(incoming: IncomingMessage, scheme: string): Promise<Call> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return {
    method: incoming.method ?? "GET",
    url: new URL(incoming.url ?? "/", `${scheme}://${incoming.headers.host ?? "localhost"}`),
    headers: incoming.headers,
    body: Buffer.concat(chunks).toString("utf8"),
  };
}

async function answerWith(
  failure: Failure | undefined,
  answer: () => Reply | Promise<Reply>,
  outgoing: ServerResponse,
): Promise<void> {
  switch (failure?.kind) {
    case undefined:
      write(outgoing, await answer());
      return;
    case "reply":
      write(outgoing, failure.reply);
      return;
    case "act-and-reply":
      await answer();
      write(outgoing, failure.reply);
      return;
    case "delay":
      await new Promise((resolve) => setTimeout(resolve, failure.ms));
      write(outgoing, await answer());
      return;
    case "drop-before":
      outgoing.destroy();
      return;
    case "drop-after":
      await answer();
      outgoing.destroy();
      return;
    case "stall": {
      const reply = await answer();
      const text = toText(reply.body);
      // without a body the head is all there is to wait for
      if (text === "") return;
      outgoing.writeHead(reply.status, {
        ...headersOf(reply),
        "content-length": String(Buffer.byteLength(text)),
      });
      outgoing.write(text.slice(0, Math.floor(text.length / 2)));
      return;
    }
    case "hold":
      await failure.until;
      write(outgoing, await answer());
      return;
    case "slow":
      await failure.how();
      write(outgoing, await answer());
      return;
  }
}

function write(outgoing: ServerResponse, reply: Reply): void {
  const text = toText(reply.body);
  outgoing.writeHead(reply.status, {
    ...headersOf(reply),
    "content-length": String(Buffer.byteLength(text)),
  });
  outgoing.end(text);
}

function headersOf(reply: Reply): Record<string, string> {
  const type =
    typeof reply.body === "string" ? "text/plain; charset=utf-8" : "application/json; charset=utf-8";
  return { "content-type": type, ...reply.headers };
}

function toText(body: unknown): string {
  if (body === undefined) return "";
  return typeof body === "string" ? body : JSON.stringify(body);
}
