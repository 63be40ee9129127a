import { parseStamp, type Stamp } from "../cart/stamp.ts";
import { wordsAndOptions } from "./words-and-options.ts";
import { wrong } from "./wrong.ts";

export { wrong };

const OPTIONS = {
  settings: { type: "string" },
  verbose: { type: "boolean" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean" },
  from: { type: "string" },
  to: { type: "string" },
  channel: { type: "string" },
  "dry-run": { type: "boolean" },
  json: { type: "boolean" },
  all: { type: "boolean" },
  reason: { type: "string" },
  within: { type: "string" },
  orders: { type: "string" },
  provider: { type: "string" },
  language: { type: "string" },
  out: { type: "string" },
} as const;

type Option = keyof typeof OPTIONS;

const EVERYWHERE: readonly Option[] = ["settings", "verbose", "help", "version"];

/** What a command takes besides its name. An option it does not know must not be passed over in silence. */
const COMMANDS = {
  check: { words: [], options: [] },
  run: { words: [], options: ["dry-run", "from", "to", "channel", "json"] },
  recovered: { words: [], options: ["from", "to", "within", "orders", "channel", "json"] },
  preview: { words: [], mayAdd: 1, options: ["provider", "language", "out", "channel", "json"] },
  providers: { words: [], options: ["json"] },
  explain: { words: ["the id of a cart or an e-mail address"], options: ["channel", "json"] },
  unsure: { words: ["list, resend or dismiss"], mayAdd: 1, options: ["all", "json"] },
  suppressions: { words: ["import or export"], mayAdd: 1, options: ["reason", "json"] },
  privacy: { words: ["show or erase"], mayAdd: 1, options: [] },
  ledger: { words: ["init or status"], options: [] },
  settings: { words: [], options: ["json"] },
} as const satisfies Readonly<Record<string, Takes>>;

interface Takes {
  readonly words: readonly string[];
  /** How many words more it may be given; the command itself says what they are. */
  readonly mayAdd?: number;
  readonly options: readonly Option[];
}

export type Command = keyof typeof COMMANDS;

export interface Arguments {
  readonly command: Command | "help" | "version";
  /** The word behind the command, of a command that takes one; otherwise empty. */
  readonly subject: string;
  /** The word behind that, of a command that may take two; otherwise empty. */
  readonly object: string;
  readonly settings: string;
  readonly from: Stamp | undefined;
  readonly to: Stamp | undefined;
  readonly channel: string | undefined;
  readonly dryRun: boolean;
  readonly json: boolean;
  readonly all: boolean;
  readonly reason: string | undefined;
  /** Days, at least 1. */
  readonly within: number | undefined;
  /** A file with orders. */
  readonly orders: string | undefined;
  readonly provider: string | undefined;
  readonly language: string | undefined;
  readonly out: string | undefined;
  readonly verbose: boolean;
}

/** Reads a command line; throws `arguments-invalid` naming what is wrong. */
export function readArguments(argv: readonly string[]): Arguments {
  const { texts, flags, words } = wordsAndOptions(argv, OPTIONS);
  const command = commandOf(words, flags);
  if (isCommand(command)) requireFitting(command, words.slice(1), [...texts.keys(), ...flags]);
  return {
    command,
    subject: words[1] ?? "",
    object: words[2] ?? "",
    settings: texts.get("settings") ?? "appSettings.json",
    ...windowOf(texts),
    channel: texts.get("channel"),
    dryRun: flags.has("dry-run"),
    json: flags.has("json"),
    all: flags.has("all"),
    reason: texts.get("reason"),
    within: daysOf("--within", texts.get("within")),
    orders: texts.get("orders"),
    provider: texts.get("provider"),
    language: texts.get("language"),
    out: texts.get("out"),
    verbose: flags.has("verbose"),
  };
}

function isCommand(word: string): word is Command {
  return Object.hasOwn(COMMANDS, word);
}

function commandOf([word]: readonly string[], flags: ReadonlySet<Option>): Arguments["command"] {
  if (flags.has("version")) return "version";
  if (flags.has("help") || word === undefined || word === "help") return "help";
  if (isCommand(word)) return word;
  // what is no plain word may be an address, and this may end in a log
  throw wrong(`there is no command ${/^[\w-]{1,30}$/.test(word) ? word : "of that name"}`);
}

function requireFitting(command: Command, words: readonly string[], options: readonly Option[]): void {
  const takes: Takes = COMMANDS[command];
  const strange = options.find((option) => !EVERYWHERE.includes(option) && !takes.options.includes(option));
  if (strange !== undefined) throw wrong(`${command} does not take --${strange}`);
  if (words.length < takes.words.length) throw wrong(`${command}: expected ${takes.words.join(", ")}`);
  if (words.length > takes.words.length + (takes.mayAdd ?? 0))
    throw wrong(`${command}: expected ${takes.words.join(", ") || "no further word"}, got more`);
}

function windowOf(texts: ReadonlyMap<Option, string>): Pick<Arguments, "from" | "to"> {
  const from = moment("--from", texts.get("from"));
  const to = moment("--to", texts.get("to"));
  if (from !== undefined && to !== undefined && from.ticks > to.ticks)
    throw wrong("--from: expected a moment before that of --to");
  return { from, to };
}

function daysOf(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,2}$/.test(text)) throw wrong(`${option}: expected a number of days from 1 to 999`);
  return Number(text);
}

/** Without a zone it is UTC. */
function moment(option: string, text: string | undefined): Stamp | undefined {
  if (text === undefined) return undefined;
  const stamp = parseStamp(text) ?? parseStamp(`${text}Z`);
  if (stamp === undefined) throw wrong(`${option}: expected a moment such as 2026-11-22T10:00:00Z`);
  return stamp;
}
