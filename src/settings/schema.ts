import { z } from "zod";
import { text } from "./kinds.ts";
import { PROVIDER_OVERRIDES, PROVIDER_SECTIONS, type ProviderSections } from "./provider-sections.ts";
import { connector } from "./sections/connector.ts";
import { keyVault } from "./sections/key-vault.ts";
import { cosmos, sqlite } from "./sections/ledger.ts";
import { links } from "./sections/links.ts";
import { mail } from "./sections/mail.ts";
import { mediaServer } from "./sections/media.ts";
import { openCart } from "./sections/open-cart.ts";
import { consent, purchaseGuard } from "./sections/permission.ts";
import { reminder } from "./sections/reminder.ts";
import { retailServer } from "./sections/retail-server.ts";
import { shopper } from "./sections/shopper.ts";
import { optional } from "./setting.ts";

/*
 * Every setting there is: what loads the file, the schema for editors and docs/settings.md all come from here.
 * The first five sections and their keys keep the names of Microsoft's sample.
 */

/** What an entry of `Channels` may say differently. */
const channelOverrides = z.strictObject({
  RetailServerClientOptions: retailServer.partial().optional(),
  ...PROVIDER_OVERRIDES,
  MediaOptions: mediaServer.partial().optional(),
  MailOptions: mail.partial().optional(),
  LinkOptions: links.partial().optional(),
  ReminderOptions: reminder.partial().optional(),
});

export const settingsSchema = z.strictObject({
  $schema: optional(text("the address of a JSON schema"), {
    meaning: "For editors only.",
  }),
  KeyVaultOptions: keyVault,
  RetailServerClientOptions: retailServer,
  AzureCosmosOptions: cosmos,
  ...PROVIDER_SECTIONS,
  MediaOptions: mediaServer,
  MailOptions: mail,
  ConnectorOptions: connector,
  ReminderOptions: reminder,
  ConsentOptions: consent,
  ShopperOptions: shopper,
  PurchaseGuardOptions: purchaseGuard,
  LinkOptions: links,
  OpenCartOptions: openCart,
  SqliteOptions: sqlite,
  Channels: z
    .array(channelOverrides)
    .describe("Further channels: each entry says only what differs from the sections above."),
});

type Fixed<T> = T extends readonly (infer Item)[]
  ? readonly Fixed<Item>[]
  : // a text with a brand is an object to TypeScript
    T extends string
    ? T
    : T extends object
      ? { readonly [Key in keyof T]: Fixed<T[Key]> }
      : T;

export type SectionName = Extract<keyof typeof settingsSchema.shape, `${string}Options`>;

/** A section as it was read: complete, with its defaults. */
export type Section<Name extends SectionName> = Fixed<z.output<(typeof settingsSchema.shape)[Name]>>;

/** All there is to know about one channel, with the section of the chosen provider. */
export interface ChannelSettings extends ProviderSections {
  readonly RetailServerClientOptions: Section<"RetailServerClientOptions">;
  readonly MediaOptions: Section<"MediaOptions">;
  readonly MailOptions: Section<"MailOptions">;
  readonly LinkOptions: Section<"LinkOptions">;
  readonly ReminderOptions: Section<"ReminderOptions">;
}

/** A channel as far as it is right: complete when there are no faults. */
export type ChannelReading = ProviderSections & {
  readonly [Name in Exclude<keyof ChannelSettings, keyof ProviderSections>]: Partial<ChannelSettings[Name]>;
};

/** The settings, complete and free of faults. The channel sections here are those of the base channel. */
export interface Settings extends ChannelSettings {
  readonly KeyVaultOptions: Section<"KeyVaultOptions">;
  /** Undefined when the ledger is SQLite. */
  readonly AzureCosmosOptions: Section<"AzureCosmosOptions"> | undefined;
  readonly ConnectorOptions: Section<"ConnectorOptions">;
  readonly ConsentOptions: Section<"ConsentOptions">;
  readonly ShopperOptions: Section<"ShopperOptions">;
  readonly PurchaseGuardOptions: Section<"PurchaseGuardOptions">;
  readonly OpenCartOptions: Section<"OpenCartOptions">;
  readonly SqliteOptions: Section<"SqliteOptions">;
  /** The base channel first, then one per entry of `Channels`. */
  readonly channels: readonly ChannelSettings[];
}
