import { z } from "zod";
import { decimal } from "../../../cart/decimal.ts";
import type { Customer } from "../../../cart/shopper.ts";
import { customerCountry } from "../customer-country.ts";
import { flag, requiredText, text } from "../schema.ts";

/*
 * A value that somebody named: an attribute of a customer, or an extension property. An extension property is
 * { Key, Value: { StringValue, BooleanValue, … } } with null in all members but one. How an attribute looks inside is not
 * established: { Name, AttributeValue: { … } } with the same members, or the value beside the name, are both read.
 */

/** 1, "1" and 1.0000000 are one number. */
const number = z
  .union([z.number(), z.string()])
  .nullish()
  .transform((value) => (value === undefined || value === null ? "" : (decimal(value) ?? String(value))));
const words = z
  .string()
  .nullish()
  .transform((value) => value?.trim() ?? "");
/** .NET and the database write "no date" as one of their own. */
const moment = words.transform((text) => (/^(0001|1900)-01-01T/.test(text) ? "" : text));
const yesOrNo = z
  .boolean()
  .nullish()
  .transform((value) => value?.toString() ?? "");

const Members = z.object({
  StringValue: words,
  TextValue: words,
  BooleanValue: yesOrNo,
  IntegerValue: number,
  IntValue: number,
  LongValue: number,
  DecimalValue: number,
  ByteValue: number,
  DateTimeOffsetValue: moment,
});

const Attribute = z.object({ Name: z.string(), AttributeValue: z.unknown().optional() });
const Property = z.object({ Key: z.string(), Value: z.unknown().optional() });
const Entries = z.array(z.unknown()).nullish();

/** Where values can stand. */
export interface NamedValues {
  readonly Attributes?: unknown;
  readonly ExtensionProperties?: unknown;
}

/**
 * All values under the name, whose case does not matter: empty when there is none, or nothing in it. "unreadable" when
 * something stands there that makes no sense.
 */
export function valuesNamed(name: string, from: NamedValues): readonly string[] | "unreadable" {
  const attributes = Entries.safeParse(from.Attributes);
  const properties = Entries.safeParse(from.ExtensionProperties);
  if (!attributes.success || !properties.success) return "unreadable";
  const isMeant = (other: string): boolean => plain(other) === plain(name);
  const found = [
    ...(attributes.data ?? []).flatMap((entry) => {
      const read = Attribute.safeParse(entry).data;
      return read !== undefined && isMeant(read.Name) ? [valuesIn(read.AttributeValue ?? entry)] : [];
    }),
    ...(properties.data ?? []).flatMap((entry) => {
      const read = Property.safeParse(entry).data;
      return read !== undefined && isMeant(read.Key) ? [valuesIn(read.Value ?? {})] : [];
    }),
  ];
  return found.includes("unreadable") ? "unreadable" : found.flatMap((values) => values);
}

function valuesIn(value: unknown): readonly string[] | "unreadable" {
  const members = Members.safeParse(value);
  if (!members.success) return "unreadable";
  return Object.values(members.data).filter((text) => text !== "");
}

function plain(name: string): string {
  return name.trim().toLowerCase();
}

const region = z.object({
  ThreeLetterISORegionName: text,
  TwoLetterISORegionName: text,
  IsPrimary: z.boolean().nullish().catch(undefined),
});

/** Only whose clock counts hangs on it, so an address that cannot be read is left out. */
const regions = z
  .array(region.nullish().catch(undefined))
  .nullish()
  .catch(undefined)
  .transform((rows) => (rows ?? []).flatMap((row) => row ?? []));

const CustomerFields = z.object({
  AccountNumber: requiredText,
  Email: text,
  FirstName: text,
  LastName: text,
  Name: text,
  Language: text,
  Addresses: regions,
  CustomerGroup: text,
  Blocked: flag,
  OptOutPersonalization: flag,
  OptOutWebActivityTracking: flag,
  Attributes: z.unknown().optional(),
  ExtensionProperties: z.unknown().optional(),
});

/**
 * An organisation has only `Name`; a person's names come apart. Of the attributes and extension properties only that of
 * the name given is read.
 */
export function customerRow(consentAttribute?: string): z.ZodType<Customer> {
  return CustomerFields.transform((row): Customer => {
    const isNamed = row.FirstName !== undefined || row.LastName !== undefined;
    return {
      account: row.AccountNumber,
      email: row.Email,
      firstName: row.FirstName,
      lastName: isNamed ? row.LastName : row.Name,
      language: row.Language,
      country: customerCountry(row.Addresses),
      optedOut: row.Blocked || row.OptOutPersonalization || row.OptOutWebActivityTracking,
      group: row.CustomerGroup,
      consentValues: consentAttribute === undefined ? [] : valuesNamed(consentAttribute, row),
    };
  });
}
