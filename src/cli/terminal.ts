import type { Surroundings } from "./surroundings.ts";

const CLEAR_LINE = "\r\u001b[K";

/** As much of a process as a command line needs. */
export interface Terminal {
  readonly env: Surroundings["env"];
  readonly stdin?: AsyncIterable<Uint8Array | string>;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean | undefined };
}

/** The streams of a process as what a command prints to. */
export function terminal({ env, stdin, stdout, stderr }: Terminal): Surroundings {
  let isShowing = false;

  function print(stream: NodeJS.WritableStream, line: string): void {
    if (isShowing) stderr.write(CLEAR_LINE);
    isShowing = false;
    stream.write(`${line}\n`);
  }

  // somebody who reads no longer (`| head`) must not end a pass between a claim and its answer
  for (const stream of [stdout, stderr]) stream.on("error", () => undefined);
  return {
    env,
    ...(stdin === undefined ? {} : { input: stdin }),
    out: (line) => print(stdout, line),
    err: (line) => print(stderr, line),
    progress(text) {
      if (stderr.isTTY !== true) return;
      stderr.write(`${CLEAR_LINE}${text}`);
      isShowing = text !== "";
    },
  };
}
