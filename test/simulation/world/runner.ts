import { createEmarsys } from "../../../src/adapters/email/emarsys/provider.ts";
import type { PersonKey } from "../../../src/cart/shopper.ts";
import { consentGate } from "../../../src/run/consent-gate.ts";
import type { PassRequest, PassTools } from "../../../src/run/pass.ts";
import { personKey } from "../../../src/run/person-key.ts";
import { runPass } from "../../../src/run/plan-pass.ts";
import { machine, type Doom, type Machine } from "../engine/machine.ts";
import { EmarsysLink } from "../neighbours/emarsys-link.ts";
import { ledgerLink } from "../neighbours/ledger-link.ts";
import { shopLink } from "../neighbours/shop-link.ts";
import { weather } from "../neighbours/weather.ts";
import type { Pass } from "../oracle/facts.ts";
import { EVENT, type Town } from "./town.ts";

/** A process that runs passes: everything of the product between its ports, and the real Emarsys adapter. */
export interface Runner {
  readonly machine: Machine;
  readonly tools: PassTools;
  /** The person key as this process has it. */
  readonly personKey: () => Promise<PersonKey>;
}

/** Changes what a process is given to work with, to see whether the oracle notices. */
export type Spoil = (tools: PassTools, machine: Machine) => PassTools;

export interface ProcessSetUp {
  readonly name: string;
  readonly dooms: readonly Doom[];
  readonly clockAheadMs: number;
}

const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined };
const CHANNEL = "128";

export function startRunner(town: Town, setUp: ProcessSetUp, spoil: Spoil = (tools) => tools): Runner {
  const { timeline, trace } = town;
  const dice = town.dice.fork(setUp.name);
  const { dead, stalled } = town.history;
  const struck = (how: "death" | "stall") => {
    if (how === "death") dead.add(setUp.name);
    else stalled.push(setUp.name);
  };
  const own = machine({ ...setUp, timeline, trace, struck, dice: dice.fork("machine") });
  const ledger = ledgerOf(town, own);
  const provider = emarsysOf(town, own);
  const retailServer = shopOf(town, own);
  const key = keptKey(() =>
    personKey({ ledger, secrets: SECRETS, random: own.random, secretName: undefined }),
  );
  const tools: PassTools = {
    channelName: CHANNEL,
    dryRun: false,
    retailServer,
    provider,
    consent: consentGate(town.plan.consent, { provider, retailServer }),
    ledger,
    clock: own.clock,
    random: own.random,
    log: SILENT,
    rules: town.plan.rules,
    pass: town.plan.pass,
    personKey: key,
    shopOf: (channel) => ({
      name: CHANNEL,
      currency: channel.currency,
      defaultLanguage: channel.defaultLanguage,
      timeZone: channel.timeZone,
      returnToCartUrl: "https://shop.example/cart",
      productUrlTemplate: undefined,
      imageServerUrl: undefined,
      placeholderImageUrl: undefined,
      viewPorts: [],
    }),
    calls: () => ({}),
  };
  return { machine: own, tools: spoil(tools, own), personKey: key };
}

/** Begins a pass and writes down how it ends, if it does. */
export function beginPass(
  { history, timeline, trace }: Town,
  { machine: own, tools }: Runner,
  how: { readonly request: PassRequest; readonly isCalm: boolean },
): { readonly pass: Pass; readonly ended: Promise<void> } {
  const pass: Pass = {
    machine: own.name,
    startedAt: timeline.now,
    isExplicit: how.request.window !== undefined,
    isCalm: how.isCalm,
    endedAt: undefined,
    report: undefined,
    thrown: undefined,
  };
  history.passes.push(pass);
  trace(() => `${own.name} PASS begins`);
  async function run(): Promise<void> {
    try {
      pass.report = await runPass(tools, how.request);
      const { found, outcomes, stopped } = pass.report;
      trace(() => `${own.name} PASS ends: ${found} ${JSON.stringify(outcomes)} ${stopped ?? ""}`);
    } catch (thrown) {
      pass.thrown = thrown;
    }
    pass.endedAt = timeline.now;
  }
  return { pass, ended: run() };
}

/** Made once per process; a fault is not kept. */
function keptKey(make: () => Promise<PersonKey>): () => Promise<PersonKey> {
  let kept: Promise<PersonKey> | undefined;
  return async () => {
    kept ??= make();
    try {
      return await kept;
    } catch (fault) {
      kept = undefined;
      throw fault;
    }
  };
}

export function ledgerOf({ plan, store, timeline, dice, trace, history }: Town, own: Machine) {
  const chance = dice.fork(`${own.name} ledger`);
  const { calmFrom } = plan;
  const climate = { troubles: plan.troubles.ledger, outages: plan.outages.ledger, calmFrom };
  return ledgerLink({
    store,
    machine: own,
    timeline,
    dice: chance,
    weather: weather({ timeline, dice: chance.fork("weather") }, climate, "lost-before"),
    trace,
    ticketRead: (ticket) => void history.ticketReads.push({ machine: own.name, ticket }),
  });
}

export function shopOf({ plan, shop, timeline, dice, trace, history }: Town, own: Machine) {
  const chance = dice.fork(`${own.name} shop`);
  const { calmFrom, habits } = plan;
  const climate = { troubles: plan.troubles.shop, outages: plan.outages.shop, calmFrom };
  return shopLink({
    shop,
    habits,
    machine: own,
    timeline,
    dice: chance,
    weather: weather({ timeline, dice: chance.fork("weather") }, climate, "failed"),
    history,
    trace,
  });
}

const SECRETS = { read: (name: string) => Promise.resolve(name), forget: () => undefined };

function emarsysOf(town: Town, own: Machine) {
  return createEmarsys(
    {
      apiUrl: "https://emarsys.example/api/v3/event/{0}/trigger",
      eventId: EVENT,
      contactKeyId: "3",
      authentication: "oauth2",
      tokenUrl: "https://emarsys.example/oauth2/token",
      userNameSecretName: "client-id",
      secretSecretName: "client-secret",
      requestTimeoutMs: 30_000,
    },
    {
      dispatcher: emarsysLinkOf(town, own),
      clock: own.clock,
      random: own.random,
      secrets: SECRETS,
      log: SILENT,
    },
  );
}

/** Emarsys as one machine reaches it. */
export function emarsysLinkOf(town: Town, own: Machine): EmarsysLink {
  const { plan, emarsys, timeline, dice, trace, history } = town;
  const chance = dice.fork(`${own.name} emarsys`);
  const { calmFrom, troubles } = plan;
  const outages = plan.outages.emarsys;
  const sky = { timeline, dice: chance.fork("weather") };
  return new EmarsysLink({
    emarsys,
    machine: own,
    timeline,
    dice: chance,
    triggers: weather(sky, { troubles: troubles.triggers, outages, calmFrom }, "lost-before"),
    questions: weather(sky, { troubles: troubles.questions, outages, calmFrom }, "not-connected"),
    history,
    asked(attempt) {
      for (const tell of town.whenAsked) tell(attempt, own);
    },
    trace,
  });
}
