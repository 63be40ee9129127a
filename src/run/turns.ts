import type { Clock } from "../ports/clock.ts";
import type { Ledger } from "../ports/ledger.ts";
import type { Random } from "../ports/random.ts";
import type { Turns } from "../ports/turns.ts";
import { holdLease } from "./lease.ts";

/** Turns that all connectors of one ledger take with each other. */
export function turnsIn(
  ledger: Ledger,
  { clock, random }: { readonly clock: Clock; readonly random: Random },
): Turns {
  return {
    async take(what, seconds) {
      const lease = await holdLease(
        { ledger, clock },
        { channel: `turn ${what}`, runId: random.id(), seconds },
      );
      return lease.isTaken ? "taken" : { end: () => lease.end() };
    },
  };
}
