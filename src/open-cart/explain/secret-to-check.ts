import { linkSecret, type LinkSecret } from "../link-secret.ts";

/** A secret for finding out whether a code was made with it: never to sign with, nor to receive links with. */
export interface SecretToCheck {
  readonly secret: LinkSecret;
  /** What a strong secret would be, when this one is not; links signed with it can be forged. */
  readonly expected: string | undefined;
}

/** Shops have weak secrets too, and their links can be explained all the same. */
export function secretToCheck(text: string): SecretToCheck {
  const check = linkSecret(text);
  if (check.kind === "secret") return { secret: check.secret, expected: undefined };
  // the only cast: it goes no further than comparing codes, and its weakness is told
  return { secret: text as LinkSecret, expected: check.expected };
}
