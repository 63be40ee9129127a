import type { Clock } from "../../../src/ports/clock.ts";
import type { Random } from "../../../src/ports/random.ts";
import type { Dice } from "./dice.ts";
import type { Act, Timeline } from "./timeline.ts";

/** What becomes of a machine when it has come so far: how many awaits it has begun or come back from. */
export interface Doom {
  readonly step: number;
  /** For how long it stands still; undefined = it dies. */
  readonly stallMs: number | undefined;
}

/** The way of one call to a neighbour and back. */
export interface Trip<T> {
  /** What the neighbour does, at the moment the call arrives. What it throws, the caller hears. */
  readonly serve: () => T;
  readonly outMs: number;
  readonly backMs: number;
  /**
   * `lost-before`: does not arrive. `lost-after`: arrives, the reply does not. `late`: the caller is told that it
   * failed, and it arrives afterwards. `twice`: arrives twice, and the second reply is heard.
   */
  readonly fate: "fine" | "lost-before" | "lost-after" | "late" | "twice";
  /** What the caller hears instead of the reply. */
  readonly broken: () => Error;
}

/** A process on which a part of the product runs. It may die or stand still at any await. */
export interface Machine {
  readonly name: string;
  readonly isDead: boolean;
  readonly clock: Clock;
  readonly random: Random;
  call<T>(trip: Trip<T>): Promise<T>;
  /** Whatever comes from outside comes through here; nothing reaches a dead machine, or one that stands still. */
  deliver(act: () => void): boolean;
  /** One await is begun; false when the machine does not survive it, so that nothing leaves it any more. */
  begin(): boolean;
  /** Makes it stand still from now on, or die when no time is given. */
  strike(stallMs: number | undefined): void;
  /** Moves the clock of the machine. */
  stepClock(ms: number): void;
  /** A call of a dead machine was on its way, and may arrive or not. */
  mayArrive(): boolean;
}

export interface MachineSetUp {
  readonly name: string;
  readonly timeline: Timeline;
  readonly dice: Dice;
  readonly clockAheadMs: number;
  readonly dooms: readonly Doom[];
  readonly trace: (line: () => string) => void;
  /** Told of what befalls it. */
  readonly struck: (how: "death" | "stall") => void;
}

const LATEST_ARRIVAL_MS = 600_000;

export function machine(setUp: MachineSetUp): Machine {
  const { name, timeline, dice, trace } = setUp;
  let aheadMs = setUp.clockAheadMs;
  let steps = 0;
  let isDead = false;
  let stillUntil = 0;

  function strike(stallMs: number | undefined): void {
    if (isDead) return;
    isDead = stallMs === undefined;
    stillUntil = Math.max(stillUntil, timeline.now + (stallMs ?? 0));
    setUp.struck(isDead ? "death" : "stall");
    trace(() => `${name} ${isDead ? "DIES" : `STANDS STILL until ${clockText(stillUntil)}`}`);
  }

  function step(): void {
    steps += 1;
    for (const doom of setUp.dooms) if (doom.step === steps) strike(doom.stallMs);
  }

  function wake(act: () => void): boolean {
    if (isDead) return false;
    if (timeline.now < stillUntil) {
      timeline.at(stillUntil, () => wake(act));
      return false;
    }
    act();
    return true;
  }

  function deliver(act: () => void): boolean {
    if (!isDead) step();
    return wake(act);
  }

  function later(ms: number, act: Act): void {
    timeline.after(ms, act);
  }

  const self: Machine = {
    name,
    get isDead() {
      return isDead;
    },
    deliver,
    strike,
    begin() {
      if (!isDead) step();
      return !isDead;
    },
    stepClock(ms) {
      aheadMs += ms;
      trace(() => `${name} clock moves by ${ms} ms`);
    },
    mayArrive: () => !isDead || dice.chance(0.5),
    call: (trip) => travel(self, { timeline, dice }, trip),
    random: seededRandom(name, dice.fork("random")),
    clock: {
      now: () => new Date(timeline.now + aheadMs),
      sleep: (ms, signal) =>
        new Promise((resolve, reject) => {
          signal?.addEventListener("abort", () => reject(signal.reason as Error));
          if (self.begin()) later(ms, () => deliver(resolve));
        }),
      deadline(ms) {
        const controller = new AbortController();
        let isReleased = false;
        // its own queue: a timer of a process that stands still fires when it goes on
        later(
          ms,
          () => !isReleased && deliver(() => controller.abort(new Error(`not done within ${ms} ms`))),
        );
        return { signal: controller.signal, release: () => void (isReleased = true) };
      },
    },
  };
  return self;
}

function travel<T>(
  by: Machine,
  { timeline, dice }: { readonly timeline: Timeline; readonly dice: Dice },
  trip: Trip<T>,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    if (!by.begin()) return;
    function answer(serve: () => T): boolean {
      let end: () => void;
      try {
        const value = serve();
        end = () => resolve(value);
      } catch (thrown) {
        end = () =>
          reject(thrown instanceof Error ? thrown : new Error("a neighbour threw what is no error"));
      }
      if (trip.fate === "lost-after") end = () => reject(trip.broken());
      timeline.after(trip.backMs, () => by.deliver(end));
      return false;
    }
    function arrive(): boolean {
      if (!by.mayArrive()) return false;
      if (trip.fate === "twice") trip.serve();
      return answer(trip.serve);
    }
    if (trip.fate === "late") {
      timeline.after(dice.whole(trip.outMs, LATEST_ARRIVAL_MS), () => {
        trip.serve();
        return false;
      });
    }
    if (trip.fate === "late" || trip.fate === "lost-before") {
      timeline.after(trip.outMs + trip.backMs, () => by.deliver(() => reject(trip.broken())));
    } else timeline.after(trip.outMs, arrive);
  });
}

function seededRandom(name: string, dice: Dice): Random {
  let ids = 0;
  return {
    id: () => `${name}-${++ids}`,
    fraction: () => dice.fraction(),
    bytes: (count) => Buffer.from(Array.from({ length: count }, () => dice.whole(0, 255))),
  };
}

/** A moment as it is traced: hours to milliseconds. */
export function clockText(ms: number): string {
  return new Date(ms).toISOString().slice(8, -1);
}
