import { ConnectorError } from "../../cart/connector-error.ts";
import type { IssuedLinkDocument } from "../../cart/documents.ts";
import type { IssuedLink } from "../../open-cart/verify/issued-link.ts";
import type { Ledger, Stored } from "../../ports/ledger.ts";

/*
 * The register of issued links, in the ledger: which links we signed, until when they hold and how often.
 */

const MOST_TRIES = 20;

/** The entry of a code; undefined when there is none that we can read. Throws the faults of the ledger. */
export async function issuedLink(ledger: Ledger, code: string): Promise<IssuedLink | undefined> {
  const doc = (await entryOf(ledger, code))?.doc;
  if (doc === undefined) return undefined;
  const { hashed, notAfter, usesLeft } = doc;
  return { hashed, usesLeft, notAfter: notAfter === undefined ? undefined : new Date(notAfter) };
}

/**
 * Takes one use of a link whose uses are counted. False when none is left. One that counts none, or is not in the
 * register, always has one. Throws the faults of the ledger.
 */
export async function takeUse(ledger: Ledger, code: string): Promise<boolean> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const entry = await entryOf(ledger, code);
    if (entry?.doc.usesLeft === undefined) return true;
    if (entry.doc.usesLeft === 0) return false;
    const doc = { ...entry.doc, usesLeft: entry.doc.usesLeft - 1 };
    if ((await ledger.replace(doc, entry.version)) !== "conflict") return true;
  }
  throw new ConnectorError("ledger-throttled", "too many shoppers opened one registered link at once", {
    fix: "nothing to do if it passes",
  });
}

/**
 * Notes a link under its code. "known" when it is there already; its entry stays as it is. Entries are kept for ever:
 * were one forgotten, its link would hold again wherever links need no entry.
 */
export async function registerLink(
  ledger: Ledger,
  code: string,
  entry: Pick<IssuedLinkDocument, "hashed" | "notAfter" | "usesLeft">,
): Promise<"registered" | "known"> {
  const id = documentId(code);
  const written = await ledger.create({ id, pk: id, kind: "issued-link", ttl: -1, ...entry });
  return written === "exists" ? "known" : "registered";
}

async function entryOf(ledger: Ledger, code: string): Promise<Stored<IssuedLinkDocument> | undefined> {
  const id = documentId(code);
  const stored = (await ledger.read([id])).get(id);
  if (stored === undefined || stored === "unreadable" || stored.doc.kind !== "issued-link") return undefined;
  return { doc: stored.doc, version: stored.version };
}

function documentId(code: string): string {
  return `link:${code}`;
}
