import type { Violation } from "./oracle/judge.ts";
import type { Unusual } from "./simulate.ts";

/**
 * One rule of the product, broken on purpose. The product itself stays as it is: what it is given to work with lies to
 * it, or does something else than it was told, so that it behaves as if the rule were not there.
 */
export interface Mutant {
  readonly rule: string;
  readonly unusual: Unusual;
  /** Promises that break with the rule: one of them has to be missed. */
  readonly breaks: readonly Violation["promise"][];
}
