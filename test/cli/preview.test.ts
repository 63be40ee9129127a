import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SECRETS } from "../../simulators/start-neighbours.ts";
import { EMAIL_PROVIDERS } from "../../src/adapters/email/providers.ts";
import type { Draft } from "../../src/ports/email-provider.ts";
import type { Mail } from "../../src/ports/mail-writer.ts";
import { openCommandLine, type CommandLine } from "./command-line.ts";

let line: CommandLine;
let file: string;

beforeEach(async () => {
  line = await openCommandLine();
  file = join(line.folder, "mail.html");
});

afterEach(async () => {
  await line.close();
});

interface Shown {
  readonly sent: boolean;
  readonly requests: readonly Draft[] | null;
  readonly mail: Mail;
}

async function preview(...words: readonly string[]): Promise<string> {
  const { code, out, err } = await line.connector("preview", ...words);
  expect([code, err.filter((one) => !one.startsWith("The HTML of the mail is in"))]).toEqual([0, []]);
  const text = out.join("\n");
  const secrets = [
    ...Object.values(SECRETS),
    ...Object.values(line.env).filter((one) => one?.startsWith("canary")),
  ];
  for (const secret of secrets) expect(text).not.toContain(secret);
  return text;
}

async function previewJson(...words: readonly string[]): Promise<Shown> {
  // the tests say themselves what they expect in it
  return JSON.parse(await preview(...words, "--json")) as Shown;
}

const SENDGRID = {
  ApiKeyKeyVaultSecretName: "sendgrid-key",
  TemplateId: "d-0123456789abcdef",
  FromEmail: "hello@contoso.example",
  UnsubscribeGroupId: 7,
};

describe("connector preview", () => {
  it("shows the example as the provider would get it, masked and marked as not sent, and asks nobody", async () => {
    const text = await preview("--language", "sv");
    expect(text).toMatch(/^The example\. Channel 128, Emarsys\. NOTHING IS SENT\./);
    expect(text).toMatch(
      /Request 1 of 1, not sent:\n\n {2}POST http.*\/trigger\n {2}authorization: Bearer \*\*\*/,
    );
    expect(text).toContain('"productName": "Linneskjorta, sand"');
    expect(text).toContain("Subject: Din varukorg hos");
    expect(line.neighbours.emarsys.calls.size).toBe(0);
    expect(line.documents()).toEqual([]);
  });

  it("writes the mail into a file that only its owner may read, with drawn pictures", async () => {
    await preview("--out", file);
    const html = readFileSync(file, "utf8");
    expect(html).toContain('<html lang="en-us" dir="ltr"');
    expect(html.match(/<img src="data:image\/svg/g)).toHaveLength(3);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it("of a cart is, to the letter, what a pass then sends", async () => {
    const [cartId = ""] = line.small.cartIds;
    const { requests, sent } = await previewJson(cartId);
    expect(sent).toBe(false);
    expect(line.neighbours.emarsys.delivered).toEqual([]);
    expect(line.documents()).toEqual([]);
    await line.connector("run");
    const [first] = line.neighbours.emarsys.deliveredTo(line.small.addresses[0] ?? "");
    const body = JSON.parse(requests?.[0]?.body ?? "") as { contacts: readonly { data: unknown }[] };
    expect(body.contacts.map(({ data }) => data)).toEqual([first?.data]);
  });

  it("of a cart says that nothing forbids it, or what does, and shows it all the same", async () => {
    const [cartId = ""] = line.small.cartIds;
    expect(await preview(cartId)).toContain("This cart as it is now, which nothing forbids to send.");
    await line.connector("run");
    const text = await preview(cartId, "--out", file);
    expect(text).toContain("which would not be sent: already-reminded, ");
    expect(text).toContain("Request 1 of 1, not sent:");
    expect(readFileSync(file, "utf8")).toContain("Torkel");
  });

  it("of a cart holds no link with which anybody could unsubscribe the shopper", async () => {
    line.configure({ LinkOptions: { PublicBaseUrl: "https://reminders.contoso.example" } });
    const { requests, mail } = await previewJson(line.small.cartIds[0] ?? "");
    for (const text of [requests?.[0]?.body, mail.html, mail.text]) {
      expect(text).toMatch(/https:\/\/reminders\.contoso\.example\/api\/unsubscribe\/PREVIEW(?![\w.-])/);
    }
  });

  it("shows another provider's request when its section is filled in, and says what is missing when not", async () => {
    const missing = await line.connector("preview", "--provider", "sendgrid");
    expect(missing.code).toBe(1);
    expect(missing.err.join("\n")).toContain("SendGridClientOptions.TemplateId: expected");
    line.configure({ SendGridClientOptions: SENDGRID });
    const text = await preview("--provider", "sendgrid");
    expect(text).toContain("  POST https://api.sendgrid.com/v3/mail/send\n  authorization: Bearer ***\n");
    expect(text).toContain("SendGrid makes the mail from a template that is kept there.");
  });

  it("of a provider without templates shows the request with the very mail that is shown", async () => {
    line.configure({
      LinkOptions: { PublicBaseUrl: "https://reminders.contoso.example" },
      AzureCommunicationServicesClientOptions: {
        ApiUrl: "https://contoso.communication.azure.com",
        SenderAddress: "hello@contoso.example",
      },
    });
    const provider = ["--provider", "azure-communication-services"];
    const { requests, mail } = await previewJson(line.small.cartIds[0] ?? "", ...provider);
    const { content } = JSON.parse(requests?.[0]?.body ?? "") as { content: unknown };
    expect(content).toEqual({ subject: mail.subject, plainText: mail.text, html: mail.html });
    expect(requests?.[0]?.headers["authorization"]).toBe("Bearer ***");
    const text = await preview(...provider);
    expect(text).toMatch(/"html": "<!doctype html>.*… \(\d+ characters\)"/);
    expect(text).toContain("\nThe mail:\n");
  });

  it("shows the built-in mail before there are any settings, and then what is missing", async () => {
    line.configure({ RetailServerClientOptions: { ReturnToCartUrl: "<your cart>" } });
    const { code, out, err } = await line.connector("preview", "--out", file);
    expect(code).toBe(0);
    expect(out.join("\n")).toContain("Subject: Your cart at Example Shop is still here");
    expect(err.join("\n")).toMatch(/There is no request to show yet:[^]*ReturnToCartUrl: expected/);
    expect(readFileSync(file, "utf8")).toContain("Example Shop");
  });

  it("shows the mail in the retailer's own template, with its own words", async () => {
    const template = join(line.folder, "own.html");
    writeFileSync(
      template,
      `<h1>{{texts.heading}}</h1><a href="{{cartUrl}}">{{total}}</a><a href="{{unsubscribeUrl}}">x</a>`,
    );
    const words = { Texts: [{ Language: "en", Heading: "Hello from {shop}" }] };
    line.configure({ MailOptions: { TemplateFile: template, ShopName: "Contoso", ...words } });
    await preview("--out", file);
    expect(readFileSync(file, "utf8")).toMatch(/^<h1>Hello from Contoso<\/h1><a href="http[^"]*">\$207\.90</);
  });

  it("does not pass over a template of the retailer that is broken", async () => {
    line.configure({ MailOptions: { TemplateFile: join(line.folder, "none.html") } });
    const { code, err } = await line.connector("preview");
    expect([code, err.join("\n")]).toEqual([1, expect.stringContaining("MailOptions.TemplateFile")]);
  });

  it.each([
    ["a cart that there is not", ["no-such-cart"], /channel 128 shows no such cart/],
    ["a provider that there is not", ["--provider", "pigeon"], /--provider: expected emarsys, /],
    ["a language that is none", ["--language", "$$"], /--language: expected a language tag/],
    [
      "a file that cannot be written",
      ["--out", "/no/such/folder/mail.html"],
      /--out: the file cannot be written/,
    ],
  ])("of %s says so", async (_what, words, says) => {
    const { code, err } = await line.connector("preview", ...words);
    expect(code).toBe(2);
    expect(err.join("\n")).toMatch(says);
  });
});

describe("connector providers", () => {
  it("lists every provider with what it declares, for people and for programs", async () => {
    const { code, out } = await line.connector("providers");
    const rows = out.map((row) => row.split(/\s{2,}/));
    expect(code).toBe(0);
    expect(rows[0]).toEqual([
      ...["provider", "people", "consent", "repeats", "doubts", "opt-out", "erasure", "sandbox", "mail"],
    ]);
    expect(rows.slice(1, 1 + EMAIL_PROVIDERS.length).map(([name]) => name)).toEqual(
      EMAIL_PROVIDERS.map(({ name }) => name),
    );
    expect(rows.find(([name]) => name === "sendgrid")).toEqual([
      ...["sendgrid", "1000", "–", "–", "–", "✓", "✓", "✓", "their template"],
    ]);
    const json = (await line.connector("providers", "--json")).out.join("");
    expect(JSON.parse(json)).toEqual(
      EMAIL_PROVIDERS.map(({ name, title, sectionName: section, can, ...about }) => {
        const { sendsOurMail, tellsAfterwards, cannot } = about;
        return { name, title, section, ...can, sendsOurMail, tellsAfterwards, cannot };
      }),
    );
  });
});
