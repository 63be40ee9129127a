import { inspect } from "node:util";
import type { SimulatedProvider } from "../../../simulators/email/simulated-provider.ts";
import { simulatorOf } from "../../../simulators/email/simulated-provider.ts";
import type { ProviderEntry } from "../../../src/adapters/email/entry.ts";
import { testTools, type TestTools } from "../../../src/adapters/email/test-tools.ts";
import type { Reminder } from "../../../src/cart/reminder.ts";
import type { Draft, Handover, IEmailProvider } from "../../../src/ports/email-provider.ts";
import type { WritableSecretStore } from "../../../src/ports/secret-store.ts";
import { nextBatch } from "../../../src/steps/next-batch.ts";
import type { Composed } from "../../../src/steps/way.ts";
import { cart } from "../../carts.ts";
import { composed } from "../../way-items.ts";

type Section = Readonly<Record<string, unknown>>;

/** A provider on its simulator, and a book of everything that it said. */
export interface Bed {
  readonly simulated: SimulatedProvider;
  readonly tools: TestTools;
  /** The provider, with some of its section changed. */
  provider(change?: Section): IEmailProvider;
  /** The batches that a pass would make, each handed over, until there is a fault. */
  handOver(reminders: readonly Reminder[], provider?: IEmailProvider): Promise<readonly Handover[]>;
  /** The same with each answer in a line, the kind and why. */
  lines(reminders: readonly Reminder[], provider?: IEmailProvider): Promise<readonly string[]>;
  /** How often the provider was asked to send. */
  requests(): number;
  /** Every request that was made so far and did more than ask, as a draft without headers. */
  wrote(): readonly Omit<Draft, "headers">[];
  /** From now on these are the secrets; those that were read already are kept until they are forgotten. */
  replaceSecrets(secrets: Readonly<Record<string, string>>): void;
  /** Everything that was logged, thrown or answered so far, as text. */
  said(): string;
  /** Adds to what was said. */
  note(thing: unknown): void;
  close(): Promise<void>;
}

export async function openBed(entry: ProviderEntry, contacts: readonly string[]): Promise<Bed> {
  let secrets: Readonly<Record<string, string>> = {};
  const tools = testTools(
    cachingStore(
      (name) => secrets[name] ?? "",
      (name, value) => {
        secrets = { ...secrets, [name]: value };
      },
    ),
  );
  const start = await simulatorOf(entry.name);
  const seeds = contacts.map((email) => ({ email, optIn: "1" }) as const);
  const simulated = await start({ contacts: [...seeds, ...CONSENT], clock: tools.clock });
  secrets = simulated.secrets;
  const written: Omit<Draft, "headers">[] = [];
  const dispatcher = tools.dispatcher.compose((dispatch) => (options, handler) => {
    const { method, origin = "", path, body } = options;
    const request = {
      method,
      url: `${origin.toString()}${path}`,
      body: typeof body === "string" ? body : "",
    };
    if (method !== "GET") written.push(request);
    return dispatch(options, handler);
  });
  const notes: string[] = [];

  const bed: Bed = {
    simulated,
    tools,
    provider(change = {}) {
      const section = entry.section.parse({ ...simulated.section, ...change });
      return entry.create(entry.completed(section), { ...tools, dispatcher });
    },
    async handOver(reminders, provider = bed.provider()) {
      const handovers: Handover[] = [];
      let rest = reminders.map(itemOf);
      while (rest.length > 0) {
        const batch = nextBatch(rest, provider, false);
        const handover = await provider.remind(batch.map(({ reminder }) => reminder));
        handovers.push(handover);
        rest = handover.fault === undefined ? rest.slice(batch.length) : [];
      }
      for (const handover of handovers) bed.note(handover);
      return handovers;
    },
    async lines(reminders, provider = bed.provider()) {
      const handovers = await bed.handOver(reminders, provider);
      const answers = new Map(handovers.flatMap((handover) => [...handover.answers]));
      return reminders.map(({ key }) => {
        const answer = answers.get(key);
        if (answer === undefined) return "not handed over";
        return answer.kind === "accepted" ? "accepted" : `${answer.kind} ${answer.why}`;
      });
    },
    wrote: () => written,
    requests: () => simulated.server.calls.get(simulated.sends) ?? 0,
    replaceSecrets(others) {
      secrets = others;
    },
    said: () => [...tools.logged, ...notes].join("\n"),
    note: (thing) => void notes.push(inspect(thing, { depth: 20 })),
    async close() {
      await tools.dispatcher.destroy();
      await simulated.close();
    },
  };
  return bed;
}

/** People of whom the provider knows what they said, where it knows such things. */
export const CONSENT = [
  { email: "yes@shop.example", optIn: "1" },
  { email: "no@shop.example", optIn: "2" },
  { email: "unasked@shop.example", optIn: "" },
] as const;

const SOME_ITEM = composed(cart("cart-1", { modified: "2026-11-22T09:00:00Z" }));

function itemOf(reminder: Reminder): Composed {
  return { ...SOME_ITEM, reminder };
}

/** As a key vault: a value is kept until it is forgotten. */
function cachingStore(
  current: (name: string) => string,
  replace: (name: string, value: string) => void,
): WritableSecretStore {
  const kept = new Map<string, string>();
  return {
    async read(name) {
      const value = kept.get(name) ?? current(name);
      kept.set(name, value);
      return value;
    },
    forget: (name) => void kept.delete(name),
    async write(name, value) {
      replace(name, value);
      kept.delete(name);
    },
  };
}
