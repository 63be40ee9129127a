import { expiryDays } from "../expiry-days.ts";
import { valueOf, type Parameter } from "../query-text.ts";

/** What a link asks for besides its items. */
export interface AskedFor {
  /** True when no status text is to be shown, not even an error's. */
  readonly silent: boolean;
  readonly stack: boolean;
  readonly expiryDays: number | undefined;
  readonly referralCode: string | undefined;
  readonly returnUrl: string | undefined;
}

export function askedFor(parameters: readonly Parameter[]): AskedFor {
  const stack = valueOf(parameters, "stack");
  const days = expiryDays(valueOf(parameters, "expiryDays") ?? "");
  const referralCode = valueOf(parameters, "referralCode");
  return {
    silent: valueOf(parameters, "notification") === "false",
    stack: stack === "1" || stack === "true",
    expiryDays: days,
    referralCode: referralCode === "" ? undefined : referralCode,
    returnUrl: valueOf(parameters, "returnUrl"),
  };
}
