import type { Scene } from "./scene.ts";

/** What became of everybody, by what Emarsys mailed and what the ledger says in the end. */
export interface Verdict {
  readonly people: number;
  readonly delivered: number;
  /** Mails beyond the first to one person, those included that Emarsys kept back because it knew their key. */
  readonly duplicates: number;
  /** People who were neither mailed nor are listed as unsure. */
  readonly lost: number;
  /** Mails about another cart than the person's newest. */
  readonly wrongCart: number;
  /** People recorded as sent whom nobody mailed. */
  readonly claimedToBeSent: number;
  /** People listed as unsure, and how many of them were mailed in truth. */
  readonly unsure: number;
  readonly unsureAndMailed: number;
  /** Entries that are neither ended nor unsure: there is work left. */
  readonly unfinished: number;
}

export async function judge({ crowd, ledger, neighbours }: Scene): Promise<Verdict> {
  const { emarsys } = neighbours;
  const open = await ledger.open();
  const unsure = new Set(open.filter(({ state }) => state === "unsure").map(({ cartId }) => cartId));
  const sent = new Set(
    (await ledger.past()).filter(({ outcome }) => outcome === "sent").map(({ cartId }) => cartId),
  );
  const mailed = new Set(emarsys.delivered.map(({ data }) => String(data["cartId"])));
  const people = crowd.left.map(({ email, newestCartId, cartIds }) => ({
    mails: emarsys.deliveredTo(email).length,
    aboutNewest: mailed.has(newestCartId),
    isUnsure: cartIds.some((id) => unsure.has(id)),
    isSent: cartIds.some((id) => sent.has(id)),
  }));
  const count = (is: (person: (typeof people)[number]) => boolean) => people.filter(is).length;
  return {
    people: people.length,
    delivered: emarsys.delivered.length,
    duplicates: emarsys.delivered.length - count(({ mails }) => mails > 0) + emarsys.swallowed.length,
    lost: count(({ mails, isUnsure }) => mails === 0 && !isUnsure),
    wrongCart: count(({ mails, aboutNewest }) => mails > 0 && !aboutNewest),
    claimedToBeSent: count(({ mails, isSent }) => isSent && mails === 0),
    unsure: unsure.size,
    unsureAndMailed: count(({ mails, isUnsure }) => isUnsure && mails > 0),
    unfinished: open.length - unsure.size,
  };
}
