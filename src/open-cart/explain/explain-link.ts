import { applyLink } from "../apply/apply-link.ts";
import { refusedLink, type Outcome } from "../apply/outcome.ts";
import type { Shop } from "../apply/shop.ts";
import { isHashed, isKnown, type Action } from "../hashed-parameters.ts";
import type { Parameter } from "../query-text.ts";
import type { ItemText } from "../read/read-items.ts";
import { isExtended, readLink, type OpenCartLink } from "../read/read-link.ts";
import { readTarget } from "../read/read-target.ts";
import { admitLink } from "../verify/admit-link.ts";
import { checkCode, type CodeScope } from "../verify/check-code.ts";
import type { Gate } from "../verify/gate.ts";
import { diagnoseCode, type CodeSlip } from "./diagnose-code.ts";

/** Whether the code holds, and why not. */
export type CodeFinding =
  /** A plain link: it has no code and needs none. */
  | { readonly kind: "not-needed" }
  | { readonly kind: "missing" }
  | { readonly kind: "malformed" }
  /** No secret was given to check it with. */
  | { readonly kind: "unchecked" }
  | { readonly kind: "holds"; readonly scope: CodeScope; readonly secret: number }
  | { readonly kind: "differs"; readonly slip: CodeSlip };

export interface ExplainedParameter extends Parameter {
  readonly hashed: boolean;
  /** False when the shop ignores it. */
  readonly known: boolean;
}

/** All there is to say about a link, as data. It holds no secret. */
export interface Explanation {
  /** Undefined when the link is none of the shop's, or cannot be read at all. */
  readonly action: Action | undefined;
  readonly parameters: readonly ExplainedParameter[];
  readonly items: readonly ItemText[];
  /** Undefined when the link cannot be read. */
  readonly code: CodeFinding | undefined;
  /** True when HTML has turned `&notification` into `¬ification`, or `&currency` into `¤cy`. */
  readonly damagedByHtml: boolean;
  /** With the cart afterwards. Undefined when the code was not checked, or there was no catalogue to look into. */
  readonly outcome: Outcome | undefined;
}

/** What explaining takes: the same as receiving, except that the catalogue may be missing. */
export type Explaining = Gate & Omit<Shop, "catalogue"> & Partial<Pick<Shop, "catalogue">>;

export function explainLink(target: string, around: Explaining): Explanation {
  const read = readTarget(target);
  const link = readLink(target);
  const action = read.kind === "target" ? read.action : undefined;
  const readable = link.kind === "link" ? link : undefined;
  const code = readable === undefined ? undefined : codeFinding(readable, around);
  return {
    action,
    parameters: read.parameters.map((parameter) => explained(parameter, action)),
    items: readable?.items ?? [],
    code,
    damagedByHtml: /¬ification|¤cy/.test(target) || read.parameters.some(isDamaged),
    outcome: link.kind === "refused" ? refusedLink(link, around) : outcomeOf(link, code, around),
  };
}

function explained(parameter: Parameter, action: Action | undefined): ExplainedParameter {
  const { name } = parameter;
  if (action === undefined) return { ...parameter, hashed: false, known: false };
  return { ...parameter, hashed: isHashed(action, name), known: isKnown(action, name) };
}

function codeFinding(link: OpenCartLink, { settings }: Explaining): CodeFinding {
  if (!isExtended(link)) return { kind: "not-needed" };
  const { secrets, trust } = settings;
  const check = checkCode(link, { secrets, acceptInputOnly: trust.acceptInputOnly });
  switch (check.kind) {
    case "missing":
    case "malformed":
      return { kind: check.kind };
    case "holds":
      return { kind: "holds", scope: check.scope, secret: check.secret };
    case "differs":
      return secrets.length === 0
        ? { kind: "unchecked" }
        : { kind: "differs", slip: diagnoseCode(link, secrets) };
  }
}

function outcomeOf(
  link: OpenCartLink,
  code: CodeFinding | undefined,
  around: Explaining,
): Outcome | undefined {
  if (code?.kind === "unchecked") return undefined;
  const admitted = admitLink(link, around);
  if (admitted.kind === "refused") return refusedLink(admitted, around);
  const { catalogue } = around;
  return catalogue === undefined ? undefined : applyLink(admitted, { ...around, catalogue });
}

function isDamaged({ value }: Parameter): boolean {
  return /¬ification|¤cy/.test(value);
}
