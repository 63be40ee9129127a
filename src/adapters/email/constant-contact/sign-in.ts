import { asConnectorError } from "../../../cart/connector-error.ts";
import type { Log } from "../../../ports/log.ts";
import { createKeptTokens } from "./kept-tokens.ts";
import type { ConstantContactOptions } from "./options.ts";
import { createRenew, type RenewalTools } from "./renewal.ts";
import type { StoredTokens } from "./schema.ts";

export interface SignIn {
  /** An access token. Throws a `provider-…` fault, or that of the secret store or the ledger. */
  accessToken(): Promise<string>;
  /** Says that Constant Contact answered 401 to it. */
  turnedDown(token: string): void;
}

interface SignInTools extends RenewalTools {
  readonly log: Log;
  readonly redaction?: { hide(secret: string): void };
}

/** With less life left a token is not used. */
const LEAST_MS = 60_000;
const TRY_AGAIN_MS = 5 * 60_000;

/**
 * Sign-in with a refresh token. Rotating ones are kept in the key vault together with the access token, so that a day
 * needs one renewal, however many instances there are. Renewed early: while the old access token is still good, a
 * renewal that fails costs a warning and no reminder.
 */
export function createSignIn(options: ConstantContactOptions, tools: SignInTools): SignIn {
  const { clock, log } = tools;
  const kept = createKeptTokens(options, tools);
  const renew = createRenew(options, tools, kept);
  let held: StoredTokens | undefined;
  let refused: string | undefined;
  let underWay: Promise<StoredTokens> | undefined;
  let notBefore = 0;

  function lifeMs({ access_token, expires_at }: StoredTokens): number {
    if (access_token === undefined || expires_at === undefined || access_token === refused) return 0;
    return Date.parse(expires_at) - clock.now().getTime();
  }

  function isFresh(tokens: StoredTokens): boolean {
    const renewFrom = Date.parse(tokens.renew_from ?? tokens.expires_at ?? "");
    return lifeMs(tokens) > LEAST_MS && renewFrom > clock.now().getTime();
  }

  /** The one that lives longest, if any may still be used. */
  function stillGood(found: StoredTokens): StoredTokens | undefined {
    const best = held !== undefined && lifeMs(held) > lifeMs(found) ? held : found;
    return lifeMs(best) > LEAST_MS ? best : undefined;
  }

  async function find(): Promise<StoredTokens> {
    const found = await kept.read();
    if (isFresh(found)) return found;
    const spare = stillGood(found);
    const now = clock.now().getTime();
    if (spare !== undefined && now < notBefore) return spare;
    try {
      return await renew(found, isFresh);
    } catch (thrown) {
      if (spare === undefined) throw thrown;
      notBefore = now + TRY_AGAIN_MS;
      const { code } = asConnectorError(thrown);
      const until = spare.expires_at;
      log.warn("the sign-in of constant-contact could not be renewed yet", { code, until });
      return spare;
    }
  }

  return {
    async accessToken() {
      if (held === undefined || !isFresh(held)) {
        underWay ??= find().finally(() => {
          underWay = undefined;
        });
        held = await underWay;
      }
      // whatever was found or renewed has one
      return held.access_token ?? "";
    },
    turnedDown(token) {
      refused = token;
    },
  };
}
