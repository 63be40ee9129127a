import { z } from "zod";
import type { Kind } from "./kinds.ts";

/** What is known about a key beside its type. */
export interface About {
  /** For people: what it means, a sentence. */
  readonly meaning: string;
  readonly unit?: string;
  /** Other names that are read as this key. */
  readonly aliases?: readonly string[];
  /** A wrong value may be a secret that got there by mistake, so it is never shown. */
  readonly hidden?: true;
  /** Words for the default in the docs, where the value itself would not do. */
  readonly standard?: string;
}

export interface Documented extends About {
  readonly expected: string;
  readonly slots?: readonly string[];
  readonly presence: "required" | "optional" | "default";
  readonly fallback?: unknown;
}

const documented = z.registry<Documented>();

export function required<T extends z.ZodType>(kind: Kind<T>, about: About): T {
  return note(kind.type, kind, { ...about, presence: "required" });
}

export function optional<T extends z.ZodType>(kind: Kind<T>, about: About): z.ZodOptional<T> {
  return note(z.optional(kind.type), kind, { ...about, presence: "optional" });
}

export function withDefault<T extends z.ZodType>(
  kind: Kind<T>,
  fallback: z.core.util.NoUndefined<z.output<T>>,
  about: About,
): z.ZodDefault<T> {
  return note(kind.type.default(fallback), kind, { ...about, presence: "default", fallback });
}

/** Several values of one kind; what is wrong is said of each by itself. */
export function listOf<T extends z.ZodType>(kind: Kind<T>, meaningOfOne: string): Kind<z.ZodArray<T>> {
  const item = required(kind, { meaning: meaningOfOne });
  return { type: z.array(item).min(1), expected: `a list, each ${kind.expected}` };
}

function note<T extends z.ZodType>(
  type: T,
  kind: Kind,
  about: About & Pick<Documented, "presence" | "fallback">,
): T {
  const slots = kind.slots === undefined ? {} : { slots: kind.slots };
  documented.add(type, { ...about, expected: kind.expected, ...slots });
  return type;
}

/** What was noted about a type, also through wrappers that came later, such as those of a partial object. */
export function aboutOf(type: z.core.$ZodType): Documented | undefined {
  const own = documented.get(type);
  if (own !== undefined) return own;
  return isWrapper(type) ? aboutOf(type.unwrap()) : undefined;
}

/** What a type is made of: keys, items, or neither. */
export type Shape =
  | { readonly kind: "keys"; readonly keys: Readonly<Record<string, z.ZodType>> }
  | { readonly kind: "items"; readonly item: z.ZodType }
  | { readonly kind: "value" };

/** Looks below optional and default. */
export function shapeOf(type: z.core.$ZodType): Shape {
  if (isWrapper(type)) return shapeOf(type.unwrap());
  // zod leaves the types inside open here; all of ours are ordinary zod types
  if (type instanceof z.ZodObject) return { kind: "keys", keys: type.shape };
  if (type instanceof z.ZodArray) return { kind: "items", item: type.element as z.ZodType };
  return { kind: "value" };
}

function isWrapper(type: z.core.$ZodType): type is z.ZodOptional | z.ZodDefault {
  return type instanceof z.ZodOptional || type instanceof z.ZodDefault;
}
