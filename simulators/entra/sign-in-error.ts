import { randomUUID } from "node:crypto";
import type { Call, Reply } from "../server.ts";

/** A refusal in the words of OAuth 2.0, with the number Entra ID gives it. */
export interface SignInError {
  readonly status: 400 | 401;
  readonly error: string;
  readonly code: number;
  readonly text: string;
}

/** The error body of Entra ID: the number is in the description, in a list and in a link. */
export function signInError(what: SignInError, call: Call, now: Date): Reply {
  const trace = randomUUID();
  const correlation = header(call, "client-request-id") ?? randomUUID();
  const timestamp = `${now.toISOString().slice(0, 19).replace("T", " ")}Z`;
  const ids = `Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${timestamp}`;
  return {
    status: what.status,
    body: {
      error: what.error,
      error_description: `AADSTS${what.code}: ${what.text} ${ids}`,
      error_codes: [what.code],
      timestamp,
      trace_id: trace,
      correlation_id: correlation,
      error_uri: `https://login.microsoftonline.com/error?code=${what.code}`,
    },
  };
}

function header(call: Call, name: string): string | undefined {
  const value = call.headers[name];
  return typeof value === "string" ? value : undefined;
}
