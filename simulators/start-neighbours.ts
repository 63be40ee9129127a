import tls from "node:tls";
import { startEmarsys, type Emarsys } from "./email/emarsys/start-emarsys.ts";
import { startEntra, type Entra } from "./entra/start-entra.ts";
import { startKeyVault, type KeyVault } from "./key-vault/start-key-vault.ts";
import type { ShopData } from "./retail-server/shop-data.ts";
import { startRetailServer, type RetailServerSimulator } from "./retail-server/start-retail-server.ts";
import type { ContactSeed } from "./shop/case.ts";
import { createTestAuthority, type TestAuthority } from "./tls.ts";

/* Made up here, used on loopback only; what they have in common is how a test finds them in any output. */
export const SECRETS = {
  "connector-app-id": "5e1f0c4e-0000-4000-8000-00000000c0de",
  "connector-app-secret": "canary-app-secret-7f3a",
  "emarsys-client-id": "canary-emarsys-client",
  "emarsys-client-secret": "canary-emarsys-secret-91bd",
} as const;

const TENANT = "contoso-tenant";
const VAULT_IDENTITY = {
  clientId: "0a0a0a0a-0000-4000-8000-00000000aaaa",
  clientSecret: "canary-vault-identity-55e0",
};
const AUDIENCE = "https://commerce.dynamics.com";
const OPERATING_UNIT = "128";
const EVENT = "4711";

export interface NeighboursOptions {
  readonly shop: ShopData;
  readonly contacts: readonly ContactSeed[];
  readonly clock?: { now(): Date };
}

/** Every neighbour of the connector, on free loopback ports, and what the connector has to be told of them. */
export interface Neighbours {
  readonly entra: Entra;
  readonly keyVault: KeyVault;
  readonly retailServer: RetailServerSimulator;
  readonly emarsys: Emarsys;
  readonly authority: TestAuthority;
  /** The settings file, with `sections` laid over it. */
  settings(sections?: Readonly<Record<string, Readonly<Record<string, unknown>>>>): string;
  /** The environment of the process that runs the connector. Its CA has to be trusted: see `trust`. */
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export async function startNeighbours(options: NeighboursOptions): Promise<Neighbours> {
  const { clock = { now: () => new Date() } } = options;
  const authority = await createTestAuthority();
  const entra = await startEntra({
    tls: authority.leaf,
    tenantId: TENANT,
    apps: [
      { clientId: SECRETS["connector-app-id"], clientSecret: SECRETS["connector-app-secret"] },
      VAULT_IDENTITY,
    ],
    clock,
  });
  const keyVault = await startKeyVault({ tls: authority.leaf, entra, secrets: SECRETS });
  const retailServer = await startRetailServer({
    shop: options.shop,
    oun: OPERATING_UNIT,
    channelRecordId: 5_637_144_592,
    verifyToken: (header) => tokenVerdict(entra, header),
    clock,
  });
  const emarsys = await startEmarsys({
    oauth: { clientId: SECRETS["emarsys-client-id"], clientSecret: SECRETS["emarsys-client-secret"] },
    events: [{ id: EVENT, name: "Abandoned cart", attached: true }],
    contacts: options.contacts.map(({ email, optIn }) => ({ email, optIn: optIn === "" ? null : optIn })),
    interactionsAdvanced: true,
    clock,
  });
  return {
    entra,
    keyVault,
    retailServer,
    emarsys,
    authority,
    settings: (sections = {}) =>
      JSON.stringify(laidOver(settingsOf({ keyVault, retailServer, emarsys }), sections), undefined, 2),
    env: {
      AZURE_AUTHORITY_HOST: entra.url,
      AZURE_TENANT_ID: TENANT,
      AZURE_CLIENT_ID: VAULT_IDENTITY.clientId,
      AZURE_CLIENT_SECRET: VAULT_IDENTITY.clientSecret,
    },
    async close() {
      await Promise.all([entra, keyVault, retailServer, emarsys].map((neighbour) => neighbour.close()));
    },
  };
}

/** Makes this process trust the simulators; for another process give it the CA in `NODE_EXTRA_CA_CERTS`. */
export function trust(authority: Pick<TestAuthority, "ca">): void {
  tls.setDefaultCACertificates([...tls.getCACertificates("default"), authority.ca]);
}

function tokenVerdict(entra: Entra, header: string): { ok: true } | { ok: false; resourceId: string } {
  const verdict = entra.verify(header.replace(/^\S+\s+/, ""), { audience: AUDIENCE });
  if (typeof verdict === "object" && verdict.appId === SECRETS["connector-app-id"]) return { ok: true };
  return { ok: false, resourceId: verdict === "wrong-audience" ? "InvalidAudience" : "AuthenticationFailed" };
}

function settingsOf(neighbours: Pick<Neighbours, "keyVault" | "retailServer" | "emarsys">): Sections {
  const { keyVault, retailServer, emarsys } = neighbours;
  return {
    KeyVaultOptions: { KeyVaultURI: keyVault.url },
    RetailServerClientOptions: {
      TenantId: TENANT,
      RetailServerAudienceId: AUDIENCE,
      AppIdKeyVaultSecretName: "connector-app-id",
      AppSecretKeyVaultSecretName: "connector-app-secret",
      RetailServerUrl: retailServer.baseUrl,
      OperatingUnitNumber: OPERATING_UNIT,
      IncludeAbandonedCartsModifiedSinceLastMinutes: 120,
      ExcludeAbandonedCartsModifiedSinceLastMinutes: 30,
      ReturnToCartUrl: "https://shop.example/cart",
    },
    EmarsysClientOptions: {
      ApiUrl: `${emarsys.url}/api/v3/event/{0}/trigger`,
      TokenUrl: `${emarsys.url}/oauth2/token`,
      ExternalEventId: EVENT,
      ApiUserNameKeyVaultSecretName: "emarsys-client-id",
      ApiSecretKeyVaultSecretName: "emarsys-client-secret",
    },
    MediaOptions: {
      ImageServerUrl: "https://images.shop.example/cms/api",
      PlaceholderImageUrl: "https://images.shop.example/no-picture.png",
    },
    LinkOptions: { ProductUrlTemplate: "https://shop.example/{language}/{productId}.p" },
    ConnectorOptions: { Ledger: "sqlite" },
  };
}

type Sections = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

function laidOver(base: Sections, over: Sections): Sections {
  const names = new Set([...Object.keys(base), ...Object.keys(over)]);
  return Object.fromEntries([...names].map((name) => [name, { ...base[name], ...over[name] }]));
}
