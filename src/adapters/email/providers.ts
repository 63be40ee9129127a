import type { ProviderEntry } from "./entry.ts";
import { communicationEntry } from "./azure-communication-services/entry.ts";
import { emarsysEntry } from "./emarsys/entry.ts";
import { constantContactEntry } from "./constant-contact/entry.ts";
import { mailchimpMarketingEntry } from "./mailchimp-marketing/entry.ts";
import { mailchimpTransactionalEntry } from "./mailchimp-transactional/entry.ts";
import { sendGridEntry } from "./sendgrid/entry.ts";

/**
 * Every e-mail provider there is. The settings and their documents, the wiring, the table of docs/providers and the
 * run of the conformance kit all come from this list. The first is what is used when nothing is said.
 */
export const EMAIL_PROVIDERS = [
  emarsysEntry,
  sendGridEntry,
  mailchimpTransactionalEntry,
  mailchimpMarketingEntry,
  communicationEntry,
  constantContactEntry,
] as const;

export type ProviderName = (typeof EMAIL_PROVIDERS)[number]["name"];
export type ProviderSectionName = (typeof EMAIL_PROVIDERS)[number]["sectionName"];
export type KnownProvider = ProviderEntry<ProviderName, ProviderSectionName>;
