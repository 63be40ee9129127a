import { ConnectorError } from "../../../cart/connector-error.ts";
import type { WritableSecretStore } from "../../../ports/secret-store.ts";
import type { Turn, Turns } from "../../../ports/turns.ts";
import type { HttpTools } from "../../http/exchange.ts";
import type { KeptTokens } from "./kept-tokens.ts";
import { SECTION, type ConstantContactOptions } from "./options.ts";
import type { StoredTokens, Tokens } from "./schema.ts";
import { refresh } from "./tokens.ts";

export interface RenewalTools extends HttpTools {
  readonly secrets: WritableSecretStore;
  readonly turns: Turns;
}

/** Access tokens live a day. So early is renewed that a renewal may fail for two hours and nobody has to wait. */
const EARLY_MS = 2 * 3_600_000;
const ASSUMED_SECONDS = 3_600;
/** Two requests of ten seconds and six tries at the key vault of fifteen, with their pauses. */
const TURN_SECONDS = 180;
const MOST_LOOKS = 10;
const LOOK_MS = 1_000;

/**
 * Renews the sign-in. A rotating refresh token is good once: one connector at a time renews, the others find in the
 * key vault what it wrote; and before the old token is spent, a write proves that the new one can be kept.
 * Throws a `provider-…` fault, or that of the secret store or the ledger.
 */
export type Renew = (from: StoredTokens, isFresh: (tokens: StoredTokens) => boolean) => Promise<StoredTokens>;

export function createRenew(options: ConstantContactOptions, tools: RenewalTools, kept: KeptTokens): Renew {
  const { clock } = tools;

  async function exchanged(from: StoredTokens): Promise<StoredTokens> {
    const result = await refresh(options, tools, from.refresh_token);
    if (result.kind === "turned-down") throw turnedDownFault(from);
    return stored(result.tokens, from, clock.now());
  }

  async function longLived(from: StoredTokens): Promise<StoredTokens> {
    const next = await exchanged(from);
    // the application rotates after all: what came is kept, whatever the settings say
    if (next.refresh_token !== from.refresh_token) await kept.keep(next);
    return next;
  }

  async function inTurn(turn: Turn, isFresh: (tokens: StoredTokens) => boolean): Promise<StoredTokens> {
    try {
      // somebody may have renewed before it was our turn
      const from = await kept.read();
      if (isFresh(from)) return from;
      await kept.write({ ...from, renewing_since: clock.now().toISOString() });
      const next = await exchanged(from);
      await kept.keep(next);
      return next;
    } finally {
      await turn.end();
    }
  }

  return async (from, isFresh) => {
    if (options.refreshTokens === "long-lived") return longLived(from);
    const turn = await tools.turns.take("sign-in of constant-contact", TURN_SECONDS);
    if (turn !== "taken") return inTurn(turn, isFresh);
    for (let looks = 0; looks < MOST_LOOKS; looks++) {
      await clock.sleep(LOOK_MS);
      const found = await kept.read();
      if (isFresh(found)) return found;
    }
    throw busyFault();
  };
}

function stored(tokens: Tokens, from: StoredTokens, now: Date): StoredTokens {
  const lifeMs = (tokens.expires_in ?? ASSUMED_SECONDS) * 1000;
  return {
    // a server that keeps the refresh token may leave it out
    refresh_token: tokens.refresh_token ?? from.refresh_token,
    access_token: tokens.access_token,
    expires_at: new Date(now.getTime() + lifeMs).toISOString(),
    renew_from: new Date(now.getTime() + lifeMs - Math.min(EARLY_MS, lifeMs / 2)).toISOString(),
  };
}

function turnedDownFault({ renewing_since: since }: StoredTokens): ConnectorError {
  const cut = since === undefined ? "" : `; a renewal that began at ${since} was never finished`;
  return new ConnectorError(
    "provider-unauthorized",
    `constant-contact turned down the refresh token in the secret named by ${SECTION}.RefreshTokenKeyVaultSecretName${cut}`,
    {
      fix: `sign in again as docs/providers/constant-contact.md tells, and put the new refresh token into the secret named by ${SECTION}.RefreshTokenKeyVaultSecretName`,
    },
  );
}

function busyFault(): ConnectorError {
  return new ConnectorError(
    "provider-unreachable",
    "another run of the connector is renewing the sign-in of constant-contact, and was not done in time",
    { fix: "nothing: the next pass finds the new sign-in, or renews it itself" },
  );
}
