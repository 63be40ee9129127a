import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Failure, Faults, Reply } from "../../simulators/server.ts";
import { SECRETS } from "../../simulators/start-neighbours.ts";
import type { FaultCode } from "../../src/cart/connector-error.ts";
import type { CommandLine, Sections } from "../cli/command-line.ts";

/* What an operator can get wrong, and what a neighbour can answer that makes no sense: the table of bad-input.test.ts. */

export interface BadInput {
  readonly name: string;
  /** Laid over settings that work. */
  readonly sections?: Sections;
  /** Makes it bad. What it does to faults, settings and environment is undone before the next run. */
  readonly spoil?: (line: CommandLine, closedPort: number) => void;
  /** Mends what has to be mended besides. */
  readonly repair?: (line: CommandLine) => void;
  readonly code: FaultCode;
  /** What the message has to name, settings by their names. */
  readonly names: readonly string[];
  /** What the mend has to say. */
  readonly mend: string;
}

/** What a proxy or a sign-in page answers. */
export const HTML: Reply = {
  status: 200,
  headers: { "content-type": "text/html" },
  body: "<html><title>Sign in</title></html>",
};
const NO_PATIENCE: Sections = { RetailServerClientOptions: { MaxRetryWaitSeconds: 0 } };
const RETAIL_SERVER_URL = "RetailServerClientOptions.RetailServerUrl";

export const SETTINGS: readonly BadInput[] = [
  {
    name: "several settings that are wrong together",
    sections: {
      RetailServerClientOptions: { RetailServerUrl: "http://shop.example", OperatingUnitNumber: "" },
      EmarsysClientOptions: { ExternalEventId: "cart" },
      ConnectorOptions: { SliceSize: 0 },
    },
    code: "settings-invalid",
    names: [
      "has 4 faults",
      "RetailServerClientOptions.RetailServerUrl: expected an https address",
      "RetailServerClientOptions.OperatingUnitNumber: expected",
      "EmarsysClientOptions.ExternalEventId: expected",
      "ConnectorOptions.SliceSize: expected a whole number from 1 to 200, got 0",
      "RetailServerClientOptions__OperatingUnitNumber",
    ],
    mend: "docs/settings.md",
  },
  {
    name: "a key that there is not",
    sections: { RetailServerClientOptions: { OperatingUnitNumbers: "129" } },
    code: "settings-invalid",
    names: ["RetailServerClientOptions.OperatingUnitNumbers", "did you mean OperatingUnitNumber?"],
    mend: "docs/settings.md",
  },
  {
    name: "a placeholder left in place",
    sections: { RetailServerClientOptions: { TenantId: "<Azure Tenant Id>" } },
    code: "settings-invalid",
    names: ["RetailServerClientOptions.TenantId", "the placeholder <Azure Tenant Id>"],
    mend: "docs/settings.md",
  },
  {
    name: "an app secret where its name should be",
    sections: { RetailServerClientOptions: { AppSecretKeyVaultSecretName: "canary~app.secret_7f3a" } },
    code: "settings-invalid",
    names: ["RetailServerClientOptions.AppSecretKeyVaultSecretName", "a value that is not shown"],
    mend: "docs/settings.md",
  },
  {
    name: "settings that are no JSON",
    spoil: ({ settingsFile }) => writeFileSync(settingsFile, '{\n  "KeyVaultOptions": {\n}'),
    code: "settings-invalid",
    names: ["line 3, column 2: expected a comma or }"],
    mend: "JSON",
  },
  {
    name: "a settings file that is not there",
    spoil: ({ settingsFile }) => rmSync(settingsFile),
    code: "settings-invalid",
    names: ["appSettings.json cannot be read"],
    mend: "name the settings file",
  },
];

export const SIGN_IN: readonly BadInput[] = [
  {
    name: "a key vault that cannot be reached",
    spoil: ({ configure }, closedPort) =>
      configure({ KeyVaultOptions: { KeyVaultURI: `https://localhost:${closedPort}` } }),
    code: "vault-unreachable",
    names: ["secret connector-app-", "key vault localhost:"],
    mend: "KeyVaultOptions.KeyVaultURI",
  },
  {
    name: "a secret that is not in the vault",
    sections: { RetailServerClientOptions: { AppSecretKeyVaultSecretName: "no-such-secret" } },
    code: "secret-missing",
    names: ["secret no-such-secret"],
    mend: "add the secret no-such-secret",
  },
  {
    name: "a vault that refuses us a secret",
    sections: { EmarsysClientOptions: { ApiSecretKeyVaultSecretName: "of-somebody-else" } },
    spoil: ({ neighbours: { keyVault } }) => {
      keyVault.set("of-somebody-else", "canary-of-somebody-else");
      keyVault.deny("of-somebody-else");
    },
    code: "vault-refused",
    names: ["secret of-somebody-else"],
    mend: "Key Vault Secrets User",
  },
  {
    name: "an identity that may not sign in to Azure",
    spoil: ({ env }) => {
      env["AZURE_CLIENT_SECRET"] = "canary-of-yesterday";
    },
    code: "vault-refused",
    names: ["could not sign in to Azure"],
    mend: "managed identity",
  },
  {
    name: "an app secret that is wrong",
    spoil: ({ neighbours: { keyVault } }) => keyVault.set("connector-app-secret", "canary-wrong-secret"),
    repair: ({ neighbours: { keyVault } }) =>
      keyVault.set("connector-app-secret", SECRETS["connector-app-secret"]),
    code: "token-refused",
    names: ["the app secret in connector-app-secret", "AADSTS7000215"],
    mend: "connector-app-secret",
  },
  {
    name: "an audience that is not Retail Server's",
    sections: { RetailServerClientOptions: { RetailServerAudienceId: "https://erp.dynamics.com" } },
    code: "retail-server-unauthorized",
    names: ["did not accept our token", "InvalidAudience"],
    mend: "RetailServerClientOptions.RetailServerAudienceId",
  },
];

export const RETAIL_SERVER: readonly BadInput[] = [
  {
    name: "a Retail Server that does not accept our token",
    spoil: ({ neighbours: { retailServer } }) => failing(retailServer.faults, "*", { status: 401 }),
    code: "retail-server-unauthorized",
    names: ["did not accept our token", "status 401"],
    mend: "relying party",
  },
  {
    name: "a Retail Server that does not let us search carts",
    spoil: ({ neighbours: { retailServer } }) =>
      failing(retailServer.faults, "Carts/Search", { status: 403 }),
    code: "retail-server-forbidden",
    names: ["Carts/Search", "status 403"],
    mend: "user type Application",
  },
  {
    name: "an operating unit that there is not",
    sections: { RetailServerClientOptions: { OperatingUnitNumber: "999" } },
    code: "operating-unit-unknown",
    names: ["RetailServerClientOptions.OperatingUnitNumber"],
    mend: "published to this scale unit",
  },
  {
    name: "malformed JSON from Retail Server",
    spoil: ({ neighbours: { retailServer } }) =>
      failing(retailServer.faults, "Carts/Search", { status: 200, body: '{"value":[{"Id":' }),
    code: "retail-server-unreadable",
    names: ["Carts/Search", "not JSON"],
    mend: RETAIL_SERVER_URL,
  },
  {
    name: "HTML from Retail Server",
    spoil: ({ neighbours: { retailServer } }) => failing(retailServer.faults, "*", HTML),
    code: "retail-server-unreadable",
    names: ["OrgUnits/GetOrgUnitConfiguration"],
    mend: RETAIL_SERVER_URL,
  },
  {
    name: "an answer of 10 MB",
    spoil: ({ neighbours: { retailServer } }) =>
      failing(retailServer.faults, "Carts/Search", { status: 200, body: `["${"x".repeat(10_000_000)}"]` }),
    code: "retail-server-too-large",
    names: ["Carts/Search", "more than 8000000 bytes"],
    mend: "RetailServerClientOptions.MaxResponseMegabytes",
  },
  {
    name: "an answer that stops in its middle",
    sections: { RetailServerClientOptions: { RequestTimeoutSeconds: 1, MaxRetryWaitSeconds: 0 } },
    spoil: ({ neighbours: { retailServer } }) =>
      failing(retailServer.faults, "Carts/Search", { kind: "stall" }),
    code: "retail-server-slow",
    names: ["Carts/Search", "within 1000 ms"],
    mend: "RetailServerClientOptions.RequestTimeoutSeconds",
  },
  {
    name: "a Retail Server that is down",
    spoil: ({ configure }, closedPort) =>
      configure({
        RetailServerClientOptions: {
          RetailServerUrl: `http://127.0.0.1:${closedPort}/Commerce`,
          MaxRetryWaitSeconds: 0,
        },
      }),
    code: "retail-server-unreachable",
    names: ["could not be reached"],
    mend: RETAIL_SERVER_URL,
  },
  {
    name: "a Retail Server that breaks every connection",
    sections: NO_PATIENCE,
    spoil: ({ neighbours: { retailServer } }) =>
      failing(retailServer.faults, "Customers/GetByAccountNumbers", { kind: "drop-before" }),
    code: "retail-server-unreachable",
    names: ["Customers/GetByAccountNumbers"],
    mend: RETAIL_SERVER_URL,
  },
  {
    name: "a Retail Server that asks us to stay away for an hour",
    spoil: ({ neighbours: { retailServer } }) =>
      failing(retailServer.faults, "*", { status: 429, headers: { "retry-after": "3600" } }),
    code: "retail-server-throttled",
    names: ["asks us to wait"],
    mend: "MaxConcurrency",
  },
  {
    name: "a Retail Server that throttles in the middle of a slice",
    sections: NO_PATIENCE,
    spoil: ({ neighbours: { retailServer } }) =>
      failing(retailServer.faults, "Customers(id)/GetOrderHistory", { status: 429 }),
    code: "retail-server-throttled",
    names: ["GetOrderHistory"],
    mend: "MaxConcurrency",
  },
];

export const EMARSYS: readonly BadInput[] = [
  {
    name: "an Emarsys sign-in that is wrong",
    spoil: ({ neighbours: { keyVault } }) => keyVault.set("emarsys-client-secret", "canary-wrong-emarsys"),
    repair: ({ neighbours: { keyVault } }) =>
      keyVault.set("emarsys-client-secret", SECRETS["emarsys-client-secret"]),
    code: "provider-unauthorized",
    names: ["emarsys turned down the client id and secret"],
    mend: "EmarsysClientOptions.ApiUserNameKeyVaultSecretName",
  },
  {
    name: "an Emarsys sign-in without the permission",
    spoil: ({ neighbours: { emarsys } }) =>
      failing(emarsys.faults, "getdata", { status: 403, body: "Forbidden" }),
    code: "provider-forbidden",
    names: ["reading the opt-in of contacts", "403"],
    mend: "Security Settings",
  },
  {
    name: "an Emarsys that fails at what it is asked",
    spoil: ({ neighbours: { emarsys } }) => failing(emarsys.faults, "getdata", { status: 501 }),
    code: "provider-failed",
    names: ["reading the opt-in of contacts", "501"],
    mend: "the next pass tries again",
  },
  {
    name: "an Emarsys that is overloaded",
    spoil: ({ neighbours: { emarsys } }) => failing(emarsys.faults, "trigger", { status: 503 }),
    code: "provider-unreachable",
    names: ["triggering the event", "503"],
    mend: "the next pass tries again",
  },
  {
    name: "an event that Emarsys does not know",
    sections: { EmarsysClientOptions: { ExternalEventId: "9999" } },
    code: "provider-misconfigured",
    names: ["EmarsysClientOptions.ExternalEventId"],
    mend: "EmarsysClientOptions.ExternalEventId",
  },
  {
    name: "an event on which nothing hangs",
    spoil: ({ neighbours: { emarsys } }) =>
      failing(emarsys.faults, "trigger", {
        status: 400,
        body: { replyCode: 5005, replyText: "x", data: "" },
      }),
    code: "provider-nothing-attached",
    names: ["EmarsysClientOptions.ExternalEventId"],
    mend: "activate the program",
  },
  {
    name: "HTML from Emarsys",
    spoil: ({ neighbours: { emarsys } }) => failing(emarsys.faults, "getdata", HTML),
    code: "provider-unreadable",
    names: ["reading the opt-in of contacts"],
    mend: "EmarsysClientOptions.ApiUrl",
  },
  {
    name: "HTML where the tokens of Emarsys should come from",
    spoil: ({ neighbours: { emarsys } }) => failing(emarsys.faults, "token", HTML),
    code: "provider-unreadable",
    names: ["EmarsysClientOptions.TokenUrl"],
    mend: "EmarsysClientOptions.TokenUrl",
  },
  {
    name: "an Emarsys that throttles what it is asked",
    spoil: ({ neighbours: { emarsys } }) =>
      failing(emarsys.faults, "getdata", { status: 429, headers: { "retry-after": "3600" } }),
    code: "provider-throttled",
    names: ["fewer requests"],
    mend: "API credentials of its own",
  },
];

export const LEDGER: readonly BadInput[] = [
  {
    name: "a ledger path that cannot be written",
    spoil: ({ configure, folder }) => {
      writeFileSync(join(folder, "in-the-way"), "");
      configure({ SqliteOptions: { Path: join(folder, "in-the-way", "ledger.sqlite") } });
    },
    code: "ledger-refused",
    names: ["SqliteOptions.Path"],
    mend: "let the connector's user write",
  },
  {
    name: "a ledger path that is a folder",
    spoil: ({ configure, folder }) => configure({ SqliteOptions: { Path: folder } }),
    code: "ledger-refused",
    names: ["SqliteOptions.Path"],
    mend: "choose another",
  },
  {
    name: "a ledger inside Azure that is a file",
    spoil: ({ env }) => {
      env["WEBSITE_INSTANCE_ID"] = "0";
    },
    code: "ledger-refused",
    names: ["ConnectorOptions.Ledger is sqlite"],
    mend: "set ConnectorOptions.Ledger to cosmos",
  },
  {
    name: "a person key that is too short",
    sections: { ConnectorOptions: { PersonKeyKeyVaultSecretName: "short-key" } },
    spoil: ({ neighbours: { keyVault } }) => keyVault.set("short-key", "canary-short"),
    code: "secret-missing",
    names: ["the secret short-key is too short"],
    mend: "at least 32 random characters",
  },
];

/** Every such call fails like this. */
export function failing(faults: Faults, operation: string, how: Reply | Failure): void {
  faults.on(operation, "kind" in how ? how : { kind: "reply", reply: how });
}
