import { asConnectorError } from "../../../cart/connector-error.ts";
import type { Answer } from "../../../cart/documents.ts";
import type { Reminder } from "../../../cart/reminder.ts";
import type { Clock } from "../../../ports/clock.ts";
import type { Handover } from "../../../ports/email-provider.ts";
import { released, sameForAll, whenAsked } from "../answers.ts";
import type { Calls } from "./calls.ts";
import type { ConstantContactOptions } from "./options.ts";
import { joinBody } from "./payload.ts";
import { createPrepare, type Prepared } from "./prepare.ts";
import { parked, readReply } from "./reply.ts";

/** A claim is held meanwhile: who is not prepared by then comes back by themselves. */
const PREPARING_MS = 20_000;

/**
 * Hands over a batch: the cart is written into each contact, one after the other, and then one request adds all of
 * them to the list. A fault before that request mails nobody.
 */
export function createHandOver(
  options: ConstantContactOptions,
  { calls, clock }: { readonly calls: Calls; readonly clock: Clock },
): (batch: readonly Reminder[]) => Promise<Handover> {
  const prepare = createPrepare(options, calls);

  async function prepareAll(batch: readonly Reminder[]): Promise<readonly (Prepared | Judged)[]> {
    const endsAt = clock.now().getTime() + PREPARING_MS;
    const done: (Prepared | Judged)[] = [];
    for (const reminder of batch) {
      const isLate = clock.now().getTime() > endsAt;
      const result = isLate ? released(clock.now()) : await prepare(reminder, () => clock.now());
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
