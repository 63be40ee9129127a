import { randomUUID } from "node:crypto";
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import { Server, type AddressInfo } from "node:net";
import { fakeCore, type Registered } from "./fake-core.ts";

/*
 * Azure's host and worker in small, in front of the registered functions: takes real HTTP, finds the function by its route,
 * and lets the real `@azure/functions` library turn the request into the handler's and the handler's answer into a reply,
 * over the library's own stream proxy as in Azure.
 */

/** The functions of an app behind a loopback port. */
export interface FunctionsHost {
  /** Without a trailing slash. */
  readonly url: string;
  /** What the functions logged through their invocation. */
  readonly logged: readonly string[];
  close(): Promise<void>;
}

/** As much as we use of what the library gives the worker. */
interface Model {
  getCapabilities(worker: object): Promise<{ readonly HttpUri?: string }>;
  getInvocationModel(core: object): {
    getArguments(): Promise<{ readonly context: object; readonly inputs: readonly unknown[] }>;
    invokeFunction(context: object, inputs: readonly unknown[], handler: unknown): Promise<unknown>;
    getResponse(context: object, result: unknown): Promise<unknown>;
  };
}

interface Worker {
  readonly model: Model;
  readonly port: number;
  readonly logged: readonly string[];
  readonly log: (text: string) => void;
}

let model: unknown;
const registered = fakeCore((given) => (model = given));

/** What a link in a mail may have; more than the worker's own proxy takes. */
const MOST_HEADER_BYTES = 65_536;

/**
 * `load` imports the module that registers the functions, which read their environment at their first call. Once per
 * process, or per test file: the library lets nobody register afterwards.
 */
export async function startFunctionsHost(options: {
  readonly load: () => Promise<unknown>;
  readonly port?: number;
  /** What the functions log, as it comes. */
  readonly log?: (text: string) => void;
}): Promise<FunctionsHost> {
  await options.load();
  // what the library hands to `setProgrammingModel`
  const worker = await startWorker(model as Model, options.log ?? (() => undefined));
  const server = createServer(
    { maxHeaderSize: MOST_HEADER_BYTES },
    (request, reply) => void serve(worker, request, reply),
  );
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  // a server that listens on a port has one
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    logged: worker.logged,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The library's proxy listens on every address of a machine; here it is to be loopback only. */
async function startWorker(of: Model, onLog: (text: string) => void): Promise<Worker> {
  // called only through Reflect.apply with the server itself
  // eslint-disable-next-line @typescript-eslint/unbound-method
  const real = Server.prototype.listen;
  Server.prototype.listen = function loopback(this: Server, ...args: unknown[]): Server {
    const done = args.find((one) => typeof one === "function");
    return Reflect.apply(real, this, [0, "127.0.0.1", done]) as Server;
  };
  try {
    const { HttpUri = "" } = await of.getCapabilities({});
    const logged: string[] = [];
    const log = (text: string): void => {
      logged.push(text);
      onLog(text);
    };
    return { model: of, port: Number(new URL(HttpUri).port), logged, log };
  } finally {
    Server.prototype.listen = real;
  }
}

async function serve(worker: Worker, request: IncomingMessage, reply: ServerResponse): Promise<void> {
  const found = functionAt(request);
  if (found === undefined) {
    reply.writeHead(404).end();
    return;
  }
  const invocationId = randomUUID();
  forward(worker.port, invocationId, { request, reply });
  const invocation = worker.model.getInvocationModel({
    invocationId,
    metadata: { name: found.one.name, bindings: found.one.bindings },
    request: {
      inputData: [{ name: found.binding, data: {} }],
      triggerMetadata: {
        Headers: { json: JSON.stringify(headersOf(request)) },
        ...Object.fromEntries(Object.entries(found.params).map(([name, string]) => [name, { string }])),
      },
    },
    log: (_level: string, _category: string, text: string) => worker.log(text),
  });
  try {
    const { context, inputs } = await invocation.getArguments();
    const result = await invocation.invokeFunction(context, inputs, found.one.callback);
    await invocation.getResponse(context, result);
  } catch (thrown) {
    worker.log(String(thrown));
    if (!reply.headersSent) reply.writeHead(500);
    reply.end();
  }
}

/** Both bodies go through as they come. */
function forward(
  port: number,
  invocationId: string,
  { request, reply }: { readonly request: IncomingMessage; readonly reply: ServerResponse },
): void {
  const headers = {
    ...headersOf(request),
    "x-ms-invocation-id": invocationId,
    "x-forwarded-host": request.headers.host,
    "x-forwarded-proto": "http",
  };
  const { method = "GET", url = "/" } = request;
  const onward = httpRequest({ host: "127.0.0.1", port, method, path: url, headers }, (answer) => {
    reply.writeHead(answer.statusCode ?? 500, answer.headers);
    answer.pipe(reply);
  });
  onward.on("error", () => reply.destroy());
  request.pipe(onward);
}

/** As they come out of Azure's front end, which adds whom it was called by, behind whatever the client sent. */
function headersOf({ headers, socket }: IncomingMessage): IncomingMessage["headers"] {
  const client = `${socket.remoteAddress ?? "0.0.0.0"}:${String(socket.remotePort ?? 0)}`;
  return { ...headers, "x-forwarded-for": [headers["x-forwarded-for"] ?? [], client].flat().join(", ") };
}

interface Found {
  readonly one: Registered;
  readonly binding: string;
  readonly params: Readonly<Record<string, string>>;
}

function functionAt({ method = "GET", url = "/" }: IncomingMessage): Found | undefined {
  const path = new URL(url, "http://host.invalid").pathname.slice(1);
  for (const one of registered) {
    for (const [binding, { type, route, methods }] of Object.entries(one.bindings)) {
      if (type !== "httpTrigger" || !Array.isArray(methods) || !methods.includes(method)) continue;
      const match = patternOf(String(route)).exec(path);
      if (match !== null) return { one, binding, params: { ...match.groups } };
    }
  }
  return undefined;
}

/** A route such as `api/unsubscribe/{token}`; as in Azure, case and a slash at the end do not matter. */
function patternOf(route: string): RegExp {
  return new RegExp(`^${route.replaceAll(/\{(\w+)\}/g, "(?<$1>[^/]+)")}/?$`, "i");
}
