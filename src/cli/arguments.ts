import { parseArgs } from "node:util";
import { ConnectorError } from "../cart/connector-error.ts";
import { parseStamp, type Stamp } from "../cart/stamp.ts";

export interface Arguments {
  /** The words that are not options, the command first. */
  readonly words: readonly string[];
  readonly settings: string;
  readonly from: Stamp | undefined;
  readonly to: Stamp | undefined;
  readonly channel: string | undefined;
  readonly dryRun: boolean;
  readonly json: boolean;
  readonly verbose: boolean;
  readonly help: boolean;
  readonly version: boolean;
}

/** Reads a command line; throws `arguments-invalid` naming what is wrong. */
export function readArguments(argv: readonly string[]): Arguments {
  const { values, positionals } = parsed(argv);
  return {
    words: positionals,
    settings: values.settings ?? "appSettings.json",
    from: moment("--from", values.from),
    to: moment("--to", values.to),
    channel: values.channel,
    dryRun: values["dry-run"] ?? false,
    json: values.json ?? false,
    verbose: values.verbose ?? false,
    help: values.help ?? false,
    version: values.version ?? false,
  };
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        settings: { type: "string" },
        from: { type: "string" },
        to: { type: "string" },
        channel: { type: "string" },
        "dry-run": { type: "boolean" },
        json: { type: "boolean" },
        verbose: { type: "boolean" },
        help: { type: "boolean", short: "h" },
        version: { type: "boolean" },
      },
    });
  } catch (cause) {
    // node's text names the option and nothing else
    const what = cause instanceof Error ? (cause.message.split(/[.'"]\s/)[0] ?? "") : "";
    throw wrong(`the command line is not understood: ${what.toLowerCase()}`, cause);
  }
}

function moment(option: string, text: string | undefined): Stamp | undefined {
  if (text === undefined) return undefined;
  const stamp = parseStamp(text) ?? parseStamp(`${text}Z`);
  if (stamp === undefined) throw wrong(`${option}: expected a moment such as 2026-11-22T10:00:00Z`);
  return stamp;
}

export function wrong(message: string, cause?: unknown): ConnectorError {
  return new ConnectorError("arguments-invalid", message, { cause, fix: "see `connector --help`" });
}
