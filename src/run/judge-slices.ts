import type { Cart } from "../cart/cart.ts";
import { ConnectorError } from "../cart/connector-error.ts";
import type { Outlook } from "../steps/way.ts";
import { moveCursor } from "./cursor.ts";
import { takeUp } from "./due.ts";
import type { Judging, PassState } from "./pass.ts";
import type { WindowSlice } from "./read-window.ts";
import { runSlice, type SliceLimits, type SliceResult } from "./run-slice.ts";
import { survey } from "./survey.ts";

const TICKS_PER_MINUTE = 600_000_000n;

/**
 * One slice of the window. Afterwards the cursor stands behind the carts that have come to an end, and waits in front
 * of one that another run holds; after a fault it stays where it was, so that the whole slice is judged again.
 */
export async function judgeSlice(judging: Judging, slice: WindowSlice, outlook: Outlook): Promise<void> {
  const { tools, way, state } = judging;
  if (judging.isTimeUp()) {
    state.stopped = "time";
    return;
  }
  state.unreadableRows += slice.unreadable;
  const late = slice.carts.filter((cart) => isExpired(judging, cart));
  state.tally.add(late.map((cart) => ({ cartId: cart.id, outcome: "expired" })));
  const raws = slice.carts.filter((cart) => !state.tally.has(cart.id)).map((cart) => ({ cart }));
  take(state, await runSlice(way, { raws, outlook }, limitsOf(judging)));
  if (state.stopped instanceof ConnectorError || state.isHeld) return;
  const firstOpen = slice.carts.findIndex((cart) => !state.tally.hasEnded(cart.id));
  state.isHeld = firstOpen !== -1;
  const last = firstOpen === -1 ? slice.carts.at(-1) : slice.carts[firstOpen - 1];
  if (last === undefined) return;
  state.reached = last;
  if (!judging.isExplicit) await moveCursor(tools.ledger, tools.channelName, last);
}

/** One slice of entries that are due. True while there may be more. */
export async function judgeDue(judging: Judging, seen: Set<string>): Promise<boolean> {
  const { tools, way, state } = judging;
  if (state.stopped !== undefined) return false;
  const all = await tools.ledger.due(tools.channelName, tools.clock.now(), tools.pass.sliceSize);
  // a person comes up once in a pass, as a cart does, whatever became of the entry
  const due = all.filter(({ doc }) => !seen.has(doc.id) && !state.tally.has(doc.open?.cartId ?? ""));
  if (due.length === 0) return false;
  if (judging.isTimeUp()) {
    state.stopped = "time";
    return false;
  }
  for (const { doc } of due) seen.add(doc.id);
  const { raws, judged } = await takeUp(way, due);
  state.tally.addSpare(judged);
  const carts = raws.map((raw) => raw.cart);
  const result = await runSlice(way, { raws, outlook: await survey(way, carts) }, limitsOf(judging));
  // the cart it gave way to may give way to it in the window, under the stamp it has there by now: then it is judged there
  const gaveWay = result.judged.filter(({ outcome }) => outcome === "superseded");
  state.tally.addSpare(gaveWay);
  take(state, { ...result, judged: result.judged.filter((one) => !gaveWay.includes(one)) });
  return !hasStopped(state);
}

/** Older than the catch-up limit. An explicit window is somebody's wish, and only they know. */
export function isExpired({ tools, state, isExplicit }: Judging, cart: Cart): boolean {
  const limit = BigInt(tools.pass.maxCatchUpMinutes) * TICKS_PER_MINUTE;
  return !isExplicit && cart.modified.ticks < state.window.to.ticks - limit;
}

export function hasStopped(state: PassState): boolean {
  return state.stopped !== undefined;
}

function take(state: PassState, result: SliceResult): void {
  state.tally.add(result.judged);
  state.handedOver += result.handedOver;
  state.proven ||= result.proven;
  state.linkFallbacks.push(...(result.linkFallbacks ?? []));
  state.stopped = result.stopped;
}

function limitsOf({ tools, state, isTimeUp, timeLeft }: Judging): SliceLimits {
  const most = tools.pass.maxReminders === 0 ? Number.POSITIVE_INFINITY : tools.pass.maxReminders;
  const reminders = Math.max(0, most - state.handedOver);
  return { reminders, probe: !state.proven, isTimeUp, isSpent: timeLeft() };
}
