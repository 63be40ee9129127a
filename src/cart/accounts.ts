import type { PersonDocument } from "./documents.ts";

const MOST_ACCOUNTS = 20;

/**
 * Keeps the accounts under which a person who is known already was seen, so that what is bought under any of them counts,
 * whatever became of the cart. Undefined when they are known, or when nothing may be kept about the person.
 */
export function learn(doc: PersonDocument, seen: readonly string[]): PersonDocument | undefined {
  if (doc.suppressed !== undefined || seen.every((account) => doc.accounts.includes(account)))
    return undefined;
  return withAccounts(doc, seen);
}

/** Seen just now, so newest. */
export function withAccounts(doc: PersonDocument, seen: readonly string[]): PersonDocument {
  const others = doc.accounts.filter((account) => !seen.includes(account));
  return { ...doc, accounts: [...others, ...seen].slice(-MOST_ACCOUNTS) };
}
