import type { PassReport } from "../run/pass-report.ts";

/** A fault as one message: what is wrong, and under it the mend. */
export function faultText(
  fault: Omit<NonNullable<PassReport["fault"]>, "fix"> & { readonly fix?: string | undefined },
): string {
  const mend = fault.fix === undefined ? "" : `\n  mend: ${fault.fix}`;
  return `${fault.code}: ${fault.message}${mend}`;
}
