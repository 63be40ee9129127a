import type { Reply } from "../../server.ts";

/** Why one contact was not taken: a number of Emarsys's registry and a text. */
export interface ContactError {
  readonly code: number;
  readonly text: string;
}

/** The envelope of a request that was carried out; `data` may still hold errors of single contacts. */
export function done(data: unknown, replyText = "OK"): Reply {
  return { status: 200, body: { replyCode: 0, replyText, data } };
}

/** The envelope of a request that was refused as a whole: `data` is then an empty string. */
export function refusal(status: number, replyCode: number, replyText: string): Reply {
  return { status, body: { replyCode, replyText, data: "" } };
}

/**
 * Errors of single contacts, keyed by the value they were asked for. Written in PHP, the real one says `[]`
 * when there are none.
 */
export function errorsByKey(errors: ReadonlyMap<string, ContactError>): object {
  if (errors.size === 0) return [];
  return Object.fromEntries([...errors].map(([key, { code, text }]) => [key, { [String(code)]: text }]));
}
