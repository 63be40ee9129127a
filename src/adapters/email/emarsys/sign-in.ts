import type { Exchange } from "../../http/exchange.ts";

/** What proves to Emarsys who we are. */
export interface Credential {
  /** Never logged. */
  readonly headers: Readonly<Record<string, string>>;
  /** Says that Emarsys answered 401 to it. */
  turnedDown(): void;
}

export interface SignIn {
  /** A credential for one request. Throws `provider-…` when none can be had, or the fault of the secret store. */
  credential(): Promise<Credential>;
}

/**
 * Sends, and after a 401 once more with another credential: a 401 was not carried out, so this repeats nothing.
 * `send` asks for headers once per attempt. Throws only what `credential` throws, that is: never after a request
 * that may have been carried out.
 */
export async function signedIn(
  signIn: SignIn,
  send: (headers: () => Promise<Credential["headers"]>) => Promise<Exchange>,
): Promise<Exchange> {
  const used: Credential[] = [];
  async function headers(): Promise<Credential["headers"]> {
    const credential = await signIn.credential();
    used.push(credential);
    return credential.headers;
  }
  const result = await send(headers);
  if (result.kind !== "reply" || result.status !== 401) return result;
  used.at(-1)?.turnedDown();
  return send(headers);
}
