import { ConnectorError } from "../../../cart/connector-error.ts";
import { exchange, type Exchange, type HttpRequest, type HttpTools } from "../../http/exchange.ts";
import { failureOf, misconfigured, statusFailure, unreadable, type Failure } from "../failure.ts";
import { CONSTANT_CONTACT, MAX_REPLY_BYTES, SECTION, type ConstantContactOptions } from "./options.ts";
import { errorKeysIn } from "./schema.ts";
import type { SignIn } from "./sign-in.ts";

export interface ConstantContactCall {
  readonly method: HttpRequest["method"];
  /** Behind the version, with a leading slash. */
  readonly path: string;
  readonly body?: string;
  /** True for what mails nobody: it is repeated after a pause when there were too many requests in a second. */
  readonly isRepeatable: boolean;
  /** That of the settings when left out. */
  readonly timeoutMs?: number;
}

/** All calls of one account, at the pace that it allows. */
export interface Calls {
  /**
   * Sends. A 401 is sent once more with another access token: it was not carried out. Throws only before a request,
   * or after one that was turned down: the fault of the sign-in, or `provider-throttled` while the day's quota is
   * used up.
   */
  ask(call: ConstantContactCall): Promise<Exchange>;
  /** Until when the day's quota is used up; undefined when it is not known to be. */
  parkedUntil(): Date | undefined;
}

/** Constant Contact takes four in a second, from all customers of the application together. */
const SPACING_MS = 260;
const PAUSE_MS = 1_000;
const MOST_PAUSES = 3;

export function createCalls(options: ConstantContactOptions, tools: HttpTools, signIn: SignIn): Calls {
  const { clock } = tools;
  let nextAt = 0;
  let parkedUntil = new Date(0);

  function isParked(): boolean {
    return clock.now() < parkedUntil;
  }

  /** Waits until it is our turn in the second. */
  async function keepPace(): Promise<void> {
    const now = clock.now().getTime();
    const at = Math.max(now, nextAt);
    nextAt = at + SPACING_MS;
    if (at > now) await clock.sleep(at - now);
  }

  async function sendOnce(
    { method, path, body, timeoutMs }: ConstantContactCall,
    token: string,
  ): Promise<Exchange> {
    if (isParked()) throw quotaFault(parkedUntil).fault;
    await keepPace();
    const result = await exchange(tools, {
      method,
      url: new URL(`${options.apiUrl}${path}`),
      headers: {
        authorization: `Bearer ${token}`,
        accept: "application/json",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body }),
      timeoutMs: timeoutMs ?? options.requestTimeoutMs,
      maxBytes: MAX_REPLY_BYTES,
    });
    if (isQuotaUsedUp(result)) parkedUntil = nextMidnight(clock.now());
    return result;
  }

  async function send(call: ConstantContactCall, token: string): Promise<Exchange> {
    for (let pauses = 0; ; pauses++) {
      const result = await sendOnce(call, token);
      if (!call.isRepeatable || pauses === MOST_PAUSES || !isThrottled(result)) return result;
      await clock.sleep(PAUSE_MS);
    }
  }

  return {
    async ask(call) {
      if (isParked()) throw quotaFault(parkedUntil).fault;
      const token = await signIn.accessToken();
      const result = await send(call, token);
      if (result.kind !== "reply" || result.status !== 401) return result;
      signIn.turnedDown(token);
      const other = await signIn.accessToken();
      return other === token ? result : send(call, other);
    },
    parkedUntil: () => (isParked() ? parkedUntil : undefined),
  };
}

/** The same calls, none of which takes longer than is left. */
export function within(calls: Calls, leftMs: () => number): Calls {
  return { ...calls, ask: (call) => calls.ask({ ...call, timeoutMs: Math.max(1, leftMs()) }) };
}

function isThrottled(result: Exchange): boolean {
  return result.kind === "reply" && result.status === 429 && !isQuotaUsedUp(result);
}

function isQuotaUsedUp(result: Exchange): boolean {
  return (
    result.kind === "reply" &&
    result.status === 429 &&
    errorKeysIn(result.text)?.includes("quota_exceeded") === true
  );
}

/** The day of the quota ends at 00:00 UTC. */
function nextMidnight(now: Date): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1));
}

/** What a call came to: its text, a no by Constant Contact itself to what was asked for, or a failure. */
export type Told =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "absent" }
  | { readonly kind: "refused" }
  | { readonly kind: "busy" }
  | { readonly kind: "failure"; readonly failure: Failure };

/** `until` is when the day's quota counts anew, if this is what is wrong. */
export function told(result: Exchange, doing: string, until: Date | undefined): Told {
  if (result.kind !== "reply") return failed(failureOf(result, CONSTANT_CONTACT, doing));
  const { status, text } = result;
  if (status >= 200 && status < 300) return { kind: "text", text };
  const isOwn = errorKeysIn(text) !== undefined;
  if (status === 404 && isOwn) return { kind: "absent" };
  if (status === 400 && isOwn) return { kind: "refused" };
  // somebody else is writing the same contact
  if (status === 409) return { kind: "busy" };
  if (status === 400) {
    return failed({ ...unreadable(CONSTANT_CONTACT, doing, status), carriedOut: "no" });
  }
  if (status === 401) return failed(tokenRefused(doing));
  if (status === 429 && until !== undefined) return failed(quotaFault(until));
  return failed(statusFailure(status, CONSTANT_CONTACT, doing));
}

export type Heard = Exclude<Told, { kind: "failure" }>;

/** For calls that mail nobody: a failure is thrown as its fault. */
export async function heard(calls: Calls, call: ConstantContactCall, doing: string): Promise<Heard> {
  const reply = told(await calls.ask(call), doing, calls.parkedUntil());
  if (reply.kind === "failure") throw reply.failure.fault;
  return reply;
}

export function unknownList(): Failure {
  return misconfigured(
    `constant-contact does not know the list of ${SECTION}.ListId`,
    `set ${SECTION}.ListId to the id of the list that starts the automation: it is at the end of the list's address in the browser`,
  );
}

function failed(failure: Failure): Told {
  return { kind: "failure", failure };
}

function tokenRefused(doing: string): Failure {
  const fault = new ConnectorError(
    "provider-unauthorized",
    `constant-contact turned down a new access token while ${doing} (401)`,
    {
      fix: `sign in again as docs/providers/constant-contact.md tells, and put the refresh token into the secret named by ${SECTION}.RefreshTokenKeyVaultSecretName`,
    },
  );
  return { carriedOut: "no", why: "http-status 401", fault };
}

function quotaFault(until: Date): Failure {
  const fault = new ConnectorError(
    "provider-throttled",
    `the day's quota of requests to constant-contact is used up until ${until.toISOString()}`,
    {
      fix: "nothing: passes go on after that; if it happens often, ask Constant Contact for a higher quota or lower ReminderOptions.MaxRemindersPerRun",
    },
  );
  return { carriedOut: "no", why: "quota-used-up", fault };
}
