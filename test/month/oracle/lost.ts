import type { SavedCart } from "../../simulation/oracle/facts.ts";
import type { Life } from "./lives.ts";
import type { Promises } from "./promises.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * Carts that were left behind, whose owner could have been reminded all the time, and was not. Whatever spoke against
 * it even for a moment counts as a reason.
 */
export function lostCarts(
  life: Life,
  promises: Promises,
  month: { readonly from: number; readonly to: number },
): readonly SavedCart[] {
  if (life.shopper.kind !== "shopper") return [];
  const all = [...life.carts.values()].flat();
  return all.filter((save) => {
    const span = {
      from: save.at,
      to: save.at + (promises.excludeMinutes / 60 + promises.patienceHours) * HOUR,
    };
    if (save.account === undefined && !promises.guests) return false;
    if (save.contents === "" || save.isGone || save.at < month.from || span.to > month.to) return false;
    return !REASONS.some((reason) => reason(life, save, span, promises));
  });
}

interface Span {
  readonly from: number;
  readonly to: number;
}

type Reason = (life: Life, save: SavedCart, span: Span, promises: Promises) => boolean;

const REASONS: readonly Reason[] = [
  wasReminded,
  isInDoubt,
  wasTouched,
  hasNewerCart,
  hasBought,
  mayNotBeWrittenTo,
  hadNoRecord,
  isCapped,
];

/** About these contents of this cart, at any time. */
function wasReminded({ mails }: Life, { cartId, contents }: SavedCart, { to }: Span): boolean {
  return mails.some((mail) => mail.cartId === cartId && mail.contents === contents && mail.at <= to);
}

function isInDoubt({ doubts }: Life, _save: SavedCart, { to }: Span): boolean {
  return doubts.some((at) => at <= to);
}

function wasTouched({ carts }: Life, save: SavedCart, { from, to }: Span): boolean {
  return (carts.get(save.cartId) ?? []).some((other) => other !== save && other.at >= from && other.at <= to);
}

/** Also one that was there for a moment only. */
function hasNewerCart({ carts }: Life, save: SavedCart, { to }: Span): boolean {
  return [...carts.values()]
    .flat()
    .some((other) => other.cartId !== save.cartId && other.stamp >= save.stamp && other.at <= to);
}

function hasBought(
  { orders }: Life,
  save: SavedCart,
  { from, to }: Span,
  { lookbackDays }: Promises,
): boolean {
  const products = new Set(save.contents.split(" ").map((one) => one.split("*")[0]));
  return orders.some(
    ({ at, products: bought }) =>
      at <= to &&
      (at >= from || (at > from - (lookbackDays + 1) * DAY && bought.some((one) => products.has(one)))),
  );
}

function mayNotBeWrittenTo({ wishes }: Life, _save: SavedCart, { to }: Span): boolean {
  const said = wishes.filter(({ at }) => at <= to);
  return said.some(({ says }) => says === "no") || !said.some(({ says }) => says === "yes");
}

function hadNoRecord({ absences }: Life, _save: SavedCart, span: Span): boolean {
  return absences.some(({ from, to }) => from <= span.to && to >= span.from);
}

/** A mail so many hours before any moment of the span, or the last one that is allowed within 30 days. */
function isCapped({ mails }: Life, _save: SavedCart, { from, to }: Span, promises: Promises): boolean {
  const { hoursBetween, most30Days } = promises;
  if (mails.some(({ at }) => at > from - hoursBetween * HOUR && at <= to)) return true;
  return mails.filter(({ at }) => at > from - 30 * DAY && at <= to).length >= most30Days;
}
