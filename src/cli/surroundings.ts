import { systemClock } from "../adapters/clock/system-clock.ts";
import { jsonLog } from "../adapters/log/json-log.ts";
import { createRedaction } from "../adapters/log/redaction.ts";
import type { Clock } from "../ports/clock.ts";
import { wire, type Wired } from "../run/wire.ts";
import { loadSettings } from "../settings/load.ts";
import type { Arguments } from "./arguments.ts";

/** What a command is given to work with: where to print, and what the process knows. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A line for the reader of the result. */
  out(line: string): void;
  /** A line for the person in front of the terminal. */
  err(line: string): void;
  /** Shows how far it is, on a terminal only. */
  progress(text: string): void;
  /** What is typed or piped in. */
  readonly input?: AsyncIterable<Uint8Array | string>;
  /** What time it is for commands without a connector; the system's clock when left out. */
  readonly clock?: Pick<Clock, "now">;
}

export function nowOf({ clock = systemClock() }: Surroundings): Date {
  return clock.now();
}

/** Does the work with the connector as the settings describe it, and takes it apart afterwards. */
export async function withConnector<Result>(
  given: Pick<Arguments, "settings" | "verbose">,
  around: Surroundings,
  work: (wired: Wired) => Promise<Result>,
): Promise<Result> {
  const settings = await loadSettings({ file: given.settings, env: around.env });
  const redaction = createRedaction();
  const log = jsonLog({
    clock: systemClock(),
    redaction,
    write: (level, line) => {
      if (given.verbose || level !== "info") around.err(line);
    },
  });
  const wired = wire(settings, { env: around.env, log, redaction });
  try {
    return await work(wired);
  } finally {
    await wired.close();
  }
}
