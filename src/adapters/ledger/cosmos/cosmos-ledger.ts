import type { Ledger, LedgerUpkeep } from "../../../ports/ledger.ts";
import { createAsker, type CosmosLedgerOptions } from "./asking.ts";
import { isContainerGone, statusOf } from "./cosmos-fault.ts";
import { dueQuery, peopleQuery, unsureQuery } from "./queries.ts";
import { queryPeople, readMany, readOne } from "./reading.ts";
import { readVersion } from "./schema.ts";
import { makeMissing } from "./set-up.ts";

export type { CosmosLedgerOptions } from "./asking.ts";

/**
 * A ledger in a Cosmos DB container. Its first use looks at the account and the container, so that nobody is judged
 * by a ledger that cannot decide. A write that may have happened is never repeated here.
 */
export function openCosmosLedger(options: CosmosLedgerOptions): Ledger & LedgerUpkeep {
  const asker = createAsker(options);
  return {
    read: (ids) => readMany(ids, (id) => asker.use((asking) => readOne(asking, id))),
    create: (doc) =>
      asker.use(async ({ container, abortSignal }) => {
        const reply = await unless(isTaken, () => container.items.create(doc, { abortSignal }));
        return reply === undefined ? "exists" : { doc, version: readVersion(reply.resource) };
      }),
    replace: (doc, version) =>
      asker.use(async ({ container, abortSignal }) => {
        const accessCondition = { type: "IfMatch", condition: version };
        const reply = await unless(isOvertaken, () =>
          container.item(doc.id, doc.pk).replace({ ...doc }, { accessCondition, abortSignal }),
        );
        return reply === undefined ? "conflict" : { doc, version: readVersion(reply.resource) };
      }),
    due: (channel, until, limit) =>
      asker.use((asking) => queryPeople(asking, dueQuery(channel, until), limit)),
    unsure: (limit) => asker.use((asking) => queryPeople(asking, unsureQuery(), limit)),
    people: (after, limit) => asker.use((asking) => queryPeople(asking, peopleQuery(after ?? ""), limit)),
    // Cosmos DB removes what has outlived its ttl by itself
    purge: async () => undefined,
    close: async () => asker.close(),
    init: () => asker.ask(makeMissing),
    check: () => asker.look(),
    // it has no files of ours; its backups end with the retention of the account
    scrub: async () => undefined,
  };
}

function isTaken(thrown: unknown): boolean {
  return statusOf(thrown) === 409;
}

function isOvertaken(thrown: unknown): boolean {
  const status = statusOf(thrown);
  return status === 412 || (status === 404 && !isContainerGone(thrown));
}

async function unless<T>(
  isForeseen: (thrown: unknown) => boolean,
  work: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (isForeseen(error)) return undefined;
    throw error;
  }
}
