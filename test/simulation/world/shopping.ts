import type { Dice } from "../engine/dice.ts";
import type { Goods } from "../neighbours/shop.ts";
import { customerOf, noteStanding, type Shopper } from "./inhabitants.ts";
import { HOUR, MINUTE } from "./plan.ts";
import { claimedCart, type Town } from "./town.ts";

const PRODUCTS = ["hat", "coat", "shoe", "sock"] as const;

/** Everything that shoppers, and the shop itself, are going to do: some of it before the first pass. */
export function planShopping(town: Town, shoppers: readonly Shopper[]): void {
  const { plan, timeline, dice } = town;
  const last = Math.max(plan.calmFrom - 1, plan.startsAt);
  for (let cart = 0; cart < plan.carts; cart++) {
    const at = momentOfACart(town, last);
    const shopper = dice.pick(shoppers);
    timeline.at(at, () =>
      fill(town, `cart-${cart}`, dice.chance(0.05) ? undefined : dice.pick(shopper.accounts)),
    );
  }
  comeBackInDoubt(town, shoppers);
  liveOnBetweenSteps(town, shoppers);
  for (let deed = 0; deed < plan.shoppersDeeds; deed++) {
    const act = dice.pick([...CART_DEEDS, ...CART_DEEDS, ...PERSON_DEEDS]);
    if (dice.chance(0.3)) atSomebodysClaim(town, shoppers, act);
    else at(town, dice.whole(plan.startsAt - HOUR, last), () => act(town, dice.pick(shoppers)));
  }
}

/** People whose reminder is in doubt come back now and then, and leave another cart. */
function comeBackInDoubt(town: Town, shoppers: readonly Shopper[]): void {
  const { dice, timeline, shop, plan } = town;
  town.whenWritten.push(({ before, after }) => {
    const isDoubt = after.kind === "person" && after.open?.state === "unsure";
    const isNew = before?.kind === "person" && before.open?.state === "sending";
    if (!isDoubt || !isNew || timeline.now > plan.calmFrom || !dice.chance(0.4)) return;
    const account = shop.accountOf(after.open.cartId) ?? "";
    const shopper = shoppers.find(({ accounts }) => accounts.includes(account));
    if (shopper !== undefined)
      at(town, timeline.now + dice.whole(0, 10 * MINUTE), () => newCart(town, shopper));
  });
}

/** While a further reminder of their cart waits, people buy, change it, come back, or refuse. */
function liveOnBetweenSteps(town: Town, shoppers: readonly Shopper[]): void {
  const dice = town.dice.fork("between steps");
  const { timeline, shop } = town;
  town.whenWritten.push(({ before, after }) => {
    if (after.kind !== "person" || before?.kind !== "person") return;
    const { open } = after;
    const isNew = open?.state === "waiting" && open.step > 0 && open.key !== before.open?.key;
    if (!isNew || !dice.chance(0.5)) return;
    const account = shop.accountOf(open.cartId) ?? "";
    const shopper = shoppers.find(({ accounts }) => accounts.includes(account));
    if (shopper === undefined) return;
    const act = dice.pick([...CART_DEEDS, buyOtherThings, buyOtherThings, ...PERSON_DEEDS]);
    const until = Math.max(timeline.now, Date.parse(open.dueAt));
    at(town, dice.whole(timeline.now, until), () => act(town, shopper));
    // whoever comes back to buy looks at the cart first, or afterwards
    if (dice.chance(0.5)) at(town, dice.whole(timeline.now, until), () => shop.saveAgain(open.cartId));
  });
}

function at({ timeline }: Town, ms: number, act: () => void): void {
  timeline.at(ms, () => {
    act();
    return false;
  });
}

/** Just when somebody is about to be written to, they do something. */
function atSomebodysClaim(town: Town, shoppers: readonly Shopper[], act: Deed): void {
  const { dice, timeline, shop } = town;
  let claims = dice.whole(1, 4);
  town.whenWritten.push((write) => {
    const cartId = claimedCart(write);
    if (cartId === undefined) return;
    claims -= 1;
    const shopper = shoppers.find(({ accounts }) => accounts.includes(shop.accountOf(cartId) ?? ""));
    if (claims === 0 && shopper !== undefined)
      at(town, timeline.now + dice.whole(0, 200), () => act(town, shopper));
  });
}

/** Carts are left before the first pass and while they run; in a crowded world about when the passes begin. */
function momentOfACart({ plan, dice }: Town, last: number): number {
  const exclude = plan.pass.excludeMinutes * MINUTE;
  if (plan.isCrowded)
    return dice.whole(plan.startsAt - exclude - 20 * MINUTE, plan.startsAt - exclude + 10 * MINUTE);
  const before = plan.pass.includeMinutes * MINUTE;
  return dice.chance(0.7)
    ? dice.whole(plan.startsAt - before - HOUR, plan.startsAt)
    : dice.whole(plan.startsAt, last);
}

function fill({ shop, dice }: Town, id: string, account: string | undefined): boolean {
  shop.save({ id, account, goods: dice.chance(0.05) ? {} : drawGoods(dice) });
  return false;
}

function drawGoods(dice: Dice): Goods {
  const goods: Record<string, number> = {};
  for (let kind = dice.whole(1, 2); kind > 0; kind--) goods[dice.pick(PRODUCTS)] = dice.whole(1, 2);
  return goods;
}

type Deed = (town: Town, shopper: Shopper) => void;

const CART_DEEDS: readonly Deed[] = [
  onCart(({ shop, dice }, id, account) => shop.save({ id, account, goods: drawGoods(dice) })),
  onCart(({ shop }, id) => shop.saveAgain(id)),
  onCart(({ shop }, id, account) => shop.save({ id, account, goods: {} })),
  onCart(({ shop }, id) => shop.remove(id)),
  onCart(({ shop }, id, account) => {
    shop.order(account, Object.keys(shop.goodsOf(id) ?? {}));
    shop.remove(id);
  }),
  onCart(({ shop, dice }, _id, account) => shop.order(account, [dice.pick(PRODUCTS)])),
];

const PERSON_DEEDS: readonly Deed[] = [
  (town, shopper) => {
    town.emarsys.optIns.set(shopper.address, town.emarsys.optIns.get(shopper.address) === "1" ? "2" : "1");
    noteStanding(town, shopper);
  },
  (town, shopper) => {
    for (const account of shopper.accounts) {
      if (town.shop.customer(account) === undefined) town.shop.setCustomer(customerOf(shopper, account));
      else town.shop.forgetCustomer(account);
    }
    noteStanding(town, shopper);
  },
  newCart,
  newCart,
  moveToAnotherAddress,
];

/** What is not in any cart. */
function buyOtherThings({ shop, dice }: Town, shopper: Shopper): void {
  shop.order(dice.pick(shopper.accounts), ["umbrella"]);
}

function moveToAnotherAddress(town: Town, shopper: Shopper): void {
  const email = `new-${shopper.address}`;
  for (const account of shopper.accounts) town.shop.setCustomer({ ...customerOf(shopper, account), email });
  town.emarsys.optIns.set(email, "1");
  noteStanding(town, shopper);
}

function newCart({ shop, dice, history }: Town, shopper: Shopper): void {
  const id = `cart-${history.carts.length}x`;
  shop.save({ id, account: dice.pick(shopper.accounts), goods: drawGoods(dice) });
}

/** Something that is done to one of the shopper's carts, if there is any. */
function onCart(act: (town: Town, id: string, account: string) => void): Deed {
  return (town, shopper) => {
    const own = town.shop.carts().filter(({ account }) => shopper.accounts.includes(account ?? ""));
    const cart = own.length === 0 ? undefined : town.dice.pick(own);
    if (cart?.account !== undefined) act(town, cart.id, cart.account);
  };
}
