import { ConnectorError } from "../cart/connector-error.ts";
import type { RunDocument } from "../cart/documents.ts";
import { toDate } from "../cart/stamp.ts";
import type { PassState, PassTools } from "./pass.ts";
import { countFallbacks, faultOf, type PassReport } from "./pass-report.ts";

const MINUTE = 60_000;
const DAY_SECONDS = 86_400;
const MOST_UNSETTLED = 100;

/** What the pass did, from where it stands at its end. */
export async function reportOf(tools: PassTools, state: PassState): Promise<PassReport> {
  const { window, stopped, startedAt } = state;
  const isDone = stopped === undefined;
  const from = state.reached?.modified ?? window.from;
  const behindMs = toDate(window.to).getTime() - toDate(from).getTime();
  const sentBySteps = state.tally.sentBySteps();
  return {
    runId: state.runId,
    channel: tools.channelName,
    dryRun: tools.dryRun,
    window: { from: window.from.raw, to: window.to.raw },
    found: state.tally.found,
    outcomes: state.tally.outcomes(),
    ...(sentBySteps.length === 0 ? {} : { sentBySteps }),
    stopped: isDone ? null : stopped instanceof ConnectorError ? stopped.code : stopped,
    ...(stopped instanceof ConnectorError ? { fault: faultOf(stopped) } : {}),
    ...(isDone || !state.isPlanned ? {} : { continueFrom: from.raw }),
    behindMinutes: isDone ? 0 : Math.max(0, Math.round(behindMs / MINUTE)),
    unreadableRows: state.unreadableRows,
    ...countFallbacks(state.linkFallbacks),
    unsettled: await unsettled(tools),
    calls: tools.calls(),
    startedAt: startedAt.toISOString(),
    durationMs: tools.clock.now().getTime() - startedAt.getTime(),
  };
}

async function unsettled(tools: PassTools): Promise<number> {
  try {
    return (await tools.ledger.unsure(MOST_UNSETTLED)).length;
  } catch {
    // a ledger that fails here has stopped the pass or will stop the next one; a count is not worth a failure
    return 0;
  }
}

/** Keeps the record of the run; a ledger that fails here took nothing from anybody. */
export async function keepRecord(tools: PassTools, report: PassReport): Promise<void> {
  const { channel, startedAt, runId, dryRun, found, stopped, durationMs, outcomes } = report;
  const id = `run-${runId}`;
  const ttl = tools.rules.retentionDays * DAY_SECONDS;
  const record: RunDocument = { id, pk: id, kind: "run", channel, startedAt, report: { ...report }, ttl };
  try {
    await tools.ledger.create(record);
  } catch {
    // a pass that the ledger itself has stopped says so already
    if (report.fault?.code.startsWith("ledger-") !== true)
      tools.log.warn("the run record could not be kept", { runId });
  }
  const fields = { runId, channel, dryRun, found, stopped: stopped ?? "", durationMs, ...outcomes };
  tools.log.info("pass ended", fields);
}
