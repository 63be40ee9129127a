import { hashedParameters } from "../hashed-parameters.ts";
import { codeBytes, holds } from "../link-code.ts";
import type { LinkSecret } from "../link-secret.ts";
import { encodeText, type Parameter } from "../query-text.ts";
import type { OpenCartLink } from "../read/read-link.ts";
import { otherOrders, someLeftOut } from "./selections.ts";

/** What the maker of a wrong code did instead of what the shop expects. */
export type CodeSlip =
  /** Made over other values than the link has, with another secret, or in a way we did not think of. */
  | { readonly kind: "unknown" }
  /** The right values, but the code was made in this order. */
  | { readonly kind: "other-order"; readonly names: readonly string[] }
  /** These parameters of the link were left out. */
  | { readonly kind: "left-out"; readonly names: readonly string[] }
  /** These were put in, though the code does not cover them. */
  | { readonly kind: "too-many"; readonly names: readonly string[] }
  | { readonly kind: "encoded-values" }
  | { readonly kind: "names-and-values" }
  | { readonly kind: "secret-last" }
  /** The JSON of `input` was written anew, for instance without its spaces, before it was hashed. */
  | { readonly kind: "input-rewritten" };

interface Attempt {
  readonly slip: CodeSlip;
  readonly text: (secret: string) => string;
}

/** Looks for the slip that would make this code. For somebody who knows the secret; never for a shopper. */
export function diagnoseCode(link: OpenCartLink, secrets: readonly LinkSecret[]): CodeSlip {
  const code = codeBytes(link.code ?? "");
  if (code === undefined) return { kind: "unknown" };
  for (const { slip, text } of attempts(link)) {
    if (secrets.some((secret) => holds(code, "", [text(secret)]))) return slip;
  }
  return { kind: "unknown" };
}

function* attempts(link: OpenCartLink): Generator<Attempt> {
  const hashed = hashedParameters(link.action, link.parameters);
  yield* manners(hashed);
  yield* tooMany(link, hashed);
  for (const kept of someLeftOut(hashed)) {
    const names = hashed.filter((parameter) => !kept.includes(parameter)).map(({ name }) => name);
    yield { slip: { kind: "left-out", names }, text: over(kept) };
  }
  for (const order of otherOrders(hashed)) {
    const names = order.map(({ name }) => name);
    yield { slip: { kind: "other-order", names }, text: over(order) };
  }
}

function* manners(hashed: readonly Parameter[]): Generator<Attempt> {
  const encoded = mapped(hashed, encodeText);
  const plus = mapped(encoded, (value) => value.replaceAll("%20", "+"));
  yield { slip: { kind: "encoded-values" }, text: over(encoded) };
  yield { slip: { kind: "encoded-values" }, text: over(plus) };
  const pairs = hashed.map(({ name, value }) => `${name}=${value}`);
  yield { slip: { kind: "names-and-values" }, text: (secret) => secret + pairs.join("&") };
  yield { slip: { kind: "names-and-values" }, text: (secret) => secret + pairs.join("") };
  yield { slip: { kind: "secret-last" }, text: (secret) => over(hashed)("") + secret };
  const rewritten = hashed.map(({ name, value }) => ({
    name,
    value: name === "input" ? compact(value) : value,
  }));
  yield { slip: { kind: "input-rewritten" }, text: over(rewritten) };
}

function* tooMany(link: OpenCartLink, hashed: readonly Parameter[]): Generator<Attempt> {
  const others = link.parameters.filter(
    (parameter) => !hashed.includes(parameter) && parameter.name !== "code",
  );
  const stack = others.filter(({ name }) => name === "stack");
  for (const extra of [others, stack]) {
    const together = link.parameters.filter((parameter) => [...hashed, ...extra].includes(parameter));
    yield { slip: { kind: "too-many", names: extra.map(({ name }) => name) }, text: over(together) };
  }
}

function over(parameters: readonly Parameter[]): Attempt["text"] {
  const values = parameters.map(({ value }) => value).join("");
  return (secret) => secret + values;
}

function mapped(parameters: readonly Parameter[], change: (value: string) => string): readonly Parameter[] {
  return parameters.map(({ name, value }) => ({ name, value: change(value) }));
}

/** The link could be read, so this is JSON. */
function compact(input: string): string {
  return JSON.stringify(JSON.parse(input));
}
