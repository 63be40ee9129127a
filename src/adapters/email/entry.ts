import type { z } from "zod";
import type { Capabilities, IEmailProvider } from "../../ports/email-provider.ts";
import type { Log } from "../../ports/log.ts";
import type { MailWriter } from "../../ports/mail-writer.ts";
import type { Random } from "../../ports/random.ts";
import type { SecretStore, WritableSecretStore } from "../../ports/secret-store.ts";
import type { Turns } from "../../ports/turns.ts";
import type { HttpTools } from "../http/exchange.ts";

/** What most providers are made with. */
export interface ProviderTools extends HttpTools {
  readonly random: Random;
  readonly secrets: SecretStore;
  readonly log: Log;
  /** Where access tokens are made known, so that none is ever printed. */
  readonly redaction?: { hide(secret: string): void };
}

/** What is there besides, for those that need it. */
export interface FurtherTools extends ProviderTools {
  /** Writes mails for those that have no templates. */
  readonly mail: MailWriter;
  /** A token of Microsoft Entra with which this app is known to Azure. Throws what the identity's library throws. */
  readonly azureToken: (scope: string) => Promise<string>;
  /** Also takes new values, for sign-ins whose secret changes as it is used. */
  readonly secrets: WritableSecretStore;
  /** For what only one of all running connectors may do at a time. */
  readonly turns: Turns;
}

/** What the conformance kit asks of every provider, and not every one can do. */
export type Ability =
  /** Carries a cart whole, however much is in it. */
  | "large-cart"
  /** Can tell without asking anybody exactly what it would send. */
  | "exact-draft"
  /** Knows who allowed us to write, for each address. */
  | "consent"
  /** Tells, in the reply to a request that was taken, whom it will not mail. */
  | "partial-failure"
  /** Mails only people it knew before. */
  | "unknown-contact"
  /** Says without mailing anybody whether what is to be sent exists. */
  | "set-up"
  /** Takes requests that mail nobody, for trying out. */
  | "sandbox"
  /** Can be told that a person is not to be mailed. */
  | "opt-out"
  /** Can be asked to forget a person. */
  | "erasure";

/** A provider's section of the settings, as it was read: keys to values of the types of its schema. */
export type SectionValues = Readonly<Record<string, unknown>>;

/** Something that one key alone cannot say, as `settings-invalid` tells it. `key` is one of the section. */
export interface SectionFault {
  readonly key: string;
  readonly says: string;
}

/** The section of the settings that belongs to a provider. */
export interface ProviderSettings<SectionName extends string, Section extends z.ZodObject> {
  readonly sectionName: SectionName;
  /** Has `RequestTimeoutSeconds`, which a claim must outlive. */
  readonly section: Section;
  /** The keys that hold names of secrets. */
  readonly secretKeys: readonly (keyof z.output<Section> & string)[];
  /**
   * The key that names what is sent: the event or the template. Steps of a series may name others. Left out where a flow
   * at the provider decides what is sent and when: then a series is that flow's.
   */
  readonly templateKey?: keyof z.output<Section> & string;
  /** Adds what follows from other keys. Keys that were missing or wrong are absent. */
  readonly completed?: (read: Partial<z.output<Section>>) => Partial<z.output<Section>>;
  /** Judges the completed section; keeps quiet about keys that are absent for another reason. */
  readonly faults?: (read: Partial<z.output<Section>>) => readonly SectionFault[];
}

interface Definition<Name extends string, SectionName extends string, Section extends z.ZodObject> {
  /** The word for it in settings, logs and reports; also the name of its folders and of its page in the docs. */
  readonly name: Name;
  /** As people write it. */
  readonly title: string;
  readonly can: Capabilities;
  /** What it cannot do, each with the reason, for the documents and the conformance kit. */
  readonly cannot: Readonly<Partial<Record<Ability, string>>>;
  /** It mails what the connector writes, which has no unsubscribe link but ours. */
  readonly sendsOurMail?: true;
  /** It is asked what became of a request whose end nobody saw, and only what it does not know stays in doubt. */
  readonly tellsAfterwards?: true;
  readonly settings: ProviderSettings<SectionName, Section>;
  readonly create: (section: z.output<Section>, tools: FurtherTools) => IEmailProvider;
}

/** All that the rest of the product has to know about a provider: one line in the list of `providers.ts`. */
export interface ProviderEntry<Name extends string = string, SectionName extends string = string> {
  readonly name: Name;
  readonly title: string;
  readonly can: Capabilities;
  readonly cannot: Readonly<Partial<Record<Ability, string>>>;
  readonly sendsOurMail: boolean;
  readonly tellsAfterwards: boolean;
  readonly sectionName: SectionName;
  readonly section: z.ZodObject;
  readonly secretKeys: readonly string[];
  readonly templateKey: string | undefined;
  completed(read: SectionValues): SectionValues;
  faults(read: SectionValues): readonly SectionFault[];
  create(section: SectionValues, tools: FurtherTools): IEmailProvider;
}

/** Ties a provider to its section: outside of here sections are plain values, inside they have their types. */
export function providerEntry<
  const Name extends string,
  const SectionName extends string,
  Section extends z.ZodObject,
>(definition: Definition<Name, SectionName, Section>): ProviderEntry<Name, SectionName> {
  const { settings, create, ...about } = definition;
  // the settings read each key of this section by the schema that stands right here
  type Read = Partial<z.output<Section>>;
  return {
    ...about,
    sendsOurMail: about.sendsOurMail ?? false,
    tellsAfterwards: about.tellsAfterwards ?? false,
    sectionName: settings.sectionName,
    section: settings.section,
    secretKeys: settings.secretKeys,
    templateKey: settings.templateKey,
    completed: (read) => settings.completed?.(read as Read) ?? read,
    faults: (read) => settings.faults?.(read as Read) ?? [],
    create: (section, tools) => create(section as z.output<Section>, tools),
  };
}
