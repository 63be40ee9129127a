import type { Log, LogFields } from "../../ports/log.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Redaction } from "./redaction.ts";

/** One JSON object per line, with known secrets hidden. */
export function jsonLog(options: {
  readonly write: (level: "info" | "warn" | "error", line: string) => void;
  readonly clock: Clock;
  readonly redaction: Redaction;
}): Log {
  const { write, clock, redaction } = options;
  function log(level: "info" | "warn" | "error", text: string, fields: LogFields = {}): void {
    write(
      level,
      redaction.clean(JSON.stringify({ time: clock.now().toISOString(), level, text, ...fields })),
    );
  }
  return {
    info: (text, fields) => log("info", text, fields),
    warn: (text, fields) => log("warn", text, fields),
    error: (text, fields) => log("error", text, fields),
  };
}
