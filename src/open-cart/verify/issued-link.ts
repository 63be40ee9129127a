import type { RefusalCode } from "../outcome-codes.ts";
import type { Parameter } from "../query-text.ts";

/** What we remember of a link we signed. Keyed by its code, lower case. */
export interface IssuedLink {
  /** `BuiltLink.hashed`: what the code covers, with the names, which the code itself does not cover. */
  readonly hashed: readonly Parameter[];
  /** The link is refused after this moment. */
  readonly notAfter: Date | undefined;
  /** How often it may still be used, over all carts; undefined is as often as anybody likes. */
  readonly usesLeft: number | undefined;
}

/** The register of issued links, as far as it was fetched. A Map is one. */
export interface IssuedLinks {
  get(code: string): IssuedLink | undefined;
}

/** How a link differs from what was issued under its code. Uses are counted when it is applied. */
export function issueFault(
  issued: IssuedLink,
  hashed: readonly Parameter[],
  now: Date,
): RefusalCode | undefined {
  if (!sameParameters(issued.hashed, hashed)) return "link-not-as-issued";
  return issued.notAfter !== undefined && now > issued.notAfter ? "link-expired" : undefined;
}

function sameParameters(a: readonly Parameter[], b: readonly Parameter[]): boolean {
  return (
    a.length === b.length && a.every(({ name, value }, at) => name === b[at]?.name && value === b[at].value)
  );
}
