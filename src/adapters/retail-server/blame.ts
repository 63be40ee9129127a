import type { Refusal } from "./faults.ts";

/**
 * Who is to blame when a question about one customer, cart or product fails: that `key`, the `server`, or `either`,
 * because a server can break on one record and answer for all others. One bad record must not hold up a channel, and
 * a server in trouble must not look like many bad records.
 */
export type Blame = "key" | "either" | "server";

export function blame({ fault, status }: Refusal): Blame {
  const { code } = fault;
  if (code === "retail-server-refused" || code === "retail-server-too-large") return "key";
  if (code === "retail-server-not-found" && status === 404) return "key";
  // 502, 503 and 504 come from in front of the program that reads records
  if (code === "retail-server-failed" && status === 500) return "either";
  return code === "retail-server-slow" ? "either" : "server";
}

/** Settles `either` by asking whether the server serves anything else right now. */
export async function isOfOneKey(refusal: Refusal, isServing: () => Promise<boolean>): Promise<boolean> {
  const whose = blame(refusal);
  return whose === "key" || (whose === "either" && (await isServing()));
}

/** Our word for a refusal, for outcomes and logs. */
export function wordFor(refusal: Refusal): string {
  return refusal.fault.code.replace("retail-server-", "");
}
