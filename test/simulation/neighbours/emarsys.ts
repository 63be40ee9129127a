import type { Dice } from "../engine/dice.ts";
import type { Timeline } from "../engine/timeline.ts";
import type { Attempt } from "../oracle/facts.ts";

/** What Emarsys does to a request that asks for mail, besides taking it. */
export const TRIGGER_TROUBLES = [
  "not-connected",
  "lost-before",
  "lost-after",
  "slow-before",
  "slow-after",
  "accepted-late",
  "429",
  "500-before",
  "500-after",
  "502-after",
  "503",
  "401",
  "garbled",
  "reply-twice",
  "refuses-some",
  "refuses-batch",
  "nothing-attached",
] as const;

/** What may become of a question to Emarsys. */
export const QUESTION_TROUBLES = [
  "not-connected",
  "lost-after",
  "slow-after",
  "429",
  "500-after",
  "forgets-some",
] as const;

export type TriggerTrouble = (typeof TRIGGER_TROUBLES)[number];
export type QuestionTrouble = (typeof QUESTION_TROUBLES)[number];

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** Leaves no doubt about what was done. */
  readonly isDefinite: boolean;
}

/** A request as it came in. */
export interface Incoming {
  readonly path: string;
  readonly authorization: string;
  readonly body: string;
}

/** The account at Emarsys. It mails whatever it takes, as often as it takes it. */
export interface Emarsys {
  /** The value of the opt-in field; undefined = no such contact. */
  readonly optIns: Map<string, string>;
  /** Addresses that spoil every request they stand in. */
  readonly poison: Set<string>;
  token(): Reply;
  contacts(request: Incoming, trouble: QuestionTrouble | undefined): Reply;
  /** `attempt` is told what becomes of everybody in it. */
  trigger(request: Incoming, attempt: Attempt, trouble: TriggerTrouble | undefined): Reply;
}

export function openEmarsys(tools: {
  readonly timeline: Timeline;
  readonly dice: Dice;
  readonly tokenSeconds: number;
}): Emarsys {
  const { timeline, dice } = tools;
  const optIns = new Map<string, string>();
  const poison = new Set<string>();
  const tokens = new Map<string, number>();

  function isSignedIn({ authorization }: Incoming): boolean {
    return (tokens.get(authorization.replace("Bearer ", "")) ?? 0) > timeline.now;
  }

  return {
    optIns,
    poison,
    token() {
      const token = `token-${tokens.size + 1}`;
      tokens.set(token, timeline.now + tools.tokenSeconds * 1000);
      return json(200, { access_token: token, expires_in: tools.tokenSeconds, token_type: "bearer" });
    },
    contacts(request, trouble) {
      if (!isSignedIn(request)) return turnedAway(401);
      if (trouble === "429") return throttled(timeline.now, dice);
      if (trouble === "500-after") return turnedAway(500);
      const { keyValues } = JSON.parse(request.body) as { readonly keyValues: readonly string[] };
      const known = keyValues.filter((address) => optIns.has(address));
      const told = trouble === "forgets-some" ? known.filter(() => dice.chance(0.5)) : known;
      return json(200, {
        replyCode: 0,
        data: {
          result: told.map((address, id) => ({ id, "3": address, "31": optIns.get(address) })),
          errors: keyValues
            .filter((address) => !optIns.has(address))
            .map((key) => ({ key, errorCode: 2008, errorMsg: "No contact found" })),
        },
      });
    },
    trigger(request, attempt, trouble) {
      if (!isSignedIn(request) || trouble === "401") return turnedAway(401);
      if (trouble === "429") return throttled(timeline.now, dice);
      if (trouble === "503") return turnedAway(503);
      if (trouble === "500-before") return turnedAway(500);
      if (trouble === "refuses-batch" || attempt.people.some(({ address }) => poison.has(address))) {
        if (attempt.people.length === 1) attempt.refused.add(attempt.people[0]?.address ?? "");
        return json(400, { replyCode: 1010, data: "" });
      }
      if (trouble === "nothing-attached") return json(200, { replyCode: 0, data: { connectedTo: false } });
      attempt.deliveredAt = timeline.now;
      const isRefused = (address: string) =>
        !optIns.has(address) || (trouble === "refuses-some" && dice.chance(0.4));
      return taken(attempt, { trouble, isRefused });
    },
  };
}

/** Whoever is no contact is told so by name; what their opt-in says is never looked at. */
function taken(
  attempt: Attempt,
  how: {
    readonly trouble: TriggerTrouble | undefined;
    readonly isRefused: (address: string) => boolean;
  },
): Reply {
  const { trouble } = how;
  for (const { address } of attempt.people) {
    if (how.isRefused(address)) attempt.refused.add(address);
    else attempt.delivered.add(address);
  }
  if (trouble === "500-after") return turnedAway(500);
  if (trouble === "502-after") return turnedAway(502);
  const errors = Object.fromEntries(
    [...attempt.refused].map((address) => [address, { "2008": "No contact found" }]),
  );
  const ids = [...attempt.delivered].map((_, id) => id);
  const reply = json(200, { replyCode: 0, data: { ids, errors: attempt.refused.size === 0 ? [] : errors } });
  if (trouble === "garbled") return { ...reply, text: reply.text.slice(0, -7), isDefinite: false };
  if (trouble === "reply-twice") return { ...reply, text: reply.text + reply.text, isDefinite: false };
  return reply;
}

function json(status: number, body: unknown): Reply {
  return {
    status,
    headers: { "content-type": "application/json" },
    text: JSON.stringify(body),
    isDefinite: true,
  };
}

function turnedAway(status: number): Reply {
  const isDefinite = status !== 500 && status !== 502;
  return { status, headers: {}, text: "<html>", isDefinite };
}

function throttled(now: number, dice: Dice): Reply {
  const seconds = dice.whole(1, 90);
  const headers = dice.pick<Readonly<Record<string, string>>>([
    {},
    { "retry-after": String(seconds) },
    { "x-ratelimit-reset": String(Math.ceil(now / 1000) + seconds) },
  ]);
  return { ...turnedAway(429), headers };
}
