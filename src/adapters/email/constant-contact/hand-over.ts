import { asConnectorError } from "../../../cart/connector-error.ts";
import type { Answer } from "../../../cart/documents.ts";
import type { Reminder } from "../../../cart/reminder.ts";
import type { Clock } from "../../../ports/clock.ts";
import type { Handover } from "../../../ports/email-provider.ts";
import { released, sameForAll, whenAsked } from "../answers.ts";
import { within, type Calls } from "./calls.ts";
import type { ConstantContactOptions } from "./options.ts";
import { joinBody } from "./payload.ts";
import { createPrepare, type Prepared } from "./prepare.ts";
import { parked, readReply } from "./reply.ts";

/* Claims are held meanwhile, for the time-out of one request and half a minute. */
/** Who is not begun by then comes back by themselves. */
const BEGINNING_MS = 20_000;
/** Nobody's preparing takes longer than until then. */
const PREPARING_MS = 25_000;

/**
 * Hands over a batch: the cart is written into each contact, one after the other, and then one request adds all of
 * them to the list. A fault before that request mails nobody.
 */
export function createHandOver(
  options: ConstantContactOptions,
  { calls, clock }: { readonly calls: Calls; readonly clock: Clock },
): (batch: readonly Reminder[]) => Promise<Handover> {
  const prepare = createPrepare(options);

  async function prepareAll(batch: readonly Reminder[]): Promise<readonly (Prepared | Judged)[]> {
    const begunAt = clock.now().getTime();
    const gone = () => clock.now().getTime() - begunAt;
    const how = { calls: within(calls, () => PREPARING_MS - gone()), now: () => clock.now() };
    const done: (Prepared | Judged)[] = [];
    for (const reminder of batch) {
      const result = gone() > BEGINNING_MS ? released(clock.now()) : await prepare(reminder, how);
      done.push("kind" in result ? { reminder, answer: result } : result);
    }
    return done;
  }

  async function join(prepared: readonly Prepared[]): Promise<Handover> {
    const listId = prepared[0]?.reminder.template ?? options.listId;
    const body = joinBody(
      prepared.map(({ contactId }) => contactId),
      listId,
    );
    const path = "/activities/add_list_memberships";
    const result = await calls.ask({ method: "POST", path, body, isRepeatable: false });
    const people = prepared.map(({ reminder }) => reminder);
    return readReply(result, people, { now: clock.now(), until: calls.parkedUntil() });
  }

  async function handOver(batch: readonly Reminder[]): Promise<Handover> {
    const done = await prepareAll(batch);
    const prepared = done.filter((one): one is Prepared => "contactId" in one);
    const judged = done.flatMap((one) => ("answer" in one ? [[one.reminder.key, one.answer] as const] : []));
    const joined = prepared.length === 0 ? { answers: new Map() } : await join(prepared);
    return { ...joined, answers: new Map([...judged, ...joined.answers]) };
  }

  return async (batch) => {
    try {
      return await handOver(batch);
    } catch (thrown) {
      // thrown is only what came before the request, or after one that was turned down
      const fault = asConnectorError(thrown);
      const until = calls.parkedUntil();
      if (until !== undefined) return parked(batch, until, { fault });
      const now = clock.now();
      const isThrottled = fault.code === "provider-throttled";
      return sameForAll(batch, isThrottled ? whenAsked(new Headers(), now) : released(now), fault);
    }
  };
}

interface Judged {
  readonly reminder: Reminder;
  readonly answer: Answer;
}
