import type { Attempt, History, Written } from "./facts.ts";
import type { Violation } from "./judge.ts";

/** Nobody is left in doubt whose answer is known, and an opt-out that was acknowledged stays. */
export function doubtViolations(history: History): readonly Violation[] {
  return [
    ...history.writes.flatMap((write) => needless(history, write)),
    ...history.attempts.flatMap((attempt) => unlisted(history, attempt)),
    ...forgottenOptOuts(history),
  ];
}

/** What nobody could tell was listed as unsure, unless the person is never written to again anyway. */
function unlisted({ writes, suppressed }: History, attempt: Attempt): readonly Violation[] {
  if (attempt.isAnswered || attempt.isStillborn) return [];
  return attempt.people
    .filter(({ address }) => !suppressed.some((one) => one.address === address))
    .filter(
      ({ key }) =>
        !writes.some(
          ({ after }) => after.kind === "person" && after.open?.state === "unsure" && after.open.key === key,
        ),
    )
    .map(({ cartId }) => ({
      promise: "honest doubt",
      what: `${cartId} in request ${attempt.id} was never listed as unsure`,
    }));
}

function needless(history: History, { before, after, by }: Written): readonly Violation[] {
  if (before?.kind !== "person" || after.kind !== "person") return [];
  if (before.open?.state !== "sending" || after.open?.state !== "unsure") return [];
  const { ticket: id, key, cartId } = after.open;
  const promise = "honest doubt";
  if (
    !history.writes.some(
      ({ after: doc }) => doc.id === id && doc.kind === "ticket" && doc.state !== "abandoned",
    )
  ) {
    return [{ promise, what: `${cartId} was never handed over (${by})` }];
  }
  // what counts is what whoever doubts was told last
  const seen = history.ticketReads.findLast(
    ({ machine, ticket }) => machine === by && ticket.id === id,
  )?.ticket;
  const answer = seen?.answers?.[key];
  if (answer === undefined || answer.kind === "unsure") return [];
  return [{ promise, what: `${cartId} was answered: ${answer.kind} (${by})` }];
}

function forgottenOptOuts({ writes }: History): readonly Violation[] {
  const promise = "nobody against their wish";
  return writes.flatMap(({ before, after }) =>
    before?.kind === "person" &&
    before.suppressed !== undefined &&
    after.kind === "person" &&
    after.suppressed === undefined
      ? [{ promise, what: `the opt-out in ${after.id} was written over` } as const]
      : [],
  );
}
