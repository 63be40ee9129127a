import { describe, expect, it } from "vitest";
import { createMailWriter } from "../../src/adapters/mail/mail-writer.ts";
import type { ConnectorError } from "../../src/cart/connector-error.ts";
import { exampleReminder } from "../../src/cart/example-reminder.ts";
import type { ReminderLine } from "../../src/cart/reminder.ts";
import { exampleMail, HOSTS, SHOP } from "./mail-page.ts";

const LINKS = '<a href="{{cartUrl}}">x</a> <a href="{{unsubscribeUrl}}">y</a>';

function lines(change: Partial<ReminderLine>): readonly ReminderLine[] {
  return exampleReminder()
    .lines.slice(0, 1)
    .map((line) => ({ ...line, ...change }));
}

function withPicture(url: string, change: Partial<ReminderLine> = {}): readonly ReminderLine[] {
  const viewPorts = [{ url, media: "(min-width:1px)", useForDefaultImageTag: true }];
  return lines({ image: { altText: "", viewPorts }, ...change });
}

describe("a mail", () => {
  it("says the same in HTML and in text: every product, its price, the total, and where to go", () => {
    const { html, text } = exampleMail({ language: "sv-se" });
    const words = ["Linneskjorta, sand", "2 × 149,00", "1 298,00", "2 096,00", "Summa", "Till varukorgen"];
    for (const part of [html.replaceAll("&nbsp;", " "), text]) {
      const spoken = part.replaceAll(/\s/gu, " ");
      for (const word of words.filter((one) => one !== "1 298,00")) expect(spoken).toContain(word);
      expect(part).toMatch(/https:\/\/www\.shop\.example\/cart/);
      expect(part).toContain("https://reminders.shop.example/api/unsubscribe/EXAMPLE");
    }
  });

  it.each([
    ["en-gb", "Your cart at Contoso is still here", "Hello Kim,"],
    ["sv-se", "Din varukorg hos Contoso finns kvar", "Hej Kim!"],
    ["da-dk", "Din kurv hos Contoso er her stadig", "Hej Kim"],
    ["de-de", "Dein Warenkorb bei Contoso ist noch da", "Hallo Kim,"],
    ["fr-fr", "Votre panier chez Contoso vous attend", "Bonjour Kim,"],
  ])("in %s has a subject and a greeting of that language", (language, subject, greeting) => {
    const mail = exampleMail({ language });
    expect(mail.subject).toBe(subject);
    expect(mail.text).toContain(greeting);
    expect(mail.html).toContain(`lang="${language}"`);
  });

  it("has the retailer's subject where the settings give one", () => {
    const words = [{ language: "en", subject: "Oh – {shop}!" }];
    expect(exampleMail({}, { shop: { words } }).subject).toBe("Oh – Contoso!");
  });

  it("is turned round for languages that are written from right to left", () => {
    expect(exampleMail({ language: "ar-ae" }).html).toMatch(/dir="rtl"/);
    expect(exampleMail({ language: "ar-ae" }).html).not.toMatch(/dir="ltr"|direction:ltr/);
    expect(exampleMail({ language: "en" }).html).not.toMatch(/rtl/);
  });

  it("offers a picture for every view port, the default one to those without <picture>, each with a text", () => {
    const { html } = exampleMail({
      picture: (number, width) => `https://images.shop.example/${number}-${width}`,
    });
    const [first = ""] = /<picture>.*?<\/picture>/s.exec(html) ?? [];
    expect(
      [...first.matchAll(/<source media="([^"]+)" srcset="([^"]+)"/g)].map(([, ...parts]) => parts),
    ).toEqual([
      ["(max-width:768px)", "https://images.shop.example/1-80"],
      ["(min-width:769px)", "https://images.shop.example/1-315"],
    ]);
    expect(first).toContain('<img src="https://images.shop.example/1-315" alt="Linen shirt, sand"');
  });

  it("calls a picture that says nothing by the name of its product", () => {
    const { html } = exampleMail({}, { reminder: { lines: withPicture("https://images.shop.example/1") } });
    expect(html).toContain('alt="Linen shirt, sand"');
  });

  it("asks nobody for anything but its pictures", () => {
    const { html } = exampleMail();
    const asked = [...html.matchAll(/\b(?:src|srcset|background)="([^"]*)"|url\(([^)]*)\)|@import/g)];
    expect(asked.length).toBeGreaterThan(0);
    for (const [, address = ""] of asked) expect(address).toMatch(/^data:image/);
    expect(html).not.toMatch(/<(script|link|iframe|form)/);
  });
});

describe("what comes from outside", () => {
  const evil = `"><script>alert(1)</script><img src=x onerror=alert(1)> {{cartUrl}} & \u0000`;

  it("is escaped wherever it stands", () => {
    const { html, text } = exampleMail(
      {},
      {
        reminder: {
          firstName: evil,
          lines: lines({
            productName: evil,
            image: {
              altText: evil,
              viewPorts: [{ url: "https://images.shop.example/x", media: evil, useForDefaultImageTag: true }],
            },
          }),
        },
      },
    );
    expect(html).not.toMatch(/<script|<img src=x/);
    expect(html).not.toContain("\u0000");
    expect(html).toContain("&lt;script&gt;");
    // a place for a value in a value is no place
    expect(html).toContain("{{cartUrl}}");
    expect(text).not.toContain("\u0000");
  });

  it.each([
    "http://evil.example",
    "www.evil.example",
    "win now.evil.example",
    "a@evil.example",
    "x".repeat(61),
  ])("is no name when mail programs would make a link of it: %s", (firstName) => {
    const { html, text } = exampleMail({}, { reminder: { firstName } });
    expect(html).not.toContain(firstName);
    expect(text).toContain("Hello,\n");
  });

  it("is one line in the text, so that nobody adds lines to it", () => {
    const { text, subject } = exampleMail(
      {},
      {
        reminder: { lines: lines({ productName: "a\r\nUnsubscribe: https://evil.example" }) },
        shop: { name: "Contoso\nBcc: a@b.example" },
      },
    );
    expect(text).toContain("a Unsubscribe: https://evil.example\n");
    expect(subject).not.toContain("\n");
  });
});

describe("an address", () => {
  it.each([
    ["http://images.shop.example/a", "not-https"],
    ["javascript:alert(1)", "not-https"],
    ["//images.shop.example/a", "not-https"],
    ["data:text/html,x", "not-https"],
    ["https://user:pass@images.shop.example/a", "not-https"],
    ["https://evil.example/a", "foreign-host"],
    ["https://images.shop.example.evil.example/a", "foreign-host"],
    ["https://images.shop.example:8443/a", "foreign-host"],
  ])("of a picture is left out and counted: %s", (url, why) => {
    const { html, leftOut } = exampleMail({}, { reminder: { lines: withPicture(url) } });
    expect(leftOut).toEqual([{ what: "picture", why, count: 1 }]);
    expect(html).not.toContain("<picture>");
    expect(html).toContain("no-pic");
  });

  it("of a product's page is left out and counted, and its name stays", () => {
    const both = [...lines({ productUrl: "https://evil.example" }), ...lines({ productUrl: "javascript:x" })];
    const { html, text, leftOut } = exampleMail({}, { reminder: { lines: both } });
    expect(leftOut).toEqual([
      { what: "link", why: "foreign-host", count: 1 },
      { what: "link", why: "not-https", count: 1 },
    ]);
    expect(html + text).not.toMatch(/evil\.example|javascript/);
    expect(html).toContain("Linen shirt, sand");
  });

  it("hides no line end and no half character", () => {
    const url = "https://images.shop.example/a\r\nb\ud83d";
    const { html } = exampleMail({}, { reminder: { lines: withPicture(url) } });
    expect(html).toContain("https://images.shop.example/ab%EF%BF%BD");
  });

  it("of this machine may be spoken to in the clear, as in the settings", () => {
    const hosts = { ...HOSTS, pictures: new Set(["localhost:8080"]) };
    const reminder = { ...exampleReminder(), lines: withPicture("http://localhost:8080/a") };
    expect(createMailWriter({ shop: SHOP, hosts }).write(reminder).html).toContain("http://localhost:8080/a");
  });
});

describe("a retailer's own template", () => {
  function faultOf(template: string): ConnectorError {
    try {
      createMailWriter({ shop: SHOP, hosts: HOSTS, template });
    } catch (thrown) {
      // whatever else was thrown fails the comparison
      return thrown as ConnectorError;
    }
    throw new Error("it was taken");
  }

  it("prints what the built-in one may print, escaped", () => {
    const template = `${LINKS}<p lang="{{mailLanguage}}">{{texts.greeting}} {{#each items}}{{@index}}: {{name}} {{lineTotal}}; {{/each}}{{shop.name}}</p>`;
    const { html } = exampleMail({}, { template, reminder: { firstName: "<b>" } });
    expect(html).toContain("Hello &lt;b&gt;, 0: Linen shirt, sand $49.90; 1: Stoneware mug");
  });

  it.each([
    ["a block that is not closed", `${LINKS}\n\n{{#if total}}`, 3],
    ["a place that is not closed", `${LINKS}\n{{cartUrl`, 2],
    ["a name that there is not", `${LINKS}\n{{customer}}`, 2],
    ["a name that an item has not", `${LINKS}\n\n{{#each items}}{{prize}}{{/each}}`, 3],
    ["a helper that there is not", `${LINKS}\n{{shout total}}`, 2],
    ["the log", `${LINKS}\n{{log total}}`, 2],
    ["a partial", `${LINKS}\n{{> footer}}`, 2],
    ["a partial block", `${LINKS}\n{{#> layout}}x{{/layout}}`, 2],
    ["an inline partial", `${LINKS}\n{{#*inline "x"}}x{{/inline}}`, 2],
    ["raw output", `${LINKS}\n{{{total}}}`, 2],
    ["raw output with &", `${LINKS}\n{{#if total}}\n{{& total}}{{/if}}`, 3],
    ["the constructor", `${LINKS}\n{{constructor.name}}`, 2],
    ["a prototype", `${LINKS}\n{{#with items}}{{__proto__.x}}{{/with}}`, 2],
  ])("with %s is a fault at the start that names the line", (_what, template, line) => {
    const fault = faultOf(template);
    expect(fault.code).toBe("settings-invalid");
    expect(fault.message).toMatch(new RegExp(`^the template in MailOptions\\.TemplateFile, line ${line}: `));
    expect(fault.fix).toContain("MailOptions.TemplateFile");
  });

  it.each([
    ["cartUrl", '<a href="{{unsubscribeUrl}}">'],
    ["unsubscribeUrl", '<a href="{{cartUrl}}">'],
  ])("without %s is one too", (name, template) => {
    expect(faultOf(template).message).toContain(`{{${name}}}`);
  });

  it("needs all words of a language that is not built in", () => {
    const shop = { ...SHOP, words: [{ language: "fi", subject: "Ostoskorisi" }] };
    expect(() => createMailWriter({ shop, hosts: HOSTS })).toThrow(/for fi.*Button/);
  });
});
