import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EMAIL_PROVIDERS } from "../../../src/adapters/email/providers.ts";
import { address, reminderFor } from "../../../src/adapters/email/test-reminder.ts";
import { ConnectorError } from "../../../src/cart/connector-error.ts";
import { openBed, type Bed } from "./bed.ts";

/* Whatever a provider answers, to sending and to every other question, in its own words or in none. */

const TO = ["ann@shop.example", "bob@shop.example", "eve@shop.example"];
const BATCH = TO.map((to) => reminderFor(to));
const FOREIGN = "somebody-else@other.example";

/** The names and values that providers use, in any place: nearly right is harder than wrong. */
const NAMES = [
  ...["replyCode", "replyText", "data", "ids", "errors", "warnings", "connectedTo", "result", "key"],
  ...["errorCode", "status", "email", "_id", "reject_reason", "queued_reason", "code", "name", "message"],
  ...["id", "field", "access_token", "expires_in", "contacts", "error", "title", "detail", "__proto__"],
];
const VALUES = [
  ...[0, 1, 2, 31, 200, 2008, 3017, "0", "2008", "1", "2", "", null, true, false],
  ...["sent", "queued", "rejected", "invalid", "hard-bounce", "Succeeded", "Running", ...TO, FOREIGN],
];

const { json } = fc.letrec<{ json: unknown; leaf: unknown }>((tie) => ({
  leaf: fc.oneof(fc.constantFrom(...VALUES), fc.string({ maxLength: 5 }), fc.double()),
  json: fc.oneof(
    { maxDepth: 4, depthIdentifier: "json" },
    tie("leaf"),
    fc.array(tie("json"), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...NAMES, ...TO, FOREIGN), tie("json"), { maxKeys: 5 }),
  ),
}));

const REPLY = fc.record({
  status: fc.constantFrom(
    200,
    200,
    200,
    201,
    202,
    204,
    207,
    301,
    400,
    401,
    402,
    403,
    404,
    409,
    413,
    422,
    429,
    500,
    503,
  ),
  body: fc.oneof(
    { weight: 8, arbitrary: json.map((value) => JSON.stringify(value)) },
    { weight: 1, arbitrary: fc.string() },
    { weight: 1, arbitrary: fc.json().map((text) => text.slice(0, -1)) },
  ),
  headers: fc.oneof(
    fc.constant({}),
    fc.record({ "retry-after": fc.constantFrom("5", "0", "-1", "soon", "999999999999") }),
  ),
});

describe.each(EMAIL_PROVIDERS)("$title, whatever it answers", (entry) => {
  let bed: Bed;

  beforeAll(async () => {
    bed = await openBed(entry, TO);
  });

  afterAll(() => bed.close());

  /** Everything of the provider's that could have been said aloud, from one exchange. */
  function secretsIn(text: string): readonly string[] {
    return [...TO, FOREIGN, ...Object.values(bed.simulated.secrets)].filter((secret) =>
      text.includes(secret),
    );
  }

  test("gives every reminder of a batch one answer and nobody else any, and says nothing that came from outside", async () => {
    await fc.assert(
      fc.asyncProperty(REPLY, fc.integer({ min: 1, max: BATCH.length }), async (reply, people) => {
        const batch = BATCH.slice(0, people);
        const { faults } = bed.simulated.server;
        faults.clear();
        faults.on(bed.simulated.sends, { kind: "reply", reply });
        const { answers, fault } = await bed.provider().remind(batch);
        expect([...answers.keys()].sort()).toEqual(batch.map(({ key }) => key).sort());
        for (const { kind } of answers.values()) {
          expect(["accepted", "refused", "later", "unsure"]).toContain(kind);
          if (kind === "accepted") expect([200, 201, 202, 204, 207]).toContain(reply.status);
        }
        if (fault !== undefined) expect(fault).toBeInstanceOf(ConnectorError);
        const told = JSON.stringify([[...answers.values()], fault?.message, fault?.fix]);
        expect(secretsIn(told)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  test("gives permission only to those asked about, and otherwise ends in a fault with a mend", async () => {
    await fc.assert(
      fc.asyncProperty(REPLY, async (reply) => {
        const { faults } = bed.simulated.server;
        faults.clear();
        faults.on("*", { kind: "reply", reply });
        const asked = TO.map(address);
        const answers = await bed
          .provider()
          .consent(asked)
          .catch((thrown: unknown) => {
            if (!(thrown instanceof ConnectorError)) throw thrown;
            expect(thrown.fix).not.toBe("");
            expect(secretsIn(`${thrown.message} ${thrown.fix}`)).toEqual([]);
            return new Map<string, string>();
          });
        for (const [about, answer] of answers) {
          expect(asked).toContain(about);
          expect(["opted-in", "opted-out", "unknown", "unanswered"]).toContain(answer);
        }
      }),
      { numRuns: 150 },
    );
  });
});
