import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { terminal } from "./terminal.ts";

function streams(isTTY: boolean) {
  const written: string[] = [];
  function stream(name: string) {
    const through = new PassThrough();
    through.on("data", (chunk: Buffer) => written.push(`${name} ${chunk.toString()}`));
    return Object.assign(through, { isTTY });
  }
  return { written, process: { env: {}, stdout: stream("out"), stderr: stream("err") } };
}

describe("a terminal", () => {
  it("overwrites the line of progress, and wipes it away before anything else is printed", () => {
    const { written, process } = streams(true);
    const to = terminal(process);
    to.progress("200 carts judged …");
    to.progress("400 carts judged …");
    to.err("a message");
    to.out("a result");
    expect(written).toEqual([
      "err \r\u001b[K200 carts judged …",
      "err \r\u001b[K400 carts judged …",
      "err \r\u001b[K",
      "err a message\n",
      "out a result\n",
    ]);
  });

  it("shows progress on a terminal only", () => {
    const { written, process } = streams(false);
    const to = terminal(process);
    to.progress("200 carts judged …");
    to.out("a result");
    expect(written).toEqual(["out a result\n"]);
  });
});
