import { ConnectorError } from "../src/cart/connector-error.ts";
import type { LedgerDocument, OpenEntry, TicketDocument } from "../src/cart/documents.ts";
import type { Ledger } from "../src/ports/ledger.ts";

/** One use of the ledger. */
export interface LedgerCall {
  readonly method: "read" | "create" | "replace" | "due" | "unsure" | "people";
  readonly ids: readonly string[];
  /** What is written. */
  readonly doc?: LedgerDocument;
}

/** `fails`: nothing is done. `loses-reply`: done, but nobody hears of it. A function runs first, then all goes well. */
export type Trouble = "fails" | "loses-reply" | (() => Promise<unknown>);

export type Fits = (call: LedgerCall) => boolean;

/** A ledger behind a network that has its days. */
export interface TroubledLedger extends Ledger {
  readonly calls: readonly LedgerCall[];
  /** Troubles the next call that fits, and no other. */
  next(fits: Fits, trouble: Trouble): void;
  /** Troubles every call that fits until the returned function is called. */
  always(fits: Fits, trouble: Trouble): () => void;
}

export function troubledLedger(ledger: Ledger): TroubledLedger {
  const calls: LedgerCall[] = [];
  const troubles = new Set<{ readonly fits: Fits; readonly trouble: Trouble; readonly once: boolean }>();

  async function through<Result>(call: LedgerCall, work: () => Promise<Result>): Promise<Result> {
    calls.push(call);
    const met = [...troubles].find(({ fits }) => fits(call));
    if (met?.once === true) troubles.delete(met);
    const trouble = met?.trouble;
    if (trouble === "fails") throw unreachable();
    if (typeof trouble === "function") await trouble();
    const result = await work();
    if (trouble === "loses-reply") throw unreachable();
    return result;
  }

  return {
    calls,
    next: (fits, trouble) => void troubles.add({ fits, trouble, once: true }),
    always(fits, trouble) {
      const held = { fits, trouble, once: false };
      troubles.add(held);
      return () => void troubles.delete(held);
    },
    read: (ids) => through({ method: "read", ids }, () => ledger.read(ids)),
    create: (doc) => through({ method: "create", ids: [doc.id], doc }, () => ledger.create(doc)),
    replace: (doc, version) =>
      through({ method: "replace", ids: [doc.id], doc }, () => ledger.replace(doc, version)),
    due: (channel, until, limit) =>
      through({ method: "due", ids: [] }, () => ledger.due(channel, until, limit)),
    unsure: (limit) => through({ method: "unsure", ids: [] }, () => ledger.unsure(limit)),
    people: (after, limit) => through({ method: "people", ids: [] }, () => ledger.people(after, limit)),
    purge: () => ledger.purge(),
    close: () => ledger.close(),
  };
}

function unreachable(): ConnectorError {
  return new ConnectorError("ledger-unreachable", "the ledger could not be reached");
}

/** A write that leaves a person with an entry in this state; "ended" is without one. */
export function leaves(state: OpenEntry["state"] | "ended"): Fits {
  return ({ doc }) => doc?.kind === "person" && (doc.open?.state ?? "ended") === state;
}

/** A write of a ticket in this state. */
export function writesTicket(state: TicketDocument["state"]): Fits {
  return ({ doc }) => doc?.kind === "ticket" && doc.state === state;
}

export function anyCall(): boolean {
  return true;
}
