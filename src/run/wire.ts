import { fileCatalogue } from "../adapters/files/catalogue-file.ts";
import type { Reminder } from "../cart/reminder.ts";
import type { PersonKey } from "../cart/shopper.ts";
import { parseStamp } from "../cart/stamp.ts";
import type { Clock } from "../ports/clock.ts";
import type { Ledger, LedgerUpkeep } from "../ports/ledger.ts";
import type { Channel } from "../ports/retail-server.ts";
import type { SecretStore } from "../ports/secret-store.ts";
import type { Settings } from "../settings/schema.ts";
import type { Shop } from "../steps/way.ts";
import { consentGate } from "./consent-gate.ts";
import { difference } from "./counting.ts";
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
import {
  openLedger,
  partsOf,
  wireChannel,
  type Ground,
  type Parts,
  type WiredChannel,
} from "./wire-neighbours.ts";

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
