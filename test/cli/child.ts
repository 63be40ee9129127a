import { spawn, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import type { Neighbours } from "../../simulators/start-neighbours.ts";

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export type Child = ChildProcessByStdio<null, Readable, Readable>;

const ROOT = join(import.meta.dirname, "..", "..");

/** Starts the real command line as a process of its own that trusts the simulators; `folder` is for its CA file. */
export function startConnector(
  words: readonly string[],
  beside: { readonly neighbours: Pick<Neighbours, "env" | "authority">; readonly folder: string },
): Child {
  return start(process.execPath, ["src/cli/main.ts", ...words], beside);
}

/** The same through npm, as the documents say. */
export function startThroughNpm(
  words: readonly string[],
  beside: Parameters<typeof startConnector>[1],
): Child {
  return start("npm", ["run", "--silent", "connector", "--", ...words], beside);
}

function start(
  program: string,
  args: readonly string[],
  { neighbours, folder }: Parameters<typeof startConnector>[1],
): Child {
  const ca = join(folder, "ca.pem");
  writeFileSync(ca, neighbours.authority.ca);
  return spawn(program, args, {
    cwd: ROOT,
    env: { PATH: process.env["PATH"], HOME: folder, ...neighbours.env, NODE_EXTRA_CA_CERTS: ca },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

export async function ended(child: Child): Promise<Ended> {
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    // "close" comes with the exit code, null after a signal
    once(child, "close") as Promise<[number | null]>,
  ]);
  return { code, stdout, stderr };
}
