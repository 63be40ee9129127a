import type { z } from "zod";
import { ConnectorError } from "../../cart/connector-error.ts";
import { blame, wordFor } from "./blame.ts";
import type { ReaderTools } from "./channel.ts";
import type { Client } from "./client.ts";
import type { Refusal } from "./faults.ts";
import type { Operation, Question } from "./question.ts";
import { readRows } from "./schema.ts";

/** How to ask for things by id, many at once. */
interface Asking {
  readonly operation: Operation;
  readonly body: (ids: readonly string[]) => string;
  readonly language?: string | undefined;
  /** What the operator may do when the server knows none of many. */
  readonly fixWhenBlank: string;
}

/** And how to understand the reply. */
export interface BatchSpec<Thing> extends Asking {
  readonly row: z.ZodType<Thing>;
  readonly idOf: (thing: Thing) => string;
}

type Ids = readonly string[];

const BATCH = 100;
/** So many unknown ids are no coincidence. */
const BLANK_FROM = 20;
/** When each of so many parts of a batch fails, it is not some ids that are bad. */
const PARTS_OF_A_BROKEN_SERVER = 8;
/** At most so many ids are believed to be all bad when nothing was answered. */
const LONE_IDS = 2;
const TRIES_OF_A_PART = 2;

/**
 * Reads things by id. Absent and unreadable ones are missing from the map, and so is one that the server refuses or
 * breaks on; it stops no other, because a failing batch is halved until that id stands alone.
 */
export async function readByIds<Thing>(
  tools: ReaderTools,
  asked: Ids,
  spec: BatchSpec<Thing>,
): Promise<ReadonlyMap<string, Thing>> {
  const ids = new Set(asked);
  const rows = await Promise.all(batchesOf([...ids]).map((batch) => readBatch(tools, batch, spec)));
  const { read, unreadable } = readRows(rows.flat(), spec.row);
  if (unreadable > 0) {
    tools.log.warn("retail server rows unreadable", { operation: spec.operation, rows: unreadable });
  }
  const things = new Map<string, Thing>();
  for (const thing of read) {
    const id = spec.idOf(thing);
    if (ids.has(id) && !things.has(id)) things.set(id, thing);
  }
  if (things.size === 0 && ids.size >= BLANK_FROM) throw blank(tools.client.host, spec, ids.size);
  return things;
}

function batchesOf(ids: Ids): readonly Ids[] {
  return Array.from({ length: Math.ceil(ids.length / BATCH) }, (_, index) =>
    ids.slice(index * BATCH, (index + 1) * BATCH),
  );
}

function blank(host: string, asking: Asking, asked: number): ConnectorError {
  return new ConnectorError(
    "retail-server-blank",
    `retail server ${host} told nothing about any of ${asked} ids with ${asking.operation}`,
    { fix: asking.fixWhenBlank },
  );
}

/** Level by level: the batch, its failing halves, their failing halves, down to the ids that fail alone. */
async function readBatch(tools: ReaderTools, batch: Ids, asking: Asking): Promise<readonly unknown[]> {
  const rows: unknown[] = [];
  const alone: Refusal[] = [];
  let isAnswering = false;
  for (let parts: readonly Ids[] = [batch]; parts.length > 0;) {
    const { answered, failed } = await readParts(tools.client, asking, { parts, whole: batch.length });
    rows.push(...answered.flat());
    isAnswering ||= answered.length > 0;
    const isBroken = !isAnswering && parts.length >= PARTS_OF_A_BROKEN_SERVER;
    const fatal = failed.find(({ refusal }) => isBroken || !isWorthSplitting(refusal));
    if (fatal !== undefined) throw fatal.refusal.fault;
    alone.push(...failed.filter(({ ids }) => ids.length === 1).map(({ refusal }) => refusal));
    parts = failed.filter(({ ids }) => ids.length > 1).flatMap(({ ids }) => halves(ids));
  }
  if (!isAnswering) await insistOnServing(tools, alone);
  for (const refusal of alone) {
    const { operation } = asking;
    tools.log.warn("retail server cannot tell about one id", { operation, why: wordFor(refusal) });
  }
  return rows;
}

interface Failed {
  readonly ids: Ids;
  readonly refusal: Refusal;
}

async function readParts(
  client: Client,
  asking: Asking,
  { parts, whole }: { readonly parts: readonly Ids[]; readonly whole: number },
): Promise<{ readonly answered: readonly (readonly unknown[])[]; readonly failed: readonly Failed[] }> {
  const replies = await Promise.all(
    parts.map(async (ids) => ({
      ids,
      reply: await readPart(client, questionFor(asking, ids, whole), ids.length),
    })),
  );
  return {
    answered: replies.flatMap(({ reply }) => ("rows" in reply ? [reply.rows] : [])),
    failed: replies.flatMap(({ ids, reply }) => ("rows" in reply ? [] : [{ ids, refusal: reply }])),
  };
}

/** The whole is asked for with patience, and so is one id before it counts as bad; between that it is only narrowed down. */
function questionFor(asking: Asking, ids: Ids, whole: number): Question {
  const { operation, language } = asking;
  return {
    operation,
    top: ids.length,
    body: asking.body(ids),
    ...(language === undefined ? {} : { language }),
    ...(ids.length === whole || ids.length === 1 ? {} : { mostTries: TRIES_OF_A_PART }),
  };
}

/** A server may give less than was asked for and say so; the rest is had by skipping what came. */
async function readPart(
  client: Client,
  question: Question,
  most: number,
): Promise<{ readonly rows: readonly unknown[] } | Refusal> {
  const rows: unknown[] = [];
  for (;;) {
    const reply = await client.askForRows({ ...question, skip: rows.length });
    if (reply.kind === "refusal") return reply;
    rows.push(...reply.rows);
    if (!reply.more || reply.rows.length === 0 || rows.length >= most) return { rows };
  }
}

function isWorthSplitting(refusal: Refusal): boolean {
  return refusal.fault.code !== "retail-server-slow" && blame(refusal) !== "server";
}

function halves(ids: Ids): readonly Ids[] {
  const middle = Math.ceil(ids.length / 2);
  return [ids.slice(0, middle), ids.slice(middle)];
}

/** Nothing was answered: believed only of very few ids, and only of a server that answers something else. */
async function insistOnServing(tools: ReaderTools, alone: readonly Refusal[]): Promise<void> {
  const [first] = alone;
  if (first === undefined) return;
  if (alone.length > LONE_IDS || !(await tools.channel.isServing())) throw first.fault;
}
