import { z } from "zod";
import { text } from "./kinds.ts";
import { connector } from "./sections/connector.ts";
import { emarsys } from "./sections/emarsys.ts";
import { keyVault } from "./sections/key-vault.ts";
import { cosmos, sqlite } from "./sections/ledger.ts";
import { mediaServer } from "./sections/media.ts";
import { consent, purchaseGuard } from "./sections/permission.ts";
import { links, reminder } from "./sections/reminder.ts";
import { retailServer } from "./sections/retail-server.ts";
import { optional } from "./setting.ts";

/*
 * Every setting there is: what loads the file, the schema for editors and docs/settings.md all come from here.
 * The first five sections and their keys keep the names of Microsoft's sample.
 */

/** What belongs to one channel, and what an entry of `Channels` may say differently. */
export const channelSections = {
  RetailServerClientOptions: retailServer,
  EmarsysClientOptions: emarsys,
  MediaOptions: mediaServer,
  LinkOptions: links,
  ReminderOptions: reminder,
} as const;

/** What all channels share. */
export const sharedSections = {
  KeyVaultOptions: keyVault,
  AzureCosmosOptions: cosmos,
  ConnectorOptions: connector,
  ConsentOptions: consent,
  PurchaseGuardOptions: purchaseGuard,
  SqliteOptions: sqlite,
} as const;

const channelOverrides = z.strictObject({
  RetailServerClientOptions: retailServer.partial().optional(),
  EmarsysClientOptions: emarsys.partial().optional(),
  MediaOptions: mediaServer.partial().optional(),
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
  EmarsysClientOptions: emarsys,
  MediaOptions: mediaServer,
  ConnectorOptions: connector,
  ReminderOptions: reminder,
  ConsentOptions: consent,
  PurchaseGuardOptions: purchaseGuard,
  LinkOptions: links,
  SqliteOptions: sqlite,
  Channels: z
    .array(channelOverrides)
    .describe("Further channels: each entry says only what differs from the sections above."),
});

type Fixed<T> = T extends readonly (infer Item)[]
  ? readonly Fixed<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Fixed<T[Key]> }
    : T;

export type Section<Schema extends z.ZodType> = Fixed<z.output<Schema>>;

/** All there is to know about one channel. */
export interface ChannelSettings {
  readonly RetailServerClientOptions: Section<typeof retailServer>;
  readonly EmarsysClientOptions: Section<typeof emarsys> & { readonly Authentication: "oauth2" | "wsse" };
  readonly MediaOptions: Section<typeof mediaServer>;
  readonly LinkOptions: Section<typeof links>;
  readonly ReminderOptions: Section<typeof reminder>;
}

/** The settings, complete and free of faults. The channel sections here are those of the base channel. */
export interface Settings extends ChannelSettings {
  readonly KeyVaultOptions: Section<typeof keyVault>;
  /** Undefined when the ledger is SQLite. */
  readonly AzureCosmosOptions: Section<typeof cosmos> | undefined;
  readonly ConnectorOptions: Section<typeof connector>;
  readonly ConsentOptions: Section<typeof consent>;
  readonly PurchaseGuardOptions: Section<typeof purchaseGuard>;
  readonly SqliteOptions: Section<typeof sqlite>;
  /** The base channel first, then one per entry of `Channels`. */
  readonly channels: readonly ChannelSettings[];
}
