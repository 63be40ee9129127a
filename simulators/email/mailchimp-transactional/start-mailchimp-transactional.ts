import { startServer, type Call, type Reply, type SimulatorServer } from "../../server.ts";
import { objectIn, parsedJson, textIn, type JsonObject } from "../json-object.ts";
import { isAddress, readMessage, type Message } from "./message.ts";

/** A mail that went out. */
export interface Mail {
  readonly template: string;
  /** Every address that its reader sees. */
  readonly shown: readonly string[];
  readonly to: string;
  readonly vars: JsonObject;
  readonly metadata: JsonObject;
  readonly at: Date;
}

export interface MailchimpOptions {
  readonly apiKey: string;
  /** By slug. */
  readonly templates: readonly { readonly slug: string; readonly published: boolean }[];
  /** Domains from which it sends: mail from others is turned down as unsigned. */
  readonly domains: readonly string[];
  /** Who is not to be mailed, and why. */
  readonly rejected?: ReadonlyMap<string, string>;
  readonly clock?: { now(): Date };
  readonly port?: number;
}

/** A simulated Mailchimp Transactional account. */
export interface MailchimpTransactional extends SimulatorServer {
  /** What was mailed in the end, whatever the caller was told. */
  readonly delivered: readonly Mail[];
  /** Whether this person is mailed no more. */
  isRejected(email: string): boolean;
  /** From now on only this key is good. */
  replaceKey(key: string): void;
  /** From now on mail waits: it is taken, and told to be queued for this reason. */
  queueBecause(reason: string): void;
}

type Operation = "send" | "template-info" | "reject" | "ping";

const PATHS: readonly (readonly [path: RegExp, operation: Operation])[] = [
  [/^\/api\/1\.\d\/messages\/send-template(\.json)?$/, "send"],
  [/^\/api\/1\.\d\/templates\/info(\.json)?$/, "template-info"],
  [/^\/api\/1\.\d\/rejects\/add(\.json)?$/, "reject"],
  [/^\/api\/1\.\d\/users\/ping2(\.json)?$/, "ping"],
];
/** With more recipients everything is asynchronous. */
const MOST_AT_ONCE = 10;

export async function startMailchimpTransactional(
  options: MailchimpOptions,
): Promise<MailchimpTransactional> {
  const { clock = { now: () => new Date() } } = options;
  const rejected = new Map(options.rejected);
  const delivered: Mail[] = [];
  let goodKey = options.apiKey;
  let queuedReason: string | undefined;
  let ids = 0;

  function rejectionOf(message: Message, address: string): string | undefined {
    const domain = message.fromEmail.split("@")[1] ?? "";
    return options.domains.includes(domain) ? rejected.get(address.toLowerCase()) : "unsigned";
  }

  function take(message: Message, email: string, template: string): object {
    ids += 1;
    const _id = `sim${String(ids).padStart(8, "0")}`;
    const isAsync = message.async || message.to.length > MOST_AT_ONCE;
    const row = (status: string, more = {}) => ({ email, status, reject_reason: null, _id, ...more });
    const reason = rejectionOf(message, email);
    const isGood = isAddress(email) && reason === undefined;
    if (isGood) {
      const who = email.toLowerCase();
      delivered.push({
        template,
        shown: message.preserveRecipients ? message.to : [email],
        to: email,
        vars: message.vars.get(who) ?? {},
        metadata: message.metadata.get(who) ?? {},
        at: clock.now(),
      });
    }
    if (isAsync) return row("queued", { queued_reason: "multiple-recipients" });
    if (!isAddress(email)) return row("invalid");
    if (reason !== undefined) return row("rejected", { reject_reason: reason });
    return queuedReason === undefined ? row("sent") : row("queued", { queued_reason: queuedReason });
  }

  function send(body: JsonObject): Reply {
    const found = options.templates.find(({ slug }) => slug === body["template_name"]);
    if (found === undefined) return refusal(404, 5, "Unknown_Template", "no such template");
    const message = readMessage(body);
    if ("parameter" in message) {
      return refusal(400, -2, "ValidationError", `Validation error: ${message.parameter}: ${message.text}`);
    }
    return { status: 200, body: message.to.map((email) => take(message, email, found.slug)) };
  }

  function templateInfo(body: JsonObject): Reply {
    const found = options.templates.find(({ slug }) => slug === body["name"]);
    if (found === undefined) return refusal(404, 5, "Unknown_Template", "no such template");
    const published_at = found.published ? "2026-01-01 00:00:00" : null;
    return { status: 200, body: { slug: found.slug, name: found.slug, code: "<p></p>", published_at } };
  }

  function reject(email: string): Reply {
    if (!isAddress(email)) return refusal(400, -2, "ValidationError", "Validation error: email");
    rejected.set(email.toLowerCase(), "custom");
    return { status: 200, body: { email, added: true } };
  }

  function answer(call: Call): Reply {
    const operation = operationOf(call);
    if (operation === undefined) return { status: 501, body: "not simulated" };
    const body = objectIn(parsedJson(call.body));
    if (body === undefined) return refusal(400, -1, "ValidationError", "the body is not a JSON object");
    if (textIn(body["key"]) !== goodKey) return refusal(401, -1, "Invalid_Key", "Invalid API key");
    if (operation === "send") return send(body);
    if (operation === "reject") return reject(textIn(body["email"]));
    return operation === "ping" ? { status: 200, body: { PING: "PONG!" } } : templateInfo(body);
  }

  const server = await startServer(
    { operationOf: (call) => operationOf(call) ?? "not-simulated", answer },
    options.port === undefined ? { clock } : { clock, port: options.port },
  );
  return {
    ...server,
    delivered,
    isRejected: (email) => rejected.has(email.toLowerCase()),
    replaceKey(key) {
      goodKey = key;
    },
    queueBecause(reason) {
      queuedReason = reason;
    },
  };
}

function operationOf({ method, url }: Call): Operation | undefined {
  return method === "POST" ? PATHS.find(([path]) => path.test(url.pathname))?.[1] : undefined;
}

function refusal(status: number, code: number, name: string, message: string): Reply {
  return { status, body: { status: "error", code, name, message } };
}
