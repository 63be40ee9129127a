import type { SqlQuerySpec } from "@azure/cosmos";

/* Every name in a WHERE or ORDER BY must be in the indexing policy of `containerDefinition`. */

export function dueQuery(channel: string, until: Date): SqlQuerySpec {
  return {
    query:
      "SELECT * FROM c WHERE c.kind = 'person' AND c.dueChannel = @channel AND c.dueAt <= @until ORDER BY c.dueAt",
    parameters: [
      { name: "@channel", value: channel },
      { name: "@until", value: until.toISOString() },
    ],
  };
}

/** `id` is always indexed. */
export function peopleQuery(after: string): SqlQuerySpec {
  return {
    query: "SELECT * FROM c WHERE c.kind = 'person' AND c.id > @after ORDER BY c.id",
    parameters: [{ name: "@after", value: after }],
  };
}

export function unsureQuery(): SqlQuerySpec {
  return { query: "SELECT * FROM c WHERE c.kind = 'person' AND c.unsure = true" };
}
