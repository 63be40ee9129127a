import type { Dice } from "../engine/dice.ts";
import type { Timeline } from "../engine/timeline.ts";
import { openEmarsys, type Emarsys } from "../neighbours/emarsys.ts";
import { ledgerStore, type LedgerStore, type LedgerWrite } from "../neighbours/ledger-store.ts";
import { openShop, type Shop } from "../neighbours/shop.ts";
import type { History } from "../oracle/facts.ts";
import type { Plan } from "./plan.ts";

/** Everything that is there before the first pass: the neighbours, and what really happens. */
export interface Town {
  readonly plan: Plan;
  readonly timeline: Timeline;
  readonly dice: Dice;
  readonly shop: Shop;
  readonly emarsys: Emarsys;
  readonly store: LedgerStore;
  readonly history: History;
  /** Whoever wants to do something just when somebody was claimed is told the cart's id. */
  readonly whenClaimed: ((cartId: string) => void)[];
  readonly trace: (line: () => string) => void;
}

export function buildTown(
  plan: Plan,
  tools: Pick<Town, "timeline" | "dice" | "trace"> & { readonly inhabitants: History["inhabitants"] },
): Town {
  const { timeline, dice, trace } = tools;
  const history = emptyHistory(plan, tools.inhabitants);
  const whenClaimed: Town["whenClaimed"] = [];

  function written(write: LedgerWrite): void {
    history.writes.push(write);
    const { after } = write;
    if (after.kind !== "person" || after.open?.state !== "sending") return;
    for (const tell of whenClaimed) tell(after.open.cartId);
  }

  return {
    plan,
    timeline,
    dice,
    trace,
    history,
    shop: openShop({ timeline, dice: dice.fork("shop"), history, trace }),
    emarsys: openEmarsys({ timeline, dice: dice.fork("emarsys"), tokenSeconds: plan.tokenSeconds }),
    whenClaimed,
    store: ledgerStore(timeline, written),
  };
}

function emptyHistory({ rules, pass }: Plan, inhabitants: History["inhabitants"]): History {
  return {
    rules: {
      includeMinutes: pass.includeMinutes,
      excludeMinutes: pass.excludeMinutes,
      catchUpMinutes: pass.maxCatchUpMinutes,
      maxWaitMinutes: rules.maxWaitMinutes,
      hoursBetween: rules.minHoursBetweenReminders,
      most30Days: rules.maxRemindersPer30Days,
      lookbackDays: rules.purchaseLookbackDays,
    },
    inhabitants,
    carts: [],
    orders: [],
    standings: [],
    ordersHeard: [],
    consentHeard: [],
    attempts: [],
    writes: [],
    passes: [],
    suppressed: [],
    staleReads: [],
    dead: new Set(),
    firstPageAt: undefined,
    endedAt: 0,
    isEndless: false,
  };
}
