import { ConnectorError } from "../../../src/cart/connector-error.ts";
import type { LedgerDocument, PersonDocument, TicketDocument } from "../../../src/cart/documents.ts";
import type { Ledger, Stored } from "../../../src/ports/ledger.ts";
import type { Dice } from "../engine/dice.ts";
import type { Machine, Trip } from "../engine/machine.ts";
import type { Timeline } from "../engine/timeline.ts";
import type { LedgerStore } from "./ledger-store.ts";
import type { Weather } from "./weather.ts";

/** What may become of a call of the ledger. `stale`: a read that is answered as of some time ago. */
export const LEDGER_TROUBLES = [
  "lost-before",
  "lost-after",
  "late",
  "twice",
  "slow",
  "throttled",
  "stale",
] as const;

export type LedgerTrouble = (typeof LEDGER_TROUBLES)[number];

export interface LedgerLinkSetUp {
  readonly store: LedgerStore;
  readonly machine: Machine;
  readonly timeline: Timeline;
  readonly dice: Dice;
  readonly weather: Weather<LedgerTrouble>;
  readonly trace: (line: () => string) => void;
  /** Told of every ticket that is given out. */
  readonly ticketRead: (ticket: TicketDocument) => void;
}

/** The ledger as one machine reaches it, over a network that has its days. */
export function ledgerLink(setUp: LedgerLinkSetUp): Ledger {
  const { store, machine, timeline, dice, weather, trace } = setUp;

  function ask<T>(what: string, serve: (asOf: number | undefined) => T, writes: boolean): Promise<T> {
    const trouble = weather.trouble();
    const asOf = trouble === "stale" && !writes ? timeline.now - dice.whole(1, 60_000) : undefined;
    trace(() => `${machine.name} ledger ${what}${trouble === undefined ? "" : ` (${trouble})`}`);
    return machine.call<T>({
      serve() {
        if (trouble === "throttled") throw throttled();
        return serve(asOf);
      },
      outMs: dice.whole(1, 20),
      backMs: trouble === "slow" ? dice.whole(1_000, 60_000) : dice.whole(1, 20),
      fate: fateOf(trouble, writes),
      broken: unreachable,
    });
  }

  return {
    read: (ids) => ask(`read ${ids.join(" ")}`, (asOf) => readAt(setUp, ids, asOf), false),
    create: (doc) => ask(`create ${textOf(doc)}`, () => store.create(doc, machine.name), true),
    replace: (doc, version) =>
      ask(`replace ${textOf(doc)}`, () => store.replace(doc, version, machine.name), true),
    due: (channel, until, limit) =>
      ask("due", (asOf) => dueOf(store, { channel, until: until.toISOString(), limit, asOf }), false),
    unsure: (limit) =>
      ask("unsure", (asOf) => store.people(({ unsure }) => unsure === true, asOf).slice(0, limit), false),
    people: (after = "", limit) =>
      ask("people", (asOf) => store.people(({ id }) => id > after, asOf).slice(0, limit), false),
    purge: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

function readAt(
  { store, ticketRead }: LedgerLinkSetUp,
  ids: readonly string[],
  asOf: number | undefined,
): ReadonlyMap<string, Stored> {
  const found = store.read(ids, asOf);
  for (const { doc } of found.values()) if (doc.kind === "ticket") ticketRead(doc);
  return found;
}

/** Repeating a read, or hearing late of it, is nothing special. */
function fateOf(trouble: LedgerTrouble | undefined, writes: boolean): Trip<unknown>["fate"] {
  switch (trouble) {
    case "lost-before":
    case "lost-after":
      return trouble;
    case "late":
    case "twice":
      return writes ? trouble : "fine";
    case "slow":
    case "throttled":
    case "stale":
    case undefined:
      return "fine";
  }
}

interface DueQuestion {
  readonly channel: string;
  readonly until: string;
  readonly limit: number;
  readonly asOf: number | undefined;
}

function dueOf(store: LedgerStore, asked: DueQuestion): readonly Stored<PersonDocument>[] {
  const isDue = ({ dueChannel, dueAt }: PersonDocument) =>
    dueChannel === asked.channel && dueAt !== undefined && dueAt <= asked.until;
  return [...store.people(isDue, asked.asOf)]
    .sort((a, b) => ((a.doc.dueAt ?? "") < (b.doc.dueAt ?? "") ? -1 : 1))
    .slice(0, asked.limit);
}

function textOf(doc: LedgerDocument): string {
  switch (doc.kind) {
    case "person": {
      const last = doc.past.at(-1);
      const open = doc.open === undefined ? "-" : `${doc.open.state} ${doc.open.cartId}`;
      return `person ${open}, last ${last?.outcome ?? "-"} ${last?.cartId ?? ""}${doc.suppressed ? " suppressed" : ""}`;
    }
    case "ticket":
      return `${doc.id} ${doc.state}`;
    case "cursor":
      return `cursor ${doc.stamp} ${doc.mark}`;
    case "lease":
    case "run":
    case "person-key":
    case "key-check":
    case "shopper-cart":
    case "issued-link":
      return doc.id;
  }
}

function unreachable(): ConnectorError {
  return new ConnectorError("ledger-unreachable", "the ledger could not be reached");
}

function throttled(): ConnectorError {
  return new ConnectorError("ledger-throttled", "the ledger asks for fewer requests");
}
