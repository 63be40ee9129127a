/**
 * Every fault this product can name. Code compares codes, never message text.
 * The prefix says which neighbour to look at.
 */
export type FaultCode =
  | "settings-invalid"
  | "arguments-invalid"
  | "vault-unreachable"
  | "vault-refused"
  | "secret-missing"
  | "token-unreachable"
  | "token-refused"
  | "retail-server-unreachable"
  | "retail-server-unauthorized"
  | "retail-server-forbidden"
  | "retail-server-refused"
  | "retail-server-not-found"
  | "retail-server-failed"
  | "retail-server-throttled"
  | "retail-server-slow"
  | "retail-server-unreadable"
  | "retail-server-too-large"
  | "retail-server-blank"
  | "operating-unit-unknown"
  | "ledger-unreachable"
  | "ledger-refused"
  | "ledger-missing"
  | "ledger-misshapen"
  | "ledger-throttled"
  | "ledger-unreadable"
  | "person-key-changed"
  | "provider-unreachable"
  | "provider-unauthorized"
  | "provider-forbidden"
  | "provider-throttled"
  | "provider-failed"
  | "provider-unreadable"
  | "provider-misconfigured"
  | "provider-nothing-attached"
  | "provider-blank"
  | "pass-under-way"
  | "broken-promise";

export interface FaultDetails {
  readonly cause?: unknown;
  /** What a person can do about it, as an instruction. */
  readonly fix?: string;
}

/**
 * The one error class. The message names the thing in the operator's words, one line, lower case,
 * without secrets and without anything about a shopper.
 */
export class ConnectorError extends Error {
  override readonly name = "ConnectorError";
  readonly code: FaultCode;
  readonly fix: string | undefined;

  constructor(code: FaultCode, message: string, details: FaultDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.fix = details.fix;
  }
}

/** Whatever was thrown, as our error: foreign errors are bugs of ours until an adapter gives them a code. */
export function asConnectorError(thrown: unknown): ConnectorError {
  if (thrown instanceof ConnectorError) return thrown;
  const what = thrown instanceof Error ? thrown.name : typeof thrown;
  return new ConnectorError("broken-promise", `an unexpected ${what} reached the surface`, {
    cause: thrown,
    fix: "please report this: it is a fault of the connector, not of your set-up",
  });
}
