import { describe, expect, it } from "vitest";
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
});
