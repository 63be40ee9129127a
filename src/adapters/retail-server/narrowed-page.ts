import type { FaultCode } from "../../cart/connector-error.ts";
import { justBefore, midway, type Stamp } from "../../cart/stamp.ts";
import type { Rows } from "./client.ts";
import type { Refusal } from "./faults.ts";

/** Rows `skip` to `skip + top` of the carts modified from..to, oldest first. */
export interface PageAsked {
  readonly from: Stamp;
  readonly to: Stamp;
  readonly top: number;
  readonly skip: number;
}

/** Searches carts. "once": a failure will be asked about in other ways, so it need not be tried again. */
export type SearchCarts = (page: PageAsked, patience: "once" | "patient") => Promise<Rows | Refusal>;

export interface NarrowedPage {
  readonly rows: readonly unknown[];
  /** Carts that the server breaks on, each found to fail alone. */
  readonly broken: number;
  readonly more: boolean;
  /** The page holds everything up to and including this stamp, and nothing behind it. */
  readonly through?: Stamp;
}

/** When so many carts in a row fail, each alone, it is not the carts. */
const CARTS_OF_A_BROKEN_SERVER = 8;

/**
 * Reads a page that the server answered with a failure although it may break on one cart only. The window is halved
 * until the stamp is found at which it breaks; the carts of that stamp are then asked for by number until the bad one
 * stands alone. Never by number over stamps: a shopper who touches a cart meanwhile would hide another one. Throws
 * when the server answers for no other cart either: then it is in trouble, and no cart is to blame.
 */
export async function narrowedPage(
  search: SearchCarts,
  page: PageAsked,
  refusal: Refusal,
): Promise<NarrowedPage> {
  if (!mayBeOneCart(refusal)) throw refusal.fault;
  const { before, at } = await breakingStamp(search, page);
  if (!isWhole(before, page.top)) return { rows: before.rows, broken: 0, more: true };
  const skip = at.ticks === page.from.ticks ? page.skip : 0;
  const there = await readSingly(search, { ...page, from: at, to: at, skip }, async (alone) => {
    const isAnswering = before.rows.length > 0 || (await answersBehind(search, { ...page, from: at }, alone));
    if (!isAnswering) throw refusal.fault;
  });
  const rows = [...before.rows, ...there.rows];
  const { broken, isComplete } = there;
  // nothing failed alone: together they were too much, or it has passed; what was read is a page of its own
  if (broken === 0 && rows.length === 0) throw refusal.fault;
  const hasEnd = broken > 0 && isComplete && page.from.ticks < page.to.ticks;
  return { rows, broken, more: broken === 0 || !isComplete, ...(hasEnd ? { through: at } : {}) };
}

const OF_ONE_ROW: readonly FaultCode[] = [
  "retail-server-refused",
  "retail-server-too-large",
  "retail-server-unreadable",
];

/** Failures that may come from one row: breaking on it, refusing it, or writing it so that nobody can read it. */
function mayBeOneCart({ fault: { code }, status }: Refusal): boolean {
  // 502, 503 and 504 come from in front of the program that reads carts
  return OF_ONE_ROW.includes(code) || (code === "retail-server-failed" && status === 500);
}

const NOTHING: Rows = { kind: "rows", rows: [], more: false };

/** The earliest end at which the page fails, and the page up to just before it. */
async function breakingStamp(
  search: SearchCarts,
  page: PageAsked,
): Promise<{ readonly before: Rows; readonly at: Stamp }> {
  let before = NOTHING;
  let good = justBefore(page.from);
  let bad = page.to;
  // the first cart is looked at first: it stands at the cursor, and shows whether the server answers at all
  let end = page.from;
  while (good.ticks < bad.ticks - 1n) {
    const reply = await search({ ...page, to: end }, "once");
    if (reply.kind === "rows") [before, good] = [reply, end];
    else if (mayBeOneCart(reply)) bad = end;
    else throw reply.fault;
    end = midway(good, bad);
  }
  return { before, at: bad };
}

/** Reads part by part, in parts that shrink around what fails. Calls back at the first failure of one cart alone. */
async function readSingly(
  search: SearchCarts,
  page: PageAsked,
  requireAnswers: (skip: number) => Promise<void>,
): Promise<{ readonly rows: readonly unknown[]; readonly broken: number; readonly isComplete: boolean }> {
  const rows: unknown[] = [];
  const end = page.skip + page.top;
  let { skip, top } = page;
  let broken = 0;
  let inARow = 0;
  while (skip < end) {
    const reply = await search({ ...page, skip, top }, top === 1 ? "patient" : "once");
    if (reply.kind === "rows") {
      rows.push(...reply.rows);
      skip += reply.rows.length;
      if (isWhole(reply, top) || reply.rows.length === 0) return { rows, broken, isComplete: !reply.more };
      top = Math.min(2 * top, end - skip);
      inARow = 0;
    } else if (!mayBeOneCart(reply)) {
      throw reply.fault;
    } else if (top > 1) {
      top = Math.ceil(top / 2);
    } else {
      if (broken === 0 && rows.length === 0) await requireAnswers(skip);
      broken += 1;
      skip += 1;
      inARow += 1;
      top = Math.min(2, end - skip);
      if (inARow === CARTS_OF_A_BROKEN_SERVER) throw reply.fault;
    }
  }
  return { rows, broken, isComplete: false };
}

/** Whether the server answers for any of the carts right behind the one at `skip`; that there is none is an answer. */
async function answersBehind(search: SearchCarts, page: PageAsked, skip: number): Promise<boolean> {
  for (let next = 1; next <= CARTS_OF_A_BROKEN_SERVER; next++) {
    const reply = await search({ ...page, skip: skip + next, top: 1 }, "once");
    if (reply.kind === "rows") return true;
    if (!mayBeOneCart(reply)) throw reply.fault;
  }
  return false;
}

function isWhole(reply: Rows, top: number): boolean {
  return reply.rows.length < top && !reply.more;
}
