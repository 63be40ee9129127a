import { Agent, type Dispatcher } from "undici";
import { systemClock } from "../adapters/clock/system-clock.ts";
import { azureCredential } from "../adapters/entra/azure-credential.ts";
import { retailServerToken } from "../adapters/entra/retail-server-token.ts";
import { fileCatalogue } from "../adapters/files/catalogue-file.ts";
import { createGate, type Gate } from "../adapters/http/gate.ts";
import { keyVaultSecretStore } from "../adapters/key-vault/key-vault-secret-store.ts";
import { openCosmosLedger } from "../adapters/ledger/cosmos/cosmos-ledger.ts";
import { openSqliteLedger } from "../adapters/ledger/sqlite/sqlite-ledger.ts";
import type { Redaction } from "../adapters/log/redaction.ts";
import { systemRandom } from "../adapters/random/system-random.ts";
import { createRetailServer, type CommerceShop } from "../adapters/retail-server/retail-server.ts";
import { ConnectorError } from "../cart/connector-error.ts";
import type { Reminder } from "../cart/reminder.ts";
import type { PersonKey } from "../cart/shopper.ts";
import { parseStamp } from "../cart/stamp.ts";
import type { Clock } from "../ports/clock.ts";
import type { IEmailProvider } from "../ports/email-provider.ts";
import type { Ledger, LedgerUpkeep } from "../ports/ledger.ts";
import type { Log } from "../ports/log.ts";
import type { Random } from "../ports/random.ts";
import type { Channel, RetailServer } from "../ports/retail-server.ts";
import type { SecretStore, WritableSecretStore } from "../ports/secret-store.ts";
import type { Turns } from "../ports/turns.ts";
import { providerNamed } from "../settings/provider-sections.ts";
import type { ChannelSettings, Settings } from "../settings/schema.ts";
import type { Shop } from "../steps/way.ts";
import { consentGate } from "./consent-gate.ts";
import { createCounter, difference, type Counter } from "./counting.ts";
import { readThroughLedger, reportingProvider } from "./dry-run.ts";
import { createOpenCart } from "./open-cart/create-open-cart.ts";
import type { OpenCart } from "./open-cart/open-cart.ts";
import type { PassTools } from "./pass.ts";
import { personKey } from "./person-key.ts";
import type { PrivacyTools } from "./privacy.ts";
import { withReturnLinks } from "./return-links.ts";
import { rulesOf } from "./rules-of.ts";
import { shopOf } from "./shop-of.ts";
import { turnsIn } from "./turns.ts";
import { unsubscribeKeys, withUnsubscribeLinks, type UnsubscribeKeys } from "./unsubscribe.ts";
import type { DoubtTools } from "./unsure.ts";
import { mailWriterOf } from "./wire-mail.ts";

/** What the connector stands on, besides its settings. */
export interface Ground {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: Log;
  readonly redaction: Redaction;
  readonly clock?: Clock;
  readonly random?: Random;
  readonly dispatcher?: Dispatcher;
}

/** One channel with its neighbours. */
export interface WiredChannel {
  readonly name: string;
  readonly settings: ChannelSettings;
  readonly retailServer: RetailServer & CommerceShop;
  readonly provider: IEmailProvider;
  /** Proves that Retail Server's token can be had. */
  token(): Promise<string>;
}

/** The connector, put together. Nothing is connected until it is used. */
export interface Wired {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly secrets: SecretStore;
  readonly ledger: Ledger & LedgerUpkeep;
  readonly channels: readonly WiredChannel[];
  /** Tools for a pass that mails people. */
  passTools(channel: WiredChannel): PassTools;
  /** Tools for a pass that mails nobody and writes nothing; every reminder it would send is shown to `show`. */
  dryPassTools(channel: WiredChannel, show: (reminder: Reminder) => void): PassTools;
  /** Tools to settle what only a person can. */
  readonly doubtTools: DoubtTools;
  /** Under which addresses are hashed; made at its first use when there is none. */
  personKey(): Promise<PersonKey>;
  /** Under which unsubscribe links are signed; the first signs. */
  unsubscribeKeys(): Promise<UnsubscribeKeys>;
  /** Tools to answer what a person asks for. */
  privacyTools(): Promise<PrivacyTools>;
  /** The receiver of open cart links; undefined while it is switched off. */
  openCart(): OpenCart | undefined;
  /** The person key as a dry run sees it: made up when there is none yet, checked when there is. */
  readOnlyPersonKey(): Promise<PersonKey>;
  close(): Promise<void>;
}

interface Parts {
  readonly settings: Settings;
  readonly ground: Ground;
  readonly clock: Clock;
  readonly random: Random;
  readonly dispatcher: Dispatcher;
  readonly counter: Counter;
  readonly secrets: WritableSecretStore;
  /** With all other connectors of this ledger. */
  readonly turns: Turns;
  /** One gate per Retail Server, whatever number of its channels are ours: what one is told holds for all. */
  gateOf(server: ChannelSettings["RetailServerClientOptions"]): Gate;
}

/** Shorter than any request's own limit, so that a host that cannot be reached is told from a slow one. */
const CONNECT_TIMEOUT_MS = 5_000;

/** The only place that knows both the steps and the adapters. */
export function wire(settings: Settings, ground: Ground): Wired {
  const base = partsOf(settings, ground);
  const { clock, counter, secrets, dispatcher } = base;
  const ledger = openLedger(base);
  const parts = { ...base, turns: turnsIn(ledger, base) };
  const channels = settings.channels.map((channel) => wireChannel(parts, channel));
  let key: Promise<PersonKey> | undefined;

  function keyOf(of: Ledger): Promise<PersonKey> {
    const { random } = parts;
    return personKey({
      ledger: of,
      secrets,
      random,
      secretName: settings.ConnectorOptions.PersonKeyKeyVaultSecretName,
    });
  }

  /** A failed try is not remembered. */
  async function knownKey(): Promise<PersonKey> {
    key ??= keyOf(ledger);
    try {
      return await key;
    } catch (fault) {
      key = undefined;
      throw fault;
    }
  }

  return {
    settings,
    clock,
    secrets,
    ledger,
    channels,
    passTools: (channel) => ({
      ...toolsOf(parts, channel, counter.ledger(ledger)),
      personKey: knownKey,
      shopOf: (facts) => linkedShop(parts, { channel, facts }, knownKey),
    }),
    dryPassTools(channel, show) {
      const own = readThroughLedger(counter.ledger(ledger));
      const provider = reportingProvider(channel.provider, show);
      const ownKey = () => keyOf(own);
      return {
        ...toolsOf(parts, { ...channel, provider }, own),
        dryRun: true,
        personKey: ownKey,
        shopOf: (facts) => linkedShop(parts, { channel, facts }, ownKey),
      };
    },
    doubtTools: { ledger, clock, rules: rulesOf(settings, settings) },
    personKey: knownKey,
    unsubscribeKeys: async () => linkKeys(parts, await knownKey()),
    privacyTools: async () => ({
      ...{ ledger, clock, channels, rules: rulesOf(settings, settings) },
      personKey: await knownKey(),
    }),
    openCart: () => openCartOf(parts, ledger, channels[0]),
    readOnlyPersonKey: () => keyOf(readThroughLedger(ledger)),
    async close() {
      await ledger.close();
      await dispatcher.close();
    },
  };
}

function partsOf(settings: Settings, ground: Ground): Omit<Parts, "turns"> {
  const clock = ground.clock ?? systemClock();
  const secrets = keyVaultSecretStore({
    vaultUrl: settings.KeyVaultOptions.KeyVaultURI,
    env: ground.env,
    clock,
    redaction: ground.redaction,
  });
  const gates = new Map<string, Gate>();
  return {
    settings,
    ground,
    clock,
    secrets,
    gateOf(server) {
      const { host } = new URL(server.RetailServerUrl);
      const gate = gates.get(host) ?? createGate({ max: server.MaxConcurrency, clock });
      gates.set(host, gate);
      return gate;
    },
    random: ground.random ?? systemRandom(),
    dispatcher: ground.dispatcher ?? new Agent({ connections: 64, connect: { timeout: CONNECT_TIMEOUT_MS } }),
    counter: createCounter(),
  };
}

function openLedger({
  settings,
  ground,
  clock,
}: Pick<Parts, "settings" | "ground" | "clock">): Ledger & LedgerUpkeep {
  if (settings.ConnectorOptions.Ledger === "sqlite") {
    const insideAzure = ground.env["WEBSITE_INSTANCE_ID"] !== undefined;
    return openSqliteLedger({ path: settings.SqliteOptions.Path, clock, insideAzure });
  }
  const cosmos = settings.AzureCosmosOptions;
  if (cosmos === undefined) {
    throw new ConnectorError("broken-promise", "settings with a Cosmos ledger have no AzureCosmosOptions");
  }
  if (cosmos.PrimaryKey !== undefined) ground.redaction.hide(cosmos.PrimaryKey);
  return openCosmosLedger({
    endpoint: cosmos.EndPointUri,
    key: cosmos.PrimaryKey,
    credential: () => azureCredential(ground.env),
    databaseId: cosmos.DatabaseId,
    containerId: cosmos.ContainerId,
    clock,
  });
}

function wireChannel(parts: Parts, settings: ChannelSettings): WiredChannel {
  const { ground, clock, random, dispatcher, counter, secrets } = parts;
  const { RetailServerClientOptions: server } = settings;
  const { ConsentOptions: consent } = parts.settings;
  const token = retailServerToken({
    tenantId: server.TenantId,
    audience: server.RetailServerAudienceId,
    appIdSecretName: server.AppIdKeyVaultSecretName,
    appSecretSecretName: server.AppSecretKeyVaultSecretName,
    secrets,
    clock,
    redaction: ground.redaction,
    dispatcher,
    ...(ground.env["AZURE_AUTHORITY_HOST"] === undefined
      ? {}
      : { authorityHost: ground.env["AZURE_AUTHORITY_HOST"] }),
  });
  const retailServer = createRetailServer(
    {
      baseUrl: server.RetailServerUrl,
      operatingUnitNumber: server.OperatingUnitNumber,
      apiVersion: server.ApiVersion,
      authorizationScheme: server.AuthorizationScheme,
      maxConcurrency: server.MaxConcurrency,
      requestTimeoutMs: server.RequestTimeoutSeconds * 1000,
      maxWaitMs: server.MaxRetryWaitSeconds * 1000,
      maxResponseBytes: server.MaxResponseMegabytes * 1_000_000,
      includeGuests: settings.ReminderOptions.IncludeGuests,
      ...(consent.CustomerAttributeName === undefined
        ? {}
        : { consentAttribute: consent.CustomerAttributeName }),
    },
    {
      dispatcher: counter.requests("retail-server", dispatcher),
      clock,
      random,
      token,
      log: ground.log,
      gate: parts.gateOf(server),
    },
  );
  const provider = providerOf(parts, settings);
  return { name: server.OperatingUnitNumber, settings, retailServer, provider, token: () => token.get() };
}

function providerOf(parts: Parts, channel: ChannelSettings): IEmailProvider {
  const { ground, clock, random, dispatcher, counter, secrets } = parts;
  const entry = providerNamed(parts.settings.ConnectorOptions.EmailProvider);
  const section = channel[entry.sectionName];
  if (section === undefined) {
    throw new ConnectorError("broken-promise", `settings with ${entry.name} have no ${entry.sectionName}`);
  }
  return entry.create(section, {
    mail: mailWriterOf(channel),
    azureToken: async (scope) => (await azureCredential(ground.env).getToken(scope))?.token ?? "",
    dispatcher: counter.requests(entry.name, dispatcher),
    clock,
    random,
    secrets,
    turns: parts.turns,
    redaction: ground.redaction,
    log: ground.log,
  });
}

/** Links have no channel of their own: the first one's products are meant. */
function openCartOf(parts: Parts, ledger: Ledger, channel: WiredChannel | undefined): OpenCart | undefined {
  const { clock, random, secrets } = parts;
  const { OpenCartOptions: options } = parts.settings;
  if (channel === undefined) return undefined;
  const { catalogue: served, commerceCarts } = channel.retailServer;
  const catalogue =
    options.CatalogueFile === undefined || options.Catalogue !== "file"
      ? served
      : fileCatalogue({
          path: options.CatalogueFile,
          namedBy: "OpenCartOptions.CatalogueFile",
          fault: "settings-invalid",
        });
  return createOpenCart(options, { ledger, clock, random, secrets, catalogue, commerceCarts });
}

function linkKeys({ settings, secrets }: Parts, key: PersonKey): Promise<UnsubscribeKeys> {
  const secretNames = settings.ConnectorOptions.UnsubscribeKeyKeyVaultSecretNames;
  return unsubscribeKeys({ personKey: key, secrets, secretNames });
}

/** Without an address to reach us at there is no unsubscribe link, and no key is needed for one. */
async function linkedShop(
  parts: Parts,
  of: { readonly channel: WiredChannel; readonly facts: Channel },
  key: () => Promise<PersonKey>,
): Promise<Shop> {
  const { settings } = of.channel;
  const { secrets, clock } = parts;
  const linkParts = { settings, secrets, now: clock.now(), personKey: key };
  const shop = await withReturnLinks(shopOf(settings, of.facts), linkParts);
  const baseUrl = settings.LinkOptions.PublicBaseUrl;
  return baseUrl === undefined
    ? shop
    : withUnsubscribeLinks(shop, baseUrl, await linkKeys(parts, await key()));
}

function toolsOf(
  parts: Parts,
  channel: WiredChannel,
  ledger: Ledger,
): Omit<PassTools, "personKey" | "shopOf"> {
  const { settings, ground, clock, random, counter } = parts;
  const { ConnectorOptions: connector, ConsentOptions: consent } = settings;
  const { RetailServerClientOptions: server, ReminderOptions: reminder } = channel.settings;
  const before = counter.snapshot();
  return {
    channelName: channel.name,
    dryRun: false,
    retailServer: channel.retailServer,
    provider: channel.provider,
    consent: consentGate(consent, channel),
    ledger,
    clock,
    random,
    log: ground.log,
    rules: rulesOf(settings, channel.settings),
    pass: {
      includeMinutes: server.IncludeAbandonedCartsModifiedSinceLastMinutes,
      excludeMinutes: server.ExcludeAbandonedCartsModifiedSinceLastMinutes,
      maxCatchUpMinutes: reminder.MaxCatchUpMinutes,
      startFrom: reminder.StartFrom === undefined ? undefined : parseStamp(reminder.StartFrom),
      sliceSize: connector.SliceSize,
      maxReminders: reminder.MaxRemindersPerRun,
    },
    calls: () => difference(before, counter.snapshot()),
  };
}
