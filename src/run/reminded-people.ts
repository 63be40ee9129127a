import type { PersonDocument } from "../cart/documents.ts";
import type { Reminded } from "../cart/recovery.ts";
import { referralKey, referralTail, type ReferralKey } from "../cart/referral-code.ts";
import type { PersonKey } from "../cart/shopper.ts";
import type { Ledger } from "../ports/ledger.ts";

/** A person who was reminded within the time that is looked at, oldest reminder first. */
export interface RemindedPerson {
  readonly accounts: readonly string[];
  readonly reminders: readonly SentReminder[];
}

export interface SentReminder extends Reminded {
  readonly channel: string;
}

export interface RemindedPeople {
  readonly people: readonly RemindedPerson[];
  /** Of so many of them only the last endings are kept, all of them within the time: earlier ones may be missing. */
  readonly shortened: number;
  /** So many people of the ledger are never to be written to again: of them nothing else is kept. */
  readonly suppressed: number;
}

const PAGE = 500;
/** As many endings of a person as the ledger keeps. */
const MOST_PAST = 12;

/** Reads the whole ledger. */
export async function remindedPeople(
  tools: {
    readonly ledger: Ledger;
    readonly channels: readonly { readonly name: string }[];
    personKey(): Promise<PersonKey>;
  },
  within: { readonly from: Date; readonly to: Date; readonly onProgress?: (people: number) => void },
): Promise<RemindedPeople> {
  const key = referralKey(await tools.personKey());
  const channels = new Set(tools.channels.map(({ name }) => name));
  const people: RemindedPerson[] = [];
  let shortened = 0;
  let suppressed = 0;
  let after: string | undefined;
  do {
    const page = await tools.ledger.people(after, PAGE);
    for (const { doc } of page) {
      if (doc.suppressed !== undefined) suppressed += 1;
      const reminders = sentWithin(doc, within, key).filter(({ channel }) => channels.has(channel));
      if (reminders.length === 0) continue;
      people.push({ accounts: doc.accounts, reminders });
      if (doc.past.length >= MOST_PAST && isAfter(doc.past[0]?.at, within.from)) shortened += 1;
    }
    within.onProgress?.(people.length);
    after = page.at(-1)?.doc.id;
  } while (after !== undefined);
  return { people, shortened, suppressed };
}

function sentWithin(
  doc: PersonDocument,
  { from, to }: { readonly from: Date; readonly to: Date },
  key: ReferralKey,
): readonly SentReminder[] {
  // a doubt that was dismissed counts as sent for the caps, but nobody knows whether there was a mail
  const sent = doc.past.filter(({ outcome, why }) => outcome === "sent" && why !== "dismissed");
  return sent
    .map((entry): SentReminder => {
      const click = doc.clicks?.find((one) => one.key === entry.key);
      return {
        person: doc.id,
        channel: entry.channel,
        at: Date.parse(entry.at),
        clickedAt: click === undefined ? undefined : Date.parse(click.first),
        tail: referralTail(entry.key, key),
      };
    })
    .filter(({ at }) => at >= from.getTime() && at <= to.getTime());
}

function isAfter(at: string | undefined, from: Date): boolean {
  return at !== undefined && Date.parse(at) > from.getTime();
}
