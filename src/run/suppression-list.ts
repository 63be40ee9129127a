import type { PersonDocument, SuppressionReason } from "../cart/documents.ts";
import { isSuppressedFor } from "../cart/person.ts";
import { personId, type PersonId, type PersonKey } from "../cart/shopper.ts";
import type { Ledger } from "../ports/ledger.ts";
import { asPerson } from "../steps/recall.ts";
import { atMost } from "../steps/at-most.ts";
import { linesOf } from "./lines-of.ts";
import { NO_HEADER, readHeader, readRow } from "./suppression-row.ts";
import { suppressPerson, type SuppressTools } from "./suppress.ts";

/** A line of a list that could not be used. Says nothing of what stood in it. */
export interface BadLine {
  /** From 1. */
  readonly line: number;
  readonly why: string;
}

export interface ImportReport {
  /** People named, those named twice counted twice. */
  readonly read: number;
  readonly added: number;
  /** Who was on the list before, for this reason or a stronger one. */
  readonly already: number;
  readonly bad: number;
  /** The first of the bad lines. */
  readonly badLines: readonly BadLine[];
  /** False when the time was up before the end of the list. */
  readonly complete: boolean;
  /** The first line that was not read any more. */
  readonly continueFrom?: number;
}

export interface ImportWishes {
  /** For people of whom the list says nothing else. */
  readonly reason: SuppressionReason;
  readonly onProgress?: (read: number) => void;
  /** After how long no more of the list is read, in ms; left out: it is read to its end. */
  readonly maxMs?: number;
}

interface Named {
  readonly line: number;
  readonly person: PersonId;
  readonly reason: SuppressionReason;
}

const PEOPLE_AT_ONCE = 200;
const WRITES_AT_ONCE = 16;
const MOST_BAD_LINES = 1_000;
const PAGE = 500;

/**
 * Suppresses everybody on a list: CSV with addresses or our own hashes, one person a line, with or without a header, with
 * or without a reason. Bad lines are named and the others count. Reads as it goes: a list may be of any length. A fault
 * of the ledger is thrown; the same list may then be imported again, and quickly passes over who is on it already.
 */
export async function importSuppressions(
  tools: SuppressTools & { readonly personKey: PersonKey },
  csv: AsyncIterable<Uint8Array | string>,
  by: ImportWishes,
): Promise<ImportReport> {
  const endsAt = tools.clock.now().getTime() + (by.maxMs ?? Number.POSITIVE_INFINITY);
  const count = { read: 0, added: 0, already: 0, bad: 0 };
  const badLines: BadLine[] = [];
  let columns = NO_HEADER;
  let group: Named[] = [];

  async function write(): Promise<void> {
    const { added, damaged } = await suppressGroup(tools, group);
    for (const { line } of damaged) refuse(line, "the ledger's document of this person is damaged");
    count.added += added;
    count.already += group.length - added - damaged.length;
    by.onProgress?.(count.read);
    group = [];
  }

  function refuse(line: number, why: string): void {
    count.bad += 1;
    if (badLines.length < MOST_BAD_LINES) badLines.push({ line, why });
  }

  for await (const { number, text } of linesOf(csv)) {
    const header = number === 1 ? readHeader(text ?? "") : undefined;
    if (header !== undefined) {
      columns = header;
      continue;
    }
    const row = text === undefined ? TOO_LONG : readRow(text, columns);
    if (row.kind === "bad") refuse(number, row.why);
    if (row.kind !== "person") continue;
    const person = "person" in row.who ? row.who.person : personId(row.who.address, tools.personKey);
    group.push({ line: number, person, reason: row.reason ?? by.reason });
    count.read += 1;
    if (group.length < PEOPLE_AT_ONCE) continue;
    await write();
    if (tools.clock.now().getTime() >= endsAt)
      return { ...count, badLines, complete: false, continueFrom: number + 1 };
  }
  await write();
  return { ...count, badLines, complete: true };
}

const TOO_LONG = { kind: "bad", why: "the line is far too long" } as const;

/** One read tells who is on the list already, so that a list may be imported again and again. */
async function suppressGroup(
  tools: SuppressTools,
  group: readonly Named[],
): Promise<{ readonly added: number; readonly damaged: readonly Named[] }> {
  if (group.length === 0) return { added: 0, damaged: [] };
  // of one person named twice for different reasons each gets its turn, one after the other
  const once = new Map(group.map((one) => [`${one.person} ${one.reason}`, one]));
  const known = await tools.ledger.read([...new Set(group.map(({ person }) => person))]);
  const damaged = group.filter(({ person }) => known.get(person) === "unreadable");
  const missing = [...once.values()].filter(({ person, reason }) => {
    const stored = known.get(person);
    return stored !== "unreadable" && !isSuppressedFor(asPerson(stored)?.doc, reason);
  });
  const written = await atMost(WRITES_AT_ONCE, missing, ({ person, reason }) =>
    suppressPerson(tools, person, { reason }),
  );
  return { added: written.filter(({ result }) => result === "suppressed").length, damaged };
}

/**
 * Everybody on the list as CSV, in pieces of whole lines: our hash, the reason, the time. The same text can be imported
 * again. The first piece comes only once the ledger has answered.
 */
export async function* exportSuppressions(ledger: Ledger): AsyncGenerator<string, void> {
  let head = "id,reason,at\n";
  let after: string | undefined;
  do {
    const people = await ledger.people(after, PAGE);
    yield head + people.map(({ doc }) => rowOf(doc)).join("");
    head = "";
    after = people.at(-1)?.doc.id;
  } while (after !== undefined);
}

function rowOf({ id, suppressed }: PersonDocument): string {
  return suppressed === undefined ? "" : `${id},${suppressed.reason},${suppressed.at}\n`;
}
