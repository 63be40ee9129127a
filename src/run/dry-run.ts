import type { LedgerDocument, PersonDocument } from "../cart/documents.ts";
import type { Reminder } from "../cart/reminder.ts";
import type { IEmailProvider } from "../ports/email-provider.ts";
import type { Ledger, Stored } from "../ports/ledger.ts";

/** A provider that mails nobody: it says what it was given and accepts it. Consent and checks are asked for real. */
export function reportingProvider(
  provider: IEmailProvider,
  report: (reminder: Reminder) => void,
): IEmailProvider {
  return {
    ...provider,
    optOut: () => Promise.resolve("done"),
    erase: () => Promise.resolve("done"),
    remind(batch) {
      for (const reminder of batch) report(reminder);
      return Promise.resolve({
        answers: new Map(batch.map((reminder) => [reminder.key, { kind: "accepted" as const }])),
      });
    },
  };
}

/** A ledger that reads the real one and keeps all writes to itself, for as long as it lives. */
export function readThroughLedger(ledger: Ledger): Ledger {
  const own = new Map<string, Stored>();
  let writes = 0;

  function keep(doc: LedgerDocument): Stored {
    writes += 1;
    const stored: Stored = { doc, version: `own-${writes}` };
    own.set(doc.id, stored);
    return stored;
  }

  async function read(ids: readonly string[]): Promise<ReadonlyMap<string, Stored | "unreadable">> {
    const others = ids.filter((id) => !own.has(id));
    const found = new Map(others.length === 0 ? [] : await ledger.read(others));
    for (const id of ids) {
      const stored = own.get(id);
      if (stored !== undefined) found.set(id, stored);
    }
    return found;
  }

  const isUntouched = ({ doc }: Stored<PersonDocument>) => !own.has(doc.id);
  return {
    read,
    async create(doc) {
      return (await read([doc.id])).has(doc.id) ? "exists" : keep(doc);
    },
    async replace(doc, version) {
      const current = (await read([doc.id])).get(doc.id);
      const holds = current !== undefined && current !== "unreadable" && current.version === version;
      return holds ? keep(doc) : "conflict";
    },
    // what was dealt with in here does not come up again, and takes no place from what was not
    async due(channel, until, limit) {
      const found = await ledger.due(channel, until, limit + own.size);
      return found.filter(isUntouched).slice(0, limit);
    },
    async unsure(limit) {
      const found = await ledger.unsure(limit + own.size);
      return found.filter(isUntouched).slice(0, limit);
    },
    people: (after, limit) => ledger.people(after, limit),
    purge: () => Promise.resolve(),
    close: () => ledger.close(),
  };
}
