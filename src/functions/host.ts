import { join } from "node:path";
import { systemClock } from "../adapters/clock/system-clock.ts";
import { jsonLog } from "../adapters/log/json-log.ts";
import { createRedaction } from "../adapters/log/redaction.ts";
import { wire, type Wired } from "../run/wire.ts";
import { loadSettings } from "../settings/load.ts";

/** What the functions of one worker process share. */
export interface Host {
  /** The connector, put together at the first call and kept while the worker lives. Throws `settings-invalid`. */
  connector(): Promise<Wired>;
}

/**
 * Nothing is read before the first call: a fault thrown while the module loads would leave the app without any
 * function, and only stderr would know why. A failed try is not remembered, so that a mended setting is found.
 */
export function createHost(env: Readonly<Record<string, string | undefined>>): Host {
  let wired: Promise<Wired> | undefined;

  async function build(): Promise<Wired> {
    const root = env["AzureWebJobsScriptRoot"] ?? process.cwd();
    const settings = await loadSettings({ file: join(root, "appSettings.json"), env });
    const redaction = createRedaction();
    const log = jsonLog({ clock: systemClock(), redaction, write: (level, line) => console[level](line) });
    return wire(settings, { env, log, redaction });
  }

  return {
    async connector() {
      const mine = (wired ??= build());
      try {
        return await mine;
      } catch (fault) {
        // somebody may have begun another try meanwhile
        if (wired === mine) wired = undefined;
        throw fault;
      }
    },
  };
}
