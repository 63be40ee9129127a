import type { Reply } from "../../server.ts";

/** A refusal as Constant Contact words it: a list, with a key for programs and a text for people. */
export function refusal(status: number, key: string): Reply {
  return { status, body: [{ error_key: key, error_message: "the request was refused" }] };
}
