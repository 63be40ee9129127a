import type { z } from "zod";
import type { SectionValues } from "../adapters/email/entry.ts";
import {
  EMAIL_PROVIDERS,
  type KnownProvider,
  type ProviderName,
  type ProviderSectionName,
} from "../adapters/email/providers.ts";

/** Every provider there is. */
export const PROVIDERS: readonly KnownProvider[] = EMAIL_PROVIDERS;

/** A section for every provider in the list, by its name in the file. */
export const PROVIDER_SECTIONS = sections((section) => section);

/** The same for an entry of `Channels`, which says only what differs. */
export const PROVIDER_OVERRIDES = sections((section) => section.partial().optional());

function sections<Type>(make: (section: z.ZodObject) => Type): Readonly<Record<ProviderSectionName, Type>> {
  const made = EMAIL_PROVIDERS.map(({ sectionName, section }) => [sectionName, make(section)]);
  // one for each entry of the list, which is where the names of the type come from
  return Object.fromEntries(made) as Record<ProviderSectionName, Type>;
}

/** The sections of providers as they were read: only that of the chosen provider is there. */
export type ProviderSections = { readonly [Name in ProviderSectionName]?: SectionValues };

/** The provider that `ConnectorOptions.EmailProvider` names. */
export function providerNamed(name: ProviderName): KnownProvider {
  return EMAIL_PROVIDERS.find((entry) => entry.name === name) ?? EMAIL_PROVIDERS[0];
}

/** The names of secrets that the section of the provider holds; those that are missing or wrong are left out. */
export function providerSecretNames(provider: KnownProvider, channel: ProviderSections): readonly string[] {
  const section = channel[provider.sectionName] ?? {};
  return provider.secretKeys.map((key) => section[key]).filter((name) => typeof name === "string");
}
