import { cartTotal, lineTotal, type ShopperCart } from "../../cart/shopper-cart.ts";
import { withoutDirectionTurns } from "../../cart/ware-values.ts";
import type { Outcome } from "../../open-cart/apply/outcome.ts";
import type { ExplainedParameter, Explanation } from "../../open-cart/explain/explain-link.ts";
import { ITEM_FIELDS } from "../../open-cart/hashed-parameters.ts";
import type { ItemText } from "../../open-cart/read/read-items.ts";
import type { Text } from "../../open-cart/texts.ts";
import { codeText } from "./code-text.ts";
import { columns } from "./columns.ts";

export interface Around {
  /** Before the link was opened. */
  readonly cart: ShopperCart;
  /** The names of the variables that hold the secrets, in the order of the secrets. */
  readonly variables: readonly string[];
}

/** An explanation as a person reads it. */
export function explanationText(explanation: Explanation, { cart, variables }: Around): readonly string[] {
  const { action, parameters, items, code, damagedByHtml, outcome } = explanation;
  const lines = [
    ACTIONS[action ?? "none"],
    ...section("Parameters", parametersText(parameters)),
    ...section("Items", items.map(itemText)),
    ...section("Code", code === undefined ? [] : codeText(code, variables)),
    ...(damagedByHtml ? ["", DAMAGED] : []),
    ...section("Outcome", outcomeText(explanation)),
    ...section("Cart before", cartText(cart)),
    ...section("Cart after", outcome === undefined ? [] : afterText(outcome, cart)),
  ];
  // a title could otherwise turn the words around it
  return lines.map(withoutDirectionTurns);
}

const ACTIONS = {
  add: "An open cart link for one product (add)",
  addmulti: "An open cart link for one or several products (addmulti)",
  none: "This is no open cart link, or one that cannot be read",
} as const;

const DAMAGED =
  "HTML has damaged it: a bare &notification or &currency was read as a sign. Write &amp; in HTML.";

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ["", title, ...lines.map((line) => `  ${line}`)];
}

function parametersText(parameters: readonly ExplainedParameter[]): readonly string[] {
  if (parameters.length === 0) return [];
  const rows = parameters.map(({ name, value, hashed, known }) => {
    return [name, hashed ? "hashed" : known ? "not hashed" : "ignored", value];
  });
  return columns([["name", "by the code", "value"], ...rows]);
}

function itemText(item: ItemText, at: number): string {
  const said = [...ITEM_FIELDS, "additionalData" as const].flatMap((field) => {
    const value = item[field];
    return value === undefined ? [] : [`${field} ${value}`];
  });
  return `${at + 1}. ${said.join(", ")}`;
}

function outcomeText({ code, outcome }: Explanation): readonly string[] {
  if (outcome === undefined) {
    return code?.kind === "unchecked"
      ? ["not tried: give the secret with --secret-env"]
      : ["not tried: give the products with --catalogue"];
  }
  const { result, items } = outcome;
  return [
    `${result} (${outcome.code}): ${messageText(outcome.message, result)}`,
    ...(outcome.code === "signed-add-off" ? [FORGEABLE] : []),
    ...(items.length < 2 ? [] : items.map((item, at) => `  item ${at + 1}: ${item.code}`)),
  ];
}

const FORGEABLE =
  "  signed add links can be forged, so the strict settings refuse them; --compatible takes them as the shop does";

function messageText(message: Text | undefined, result: Outcome["result"]): string {
  if (message !== undefined) return `“${message.da}” (${message.en})`;
  return result === "front-page" ? "the shop shows its front page" : "no text is shown (notification=false)";
}

function afterText({ cart }: Outcome, before: ShopperCart): readonly string[] {
  return cart === before ? ["as before"] : cartText(cart);
}

function cartText(cart: ShopperCart): readonly string[] {
  if (cart.lines.length === 0) return ["empty"];
  const rows = cart.lines.map((line) => [
    String(line.amount),
    line.productId,
    line.variantId ?? "",
    line.title,
    line.unitPrice,
    lineTotal(line),
    [...line.customised.map((field) => `${field} by a link`), ...(line.soldOut ? ["sold out"] : [])].join(
      ", ",
    ),
  ]);
  const header = ["pieces", "product", "variant", "title", "each", cart.currency, "remarks"];
  return columns([header, ...rows, ["", "", "", "total", "", cartTotal(cart)]]);
}
