import { asConnectorError } from "../../../cart/connector-error.ts";
import type { Answer } from "../../../cart/documents.ts";
import type { Reminder } from "../../../cart/reminder.ts";
import type { Clock } from "../../../ports/clock.ts";
import type { Handover } from "../../../ports/email-provider.ts";
import { released, sameForAll, whenAsked } from "../answers.ts";
import { memberPath, statusIn } from "./audience.ts";
import { storePath, type Call } from "./calls.ts";
import { syncingFault } from "./check.ts";
import type { MarketingOptions } from "./options.ts";
import { cartBodies, type CartBodies } from "./payload.ts";
import { createPreparing } from "./prepare.ts";
import { isCart, readReply } from "./reply.ts";
import type { Store } from "./schema.ts";

interface HandOverTools {
  readonly clock: Clock;
  readonly call: Call;
  readonly store: () => Promise<Store>;
}

/** With less time left the cart is not begun. */
const LEAST_MS = 1_000;
/** For the question whether a cart is there: a claim is held meanwhile. */
const LOOKING_MS = 10_000;

/**
 * Hands over one cart: first everything that it names, then the cart itself, which is the one request that makes the
 * flow mail somebody. All of it together has the time of one request.
 */
export function createHandOver(
  options: MarketingOptions,
  { clock, call, store }: HandOverTools,
): (reminder: Reminder) => Promise<Handover> {
  const carts = `${storePath(options)}/carts`;
  const preparing = createPreparing(options);

  async function hindrance(
    reminder: Reminder,
    bodies: CartBodies,
    within: Call,
  ): Promise<Answer | undefined> {
    const place = await store();
    if (place.is_syncing) throw syncingFault();
    const path = memberPath(place, reminder.address);
    const why = whyNot(statusIn(await within({ method: "GET", path })));
    if (why !== undefined) return { kind: "refused", why };
    const prepared = await preparing.prepare(reminder, bodies, within);
    return prepared === "ready" ? undefined : prepared;
  }

  async function addCart(reminder: Reminder, bodies: CartBodies): Promise<Handover> {
    const endsAt = clock.now().getTime() + options.requestTimeoutMs;
    const leftMs = () => Math.max(1, endsAt - clock.now().getTime());
    const within: Call = (one) => call({ ...one, timeoutMs: leftMs() });
    const hindered = await hindrance(reminder, bodies, within);
    if (hindered !== undefined) return sameForAll([reminder], hindered);
    if (leftMs() < LEAST_MS) return sameForAll([reminder], released(clock.now()));
    const result = await within({ method: "POST", path: carts, body: bodies.cart });
    const isThere = () => hasCart(reminder);
    return settled(await readReply(result, reminder, { now: clock.now(), isThere }), reminder);
  }

  async function hasCart(reminder: Reminder): Promise<boolean> {
    const path = `${carts}/${reminder.key}`;
    return isCart(await call({ method: "GET", path, timeoutMs: LOOKING_MS }), reminder);
  }

  /** A cart that is there was taken, whatever became of the reply; one that is not may still be on its way. */
  async function settled(handover: Handover, reminder: Reminder): Promise<Handover> {
    if (handover.answers.get(reminder.key)?.kind !== "unsure") return handover;
    const isThere = await hasCart(reminder).catch(() => false);
    return isThere ? { ...handover, ...sameForAll([reminder], { kind: "accepted" }) } : handover;
  }

  return async (reminder) => {
    const bodies = cartBodies(reminder);
    if (bodies === undefined) return sameForAll([reminder], { kind: "refused", why: "price-missing" });
    try {
      return await addCart(reminder, bodies);
    } catch (thrown) {
      // thrown is only what came before the cart, or after Mailchimp itself had refused it
      const fault = asConnectorError(thrown);
      const now = clock.now();
      const answer = fault.code === "provider-throttled" ? whenAsked(new Headers(), now) : released(now);
      return sameForAll([reminder], answer, fault);
    }
  };
}

/** Flows mail subscribers only, so nobody else is handed over: what is accepted is also mailed. */
function whyNot(status: string | undefined): string | undefined {
  switch (status) {
    case "subscribed":
      return undefined;
    case undefined:
      return "contact-unknown";
    case "unsubscribed":
      return "unsubscribed";
    case "cleaned":
      return "address-bounced";
    default:
      return "not-subscribed";
  }
}
