import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decimal, isPositive, minus, quotient, sum, times, type Decimal } from "./decimal.ts";

function exact(value: number | string): Decimal {
  const read = decimal(value);
  if (read === undefined) throw new Error(`not a decimal: ${value}`);
  return read;
}

describe("decimal", () => {
  it.each([
    [19.99, "19.99"],
    ["2.0000000", "2"],
    ["0019.90", "19.9"],
    [".5", "0.5"],
    ["5.", "5"],
    ["-0.1", "-0.1"],
    ["-0.00", "0"],
    [1e-7, "0.0000001"],
    ["1.5E3", "1500"],
    [1e21, "1000000000000000000000"],
    [" 3 ", "3"],
    ["12345678901234567890.123456789", "12345678901234567890.123456789"],
  ])("reads %j as %s", (value, text) => {
    expect(decimal(value)).toBe(text);
  });

  it.each([
    "",
    " ",
    ".",
    "-",
    "+7",
    "1,5",
    "1 000",
    "0x10",
    "1e9999",
    "ten",
    "1.2.3",
    Number.NaN,
    Number.POSITIVE_INFINITY,
  ])("does not take %j for a number", (value) => {
    expect(decimal(value)).toBeUndefined();
  });

  it("reads what it has written as the same", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e30, max: 1e30 }), (value) => {
        const once = exact(value);
        expect(decimal(once)).toBe(once);
      }),
    );
  });
});

describe("reckoning with decimals", () => {
  it("is exact where floats are not", () => {
    expect(sum([exact("0.1"), exact("0.2")])).toBe("0.3");
    expect(times(exact("19.99"), exact("3"))).toBe("59.97");
    expect(times(exact("1.005"), exact("0.333"))).toBe("0.334665");
    expect(minus(exact("0.3"), exact("0.1"))).toBe("0.2");
    expect(minus(exact("1"), exact("1.00"))).toBe("0");
  });

  it("divides only where the result can be written", () => {
    expect(quotient(exact("59.97"), exact("3"), 2)).toBe("19.99");
    expect(quotient(exact("-1"), exact("8"), 3)).toBe("-0.125");
    expect(quotient(exact("1"), exact("8"), 2)).toBeUndefined();
    expect(quotient(exact("100"), exact("3"), 20)).toBeUndefined();
    expect(quotient(exact("1"), exact("0"), 2)).toBeUndefined();
  });

  it("adds up nothing to 0", () => {
    expect(sum([])).toBe("0");
  });

  it("calls only what is above 0 positive", () => {
    expect(["0", "-1", "0.0001", "2"].map((value) => isPositive(exact(value)))).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });
});
