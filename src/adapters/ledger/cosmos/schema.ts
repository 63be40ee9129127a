import { z } from "zod";
import type { Stored } from "../../../ports/ledger.ts";
import { readDocument } from "../schema.ts";

const versioned = z.object({ _etag: z.string().min(1) });

/** What Cosmos DB gave back for one document. */
export function readStored(value: unknown): Stored | "unreadable" {
  const version = versioned.safeParse(value);
  const doc = readDocument(value);
  return version.success && doc !== "unreadable" ? { doc, version: version.data._etag } : "unreadable";
}

/** The version of a document just written; throws when the answer has none. */
export function readVersion(value: unknown): string {
  return versioned.parse(value)._etag;
}
