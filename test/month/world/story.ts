import type { Dice } from "../../simulation/engine/dice.ts";
import type { Goods } from "../../simulation/neighbours/shop.ts";
import { HOUR, MINUTE } from "../../simulation/world/plan.ts";
import type { MonthTown } from "./month-town.ts";
import { guestOrders, type Shopper } from "./shopper.ts";

/** One visit to the shop, and what becomes of it in the hours and days that follow. */
export interface Visit {
  readonly town: MonthTown;
  readonly shopper: Shopper;
  readonly dice: Dice;
  /** The account that is signed in, on this device; undefined = a guest. */
  readonly account: string | undefined;
  /** The account of another device; the same where somebody has only one. */
  readonly otherAccount: string | undefined;
  newCartId(): string;
}

export type Story = (visit: Visit) => void;

const PRODUCTS = Array.from({ length: 40 }, (_, number) => `product-${number + 1}`);

/** What people do with carts, each as often as it stands here. */
export const STORIES: readonly Story[] = [
  ...often(8, leaves),
  ...often(6, buysAtOnce),
  ...often(5, comesBackAndBuys),
  ...often(2, buysInAnotherCart),
  ...often(2, buysTheSameElsewhere),
  ...often(2, changesTheCart),
  ...often(1, emptiesTheCart),
  ...often(1, removesTheCart),
  ...often(2, leavesAnotherCart),
  ...often(3, looksAgain),
];

/** What is done by people who use two accounts, some of the time. */
export const STORIES_OF_TWO_ACCOUNTS: readonly Story[] = [
  buysInAnotherCart,
  buysTheSameElsewhere,
  buysTheSameElsewhere,
  leavesAnotherCart,
];

function often(times: number, story: Story): readonly Story[] {
  return Array.from({ length: times }, () => story);
}

function leaves(visit: Visit): void {
  fill(visit);
}

function buysAtOnce(visit: Visit): void {
  const id = fill(visit);
  later(visit, visit.dice.whole(3, 45) * MINUTE, () => buy(visit, id));
}

function comesBackAndBuys(visit: Visit): void {
  const id = fill(visit);
  later(visit, soonOrLater(visit.dice), () => buy(visit, id));
}

/** The first cart stays as it is. */
function buysInAnotherCart(visit: Visit): void {
  fill(visit);
  later(visit, soonOrLater(visit.dice), () => {
    const other = { ...visit, account: visit.otherAccount };
    const id = fill(other);
    later(visit, visit.dice.whole(2, 20) * MINUTE, () => buy(other, id));
  });
}

/** On another device, what lies in the first cart. */
function buysTheSameElsewhere(visit: Visit): void {
  const goods = drawGoods(visit.dice);
  fill(visit, goods);
  later(visit, soonOrLater(visit.dice), () => {
    const other = { ...visit, account: visit.otherAccount };
    const id = fill(other, goods);
    later(visit, visit.dice.whole(2, 20) * MINUTE, () => buy(other, id));
  });
}

function changesTheCart(visit: Visit): void {
  const id = fill(visit);
  later(visit, soonOrLater(visit.dice), () => change(visit, id, drawGoods(visit.dice)));
}

function emptiesTheCart(visit: Visit): void {
  const id = fill(visit);
  later(visit, soonOrLater(visit.dice), () => change(visit, id, {}));
}

function removesTheCart(visit: Visit): void {
  const id = fill(visit);
  later(visit, soonOrLater(visit.dice), () => visit.town.shop.remove(id));
}

function leavesAnotherCart(visit: Visit): void {
  fill(visit);
  later(visit, visit.dice.whole(5, 90) * MINUTE, () => fill({ ...visit, account: visit.otherAccount }));
}

/** The storefront saves a cart whose page is opened. */
function looksAgain(visit: Visit): void {
  const id = fill(visit);
  for (let times = visit.dice.whole(1, 3); times > 0; times--) {
    later(visit, visit.dice.whole(1, 72) * HOUR, () => visit.town.shop.saveAgain(id));
  }
}

/** Most who come back come back within the hour; the others some time within days. */
function soonOrLater(dice: Dice): number {
  if (dice.chance(0.5)) return dice.whole(28, 50) * MINUTE + dice.whole(0, 59_999);
  return dice.chance(0.5) ? dice.whole(1, 20) * HOUR : dice.whole(20, 100) * HOUR;
}

function later({ town }: Visit, ms: number, act: () => void): void {
  town.timeline.after(ms, () => {
    act();
    return false;
  });
}

function fill(visit: Visit, goods: Goods = drawGoods(visit.dice)): string {
  const id = visit.newCartId();
  visit.town.shop.save({ id, ...ownerOf(visit), goods });
  return id;
}

/** Guests have typed their address in. */
function ownerOf({ account, shopper }: Visit) {
  return account === undefined ? { account, guestEmail: shopper.address } : { account };
}

/** The cart that was filled in this visit, if it is still there. */
function change(visit: Visit, id: string, goods: Goods): void {
  const { shop } = visit.town;
  if (shop.goodsOf(id) !== undefined) shop.save({ id, ...ownerOf(visit), goods });
}

function buy(visit: Visit, id: string): void {
  const { shopper, town } = visit;
  const { shop, timeline } = town;
  const goods = Object.keys(shop.goodsOf(id) ?? {});
  if (goods.length === 0) return;
  shop.order(visit.account ?? guestOrders(shopper), goods);
  switch (shopper.checkout) {
    case "removes":
      shop.remove(id);
      break;
    case "empties":
      change(visit, id, {});
      break;
    case "leaves":
      break;
    case "leaves-and-saves":
      timeline.after(2 * MINUTE, () => (shop.saveAgain(id), false));
      break;
  }
}

function drawGoods(dice: Dice): Goods {
  const goods: Record<string, number> = {};
  for (let kinds = dice.pick([1, 1, 1, 2, 3]); kinds > 0; kinds--)
    goods[dice.pick(PRODUCTS)] = dice.whole(1, 2);
  return goods;
}
