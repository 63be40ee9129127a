import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import type { Exchange } from "../../http/exchange.ts";
import type { Reading } from "./answers.ts";
import { readReply } from "./reply.ts";
import { reminderFor } from "../test-reminder.ts";

const NOW = new Date("2026-11-22T10:00:00.000Z");
const ANN = reminderFor("ann@example.com");
const BOB = reminderFor("bob@example.com");
const CID = reminderFor("cid@example.com");
const THREE = [ANN, BOB, CID];

function reply(status: number, body: unknown, headers: Record<string, string> = {}): Exchange {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return { kind: "reply", status, headers: new Headers(headers), text };
}

function code(status: number, replyCode: number): Exchange {
  return reply(status, { replyCode, replyText: "about ann@example.com", data: "" });
}

function taken(data: unknown): Exchange {
  return reply(200, { replyCode: 0, replyText: "OK", data });
}

/** Each answer in a line: the kind, and why. */
function lines(reading: Reading): readonly string[] {
  return [...reading.answers.values()].map((answer) =>
    answer.kind === "accepted" ? "accepted" : `${answer.kind} ${answer.why}`,
  );
}

const HTML = "<html><body>Sign in, ann@example.com</body></html>";

describe("a request of which nothing was taken releases everybody and names the fault", () => {
  test.each<[string, Exchange, string]>([
    ["no connection", { kind: "not-connected", cause: new Error("no route") }, "provider-unreachable"],
    ["301", reply(301, HTML), "provider-misconfigured"],
    ["401", code(401, 1), "provider-unauthorized"],
    ["403", reply(403, "Forbidden"), "provider-forbidden"],
    ["404", reply(404, HTML), "provider-misconfigured"],
    ["405", reply(405, ""), "provider-misconfigured"],
    ["503", reply(503, ""), "provider-unreachable"],
    ["400 and 2004", code(400, 2004), "provider-misconfigured"],
    ["400 and 5001", code(400, 5001), "provider-misconfigured"],
    ["400 and 5004", code(400, 5004), "provider-misconfigured"],
    ["400 and 5005", code(400, 5005), "provider-nothing-attached"],
    ["400 and 10001", code(400, 10001), "provider-misconfigured"],
    ["200 and 5001", code(200, 5001), "provider-misconfigured"],
    ["connectedTo false", taken({ ids: ["1"], errors: [], connectedTo: false }), "provider-nothing-attached"],
    [
      "connectedTo with every kind false",
      taken({
        ids: [],
        errors: [],
        connectedTo: { email: false, acProgram: false, interactionsProgram: false },
      }),
      "provider-nothing-attached",
    ],
    [
      "connectedTo false in an account that lacks a kind",
      taken({ ids: [], errors: [], connectedTo: { email: false, acProgram: false } }),
      "provider-nothing-attached",
    ],
    [
      "the key field for all",
      taken({ ids: [], errors: { "<NO_KEY_ID>": { "2004": "x" } } }),
      "provider-misconfigured",
    ],
  ])("%s", (_name, result, fault) => {
    const reading = readReply(result, THREE, NOW);
    expect(lines(reading)).toEqual(Array(3).fill("later released"));
    expect(reading.answers.get(ANN.key)).toMatchObject({ notBefore: NOW.toISOString() });
    expect(reading.fault?.code).toBe(fault);
  });

  test.each([
    ["401", code(401, 1), "EmarsysClientOptions.ApiSecretKeyVaultSecretName"],
    ["5001", code(400, 5001), "EmarsysClientOptions.ExternalEventId"],
    ["2004", code(400, 2004), "EmarsysClientOptions.EmarsysContactKeyId"],
    ["404", reply(404, ""), "EmarsysClientOptions.ApiUrl"],
  ])("the mend of %s names the setting", (_name, result, setting) => {
    const { fault } = readReply(result, THREE, NOW);
    expect(`${fault?.message ?? ""} ${fault?.fix ?? ""}`).toContain(setting.replace(/^.*\./, ""));
  });
});

describe("a throttled request comes back when Emarsys says", () => {
  test.each([
    ["the end of the window", { "X-RateLimit-Reset": String(NOW.getTime() / 1000 + 42) }, 42_000],
    ["Retry-After", { "retry-after": "7" }, 7_000],
    [
      "the longer of both",
      { "retry-after": "7", "x-ratelimit-reset": String(NOW.getTime() / 1000 + 9) },
      9_000,
    ],
    ["at least a second, for a window that is over", { "x-ratelimit-reset": "1000000000" }, 1_000],
    ["at most five minutes", { "retry-after": "86400" }, 300_000],
    ["a minute when it does not say", {}, 60_000],
    ["a minute when it says nonsense", { "x-ratelimit-reset": "soon" }, 60_000],
  ])("%s", (_name, headers, ms) => {
    const reading = readReply(reply(429, "Too Many Requests", headers), THREE, NOW);
    expect(reading.answers.get(BOB.key)).toEqual({
      kind: "later",
      why: "provider-later",
      notBefore: new Date(NOW.getTime() + ms).toISOString(),
    });
    expect(reading.fault?.code).toBe("provider-throttled");
  });
});

describe("a request that may have been taken leaves everybody unsure", () => {
  test.each<[Exchange, string, string]>([
    [{ kind: "lost", cause: new Error("reset") }, "connection-lost", "provider-failed"],
    [{ kind: "slow" }, "no-reply-in-time", "provider-failed"],
    [{ kind: "too-large" }, "reply-too-large", "provider-unreadable"],
    [reply(408, ""), "http-status 408", "provider-failed"],
    [code(500, 1), "http-status 500", "provider-failed"],
    [reply(502, HTML), "http-status 502", "provider-failed"],
    [reply(504, HTML), "http-status 504", "provider-failed"],
    [reply(520, HTML), "http-status 520", "provider-failed"],
    [reply(200, HTML), "reply-unreadable 200", "provider-unreadable"],
    [reply(200, ""), "reply-unreadable 200", "provider-unreadable"],
    [reply(200, { data: {} }), "reply-unreadable 200", "provider-unreadable"],
    [reply(204, ""), "reply-unreadable 204", "provider-unreadable"],
    [taken({ errors: ["ann@example.com"] }), "reply-unreadable 200", "provider-unreadable"],
    [taken("ok"), "reply-unreadable 200", "provider-unreadable"],
    [code(200, 1), "reply-code 1", "provider-failed"],
    [code(200, 9002), "reply-code 9002", "provider-failed"],
  ])("%j", (result, why, fault) => {
    const reading = readReply(result, THREE, NOW);
    expect(lines(reading)).toEqual(Array(3).fill(`unsure ${why}`));
    expect(reading.fault?.code).toBe(fault);
  });
});

describe("a refusal of what was sent", () => {
  const refusals: readonly (readonly [string, Exchange, string])[] = [
    ...[1000, 1010, 5008, 5009, 5010, 5011, 4711].map(
      (number) => [`400 and ${number}`, code(400, number), `payload-refused ${number}`] as const,
    ),
    ["200 and 5008", code(200, 5008), "payload-refused 5008"],
    ["413", reply(413, HTML), "payload-refused 413"],
    ["400 and 2005", code(400, 2005), "contact-key-invalid 2005"],
    ["400 and 2008", code(400, 2008), "contact-unknown 2008"],
    ["400 and 2010", code(400, 2010), "contact-ambiguous 2010"],
    ["200 and 2008", code(200, 2008), "contact-unknown 2008"],
  ];

  test.each(refusals)("%s: a batch is sent again one by one", (_name, result) => {
    const reading = readReply(result, THREE, NOW);
    expect(lines(reading)).toEqual(Array(3).fill("later batch-refused"));
    expect(reading.fault).toBeUndefined();
  });

  test.each(refusals)("%s: a reminder alone is refused", (_name, result, why) => {
    const reading = readReply(result, [ANN], NOW);
    expect(lines(reading)).toEqual([`refused ${why}`]);
    expect(reading.fault).toBeUndefined();
  });

  test("a 400 that is not in Emarsys' words splits a batch, and alone it is a fault and not the shopper's", () => {
    expect(lines(readReply(reply(400, HTML), THREE, NOW))).toEqual(Array(3).fill("later batch-refused"));
    const alone = readReply(reply(400, HTML), [ANN], NOW);
    expect(lines(alone)).toEqual(["later released"]);
    expect(alone.fault?.code).toBe("provider-unreadable");
  });
});

describe("a request that was taken", () => {
  test.each([
    ["an empty list of errors", { ids: ["1", "2", "3"], errors: [] }],
    ["an empty object of errors", { ids: ["1", "2", "3"], errors: {} }],
    ["no errors member", { ids: ["1", "2", "3"] }],
    ["no data", ""],
    ["nothing told about what is attached", { ids: [], errors: [], connectedTo: {} }],
    ["something attached", { ids: [], errors: [], connectedTo: { email: false, acProgram: true } }],
  ])("%s: everybody is accepted", (_name, data) => {
    const reading = readReply(taken(data), THREE, NOW);
    expect(lines(reading)).toEqual(Array(3).fill("accepted"));
    expect(reading.fault).toBeUndefined();
  });

  test("each error refuses the one it names, in whatever case", () => {
    const errors = {
      "ANN@Example.com": { "2008": "no ann@example.com" },
      "cid@example.com": { "1234": "x" },
    };
    const reading = readReply(taken({ ids: ["2"], errors }), THREE, NOW);
    expect(lines(reading)).toEqual([
      "refused contact-unknown 2008",
      "accepted",
      "refused contact-refused 1234",
    ]);
    expect(reading).toMatchObject({ strayErrors: 0, warned: false });
    expect(reading.fault).toBeUndefined();
  });

  test("a wrong key field inside the errors is a fault, and who was triggered stays accepted", () => {
    const reading = readReply(taken({ errors: { "bob@example.com": { "2004": "x" } } }), THREE, NOW);
    expect(lines(reading)).toEqual(["accepted", "later released", "accepted"]);
    expect(reading.fault?.code).toBe("provider-misconfigured");
  });

  test("nothing attached says nothing about those who have an error of their own", () => {
    const errors = { "ann@example.com": { "2008": "x" } };
    expect(lines(readReply(taken({ errors, connectedTo: false }), [ANN], NOW))).toEqual([
      "refused contact-unknown 2008",
    ]);
    const reading = readReply(taken({ errors, connectedTo: false }), THREE, NOW);
    expect(lines(reading)).toEqual(["refused contact-unknown 2008", "later released", "later released"]);
  });

  test("an error in a name we did not send leaves those without an error unsure", () => {
    const errors = { "ann@example.com": { "2008": "x" }, "b…b@example.com": { "2008": "x" } };
    const reading = readReply(taken({ ids: ["3"], errors }), THREE, NOW);
    expect(lines(reading)).toEqual([
      "refused contact-unknown 2008",
      "unsure error-without-owner",
      "unsure error-without-owner",
    ]);
    expect(reading.strayErrors).toBe(1);
    expect(reading.fault?.code).toBe("provider-unreadable");
  });

  test("unless as many were triggered as have no error", () => {
    const errors = { "ann@example.com": { "2008": "x" }, "somebody@else.example": { "2008": "x" } };
    const reading = readReply(taken({ ids: ["2", "3"], errors }), THREE, NOW);
    expect(lines(reading)).toEqual(["refused contact-unknown 2008", "accepted", "accepted"]);
    expect(reading.strayErrors).toBe(1);
  });

  test("with one reminder in the request an error is its own, whatever its name", () => {
    const reading = readReply(taken({ ids: [], errors: { "a…n@example.com": { "2010": "x" } } }), [ANN], NOW);
    expect(lines(reading)).toEqual(["refused contact-ambiguous 2010"]);
  });

  test("twenty unknown contacts and no other are a fault of the set-up", () => {
    const twenty = Array.from({ length: 20 }, (_, index) => reminderFor(`p${index}@example.com`));
    const errors = Object.fromEntries(twenty.map((one) => [one.address, { "2008": "x" }]));
    const reading = readReply(taken({ ids: [], errors }), twenty, NOW);
    expect(lines(reading)).toEqual(Array(20).fill("later released"));
    expect(reading.fault?.code).toBe("provider-blank");
    expect(lines(readReply(taken({ ids: [], errors }), twenty.slice(0, 19), NOW))).toEqual(
      Array(19).fill("refused contact-unknown 2008"),
    );
  });

  test("warnings are noticed", () => {
    expect(readReply(taken({ errors: [], warnings: ["too large"] }), THREE, NOW).warned).toBe(true);
  });
});

test("no answer and no fault repeats what Emarsys wrote", () => {
  const hostile = [
    code(400, 2008),
    code(400, 5001),
    code(200, 77),
    code(500, 1),
    reply(200, HTML),
    taken({ errors: { "ann@example.com": { "ann@example.com": "2008" } } }),
    taken({ errors: { "ann@example.com": "no ann@example.com", "dan@example.com": {} } }),
    taken({ errors: { "ann@example.com": { "2004": "no ann@example.com" } } }),
    taken({ errors: "ann@example.com" }),
  ];
  for (const result of hostile) {
    for (const batch of [[ANN], THREE]) {
      const { answers, fault } = readReply(result, batch, NOW);
      const said = inspect([[...answers.values()], fault?.message, fault?.fix, fault?.cause], { depth: 9 });
      expect(said).not.toMatch(/@|example/);
    }
  }
});
