import type { Dispatcher } from "undici";
import type { Ledger } from "../ports/ledger.ts";

/** How often each neighbour was called. */
export interface Counter {
  /** Counts every request that goes through the dispatcher, retries included. */
  requests(neighbour: string, dispatcher: Dispatcher): Dispatcher;
  /** Counts every call of the ledger. */
  ledger(ledger: Ledger): Ledger;
  snapshot(): Readonly<Record<string, number>>;
}

export function createCounter(): Counter {
  const counts = new Map<string, number>();

  function count(neighbour: string): void {
    counts.set(neighbour, (counts.get(neighbour) ?? 0) + 1);
  }

  function counted<Args extends readonly unknown[], Result>(call: (...args: Args) => Result) {
    return (...args: Args): Result => {
      count("ledger");
      return call(...args);
    };
  }

  return {
    requests: (neighbour, dispatcher) =>
      dispatcher.compose((dispatch) => (options, handler) => {
        count(neighbour);
        return dispatch(options, handler);
      }),
    ledger: (ledger) => ({
      read: counted((ids: readonly string[]) => ledger.read(ids)),
      create: counted((doc: Parameters<Ledger["create"]>[0]) => ledger.create(doc)),
      replace: counted((doc: Parameters<Ledger["replace"]>[0], version: string) =>
        ledger.replace(doc, version),
      ),
      due: counted((channel: string, until: Date, limit: number) => ledger.due(channel, until, limit)),
      unsure: counted((limit: number) => ledger.unsure(limit)),
      people: counted((after: string | undefined, limit: number) => ledger.people(after, limit)),
      purge: () => ledger.purge(),
      close: () => ledger.close(),
    }),
    snapshot: () => Object.fromEntries(counts),
  };
}

/** What was counted between two snapshots. */
export function difference(
  before: Readonly<Record<string, number>>,
  after: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(after).map(([name, count]) => [name, count - (before[name] ?? 0)]),
  );
}
