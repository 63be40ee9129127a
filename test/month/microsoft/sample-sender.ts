import { request } from "undici";
import { shownLines } from "../../../src/cart/cart.ts";
import { machine, type Machine } from "../../simulation/engine/machine.ts";
import { emarsysLinkOf, shopOf } from "../../simulation/world/runner.ts";
import type { MonthTown } from "../world/month-town.ts";
import { sampleRun, type RunStatus, type SampleEntry, type SampleNeighbours } from "./sample-rules.ts";

/**
 * Microsoft's rules on the same timer. Kind: it signs in without trouble, nothing in a cart can break its run, no run
 * begins while another is under way.
 */
export function mailByMicrosoftsRules(town: MonthTown): void {
  const { plan, timeline } = town;
  const own = machine({
    ...{ name: "sample", timeline, trace: town.trace, dooms: [], clockAheadMs: 0 },
    dice: town.dice.fork("sample"),
    struck: () => undefined,
  });
  const neighbours = neighboursOf(town, own);
  const { includeMinutes, excludeMinutes } = plan.pass;
  let isRunning = false;

  function tick(): boolean {
    if (timeline.now + plan.everyMs < plan.calmFrom) timeline.after(plan.everyMs, tick);
    if (isRunning) return false;
    isRunning = true;
    // a run that failed says so on a console that nobody reads; the next one tries again
    void sampleRun(neighbours, { includeMinutes, excludeMinutes })
      .catch(() => undefined)
      .then(() => (isRunning = false));
    return true;
  }

  timeline.at(plan.startsAt, tick);
}

function neighboursOf(town: MonthTown, own: Machine): SampleNeighbours {
  const shop = shopOf(town, own);
  const dispatcher = emarsysLinkOf(town, own);
  let status: RunStatus | undefined;

  async function post(path: string, headers: Record<string, string>, body: string) {
    const reply = await request(`https://emarsys.example${path}`, {
      dispatcher,
      method: "POST",
      headers,
      body,
    });
    return { status: reply.statusCode, body: await reply.body.text() };
  }

  return {
    now: () => own.clock.now(),
    async search(window, top) {
      const { carts } = await shop.cartsModified(window, { top: MOST, skip: 0 });
      // the server itself leaves anonymous carts out
      return carts.filter(({ account }) => account !== undefined).slice(0, top);
    },
    async customers(accounts) {
      const found = await shop.customers(accounts);
      return new Map([...found].map(([account, { email }]) => [account, email]));
    },
    async mail(entries) {
      const signIn = await post("/oauth2/token", {}, "");
      const { access_token: token } = JSON.parse(signIn.body) as { readonly access_token: string };
      const headers = { authorization: `Bearer ${token}` };
      return (await post("/api/v2/event/1/trigger", headers, bodyOf(entries))).status;
    },
    readStatus: () => own.call({ ...COSMOS, serve: () => status }),
    writeStatus: (written) => own.call({ ...COSMOS, serve: () => void (status = written) }),
  };
}

/** More carts than there ever are. */
const MOST = 1_000_000;
const COSMOS = { outMs: 5, backMs: 5, fate: "fine", broken: () => new Error("cosmos is away") } as const;

/** B.1, as far as it is read here. The sample sends no cart id and no key: they are for the witness alone. */
function bodyOf(entries: readonly SampleEntry[]): string {
  const contacts = entries.map(({ email, cart }) => ({
    external_id: email,
    trigger_id: "",
    data: {
      cartId: cart.id,
      orderDetails: shownLines(cart).map(({ productId, quantity }) => ({ productId, quantity })),
    },
  }));
  return JSON.stringify({ key_id: "3", contacts });
}
