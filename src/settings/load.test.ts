import { readFile } from "node:fs/promises";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { spoiled } from "../../test/arbitrary-json.ts";
import { exampleSettings, exampleWith } from "../../test/example-settings.ts";
import { ConnectorError } from "../cart/connector-error.ts";
import { loadSettings, readSettings } from "./load.ts";

/* In the manner of the file that Microsoft's sample ships, placeholders filled in: its facts, none of its words. */
const SAMPLE_FILE = `\uFEFF{
  // the vault
  "KeyVaultOptions": { "KeyVaultUrl": "https://contoso.vault.azure.net/" },
  "RetailServerClientOptions": {
    "TenantId": "contoso.onmicrosoft.com",
    "RetailServerAudienceId": "https://commerce.dynamics.com",
    "AppIdKeyVaultSecretName": "retail-app-id",
    "AppSecretKeyVaultSecretName": "retail-app-secret",
    "RetailServerUri": "https://contoso-rs.su.retail.dynamics.com/Commerce/",
    "OperatingUnitNumber": 128, // a number
    "IncludeAbandonedCartsModifiedSinceLastMinutes": 500,
    "ExcludeAbandonedCartsModifiedSinceLastMinutes": 10,
    "ReturnToCartUrl": "https://www.contoso.com/default/_msdyn365/signin?ru=https://www.contoso.com/cart"
  },
  /* the emulator */
  "AzureCosmosOptions": {
    "EndPointUri": "https://localhost:8081",
    "PrimaryKey": "",
    "DatabaseId": "AbandonedCartSampleDB",
    "ContainerId": "RunStatus"
  },
  "EmarsysClientOptions": {
    "ApiUrl": "https://api.emarsys.net/api/v2/event/{0}/trigger",
    "ExternalEventId": 7291,
    "ApiUserNameKeyVaultSecretName": "emarsys-user",
    "ApiSecretKeyVaultSecretName": "emarsys-secret",
    "EmarsysContactKeyId": "3"
  },
  "MediaOptions": {
    "ImageServerUrl": "https://images.contoso.com/cms/api/contoso/imageFileData/search?fileName=/",
    "ImageViewPorts": [
      { "viewport": "(max-width:768px)", "imageWidth": 80, "imageHeight": 80, "useForDefaultImageTag": false },
      { "viewport": "(min-width:1600px)", "imageWidth": 315, "imageHeight": 315, "useForDefaultImageTag": true },
    ]
  },
}
`;

describe("the file of Microsoft's sample", () => {
  const settings = readSettings(SAMPLE_FILE, {});

  test("loads with its byte-order mark, comments, trailing commas and other names of keys", () => {
    expect(settings.KeyVaultOptions.KeyVaultURI).toBe("https://contoso.vault.azure.net");
    expect(settings.RetailServerClientOptions.RetailServerUrl).toBe(
      "https://contoso-rs.su.retail.dynamics.com/Commerce",
    );
  });

  test("has its ids read as text and its empty key as none", () => {
    expect(settings.RetailServerClientOptions.OperatingUnitNumber).toBe("128");
    expect(settings.EmarsysClientOptions?.["ExternalEventId"]).toBe("7291");
    expect(settings.AzureCosmosOptions).toEqual({
      EndPointUri: "https://localhost:8081",
      DatabaseId: "AbandonedCartSampleDB",
      ContainerId: "RunStatus",
    });
  });

  test("signs in to Emarsys with WSSE, because it names version 2", () => {
    expect(settings.EmarsysClientOptions?.["Authentication"]).toBe("wsse");
  });

  test("keeps the slash at the end of a media server where it belongs to the query", () => {
    expect(settings.MediaOptions.ImageServerUrl).toMatch(/\?fileName=\/$/);
    expect(settings.MediaOptions.ImageViewPorts.map((port) => port.imageWidth)).toEqual([80, 315]);
  });
});

describe("what is left out", () => {
  const settings = readSettings(JSON.stringify(exampleSettings()), {});

  test("has the safe default", () => {
    expect(settings.RetailServerClientOptions).toMatchObject({
      RetailServerAudienceId: "https://commerce.dynamics.com",
      ApiVersion: "7.3",
      AuthorizationScheme: "Bearer",
      MaxConcurrency: 16,
      RequestTimeoutSeconds: 30,
      MaxRetryWaitSeconds: 60,
      MaxResponseMegabytes: 8,
    });
    expect(settings.EmarsysClientOptions).toMatchObject({
      ApiUrl: "https://api.emarsys.net/api/v3/event/{0}/trigger",
      Authentication: "oauth2",
      TokenUrl: "https://auth.emarsys.net/oauth2/token",
      EmarsysContactKeyId: "3",
      RequestTimeoutSeconds: 30,
    });
    expect(settings.ConnectorOptions).toEqual({
      EmailProvider: "emarsys",
      Ledger: "cosmos",
      MaxPassMinutes: 4,
      SliceSize: 200,
      ClaimSeconds: 120,
      RetentionDays: 180,
    });
    expect(settings.ReminderOptions).toEqual({
      MinHoursBetweenReminders: 24,
      MaxRemindersPer30Days: 4,
      MaxRemindersPerRun: 2000,
      MaxCatchUpMinutes: 1440,
      MaxWaitMinutes: 1440,
      IncludeGuests: false,
      Steps: [],
      QuietHours: {},
    });
    expect(settings.ShopperOptions).toEqual({
      IgnoredAddresses: [
        "noreply@*",
        "no-reply@*",
        "no_reply@*",
        "donotreply@*",
        "do-not-reply@*",
        "postmaster@*",
        "mailer-daemon@*",
      ],
    });
    expect(settings.ConsentOptions).toEqual({
      Basis: "provider-opt-in",
      AcceptedValues: ["true", "yes", "1"],
    });
    expect(settings.PurchaseGuardOptions).toEqual({ PurchaseLookbackDays: 7, RecheckAfterSeconds: 60 });
    expect(settings.SqliteOptions).toEqual({ Path: "connector.sqlite" });
    expect(settings.LinkOptions).toEqual({
      ReturnLink: "static",
      TrackedLinkDays: 30,
      OpenCartProductKey: "product",
      ReferralPrefix: "AC",
      OpenCartHoldPrices: false,
    });
    expect(settings.MediaOptions.ImageViewPorts).toHaveLength(3);
  });

  test("may be the whole Cosmos section when the ledger is SQLite", () => {
    const text = exampleWith({
      ConnectorOptions: { Ledger: "sqlite" },
      AzureCosmosOptions: { EndPointUri: "<the URI of the account>" },
    });
    expect(readSettings(text, {}).AzureCosmosOptions).toBeUndefined();
  });

  test("may be the key vault when the environment has every secret that is named", () => {
    const text = exampleWith({ KeyVaultOptions: { KeyVaultURI: "" } });
    const env = {
      "SECRET__retail-app-id": "a",
      SECRET__retail_app_secret: "b",
      "SECRET__emarsys-client-id": "c",
      "SECRET__emarsys-client-secret": "d",
    };
    expect(readSettings(text, env).KeyVaultOptions.KeyVaultURI).toBeUndefined();
    expect(() => readSettings(text, { ...env, "SECRET__retail-app-id": " " })).toThrow("KeyVaultURI");
  });
});

describe("an address", () => {
  test.each([
    ["KeyVaultOptions", "KeyVaultURI", "Contoso.Vault.Azure.net", "https://contoso.vault.azure.net"],
    [
      "RetailServerClientOptions",
      "RetailServerUrl",
      "https://RS.contoso.com:443/Commerce//",
      "https://rs.contoso.com/Commerce",
    ],
    [
      "RetailServerClientOptions",
      "RetailServerUrl",
      "http://localhost:8080/Commerce",
      "http://localhost:8080/Commerce",
    ],
    ["AzureCosmosOptions", "EndPointUri", "https://127.0.0.1:8081/", "https://127.0.0.1:8081"],
    [
      "RetailServerClientOptions",
      "ReturnToCartUrl",
      "https://contoso.com/cart/?id={cartId}",
      "https://contoso.com/cart/?id={cartId}",
    ],
    ["MediaOptions", "ImageServerUrl", "https://images.contoso.com/cms/", "https://images.contoso.com/cms"],
    [
      "LinkOptions",
      "ProductUrlTemplate",
      "https://contoso.com/{language}/{productId}.p",
      "https://contoso.com/{language}/{productId}.p",
    ],
  ])("in %s.%s has one form: %s is %s", (section, key, written, read) => {
    const settings = readSettings(exampleWith({ [section]: { [key]: written } }), {});
    expect(settings).toHaveProperty([section, key], read);
  });
});

test("a version may be a number, a moment is read in UTC, a number may be text", () => {
  const text = exampleWith({
    RetailServerClientOptions: { ApiVersion: 7.2, MaxConcurrency: " 8 " },
    ReminderOptions: { StartFrom: "2026-01-31T08:00:00+01:00" },
  });
  const settings = readSettings(text, {});
  expect(settings.RetailServerClientOptions).toMatchObject({ ApiVersion: "7.2", MaxConcurrency: 8 });
  expect(settings.ReminderOptions.StartFrom).toBe("2026-01-31T07:00:00.000Z");
});

describe("an environment variable", () => {
  const file = JSON.stringify(exampleSettings());

  test("comes before the file, whatever its case", () => {
    const settings = readSettings(file, {
      RetailServerClientOptions__OperatingUnitNumber: "052",
      REMINDEROPTIONS__MAXREMINDERSPERRUN: "500",
      keyvaultoptions__keyvaulturl: "https://other.vault.azure.net",
    });
    expect(settings.RetailServerClientOptions.OperatingUnitNumber).toBe("052");
    expect(settings.ReminderOptions.MaxRemindersPerRun).toBe(500);
    expect(settings.KeyVaultOptions.KeyVaultURI).toBe("https://other.vault.azure.net");
  });

  test("reaches into lists", () => {
    const settings = readSettings(file, {
      MediaOptions__ImageViewPorts__0__viewport: "(max-width:500px)",
      MediaOptions__ImageViewPorts__0__imageWidth: "50",
      MediaOptions__ImageViewPorts__0__ImageHeight: "60",
      MediaOptions__ImageViewPorts__0__useForDefaultImageTag: "True",
      Channels__0__RetailServerClientOptions__OperatingUnitNumber: "129",
    });
    expect(settings.MediaOptions.ImageViewPorts).toEqual([
      { viewport: "(max-width:500px)", imageWidth: 50, imageHeight: 60, useForDefaultImageTag: true },
    ]);
    expect(settings.channels[1]?.RetailServerClientOptions.OperatingUnitNumber).toBe("129");
  });

  test("that is blank takes the key of the file out", () => {
    const text = exampleWith({ ReminderOptions: { MaxRemindersPerRun: 5 } });
    expect(
      readSettings(text, { ReminderOptions__MaxRemindersPerRun: "" }).ReminderOptions.MaxRemindersPerRun,
    ).toBe(2000);
  });

  test("of somebody else is none of our business", () => {
    const env = { AzureWebJobsStorage__credential: "managedidentity", PATH: "/bin", SECRET__x: "y" };
    expect(readSettings(file, env)).toEqual(readSettings(file, {}));
  });
});

describe("the channels", () => {
  const file = JSON.stringify({
    ...exampleSettings(),
    ReminderOptions: { MaxRemindersPerRun: 100, MaxWaitMinutes: 60 },
    Channels: [
      {
        RetailServerClientOptions: {
          operatingUnitNumber: 129,
          ReturnToCartUrl: "https://www.contoso.se/cart",
        },
        EmarsysClientOptions: {
          ExternalEventId: 7292,
          ApiUrl: "https://api.emarsys.net/api/v2/event/{0}/trigger",
        },
        ReminderOptions: { MaxRemindersPerRun: 0 },
        MediaOptions: { ImageViewPorts: [{ viewport: "all", imageWidth: 1, imageHeight: 1 }] },
      },
      { RetailServerClientOptions: { OperatingUnitNumber: "130" } },
    ],
  });
  const { channels, ...settings } = readSettings(file, {});

  test("begin with the one of the sections themselves", () => {
    expect(channels.map((channel) => channel.RetailServerClientOptions.OperatingUnitNumber)).toEqual([
      "128",
      "129",
      "130",
    ]);
    expect(channels[0]?.RetailServerClientOptions).toEqual(settings.RetailServerClientOptions);
  });

  test("say only what is different, key by key", () => {
    expect(channels[1]?.RetailServerClientOptions).toEqual({
      ...settings.RetailServerClientOptions,
      OperatingUnitNumber: "129",
      ReturnToCartUrl: "https://www.contoso.se/cart",
    });
    expect(channels[1]?.ReminderOptions).toMatchObject({ MaxRemindersPerRun: 0, MaxWaitMinutes: 60 });
    expect(channels[1]?.EmarsysClientOptions?.["Authentication"]).toBe("wsse");
    expect(channels[2]?.EmarsysClientOptions).toEqual(settings.EmarsysClientOptions);
  });

  test("replace a list as a whole", () => {
    expect(channels[1]?.MediaOptions.ImageViewPorts).toEqual([
      { viewport: "all", imageWidth: 1, imageHeight: 1, useForDefaultImageTag: false },
    ]);
  });
});

describe("appSettings.json of this repository", () => {
  test("fails to load for its placeholders only, each named", async () => {
    const text = await readFile("appSettings.json", "utf8");
    const left = [...text.matchAll(/^\s*"(\w+)": "<.+>",?$/gm)].map(([, key]) => key);
    const lines = faultLines(() => readSettings(text, {}));
    expect(lines.map((line) => /^ {2}\w+\.(\w+): /.exec(line)?.[1])).toEqual(expect.arrayContaining(left));
    expect(lines).toHaveLength(left.length);
    for (const line of lines) expect(line).toContain("placeholder");
  });
});

test("a file that is not there is settings-invalid and names it", async () => {
  await expect(loadSettings({ file: "nowhere/appSettings.json", env: {} })).rejects.toMatchObject({
    code: "settings-invalid",
    message: expect.stringContaining("nowhere/appSettings.json") as string,
  });
});

test("a file that is there is read", async () => {
  const reading = loadSettings({ file: "appSettings.json", env: {} });
  await expect(reading).rejects.toThrow(/^appSettings\.json has \d+ faults:/);
});

function faultLines(reading: () => unknown): readonly string[] {
  try {
    reading();
  } catch (thrown) {
    if (thrown instanceof ConnectorError) return thrown.message.split("\n").slice(1);
    throw thrown;
  }
  return [];
}

test("a spoiled file is read or refused with faults that have a mend, whatever is wrong with it", () => {
  const files = fc.oneof(
    fc.string(),
    fc.json(),
    spoiled(exampleSettings())
      .filter((value) => value !== undefined)
      .map((value) => JSON.stringify(value)),
  );
  fc.assert(
    fc.property(files, (text) => {
      try {
        expect(readSettings(text, {}).channels).toHaveLength(1);
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(ConnectorError);
        expect(thrown).toMatchObject({ code: "settings-invalid" });
      }
    }),
    { numRuns: 500 },
  );
});
