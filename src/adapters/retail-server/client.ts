import type { Dispatcher } from "undici";
import type { Clock } from "../../ports/clock.ts";
import type { Random } from "../../ports/random.ts";
import type { Exchange, HttpRequest } from "../http/exchange.ts";
import type { Gate } from "../http/gate.ts";
import { parseJson } from "../http/json.ts";
import type { Renewed } from "../http/renewed.ts";
import { retryingExchange } from "../http/retrying-exchange.ts";
import { refusalOf, unreadable, type About, type Refusal } from "./faults.ts";
import { urlOf, type Question } from "./question.ts";
import { ListReply } from "./schema.ts";

export interface ClientOptions {
  /** With or without a slash at the end. */
  readonly baseUrl: string;
  readonly operatingUnitNumber: string;
  readonly apiVersion: string;
  /** What stands before the token: `Bearer`, or `id_token` where a server insists. */
  readonly authorizationScheme: string;
  /** For one request, to its last byte. */
  readonly requestTimeoutMs: number;
  /** Longest time one question may lose on failed tries and on waiting. */
  readonly maxWaitMs: number;
  readonly maxResponseBytes: number;
}

export interface ClientTools {
  readonly dispatcher: Dispatcher;
  readonly clock: Clock;
  readonly random: Random;
  readonly token: Renewed;
  readonly gate: Gate;
}

/** The JSON of a successful reply, not yet known to make sense, and the server's `Date`. */
export interface Answer {
  readonly kind: "answer";
  readonly json: unknown;
  readonly date: string | undefined;
}

export interface Rows {
  readonly kind: "rows";
  readonly rows: readonly unknown[];
  /** The server said that it has more than it gave. */
  readonly more: boolean;
}

/** Asks one Retail Server in the name of one channel. Only sign-in faults (`token-…`) are thrown. */
export interface Client {
  readonly host: string;
  ask(question: Question): Promise<Answer | Refusal>;
  /** Asks for a list; an answer that is none is a refusal. */
  askForRows(question: Question): Promise<Rows | Refusal>;
}

export function createClient(options: ClientOptions, tools: ClientTools): Client {
  const host = new URL(options.baseUrl).host;

  /** One question, repeated where that helps, and the token it went out with last. */
  async function send(question: Question): Promise<{ readonly exchange: Exchange; readonly token: string }> {
    let token = "";
    const exchange = await retryingExchange(
      { ...tools, maxWaitMs: options.maxWaitMs },
      async () => {
        token = await tools.token.get();
        return requestFor(options, question, token);
      },
      question.mostTries,
    );
    return { exchange, token };
  }

  async function ask(question: Question): Promise<Answer | Refusal> {
    const about: About = {
      host,
      operation: question.operation,
      timeoutMs: options.requestTimeoutMs,
      maxBytes: options.maxResponseBytes,
    };
    const first = await send(question);
    const reply = judge(first.exchange, about);
    // a wrong operating unit is a 401 too, and no other token would help it
    if (reply.kind === "answer" || reply.fault.code !== "retail-server-unauthorized") return reply;
    tools.token.turnedDown(first.token);
    return judge((await send(question)).exchange, about);
  }

  return {
    host,
    ask,
    async askForRows(question) {
      const reply = await ask(question);
      if (reply.kind === "refusal") return reply;
      const list = ListReply.safeParse(reply.json);
      if (list.success) return { kind: "rows", ...list.data };
      const fault = unreadable({ host, operation: question.operation }, "JSON that is no list");
      return { kind: "refusal", status: undefined, reasons: [], fault };
    },
  };
}

function requestFor(options: ClientOptions, question: Question, token: string): HttpRequest {
  const { body, language } = question;
  return {
    method: body === undefined ? "GET" : "POST",
    url: urlOf(options.baseUrl, options.apiVersion, question),
    headers: {
      accept: "application/json",
      authorization: `${options.authorizationScheme} ${token}`,
      OUN: options.operatingUnitNumber,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(language === undefined ? {} : { "accept-language": language }),
    },
    ...(body === undefined ? {} : { body }),
    timeoutMs: options.requestTimeoutMs,
    maxBytes: options.maxResponseBytes,
  };
}

function judge(exchange: Exchange, about: About): Answer | Refusal {
  if (exchange.kind !== "reply" || exchange.status < 200 || exchange.status > 299) {
    return refusalOf(exchange, about);
  }
  const json = parseJson(exchange.text);
  if (json !== undefined) {
    return { kind: "answer", json, date: exchange.headers.get("date") ?? undefined };
  }
  const fault = unreadable(about, "something that is not JSON");
  return { kind: "refusal", status: exchange.status, reasons: [], fault };
}
