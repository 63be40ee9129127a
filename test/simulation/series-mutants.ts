import type { OrdersAnswer } from "../../src/cart/order.ts";
import type { RetailServer } from "../../src/ports/retail-server.ts";
import type { PassTools } from "../../src/run/pass.ts";
import { changedReads, changedWrites, withoutOpen } from "./changed-ledger.ts";
import type { Mutant } from "./mutant.ts";

/** Rules about series and quiet hours. */
export const SERIES_MUTANTS: readonly Mutant[] = [
  {
    rule: "a series is sent again from its beginning",
    unusual: { spoil: forgetSteps },
    breaks: ["at most once", "each step in its time", "nothing lost"],
  },
  {
    rule: "a step does not wait for its time",
    unusual: { spoil: hurrySteps },
    breaks: ["each step in its time"],
  },
  {
    rule: "a series goes on after a purchase",
    unusual: { spoil: rememberOrders },
    breaks: ["nobody after a purchase"],
  },
  {
    rule: "every step has the event of the first",
    unusual: { spoil: loseTemplates },
    breaks: ["each step in its time"],
  },
  {
    rule: "a step that was sent leaves nothing behind",
    unusual: { spoil: removeLaterSteps },
    breaks: ["nothing lost"],
  },
  {
    rule: "nobody looks at the clock on the wall",
    unusual: { spoil: ignoreQuietHours },
    breaks: ["nobody in their quiet hours"],
  },
  {
    rule: "the quiet hours are those of the shop for everybody",
    unusual: { spoil: forgetCountries },
    breaks: ["nobody in their quiet hours"],
  },
];

/** A further reminder is written down as if it were the first once more. */
function forgetSteps(tools: PassTools): PassTools {
  return changedReads(tools, (doc) => {
    if (doc.kind !== "person" || doc.open?.state !== "waiting" || doc.open.step === 0) return doc;
    return { ...doc, past: [], open: { ...doc.open, step: 0 } };
  });
}

function hurrySteps(tools: PassTools): PassTools {
  return changedWrites(tools, (doc) => {
    if (doc.open?.state !== "waiting" || doc.open.why !== "later-step") return doc;
    const dueAt = tools.clock.now().toISOString();
    return { ...doc, open: { ...doc.open, dueAt }, dueAt };
  });
}

/** What was heard of an account once counts for as long as the machine lives; the question is asked all the same. */
function rememberOrders(tools: PassTools): PassTools {
  const kept = new Map<string, OrdersAnswer>();
  const ordersSince: RetailServer["ordersSince"] = async (account, since) => {
    const answer = await tools.retailServer.ordersSince(account, since);
    const before = kept.get(account);
    if (before?.kind === "orders") return before;
    kept.set(account, answer);
    return answer;
  };
  return { ...tools, retailServer: { ...tools.retailServer, ordersSince } };
}

function loseTemplates(tools: PassTools): PassTools {
  const laterSteps = tools.rules.laterSteps.map((step) => ({ ...step, template: undefined }));
  return { ...tools, rules: { ...tools.rules, laterSteps } };
}

function removeLaterSteps(tools: PassTools): PassTools {
  return changedWrites(tools, (doc) =>
    doc.open?.state === "waiting" && doc.open.why === "later-step" ? withoutOpen(doc) : doc,
  );
}

function ignoreQuietHours(tools: PassTools): PassTools {
  return { ...tools, rules: { ...tools.rules, quietHours: undefined } };
}

function forgetCountries(tools: PassTools): PassTools {
  const customers: RetailServer["customers"] = async (accounts) => {
    const found = await tools.retailServer.customers(accounts);
    return new Map([...found].map(([account, customer]) => [account, { ...customer, country: undefined }]));
  };
  return { ...tools, retailServer: { ...tools.retailServer, customers } };
}
