import type { ConnectorError } from "../cart/connector-error.ts";
import { asConnectorError } from "../cart/connector-error.ts";
import type { Answer } from "../cart/documents.ts";
import type { Judged } from "../cart/outcome.ts";
import { aboutAwaited } from "../steps/awaited.ts";
import { inBatches } from "../steps/batches.ts";
import { claimAll } from "../steps/claim.ts";
import { compose } from "../steps/compose.ts";
import { enrich } from "../steps/enrich.ts";
import { find, type Raw } from "../steps/find.ts";
import { guard } from "../steps/guard.ts";
import { handOver } from "../steps/hand-over.ts";
import { identify, newestOnly } from "../steps/identify.ts";
import { recall } from "../steps/recall.ts";
import { remember } from "../steps/remember.ts";
import { settleAll } from "../steps/settle.ts";
import type { Composed, Ending, Identified, Outlook, WayTools } from "../steps/way.ts";

/** How much a slice may do, and what the pass already knows of the provider. */
export interface SliceLimits {
  /** Reminders that may still be handed over. */
  readonly reminders: number;
  /** True until the provider has taken something in this pass: the first request then carries one reminder. */
  readonly probe: boolean;
  readonly isTimeUp: () => boolean;
}

export interface SliceResult {
  /** One word per cart that came to an end; carts not reached are missing and stay in front of the cursor. */
  readonly judged: readonly Judged[];
  /** Reminders handed to the provider, whatever it answered. */
  readonly handedOver: number;
  /** The provider took at least one request. */
  readonly proven: boolean;
  readonly stopped?: "ramp" | "time" | ConnectorError;
}

/**
 * The way of a slice of carts, from top to bottom. Knows no cursor. Throws when a neighbour fails before anybody was
 * claimed: then nothing was written that has to be undone.
 */
export async function runSlice(
  tools: WayTools,
  slice: { readonly raws: readonly Raw[]; readonly outlook: Outlook },
  limits: SliceLimits,
): Promise<SliceResult> {
  const { outlook } = slice;
  const found = find(slice.raws);
  const identified = await identify(tools, found.on);
  const newest = newestOnly(identified.on, outlook);
  const recalled = await recall(tools, newest.on);
  const guarded = await guard(tools, recalled.on, { outlook, isTimeUp: limits.isTimeUp });
  const enriched = await enrich(tools, guarded.on);
  const composed = enriched.map((item) => compose(tools.shop, item));

  const ended = [found, identified, newest, recalled, guarded].flatMap((step) => step.ended);
  const remembered = await remember(tools, ended);
  const sent = await sendBatches(tools, composed, limits);
  await forgetFormerAddresses(tools, identified.on);
  const allGuarded = guarded.on.length + guarded.ended.length === recalled.on.length;
  const late = allGuarded ? {} : { stopped: "time" as const };
  return { ...late, ...sent, judged: [...remembered.map(judged), ...sent.judged] };
}

/** claim → hand over → settle, batch after batch, one request in flight. */
async function sendBatches(
  tools: WayTools,
  composed: readonly Composed[],
  limits: SliceLimits,
): Promise<SliceResult> {
  const done: Judged[] = [];
  let handedOver = 0;
  let proven = !limits.probe;
  const allowed = composed.slice(0, limits.reminders);
  for (const batch of inBatches(allowed, tools.provider, limits.probe)) {
    // the first batch goes whatever the time: its people were looked at just now, and the pass must get on
    if (done.length > 0 && limits.isTimeUp()) return { judged: done, handedOver, proven, stopped: "time" };
    const result = await sendBatch(tools, batch);
    done.push(...result.judged);
    handedOver += result.handedOver;
    proven ||= result.proven;
    if (result.stopped !== undefined) return { ...result, judged: done, handedOver, proven };
  }
  const rest = allowed.length < composed.length ? { stopped: "ramp" as const } : {};
  return { judged: done, handedOver, proven, ...rest };
}

async function sendBatch(tools: WayTools, batch: readonly Composed[]): Promise<SliceResult> {
  const ticket = `ticket-${tools.random.id()}`;
  const claimed = await claimAll(tools, batch, ticket);
  const ended = await remember(tools, claimed.ended);
  if (claimed.on.length === 0) return outcomeOf({ ended, handedOver: 0, proven: false }, claimed.fault);
  const handover = await handOver(tools, claimed.on, ticket);
  const settled = await settleAll(tools, claimed.on, handover.answers);
  const result = {
    ended: [...ended, ...settled.ended],
    handedOver: claimed.on.length,
    proven: [...handover.answers.values()].some(isTaken),
  };
  return outcomeOf(result, handover.fault ?? settled.fault ?? claimed.fault);
}

/** The provider understood the request and said so: it is not broken. */
function isTaken(answer: Answer): boolean {
  return answer.kind === "accepted" || answer.kind === "refused";
}

function outcomeOf(
  result: {
    readonly ended: readonly Ending[];
    readonly handedOver: number;
    readonly proven: boolean;
  },
  fault: unknown,
): SliceResult {
  const { ended, ...rest } = result;
  const stopped = fault === undefined ? {} : { stopped: asConnectorError(fault) };
  return { ...rest, judged: ended.map(judged), ...stopped };
}

/** A person whose address changed has a new key: the entry under the old one must not come back again. */
async function forgetFormerAddresses(tools: WayTools, items: readonly Identified[]): Promise<void> {
  const moved = items.filter(({ awaited, person }) => awaited !== undefined && awaited.doc.id !== person);
  await remember(
    tools,
    moved.map(({ cart, awaited }) => {
      const about = aboutAwaited(awaited);
      return { cartId: cart.id, outcome: "superseded", why: "address-changed", about };
    }),
  );
}

function judged({ cartId, outcome, why }: Ending): Judged {
  return why === undefined ? { cartId, outcome } : { cartId, outcome, why };
}
