import type { CodeSlip } from "../../open-cart/explain/diagnose-code.ts";
import type { CodeFinding } from "../../open-cart/explain/explain-link.ts";
import type { CodeScope } from "../../open-cart/verify/check-code.ts";

/** Whether the code holds, and why not, in words. */
export function codeText(finding: CodeFinding, variables: readonly string[]): readonly string[] {
  switch (finding.kind) {
    case "not-needed":
      return ["none, and none is needed: the link asks for nothing but products"];
    case "missing":
      return ["missing: a title, price, currency or weight needs one"];
    case "malformed":
      return ["malformed: a code is 40 hex digits"];
    case "unchecked":
      return ["not checked: no secret was given"];
    case "holds":
      return [
        `holds: made with the secret in ${variables[finding.secret] ?? "the list"}${SCOPES[finding.scope]}`,
      ];
    case "differs":
      return ["does not hold", slipText(finding.slip)];
  }
}

const SCOPES: Readonly<Record<CodeScope, string>> = {
  everything: "",
  "all-but-notification": ", leaving notification out, which is fine",
  "input-only": ", over input alone: expiryDays and referralCode are not vouched for",
};

function slipText(slip: CodeSlip): string {
  switch (slip.kind) {
    case "unknown":
      return "it was made over other values, with another secret, or in a way we do not know";
    case "other-order":
      return `its values were hashed in this order: ${slip.names.join(", ")}`;
    case "left-out":
      return `these were left out when it was made: ${slip.names.join(", ")}`;
    case "too-many":
      return `these were hashed too, which it must not cover: ${slip.names.join(", ")}`;
    case "encoded-values":
      return "it was made over the percent-encoded values instead of the decoded ones";
    case "names-and-values":
      return "it was made over names and values instead of values alone";
    case "secret-last":
      return "it was made with the secret behind the values instead of before them";
    case "input-rewritten":
      return "the JSON of input was written anew after the code was made, for instance with spaces";
  }
}
