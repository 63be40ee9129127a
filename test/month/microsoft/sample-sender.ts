import { request } from "undici";
import { shownLines } from "../../../src/cart/cart.ts";
import { machine, type Machine } from "../../simulation/engine/machine.ts";
import { emarsysLinkOf, shopOf } from "../../simulation/world/runner.ts";
import { keepRunning, type InTheMiddle } from "../host.ts";
import type { MonthTown } from "../world/month-town.ts";
import { sampleRun, type RunStatus, type SampleEntry, type SampleNeighbours } from "./sample-rules.ts";

/** What somebody does for the sample that it does not do itself. */
export interface Help {
  /** Takes carts out of the shop whose customer is missing, just before every run. */
  readonly removesOrphans: boolean;
}

/**
 * Microsoft's rules on the same timer and hosts. Kind: signing in never fails, and no run begins while another is under
 * way, although nothing in the sample sees to that.
 */
export function mailByMicrosoftsRules(town: MonthTown, help: Help): void {
  const cosmos: Cosmos = { status: undefined };
  const { includeMinutes, excludeMinutes } = town.plan.pass;
  keepRunning(town, (nth, inTheMiddle) => {
    const own = machine({
      ...{ name: `sample-${nth}`, timeline: town.timeline, trace: town.trace, dooms: [], clockAheadMs: 0 },
      dice: town.dice.fork(`sample ${nth}`),
      struck: () => undefined,
    });
    const neighbours = neighboursOf(town, own, { cosmos, help, inTheMiddle });
    // a run that failed writes one line to a console and ends; the next one tries again
    const run = () => sampleRun(neighbours, { includeMinutes, excludeMinutes }).catch(() => undefined);
    return { machine: own, run };
  });
}

interface Cosmos {
  status: RunStatus | undefined;
}

function neighboursOf(
  town: MonthTown,
  own: Machine,
  {
    cosmos,
    help,
    inTheMiddle,
  }: { readonly cosmos: Cosmos; readonly help: Help; readonly inTheMiddle: InTheMiddle },
): SampleNeighbours {
  const shop = shopOf(town, own);
  const dispatcher = emarsysLinkOf(town, own);
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
      const isThere = (account: string) => !help.removesOrphans || town.shop.customer(account) !== undefined;
      return carts.filter(({ account }) => account !== undefined && isThere(account)).slice(0, top);
    },
    async customers(accounts) {
      inTheMiddle(own);
      const found = await shop.customers(accounts);
      return new Map([...found].map(([account, { email }]) => [account, email]));
    },
    async mail(entries) {
      const signIn = await post("/oauth2/token", {}, "");
      const { access_token: token } = JSON.parse(signIn.body) as { readonly access_token: string };
      const headers = { authorization: `Bearer ${token}` };
      return (await post("/api/v2/event/1/trigger", headers, bodyOf(entries))).status;
    },
    readStatus: () => own.call({ ...COSMOS, serve: () => cosmos.status }),
    writeStatus: (written) => own.call({ ...COSMOS, serve: () => void (cosmos.status = written) }),
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
