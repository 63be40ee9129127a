import type { Reply } from "../server.ts";

const RESOURCE_PREFIX = "Microsoft_Dynamics_Commerce_Runtime_";
const TYPE_PREFIX = "Microsoft.Dynamics.Commerce.Runtime.";

export interface ServerError {
  readonly status: number;
  /** With or without its long prefix: "CartNotFound". */
  readonly resourceId: string;
  /** For people. Real servers put ids and account numbers in it, so this one does too. */
  readonly message: string;
  /** The .NET type without its name space. */
  readonly type?: string;
}

/** The documented error body: its `message` is a JSON document of its own, as text. */
export function errorReply(error: ServerError): Reply {
  const { type = "CommerceException", message } = error;
  const resourceId = error.resourceId.startsWith("Microsoft_")
    ? error.resourceId
    : `${RESOURCE_PREFIX}${error.resourceId}`;
  const results = type.endsWith("ValidationException") ? { ValidationResults: [] } : {};
  const inner = { ErrorResourceId: resourceId, LocalizedMessage: message, ...results };
  return {
    status: error.status,
    body: { error: { code: `${TYPE_PREFIX}${type}`, message: JSON.stringify(inner) } },
  };
}

/** The proper answer to this call is an error. */
export class Refusal extends Error {
  readonly reply: Reply;

  constructor(error: ServerError) {
    super(error.message);
    this.reply = errorReply(error);
  }
}

export function badRequest(message: string, resourceId = "InvalidRequest"): Refusal {
  return new Refusal({ status: 400, type: "DataValidationException", resourceId, message });
}

export function unauthorised(resourceId: string, message: string, status = 401): Refusal {
  return new Refusal({ status, type: "UserAuthenticationException", resourceId, message });
}

export function forbidden(message: string): Refusal {
  return new Refusal({ status: 403, resourceId: "AuthorizationFailed", message });
}

export function wrongAddress(message: string): Refusal {
  return new Refusal({ status: 404, resourceId: "InvalidRequest", message });
}

/** Exists on a real server; this one does not pretend. */
export function notSimulated(what: string): Refusal {
  return new Refusal({ status: 501, resourceId: "NotSimulated", message: `${what} is not simulated` });
}
