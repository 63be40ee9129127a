import fc from "fast-check";
import { expect, it } from "vitest";
import { customerConsent } from "./customer-consent.ts";

type Values = readonly string[] | "unreadable";

function consent(...records: readonly Values[]) {
  return customerConsent(
    records.map((consentValues) => ({ consentValues })),
    ["yes", "Ja", "1"],
  );
}

it.each([
  ["attribute-accepted", [["yes"]]],
  ["attribute-accepted", [[" YES "]]],
  ["attribute-accepted", [["ja"], ["1"]]],
  ["attribute-not-accepted", [["no"]]],
  ["attribute-not-accepted", [["yes", "no"]]],
  ["attribute-not-accepted", [["yes please"]]],
  ["attribute-missing", [[]]],
  ["attribute-missing", []],
  ["unanswered", ["unreadable"]],
] as const)("%s: %j", (finding, records) => {
  expect(consent(...records)).toBe(finding);
});

it.each([
  ["attribute-not-accepted", [["yes"], ["no"]]],
  ["attribute-not-accepted", ["unreadable", ["no"]]],
  ["unanswered", [["yes"], "unreadable", []]],
  ["attribute-missing", [["yes"], []]],
] as const)("of several records of one person the strictest counts: %s", (finding, records) => {
  expect(consent(...records)).toBe(finding);
});

const values = fc.oneof(
  fc.array(fc.oneof(fc.constantFrom("yes", "JA", " 1", "no", "0"), fc.string())),
  fc.constant("unreadable" as const),
);

it("is a yes only when every record has a value and every value is an accepted one", () => {
  fc.assert(
    fc.property(fc.array(values), (records) => {
      const isYes =
        records.length > 0 &&
        records.every(
          (one) =>
            one !== "unreadable" &&
            one.length > 0 &&
            one.every((value) => ["yes", "ja", "1"].includes(value.trim().toLowerCase())),
        );
      expect(consent(...records) === "attribute-accepted").toBe(isYes);
    }),
  );
});
