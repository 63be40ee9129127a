import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { createDraw, type Draw } from "../../../simulators/shop/draw.ts";
import { startNeighbours, type Neighbours } from "../../../simulators/start-neighbours.ts";
import { cosmosKillLedger } from "./cosmos-kill-ledger.ts";
import { gatherCrowd, type Crowd } from "./crowd.ts";
import type { KillLedger } from "./kill-ledger.ts";
import { sqliteKillLedger } from "./sqlite-kill-ledger.ts";

export const CLAIM_SECONDS = 120;
/** Small, so that a run has several slices to die between. */
const SLICE_SIZE = 6;
const EXCLUDE_MINUTES = 30;

/** A run of the command line, as a process of its own. */
export interface Running {
  /** Its exit code, null when it was killed, and what it printed. */
  readonly ended: Promise<{ readonly code: number | null; readonly printed: string }>;
  kill(): void;
}

/** A town in which processes are killed, with a clock that can be set forward between them. */
export interface Scene {
  readonly neighbours: Neighbours;
  readonly ledger: KillLedger;
  readonly crowd: Crowd;
  readonly draw: Draw;
  readonly now: () => Date;
  setForward(ms: number): void;
  /** So many people leave their carts, long enough ago. */
  come(count: number): void;
  start(...words: readonly string[]): Running;
  close(): Promise<void>;
}

export async function openScene(options: {
  readonly ledger: "sqlite" | "cosmos";
  readonly people: number;
  readonly seed: number;
}): Promise<Scene> {
  const draw = createDraw(options.seed);
  let shiftMs = 0;
  const now = () => new Date(Date.now() + shiftMs);
  const abandonedBy = () => new Date(now().getTime() - (EXCLUDE_MINUTES + 1) * 60_000);
  const crowd = gatherCrowd(options.people, draw, new Date(abandonedBy().getTime() - 60_000));
  const neighbours = await startNeighbours({ ...crowd, clock: { now } });
  const folder = await mkdtemp(join(tmpdir(), "kills-"));
  const ledger =
    options.ledger === "sqlite"
      ? sqliteKillLedger(join(folder, "ledger.sqlite"))
      : await cosmosKillLedger(neighbours.authority);
  const files = { settings: join(folder, "appSettings.json"), ca: join(folder, "ca.pem") };
  await writeFile(files.settings, settingsOf(neighbours, ledger));
  await writeFile(files.ca, neighbours.authority.ca);

  function start(...words: readonly string[]): Running {
    const env = {
      PATH: process.env["PATH"],
      ...neighbours.env,
      NODE_EXTRA_CA_CERTS: files.ca,
      TEST_CLOCK_SHIFT_MS: String(shiftMs),
    };
    return running([...words, "--settings", files.settings], env);
  }

  return {
    ...{ neighbours, ledger, crowd, draw, now, start },
    setForward: (ms) => void (shiftMs += ms),
    come: (count) => crowd.come(neighbours.retailServer.shop, count, abandonedBy()),
    async close() {
      await ledger.close();
      await neighbours.close();
      await rm(folder, { recursive: true });
    },
  };
}

function settingsOf(neighbours: Neighbours, { sections }: KillLedger): string {
  const connector = { SliceSize: SLICE_SIZE, ClaimSeconds: CLAIM_SECONDS, ...sections["ConnectorOptions"] };
  const server = {
    IncludeAbandonedCartsModifiedSinceLastMinutes: 1440,
    ExcludeAbandonedCartsModifiedSinceLastMinutes: EXCLUDE_MINUTES,
  };
  return neighbours.settings({
    ...sections,
    ConnectorOptions: connector,
    RetailServerClientOptions: server,
  });
}

const ROOT = join(import.meta.dirname, "..", "..", "..");
const CLOCK = pathToFileURL(join(import.meta.dirname, "shifted-date.ts")).href;

function running(words: readonly string[], env: NodeJS.ProcessEnv): Running {
  const child = spawn(process.execPath, ["--import", CLOCK, "src/cli/main.ts", ...words], {
    cwd: ROOT,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  async function end() {
    // "close" comes with the exit code, null after a signal
    const closed = once(child, "close") as Promise<[number | null]>;
    const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
    return { code, printed: out + err };
  }
  return { ended: end(), kill: () => void child.kill("SIGKILL") };
}
