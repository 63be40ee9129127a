import type { KillLedger, Open } from "./kill-ledger.ts";

/** Where a kill fell, by what the ledger and Emarsys show afterwards. */
export const PLACES = {
  unclaimed: "before anybody was claimed",
  claimed: "between claim and hand-over",
  "handed-over": "between hand-over and answer",
  answered: "between answer and the last settling",
  settled: "when everybody handed over was settled",
} as const;

export type Place = keyof typeof PLACES;

export interface Found {
  readonly place: Place;
  /** The claims whose request was handed over and whose answer nobody knows: these have to end unsure. */
  readonly doubtful: readonly string[];
}

/**
 * Looks at what a killed run left behind. `own` are the claims that it made, `asked` is how many requests Emarsys saw
 * from it.
 */
export async function placeOf(
  ledger: KillLedger,
  { own, asked }: { readonly own: ReadonlySet<string>; readonly asked: number },
): Promise<Found> {
  const left = (await ledger.open()).filter((entry) => isOneOf(own, entry));
  const states = new Map<string, string | undefined>();
  for (const ticket of new Set(left.flatMap((entry) => entry.ticket ?? []))) {
    states.set(ticket, await ledger.ticketState(ticket));
  }
  const inState = (state: string) => left.filter(({ ticket = "" }) => states.get(ticket) === state);
  const doubtful = inState("handed-over").flatMap(({ claimId }) => claimId ?? []);
  if (doubtful.length > 0) return { place: "handed-over", doubtful };
  if (inState("answered").length > 0) return { place: "answered", doubtful };
  if (left.length > 0) return { place: "claimed", doubtful };
  return { place: asked > 0 ? "settled" : "unclaimed", doubtful };
}

export async function claimsIn(ledger: KillLedger): Promise<ReadonlySet<string>> {
  return new Set((await ledger.open()).flatMap(({ claimId }) => claimId ?? []));
}

export async function unsureIn(ledger: KillLedger): Promise<ReadonlySet<string>> {
  const unsure = (await ledger.open()).filter(({ state }) => state === "unsure");
  return new Set(unsure.flatMap(({ claimId }) => claimId ?? []));
}

function isOneOf(claims: ReadonlySet<string>, { state, claimId = "" }: Open): boolean {
  return state === "sending" && claims.has(claimId);
}
