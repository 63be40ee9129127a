import type { z } from "zod";
import { ConnectorError } from "../cart/connector-error.ts";
import type { Entries } from "./entries.ts";
import { isShowable, shown, type Fault } from "./faults.ts";
import { settingsSchema, type Section, type SectionName } from "./schema.ts";
import { aboutOf, shapeOf, type Documented } from "./setting.ts";

/** What a section says, as far as it is right: what is wrong becomes a fault, and is left out like what is missing. */
export function readSection<Name extends SectionName>(name: Name, source: Source): Partial<Section<Name>> {
  // each value was read by the schema of its own key
  return readKeys(settingsSchema.shape[name].shape, name, source);
}

interface Source {
  readonly entries: Entries;
  /** Faults are added here. */
  readonly faults: Fault[];
}

function readKeys(keys: Readonly<Record<string, z.ZodType>>, path: string, source: Source): object {
  const read = Object.entries(keys).map(
    ([key, type]) => [key, readValue(type, `${path}.${key}`, source)] as const,
  );
  return Object.fromEntries(read.filter(([, value]) => value !== undefined));
}

function readValue(type: z.ZodType, path: string, source: Source): unknown {
  const shape = shapeOf(type);
  if (shape.kind === "keys") return readKeys(shape.keys, path, source);
  const indices = shape.kind === "items" ? indicesOf(path, source.entries) : [];
  if (shape.kind === "value" || indices.length === 0) return readOne(type, path, source);
  return indices.map((index) => readValue(shape.item, `${path}[${index}]`, source));
}

/** The items that were written, in order; a missing number is no gap. */
function indicesOf(path: string, entries: Entries): readonly number[] {
  const numbers = [...entries.keys()]
    .filter((key) => key.startsWith(`${path}[`))
    .map((key) => Number.parseInt(key.slice(path.length + 1), 10));
  return [...new Set(numbers)].sort((a, b) => a - b);
}

function readOne(type: z.ZodType, path: string, source: Source): unknown {
  const entry = source.entries.get(path);
  const about = aboutOf(type);
  if (about === undefined) throw new ConnectorError("broken-promise", `the setting ${path} has no meaning`);
  const judged = judge(type, about, entry?.value);
  if (judged.kind === "right") return judged.value;
  const variable = entry?.variable;
  const fix = variable === undefined ? judged.fix : `correct the environment variable ${variable}`;
  source.faults.push({
    path,
    says: `expected ${about.expected}, got ${judged.got}`,
    ...(fix === undefined ? {} : { fix }),
  });
  return undefined;
}

type Judged =
  | { readonly kind: "right"; readonly value: unknown }
  | { readonly kind: "wrong"; readonly got: string; readonly fix?: string };

function judge(type: z.ZodType, about: Documented, written: unknown): Judged {
  const placeholder = placeholderIn(written, about);
  if (placeholder !== undefined) {
    const shows = !about.hidden && isShowable(placeholder);
    const got = shows ? `the placeholder ${placeholder}` : "a placeholder";
    return { kind: "wrong", got, fix: "put your own value in its place" };
  }
  const result = type.safeParse(written);
  return result.success
    ? { kind: "right", value: result.data }
    : { kind: "wrong", got: shown(written, about) };
}

/** `<…>` anywhere, or in an address a name in braces that is not one of those filled in later. */
function placeholderIn(value: unknown, about: Documented): string | undefined {
  if (typeof value !== "string") return undefined;
  const angled = /<[^<>]{1,80}>/.exec(value)?.[0];
  if (angled !== undefined || about.slots === undefined) return angled;
  const left = [...value.matchAll(/\{([^{}]{1,80})\}/g)].filter(
    ([, name]) => !about.slots?.includes(name ?? ""),
  );
  return left.length === 0 ? undefined : [...new Set(left.map(([all]) => all))].join(", ");
}
