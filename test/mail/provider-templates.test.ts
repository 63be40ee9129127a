import { readFile } from "node:fs/promises";
import Handlebars from "handlebars";
import Twig from "twig";
import { describe, expect, it } from "vitest";
import { toContact } from "../../src/adapters/email/emarsys/payload.ts";
import { sendBody } from "../../src/adapters/email/mailchimp-transactional/payload.ts";
import { mailBody } from "../../src/adapters/email/sendgrid/payload.ts";
import { exampleReminder } from "../../src/cart/example-reminder.ts";
import type { Reminder, ReminderFacts } from "../../src/cart/reminder.ts";
import { examplePicture } from "../../src/run/example-pictures.ts";
import { accessibilityFaults, keepPicture, NO_BROWSER, openBrowser } from "../browser/browser.ts";

/*
 * The templates of docs/templates/, filled with what the adapters really send: Handlebars itself for SendGrid and
 * Mailchimp, which have it, and Twig for Emarsys, whose language is made after it.
 */

const EXAMPLE = exampleReminder({ picture: examplePicture });
const BARE: ReminderFacts = {
  ...withoutUnsubscribe(EXAMPLE),
  firstName: undefined,
  total: undefined,
  lines: EXAMPLE.lines.map((line) => ({
    ...line,
    ...{ productUrl: undefined, image: undefined, unitPrice: undefined, lineTotal: undefined },
  })),
};

type Filled = (facts: ReminderFacts) => Promise<string>;

async function template(file: string): Promise<string> {
  return readFile(`docs/templates/${file}`, "utf8");
}

const SENDGRID = {
  ...{ apiUrl: "", apiKeySecretName: "", templateId: "d-1", fromEmail: "a@b.example", fromName: undefined },
  ...{ unsubscribeGroupId: 1, category: "c", sandbox: false, requestTimeoutMs: 1 },
};
const MAILCHIMP = {
  ...{
    apiUrl: "",
    apiKeySecretName: "",
    templateName: "cart",
    fromEmail: "a@b.example",
    fromName: undefined,
  },
  ...{ subject: undefined, tag: "t", requestTimeoutMs: 1 },
};

const FILLED: Readonly<Record<string, Filled>> = {
  "emarsys.html": async (facts) =>
    Twig.twig({ data: await template("emarsys.html"), strict_variables: true }).render({
      event: toContact(facts).data,
    }),
  "mailchimp-transactional.html": async (facts) => {
    const sent = JSON.parse(sendBody(MAILCHIMP, "", [facts])) as {
      message: { merge_vars: readonly { vars: readonly { name: string; content: unknown }[] }[] };
    };
    const vars = sent.message.merge_vars.flatMap((person) => person.vars);
    const data = Object.fromEntries(vars.map(({ name, content }) => [name, content]));
    return Handlebars.compile(await template("mailchimp-transactional.html"), { strict: true })(data);
  },
  "sendgrid.html": async (facts) => {
    const sent = JSON.parse(mailBody(SENDGRID, [facts])) as {
      personalizations: readonly { dynamic_template_data: object }[];
    };
    const data = sent.personalizations[0]?.dynamic_template_data;
    return Handlebars.compile(await template("sendgrid.html"), { strict: true })(data);
  },
};

describe.each(Object.entries(FILLED))("docs/templates/%s", (file, filled) => {
  it("shows every product with its picture, how many, its price, the total, and leads back to the cart", async () => {
    const html = await filled(EXAMPLE);
    expect(html).not.toMatch(/\{\{|\{%|undefined|\[object/);
    for (const { productName, lineTotal, productUrl } of EXAMPLE.lines) {
      expect(html).toContain(productName);
      expect(html).toContain(lineTotal?.text);
      expect(html).toContain(`href="${productUrl ?? ""}"`);
    }
    for (const words of ["Hello Kim,", "2 × $14.50", "$207.90", `href="${EXAMPLE.returnToCartUrl}"`]) {
      expect(html).toContain(words);
    }
    expect(html.match(/<source /g)).toHaveLength(6);
    expect(html.match(/<img src="data:image[^"]*" alt="[^"]+"/g)).toHaveLength(3);
    expect(html).toMatch(/href="(https:\/\/reminders\.shop\.example\/|<%asm_group_unsubscribe_raw_url%>)/);
  });

  it("leaves out what is not known", async () => {
    const html = await filled(BARE);
    expect(html).not.toMatch(/\{\{|\{%|undefined|null|<img|\$|href=""|Not Specified/);
    expect(html).toContain("Hello,");
    expect(html).toContain("Linen shirt, sand");
  });

  it.skipIf(NO_BROWSER !== undefined)(`can be read on a small phone ${NO_BROWSER ?? ""}`, async () => {
    await using browser = await openBrowser();
    const page = await browser.newPage({ viewport: { width: 320, height: 900 }, colorScheme: "dark" });
    await page.route("**", (route) =>
      route.request().url().startsWith("data:") ? route.continue() : route.abort(),
    );
    await page.setContent(await filled(EXAMPLE));
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(320);
    expect(await accessibilityFaults(page)).toEqual([]);
    await keepPicture(page, `template-${file}-320-dark`);
    await page.emulateMedia({ colorScheme: "light" });
    await page.setViewportSize({ width: 800, height: 900 });
    expect(await accessibilityFaults(page)).toEqual([]);
    await keepPicture(page, `template-${file}-800-light`);
  });
});

function withoutUnsubscribe({ unsubscribeUrl: _, ...facts }: ReminderFacts): Omit<Reminder, "grounds"> {
  return facts;
}
