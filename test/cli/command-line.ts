import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { DatabaseSync } from "node:sqlite";
import { main } from "../../src/cli/connector.ts";
import { SECRETS, startNeighbours, trust, type Neighbours } from "../../simulators/start-neighbours.ts";
import { smallShop, type SmallShop } from "./small-shop.ts";

export type Sections = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** What a command printed, and how it ended. */
export interface Said {
  readonly code: number;
  readonly out: readonly string[];
  readonly err: readonly string[];
  /** Texts for the line that a terminal overwrites. */
  readonly progress: readonly string[];
}

/** The command line in this process, in front of real neighbours and a small shop, with a ledger of its own. */
export interface CommandLine {
  readonly neighbours: Neighbours;
  readonly small: SmallShop;
  readonly folder: string;
  readonly settingsFile: string;
  readonly ledgerFile: string;
  /** The environment the commands see; may be changed. */
  readonly env: Record<string, string | undefined>;
  /** Writes the settings that work, with these laid over them. */
  readonly configure: (sections?: Sections) => void;
  connector(...words: readonly string[]): Promise<Said>;
  /** As `connector`, with this piped in. */
  piped(input: string, ...words: readonly string[]): Promise<Said>;
  /** Every document of the ledger; none when there is no file. */
  documents(): readonly Document[];
  /** Everything that no output may hold: secrets, and all about the shoppers. */
  readonly private: readonly string[];
  close(): Promise<void>;
}

export interface Document {
  readonly id: string;
  readonly kind: string;
  readonly version: string;
  readonly body: string;
}

export async function openCommandLine(): Promise<CommandLine> {
  const small = smallShop(new Date());
  const neighbours = await startNeighbours(small);
  trust(neighbours.authority);
  const folder = mkdtempSync(join(tmpdir(), "command-line-"));
  const settingsFile = join(folder, "appSettings.json");
  const ledgerFile = join(folder, "ledger.sqlite");
  const env: Record<string, string | undefined> = { ...neighbours.env };

  function configure(sections: Sections = {}): void {
    writeFileSync(settingsFile, neighbours.settings({ SqliteOptions: { Path: ledgerFile }, ...sections }));
  }

  configure();
  return {
    neighbours,
    small,
    folder,
    settingsFile,
    ledgerFile,
    env,
    configure,
    connector: (...words) => said([...words, "--settings", settingsFile], env),
    piped: (input, ...words) => said([...words, "--settings", settingsFile], env, Readable.from([input])),
    documents: () => documentsIn(ledgerFile),
    private: [
      ...small.personal,
      ...Object.values(SECRETS),
      ...Object.values(neighbours.env).filter((value) => value.startsWith("canary")),
    ],
    async close() {
      await neighbours.close();
      rmSync(folder, { recursive: true });
    },
  };
}

async function said(
  words: readonly string[],
  env: CommandLine["env"],
  input?: AsyncIterable<string>,
): Promise<Said> {
  const out: string[] = [];
  const err: string[] = [];
  const progress: string[] = [];
  const code = await main(words, {
    env,
    ...(input === undefined ? {} : { input }),
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
    progress: (text) => void progress.push(text),
  });
  return { code, out, err, progress };
}

function documentsIn(file: string): readonly Document[] {
  if (!existsSync(file)) return [];
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    // the columns are NOT NULL texts of a STRICT table
    return db
      .prepare("SELECT id, kind, version, body FROM documents ORDER BY id")
      .all() as unknown as Document[];
  } finally {
    db.close();
  }
}
