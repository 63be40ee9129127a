import { normalAddress, personId, type PersonId } from "../../../src/cart/shopper.ts";
import { suppressPerson } from "../../../src/run/suppress.ts";
import { decideDoubts } from "../../../src/run/unsure.ts";
import type { PassTools } from "../../../src/run/pass.ts";
import type { Shopper } from "./inhabitants.ts";
import { HOUR, MINUTE } from "./plan.ts";
import { startRunner } from "./runner.ts";
import { claimedCart, type Town } from "./town.ts";

/** How long somebody may wait for the operator at the longest. */
const MOST_PATIENCE = 4 * HOUR;

/** Somebody who looks after what only a person can settle. */
export function employOperator(town: Town): void {
  const { plan, timeline } = town;
  const dice = town.dice.fork("wishes of the operator");
  const patience = dice.pick([20 * MINUTE, 2 * plan.everyMs, MOST_PATIENCE]);
  const { tools } = startRunner(town, { name: "operator", dooms: [], clockAheadMs: 0 });

  async function look(): Promise<void> {
    for (const { doc } of await tools.ledger.unsure(100)) {
      const name = doc.open?.key;
      if (name === undefined || dice.chance(0.3)) continue;
      await decideDoubts(tools, { name }, dice.chance(0.6) ? "resend" : "dismiss");
    }
  }

  function tick(): boolean {
    // a ledger that fails now is looked into another time
    look().catch(() => undefined);
    if (timeline.now < plan.calmFrom + MOST_PATIENCE) timeline.after(dice.whole(MINUTE, patience), tick);
    return true;
  }

  timeline.at(plan.startsAt + dice.whole(MINUTE, patience), tick);
}

const MOST_TRIES = 20;

/** How an opt-out is written down; resolves when it holds. */
export type OptOut = (tools: PassTools, person: PersonId) => Promise<void>;

/** Some do not want to hear from us again: at any moment, or just when they are about to be written to. */
export function planOptOuts(town: Town, shoppers: readonly Shopper[], optOut: OptOut = suppressed): void {
  const { plan, timeline, shop } = town;
  const dice = town.dice.fork("opt-outs");
  const leaving = new Set(shoppers.filter(() => dice.chance(0.2)));
  for (const shopper of leaving) {
    const leave = () => {
      if (leaving.delete(shopper)) unsubscribe(town, shopper, optOut);
    };
    if (dice.chance(0.5)) {
      town.whenWritten.push((write) => {
        const isOwn = shopper.accounts.includes(shop.accountOf(claimedCart(write) ?? "") ?? "");
        if (isOwn) timeline.after(dice.whole(0, 200), () => (leave(), true));
      });
    } else timeline.at(dice.whole(plan.startsAt, plan.calmFrom), () => (leave(), true));
  }
}

/** Says it until it is acknowledged. */
function unsubscribe(town: Town, { address }: Shopper, optOut: OptOut): void {
  const { timeline, history, trace } = town;
  const { tools, personKey } = startRunner(town, {
    name: `opt-out of ${address}`,
    dooms: [],
    clockAheadMs: 0,
  });

  async function ask(): Promise<void> {
    const known = normalAddress(address);
    if (known === undefined) throw new Error(`no address: ${address}`);
    await optOut(tools, personId(known, await personKey()));
    history.suppressed.push({ at: timeline.now, address });
    trace(() => `${address} is told that nobody will write again`);
  }

  let tries = 0;
  function tick(): boolean {
    tries += 1;
    ask().catch(() => tries < MOST_TRIES && timeline.after(MINUTE, tick));
    return true;
  }

  tick();
}

async function suppressed(tools: PassTools, person: PersonId): Promise<void> {
  await suppressPerson(tools, person, { reason: "unsubscribed" });
}
