import { describe, expect, test } from "vitest";
import { exampleSettings, exampleWith, type Sections } from "../../test/example-settings.ts";
import { ConnectorError } from "../cart/connector-error.ts";
import { readSettings, type Environment } from "./load.ts";

const SENDGRID = {
  ApiKeyKeyVaultSecretName: "sendgrid-key",
  TemplateId: "d-0123456789abcdef",
  FromEmail: "hello@contoso.com",
  UnsubscribeGroupId: 7,
};
const SECTION = { SendGridClientOptions: SENDGRID };
const BASIS = {
  ConsentOptions: { Basis: "suppression-list-only", LegalBasis: "they bought from us before" },
};
const CHOSEN = { ConnectorOptions: { EmailProvider: "sendgrid" } };
const WITH_SENDGRID: Sections = { ...CHOSEN, ...BASIS, ...SECTION };

/** The faults, a line each, without their mends. */
function faults(text: string, env: Environment = {}): readonly string[] {
  try {
    readSettings(text, env);
  } catch (thrown) {
    if (!(thrown instanceof ConnectorError)) throw thrown;
    return thrown.message
      .split("\n")
      .slice(1)
      .map((line) => line.trim().replace(/ \(.*/, ""));
  }
  return [];
}

describe("the chosen provider", () => {
  test("is the only one whose section has to be there", () => {
    const sections = { ...exampleSettings(), ...WITH_SENDGRID, EmarsysClientOptions: {} };
    const settings = readSettings(JSON.stringify(sections), {});
    expect(settings.EmarsysClientOptions).toBeUndefined();
    expect(settings.SendGridClientOptions).toMatchObject({
      ...SENDGRID,
      ApiUrl: "https://api.sendgrid.com",
      Sandbox: false,
      RequestTimeoutSeconds: 30,
    });
  });

  test("is the only one whose section is looked into", () => {
    const emarsys = { EmarsysClientOptions: { ExternalEventId: "no number", TokenUrl: "nowhere" } };
    expect(faults(exampleWith({ ...WITH_SENDGRID, ...emarsys }))).toEqual([]);
    expect(faults(exampleWith({ SendGridClientOptions: { TemplateId: "nothing of the kind" } }))).toEqual([]);
  });

  test("needs its own section", () => {
    const found = faults(exampleWith({ ...WITH_SENDGRID, SendGridClientOptions: {} }));
    expect(found.map((line) => line.split(":")[0])).toEqual([
      "SendGridClientOptions.ApiKeyKeyVaultSecretName",
      "SendGridClientOptions.TemplateId",
      "SendGridClientOptions.FromEmail",
      "SendGridClientOptions.UnsubscribeGroupId",
    ]);
  });

  test("has to be one that there is, and then nothing else about providers is said", () => {
    const found = faults(exampleWith({ ConnectorOptions: { EmailProvider: "pigeon" } }));
    expect(found).toEqual([expect.stringMatching(/^ConnectorOptions.EmailProvider: expected emarsys or /)]);
  });

  test("takes overrides in a further channel", () => {
    const text = exampleWith(WITH_SENDGRID);
    const channel = {
      RetailServerClientOptions: { OperatingUnitNumber: "129" },
      SendGridClientOptions: { TemplateId: "d-fedcba9876543210" },
    };
    const file = JSON.stringify({ ...(JSON.parse(text) as object), Channels: [channel] });
    const { channels } = readSettings(file, {});
    expect(channels[0]?.SendGridClientOptions?.["TemplateId"]).toBe("d-0123456789abcdef");
    expect(channels[1]?.SendGridClientOptions).toMatchObject({
      ...SENDGRID,
      TemplateId: "d-fedcba9876543210",
    });
  });

  test("may come from the environment", () => {
    const env = {
      ConnectorOptions__EmailProvider: "sendgrid",
      SendGridClientOptions__FromEmail: "b@contoso.com",
    };
    expect(
      readSettings(exampleWith({ ...BASIS, ...SECTION }), env).SendGridClientOptions?.["FromEmail"],
    ).toBe("b@contoso.com");
  });
});

describe("a provider that does not know who agreed", () => {
  test("is refused while permission is to come from the provider, which is the default", () => {
    expect(faults(exampleWith({ ...CHOSEN, ...SECTION }))).toEqual([
      "ConsentOptions.Basis: expected customer-attribute or suppression-list-only, because sendgrid does not know who opted in, got provider-opt-in",
    ]);
  });

  test("still needs the legal basis in words", () => {
    const basis = { ConsentOptions: { Basis: "suppression-list-only" } };
    expect(faults(exampleWith({ ...WITH_SENDGRID, ...basis }))).toEqual([
      "ConsentOptions.LegalBasis: expected the legal basis in words, because Basis is suppression-list-only, got nothing",
    ]);
  });
});

describe("rules over sections", () => {
  test("measure claims by the time-out of the chosen provider", () => {
    const slow = { SendGridClientOptions: { ...SENDGRID, RequestTimeoutSeconds: 100 } };
    expect(faults(exampleWith({ ...WITH_SENDGRID, ...slow }))).toEqual([
      expect.stringMatching(/^ConnectorOptions.ClaimSeconds: expected more than 130/),
    ]);
    const other = { EmarsysClientOptions: { RequestTimeoutSeconds: 100 } };
    expect(faults(exampleWith({ ...WITH_SENDGRID, ...other }))).toEqual([]);
  });

  test("ask for a key vault, unless the environment has the secrets of the chosen provider", () => {
    const text = exampleWith({ ...WITH_SENDGRID, KeyVaultOptions: { KeyVaultURI: undefined } });
    const retail = { "SECRET__retail-app-id": "a", "SECRET__retail-app-secret": "b" };
    expect(faults(text, retail)).toEqual([expect.stringMatching(/^KeyVaultOptions.KeyVaultURI/)]);
    expect(faults(text, { ...retail, "SECRET__sendgrid-key": "c" })).toEqual([]);
  });

  test.each([
    ["FromName", "Contoso, Ltd"],
    ["FromName", "Åhléns"],
    ["FromEmail", "Contoso <hello@contoso.com>"],
    ["TemplateId", "0123456789abcdef"],
    ["UnsubscribeGroupId", 0],
  ])("leave no %s through that SendGrid would refuse: %s", (key, value) => {
    const section = { SendGridClientOptions: { ...SENDGRID, [key]: value } };
    expect(faults(exampleWith({ ...WITH_SENDGRID, ...section }))).toEqual([
      expect.stringMatching(new RegExp(`^SendGridClientOptions.${key}: expected `)),
    ]);
  });
});

describe("a provider that sends our mail", () => {
  const AZURE: Sections = {
    ...BASIS,
    ConnectorOptions: { EmailProvider: "azure-communication-services" },
    AzureCommunicationServicesClientOptions: {
      ApiUrl: "https://contoso.communication.azure.com",
      SenderAddress: "hello@contoso.com",
    },
  };

  test("needs an address to unsubscribe at, because a mail of ours has no other", () => {
    expect(faults(exampleWith(AZURE))).toEqual([
      expect.stringMatching(/^LinkOptions\.PublicBaseUrl: expected where shoppers reach this app/),
    ]);
    const links = { LinkOptions: { PublicBaseUrl: "https://app.contoso.com" } };
    expect(faults(exampleWith({ ...AZURE, ...links }))).toEqual([]);
  });

  test("has one template for every step of a series", () => {
    const links = { LinkOptions: { PublicBaseUrl: "https://app.contoso.com" } };
    const steps = (step: object) => ({ ReminderOptions: { Steps: [{ AfterHours: 48, ...step }] } });
    expect(faults(exampleWith({ ...AZURE, ...links, ...steps({}) }))).toEqual([]);
    expect(faults(exampleWith({ ...AZURE, ...links, ...steps({ EventOrTemplate: "second" }) }))).toEqual([
      expect.stringMatching(/^ReminderOptions\.Steps\[0\]\.EventOrTemplate: expected nothing/),
    ]);
  });
});
