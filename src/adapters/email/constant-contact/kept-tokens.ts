import type { Clock } from "../../../ports/clock.ts";
import type { Log } from "../../../ports/log.ts";
import type { WritableSecretStore } from "../../../ports/secret-store.ts";
import { asConnectorError } from "../../../cart/connector-error.ts";
import type { ConstantContactOptions } from "./options.ts";
import { readStored, type StoredTokens } from "./schema.ts";

const WRITE_TRIES = 4;
const FIRST_PAUSE_MS = 500;

/** The tokens in their secret: what one instance wrote is what all others find. */
export interface KeptTokens {
  /** As they are in the key vault now. Throws the fault of the secret store. */
  read(): Promise<StoredTokens>;
  /** Writes once. Throws the fault of the secret store. */
  write(tokens: StoredTokens): Promise<void>;
  /**
   * Writes with patience, because what is written exists nowhere else. What could not be written stays in memory and
   * is tried again with every `read`; that is logged as an error, and never thrown.
   */
  keep(tokens: StoredTokens): Promise<void>;
}

export function createKeptTokens(
  { refreshTokenSecretName: name }: ConstantContactOptions,
  tools: {
    readonly secrets: WritableSecretStore;
    readonly clock: Clock;
    readonly log: Log;
    readonly redaction?: { hide(secret: string): void };
  },
): KeptTokens {
  const { secrets, clock, log } = tools;
  let unsaved: StoredTokens | undefined;

  function hide({ refresh_token, access_token }: StoredTokens): void {
    tools.redaction?.hide(refresh_token);
    if (access_token !== undefined) tools.redaction?.hide(access_token);
  }

  async function write(tokens: StoredTokens): Promise<void> {
    hide(tokens);
    await secrets.write(name, JSON.stringify(tokens));
  }

  async function tryToSave(tokens: StoredTokens): Promise<void> {
    try {
      await write(tokens);
      unsaved = undefined;
    } catch {
      // said once already; it is tried again with the next reading
    }
  }

  return {
    async read() {
      if (unsaved !== undefined) {
        const waiting = unsaved;
        await tryToSave(waiting);
        return waiting;
      }
      secrets.forget(name);
      const tokens = readStored(await secrets.read(name));
      hide(tokens);
      return tokens;
    },
    write,
    async keep(tokens) {
      for (let tries = 1; ; tries++) {
        try {
          await write(tokens);
          return;
        } catch (thrown) {
          if (tries < WRITE_TRIES) {
            await clock.sleep(FIRST_PAUSE_MS * 2 ** (tries - 1));
            continue;
          }
          unsaved = tokens;
          const { code } = asConnectorError(thrown);
          log.error("the new sign-in of constant-contact could not be kept: it ends with this process", {
            code,
          });
          return;
        }
      }
    },
  };
}
