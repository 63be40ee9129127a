import type { KnownProvider } from "../adapters/email/providers.ts";
import { secretInEnvironment } from "../ports/secret-in-environment.ts";
import type { Fault } from "./faults.ts";
import { providerSecretNames } from "./provider-sections.ts";
import type { ChannelReading, Settings } from "./schema.ts";

/*
 * What one key alone cannot say. A rule keeps quiet while one of its keys is missing or wrong: that was said already.
 */

export function windowFault(retailServer: ChannelReading["RetailServerClientOptions"]): readonly Fault[] {
  const include = retailServer.IncludeAbandonedCartsModifiedSinceLastMinutes;
  const exclude = retailServer.ExcludeAbandonedCartsModifiedSinceLastMinutes;
  if (include === undefined || exclude === undefined || include > exclude) return [];
  return [
    {
      path: "RetailServerClientOptions.IncludeAbandonedCartsModifiedSinceLastMinutes",
      says: `expected more than ExcludeAbandonedCartsModifiedSinceLastMinutes (${exclude}), got ${include}`,
      fix: "Include is where the window begins and Exclude where it ends, both in minutes before now",
    },
  ];
}

/** What the kinds of links to carts need. */
export function linkFaults({
  LinkOptions: links,
  RetailServerClientOptions: server,
}: ChannelReading): readonly Fault[] {
  const faults: Fault[] = [];
  if (links.ReturnLink === "tracked" && links.PublicBaseUrl === undefined) {
    faults.push({
      path: "LinkOptions.PublicBaseUrl",
      says: "expected the address of this app, because ReturnLink is tracked, got nothing",
      fix: "set it to where shoppers reach the app, or set ReturnLink to static",
    });
  }
  if (links.OpenCartHoldPrices === true && links.OpenCartSecretKeyVaultSecretName === undefined) {
    faults.push({
      path: "LinkOptions.OpenCartSecretKeyVaultSecretName",
      says: "expected the name of a secret, because OpenCartHoldPrices is true, got nothing",
      fix: "name the secret that holds the shop's key for open cart links, or set OpenCartHoldPrices to false",
    });
  }
  if (links.OpenCartShopUrl !== undefined && new URL(links.OpenCartShopUrl).pathname !== "/") {
    faults.push({
      path: "LinkOptions.OpenCartShopUrl",
      says: "expected the address of the shop alone, got one with a path",
    });
  }
  // whatever stands there would decide whose shop a link leads to
  if (/^[^/]*\/\/[^/?#]*\{/.test(server.ReturnToCartUrl ?? "")) {
    faults.push({
      path: "RetailServerClientOptions.ReturnToCartUrl",
      says: "expected places in braces only behind the host, got one in it",
    });
  }
  return faults;
}

/** A mail that the connector writes has no unsubscribe link but ours, and without one it must not be sent. */
export function unsubscribeFault(
  provider: KnownProvider,
  links: ChannelReading["LinkOptions"],
): readonly Fault[] {
  if (!provider.sendsOurMail || links.PublicBaseUrl !== undefined) return [];
  return [
    {
      path: "LinkOptions.PublicBaseUrl",
      says: `expected where shoppers reach this app, because mails through ${provider.name} have no other unsubscribe link, got nothing`,
      fix: "set it to the address of this app, such as https://your-app.azurewebsites.net",
    },
  ];
}

/** An operating unit is what cursors and reports are kept by. */
export function operatingUnitFault(
  channel: ChannelReading,
  before: readonly ChannelReading[],
): readonly Fault[] {
  const unit = channel.RetailServerClientOptions.OperatingUnitNumber;
  const isTaken = before.some((other) => other.RetailServerClientOptions.OperatingUnitNumber === unit);
  if (unit === undefined || !isTaken) return [];
  return [
    {
      path: "RetailServerClientOptions.OperatingUnitNumber",
      says: `expected an operating unit of its own, got ${unit}, which another channel has`,
    },
  ];
}

const CLAIM_MARGIN_SECONDS = 30;

/** A claim must outlive the request that it covers, or a second run would look into it while the first still waits. */
export function claimFault(
  connector: Partial<Settings["ConnectorOptions"]>,
  provider: KnownProvider,
  channels: readonly ChannelReading[],
): readonly Fault[] {
  const timeouts = channels.map((channel) =>
    Number(channel[provider.sectionName]?.["RequestTimeoutSeconds"] ?? 0),
  );
  const least = Math.max(...timeouts) + CLAIM_MARGIN_SECONDS;
  if (connector.ClaimSeconds === undefined || connector.ClaimSeconds > least) return [];
  return [
    {
      path: "ConnectorOptions.ClaimSeconds",
      says: `expected more than ${least}, the provider's RequestTimeoutSeconds and ${CLAIM_MARGIN_SECONDS}, got ${connector.ClaimSeconds}`,
    },
  ];
}

/** A basis needs what it rests on. What is set for another basis would only look as if it counted. */
export function consentFault(
  consent: Partial<Settings["ConsentOptions"]>,
  provider: KnownProvider,
): readonly Fault[] {
  const { Basis: basis } = consent;
  if (basis === undefined) return [];
  switch (basis) {
    case "provider-opt-in":
      return [...(provider.can.knowsConsent ? [] : [unknowingFault(provider)]), ...strayAttribute(consent)];
    case "customer-attribute":
      return consent.CustomerAttributeName === undefined ? [attributeFault()] : [];
    case "suppression-list-only":
      return [
        ...(consent.LegalBasis === undefined ? [statementFault(provider)] : []),
        ...strayAttribute(consent),
      ];
  }
}

function unknowingFault({ name }: KnownProvider): Fault {
  return {
    path: "ConsentOptions.Basis",
    says: `expected customer-attribute or suppression-list-only, because ${name} does not know who opted in, got provider-opt-in`,
    fix: "name the attribute of the customer that holds the consent, state the LegalBasis on which you write without, or choose a provider that knows consent",
  };
}

function attributeFault(): Fault {
  return {
    path: "ConsentOptions.CustomerAttributeName",
    says: "expected the name of an attribute, because Basis is customer-attribute, got nothing",
    fix: "write down the attribute or extension property of the customer in Commerce that holds the consent",
  };
}

function statementFault({ can }: KnownProvider): Fault {
  const written = "write down on which legal basis you mail people who did not opt in";
  return {
    path: "ConsentOptions.LegalBasis",
    says: "expected the legal basis in words, because Basis is suppression-list-only, got nothing",
    fix: can.knowsConsent ? `${written}, or set Basis to provider-opt-in` : written,
  };
}

/** Whoever names an attribute means it to be asked; a basis that does not would mail people against it. */
function strayAttribute({
  Basis,
  CustomerAttributeName,
}: Partial<Settings["ConsentOptions"]>): readonly Fault[] {
  if (CustomerAttributeName === undefined) return [];
  return [
    {
      path: "ConsentOptions.CustomerAttributeName",
      says: `expected nothing, because Basis is ${Basis} and asks no attribute, got a name`,
      fix: "set Basis to customer-attribute, or take the name out",
    },
  ];
}

/** The secret that open cart links are signed with; undefined when none is. */
export function linkSecretName({
  LinkOptions: links,
}: Pick<ChannelReading, "LinkOptions">): string | undefined {
  const isSigned = links.ReturnLink === "open-cart" && links.OpenCartHoldPrices === true;
  return isSigned ? links.OpenCartSecretKeyVaultSecretName : undefined;
}

/** What receiving links needs besides being switched on. */
export function openCartFaults(links: Partial<Settings["OpenCartOptions"]>): readonly Fault[] {
  if (links.Receiver === undefined || links.Receiver === "off") return [];
  const needed = [
    { key: "ShopUrl", needs: true, because: `Receiver is ${links.Receiver}` },
    { key: "ShopCartUrl", needs: links.Receiver === "commerce", because: "Receiver is commerce" },
    { key: "CatalogueFile", needs: links.Catalogue === "file", because: "Catalogue is file" },
    {
      key: "LinkSecretKeyVaultSecretNames",
      needs: links.SignedLinks === true,
      because: "SignedLinks is true",
    },
  ] as const;
  const missing = needed.filter(({ key, needs }) => needs && links[key] === undefined);
  const faults = missing.map(({ key, because }) => ({
    path: `OpenCartOptions.${key}`,
    says: `expected a value, because ${because}, got nothing`,
  }));
  if (links.Receiver !== "commerce" || links.Catalogue !== "file") return faults;
  const says = "expected retail-server, because Receiver is commerce, got file";
  return [...faults, { path: "OpenCartOptions.Catalogue", says }];
}

/** Without a key vault every secret that the settings name has to come from the environment. */
export function vaultFault(
  shared: {
    readonly KeyVaultOptions: Partial<Settings["KeyVaultOptions"]>;
    readonly ConnectorOptions: Partial<Settings["ConnectorOptions"]>;
    readonly OpenCartOptions: Partial<Settings["OpenCartOptions"]>;
  },
  provider: KnownProvider,
  channels: readonly ChannelReading[],
  env: Readonly<Record<string, string | undefined>>,
): readonly Fault[] {
  if (shared.KeyVaultOptions.KeyVaultURI !== undefined) return [];
  const names = [
    shared.ConnectorOptions.PersonKeyKeyVaultSecretName,
    ...(shared.OpenCartOptions.LinkSecretKeyVaultSecretNames?.split(",").map((name) => name.trim()) ?? []),
    ...channels.flatMap(({ RetailServerClientOptions: server }) => [
      server.AppIdKeyVaultSecretName,
      server.AppSecretKeyVaultSecretName,
    ]),
    ...channels.flatMap((channel) => linkSecretName(channel) ?? []),
    ...channels.flatMap((channel) => providerSecretNames(provider, channel)),
  ];
  if (names.every((name) => name === undefined || secretInEnvironment(env, name) !== undefined)) return [];
  return [
    {
      path: "KeyVaultOptions.KeyVaultURI",
      says: "expected the address or the DNS name of a key vault, got nothing",
      fix: "name the key vault, or give every secret that the settings name in an environment variable SECRET__<name>",
    },
  ];
}
