import type { Fault } from "./faults.ts";
import { properName, resolveKeys, type Resolved } from "./known-keys.ts";
import { settingsSchema } from "./schema.ts";

/** One value that somebody wrote, in the file or in the environment variable named. */
export interface Entry {
  readonly value: unknown;
  readonly variable?: string;
}

/** What was written, by the proper path of its setting: `Section.Key`, `Section.List[0].Key`. Never blank. */
export type Entries = ReadonlyMap<string, Entry>;

interface Written extends Entry {
  readonly keys: readonly string[];
}

/** Puts the environment over the file, as .NET configuration does. What leads to no setting is a fault. */
export function collectEntries(
  json: unknown,
  env: Readonly<Record<string, string | undefined>>,
): { readonly entries: Entries; readonly faults: readonly Fault[] } {
  const faults: Fault[] = [];
  const fromFile = placed([...scalars(json, [])], faults);
  const fromEnv = placed(variables(env), faults);
  const entries = [...fromFile, ...fromEnv].filter(
    ([path]) => !isBlank((fromEnv.get(path) ?? fromFile.get(path))?.value),
  );
  return { entries: new Map(entries), faults };
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === "string" && value.trim() === "");
}

function* scalars(value: unknown, keys: readonly string[]): Generator<Written> {
  if (typeof value !== "object" || value === null) {
    yield { keys, value };
    return;
  }
  for (const [key, inner] of Object.entries(value)) yield* scalars(inner, [...keys, key]);
}

/** `Section__Key` in any case. Names that start with no section of ours belong to somebody else. */
function variables(env: Readonly<Record<string, string | undefined>>): readonly Written[] {
  return Object.entries(env)
    .map(([variable, value]) => ({ keys: variable.split("__"), value, variable }))
    .filter(({ keys }) => keys.length > 1 && properName(settingsSchema.shape, keys[0] ?? "") !== undefined);
}

function placed(all: readonly Written[], faults: Fault[]): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  for (const { keys, ...entry } of all) {
    const where = resolveKeys(settingsSchema, keys);
    if (where.kind === "setting" && !entries.has(where.path)) entries.set(where.path, entry);
    else if (!isBlank(entry.value)) faults.push(misplaced(where, entry));
  }
  return entries;
}

function misplaced(where: Resolved, entry: Entry): Fault {
  const { path } = where;
  const place = entry.variable === undefined ? "it" : `the environment variable ${entry.variable}`;
  switch (where.kind) {
    case "setting":
      return {
        path,
        says: "expected one value, got two",
        fix: `take ${place} out in one place: an older name or another case means the same key`,
      };
    case "not-a-value":
      return { path, says: `expected ${where.expected}, got something of another shape` };
    case "unknown": {
      const hint = where.suggestion === undefined ? "" : `did you mean ${where.suggestion}? otherwise `;
      return { path, says: "expected a known key, got an unknown one", fix: `${hint}take ${place} out` };
    }
  }
}
