import type { LeaseDocument } from "../cart/documents.ts";
import type { Clock } from "../ports/clock.ts";
import type { Ledger, Stored } from "../ports/ledger.ts";

/** How long a lease holds without renewal: longer than any timer or HTTP pass. */
const LEASE_MINUTES = 10;
const KEPT_SECONDS = 86_400;

export interface Lease {
  /** Somebody else's pass is under way. Advisory: nothing's safety depends on it. */
  readonly isTaken: boolean;
  end(): Promise<void>;
}

export function leaseId(channel: string): string {
  return `lease-${encodeURIComponent(channel)}`;
}

/** When the last pass of a channel ended, or until when the one under way holds the lease. */
export async function leasedUntil(ledger: Ledger, channel: string): Promise<string | undefined> {
  const id = leaseId(channel);
  const stored = (await ledger.read([id])).get(id);
  return stored === undefined || stored === "unreadable" || stored.doc.kind !== "lease"
    ? undefined
    : stored.doc.until;
}

export function takeLease(
  tools: { readonly ledger: Ledger; readonly clock: Clock },
  channel: string,
  runId: string,
): Promise<Lease> {
  return holdLease(tools, { channel, runId, seconds: LEASE_MINUTES * 60 });
}

/** A lease of any length, of a channel or of anything else that has a name. */
export async function holdLease(
  { ledger, clock }: { readonly ledger: Ledger; readonly clock: Clock },
  of: { readonly channel: string; readonly runId: string; readonly seconds: number },
): Promise<Lease> {
  const { channel, runId, seconds } = of;
  const id = leaseId(channel);
  const stored = (await ledger.read([id])).get(id);
  const held =
    stored !== undefined && stored !== "unreadable" && stored.doc.kind === "lease" ? stored : undefined;
  if (held?.doc.kind === "lease" && Date.parse(held.doc.until) > clock.now().getTime()) return taken;
  const doc = lease(id, { channel, runId, until: new Date(clock.now().getTime() + seconds * 1000) });
  const written = held === undefined ? await ledger.create(doc) : await ledger.replace(doc, held.version);
  if (written === "exists" || written === "conflict") return taken;
  return { isTaken: false, end: () => giveBack({ ledger, clock }, written, doc) };
}

const taken: Lease = { isTaken: true, end: () => Promise.resolve() };

async function giveBack(
  tools: { readonly ledger: Ledger; readonly clock: Clock },
  written: Stored,
  doc: LeaseDocument,
): Promise<void> {
  try {
    // a conflict means somebody took it after it had run out: theirs now
    await tools.ledger.replace({ ...doc, until: tools.clock.now().toISOString() }, written.version);
  } catch {
    // it runs out by itself, and the report of the pass is worth more
  }
}

function lease(
  id: string,
  held: { readonly channel: string; readonly runId: string; readonly until: Date },
): LeaseDocument {
  const { channel, runId, until } = held;
  return { id, pk: id, kind: "lease", channel, runId, until: until.toISOString(), ttl: KEPT_SECONDS };
}
