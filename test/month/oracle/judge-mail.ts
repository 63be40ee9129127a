import type { SavedCart } from "../../simulation/oracle/facts.ts";
import { guestOrders } from "../world/shopper.ts";
import type { Life, Mail } from "./lives.ts";
import type { Promises } from "./promises.ts";
import { minuteOfDay } from "./wall-clock.ts";
import type { Wrong } from "./wrongs.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const LONGEST_ABSENCE = 8 * HOUR;

/**
 * What is wrong with one mail, by the records of the world alone. What happened in the last moments before it left
 * could not be known: questions and answers take their time.
 */
export function wrongsOf(life: Life, mail: Mail, promises: Promises): readonly Wrong[] {
  const known = mail.at - promises.graceMs;
  const accounts = visibleAccounts(life, mail);
  const found: readonly (Wrong | false)[] = [
    hasBought(life, mail, { known, accounts, promises }) && "after-purchase",
    permission(life, known),
    isTooOften(life, mail, promises) && "too-often",
    isQuiet(life, mail, promises) && "quiet-hours",
    life.shopper.kind !== "shopper" && "not-a-shopper",
    isStale(life, mail, { known, accounts }) && "stale-cart",
    isRepeated(life, mail) && "twice",
  ];
  return found.filter((wrong) => wrong !== false);
}

/** Bought under an account that nobody could know of: no fault of the sender, and a wrong mail to the shopper. */
export function isUnseenPurchase(life: Life, mail: Mail, promises: Promises): boolean {
  const known = mail.at - promises.graceMs;
  const accounts = new Set([...life.shopper.accounts, guestOrders(life.shopper)]);
  return (
    hasBought(life, mail, { known, accounts, promises }) &&
    !hasBought(life, mail, { known, accounts: visibleAccounts(life, mail), promises })
  );
}

/**
 * Under which account numbers a sender can look: the cart's own, those of carts it mailed this person about, and since
 * then of every cart that lay there longer than any neighbour is away.
 */
function visibleAccounts(life: Life, mail: Mail): ReadonlySet<string> {
  const earlier = life.mails.filter(({ at }) => at <= mail.at);
  const mailed = new Set(earlier.map(({ cartId }) => cartId));
  const first = earlier[0]?.at ?? mail.at;
  const seen = [...life.carts].filter(
    ([cartId, versions]) => mailed.has(cartId) || lay(versions, { from: first, to: mail.at }),
  );
  return new Set(seen.flatMap(([, versions]) => versions[0]?.account ?? []));
}

function lay(versions: readonly SavedCart[], span: { readonly from: number; readonly to: number }): boolean {
  return versions.some(({ at, contents }, index) => {
    const until = Math.min(versions[index + 1]?.at ?? span.to, span.to);
    return contents !== "" && at > span.from && until - at > LONGEST_ABSENCE;
  });
}

interface View {
  readonly known: number;
  readonly accounts: ReadonlySet<string>;
}

/** Ordered anything since the cart was left, or one of its products within the days before. */
function hasBought(life: Life, mail: Mail, view: View & { readonly promises: Promises }): boolean {
  const left = leftAt(life, mail, view.known);
  const products = new Set(mail.contents.split(" ").map((one) => one.split("*")[0]));
  return life.orders.some(({ at, account, products: bought }) => {
    if (at > view.known || !view.accounts.has(account)) return false;
    const isRecent = at > mail.at - view.promises.lookbackDays * DAY;
    return at > left || (isRecent && bought.some((product) => products.has(product)));
  });
}

/** When the cart was saved last, as far as it could be known. */
function leftAt(life: Life, mail: Mail, known: number): number {
  return versionAt(life.carts.get(mail.cartId) ?? [], known)?.at ?? 0;
}

function versionAt(versions: readonly SavedCart[], at: number): SavedCart | undefined {
  return versions.findLast((version) => version.at <= at);
}

/** A no counts wherever it was said; a yes counts until then. */
function permission(life: Life, known: number): Wrong | false {
  const said = life.wishes.filter(({ at }) => at <= known);
  if (said.some(({ says }) => says === "no")) return "after-no";
  return said.some(({ says }) => says === "yes") ? false : "without-yes";
}

function isTooOften(life: Life, mail: Mail, { hoursBetween, most30Days }: Promises): boolean {
  const before = life.mails.slice(0, life.mails.indexOf(mail)).map(({ at }) => mail.at - at);
  if (before.some((age) => age < hoursBetween * HOUR - MINUTE)) return true;
  return before.filter((age) => age < 30 * DAY).length >= most30Days;
}

function isQuiet({ shopper }: Life, mail: Mail, { quiet, graceMs }: Promises): boolean {
  if (quiet === undefined) return false;
  const isWithin = (at: number) => {
    const minute = minuteOfDay(at, shopper.home.zone);
    return quiet.from < quiet.to
      ? minute >= quiet.from && minute < quiet.to
      : minute >= quiet.from || minute < quiet.to;
  };
  // a mail on its way while the quiet hours begin is none in them
  return isWithin(mail.at) && isWithin(mail.at - graceMs);
}

/** Emptied, changed or gone, or not the newest of those that can be seen. */
function isStale(life: Life, mail: Mail, { known, accounts }: View): boolean {
  const own = versionAt(life.carts.get(mail.cartId) ?? [], known);
  if (own === undefined || own.isGone || own.contents !== mail.contents) {
    // changed back just now: as it is, and as it was, are both right
    return !isNow(life, mail);
  }
  return [...life.carts].some(([cartId, versions]) => {
    const other = versionAt(versions, known);
    if (cartId === mail.cartId || other === undefined || other.isGone || other.contents === "") return false;
    return accounts.has(other.account ?? "") && other.stamp > own.stamp && isStillThere(versions, mail.at);
  });
}

function isNow(life: Life, mail: Mail): boolean {
  const now = versionAt(life.carts.get(mail.cartId) ?? [], mail.at);
  return now !== undefined && !now.isGone && now.contents === mail.contents;
}

function isStillThere(versions: readonly SavedCart[], at: number): boolean {
  const now = versionAt(versions, at);
  return now !== undefined && !now.isGone && now.contents !== "";
}

/** About the same contents of the same cart, and the same step. */
function isRepeated(life: Life, mail: Mail): boolean {
  return life.mails
    .slice(0, life.mails.indexOf(mail))
    .some(
      ({ cartId, contents, event }) =>
        cartId === mail.cartId && contents === mail.contents && event === mail.event,
    );
}
