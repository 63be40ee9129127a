import { Agent } from "undici";
import type { Clock } from "../../ports/clock.ts";
import type { WritableSecretStore } from "../../ports/secret-store.ts";
import type { Turns } from "../../ports/turns.ts";
import { systemRandom } from "../random/system-random.ts";
import { createMailWriter } from "../mail/mail-writer.ts";
import type { FurtherTools } from "./entry.ts";

/* What a provider under test is made with. */

/** Time that moves only when told to; sleeping moves it. Deadlines pass only with `giveUp`. */
export interface ManualClock extends Clock {
  advance(ms: number): void;
  /** Lets every deadline under way pass. */
  giveUp(): void;
}

export function manualClock(): ManualClock {
  let nowMs = Date.parse("2026-11-22T10:00:00Z");
  const deadlines = new Set<AbortController>();
  return {
    now: () => new Date(nowMs),
    async sleep(ms) {
      nowMs += ms;
    },
    deadline() {
      const controller = new AbortController();
      deadlines.add(controller);
      return { signal: controller.signal, release: () => void deadlines.delete(controller) };
    },
    advance(ms) {
      nowMs += ms;
    },
    giveUp() {
      for (const controller of deadlines) controller.abort(new Error("given up"));
    },
  };
}

/** Secrets with two generations: after `forget` the newer one is read, as after a rotation. */
export function rotatingSecrets(
  generations: Readonly<Record<string, readonly [string, string]>>,
): WritableSecretStore {
  const forgotten = new Set<string>();
  const written = new Map<string, string>();
  return {
    write: async (name, value) => void written.set(name, value),
    async read(name) {
      const own = written.get(name);
      if (own !== undefined) return own;
      const [older, newer] = generations[name] ?? ["", ""];
      return forgotten.has(name) ? newer : older;
    },
    forget: (name) => void forgotten.add(name),
  };
}

export interface TestTools extends FurtherTools {
  readonly dispatcher: Agent;
  readonly clock: ManualClock;
  /** Everything that was logged, one line each. */
  readonly logged: readonly string[];
  /** Everything that was to be hidden. */
  readonly hidden: readonly string[];
}

/** Turns of those who share this object. */
export function sharedTurns(): Turns {
  const taken = new Set<string>();
  return {
    async take(what) {
      if (taken.has(what)) return "taken";
      taken.add(what);
      return { end: async () => void taken.delete(what) };
    },
  };
}

export function testTools(secrets: WritableSecretStore): TestTools {
  const logged: string[] = [];
  const hidden: string[] = [];
  function write(text: string, fields?: object): void {
    logged.push(JSON.stringify({ text, ...fields }));
  }
  return {
    dispatcher: new Agent(),
    clock: manualClock(),
    random: systemRandom(),
    secrets,
    turns: sharedTurns(),
    log: { info: write, warn: write, error: write },
    mail: createMailWriter({
      shop: {
        ...{ name: "Contoso", logoUrl: undefined, address: undefined },
        ...{ accentColour: "#1b4d3e", words: [] },
      },
      hosts: { links: new Set(["shop.example"]), pictures: new Set(["img.example"]) },
    }),
    azureToken: () => Promise.resolve("canary-azure-token"),
    redaction: { hide: (secret) => void hidden.push(secret) },
    logged,
    hidden,
  };
}
