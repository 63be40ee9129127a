import { ConnectorError, asConnectorError } from "../cart/connector-error.ts";
import type { Place } from "../cart/place.ts";
import { stampOf, type Stamp } from "../cart/stamp.ts";
import type { RetailServer } from "../ports/retail-server.ts";
import type { WayTools } from "../steps/way.ts";
import { beginCursor, readCursor } from "./cursor.ts";
import { hasStopped, isExpired, judgeDue, judgeSlice } from "./judge-slices.ts";
import { takeLease, type Lease } from "./lease.ts";
import type { Judging, PassRequest, PassState, PassTools } from "./pass.ts";
import { createTally, type PassReport } from "./pass-report.ts";
import { readWindow, type Window, type WindowSlice } from "./read-window.ts";
import { keepRecord, reportOf } from "./record-pass.ts";
import { remembering } from "./remembering.ts";
import { survey } from "./survey.ts";

/**
 * How many carts are read ahead of the slice being judged, to know the newest cart of everybody in them. One person's
 * carts under two accounts further apart than this are told apart only once the ledger knows both accounts.
 */
const CARTS_AHEAD = 10_000;
/** The share of a pass's time that reading ahead may take. */
const LOOKING_AHEAD = 0.25;
const MINUTE = 60_000;

/**
 * One pass of one channel: plans the slices, moves the cursor, keeps the record. A fault ends the pass and stands in
 * the report; only `pass-under-way` is thrown.
 */
export async function runPass(tools: PassTools, request: PassRequest = {}): Promise<PassReport> {
  const state = startingState(tools);
  let lease: Lease | undefined;
  try {
    lease = await takeLease(tools, tools.channelName, state.runId);
    refuseSecond(lease, tools, request);
    await judgeAll(tools, request, state);
  } catch (thrown) {
    const fault = asConnectorError(thrown);
    if (fault.code === "pass-under-way") throw fault;
    state.stopped = fault;
  }
  const report = await reportOf(tools, state);
  await keepRecord(tools, report);
  await lease?.end();
  return report;
}

function startingState(tools: PassTools): PassState {
  const startedAt = tools.clock.now();
  return {
    runId: tools.random.id(),
    startedAt,
    tally: createTally(),
    window: { from: stampOf(startedAt), to: stampOf(startedAt) },
    isPlanned: false,
    handedOver: 0,
    proven: false,
    unreadableRows: 0,
    linkFallbacks: [],
    reached: undefined,
    isHeld: false,
    stopped: undefined,
  };
}

function refuseSecond(lease: Lease, tools: PassTools, request: PassRequest): void {
  if (!lease.isTaken || request.refuseIfUnderWay !== true) return;
  throw new ConnectorError("pass-under-way", `a pass of channel ${tools.channelName} is under way`, {
    fix: "wait until it has ended: the next one goes on where it stopped",
  });
}

async function judgeAll(tools: PassTools, request: PassRequest, state: PassState): Promise<void> {
  await tools.ledger.purge();
  const personKey = await tools.personKey();
  const retailServer = remembering(tools.retailServer);
  const channel = await retailServer.channel();
  state.window = await windowOf(tools, earlier(tools.clock.now(), channel.serverTime), request.window);
  state.isPlanned = true;
  const way: WayTools = {
    ...tools,
    runId: state.runId,
    personKey,
    shop: await tools.shopOf(channel),
    retailServer,
  };
  const { maxMs = Number.POSITIVE_INFINITY } = request;
  const spentMs = () => tools.clock.now().getTime() - state.startedAt.getTime();
  const judging: Judging = {
    tools,
    way,
    state,
    isExplicit: request.window !== undefined,
    mayLookAhead: () => spentMs() < maxMs * LOOKING_AHEAD,
    isTimeUp: () => spentMs() >= maxMs,
    timeLeft() {
      const spent = spentMs();
      return (share) => spentMs() >= spent + (maxMs - spent) * share;
    },
  };
  await judgeBoth(judging, request.onProgress ?? (() => undefined));
  if (state.stopped === "time" && state.tally.found === 0) throw nothingDone();
}

/** Progress, or the name of what stopped it: a pass that ends by time with nothing done would be neither. */
function nothingDone(): ConnectorError {
  return new ConnectorError(
    "retail-server-slow",
    "the time of the pass was over before one cart was judged",
    {
      fix: "find out why retail server answers so slowly, or raise ConnectorOptions.MaxPassMinutes",
    },
  );
}

/** Slices of due entries and of the window take turns, so that neither starves the other. */
async function judgeBoth(judging: Judging, onProgress: (found: number) => void): Promise<void> {
  const { state, isExplicit } = judging;
  const seen = new Set<string>();
  for await (const slices of ahead(windowSlices(judging), judging.mayLookAhead)) {
    const carts = slices.flatMap((slice) => slice.carts).filter((cart) => !isExpired(judging, cart));
    const outlook = await survey(judging.way, carts);
    for (const slice of slices) {
      if (!isExplicit) await judgeDue(judging, seen);
      if (!hasStopped(state)) await judgeSlice(judging, slice, outlook);
      onProgress(state.tally.found);
      if (hasStopped(state)) return;
    }
  }
  while (!isExplicit && (await judgeDue(judging, seen))) onProgress(state.tally.found);
}

function windowSlices({ way, tools, state }: Judging): AsyncGenerator<WindowSlice> {
  const read: RetailServer["cartsModified"] = (window, page) => way.retailServer.cartsModified(window, page);
  return readWindow(read, state.window, tools.pass.sliceSize);
}

async function windowOf(tools: PassTools, now: Date, asked: PassRequest["window"]): Promise<Window> {
  const { includeMinutes, excludeMinutes, startFrom } = tools.pass;
  const latest = stampOf(new Date(now.getTime() - excludeMinutes * MINUTE));
  const fresh = stampOf(new Date(now.getTime() - includeMinutes * MINUTE));
  if (asked !== undefined) {
    const to = asked.to === undefined || asked.to.ticks > latest.ticks ? latest : asked.to;
    return { from: asked.from ?? fresh, to };
  }
  const from = startFrom ?? fresh;
  const after = (await readCursor(tools.ledger, tools.channelName)) ?? (await beginAt(tools, from, latest));
  return { from: after?.modified ?? from, to: latest, after };
}

/**
 * The first pass ever writes down where it begins. Otherwise a shop without carts, or passes that come to nothing, for
 * longer than `Include` would leave the carts in between to nobody. A start in the future may still be corrected.
 */
async function beginAt(tools: PassTools, from: Stamp, latest: Stamp): Promise<Place | undefined> {
  return from.ticks > latest.ticks ? undefined : beginCursor(tools.ledger, tools.channelName, from);
}

function earlier(ours: Date, theirs: Date | undefined): Date {
  return theirs !== undefined && theirs < ours ? theirs : ours;
}

async function* ahead(
  slices: AsyncGenerator<WindowSlice>,
  mayReadOn: () => boolean,
): AsyncGenerator<readonly WindowSlice[]> {
  let held: WindowSlice[] = [];
  let carts = 0;
  for await (const slice of slices) {
    held.push(slice);
    carts += slice.carts.length;
    if (carts < CARTS_AHEAD && mayReadOn()) continue;
    yield held;
    held = [];
    carts = 0;
  }
  if (held.length > 0) yield held;
}
