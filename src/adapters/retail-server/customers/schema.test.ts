import { describe, expect, it } from "vitest";
import { valuesNamed } from "./schema.ts";

const NAME = "MayWeWrite";

function attribute(members: object, Name = NAME) {
  return valuesNamed(NAME, {
    Attributes: [
      { Name: "Other", AttributeValue: { StringValue: "no" } },
      { Name, ...members },
    ],
  });
}

function property(Value: unknown, Key = NAME) {
  return valuesNamed(NAME, {
    ExtensionProperties: [
      { Key: "Other", Value: { StringValue: "no" } },
      { Key, Value },
    ],
  });
}

const NOTHING = { StringValue: null, BooleanValue: null, IntegerValue: null, DateTimeOffsetValue: null };

describe.each([
  ["an attribute", (value: unknown) => attribute({ AttributeValue: value })],
  ["an extension property", property],
] as const)("%s of the name", (_what, read) => {
  it.each([
    ["text", { StringValue: " Yes " }, ["Yes"]],
    ["a flag", { BooleanValue: true }, ["true"]],
    ["a flag that says no", { BooleanValue: false }, ["false"]],
    ["a number", { IntegerValue: 1 }, ["1"]],
    ["a long number as text", { LongValue: "1" }, ["1"]],
    ["a decimal", { DecimalValue: "1.0000000" }, ["1"]],
    ["a moment", { DateTimeOffsetValue: "2026-01-15T10:00:00Z" }, ["2026-01-15T10:00:00Z"]],
    ["no moment", { DateTimeOffsetValue: "1900-01-01T00:00:00Z" }, []],
    ["blank text", { StringValue: " " }, []],
    ["nothing", {}, []],
    ["null", null, []],
  ])("is read as %s", (_kind, value, values) => {
    expect(read(value === null ? null : { ...NOTHING, ...value })).toEqual(values);
  });

  it.each([[{ BooleanValue: "true" }], [{ StringValue: 1 }], ["yes"], [[]]])(
    "makes no sense as %j",
    (value) => {
      expect(read(value)).toBe("unreadable");
    },
  );
});

it("a value may stand beside the name of an attribute", () => {
  expect(attribute({ TextValue: "yes" })).toEqual(["yes"]);
  expect(attribute({ BooleanValue: true })).toEqual(["true"]);
});

it("the case of the name does not matter, the rest of it does", () => {
  expect(attribute({ TextValue: "yes" }, " mayWEwrite")).toEqual(["yes"]);
  expect(attribute({ TextValue: "yes" }, "MayWeWrite2")).toEqual([]);
  expect(property({ StringValue: "yes" }, "MAYWEWRITE")).toEqual(["yes"]);
});

it("all values of the name are read, wherever they stand", () => {
  const both = {
    Attributes: [{ Name: NAME, AttributeValue: { StringValue: "yes" } }],
    ExtensionProperties: [{ Key: NAME, Value: { StringValue: "no" } }],
  };
  expect(valuesNamed(NAME, both)).toEqual(["yes", "no"]);
});

it.each([[{}], [{ Attributes: null, ExtensionProperties: null }], [{ Attributes: [null, 7, {}] }]])(
  "there is nothing in %j",
  (row) => {
    expect(valuesNamed(NAME, row)).toEqual([]);
  },
);

it.each([[{ Attributes: "yes" }], [{ ExtensionProperties: {} }]])("%j makes no sense", (row) => {
  expect(valuesNamed(NAME, row)).toBe("unreadable");
});
