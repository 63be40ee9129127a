import { ConnectorError, type FaultCode } from "../../cart/connector-error.ts";
import type { Exchange } from "../http/exchange.ts";
import { resourceIds } from "./error-body.ts";
import type { Operation } from "./question.ts";

/** Why a question was not answered. */
export interface Refusal {
  readonly kind: "refusal";
  /** The HTTP status; undefined when there was no reply that we could read to its end. */
  readonly status: number | undefined;
  /** The server's own identifiers for it, see `resourceIds`. */
  readonly reasons: readonly string[];
  /** What to throw when nobody can do without the answer. */
  readonly fault: ConnectorError;
}

export interface About {
  readonly host: string;
  readonly operation: Operation;
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

/** Identifiers that speak of the channel of our `OUN` header; under which status they come is not established. */
const ABOUT_THE_CHANNEL = new Set([
  "InvalidChannel",
  "InvalidChannelConfiguration",
  "ChannelConfigurationNotFound",
  "ChannelRecordNotFound",
  "ChannelNotPublished",
  "ChannelIsNotPublished",
]);

/** An exchange that is no proper answer, as a refusal with its fault. */
export function refusalOf(exchange: Exchange, about: About): Refusal {
  if (exchange.kind === "reply") {
    const reasons = resourceIds(exchange.text);
    return { kind: "refusal", status: exchange.status, reasons, fault: replyFault(exchange, reasons, about) };
  }
  return { kind: "refusal", status: undefined, reasons: [], fault: brokenFault(exchange, about) };
}

/** A reply of the right status that makes no sense; `what` says in our words what is wrong with it. */
export function unreadable(about: Pick<About, "host" | "operation">, what: string): ConnectorError {
  return new ConnectorError(
    "retail-server-unreadable",
    `retail server ${about.host} answered ${about.operation} with ${what}`,
    {
      fix: "check that RetailServerClientOptions.RetailServerUrl is the Retail Server address itself (it ends in /Commerce), not a sign-in page or a proxy",
    },
  );
}

function brokenFault(broken: Exclude<Exchange, { kind: "reply" }>, about: About): ConnectorError {
  const { host, operation } = about;
  switch (broken.kind) {
    case "slow":
      return new ConnectorError(
        "retail-server-slow",
        `retail server ${host} did not finish ${operation} within ${about.timeoutMs} ms`,
        {
          fix: "look at the load of the scale unit, or raise RetailServerClientOptions.RequestTimeoutSeconds",
        },
      );
    case "too-large":
      return new ConnectorError(
        "retail-server-too-large",
        `retail server ${host} answered ${operation} with more than ${about.maxBytes} bytes`,
        { fix: "raise RetailServerClientOptions.MaxResponseMegabytes" },
      );
    case "not-connected":
    case "lost":
      return new ConnectorError(
        "retail-server-unreachable",
        broken.kind === "lost"
          ? `retail server ${host} broke the connection during ${operation}`
          : `retail server ${host} could not be reached for ${operation}`,
        {
          cause: broken.cause,
          fix: "check RetailServerClientOptions.RetailServerUrl, the network, and the certificate of the server",
        },
      );
  }
}

interface Verdict {
  readonly code: FaultCode;
  readonly what: string;
  readonly fix: string;
}

function replyFault(
  reply: Extract<Exchange, { kind: "reply" }>,
  reasons: readonly string[],
  { host, operation }: About,
): ConnectorError {
  const { code, what, fix } = reasons.some((reason) => ABOUT_THE_CHANNEL.has(reason))
    ? UNKNOWN_UNIT
    : reply.status >= 300 && reply.status < 400
      ? elsewhere(reply.headers.get("location"))
      : verdictOn(reply.status);
  const seen = [`status ${reply.status}`, ...new Set(reasons)].join(", ");
  return new ConnectorError(code, `retail server ${host} ${what} ${operation} (${seen})`, { fix });
}

const UNKNOWN_UNIT: Verdict = {
  code: "operating-unit-unknown",
  what: "knows no channel with RetailServerClientOptions.OperatingUnitNumber, asked for",
  fix: "set RetailServerClientOptions.OperatingUnitNumber to the number of an online channel that is published to this scale unit",
};

/** Only the address is taken from where the server points, never its path or query. */
function elsewhere(location: string | null): Verdict {
  const origin = URL.parse(location ?? "")?.origin ?? "";
  const named = /^https:\/\/[a-z0-9.:-]+$/.test(origin) ? `; the server points to ${origin}` : "";
  return {
    code: "retail-server-not-found",
    what: "is not the right address for",
    fix: `correct RetailServerClientOptions.RetailServerUrl${named}`,
  };
}

const BY_STATUS: Readonly<Record<number, Verdict>> = {
  401: {
    code: "retail-server-unauthorized",
    what: "did not accept our token for",
    fix: "in Commerce headquarters (Commerce shared parameters, Identity providers) allow the app id as a relying party, and compare the issuer and RetailServerClientOptions.RetailServerAudienceId letter by letter; then run distribution job 1110",
  },
  403: {
    code: "retail-server-forbidden",
    what: "does not let this app call",
    fix: "in Commerce headquarters give the app id the user type Application; a customised server may need the operation opened for it",
  },
  404: {
    code: "retail-server-not-found",
    what: "does not have",
    fix: "check RetailServerClientOptions.RetailServerUrl: it ends in /Commerce; the server must be 10.0.13 or later",
  },
  408: {
    code: "retail-server-slow",
    what: "ran out of time for",
    fix: "look at the load of the scale unit",
  },
  429: {
    code: "retail-server-throttled",
    what: "asks us to wait longer than we may before",
    fix: "the next pass tries again; lower RetailServerClientOptions.MaxConcurrency if this goes on",
  },
};

const FAILED: Verdict = {
  code: "retail-server-failed",
  what: "failed at",
  fix: "the next pass tries again; look at the health of the scale unit if this goes on",
};

const REFUSED: Verdict = {
  code: "retail-server-refused",
  what: "refused",
  fix: "check RetailServerClientOptions.ApiVersion, and that the server is 10.0.13 or later",
};

function verdictOn(status: number): Verdict {
  return BY_STATUS[status] ?? (status >= 500 ? FAILED : REFUSED);
}
