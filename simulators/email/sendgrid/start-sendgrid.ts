import { startServer, type Call, type Reply, type SimulatorServer } from "../../server.ts";
import type { JsonObject } from "../json-object.ts";
import { readMail, type MailFault, type MailRequest } from "./mail-request.ts";

/** A mail that went out. */
export interface Mail {
  readonly template: string;
  /** Every address in it: its readers see them all. */
  readonly to: readonly string[];
  readonly data: JsonObject;
  readonly customArgs: JsonObject;
  readonly headers: JsonObject;
  readonly at: Date;
}

export interface SendGridOptions {
  readonly apiKey: string;
  readonly templates: readonly string[];
  readonly groups: readonly number[];
  /** Addresses that left: a mail to them is taken and dropped. */
  readonly suppressed?: readonly string[];
  /** What the key may do. */
  readonly scopes?: readonly string[];
  readonly clock?: { now(): Date };
  readonly port?: number;
}

/** A simulated SendGrid account. */
export interface SendGrid extends SimulatorServer {
  /** What was mailed in the end, whatever the caller was told. */
  readonly delivered: readonly Mail[];
  /** What was taken and mailed to nobody, because the address had left. */
  readonly dropped: readonly Mail[];
  /** Whose data were to be erased. */
  readonly erased: readonly string[];
  /** Whether this person is mailed no more. */
  hasLeft(email: string): boolean;
  /** From now on only this key is good. */
  replaceKey(key: string): void;
  /** Sets what is left of the rate limit, and when there is more. */
  throttle(window: { readonly remaining: number; readonly resetAt: Date }): void;
}

type Operation = "send" | "scopes" | "suppress" | "erase";

const PATHS: Readonly<Record<string, Operation>> = {
  "POST /v3/mail/send": "send",
  "GET /v3/scopes": "scopes",
  "POST /v3/recipients/erasejob": "erase",
};
const SUPPRESSIONS = /^\/v3\/asm\/groups\/\d+\/suppressions$/;
const MOST_BYTES = 30_000_000;

export async function startSendGrid(options: SendGridOptions): Promise<SendGrid> {
  const { clock = { now: () => new Date() }, scopes = ["mail.send"] } = options;
  const account = { templates: new Set(options.templates), groups: new Set(options.groups) };
  const suppressed = new Set(options.suppressed?.map((address) => address.toLowerCase()));
  const delivered: Mail[] = [];
  const dropped: Mail[] = [];
  const erased: string[] = [];
  let goodKey = options.apiKey;
  let window = { remaining: 600, resetAt: new Date(0) };

  function take({ personalizations, template }: MailRequest): void {
    for (const { to, data, customArgs, headers } of personalizations) {
      const left = to.every((address) => suppressed.has(address.toLowerCase()));
      (left ? dropped : delivered).push({ template, to, data, customArgs, headers, at: clock.now() });
    }
  }

  function send(call: Call): Reply {
    if (Buffer.byteLength(call.body) >= MOST_BYTES) return refusal(413, [about("the mail is too large")]);
    const request = readMail(call, account);
    if (!("personalizations" in request)) return refusal(400, request);
    // the sandbox looks at the request only
    if (request.sandbox) return { status: 200, body: "" };
    take(request);
    return { status: 202, headers: { "x-message-id": `sim-${delivered.length + dropped.length}` }, body: "" };
  }

  /** Adds to those who left, or takes note of who is to be erased. */
  function leave(call: Call, list: "recipient_emails" | "email_addresses"): Reply {
    const addresses = addressesOf(call, list);
    if (addresses.length === 0) return refusal(400, [{ field: list, message: "at least one address" }]);
    if (list === "email_addresses") {
      erased.push(...addresses);
      return { status: 202, body: { job_id: `job-${erased.length}` } };
    }
    for (const address of addresses) suppressed.add(address.toLowerCase());
    return { status: 201, body: { recipient_emails: addresses } };
  }

  function admitted(call: Call): Reply {
    if (call.headers.authorization !== `Bearer ${goodKey}`) {
      return refusal(401, [about("the provided authorization grant is invalid, expired or revoked")]);
    }
    if (window.resetAt > clock.now() && window.remaining <= 0)
      return refusal(429, [about("too many requests")]);
    window = { ...window, remaining: window.remaining - 1 };
    switch (operationOf(call)) {
      case "scopes":
        return { status: 200, body: { scopes } };
      case "send":
        if (!scopes.includes("mail.send")) return refusal(403, [about("access forbidden")]);
        return send(call);
      case "suppress":
        return leave(call, "recipient_emails");
      case "erase":
        return leave(call, "email_addresses");
      case undefined:
        return { status: 501, body: "not simulated" };
    }
  }

  function answer(call: Call): Reply {
    const reply = admitted(call);
    const rate = {
      "x-ratelimit-limit": "600",
      "x-ratelimit-remaining": String(Math.max(0, window.remaining)),
      "x-ratelimit-reset": String(Math.ceil(window.resetAt.getTime() / 1000)),
    };
    return { ...reply, headers: { ...rate, ...reply.headers } };
  }

  const server = await startServer(
    { operationOf: (call) => operationOf(call) ?? "not-simulated", answer },
    options.port === undefined ? { clock } : { clock, port: options.port },
  );
  return {
    ...server,
    delivered,
    dropped,
    erased,
    hasLeft: (email) => suppressed.has(email.toLowerCase()),
    replaceKey(key) {
      goodKey = key;
    },
    throttle(next) {
      window = next;
    },
  };
}

function operationOf(call: Call): Operation | undefined {
  if (call.method === "POST" && SUPPRESSIONS.test(call.url.pathname)) return "suppress";
  return PATHS[`${call.method} ${call.url.pathname}`];
}

function addressesOf(call: Call, list: string): readonly string[] {
  const entries = (JSON.parse(call.body) as JsonObject)[list];
  return Array.isArray(entries) ? entries.filter((entry) => typeof entry === "string") : [];
}

function about(message: string): MailFault {
  return { field: null, message };
}

function refusal(status: number, faults: readonly MailFault[]): Reply {
  return { status, body: { errors: faults.map((fault) => ({ ...fault, help: null })) } };
}
