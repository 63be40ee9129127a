import type { Surroundings } from "../surroundings.ts";
import { wrong } from "../wrong.ts";

/** A secret that stands in an environment variable, which is where it stays. */
export interface NamedSecret {
  readonly variable: string;
  readonly text: string;
}

/**
 * The secrets in the environment variables named, separated by commas. A variable that is not set is not repeated in
 * the message: somebody may have given the secret itself.
 */
export function secretsFrom(names: string | undefined, { env }: Surroundings): readonly NamedSecret[] {
  if (names === undefined) return [];
  return names.split(",").map((name) => {
    const variable = name.trim();
    const text = env[variable] ?? "";
    if (text === "") throw wrong("--secret-env: expected the name of an environment variable that is set");
    return { variable, text };
  });
}

/** The same place to print, where none of the secrets can be printed, not even out of a link that holds one. */
export function withoutSecrets(around: Surroundings, secrets: readonly NamedSecret[]): Surroundings {
  const hidden = (line: string): string =>
    secrets.reduce((text, secret) => text.replaceAll(secret.text, "***"), line);
  return {
    ...around,
    out: (line) => around.out(hidden(line)),
    err: (line) => around.err(hidden(line)),
  };
}
