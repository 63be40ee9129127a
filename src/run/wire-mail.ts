import { createMailWriter } from "../adapters/mail/mail-writer.ts";
import { readTemplateFile } from "../adapters/mail/template-file.ts";
import type { MailWriter } from "../ports/mail-writer.ts";
import type { ChannelSettings } from "../settings/schema.ts";
import { mailOf } from "./mail-of.ts";

/* The part of wire.ts that builds what writes mails: for providers that need it, and for people who want to see one. */

/**
 * The mails of a channel. The retailer's template and words are tried at once, `settings-invalid` says what is wrong
 * with them; the built-in ones are only made when somebody needs them.
 */
export function mailWriterOf(settings: ChannelSettings): MailWriter {
  const { TemplateFile: file, Texts: texts } = settings.MailOptions;
  let made: MailWriter | undefined;
  const writer = () => (made ??= createMailWriter({ ...mailOf(settings), ...ownTemplate(file) }));
  if (file !== undefined || texts.length > 0) writer();
  return { write: (reminder) => writer().write(reminder) };
}

/** The same for mails that are looked at and never sent: pictures may be drawn into them. */
export function previewWriterOf(settings: ChannelSettings): MailWriter {
  const { shop, hosts } = mailOf(settings);
  const template = ownTemplate(settings.MailOptions.TemplateFile);
  return createMailWriter({ shop, hosts: { ...hosts, dataPictures: true }, ...template });
}

/** What writes the example where there are no settings yet. */
export function exampleWriter(): MailWriter {
  return createMailWriter({
    shop: {
      ...{ name: "Example Shop", logoUrl: undefined, address: "Example Street 1, 123 45 Exampletown" },
      ...{ accentColour: "#1b4d3e", words: [] },
    },
    hosts: {
      links: new Set(["www.shop.example", "reminders.shop.example"]),
      pictures: new Set(),
      dataPictures: true,
    },
  });
}

function ownTemplate(file: string | undefined): { readonly template?: string } {
  return file === undefined ? {} : { template: readTemplateFile(file) };
}
