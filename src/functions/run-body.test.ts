import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { spoiled } from "../../test/arbitrary-json.ts";
import { readRunBody } from "./run-body.ts";

const BODY = { from: "2026-11-22T09:00:00Z", to: "2026-11-22T10:00:00Z", channel: "128", dryRun: true };

describe("the body of a request for a pass", () => {
  it("may be left out", () => {
    expect(readRunBody("")).toEqual({ kind: "body", body: {} });
  });

  it("names every fault it has, without repeating what was sent", () => {
    expect(readRunBody(JSON.stringify({ from: "yesterday", dryRun: "yes", "anna@example.com": 1 }))).toEqual({
      kind: "faults",
      faults: [
        "from: expected a moment with its zone, such as 2026-11-22T10:00:00Z",
        "dryRun: expected true or false",
        "a key: expected only from, to, channel and dryRun",
      ],
    });
  });

  it("is read or refused, whatever it is, and a window is never the wrong way round", () => {
    const bodies = fc.oneof(
      fc.string(),
      fc.json(),
      spoiled(BODY)
        .filter((value) => value !== undefined)
        .map((value) => JSON.stringify(value)),
    );
    fc.assert(
      fc.property(bodies, (text) => {
        const read = readRunBody(text);
        if (read.kind === "faults") {
          expect(read.faults.length).toBeGreaterThan(0);
          return;
        }
        const { from, to, dryRun, channel } = read.body;
        if (from !== undefined && to !== undefined) expect(from.ticks <= to.ticks).toBe(true);
        expect(["boolean", "undefined"]).toContain(typeof dryRun);
        expect(["string", "undefined"]).toContain(typeof channel);
      }),
    );
  });
});
