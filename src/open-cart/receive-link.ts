import { applyLink } from "./apply/apply-link.ts";
import { refusedLink, type Outcome } from "./apply/outcome.ts";
import type { Shop } from "./apply/shop.ts";
import { readLink } from "./read/read-link.ts";
import { admitLink } from "./verify/admit-link.ts";
import type { Gate } from "./verify/gate.ts";

/**
 * The whole way of a link, when everything is at hand: read → admit → apply. Never throws for anything a link can hold.
 * A server that fetches products and carts takes the three steps itself, so that a forged link costs no lookup.
 */
export function receiveLink(target: string, around: Gate & Shop): Outcome {
  const link = readLink(target);
  if (link.kind === "refused") return refusedLink(link, around);
  const admitted = admitLink(link, around);
  return admitted.kind === "refused" ? refusedLink(admitted, around) : applyLink(admitted, around);
}
