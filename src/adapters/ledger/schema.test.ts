import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { spoiled } from "../../../test/arbitrary-json.ts";
import { claimed, doubted, past, NOW, waiting } from "../../../test/somebody.ts";
import { readDocument } from "./schema.ts";

const TICKET = {
  id: "ticket:1",
  pk: "ticket:1",
  kind: "ticket",
  state: "handed-over",
  runId: "run-1",
  at: "2026-11-22T12:00:00.000Z",
  keys: ["r1-a"],
  ttl: 60,
};

describe("readDocument", () => {
  it("leaves out what a store adds of its own", () => {
    expect(readDocument({ ...TICKET, _etag: "1", _ts: 1, _rid: "x", _self: "y" })).toEqual(TICKET);
  });

  it.each([
    ["nothing", undefined],
    ["null", null],
    ["a text", "ticket"],
    ["a list", [TICKET]],
    ["another kind", { ...TICKET, kind: "train ticket" }],
    ["another state", { ...TICKET, state: "lost" }],
    ["a partition that is not its id", { ...TICKET, pk: "ticket:2" }],
    ["a field of another type", { ...TICKET, runId: 1 }],
    ["a field less", { ...TICKET, runId: undefined }],
    ["no time", { ...TICKET, at: "yesterday" }],
    ["no ttl", { ...TICKET, ttl: undefined }],
    ["a ttl that a store would refuse", { ...TICKET, ttl: 0 }],
    ["an answer it does not know", { ...TICKET, answers: { "r1-a": { kind: "perhaps" } } }],
  ])("finds %s unreadable", (_what, value) => {
    expect(readDocument(value)).toBe("unreadable");
  });

  it("reads every document back as it was, and takes a spoiled one for unreadable or for one that is whole", () => {
    const people = [waiting(), claimed(), doubted(), { ...claimed(), past: [past("sent", NOW)] }];
    for (const doc of [TICKET, ...people]) {
      expect(readDocument(JSON.parse(JSON.stringify(doc)))).toEqual(doc);
      fc.assert(
        fc.property(spoiled(doc), (value) => {
          const read = readDocument(value);
          if (read === "unreadable") return;
          expect(read.pk).toBe(read.id);
          expect(readDocument(JSON.parse(JSON.stringify(read)))).toEqual(read);
          if (read.kind === "person" && read.open !== undefined) expect(read.open.key).not.toBe("");
        }),
        { numRuns: 300 },
      );
    }
  });
});
