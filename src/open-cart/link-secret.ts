/** A secret that is strong enough to sign links with. Made by `linkSecret` only. */
export type LinkSecret = string & { readonly brand: "LinkSecret" };

export type SecretFault = "printed-in-the-manual" | "not-letters-and-digits" | "too-short" | "too-uniform";

export type SecretCheck =
  | { readonly kind: "secret"; readonly secret: LinkSecret }
  | { readonly kind: "refused"; readonly why: SecretFault; readonly expected: string };

/** 22 letters and digits hold 128 bits when they are random. */
const SHORTEST = 22;
const FEWEST_DIFFERENT = 10;

/** Everybody who has read the shop's manual knows these. */
const PRINTED = ["07FnpNB9Qk8q", "SHARED_SECRET"];

const EXPECTED: Readonly<Record<SecretFault, string>> = {
  "printed-in-the-manual": "a secret of your own: this one is printed in the shop's manual",
  "not-letters-and-digits": "letters A-Z, a-z and digits only, as the shop's setting takes them",
  "too-short": `at least ${SHORTEST} random letters and digits: every link lets anybody test guesses offline`,
  "too-uniform": `random letters and digits, at least ${FEWEST_DIFFERENT} different ones`,
};

/** The secret, or why links must not be signed with it. The text itself never comes back in a refusal. */
export function linkSecret(text: string): SecretCheck {
  const why = faultOf(text);
  // the only cast: secrets are made here
  if (why === undefined) return { kind: "secret", secret: text as LinkSecret };
  return { kind: "refused", why, expected: EXPECTED[why] };
}

function faultOf(text: string): SecretFault | undefined {
  const lower = text.toLowerCase();
  if (PRINTED.some((printed) => lower.includes(printed.toLowerCase()))) return "printed-in-the-manual";
  if (!/^[A-Za-z0-9]+$/.test(text)) return "not-letters-and-digits";
  if (text.length < SHORTEST) return "too-short";
  return new Set(text).size < FEWEST_DIFFERENT ? "too-uniform" : undefined;
}
