import { expiryDays } from "../expiry-days.ts";
import { LONGEST_REFERRAL_CODE } from "../limits.ts";
import type { Parameter } from "../query-text.ts";
import type { LinkFault } from "./link-fault.ts";

/** What a link can ask for besides its items. Each is left out of the link when it is left out here. */
export interface LinkOptions {
  /** `false` hides the status texts of the shop, errors included. */
  readonly notification?: boolean | undefined;
  /** Days the cart of a guest is kept: 0 (until the session ends) to 30, which is also the default. */
  readonly expiryDays?: number | undefined;
  /** Comes back on the order. Make it unguessable, one per message, and never personal. */
  readonly referralCode?: string | undefined;
  /** `true` lets equal lines grow instead of standing side by side. */
  readonly stack?: boolean | undefined;
}

export function optionFaults(options: LinkOptions): readonly LinkFault[] {
  const { expiryDays: days, referralCode } = options;
  const faults: LinkFault[] = [];
  if (days !== undefined && expiryDays(String(days)) === undefined) {
    faults.push({ where: "expiryDays", expected: "days-to-keep" });
  }
  if (referralCode !== undefined && !isUrlSafe(referralCode)) {
    faults.push({ where: "referralCode", expected: "a-referral-code" });
  }
  return faults;
}

/** In the only order the shop takes for signed links: expiryDays before referralCode, stack last. */
export function optionParameters(options: LinkOptions): readonly Parameter[] {
  const { notification, expiryDays: days, referralCode, stack } = options;
  return [
    ...(notification === undefined ? [] : [{ name: "notification", value: String(notification) }]),
    ...(days === undefined ? [] : [{ name: "expiryDays", value: String(days) }]),
    ...(referralCode === undefined ? [] : [{ name: "referralCode", value: referralCode }]),
    ...(stack === true ? [{ name: "stack", value: "1" }] : []),
  ];
}

function isUrlSafe(code: string): boolean {
  return code.length <= LONGEST_REFERRAL_CODE && /^[A-Za-z0-9._-]+$/.test(code);
}
