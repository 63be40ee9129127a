import { normalAddress, personId } from "../../../src/cart/shopper.ts";
import { suppressPerson } from "../../../src/run/suppress.ts";
import type { Dice } from "../../simulation/engine/dice.ts";
import { HOUR, MINUTE } from "../../simulation/world/plan.ts";
import { startRunner } from "../../simulation/world/runner.ts";
import type { Wish } from "./chronicle.ts";
import { BEFORE, DAY } from "./month-plan.ts";
import type { MonthTown } from "./month-town.ts";
import type { Shopper } from "./shopper.ts";
import { STORIES, STORIES_OF_TWO_ACCOUNTS, type Visit } from "./story.ts";

/** Everybody moves in, and lives from then on until the month is over. */
export function letLive(town: MonthTown): void {
  for (const shopper of town.shoppers) {
    moveIn(town, shopper);
    const dice = town.dice.fork(`life of ${shopper.address}`);
    goShopping(town, shopper, dice.fork("visits"));
    sayNo(town, shopper, dice.fork("refusal"));
    disappear(town, shopper, dice.fork("deletion"));
  }
}

function moveIn(town: MonthTown, shopper: Shopper): void {
  for (const account of shopper.accounts)
    setCustomer(town, shopper, { account, optedOut: shopper.isFlagged });
  const { address, permission } = shopper;
  const optIns = { yes: "1", no: "2", "never-asked": "" } as const;
  if (permission !== "not-a-contact") town.emarsys.optIns.set(address, optIns[permission]);
  const says = permission === "yes" || permission === "no" ? permission : "nothing";
  note(town, { address, says, where: "provider" });
  if (shopper.isFlagged) note(town, { address, says: "no", where: "commerce-flag" });
}

function setCustomer(
  { shop }: MonthTown,
  { address }: Shopper,
  of: { readonly account: string; readonly optedOut: boolean },
): void {
  shop.setCustomer({
    ...of,
    email: address,
    firstName: "Kim",
    lastName: undefined,
    language: undefined,
    group: undefined,
    consentValues: [],
  });
}

function note({ chronicle, timeline }: MonthTown, wish: Omit<Wish, "at">): void {
  chronicle.wishes.push({ at: timeline.now, ...wish });
}

/** One visit after the other, at hours at which people shop. */
function goShopping(town: MonthTown, shopper: Shopper, dice: Dice): void {
  const { timeline, plan } = town;
  let carts = 0;
  const newCartId = () => `cart-${shopper.index}-${++carts}`;

  function visit(): boolean {
    const account = dice.pick(shopper.accounts);
    const others = shopper.accounts.filter((other) => other !== account);
    const otherAccount = others.length === 0 ? account : dice.pick(others);
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

/** Mostly in the evening, often after work or over lunch, seldom at night. */
const HOURS = [9, 12, 12, 13, 16, 17, 18, 19, 19, 20, 20, 20, 21, 21, 22, 23, 2];

function atShoppingHour(ms: number, { home }: Shopper, dice: Dice): number {
  const midnight = Math.floor((ms + home.aheadHours * HOUR) / DAY) * DAY - home.aheadHours * HOUR;
  const hour = midnight + dice.pick(HOURS) * HOUR + dice.whole(0, 3_599_999);
  return hour > ms ? hour : ms + dice.whole(MINUTE, 90 * MINUTE);
}

/** Some say no: where they say it is their choice. */
function sayNo(town: MonthTown, shopper: Shopper, dice: Dice): void {
  const { plan, timeline, emarsys } = town;
  const { address, leaves: where } = shopper;
  if (where === "never") return;
  timeline.at(dice.whole(plan.startsAt - BEFORE, plan.calmFrom), () => {
    switch (where) {
      case "provider":
        emarsys.optIns.set(address, "2");
        break;
      case "commerce-flag":
        for (const account of shopper.accounts) setCustomer(town, shopper, { account, optedOut: true });
        break;
      case "unsubscribe-link":
        return suppress(town, address);
    }
    note(town, { address, says: "no", where });
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

function disappear({ shop, chronicle, timeline, plan }: MonthTown, shopper: Shopper, dice: Dice): void {
  if (!shopper.isDeleted) return;
  timeline.at(dice.whole(plan.startsAt, plan.calmFrom), () => {
    for (const account of shopper.accounts) {
      shop.forgetCustomer(account);
      chronicle.deletions.push({ at: timeline.now, account });
    }
    return false;
  });
}
