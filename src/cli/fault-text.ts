import type { FaultCode } from "../cart/connector-error.ts";

/** A fault as one message: what is wrong, and under it the mend. */
export function faultText(fault: {
  readonly code: FaultCode;
  readonly message: string;
  readonly fix?: string | undefined;
}): string {
  const mend = fault.fix === undefined ? "" : `\n  mend: ${fault.fix}`;
  return `${fault.code}: ${fault.message}${mend}`;
}
