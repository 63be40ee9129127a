import { Dispatcher } from "undici";
import type { Dice } from "../engine/dice.ts";
import type { Machine } from "../engine/machine.ts";
import type { Timeline } from "../engine/timeline.ts";
import type { Attempt, History } from "../oracle/facts.ts";
import type { Emarsys, Incoming, QuestionTrouble, Reply, TriggerTrouble } from "./emarsys.ts";
import type { Weather } from "./weather.ts";

export interface EmarsysLinkSetUp {
  readonly emarsys: Emarsys;
  readonly machine: Machine;
  readonly timeline: Timeline;
  readonly dice: Dice;
  readonly triggers: Weather<TriggerTrouble>;
  readonly questions: Weather<QuestionTrouble>;
  readonly history: History;
  /** Told when a request that asks for mail is about to leave. */
  readonly asked: (attempt: Attempt) => void;
  readonly trace: (line: () => string) => void;
}

type Options = Dispatcher.DispatchOptions;
type Handler = Dispatcher.DispatchHandler;

/** One request on the wire, from this machine's side. */
interface Wire {
  /** The reply, or its loss, reaches the machine unless it hung up before. */
  end(afterMs: number, act: (handler: Handler, controller: Dispatcher.DispatchController) => void): void;
}

/** What undici does its requests through: Emarsys without a socket, for the real adapter of one machine. */
export class EmarsysLink extends Dispatcher {
  readonly #setUp: EmarsysLinkSetUp;

  constructor(setUp: EmarsysLinkSetUp) {
    super();
    this.#setUp = setUp;
  }

  override dispatch(options: Options, handler: Handler): boolean {
    const controller = hangUp(handler);
    handler.onRequestStart?.(controller, {});
    if (controller.aborted) return true;
    const { machine, timeline } = this.#setUp;
    const wire: Wire = {
      end(afterMs, act) {
        timeline.after(
          afterMs,
          () => !controller.aborted && machine.deliver(() => !controller.aborted && act(handler, controller)),
        );
      },
    };
    if (machine.begin()) send(this.#setUp, wire, incoming(options));
    return true;
  }

  override close(): Promise<void> {
    return Promise.resolve();
  }

  override destroy(): Promise<void> {
    return Promise.resolve();
  }
}

function send(setUp: EmarsysLinkSetUp, wire: Wire, request: Incoming): void {
  if (request.path.endsWith("/trigger")) trigger(setUp, wire, request);
  else question(setUp, wire, request);
}

function trigger(setUp: EmarsysLinkSetUp, wire: Wire, request: Incoming): void {
  const { machine, timeline, dice, emarsys, history, trace } = setUp;
  const trouble = setUp.triggers.trouble();
  const attempt = attemptOf(request, {
    id: history.attempts.length,
    machine: machine.name,
    leftAt: timeline.now,
  });
  history.attempts.push(attempt);
  setUp.asked(attempt);
  const names = attempt.people.map(({ cartId, address }) => `${cartId} ${address}`).join(", ");
  trace(
    () => `${machine.name} TRIGGER ${attempt.id}: ${names}${trouble === undefined ? "" : ` (${trouble})`}`,
  );
  if (trouble === "not-connected") {
    attempt.isStillborn = true;
    wire.end(dice.whole(1, 100), broken("ECONNREFUSED"));
    return;
  }
  const outMs = trouble === "accepted-late" ? dice.whole(1_000, 300_000) : dice.whole(1, 100);
  timeline.after(outMs, () => {
    if (!machine.mayArrive()) return false;
    if (trouble === "lost-before") wire.end(dice.whole(1, 200), broken("ECONNRESET"));
    if (trouble === "lost-before" || trouble === "slow-before") return false;
    const reply = emarsys.trigger(request, attempt, trouble);
    trace(
      () => `emarsys ${attempt.id}: ${reply.status}, mails ${[...attempt.delivered].join(" ") || "nobody"}`,
    );
    if (trouble === "lost-after") wire.end(dice.whole(1, 200), broken("ECONNRESET"));
    else {
      wire.end(replyMs(trouble, dice), (handler, controller) => {
        attempt.isAnswered = reply.isDefinite;
        give(reply, handler, controller);
      });
    }
    return false;
  });
}

function question(setUp: EmarsysLinkSetUp, wire: Wire, request: Incoming): void {
  const { machine, timeline, dice, emarsys, trace } = setUp;
  const trouble = setUp.questions.trouble();
  trace(() => `${machine.name} emarsys ${request.path}${trouble === undefined ? "" : ` (${trouble})`}`);
  if (trouble === "not-connected") {
    wire.end(dice.whole(1, 100), broken("ECONNREFUSED"));
    return;
  }
  timeline.after(dice.whole(1, 50), () => {
    const isToken = request.path.endsWith("/token");
    const reply = isToken ? emarsys.token() : emarsys.contacts(request, trouble);
    if (trouble === "lost-after") wire.end(dice.whole(1, 200), broken("ECONNRESET"));
    else {
      wire.end(replyMs(trouble, dice), (handler, controller) => {
        if (!isToken && reply.status === 200) hear(setUp, request, reply);
        give(reply, handler, controller);
      });
    }
    return false;
  });
}

/** Replies that take longer than anybody waits for them still come. */
function replyMs(trouble: string | undefined, dice: Dice): number {
  return trouble === "slow-after" ? dice.whole(10_000, 120_000) : dice.whole(1, 300);
}

function hear({ history, machine, timeline }: EmarsysLinkSetUp, request: Incoming, reply: Reply): void {
  const { keyValues } = JSON.parse(request.body) as { readonly keyValues: readonly string[] };
  const { data } = JSON.parse(reply.text) as { readonly data: { readonly result: Record<string, string>[] } };
  for (const address of keyValues) {
    const optIn = data.result.find((row) => row["3"] === address)?.["31"];
    history.consentHeard.push({ at: timeline.now, machine: machine.name, address, optIn });
  }
}

function give(reply: Reply, handler: Handler, controller: Dispatcher.DispatchController): void {
  handler.onResponseStart?.(controller, reply.status, { ...reply.headers });
  handler.onResponseData?.(controller, Buffer.from(reply.text));
  handler.onResponseEnd?.(controller, {});
}

function broken(code: string): (handler: Handler, controller: Dispatcher.DispatchController) => void {
  return (handler, controller) =>
    handler.onResponseError?.(controller, Object.assign(new Error("the connection broke"), { code }));
}

/** Hanging up is heard by the one who hangs up, and by nobody else. */
function hangUp(handler: Handler): Dispatcher.DispatchController {
  let reason: Error | null = null;
  const controller: Dispatcher.DispatchController = {
    get aborted() {
      return reason !== null;
    },
    paused: false,
    get reason() {
      return reason;
    },
    abort(why) {
      if (reason !== null) return;
      reason = why;
      handler.onResponseError?.(controller, why);
    },
    pause: () => undefined,
    resume: () => undefined,
  };
  return controller;
}

function incoming(options: Options): Incoming {
  // the adapter sends headers as a record and bodies as text
  const headers = options.headers as Readonly<Record<string, string>>;
  const { body } = options;
  return {
    path: options.path,
    authorization: headers["authorization"] ?? "",
    body: typeof body === "string" ? body : "",
  };
}

interface Contact {
  readonly external_id: string;
  readonly trigger_id: string;
  readonly data: {
    readonly cartId: string;
    readonly reminderNumber: string;
    readonly orderDetails: readonly { readonly productId: string; readonly quantity: string }[];
  };
}

function attemptOf(request: Incoming, of: Pick<Attempt, "id" | "machine" | "leftAt">): Attempt {
  const { contacts } = JSON.parse(request.body) as { readonly contacts: readonly Contact[] };
  const people = contacts.map(({ external_id, trigger_id, data }) => ({
    address: external_id,
    cartId: data.cartId,
    contents: data.orderDetails
      .map(({ productId, quantity }) => `${productId}*${quantity}`)
      .sort()
      .join(" "),
    key: trigger_id,
    step: Number(data.reminderNumber) - 1,
  }));
  return {
    ...of,
    event: /\/event\/([^/]+)\//.exec(request.path)?.[1] ?? "",
    people,
    delivered: new Set(),
    refused: new Set(),
    isAnswered: false,
    deliveredAt: undefined,
    isStillborn: false,
  };
}
