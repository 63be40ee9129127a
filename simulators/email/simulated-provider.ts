import type { Reply, SimulatorServer } from "../server.ts";
import type { ContactSeed } from "../shop/case.ts";

/** A mail that really went out, whatever the caller was told. */
export interface SimulatedMail {
  /** Every address that stands in the mail for its readers to see. */
  readonly recipients: readonly string[];
  /** The event or template that made it; undefined where a flow at the provider decides. */
  readonly template?: string;
  /** The key of the reminder as the provider was given it. */
  readonly key: string | undefined;
  /** What the template could print. */
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * A simulated provider as the conformance kit and whole passes see it, whichever provider it is. Each
 * `simulators/email/<name>/simulated.ts` exports one as `startSimulated`.
 */
export interface SimulatedProvider {
  readonly server: SimulatorServer;
  /** The operation that sends, as `faults` and `calls` name it. */
  readonly sends: string;
  /** The provider's section of the settings, with which it is reached. */
  readonly section: Readonly<Record<string, unknown>>;
  /** The secrets that the section names. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Changes of the section: what is to be sent does not exist; nothing is really sent. */
  /** Another event or template that is there; undefined where a flow at the provider decides. */
  readonly otherTemplate?: string;
  readonly changes: {
    readonly unknownTarget: Readonly<Record<string, unknown>>;
    readonly sandbox?: Readonly<Record<string, unknown>>;
  };
  /** Addresses with a fate of their own: refused within a request that is taken, and not known as a contact. */
  readonly addresses: { readonly refused?: string; readonly unknownContact?: string };
  mails(): readonly SimulatedMail[];
  /** Whether the provider knows that this person is not to be mailed. */
  hasRefused(email: string): boolean | Promise<boolean>;
  /** Whether the provider was asked to erase this person; left out where it cannot be asked. */
  hasErased?(email: string): boolean;
  /** What the provider answers to a request to send when no more are left of what was paid for. */
  readonly quotaUsedUp: Reply;
  /** Ends the sign-in that was good so far. Returns the secrets that are good from now on. */
  renewSignIn(): Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export interface SimulatedProviderOptions {
  readonly contacts: readonly ContactSeed[];
  readonly clock: { now(): Date };
}

export type StartSimulated = (options: SimulatedProviderOptions) => Promise<SimulatedProvider>;

/** The simulator of the provider with this name: every provider has one, in the folder of its name. */
export async function simulatorOf(name: string): Promise<StartSimulated> {
  // a folder is all that a new simulator needs; that it exports this is checked by the conformance kit
  const module = (await import(`./${name}/simulated.ts`)) as { readonly startSimulated: StartSimulated };
  return module.startSimulated;
}
