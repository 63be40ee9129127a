import type { SqlQuerySpec } from "@azure/cosmos";
import type { PersonDocument } from "../../../cart/documents.ts";
import type { Stored } from "../../../ports/ledger.ts";
import type { Asking } from "./asking.ts";
import { containerMissing, isContainerGone } from "./cosmos-fault.ts";
import { readStored } from "./schema.ts";

const READS_AT_ONCE = 20;

/** One document by a point read, the cheapest thing to ask; undefined when there is none. */
export async function readOne(asking: Asking, id: string): Promise<Stored | "unreadable" | undefined> {
  const { container, place, abortSignal } = asking;
  // the SDK returns a 404 of a read instead of throwing it, also when the whole container is gone
  const reply = await container.item(id, id).read({ abortSignal });
  if (reply.statusCode !== 404) return readStored(reply.resource);
  if (isContainerGone(reply)) throw containerMissing(place);
  return undefined;
}

/** Reads a few at once. After one has failed no more are begun. */
export async function readMany(
  ids: readonly string[],
  read: (id: string) => Promise<Stored | "unreadable" | undefined>,
): Promise<ReadonlyMap<string, Stored | "unreadable">> {
  const found = new Map<string, Stored | "unreadable">();
  const waiting = [...new Set(ids)];
  async function reader(): Promise<void> {
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      const stored = await read(id);
      if (stored !== undefined) found.set(id, stored);
    }
  }
  try {
    await Promise.all(Array.from({ length: READS_AT_ONCE }, reader));
  } finally {
    waiting.length = 0;
  }
  return found;
}

/** The first `limit` readable people that a query finds. */
export async function queryPeople(
  asking: Asking,
  query: SqlQuerySpec,
  limit: number,
): Promise<readonly Stored<PersonDocument>[]> {
  const { container, abortSignal } = asking;
  const found: Stored<PersonDocument>[] = [];
  const pages = container.items.query<unknown>(query, { maxItemCount: limit, abortSignal });
  for await (const page of pages.getAsyncIterator()) {
    found.push(...page.resources.map(readStored).filter(isPerson));
    if (found.length >= limit) break;
  }
  return found.slice(0, limit);
}

function isPerson(stored: Stored | "unreadable"): stored is Stored<PersonDocument> {
  return stored !== "unreadable" && stored.doc.kind === "person";
}
