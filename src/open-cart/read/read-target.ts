import { isKnown, type Action } from "../hashed-parameters.ts";
import { LONGEST_LINK } from "../limits.ts";
import type { RefusalCode } from "../outcome-codes.ts";
import { decodeQuery, type Parameter } from "../query-text.ts";

/** A link that cannot be followed, with the parameters as far as they could be read. */
export interface LinkRefusal {
  readonly kind: "refused";
  readonly code: RefusalCode;
  readonly parameters: readonly Parameter[];
}

export interface Target {
  readonly kind: "target";
  readonly action: Action;
  /** All of them, also those without a meaning, in the order of the link. */
  readonly parameters: readonly Parameter[];
}

/**
 * Reads a request target (`/actions/cart/add/?…`) or a whole address, as it came: the text is decoded here and nowhere
 * before, because the code is made over the exact text. Rows 1 and 2 of the decision table.
 */
export function readTarget(target: string): Target | LinkRefusal {
  const [path = "", query = ""] = split(target);
  const action = actionOf(path);
  if (action === undefined) return refusal("not-an-open-cart-link");
  if (target.length > LONGEST_LINK) return refusal("link-too-long");
  const parameters = decodeQuery(query);
  if (parameters === undefined) return refusal("link-unreadable");
  if (namesOneTwice(action, parameters)) return refusal("parameter-twice", parameters);
  return { kind: "target", action, parameters };
}

export function refusal(code: RefusalCode, parameters: readonly Parameter[] = []): LinkRefusal {
  return { kind: "refused", code, parameters };
}

/** Path and query, without the host in front and the fragment behind. */
function split(target: string): readonly string[] {
  const [local = ""] = target.replace(/^https?:\/\/[^/?#]*/i, "").split("#", 1);
  const mark = local.indexOf("?");
  return mark === -1 ? [local] : [local.slice(0, mark), local.slice(mark + 1)];
}

function actionOf(path: string): Action | undefined {
  if (/^\/actions\/cart\/add\/?$/.test(path)) return "add";
  return /^\/actions\/cart\/addmulti\/?$/.test(path) ? "addmulti" : undefined;
}

/** Programs differ in which of two equal names they take, so what is checked could differ from what is used. */
function namesOneTwice(action: Action, parameters: readonly Parameter[]): boolean {
  const known = parameters.map(({ name }) => name).filter((name) => isKnown(action, name));
  return new Set(known).size < known.length;
}
