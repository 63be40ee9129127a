import { FINDING_MEANINGS } from "../cart/consent.ts";
import type { OrdersAnswer } from "../cart/order.ts";
import type { WayTools } from "../steps/way.ts";

/** The steps of the way at which somebody is asked or told something. */
export type WitnessedStep = "identify" | "guard" | "enrich" | "claim" | "hand over";

/** One question on the way of a cart, and what came of it. Holds counts and words only, nothing of a person. */
export interface Seen {
  /** ISO 8601. */
  readonly at: string;
  readonly step: WitnessedStep;
  readonly what: string;
}

/** The same tools; whatever a single cart's way asks and is answered through them is told to `note`, in its order. */
export function witnessed(tools: WayTools, note: (seen: Seen) => void): WayTools {
  const see = (step: WitnessedStep, what: string): void => {
    note({ at: tools.clock.now().toISOString(), step, what });
  };
  return {
    ...tools,
    retailServer: { ...tools.retailServer, ...watchedQuestions(tools, see) },
    consent: {
      ...tools.consent,
      async ask(people) {
        const findings = await tools.consent.ask(people);
        const { basis, source } = tools.consent;
        for (const { person } of people) {
          const meaning = FINDING_MEANINGS[findings.get(person) ?? "unanswered"];
          see("guard", `consent by ${basis} (${source}): ${meaning}`);
        }
        return findings;
      },
    },
    ledger: {
      ...tools.ledger,
      async create(doc) {
        if (doc.kind === "person" && doc.open?.state === "sending") see("claim", FIRST_CLAIM);
        return tools.ledger.create(doc);
      },
      async replace(doc, version) {
        if (doc.kind === "person" && doc.open?.state === "sending") see("claim", LATER_CLAIM);
        return tools.ledger.replace(doc, version);
      },
    },
    provider: {
      ...tools.provider,
      async remind(batch) {
        for (const { language, lines, total, currency } of batch) {
          const sum = total === undefined ? "without a total" : `${total.value} ${currency} in all`;
          see(
            "hand over",
            `to ${tools.provider.name}: ${plural(lines.length, "line")}, ${sum}, language ${language}`,
          );
        }
        return tools.provider.remind(batch);
      },
    },
  };
}

const FIRST_CLAIM = "nothing in the ledger speaks against it; a new entry";
const LATER_CLAIM = "nothing in the ledger speaks against it; added to what is remembered";

function watchedQuestions(
  { retailServer }: Pick<WayTools, "retailServer">,
  see: (step: WitnessedStep, what: string) => void,
): Partial<WayTools["retailServer"]> {
  return {
    async customers(accounts) {
      const found = await retailServer.customers(accounts);
      for (const account of accounts) see("identify", customerWords(found.get(account)));
      return found;
    },
    async cartsOf(account) {
      const answer = await retailServer.cartsOf(account);
      see("guard", cartsWords(answer));
      return answer;
    },
    async cart(id) {
      const cart = await retailServer.cart(id);
      const what = cart === undefined ? "is gone" : cart === "unreadable" ? "cannot be read" : "is there";
      see("guard", `the cart itself, read again: ${what}`);
      return cart;
    },
    async ordersSince(account, since) {
      const answer = await retailServer.ordersSince(account, since);
      see("guard", ordersWords(answer, since.raw));
      return answer;
    },
    async products(ids, language) {
      const found = await retailServer.products(ids, language);
      see("enrich", `${found.size} of ${plural(ids.length, "product")} found, in ${language}`);
      return found;
    },
    async pictures(productId) {
      const found = await retailServer.pictures(productId);
      see("enrich", `a product with ${plural(found.length, "picture")}`);
      return found;
    },
  };
}

function customerWords(
  customer: { readonly email: unknown; readonly optedOut: boolean } | undefined,
): string {
  if (customer === undefined) return "Commerce does not know the customer";
  const address = customer.email === undefined ? "without an e-mail address" : "with an e-mail address";
  return `a customer ${address}${customer.optedOut ? ", blocked or opted out in Commerce" : ""}`;
}

function cartsWords(answer: Awaited<ReturnType<WayTools["retailServer"]["cartsOf"]>>): string {
  if (answer === "not-offered") return "carts of the account: this server does not search by account";
  return `carts of the account: ${answer.carts.length}${answer.complete ? "" : " or more"}`;
}

function ordersWords(answer: OrdersAnswer, since: string): string {
  return answer.kind === "unreadable"
    ? `orders of the account: cannot be read (${answer.why})`
    : `orders of the account since ${since}: ${answer.orders.length}`;
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}
