import { Agent, type Dispatcher } from "undici";
import { systemClock } from "../adapters/clock/system-clock.ts";
import { azureCredential } from "../adapters/entra/azure-credential.ts";
import { retailServerToken } from "../adapters/entra/retail-server-token.ts";
import { createGate, type Gate } from "../adapters/http/gate.ts";
import { keyVaultSecretStore } from "../adapters/key-vault/key-vault-secret-store.ts";
import { openCosmosLedger } from "../adapters/ledger/cosmos/cosmos-ledger.ts";
import { openSqliteLedger } from "../adapters/ledger/sqlite/sqlite-ledger.ts";
import type { Redaction } from "../adapters/log/redaction.ts";
import { systemRandom } from "../adapters/random/system-random.ts";
import { createRetailServer, type CommerceShop } from "../adapters/retail-server/retail-server.ts";
import { ConnectorError } from "../cart/connector-error.ts";
import type { Clock } from "../ports/clock.ts";
import type { IEmailProvider } from "../ports/email-provider.ts";
import type { Ledger, LedgerUpkeep } from "../ports/ledger.ts";
import type { Log } from "../ports/log.ts";
import type { Random } from "../ports/random.ts";
import type { RetailServer } from "../ports/retail-server.ts";
import type { WritableSecretStore } from "../ports/secret-store.ts";
import type { Turns } from "../ports/turns.ts";
import { providerNamed } from "../settings/provider-sections.ts";
import type { ChannelSettings, Settings } from "../settings/schema.ts";
import { createCounter, type Counter } from "./counting.ts";
import { mailWriterOf } from "./wire-mail.ts";

/* The part of wire.ts that builds the neighbours: each adapter with its settings. */

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

/** What everything is built from. */
export interface Parts {
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

export function partsOf(settings: Settings, ground: Ground): Omit<Parts, "turns"> {
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

export function openLedger({
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

export function wireChannel(parts: Parts, settings: ChannelSettings): WiredChannel {
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
