import { createHash } from "node:crypto";

/** What Mailchimp knows of somebody in an audience. */
export type MemberStatus =
  "subscribed" | "unsubscribed" | "cleaned" | "pending" | "transactional" | "archived";

export interface Member {
  readonly email: string;
  readonly status: MemberStatus;
}

/** The members of one audience, found by the hash of their address as in Mailchimp's paths. */
export interface Audience {
  at(hash: string): Member | undefined;
  of(email: string): Member | undefined;
  put(member: Member): void;
  /** For good: nobody can bring this address back. */
  erase(hash: string): void;
  wasErased(email: string): boolean;
}

export function createAudience(members: readonly Member[]): Audience {
  const byHash = new Map(members.map((member) => [hashOf(member.email), member]));
  const erased = new Set<string>();
  return {
    at: (hash) => byHash.get(hash),
    of: (email) => byHash.get(hashOf(email)),
    put: (member) => void byHash.set(hashOf(member.email), member),
    erase(hash) {
      byHash.delete(hash);
      erased.add(hash);
    },
    wasErased: (email) => erased.has(hashOf(email)),
  };
}

/** MD5 of the address in lower case. */
export function hashOf(email: string): string {
  return createHash("md5").update(email.toLowerCase()).digest("hex");
}
