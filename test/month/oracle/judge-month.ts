import type { SavedCart } from "../../simulation/oracle/facts.ts";
import { lackEvidence } from "./evidence.ts";
import { isUnseenPurchase, wrongsOf } from "./judge-mail.ts";
import { livesOf, type Life, type Mail, type Story } from "./lives.ts";
import { lostCarts } from "./lost.ts";
import type { Promises } from "./promises.ts";
import type { Wrong } from "./wrongs.ts";

export interface WrongMail extends Mail {
  readonly address: string;
  readonly wrongs: readonly Wrong[];
}

/** What is to be said of a month's mails. */
export interface Verdict {
  readonly mails: number;
  readonly wrong: readonly WrongMail[];
  /** Mails after a purchase under an account that could not be known to be the person's. */
  readonly unseenPurchases: number;
  /** People in requests of which nobody heard the end. */
  readonly doubts: number;
  readonly lost: readonly (SavedCart & { readonly address: string })[];
}

/**
 * Judges every mail of a month, and looks for those who should have had one. Written from what is promised to
 * shoppers; it shares no rule with the product and believes nothing that the product says about itself, except that
 * it looks for the evidence in the ledger.
 */
export function judgeMonth(
  story: Story,
  promises: Promises,
  month: { readonly from: number; readonly to: number },
): Verdict {
  const lives = livesOf(story);
  const lacksEvidence = lackEvidence(story.history);
  const judged = lives.flatMap((life) =>
    life.mails.map((mail): WrongMail => {
      const wrongs = wrongsOf(life, mail, promises);
      const all: readonly Wrong[] = lacksEvidence(mail) ? [...wrongs, "no-evidence"] : wrongs;
      return { ...mail, address: life.shopper.address, wrongs: all };
    }),
  );
  return {
    mails: judged.length,
    wrong: judged.filter(({ wrongs }) => wrongs.length > 0),
    unseenPurchases: count(lives, (life) =>
      life.mails.filter((mail) => isUnseenPurchase(life, mail, promises)),
    ),
    doubts: count(lives, ({ doubts }) => doubts),
    lost: lives.flatMap((life) =>
      lostCarts(life, promises, month).map((cart) => ({ ...cart, address: life.shopper.address })),
    ),
  };
}

function count(lives: readonly Life[], of: (life: Life) => readonly unknown[]): number {
  return lives.reduce((sum, life) => sum + of(life).length, 0);
}
