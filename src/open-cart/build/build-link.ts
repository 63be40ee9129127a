import { ConnectorError } from "../../cart/connector-error.ts";
import { escapeHtml } from "../escape-html.ts";
import { hashedParameters } from "../hashed-parameters.ts";
import { LONGEST_LINK, LONG_LINK } from "../limits.ts";
import { codeOf } from "../link-code.ts";
import { encodeQuery, type Parameter } from "../query-text.ts";
import type { LinkFault } from "./link-fault.ts";
import { actionOf, orderFaults, parametersOf, secretOf, type LinkOrder } from "./link-order.ts";
import { shopOrigin } from "./shop-address.ts";

/** Worth knowing, though the link works. */
export type LinkWarning =
  /** The code of an `add` link covers no names: whoever has it can lower the price. Prefer `signed-add-multi`. */
  | "signed-add-is-forgeable"
  /** Some mail programs cut links of more than 2,000 characters. */
  | "long-link";

export interface BuiltLink {
  readonly kind: "link";
  readonly url: string;
  /** The address for an HTML attribute: with `&amp;`, or `&notification` would be read as `¬ification`. */
  readonly html: string;
  /** Undefined for plain links. */
  readonly code: string | undefined;
  /** What the code covers, in order: what a register of issued links keeps. Empty for plain links. */
  readonly hashed: readonly Parameter[];
  readonly warnings: readonly LinkWarning[];
}

export type LinkResult = BuiltLink | { readonly kind: "refused"; readonly faults: readonly LinkFault[] };

/**
 * Builds one link, or names everything the shop would refuse about it. The same order gives the same link.
 * Throws only when a secret would be used inside a browser, where everybody could read it.
 */
export function buildLink(order: LinkOrder): LinkResult {
  const faults = orderFaults(order);
  if (faults.length > 0) return { kind: "refused", faults };
  const parameters = parametersOf(order);
  const { code, hashed } = signed(order, parameters);
  const sent = code === undefined ? parameters : [...parameters, { name: "code", value: code }];
  const url = `${shopOrigin(order.shop) ?? ""}/actions/cart/${actionOf(order)}/?${encodeQuery(sent)}`;
  if (url.length > LONGEST_LINK) {
    return { kind: "refused", faults: [{ where: "items", expected: "a-shorter-link" }] };
  }
  return { kind: "link", url, html: escapeHtml(url), code, hashed, warnings: warningsOf(order, url) };
}

function signed(order: LinkOrder, parameters: readonly Parameter[]): Pick<BuiltLink, "code" | "hashed"> {
  const secret = secretOf(order);
  if (secret === undefined) return { code: undefined, hashed: [] };
  if ("window" in globalThis) {
    throw new ConnectorError("arguments-invalid", "an open cart link was to be signed in a browser", {
      fix: "sign links on a server: in a page, everybody can read the secret",
    });
  }
  const hashed = hashedParameters(actionOf(order), parameters);
  const values = hashed.map(({ value }) => value);
  return { code: codeOf(secret, values), hashed };
}

function warningsOf(order: LinkOrder, url: string): readonly LinkWarning[] {
  const forgeable: readonly LinkWarning[] = order.kind === "signed-add" ? ["signed-add-is-forgeable"] : [];
  return url.length > LONG_LINK ? [...forgeable, "long-link"] : forgeable;
}
