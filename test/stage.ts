import type { Cart } from "../src/cart/cart.ts";
import type { PersonDocument, TicketDocument } from "../src/cart/documents.ts";
import { normalAddress, personId, type PersonId, type PersonKey } from "../src/cart/shopper.ts";
import type { Log } from "../src/ports/log.ts";
import type { Random } from "../src/ports/random.ts";
import { consentGate } from "../src/run/consent-gate.ts";
import type { PassReport } from "../src/run/pass-report.ts";
import type { PassRequest, PassRules, PassTools } from "../src/run/pass.ts";
import { runPass } from "../src/run/plan-pass.ts";
import { runSlice, type SliceLimits, type SliceResult } from "../src/run/run-slice.ts";
import { suppressPerson } from "../src/run/suppress.ts";
import { survey } from "../src/run/survey.ts";
import type { Shop, WayRules, WayTools } from "../src/steps/way.ts";
import { fakeProvider, type FakeProvider } from "./fake-provider.ts";
import { fakeShop, type FakeShop } from "./fake-shop.ts";
import { inMemoryStore, type InMemoryStore } from "./in-memory-ledger.ts";
import { manualClock, type ManualClock } from "./manual-clock.ts";
import { troubledLedger, type TroubledLedger } from "./troubled-ledger.ts";

/* The steps and the run with fakes of their neighbours. What is real: everything between the ports. */

export const NOW = new Date("2026-11-22T12:00:00.000Z");
export const CHANNEL = "128";

export function minutesAgo(minutes: number): Date {
  return new Date(NOW.getTime() - minutes * 60_000);
}

// long enough to be one
export const PERSON_KEY = Buffer.from("the key of all tests, 32 bytes and more") as PersonKey;

export const SHOP: Shop = {
  name: CHANNEL,
  currency: "SEK",
  defaultLanguage: "sv-se",
  returnToCartUrl: "https://www.contoso.com/cart",
  productUrlTemplate: undefined,
  imageServerUrl: undefined,
  placeholderImageUrl: undefined,
  viewPorts: [],
};

export const RULES: WayRules = {
  claimSeconds: 120,
  minHoursBetweenReminders: 24,
  maxRemindersPer30Days: 4,
  maxWaitMinutes: 1440,
  retentionDays: 180,
  purchaseLookbackDays: 7,
  recheckAfterSeconds: 60,
  includeGuests: false,
  notShoppers: { staffGroups: [], testAccounts: [], addresses: ["noreply@*"] },
  quietHours: undefined,
  laterSteps: [],
};

const CONSENT = { Basis: "provider-opt-in", AcceptedValues: ["yes"] } as const;

export const PASS: PassRules = {
  includeMinutes: 120,
  excludeMinutes: 30,
  maxCatchUpMinutes: 1440,
  startFrom: undefined,
  sliceSize: 200,
  maxReminders: 0,
};

/** One run's way to the ledger, and its tools. */
export interface StagedRun {
  readonly ledger: TroubledLedger;
  readonly tools: PassTools;
  /** The steps' tools, as a pass would make them. */
  readonly way: WayTools;
  readonly pass: (request?: PassRequest) => Promise<PassReport>;
  readonly slice: (carts: readonly Cart[], limits?: Partial<SliceLimits>) => Promise<SliceResult>;
}

export interface Stage extends StagedRun {
  readonly clock: ManualClock;
  readonly shop: FakeShop;
  readonly provider: FakeProvider;
  readonly store: InMemoryStore;
  /** What was logged, as `level text`. */
  readonly logged: readonly string[];
  /** A run of another process on the same ledger, shop and provider. */
  readonly another: (change?: Partial<PassTools>) => StagedRun;
  /** What the ledger holds about whoever has this account. */
  readonly person: (account: string) => PersonDocument | undefined;
  readonly tickets: () => readonly TicketDocument[];
  /** What an operator or an unsubscribe link does, past every run. */
  readonly suppress: (account: string, how: Parameters<typeof suppressPerson>[2]) => Promise<void>;
}

export function stage(change: Partial<PassTools> = {}): Stage {
  const clock = manualClock(NOW);
  const shop = fakeShop(clock);
  const provider = fakeProvider();
  const store = inMemoryStore(clock);
  const logged: string[] = [];
  const random = countingRandom();
  const log: Log = {
    info: (text) => void logged.push(`info ${text}`),
    warn: (text) => void logged.push(`warn ${text}`),
    error: (text) => void logged.push(`error ${text}`),
  };

  function another(more: Partial<PassTools> = {}): StagedRun {
    const ledger = troubledLedger(store.connect());
    const consent = consentGate(CONSENT, { provider, retailServer: shop });
    const tools: PassTools = {
      ...{ channelName: CHANNEL, dryRun: false, retailServer: shop, provider, consent, ledger },
      ...{ clock, random, log, rules: RULES, pass: PASS },
      personKey: () => Promise.resolve(PERSON_KEY),
      shopOf: () => SHOP,
      calls: () => ({}),
      ...change,
      ...more,
    };
    const way: WayTools = { ...tools, runId: random.id(), personKey: PERSON_KEY, shop: SHOP };
    return {
      ledger,
      tools,
      way,
      pass: (request) => runPass(tools, request),
      async slice(carts, limits = {}) {
        const raws = carts.map((cart) => ({ cart }));
        const never = { isTimeUp: () => false, isSpent: () => false };
        const all = { reminders: Number.POSITIVE_INFINITY, probe: false, ...never, ...limits };
        return runSlice(way, { raws, outlook: await survey(way, carts) }, all);
      },
    };
  }

  return {
    ...another(),
    clock,
    shop,
    provider,
    store,
    logged,
    another,
    person: (account) =>
      store
        .documents()
        .filter((doc) => doc.kind === "person")
        .find((doc) => doc.id === idOf(account)),
    tickets: () => store.documents().filter((doc) => doc.kind === "ticket"),
    async suppress(account, how) {
      await suppressPerson({ ledger: store.connect(), clock, rules: RULES }, idOf(account), how);
    },
  };
}

/** Who is behind the address that `customer` gives to an account. */
export function idOf(account: string): PersonId {
  const address = normalAddress(`${account}@example.com`);
  if (address === undefined) throw new Error(`${account} gives no address`);
  return personId(address, PERSON_KEY);
}

/** The words of a slice by cart. */
export function words(result: Pick<SliceResult, "judged">): Readonly<Record<string, string>> {
  return Object.fromEntries(
    result.judged.map(({ cartId, outcome, why }) => [
      cartId,
      why === undefined ? outcome : `${outcome} ${why}`,
    ]),
  );
}

function countingRandom(): Random {
  let count = 0;
  return {
    id: () => `id-${++count}`,
    fraction: () => 0.5,
    bytes: (length) => Buffer.alloc(length, ++count),
  };
}
