import { stampOf } from "../cart/stamp.ts";
import { providerNamed, providerSecretNames } from "../settings/provider-sections.ts";
import { linkSecretName } from "../settings/rules.ts";
import type { Probe } from "./check.ts";
import { readThroughLedger } from "./dry-run.ts";
import { signingSecret } from "./return-links.ts";
import type { WiredChannel } from "./wire-neighbours.ts";
import type { Wired } from "./wire.ts";

/** Everything a pass needs, tried one by one, without mailing anybody and without writing anything. */
export function probesOf(wired: Wired): readonly Probe[] {
  const secrets = secretNames(wired).map((name) => secretProbe(wired, name));
  return [
    ...secrets,
    ...ledgerProbes(wired),
    ...wired.channels.flatMap((channel) => channelProbes(wired, channel)),
    ...receivingProbes(wired),
  ];
}

/** Nothing of it is a neighbour of its own, but nobody else would notice before a shopper does. */
function receivingProbes(wired: Wired): readonly Probe[] {
  const openCart = wired.openCart();
  if (openCart === undefined) return [];
  const needs = [`ledger (${wired.settings.ConnectorOptions.Ledger})`];
  return [{ name: "receiving links", needs, try: () => openCart.check() }];
}

function secretNames({ settings }: Wired): readonly string[] {
  const provider = providerNamed(settings.ConnectorOptions.EmailProvider);
  const perChannel = settings.channels.flatMap((channel) => [
    channel.RetailServerClientOptions.AppIdKeyVaultSecretName,
    channel.RetailServerClientOptions.AppSecretKeyVaultSecretName,
    ...providerSecretNames(provider, channel),
    ...[linkSecretName(channel)].flatMap((name) => name ?? []),
  ]);
  const personKey = settings.ConnectorOptions.PersonKeyKeyVaultSecretName;
  return [...new Set([...perChannel, ...(personKey === undefined ? [] : [personKey])])];
}

function secretProbe({ secrets }: Wired, name: string): Probe {
  return {
    name: `secret ${name}`,
    needs: [],
    async try() {
      await secrets.read(name);
      return ["readable"];
    },
  };
}

function ledgerProbes(wired: Wired): readonly Probe[] {
  const { settings, ledger } = wired;
  const kind = settings.ConnectorOptions.Ledger;
  return [
    {
      name: `ledger (${kind})`,
      needs: [],
      async try() {
        await ledger.check();
        return [
          kind === "sqlite" ? settings.SqliteOptions.Path : (settings.AzureCosmosOptions?.ContainerId ?? ""),
        ];
      },
    },
    {
      name: "person key",
      needs: [`ledger (${kind})`],
      async try() {
        const known = (await readThroughLedger(ledger).read(["key-check"])).has("key-check");
        await wired.readOnlyPersonKey();
        return [known ? "the one this ledger was begun with" : "will be made by the first pass"];
      },
    },
  ];
}

function channelProbes(wired: Wired, channel: WiredChannel): readonly Probe[] {
  const { RetailServerClientOptions: server } = channel.settings;
  const provider = providerNamed(wired.settings.ConnectorOptions.EmailProvider);
  const named = wired.channels.length > 1 ? ` of channel ${channel.name}` : "";
  const token = `Retail Server token${named}`;
  const unit = `Retail Server channel${named}`;
  return [
    {
      name: token,
      needs: [`secret ${server.AppIdKeyVaultSecretName}`, `secret ${server.AppSecretKeyVaultSecretName}`],
      async try() {
        await channel.token();
        return [`tenant ${server.TenantId}`];
      },
    },
    {
      name: unit,
      needs: [token],
      async try() {
        const { currency, defaultLanguage, timeZone } = await channel.retailServer.channel();
        const clock = clockText(channel, timeZone);
        return [`operating unit ${channel.name}`, currency, defaultLanguage, ...clock];
      },
    },
    ...linkProbes(wired, channel, named),
    { name: `cart search${named}`, needs: [unit], try: () => searchOnce(wired, channel) },
    {
      name: `${channel.provider.name}${named}`,
      needs: providerSecretNames(provider, channel.settings).map((name) => `secret ${name}`),
      try: () => channel.provider.check(templatesOfSteps(channel)),
    },
  ];
}

/** A secret that can be read may still be one that must not sign links. */
function linkProbes(wired: Wired, { settings }: WiredChannel, named: string): readonly Probe[] {
  const secret = linkSecretName(settings);
  if (secret === undefined) return [];
  return [
    {
      name: `open cart links${named}`,
      needs: [`secret ${secret}`],
      async try() {
        await signingSecret(wired.secrets, secret);
        return ["signed, they hold the prices of the reminder"];
      },
    },
  ];
}

/** Those of later reminders; the first one's stands in the provider's own section. */
function templatesOfSteps({ settings }: WiredChannel): readonly string[] {
  return settings.ReminderOptions.Steps.flatMap(({ EventOrTemplate: template }) => template ?? []);
}

/** By whose clock the quiet hours go, where there are any; a warning when it is nobody's. */
function clockText({ settings }: WiredChannel, ofChannel: string | undefined): readonly string[] {
  const { QuietHours: hours, TimeZone: forAll } = settings.ReminderOptions;
  if (hours.From === undefined) return [];
  if (forAll !== undefined) return [`quiet hours by ${forAll}`];
  return ofChannel === undefined
    ? [
        "warning: the time zone of this channel (TimeZoneInfoId) is not known, so quiet hours go by UTC where a shopper's country says nothing: set ReminderOptions.TimeZone",
      ]
    : [`quiet hours by the shopper's country or ${ofChannel}`];
}

/** The search that every pass begins with, over the Include/Exclude window, for one cart only. */
async function searchOnce({ clock }: Wired, channel: WiredChannel): Promise<readonly string[]> {
  const { RetailServerClientOptions: server } = channel.settings;
  const ago = (minutes: number) => stampOf(new Date(clock.now().getTime() - minutes * 60_000));
  const window = {
    from: ago(server.IncludeAbandonedCartsModifiedSinceLastMinutes),
    to: ago(server.ExcludeAbandonedCartsModifiedSinceLastMinutes),
  };
  const page = await channel.retailServer.cartsModified(window, { top: 1, skip: 0 });
  return [page.rows === 0 ? "no cart in the window now" : "carts in the window"];
}
