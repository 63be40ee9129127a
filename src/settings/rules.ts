import { secretInEnvironment } from "../ports/secret-in-environment.ts";
import type { Fault } from "./faults.ts";
import type { ChannelReading, Section, Settings } from "./schema.ts";

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

/** Left out, the version in the address decides: Emarsys signs in with OAuth2 on v3 and with WSSE on v2. */
export function withAuthentication(
  emarsys: Partial<Section<"EmarsysClientOptions">>,
): ChannelReading["EmarsysClientOptions"] {
  const { Authentication: chosen, ...others } = emarsys;
  const byVersion = emarsys.ApiUrl?.includes("/v3/")
    ? "oauth2"
    : emarsys.ApiUrl?.includes("/v2/")
      ? "wsse"
      : undefined;
  const authentication = chosen ?? byVersion;
  return authentication === undefined ? others : { ...others, Authentication: authentication };
}

export function authenticationFault(emarsys: ChannelReading["EmarsysClientOptions"]): readonly Fault[] {
  if (emarsys.ApiUrl === undefined || emarsys.Authentication !== undefined) return [];
  return [
    {
      path: "EmarsysClientOptions.Authentication",
      says: "expected oauth2 or wsse, because ApiUrl names neither /v3/ nor /v2/, got nothing",
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
  channels: readonly ChannelReading[],
): readonly Fault[] {
  const timeouts = channels.map((channel) => channel.EmarsysClientOptions.RequestTimeoutSeconds ?? 0);
  const least = Math.max(...timeouts) + CLAIM_MARGIN_SECONDS;
  if (connector.ClaimSeconds === undefined || connector.ClaimSeconds > least) return [];
  return [
    {
      path: "ConnectorOptions.ClaimSeconds",
      says: `expected more than ${least}, the provider's RequestTimeoutSeconds and ${CLAIM_MARGIN_SECONDS}, got ${connector.ClaimSeconds}`,
    },
  ];
}

export function consentFault(consent: Partial<Settings["ConsentOptions"]>): readonly Fault[] {
  if (consent.Basis !== "suppression-list-only" || consent.LegalBasis !== undefined) return [];
  return [
    {
      path: "ConsentOptions.LegalBasis",
      says: "expected the legal basis in words, because Basis is suppression-list-only, got nothing",
      fix: "write down on which legal basis you mail people who did not opt in, or set Basis to provider-opt-in",
    },
  ];
}

/** Without a key vault every secret that the settings name has to come from the environment. */
export function vaultFault(
  shared: {
    readonly KeyVaultOptions: Partial<Settings["KeyVaultOptions"]>;
    readonly ConnectorOptions: Partial<Settings["ConnectorOptions"]>;
  },
  channels: readonly ChannelReading[],
  env: Readonly<Record<string, string | undefined>>,
): readonly Fault[] {
  if (shared.KeyVaultOptions.KeyVaultURI !== undefined) return [];
  const names = [shared.ConnectorOptions.PersonKeyKeyVaultSecretName, ...channels.flatMap(secretNames)];
  if (names.every((name) => name === undefined || secretInEnvironment(env, name) !== undefined)) return [];
  return [
    {
      path: "KeyVaultOptions.KeyVaultURI",
      says: "expected the address or the DNS name of a key vault, got nothing",
      fix: "name the key vault, or give every secret that the settings name in an environment variable SECRET__<name>",
    },
  ];
}

function secretNames(channel: ChannelReading): readonly (string | undefined)[] {
  const { RetailServerClientOptions: retailServer, EmarsysClientOptions: emarsys } = channel;
  return [
    retailServer.AppIdKeyVaultSecretName,
    retailServer.AppSecretKeyVaultSecretName,
    emarsys.ApiUserNameKeyVaultSecretName,
    emarsys.ApiSecretKeyVaultSecretName,
  ];
}
