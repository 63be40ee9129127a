import type { z } from "zod";
import { nearest } from "./nearest.ts";
import { aboutOf, shapeOf } from "./setting.ts";

/** Where a written path of keys leads: to a setting, to something that is not one value, or nowhere. */
export type Resolved =
  | { readonly kind: "setting"; readonly path: string }
  | { readonly kind: "not-a-value"; readonly path: string; readonly expected: string }
  | { readonly kind: "unknown"; readonly path: string; readonly suggestion: string | undefined };

/** Follows keys through a schema: their case does not matter, aliases count, list items are numbers. */
export function resolveKeys(schema: z.ZodType, written: readonly string[]): Resolved {
  let at = schema;
  let path = "";
  for (const key of written) {
    const shape = shapeOf(at);
    if (shape.kind === "keys") {
      const name = properName(shape.keys, key);
      const next = name === undefined ? undefined : shape.keys[name];
      if (name === undefined || next === undefined) return unknownKey(Object.keys(shape.keys), path, key);
      at = next;
      path = path === "" ? name : `${path}.${name}`;
    } else if (shape.kind === "items" && /^\d{1,3}$/.test(key)) {
      at = shape.item;
      path = `${path}[${Number(key)}]`;
    } else {
      return notAValue(at, path);
    }
  }
  return shapeOf(at).kind === "value" ? { kind: "setting", path } : notAValue(at, path);
}

/** The proper name of a key, whatever its case; undefined when there is none. */
export function properName(keys: Readonly<Record<string, z.ZodType>>, given: string): string | undefined {
  const word = given.toLowerCase();
  const found = Object.entries(keys).find(([name, type]) =>
    [name, ...(aboutOf(type)?.aliases ?? [])].some((known) => known.toLowerCase() === word),
  );
  return found?.[0];
}

function unknownKey(known: readonly string[], path: string, given: string): Resolved {
  return {
    kind: "unknown",
    path: path === "" ? given : `${path}.${given}`,
    suggestion: nearest(given, known),
  };
}

function notAValue(type: z.ZodType, path: string): Resolved {
  const container = shapeOf(type).kind === "items" ? "a list" : "a section with keys";
  return { kind: "not-a-value", path, expected: aboutOf(type)?.expected ?? container };
}
