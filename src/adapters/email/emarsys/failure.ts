import { ConnectorError, type FaultCode } from "../../../cart/connector-error.ts";
import type { Exchange } from "../../http/exchange.ts";

export type HttpReply = Extract<Exchange, { kind: "reply" }>;

/** A request that was not answered by Emarsys in its own words. */
export interface Failure {
  readonly kind: "failure";
  /** "no": certainly not. "maybe": nobody can tell. */
  readonly carriedOut: "no" | "maybe";
  /** A word of ours, with the HTTP status where there was one. */
  readonly why: string;
  readonly fault: ConnectorError;
}

/** The mend of what is nobody's fault here. */
export const PASSING =
  "the next pass tries again; ask Emarsys if this goes on. `connector ledger status` lists the reminders left in doubt";

/** 2xx, 400 and 413 are verdicts of Emarsys, to be read; everything else is a failure of the whole call. */
export function failureOr(result: Exchange, doing: string): Failure | HttpReply {
  switch (result.kind) {
    case "reply":
      return isVerdict(result.status) ? result : statusFailure(result.status, doing);
    case "not-connected":
      return failed("no", "not-connected", {
        code: "provider-unreachable",
        message: "no connection could be made to the host of EmarsysClientOptions.ApiUrl",
        fix: "check EmarsysClientOptions.ApiUrl, name resolution, the firewall and the certificates this machine trusts",
        cause: result.cause,
      });
    case "lost":
      return failed("maybe", "connection-lost", {
        code: "provider-failed",
        message: `the connection to emarsys broke while ${doing}`,
        fix: PASSING,
        cause: result.cause,
      });
    case "slow":
      return failed("maybe", "no-reply-in-time", {
        code: "provider-failed",
        message: `emarsys did not answer in time while ${doing}`,
        fix: "raise EmarsysClientOptions.RequestTimeoutSeconds if this goes on; `connector ledger status` lists the reminders left in doubt",
      });
    case "too-large":
      return failed("maybe", "reply-too-large", {
        code: "provider-unreadable",
        message: `emarsys answered far more than was asked for while ${doing}`,
        fix: "check that EmarsysClientOptions.ApiUrl leads to Emarsys itself and not to a proxy or a sign-in page",
      });
  }
}

function isVerdict(status: number): boolean {
  return (status >= 200 && status < 300) || status === 400 || status === 413;
}

function statusFailure(status: number, doing: string): Failure {
  const why = `http-status ${status}`;
  if (status === 408 || (status >= 500 && status !== 503)) {
    return failed("maybe", why, {
      code: "provider-failed",
      message: `emarsys failed while ${doing} (${status})`,
      fix: PASSING,
    });
  }
  return failed("no", why, turnedAway(status, doing));
}

interface About {
  readonly code: FaultCode;
  readonly message: string;
  readonly fix: string;
  readonly cause?: unknown;
}

/** The statuses that say that nothing was done. */
function turnedAway(status: number, doing: string): About {
  switch (status) {
    case 401:
      return {
        code: "provider-unauthorized",
        message: `emarsys turned the sign-in down while ${doing} (401)`,
        fix: "check the secrets named by EmarsysClientOptions.ApiUserNameKeyVaultSecretName and ApiSecretKeyVaultSecretName, that EmarsysClientOptions.Authentication fits ApiUrl (oauth2 for v3, wsse for v2), and with wsse the clock of this machine",
      };
    case 403:
      return {
        code: "provider-forbidden",
        message: `these credentials are not permitted to do this in emarsys: ${doing} (403)`,
        fix: "switch the permission of this endpoint on for the credentials in the secret named by EmarsysClientOptions.ApiUserNameKeyVaultSecretName, in Emarsys under Management > Security Settings",
      };
    case 429:
      return {
        code: "provider-throttled",
        message: `emarsys asks for fewer requests while ${doing} (429)`,
        fix: "if it happens often, give the connector API credentials of its own, or ask Emarsys for a higher limit",
      };
    case 503:
      return {
        code: "provider-unreachable",
        message: `emarsys is overloaded while ${doing} (503)`,
        fix: PASSING,
      };
    default:
      return {
        code: "provider-misconfigured",
        message: `the address in EmarsysClientOptions.ApiUrl does not serve this call: ${doing} (${status})`,
        fix: "set EmarsysClientOptions.ApiUrl to https://api.emarsys.net/api/v3/event/{0}/trigger, or to the v2 form with wsse",
      };
  }
}

function failed(carriedOut: Failure["carriedOut"], why: string, about: About): Failure {
  const { code, message, ...details } = about;
  return { kind: "failure", carriedOut, why, fault: new ConnectorError(code, message, details) };
}

export function unreadableFault(doing: string, status: number): ConnectorError {
  return new ConnectorError(
    "provider-unreadable",
    `the reply to ${doing} is not one of emarsys' own (${status})`,
    {
      fix: "check that EmarsysClientOptions.ApiUrl leads to Emarsys itself and not to a proxy or a sign-in page",
    },
  );
}

/** So many asked and none known is a fault of the set-up, not that many unknown people. */
export const BLANK_FROM = 20;

export function blankFault(asked: number): ConnectorError {
  return new ConnectorError("provider-blank", `emarsys knows none of ${asked} contacts that were asked for`, {
    fix: "check that EmarsysClientOptions.EmarsysContactKeyId is the id of the e-mail field and that the credentials belong to the account that holds the shop's contacts",
  });
}
