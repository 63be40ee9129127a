import type { PersonDocument } from "../../../src/cart/documents.ts";
import type { Attempt, History, Written } from "./facts.ts";
import type { Violation } from "./judge.ts";
import { mayHaveBeenTaken } from "./once.ts";

const HOUR = 3_600_000;
/** The clocks of two machines may differ by so much. */
const CLOCKS_DIFFER = HOUR / 2;

/** Every step comes after the one before, in its time, by its event; and a series that ends says why. */
export function seriesViolations(history: History): readonly Violation[] {
  return [
    ...history.attempts.flatMap((attempt) =>
      attempt.people.flatMap((person) => stepViolations(history, attempt, person)),
    ),
    ...history.writes.flatMap(vanished),
    ...history.writes.flatMap((write) => notFollowed(history, write)),
  ];
}

type Person = Attempt["people"][number];

function stepViolations(history: History, attempt: Attempt, person: Person): readonly Violation[] {
  const promise = "each step in its time";
  const who = `step ${person.step} of ${person.cartId}, ${person.address}, in request ${attempt.id}`;
  const step = person.step === 0 ? undefined : history.rules.laterSteps[person.step - 1];
  if (attempt.event !== (step?.event ?? FIRST_EVENT)) return [{ promise, what: `not its event: ${who}` }];
  if (step === undefined) return person.step === 0 ? [] : [{ promise, what: `no such step: ${who}` }];
  const earliest = history.attempts.find(
    (before) =>
      before.leftAt <= attempt.leftAt &&
      mayHaveBeenTaken(before, person.address) &&
      before.people.some((one) => isStepBefore(one, person)),
  );
  const from = earliest?.leftAt ?? dismissedAt(history, person);
  if (from === undefined) return [{ promise, what: `nothing before it: ${who}` }];
  const isTooSoon = attempt.leftAt < from + step.hoursAfterLast * HOUR - CLOCKS_DIFFER;
  return isTooSoon ? [{ promise, what: `too soon: ${who}` }] : [];
}

const FIRST_EVENT = "1";

/** When an operator had the step before counted as sent, although perhaps it never was. */
function dismissedAt({ writes }: History, { cartId, key }: Person): number | undefined {
  return writes.find(
    ({ by, before, after }) =>
      by === "operator" &&
      before?.kind === "person" &&
      before.open?.state === "unsure" &&
      before.open.cartId === cartId &&
      after.kind === "person" &&
      after.open?.key === key,
  )?.at;
}

function isStepBefore(one: Person, { address, cartId, contents, step }: Person): boolean {
  return (
    one.step === step - 1 && one.address === address && one.cartId === cartId && one.contents === contents
  );
}

/** An open entry goes on, or ends with a word; only an opt-out leaves no trace of it. */
function vanished({ before, after, by }: Written): readonly Violation[] {
  if (before?.kind !== "person" || after.kind !== "person" || after.suppressed !== undefined) return [];
  const { open } = before;
  if (open === undefined || after.open?.key === open.key || hasWord(after, open.key)) return [];
  return [
    { promise: "nothing lost", what: `${open.cartId}, step ${open.step}, ended without a word (${by})` },
  ];
}

function hasWord(doc: PersonDocument, key: string): boolean {
  return doc.past.some((past) => past.key === key);
}

/** Whatever is written down as sent has its next step in the same document: waiting, or ended with a word. */
function notFollowed({ rules }: History, { before, after, by }: Written): readonly Violation[] {
  if (before?.kind !== "person" || after.kind !== "person") return [];
  const sent = after.past.filter(({ key, outcome }) => outcome === "sent" && !hasWord(before, key));
  return sent.flatMap(({ cartId, contents, step }): readonly Violation[] => {
    if (step >= rules.laterSteps.length) return [];
    const isNext = (one: PersonDocument["past"][number] | PersonDocument["open"]) =>
      one?.cartId === cartId && one.contents === contents && one.step === step + 1;
    if (isNext(after.open) || after.past.some(isNext)) return [];
    return [{ promise: "nothing lost", what: `step ${step + 1} of ${cartId} does not wait (${by})` }];
  });
}
