import { normalAddress, personId } from "../../../src/cart/shopper.ts";
import { suppressPerson } from "../../../src/run/suppress.ts";
import type { Dice } from "../../simulation/engine/dice.ts";
import { HOUR, MINUTE } from "../../simulation/world/plan.ts";
import { startRunner } from "../../simulation/world/runner.ts";
import type { Wish } from "./chronicle.ts";
import { BEFORE, DAY } from "./month-plan.ts";
import type { MonthTown } from "./month-town.ts";
import { STAFF, type Shopper } from "./shopper.ts";
import { STORIES, STORIES_OF_TWO_ACCOUNTS, type Visit } from "./story.ts";

/** Everybody moves in, and lives from then on until the month is over. */
export function letLive(town: MonthTown): void {
  for (const shopper of town.shoppers) {
    moveIn(town, shopper);
    const dice = town.dice.fork(`life of ${shopper.address}`);
    goShopping(town, shopper, dice.fork("visits"));
    sayNo(town, shopper, dice.fork("refusal"));
    if (shopper.record === "deleted") disappear(town, shopper, dice.fork("deletion"));
  }
}

function moveIn(town: MonthTown, shopper: Shopper): void {
  const { address, permission } = shopper;
  const optIns = { yes: "1", no: "2", "never-asked": "" } as const;
  if (permission !== "not-a-contact") town.emarsys.optIns.set(address, optIns[permission]);
  const says = permission === "yes" || permission === "no" ? permission : "nothing";
  note(town, { address, says, where: "provider" });
  if (shopper.isFlagged) note(town, { address, says: "no", where: "commerce-flag" });
  if (shopper.record !== "late") setCustomer(town, shopper);
}

/** With the flag that the shopper has set so far. */
function setCustomer({ shop, chronicle }: MonthTown, { accounts, address, home, kind }: Shopper): void {
  const isFlag = (wish: Wish) => wish.address === address && wish.where === "commerce-flag";
  for (const account of accounts) {
    shop.setCustomer({
      account,
      email: address,
      firstName: "Kim",
      lastName: undefined,
      language: undefined,
      country: home.country,
      group: kind === "staff" ? STAFF : undefined,
      optedOut: chronicle.wishes.some(isFlag),
      consentValues: [],
    });
  }
}

function note({ chronicle, timeline }: MonthTown, wish: Omit<Wish, "at">): void {
  chronicle.wishes.push({ at: timeline.now, ...wish });
}

/** One visit after the other, at hours at which people shop. */
function goShopping(town: MonthTown, shopper: Shopper, dice: Dice): void {
  const { timeline, plan, chronicle } = town;
  let carts = 0;
  const newCartId = () => `cart-${shopper.index}-${++carts}`;

  function visit(): boolean {
    if (chronicle.absences.some(({ address, to }) => address === shopper.address && to > plan.calmFrom))
      return false;
    if (carts === 0 && shopper.record === "late") register(town, shopper, dice.fork("registering"));
    const account = anyOf(dice, shopper.accounts);
    const otherAccount =
      anyOf(
        dice,
        shopper.accounts.filter((other) => other !== account),
      ) ?? account;
    const of: Visit = { town, shopper, dice: dice.fork(`visit ${carts}`), account, otherAccount, newCartId };
    const isTorn = otherAccount !== account && dice.chance(0.5);
    dice.pick(isTorn ? STORIES_OF_TWO_ACCOUNTS : STORIES)(of);
    comeAgain();
    return false;
  }

  function comeAgain(): void {
    const gap = -Math.log(1 - dice.fraction()) * shopper.daysBetweenVisits * DAY;
    const at = atShoppingHour(timeline.now + gap, shopper, dice);
    if (at < plan.calmFrom) timeline.at(at, visit);
  }

  comeAgain();
}

function anyOf(dice: Dice, accounts: readonly string[]): string | undefined {
  return accounts.length === 0 ? undefined : dice.pick(accounts);
}

/** Mostly in the evening, often after work or over lunch, seldom at night. */
const HOURS = [9, 12, 12, 13, 16, 17, 18, 19, 19, 20, 20, 20, 21, 21, 22, 23, 2];

function atShoppingHour(ms: number, { home }: Shopper, dice: Dice): number {
  const midnight = Math.floor((ms + home.aheadHours * HOUR) / DAY) * DAY - home.aheadHours * HOUR;
  const hour = midnight + dice.pick(HOURS) * HOUR + dice.whole(0, 3_599_999);
  return hour > ms ? hour : ms + dice.whole(MINUTE, 90 * MINUTE);
}

/** Some say no: where they say it is their choice. */
function sayNo(town: MonthTown, shopper: Shopper, dice: Dice): void {
  const { plan, timeline, emarsys, shop } = town;
  const { address, leaves: where } = shopper;
  if (where === "never") return;
  timeline.at(dice.whole(plan.startsAt - BEFORE, plan.calmFrom), () => {
    if (where === "unsubscribe-link") return suppress(town, address);
    note(town, { address, says: "no", where });
    if (where === "provider") emarsys.optIns.set(address, "2");
    // a record that is not there, or not yet, cannot be changed
    else if (shopper.accounts.some((account) => shop.customer(account) !== undefined))
      setCustomer(town, shopper);
    return false;
  });
}

/** What the page behind the link does; the provider hears of it when the address is seen again. */
function suppress(town: MonthTown, address: string): boolean {
  const { tools, personKey } = startRunner(town, { name: `link of ${address}`, dooms: [], clockAheadMs: 0 });

  async function ask(): Promise<void> {
    const known = normalAddress(address);
    if (known === undefined) throw new Error(`no address: ${address}`);
    const person = personId(known, await personKey());
    await suppressPerson(tools, person, { reason: "unsubscribed" });
    note(town, { address, says: "no", where: "unsubscribe-link" });
  }

  const again = () => (town.timeline.after(MINUTE, () => suppress(town, address)), undefined);
  // a ledger that is away now is asked again: the shopper sees an error and tries once more
  void ask().catch(again);
  return true;
}

/** A new customer: carts come to the shop at once, the record some hours later. */
function register(town: MonthTown, shopper: Shopper, dice: Dice): void {
  const { timeline, chronicle } = town;
  const to = timeline.now + dice.whole(20 * MINUTE, 4 * HOUR);
  chronicle.absences.push({ address: shopper.address, from: timeline.now, to });
  timeline.at(to, () => (setCustomer(town, shopper), false));
}

/** Leaves a cart, and minutes later has everything deleted that the shop knows; carts are forgotten. */
function disappear({ shop, chronicle, timeline, plan }: MonthTown, shopper: Shopper, dice: Dice): void {
  const { address, accounts, index } = shopper;
  const at = dice.whole(plan.startsAt + DAY, plan.calmFrom);
  timeline.at(
    at,
    () => (shop.save({ id: `cart-${index}-0`, account: accounts[0], goods: { "product-1": 1 } }), false),
  );
  timeline.at(at + 10 * MINUTE, () => {
    for (const account of accounts) shop.forgetCustomer(account);
    chronicle.absences.push({ address, from: timeline.now, to: Number.POSITIVE_INFINITY });
    return false;
  });
}
