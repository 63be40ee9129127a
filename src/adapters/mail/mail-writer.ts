import { ConnectorError } from "../../cart/connector-error.ts";
import { exampleReminder } from "../../cart/example-reminder.ts";
import type { MailWriter } from "../../ports/mail-writer.ts";
import { admission, type AdmittedHosts } from "./admitted.ts";
import { compiledTemplate } from "./compiled-template.ts";
import builtIn from "./default-template.json" with { type: "json" };
import { mailView, type MailView, type ShopFace } from "./mail-view.ts";
import { plainText } from "./plain-text.ts";
import { missingWords } from "./words.ts";

export interface MailWriterOptions {
  readonly shop: ShopFace;
  readonly hosts: AdmittedHosts;
  /** The retailer's own Handlebars template; the built-in one when left out. */
  readonly template?: string;
}

/** Throws `settings-invalid` when the template or the words cannot be used; afterwards nothing can go wrong. */
export function createMailWriter({ shop, hosts, template }: MailWriterOptions): MailWriter {
  requireCompleteWords(shop);
  const fill = compiledTemplate(template ?? builtIn.lines.join("\n"), trialViews(shop));
  return {
    write(reminder) {
      const admit = admission(hosts);
      const view = mailView(reminder, shop, admit);
      return {
        subject: view.texts.subject,
        html: fill(view),
        text: plainText(view),
        language: view.mailLanguage,
        leftOut: admit.leftOut(),
      };
    },
  };
}

/** A reminder with everything, and one with nothing that can be missing. */
function trialViews(shop: ShopFace): readonly MailView[] {
  const open = { link: (url: string) => url, picture: (url: string) => url, leftOut: () => [] };
  const full = exampleReminder();
  const bare = {
    ...full,
    firstName: undefined,
    lastName: undefined,
    total: undefined,
    lines: full.lines.map((line) => ({
      ...line,
      ...{ productName: undefined, productUrl: undefined, image: undefined },
      ...{ unitPrice: undefined, lineTotal: undefined },
    })),
  };
  return [full, bare].map((reminder) => mailView(reminder, shop, open));
}

function requireCompleteWords({ words }: ShopFace): void {
  for (const own of words) {
    const missing = missingWords(own, words);
    if (missing.length === 0) continue;
    const keys = missing.map((name) => `${name.charAt(0).toUpperCase()}${name.slice(1)}`);
    throw new ConnectorError(
      "settings-invalid",
      `MailOptions.Texts: expected all words for ${own.language}, which are not built in; ${keys.join(", ")} are missing`,
      { fix: `add them to the entry of MailOptions.Texts whose Language is ${own.language}` },
    );
  }
}
