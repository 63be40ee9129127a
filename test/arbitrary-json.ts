import fc from "fast-check";

/** The same value with one place in it, at any depth, replaced by something else, or taken out. */
export function spoiled(value: unknown): fc.Arbitrary<unknown> {
  const anything = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constant(undefined));
  const inside = entriesOf(value).map(([key, member]) =>
    spoiled(member).map((other) => withMember(value, key, other)),
  );
  return inside.length === 0 ? anything : fc.oneof(anything, ...inside);
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}

function withMember(value: unknown, key: string, member: unknown): unknown {
  if (Array.isArray(value)) return value.map((old: unknown, index) => (String(index) === key ? member : old));
  return Object.fromEntries([...entriesOf(value).filter(([name]) => name !== key), [key, member]]);
}
