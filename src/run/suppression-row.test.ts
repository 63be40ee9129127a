import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalAddress } from "../cart/shopper.ts";
import { NO_HEADER, readHeader, readRow, SUPPRESSION_REASONS } from "./suppression-row.ts";

const FIELD = fc.oneof(
  fc.emailAddress(),
  fc.constantFrom("email", "reason", "", " ", "p1-short", `p1-${"x".repeat(43)}`, ...SUPPRESSION_REASONS),
  fc.string(),
  fc.string().map((text) => `"${text.replaceAll('"', '""')}"`),
);
const LINE = fc
  .record({ fields: fc.array(FIELD, { maxLength: 4 }), by: fc.constantFrom(",", ";", "\t", ", ") })
  .map(({ fields, by }) => fields.join(by));

describe("a line of a list of people", () => {
  it("is a person, nothing, or bad with a reason that repeats nothing of it, whatever it holds", () => {
    fc.assert(
      fc.property(LINE, (line) => {
        const row = readRow(line, readHeader(line) ?? NO_HEADER);
        if (row.kind === "bad") {
          expect(row.why).toMatch(/^(expected|a quotation mark)/);
          if (line.includes("@")) expect(row.why).not.toContain(line);
        }
        if (row.kind !== "person") return;
        if ("address" in row.who) expect(normalAddress(row.who.address)).toBe(row.who.address);
        else expect(line).toContain(row.who.person);
        expect([...SUPPRESSION_REASONS, undefined]).toContain(row.reason);
      }),
      { numRuns: 1000 },
    );
  });

  it("names the same person however it is quoted, spaced and separated", () => {
    fc.assert(
      fc.property(fc.emailAddress(), fc.constantFrom(",", ";", "\t"), fc.boolean(), (address, by, quoted) => {
        fc.pre(normalAddress(address) !== undefined);
        const field = quoted ? `"${address.replaceAll('"', '""')}"` : address;
        expect(readRow(` ${field} ${by} Complained `, NO_HEADER)).toEqual({
          kind: "person",
          who: { address: normalAddress(address) },
          reason: "complained",
        });
      }),
    );
  });
});
