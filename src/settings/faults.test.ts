import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { exampleSettings, exampleWith, type Sections } from "../../test/example-settings.ts";
import { ConnectorError } from "../cart/connector-error.ts";
import { readSettings, type Environment } from "./load.ts";

type Case = readonly [changes: Sections, line: string, env?: Environment];

const FILE = "set it in appSettings.json or in the environment variable";

/** Each fault with the line that names it, to the letter. */
const CASES: Readonly<Record<string, Case>> = {
  "a missing key": [
    { RetailServerClientOptions: { TenantId: undefined } },
    `RetailServerClientOptions.TenantId: expected a Microsoft Entra tenant, as id or as domain, got nothing (${FILE} RetailServerClientOptions__TenantId)`,
  ],
  "a blank key": [
    { MediaOptions: { ImageServerUrl: " " } },
    `MediaOptions.ImageServerUrl: expected an https address (http only for localhost), got nothing (${FILE} MediaOptions__ImageServerUrl)`,
  ],
  "a placeholder": [
    { RetailServerClientOptions: { TenantId: "<Azure Tenant Id>" } },
    "RetailServerClientOptions.TenantId: expected a Microsoft Entra tenant, as id or as domain, got the placeholder <Azure Tenant Id> (put your own value in its place)",
  ],
  "a placeholder inside an address": [
    { KeyVaultOptions: { KeyVaultURI: "https://<your-vault>.vault.azure.net" } },
    "KeyVaultOptions.KeyVaultURI: expected the address or the DNS name of a key vault, got the placeholder <your-vault> (put your own value in its place)",
  ],
  "placeholders in braces": [
    {
      RetailServerClientOptions: {
        ReturnToCartUrl:
          "https://{host}/{site}/_msdyn365/signin?ru=https://{host}/{desiredPagePath}&c={cartId}",
      },
    },
    "RetailServerClientOptions.ReturnToCartUrl: expected an https address (http only for localhost), in which {cartId}, {language}, {referralCode} may stand, got the placeholder {host}, {site}, {desiredPagePath} (put your own value in its place)",
  ],
  "an unknown placeholder of a product link": [
    { LinkOptions: { ProductUrlTemplate: "https://contoso.com/{sku}/{productId}" } },
    "LinkOptions.ProductUrlTemplate: expected an https address (http only for localhost), in which {productId}, {itemId}, {language} may stand, got the placeholder {sku} (put your own value in its place)",
  ],
  "an event address without a place for the event": [
    { EmarsysClientOptions: { ApiUrl: "https://api.emarsys.net/api/v3/event/trigger" } },
    `EmarsysClientOptions.ApiUrl: expected an https address (http only for localhost) with {0} in it, got "https://api.emarsys.net/api/v3/event/trigger" (${FILE} EmarsysClientOptions__ApiUrl)`,
  ],
  "plain http": [
    { RetailServerClientOptions: { RetailServerUrl: "http://rs.contoso.com/Commerce" } },
    `RetailServerClientOptions.RetailServerUrl: expected an https address (http only for localhost), got "http://rs.contoso.com/Commerce" (${FILE} RetailServerClientOptions__RetailServerUrl)`,
  ],
  "http to a host that only looks like this machine": [
    { RetailServerClientOptions: { RetailServerUrl: "http://localhost.contoso.com" } },
    `RetailServerClientOptions.RetailServerUrl: expected an https address (http only for localhost), got "http://localhost.contoso.com" (${FILE} RetailServerClientOptions__RetailServerUrl)`,
  ],
  "something that is no address": [
    { EmarsysClientOptions: { TokenUrl: "auth.emarsys.net" } },
    `EmarsysClientOptions.TokenUrl: expected an https address (http only for localhost), got "auth.emarsys.net" (${FILE} EmarsysClientOptions__TokenUrl)`,
  ],
  "a number out of its range": [
    { RetailServerClientOptions: { MaxConcurrency: 65 } },
    `RetailServerClientOptions.MaxConcurrency: expected a whole number from 1 to 64, got 65 (${FILE} RetailServerClientOptions__MaxConcurrency)`,
  ],
  "a number that is not whole": [
    { ConnectorOptions: { SliceSize: 1.5 } },
    `ConnectorOptions.SliceSize: expected a whole number from 1 to 200, got 1.5 (${FILE} ConnectorOptions__SliceSize)`,
  ],
  "a retention that would lose count of the cap": [
    { ConnectorOptions: { RetentionDays: 30 } },
    `ConnectorOptions.RetentionDays: expected a whole number from 31 to 3650, got 30 (${FILE} ConnectorOptions__RetentionDays)`,
  ],
  "a word that is not one of those offered": [
    { ConnectorOptions: { Ledger: "redis" } },
    `ConnectorOptions.Ledger: expected cosmos or sqlite, got "redis" (${FILE} ConnectorOptions__Ledger)`,
  ],
  "a number that lost digits": [
    { EmarsysClientOptions: { ExternalEventId: 12345678901234567000 } },
    `EmarsysClientOptions.ExternalEventId: expected the number of an external event, got 12345678901234567000 (${FILE} EmarsysClientOptions__ExternalEventId)`,
  ],
  "a moment without a zone": [
    { ReminderOptions: { StartFrom: "2026-01-31T08:00:00" } },
    `ReminderOptions.StartFrom: expected a moment with its zone, such as 2026-01-31T08:00:00Z, got "2026-01-31T08:00:00" (${FILE} ReminderOptions__StartFrom)`,
  ],
  "an item of a list": [
    { MediaOptions: { ImageViewPorts: [{ viewport: "all", imageWidth: 0, imageHeight: 5 }] } },
    `MediaOptions.ImageViewPorts[0].imageWidth: expected a whole number from 1 to 10000, got 0 (${FILE} MediaOptions__ImageViewPorts__0__imageWidth)`,
  ],
  "a list where one value belongs": [
    { RetailServerClientOptions: { TenantId: ["a"] } },
    `RetailServerClientOptions.TenantId: expected a Microsoft Entra tenant, as id or as domain, got something of another shape (${FILE} RetailServerClientOptions__TenantId)`,
  ],
  "an environment variable": [
    {},
    `ConnectorOptions.SliceSize: expected a whole number from 1 to 200, got "many" (correct the environment variable CONNECTOROPTIONS__SliceSize)`,
    { CONNECTOROPTIONS__SliceSize: "many" },
  ],
  "an unknown key": [
    { RetailServerClientOptions: { OperatingUnit: "128" } },
    "RetailServerClientOptions.OperatingUnit: expected a known key, got an unknown one (did you mean OperatingUnitNumber? otherwise take it out)",
  ],
  "an unknown section": [
    { ReminderOption: { MaxRemindersPerRun: 5 } },
    "ReminderOption: expected a known key, got an unknown one (did you mean ReminderOptions? otherwise take it out)",
  ],
  "an unknown environment variable in a section of ours": [
    {},
    "ReminderOptions.MaxReminderPerRun: expected a known key, got an unknown one (did you mean MaxRemindersPerRun? otherwise take the environment variable ReminderOptions__MaxReminderPerRun out)",
    { ReminderOptions__MaxReminderPerRun: "5" },
  ],
  "a key that is there twice": [
    { RetailServerClientOptions: { RetailServerUri: "https://rs.contoso.com" } },
    "RetailServerClientOptions.RetailServerUrl: expected one value, got two (take it out in one place: an older name or another case means the same key)",
  ],
  "a window that ends before it begins": [
    { RetailServerClientOptions: { IncludeAbandonedCartsModifiedSinceLastMinutes: 30 } },
    "RetailServerClientOptions.IncludeAbandonedCartsModifiedSinceLastMinutes: expected more than ExcludeAbandonedCartsModifiedSinceLastMinutes (30), got 30 (Include is where the window begins and Exclude where it ends, both in minutes before now)",
  ],
  "a window that reaches into the future": [
    { RetailServerClientOptions: { ExcludeAbandonedCartsModifiedSinceLastMinutes: -1 } },
    `RetailServerClientOptions.ExcludeAbandonedCartsModifiedSinceLastMinutes: expected a whole number from 0 to 525600, got -1 (${FILE} RetailServerClientOptions__ExcludeAbandonedCartsModifiedSinceLastMinutes)`,
  ],
  "a claim that the provider's time-out could outlast": [
    { EmarsysClientOptions: { RequestTimeoutSeconds: 90 } },
    `ConnectorOptions.ClaimSeconds: expected more than 120, the provider's RequestTimeoutSeconds and 30, got 120 (${FILE} ConnectorOptions__ClaimSeconds)`,
  ],
  "consent by an attribute without its name": [
    { ConsentOptions: { Basis: "customer-attribute" } },
    "ConsentOptions.CustomerAttributeName: expected the name of an attribute, because Basis is customer-attribute, got nothing (write down the attribute or extension property of the customer in Commerce that holds the consent)",
  ],
  "an attribute that the basis does not ask": [
    { ConsentOptions: { CustomerAttributeName: "MayWeWrite" } },
    "ConsentOptions.CustomerAttributeName: expected nothing, because Basis is provider-opt-in and asks no attribute, got a name (set Basis to customer-attribute, or take the name out)",
  ],
  "a value of a list": [
    { ConsentOptions: { AcceptedValues: ["yes", 7] } },
    `ConsentOptions.AcceptedValues[1]: expected a value, got 7 (${FILE} ConsentOptions__AcceptedValues__1)`,
  ],
  "a pattern that fits everybody": [
    { ShopperOptions: { IgnoredAddresses: ["noreply@*", "*@*"] } },
    `ShopperOptions.IgnoredAddresses[1]: expected a pattern of addresses, with at least two signs besides *, got a text of 3 characters (${FILE} ShopperOptions__IgnoredAddresses__1)`,
  ],
  "no legal basis where one is needed": [
    { ConsentOptions: { Basis: "suppression-list-only" } },
    "ConsentOptions.LegalBasis: expected the legal basis in words, because Basis is suppression-list-only, got nothing (write down on which legal basis you mail people who did not opt in, or set Basis to provider-opt-in)",
  ],
  "a legal basis too short to be one": [
    { ConsentOptions: { Basis: "suppression-list-only", LegalBasis: "yes" } },
    `ConsentOptions.LegalBasis: expected at least 10 characters in words, got "yes" (${FILE} ConsentOptions__LegalBasis)`,
  ],
  "tracked links without an address to lead to": [
    { LinkOptions: { ReturnLink: "tracked" } },
    "LinkOptions.PublicBaseUrl: expected the address of this app, because ReturnLink is tracked, got nothing (set it to where shoppers reach the app, or set ReturnLink to static)",
  ],
  "promised prices without a secret": [
    { LinkOptions: { ReturnLink: "open-cart", OpenCartHoldPrices: true } },
    "LinkOptions.OpenCartSecretKeyVaultSecretName: expected the name of a secret, because OpenCartHoldPrices is true, got nothing (name the secret that holds the shop's key for open cart links, or set OpenCartHoldPrices to false)",
  ],
  "a shop with a path": [
    { LinkOptions: { OpenCartShopUrl: "https://minshop.dk/da/" } },
    `LinkOptions.OpenCartShopUrl: expected the address of the shop alone, got one with a path (${FILE} LinkOptions__OpenCartShopUrl)`,
  ],
  "a place that would decide about the shop": [
    { RetailServerClientOptions: { ReturnToCartUrl: "https://{cartId}.contoso.com/cart" } },
    `RetailServerClientOptions.ReturnToCartUrl: expected places in braces only behind the host, got one in it (${FILE} RetailServerClientOptions__ReturnToCartUrl)`,
  ],
  "no key vault and no secrets": [
    { KeyVaultOptions: { KeyVaultURI: undefined } },
    "KeyVaultOptions.KeyVaultURI: expected the address or the DNS name of a key vault, got nothing (name the key vault, or give every secret that the settings name in an environment variable SECRET__<name>)",
  ],
  "no Cosmos account": [
    { AzureCosmosOptions: { EndPointUri: undefined } },
    `AzureCosmosOptions.EndPointUri: expected an https address (http only for localhost), got nothing (${FILE} AzureCosmosOptions__EndPointUri)`,
  ],
  "an Emarsys address of no known version": [
    { EmarsysClientOptions: { ApiUrl: "https://localhost:9/event/{0}/trigger" } },
    `EmarsysClientOptions.Authentication: expected oauth2 or wsse, because ApiUrl names neither /v3/ nor /v2/, got nothing (${FILE} EmarsysClientOptions__Authentication)`,
  ],
};

describe("a settings fault is one line with its mend", () => {
  test.each(Object.entries(CASES))("%s", (_what, [changes, line, env]) => {
    expect(faultOf(exampleWith(changes), env).message).toBe(`appSettings.json has 1 fault:\n  ${line}`);
  });

  test("and all faults come together", () => {
    const text = exampleWith({
      RetailServerClientOptions: {
        TenantId: undefined,
        MaxConcurrency: 0,
        IncludeAbandonedCartsModifiedSinceLastMinutes: 5,
      },
      ConnectorOptions: { ClaimSeconds: 60, Colour: "red" },
      ConsentOptions: { Basis: "suppression-list-only" },
    });
    const { message } = faultOf(text);
    expect(message.split("\n")[0]).toBe("appSettings.json has 6 faults:");
    for (const part of [
      "TenantId",
      "MaxConcurrency",
      "IncludeAb",
      "ConnectorOptions.Colour",
      "ClaimSeconds",
      "LegalBasis",
    ])
      expect(message).toContain(part);
  });
});

describe("a fault of a further channel", () => {
  function withChannels(...channels: readonly Sections[]): string {
    return JSON.stringify({ ...exampleSettings(), Channels: channels });
  }

  test("names the channel", () => {
    const text = withChannels({
      RetailServerClientOptions: { OperatingUnitNumber: "129", MaxConcurrency: 0 },
    });
    expect(faultOf(text).message).toContain(
      `Channels[0].RetailServerClientOptions.MaxConcurrency: expected a whole number from 1 to 64, got 0 (${FILE} Channels__0__RetailServerClientOptions__MaxConcurrency)`,
    );
  });

  test("is not repeated for what it only inherits", () => {
    const { KeyVaultOptions: vault, ...rest } = exampleSettings();
    const sections = { ...rest, KeyVaultOptions: vault, EmarsysClientOptions: {} };
    const channel = { RetailServerClientOptions: { OperatingUnitNumber: "129" } };
    const { message } = faultOf(JSON.stringify({ ...sections, Channels: [channel] }));
    expect(message.split("\n")[0]).toBe("appSettings.json has 3 faults:");
    expect(message).not.toContain("Channels");
  });

  test("is a window that only together with the base makes no sense", () => {
    const text = withChannels({
      RetailServerClientOptions: {
        OperatingUnitNumber: "129",
        ExcludeAbandonedCartsModifiedSinceLastMinutes: 600,
      },
    });
    expect(faultOf(text).message).toContain(
      "Channels[0].RetailServerClientOptions.IncludeAbandonedCartsModifiedSinceLastMinutes: expected more than",
    );
  });

  test.each([
    ["the base channel", [{ RetailServerClientOptions: { OperatingUnitNumber: 128 } }], 0],
    ["the base channel, by saying none", [{ ReminderOptions: { MaxRemindersPerRun: 1 } }], 0],
    [
      "another one",
      [
        { RetailServerClientOptions: { OperatingUnitNumber: "129" } },
        { RetailServerClientOptions: { OperatingUnitNumber: "129" } },
      ],
      1,
    ],
  ])("is an operating unit that %s has already", (_what, channels, index) => {
    expect(faultOf(withChannels(...channels)).message).toContain(
      `Channels[${index}].RetailServerClientOptions.OperatingUnitNumber: expected an operating unit of its own`,
    );
  });

  test("is a section that no channel has of its own", () => {
    expect(faultOf(withChannels({ ConnectorOptions: { SliceSize: 1 } })).message).toContain(
      "Channels[0].ConnectorOptions: expected a known key, got an unknown one",
    );
  });
});

describe("a file that is not JSON", () => {
  test.each([
    [
      '{\n  // a comment\n  "KeyVaultOptions": { "KeyVaultURI" "x" }\n}',
      "appSettings.json, line 3, column 38: expected a colon",
    ],
    ["[]", "appSettings.json, line 1, column 1: expected sections in { }"],
    ['"settings"', "appSettings.json, line 1, column 1: expected sections in { }"],
    ["", "appSettings.json, line 1, column 1: expected a value"],
  ])("%j is refused with its place", (text, message) => {
    expect(faultOf(text).message).toContain(message);
  });
});

describe("a secret that got into the settings", () => {
  const secret = "s3cr3tS3cr3tS3cr3tS3cr3t==";

  test.each([
    ["as the key of Cosmos, damaged", exampleWith({ AzureCosmosOptions: { PrimaryKey: `"${secret}` } }), {}],
    ["as a placeholder", exampleWith({ AzureCosmosOptions: { PrimaryKey: `<${secret}>` } }), {}],
    [
      "as a placeholder of something else",
      exampleWith({ RetailServerClientOptions: { TenantId: `<${secret}>` } }),
      {},
    ],
    [
      "as the key of Cosmos in the environment",
      exampleWith({}),
      { AzureCosmosOptions__PrimaryKey: ` ${secret}; ` },
    ],
    [
      "in place of the name of a secret",
      exampleWith({ EmarsysClientOptions: { ApiSecretKeyVaultSecretName: secret } }),
      {},
    ],
    [
      "as a connection string",
      exampleWith({ AzureCosmosOptions: { EndPointUri: `AccountEndpoint=https://a;AccountKey=${secret};` } }),
      {},
    ],
    [
      "in an address",
      exampleWith({ RetailServerClientOptions: { RetailServerUrl: `https://user:${secret}@contoso.com` } }),
      {},
    ],
    ["under a key of its own", exampleWith({ EmarsysClientOptions: { ApiSecret: secret } }), {}],
    [
      "in a file that is not JSON",
      `{ "AzureCosmosOptions": { "PrimaryKey": "${secret}" "DatabaseId": 1 } }`,
      {},
    ],
    [
      "in an environment variable for a secret",
      exampleWith({ KeyVaultOptions: { KeyVaultURI: "" } }),
      { "SECRET__retail-app-id": secret },
    ],
  ])("%s is a fault that does not show it", (_what, text, env) => {
    const fault = faultOf(text, env);
    expect(fault.code).toBe("settings-invalid");
    expect(inspect(fault, { depth: 10, showHidden: true })).not.toContain("s3cr3tS3cr3t");
  });

  test.each([
    ["AzureCosmosOptions", "PrimaryKey"],
    ["RetailServerClientOptions", "AppSecretKeyVaultSecretName"],
    ["EmarsysClientOptions", "ApiSecretKeyVaultSecretName"],
    ["ConnectorOptions", "PersonKeyKeyVaultSecretName"],
  ])("in %s.%s is not shown either when it looks harmless", (section, key) => {
    const { message } = faultOf(exampleWith({ [section]: { [key]: "correct horse" } }));
    expect(message).toContain(`${section}.${key}: expected`);
    expect(message).not.toContain("horse");
  });
});

function faultOf(text: string, env: Environment = {}): ConnectorError {
  try {
    readSettings(text, env);
  } catch (thrown) {
    if (thrown instanceof ConnectorError) return thrown;
    throw thrown;
  }
  throw new Error("the settings are right");
}
