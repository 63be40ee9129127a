import type { Cart } from "../cart/cart.ts";
import { ConnectorError } from "../cart/connector-error.ts";
import type { CursorDocument } from "../cart/documents.ts";
import { BEFORE_EVERY_CART, comparePlaces, placeOf, type Place } from "../cart/place.ts";
import { parseStamp, type Stamp } from "../cart/stamp.ts";
import type { Ledger, Stored } from "../ports/ledger.ts";

const MOST_TRIES = 5;

export function cursorId(channel: string): string {
  return `cursor-${encodeURIComponent(channel)}`;
}

export async function readCursor(ledger: Ledger, channel: string): Promise<Place | undefined> {
  const stored = await readStored(ledger, channel);
  return stored === undefined ? undefined : placeIn(stored.doc);
}

/** Moves the cursor of a channel to this cart; never backwards, and only over what it was when we looked. */
export async function moveCursor(
  ledger: Ledger,
  channel: string,
  cart: Pick<Cart, "id" | "modified">,
): Promise<void> {
  const to = placeOf(cart);
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const stored = await readStored(ledger, channel);
    if (stored !== undefined && comparePlaces(placeIn(stored.doc), to) >= 0) return;
    const doc = cursor(channel, to);
    const written =
      stored === undefined ? await ledger.create(doc) : await ledger.replace(doc, stored.version);
    if (written !== "exists" && written !== "conflict") return;
  }
  // another run keeps moving it: then it is being moved, which is all we want
}

/** Puts the cursor of a channel that has none in front of every cart of a stamp. Whoever was first decides. */
export async function beginCursor(ledger: Ledger, channel: string, from: Stamp): Promise<Place | undefined> {
  const begin = { modified: from, mark: BEFORE_EVERY_CART };
  const written = await ledger.create(cursor(channel, begin));
  return written === "exists" ? readCursor(ledger, channel) : begin;
}

function cursor(channel: string, at: Place): CursorDocument {
  const id = cursorId(channel);
  return { id, pk: id, kind: "cursor", channel, stamp: at.modified.raw, mark: at.mark, ttl: -1 };
}

async function readStored(ledger: Ledger, channel: string): Promise<Stored<CursorDocument> | undefined> {
  const id = cursorId(channel);
  const stored = (await ledger.read([id])).get(id);
  if (stored === undefined) return undefined;
  if (stored === "unreadable" || stored.doc.kind !== "cursor") throw unreadable(id);
  return { doc: stored.doc, version: stored.version };
}

function placeIn(doc: CursorDocument): Place {
  const modified = parseStamp(doc.stamp);
  if (modified === undefined) throw unreadable(doc.id);
  return { modified, mark: doc.mark };
}

function unreadable(id: string): ConnectorError {
  return new ConnectorError("ledger-unreadable", `the ledger's document ${id} is not a cursor`, {
    fix: "somebody else writes into this ledger: give the connector a container or file of its own",
  });
}
