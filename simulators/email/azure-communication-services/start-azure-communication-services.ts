import { randomUUID } from "node:crypto";
import { startServer, type Call, type Reply, type SimulatorServer } from "../../server.ts";
import { readMail, type MailRequest, type Refusal } from "./mail-request.ts";
import { isSignedIn } from "./sign-in.ts";

export interface SentMail extends MailRequest {
  readonly operation: string;
  readonly at: Date;
}

export interface CommunicationServicesOptions {
  readonly accessKey: string;
  /** Addresses that mails may come from. */
  readonly senders: readonly string[];
  /** Addresses that the domain mails no more: the operation of such a mail fails. */
  readonly suppressed?: readonly string[];
  /** Tokens of Microsoft Entra that may send. */
  readonly tokens?: readonly string[];
  readonly clock?: { now(): Date };
  readonly port?: number;
}

/** A simulated Communication Services resource with one e-mail domain. */
export interface CommunicationServices extends SimulatorServer {
  /** What was mailed in the end, whatever the caller was told. */
  readonly delivered: readonly SentMail[];
  /** From now on only this key is good. */
  replaceKey(key: string): void;
  /** From now on so many mails are taken until the quota is used up. */
  setQuota(mails: number): void;
}

type State = "NotStarted" | "Running" | "Succeeded" | "Failed";

const VERSIONS = new Set(["2023-03-31"]);
const OPERATION = /^\/emails\/operations\/([^/]+)$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const MOST_BYTES = 10 * 1024 * 1024;
/** How long one has to wait when the quota is used up. */
const PAUSE_SECONDS = "60";

export async function startCommunicationServices(
  options: CommunicationServicesOptions,
): Promise<CommunicationServices> {
  const { clock = { now: () => new Date() } } = options;
  const senders = new Set(options.senders.map((sender) => sender.toLowerCase()));
  const suppressed = new Set(options.suppressed?.map((address) => address.toLowerCase()));
  const tokens = new Set(options.tokens);
  const operations = new Map<string, State>();
  const delivered: SentMail[] = [];
  let accessKey = options.accessKey;
  let quota = Number.POSITIVE_INFINITY;

  function send(call: Call): Reply {
    if (Buffer.byteLength(call.body) > MOST_BYTES) return refusal(413, { code: "RequestTooLarge" });
    if (quota <= 0) {
      return { ...refusal(429, { code: "TooManyRequests" }), headers: { "retry-after": PAUSE_SECONDS } };
    }
    const asked = call.headers["operation-id"];
    const operation = asked === undefined ? randomUUID() : String(asked);
    if (!UUID.test(operation)) return refusal(400, { code: "BadRequest", target: "Operation-Id" });
    const mail = readMail(call.body, senders);
    if ("code" in mail) return refusal(mail.status, mail);
    // a repeated id is the operation that there is already
    const state = operations.get(operation) ?? take(operation, mail);
    return accepted(operation, state);
  }

  function take(operation: string, mail: MailRequest): State {
    quota -= 1;
    const left = mail.recipients.every((address) => suppressed.has(address.toLowerCase()));
    if (!left) delivered.push({ ...mail, operation, at: clock.now() });
    operations.set(operation, left ? "Failed" : "Succeeded");
    return "Running";
  }

  function accepted(id: string, status: State): Reply {
    const address = `${server.url}/emails/operations/${id}?api-version=2023-03-31`;
    return {
      status: 202,
      headers: { "operation-location": address, "retry-after": "30" },
      body: { id, status, error: null },
    };
  }

  function tell(id: string): Reply {
    const status = operations.get(id);
    if (status === undefined) return refusal(404, { code: "OperationNotFound" });
    const error =
      status === "Failed" ? { code: "EmailDropped", message: "every recipient is suppressed" } : null;
    return { status: 200, body: { id, status, error } };
  }

  function answer(call: Call): Reply {
    const operation = operationOf(call);
    if (operation === undefined) return { status: 501, body: "not simulated" };
    if (!VERSIONS.has(call.url.searchParams.get("api-version") ?? "")) {
      return refusal(400, { code: "InvalidApiVersionParameter", target: "api-version" });
    }
    if (!isSignedIn(call, { accessKey, tokens, now: clock.now() })) return refusal(401, { code: "Denied" });
    return operation === "send" ? send(call) : tell(OPERATION.exec(call.url.pathname)?.[1] ?? "");
  }

  const server = await startServer(
    { operationOf: (call) => operationOf(call) ?? "not-simulated", answer },
    options.port === undefined ? { clock } : { clock, port: options.port },
  );
  return {
    ...server,
    delivered,
    replaceKey(key) {
      accessKey = key;
    },
    setQuota(mails) {
      quota = mails;
    },
  };
}

function operationOf(call: Call): "send" | "operation" | undefined {
  if (call.method === "POST" && call.url.pathname === "/emails:send") return "send";
  return call.method === "GET" && OPERATION.test(call.url.pathname) ? "operation" : undefined;
}

function refusal(status: number, { code, target }: Pick<Refusal, "code" | "target">): Reply {
  const error = { code, message: "simulated", ...(target === undefined ? {} : { target }) };
  return { status, headers: { "x-ms-error-code": code }, body: { error } };
}
