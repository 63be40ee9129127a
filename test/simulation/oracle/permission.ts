import type { Attempt, History, Pass } from "./facts.ts";
import type { Violation } from "./judge.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** The clocks of two machines may differ by so much. */
const CLOCKS_DIFFER = 30 * MINUTE;

type Person = Attempt["people"][number];

/** Nobody is written to without permission, after an opt-out, after a purchase that was seen, or too often. */
export function permissionViolations(history: History): readonly Violation[] {
  const each = history.attempts.flatMap((attempt) =>
    attempt.people.flatMap((person) => [
      ...wishViolations(history, attempt, person),
      ...purchaseViolations(history, attempt, person),
    ]),
  );
  return [...each, ...history.inhabitants.flatMap(({ address }) => tooOften(history, address))];
}

function wishViolations(
  history: History,
  attempt: Attempt,
  { address, cartId, key }: Person,
): readonly Violation[] {
  const promise = "nobody against their wish";
  const who = `${address}, ${cartId} in request ${attempt.id}`;
  const handedOverAt = handOver(history, attempt, key);
  if (handedOverAt === undefined) return [{ promise, what: `no ticket for ${who}` }];
  const from = passOf(history, attempt)?.startedAt ?? 0;
  const optOut = history.suppressed.find((one) => one.address === address && one.at < handedOverAt);
  if (optOut !== undefined) return [{ promise, what: `opted out before: ${who}` }];
  const heard = history.consentHeard.findLast(
    ({ machine, address: of, at }) => machine === attempt.machine && of === address && at <= attempt.leftAt,
  );
  const own = history.carts.find((cart) => cart.cartId === cartId)?.account;
  const record = history.recordsHeard.findLast(
    ({ machine, account, at }) => machine === attempt.machine && account === own && at <= attempt.leftAt,
  );
  const isHeard = heard !== undefined && heard.at >= from && record !== undefined && record.at >= from;
  const isYes = history.rules.permission === "provider" ? heard?.optIn === "1" : record?.saysYes;
  if (!isHeard || isYes !== true) return [{ promise, what: `no consent was heard: ${who}` }];
  if (heard.optIn === "2" || record.isFlagged) return [{ promise, what: `a refusal was heard: ${who}` }];
  const standing = history.standings.filter((one) => one.address === address && one.at <= attempt.leftAt);
  const isForbidden = standing.at(-1)?.mayBeWrittenTo === false && (standing.at(-1)?.at ?? 0) < from;
  return isForbidden ? [{ promise, what: `may not be written to: ${who}` }] : [];
}

/** When the ticket that names the reminder was created by the machine that sent it. */
function handOver({ writes }: History, attempt: Attempt, key: string): number | undefined {
  return writes.findLast(
    ({ at, by, before, after }) =>
      at <= attempt.leftAt &&
      by === attempt.machine &&
      before === undefined &&
      after.kind === "ticket" &&
      after.state === "handed-over" &&
      after.keys.some((named) => named === key),
  )?.at;
}

export function passOf({ passes }: History, attempt: Attempt): Pass | undefined {
  return passes.findLast(
    ({ machine, startedAt }) => machine === attempt.machine && startedAt <= attempt.leftAt,
  );
}

function purchaseViolations(history: History, attempt: Attempt, person: Person): readonly Violation[] {
  const promise = "nobody after a purchase";
  const who = `${person.address}, ${person.cartId} in request ${attempt.id}`;
  const from = passOf(history, attempt)?.startedAt ?? 0;
  const seen = history.carts.filter(({ cartId, at }) => cartId === person.cartId && at <= attempt.leftAt);
  const newest =
    seen
      .map(({ stamp }) => stamp)
      .sort()
      .at(-1) ?? "";
  const remindedAt = firstRemindedAt(history, person);
  const products = new Set(person.contents.split(" ").map((one) => one.split("*")[0]));
  for (const account of accountsOf(history, attempt, person)) {
    const heard = history.ordersHeard.findLast(
      ({ machine, account: of, at }) => machine === attempt.machine && of === account && at <= attempt.leftAt,
    );
    if (heard === undefined || heard.at < from)
      return [{ promise, what: `nobody looked at the orders: ${who}` }];
    const bought = heard.orders.some(
      (order) =>
        order.stamp > newest ||
        order.at > remindedAt ||
        order.products.some((product) => products.has(product)),
    );
    if (bought) return [{ promise, what: `a purchase was seen: ${who}` }];
  }
  return [];
}

/** When the first reminder of a series went out: whoever bought anything since gets no further one. */
function firstRemindedAt({ attempts }: History, { address, cartId, contents, step }: Person): number {
  if (step === 0) return Number.POSITIVE_INFINITY;
  const isFirst = (one: Person) =>
    one.step === 0 && one.address === address && one.cartId === cartId && one.contents === contents;
  return attempts.find(({ people }) => people.some(isFirst))?.leftAt ?? Number.NEGATIVE_INFINITY;
}

/** The account of the cart, and all that were ever written down for the person before they were claimed. */
function accountsOf(
  { carts, writes }: History,
  attempt: Attempt,
  { cartId, key }: Person,
): ReadonlySet<string> {
  const own = carts.find((cart) => cart.cartId === cartId)?.account;
  const claim = writes.findLast(
    ({ at, by, after }) =>
      at <= attempt.leftAt && by === attempt.machine && after.kind === "person" && after.open?.key === key,
  );
  const known = writes.flatMap(({ at, after }) =>
    claim !== undefined && at < claim.at && after.kind === "person" && after.id === claim.after.id
      ? after.accounts
      : [],
  );
  return new Set([...(own === undefined ? [] : [own]), ...known]);
}

function tooOften(history: History, address: string): readonly Violation[] {
  const { hoursBetween, most30Days } = history.rules;
  const mails = history.attempts.filter(({ delivered }) => delivered.has(address));
  const isWished = history.writes.some(
    ({ by, after }) =>
      by === "operator" && after.kind === "person" && mails.some(isAbout(after.past, after.open)),
  );
  if (isWished) return [];
  const promise = "not too often";
  const isTooSoon = mails.some((mail, index) => {
    const before = mails[index - 1];
    return before !== undefined && mail.leftAt - before.leftAt < hoursBetween * HOUR - CLOCKS_DIFFER;
  });
  if (isTooSoon) return [{ promise, what: `${address} twice within ${hoursBetween} hours` }];
  return mails.length > most30Days ? [{ promise, what: `${address} ${mails.length} times in 30 days` }] : [];
}

type Entry = { readonly key: string };

/** A person's decision about one of the reminders frees that person from the caps. */
function isAbout(past: readonly Entry[], open: Entry | undefined): (mail: Attempt) => boolean {
  const keys = new Set([...past, ...(open === undefined ? [] : [open])].map(({ key }) => key));
  return (mail) => mail.people.some(({ key }) => keys.has(key));
}
