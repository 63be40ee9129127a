/** Secrets known so far, to be hidden from everything that is printed. One per process: secrets have no scope. */
export interface Redaction {
  /** From now on hides this value, and its base64 and percent-encoded forms. */
  hide(secret: string): void;
  clean(text: string): string;
}

const SHORTEST_SECRET = 4;

export function createRedaction(): Redaction {
  const hidden = new Set<string>();
  return {
    hide(secret) {
      if (secret.length < SHORTEST_SECRET) return;
      const base64 = Buffer.from(secret).toString("base64");
      for (const form of [secret, base64, base64.replace(/=+$/, ""), encodeURIComponent(secret)])
        hidden.add(form);
    },
    clean(text) {
      let result = text;
      for (const secret of hidden) result = result.replaceAll(secret, "***");
      return result;
    },
  };
}
