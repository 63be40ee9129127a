import { hashedParameters } from "../hashed-parameters.ts";
import { codeBytes, holds } from "../link-code.ts";
import type { LinkSecret } from "../link-secret.ts";
import type { Parameter } from "../query-text.ts";
import type { OpenCartLink } from "../read/read-link.ts";

/**
 * What a code was found to cover. The shop's manual contradicts itself about `notification`, so a code with and one
 * without it are taken; and about `expiryDays` and `referralCode`, which one printed code leaves out.
 */
export type CodeScope = "everything" | "all-but-notification" | "input-only";

export type CodeCheck =
  | { readonly kind: "missing" }
  | { readonly kind: "malformed" }
  | { readonly kind: "differs" }
  | {
      readonly kind: "holds";
      readonly scope: CodeScope;
      /** Which of the secrets, from 0. */
      readonly secret: number;
      readonly hashed: readonly Parameter[];
    };

interface Reading {
  readonly scope: CodeScope;
  readonly hashed: readonly Parameter[];
}

export interface CodeRules {
  /** The current secret first, then those that links still in use were signed with. */
  readonly secrets: readonly LinkSecret[];
  /** Also take the manual's printed `addmulti` example, whose code covers `input` alone. */
  readonly acceptInputOnly: boolean;
}

/** Compares in constant time with every reading under every secret, whether or not an earlier one held. */
export function checkCode(link: OpenCartLink, rules: CodeRules): CodeCheck {
  if (link.code === undefined) return { kind: "missing" };
  const code = codeBytes(link.code);
  if (code === undefined) return { kind: "malformed" };
  const readings = readingsOf(link, rules.acceptInputOnly);
  const checks = rules.secrets.flatMap((text, secret) => {
    return readings.map((reading) => ({ ...reading, secret, same: holds(code, text, valuesOf(reading)) }));
  });
  const found = checks.find(({ same }) => same);
  if (found === undefined) return { kind: "differs" };
  const { scope, secret, hashed } = found;
  return { kind: "holds", scope, secret, hashed };
}

function readingsOf(link: OpenCartLink, acceptInputOnly: boolean): readonly Reading[] {
  const hashed = hashedParameters(link.action, link.parameters);
  const readings: Reading[] = [{ scope: "everything", hashed }];
  if (hashed.some(({ name }) => name === "notification")) {
    readings.push({
      scope: "all-but-notification",
      hashed: hashed.filter(({ name }) => name !== "notification"),
    });
  }
  if (acceptInputOnly && link.action === "addmulti") {
    readings.push({ scope: "input-only", hashed: hashed.filter(({ name }) => name === "input") });
  }
  return readings;
}

function valuesOf(reading: Reading): readonly string[] {
  return reading.hashed.map(({ value }) => value);
}
