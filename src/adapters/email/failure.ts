import { ConnectorError, type FaultCode } from "../../cart/connector-error.ts";
import type { Answer } from "../../cart/documents.ts";
import type { Reminder } from "../../cart/reminder.ts";
import type { Handover } from "../../ports/email-provider.ts";
import type { Exchange } from "../http/exchange.ts";
import { released, sameForAll, unsure, whenAsked } from "./answers.ts";

/*
 * What the end of a request means for providers that are reached with an API key. Emarsys has its own account of
 * this, because its statuses and reply codes go together.
 */

export type HttpReply = Extract<Exchange, { kind: "reply" }>;

/** A provider as its faults name it. */
export interface ProviderWords {
  /** As in `sendgrid failed while …`. */
  readonly name: string;
  /** Its section of the settings, which has `ApiUrl`, `ApiKeyKeyVaultSecretName` and `RequestTimeoutSeconds`. */
  readonly section: string;
  readonly apiUrl: string;
  /** The mend of a 403. */
  readonly permission: string;
}

export interface Failure {
  /** "no": certainly not. "maybe": nobody can tell. */
  readonly carriedOut: "no" | "maybe";
  /** A word of ours, with the HTTP status where there was one. */
  readonly why: string;
  readonly fault: ConnectorError;
  /** The provider wants to be left alone for a while. */
  readonly throttled?: true;
}

const PASSING =
  "the next pass tries again; ask the provider if this goes on. `connector ledger status` lists the reminders left in doubt";

/** The end of a request that brought no reply. */
export function failureOf(
  result: Exclude<Exchange, HttpReply>,
  words: ProviderWords,
  doing: string,
): Failure {
  const { name, section } = words;
  switch (result.kind) {
    case "not-connected":
      return failed("no", "not-connected", {
        code: "provider-unreachable",
        message: `no connection could be made to the host of ${section}.ApiUrl`,
        fix: `check ${section}.ApiUrl, name resolution, the firewall and the certificates this machine trusts`,
        cause: result.cause,
      });
    case "lost":
      return failed("maybe", "connection-lost", {
        code: "provider-failed",
        message: `the connection to ${name} broke while ${doing}`,
        fix: PASSING,
        cause: result.cause,
      });
    case "slow":
      return failed("maybe", "no-reply-in-time", {
        code: "provider-failed",
        message: `${name} did not answer in time while ${doing}`,
        fix: `raise ${section}.RequestTimeoutSeconds if this goes on; \`connector ledger status\` lists the reminders left in doubt`,
      });
    case "too-large":
      return failed("maybe", "reply-too-large", {
        code: "provider-unreadable",
        message: `${name} answered far more than was asked for while ${doing}`,
        fix: notTheProvider(words),
      });
  }
}

/** A status that says the same whoever was in the request. */
export function statusFailure(status: number, words: ProviderWords, doing: string): Failure {
  const { name } = words;
  const why = `http-status ${status}`;
  if (status === 408 || (status >= 500 && status !== 503)) {
    const message = `${name} failed while ${doing} (${status})`;
    return failed("maybe", why, { code: "provider-failed", message, fix: PASSING });
  }
  return {
    ...failed("no", why, turnedAway(status, words, doing)),
    ...(status === 429 ? { throttled: true } : {}),
  };
}

interface About {
  readonly code: FaultCode;
  readonly message: string;
  readonly fix: string;
  readonly cause?: unknown;
}

/** The statuses that say that nothing was done. */
function turnedAway(status: number, words: ProviderWords, doing: string): About {
  const { name, section } = words;
  switch (status) {
    case 401:
      return {
        code: "provider-unauthorized",
        message: `${name} turned the API key down while ${doing} (401)`,
        fix: `put a key that is good into the secret named by ${section}.ApiKeyKeyVaultSecretName`,
      };
    case 402:
    case 403:
      return {
        code: "provider-forbidden",
        message: `this API key is not permitted to do this at ${name}: ${doing} (${status})`,
        fix: words.permission,
      };
    case 429:
      return {
        code: "provider-throttled",
        message: `${name} asks for fewer requests while ${doing} (429)`,
        fix: "if it happens often, ask the provider for a higher limit",
      };
    case 503:
      return {
        code: "provider-unreachable",
        message: `${name} is overloaded while ${doing} (503)`,
        fix: PASSING,
      };
    default:
      return {
        code: "provider-misconfigured",
        message: `the address in ${section}.ApiUrl does not serve this call: ${doing} (${status})`,
        fix: `set ${section}.ApiUrl to ${words.apiUrl}`,
      };
  }
}

/** A reply that is not in the provider's own words. */
export function unreadable(words: ProviderWords, doing: string, status: number): Failure {
  return failed("maybe", `reply-unreadable ${status}`, {
    code: "provider-unreadable",
    message: `the reply to ${doing} is not one of ${words.name}'s own (${status})`,
    fix: notTheProvider(words),
  });
}

/** A setting is wrong: the same for everybody until a person mends it. */
export function misconfigured(message: string, fix: string): Failure {
  return failed("no", "set-up", { code: "provider-misconfigured", message, fix });
}

/** The answers to a request that ended in this failure. */
export function answersTo(
  failure: Failure,
  batch: readonly Reminder[],
  at: { readonly now: Date; readonly headers?: Headers },
): Handover {
  return sameForAll(batch, answerTo(failure, at), failure.fault);
}

function answerTo(failure: Failure, at: { readonly now: Date; readonly headers?: Headers }): Answer {
  if (failure.carriedOut === "maybe") return unsure(failure.why);
  return failure.throttled ? whenAsked(at.headers ?? new Headers(), at.now) : released(at.now);
}

function notTheProvider({ section }: ProviderWords): string {
  return `check that ${section}.ApiUrl leads to the provider itself and not to a proxy or a sign-in page`;
}

function failed(carriedOut: Failure["carriedOut"], why: string, about: About): Failure {
  const { code, message, ...details } = about;
  return { carriedOut, why, fault: new ConnectorError(code, message, details) };
}
