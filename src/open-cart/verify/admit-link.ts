import { characters } from "../../cart/ware-values.ts";
import { expiryDays } from "../expiry-days.ts";
import { isItemPart } from "../hashed-parameters.ts";
import { LONGEST_REFERRAL_CODE } from "../limits.ts";
import type { RefusalCode } from "../outcome-codes.ts";
import { valueOf } from "../query-text.ts";
import { isExtended, type OpenCartLink } from "../read/read-link.ts";
import { refusal, type LinkRefusal } from "../read/read-target.ts";
import { isClientAllowed } from "./allowed-clients.ts";
import type { Gate } from "./gate.ts";
import { proveLink, type Proof } from "./prove-link.ts";

/** A link that may be applied. */
export interface AdmittedLink {
  readonly kind: "admitted";
  readonly link: OpenCartLink;
  readonly proof: Proof;
}

type Rule = (link: OpenCartLink, gate: Gate) => RefusalCode | undefined;

/**
 * Rows 6 to 12 of the decision table: whether the link may be followed at all. Needs no catalogue and no cart, so a
 * forged link costs no lookup.
 */
export function admitLink(link: OpenCartLink, gate: Gate): AdmittedLink | LinkRefusal {
  const before = firstRefusal([onlyForAddMulti, extendedOff, clientNotAllowed, expiryFault], link, gate);
  if (before !== undefined) return refusal(before, link.parameters);
  const proof = proveLink(link, gate);
  if (typeof proof === "string") return refusal(proof, link.parameters);
  const after = referralFault(link);
  return after === undefined ? { kind: "admitted", link, proof } : refusal(after, link.parameters);
}

function firstRefusal(rules: readonly Rule[], link: OpenCartLink, gate: Gate): RefusalCode | undefined {
  for (const rule of rules) {
    const code = rule(link, gate);
    if (code !== undefined) return code;
  }
  return undefined;
}

function onlyForAddMulti(link: OpenCartLink): RefusalCode | undefined {
  const foreign = link.items.some(({ currency, weight }) => currency !== undefined || weight !== undefined);
  return link.action === "add" && foreign ? "only-for-addmulti" : undefined;
}

function extendedOff(link: OpenCartLink, { settings }: Gate): RefusalCode | undefined {
  return isExtended(link) && !settings.extended ? "extended-off" : undefined;
}

function clientNotAllowed(link: OpenCartLink, { settings, visitor }: Gate): RefusalCode | undefined {
  const allowed = isClientAllowed(settings.allowedClients, visitor.address);
  return isExtended(link) && !allowed ? "client-not-allowed" : undefined;
}

function expiryFault(link: OpenCartLink): RefusalCode | undefined {
  const days = valueOf(link.parameters, "expiryDays");
  if (days === undefined) return undefined;
  if (expiryDays(days) === undefined) return "expiry-out-of-range";
  return link.code !== undefined && isMisplaced(link) ? "expiry-misplaced" : undefined;
}

/** In signed links `expiryDays` stands after everything about the items and before `referralCode`. */
function isMisplaced({ action, parameters }: OpenCartLink): boolean {
  const at = parameters.findIndex(({ name }) => name === "expiryDays");
  const beforeItems = parameters.slice(at).some(({ name }) => isItemPart(action, name));
  return beforeItems || parameters.slice(0, at).some(({ name }) => name === "referralCode");
}

function referralFault(link: OpenCartLink): RefusalCode | undefined {
  const code = valueOf(link.parameters, "referralCode") ?? "";
  return characters(code) > LONGEST_REFERRAL_CODE ? "referral-code-too-long" : undefined;
}
