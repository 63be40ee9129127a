import type { RefusalCode } from "../outcome-codes.ts";
import { isExtended, type OpenCartLink } from "../read/read-link.ts";
import { checkCode, type CodeCheck, type CodeScope } from "./check-code.ts";
import type { Gate } from "./gate.ts";
import { issueFault } from "./issued-link.ts";

/** What vouches for a link. */
export type Proof =
  | { readonly kind: "unsigned" }
  | {
      readonly kind: "signed";
      readonly scope: CodeScope;
      /** The key of the link in the register of issued links. */
      readonly code: string;
      /** From the register; undefined when it does not count the uses of this link. */
      readonly usesLeft: number | undefined;
    };

/** Row 11: a code that is right, trusted for this kind of link, and used as it was issued. */
export function proveLink(link: OpenCartLink, gate: Gate): Proof | RefusalCode {
  if (!isExtended(link)) return { kind: "unsigned" };
  const { secrets, trust } = gate.settings;
  const check = checkCode(link, { secrets, acceptInputOnly: trust.acceptInputOnly });
  return check.kind === "holds" ? proveIssued(link, check, gate) : REFUSED[check.kind];
}

const REFUSED = {
  missing: "code-missing",
  malformed: "code-malformed",
  differs: "code-mismatch",
} as const satisfies Readonly<Record<Exclude<CodeCheck["kind"], "holds">, RefusalCode>>;

type RightCode = Extract<CodeCheck, { kind: "holds" }>;

/** The register can only make it stricter: a link it knows is held to its entry whatever the trust. */
function proveIssued(link: OpenCartLink, check: RightCode, gate: Gate): Proof | RefusalCode {
  const { signedAdd, signedAddMulti } = gate.settings.trust;
  const trust = link.action === "add" ? signedAdd : signedAddMulti;
  if (trust === "refuse") return "signed-add-off";
  const code = link.code ?? "";
  const issued = gate.issued?.get(code);
  if (issued === undefined && trust === "registered") return "link-not-issued";
  const fault = issued === undefined ? undefined : issueFault(issued, check.hashed, gate.now);
  return fault ?? { kind: "signed", scope: check.scope, code, usesLeft: issued?.usesLeft };
}
