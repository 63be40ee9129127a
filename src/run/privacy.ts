import { asConnectorError, type FaultCode } from "../cart/connector-error.ts";
import type { PersonDocument } from "../cart/documents.ts";
import { normalAddress, personId, type Address, type PersonId, type PersonKey } from "../cart/shopper.ts";
import type { IEmailProvider } from "../ports/email-provider.ts";
import type { Ledger, LedgerUpkeep } from "../ports/ledger.ts";
import type { RetailServer } from "../ports/retail-server.ts";
import { payOff, tell } from "../steps/pass-on.ts";
import { asPerson } from "../steps/recall.ts";
import { suppressPerson, type SuppressTools } from "./suppress.ts";

/** What answering a person's request needs. */
export interface PrivacyTools extends SuppressTools {
  readonly ledger: Ledger & LedgerUpkeep;
  readonly personKey: PersonKey;
  readonly channels: readonly {
    readonly name: string;
    readonly provider: IEmailProvider;
    readonly retailServer: Pick<RetailServer, "customers">;
  }[];
}

/** What became of one system, in words that can be given to the person. */
export interface Step {
  readonly system: string;
  readonly at: string;
  readonly result: string;
  /** The code of the fault, when it failed: repeat the request. */
  readonly fault?: FaultCode;
}

/** Everything that is held about a person. Holds no address. */
export interface Disclosure {
  readonly found: readonly PersonDocument[];
  readonly steps: readonly Step[];
}

export interface Receipt {
  /** `incomplete`: something failed and has to be repeated. `nobody`: nothing leads to a person. */
  readonly result: "erased" | "incomplete" | "nobody";
  /** The hashes that stay, so that nobody writes to them again. */
  readonly people: readonly PersonId[];
  readonly steps: readonly Step[];
}

interface Traced {
  readonly address: Address | undefined;
  /** The person of the address, whether the ledger knows it or not, and everybody it knows under the same accounts. */
  readonly people: ReadonlySet<PersonId>;
  readonly found: readonly PersonDocument[];
  readonly steps: readonly Step[];
}

const PAGE = 500;

/** Shows what the ledger holds about an e-mail address or a customer number. Changes nothing. */
export async function disclose(tools: PrivacyTools, subject: string): Promise<Disclosure> {
  const { found, steps } = await trace(tools, subject);
  return { found, steps };
}

/**
 * Erases a person: the ledger keeps a bare hash, providers are asked to erase. May be repeated at any time; what failed is
 * tried again then, and by the passes when the address is seen again. Throws `ledger-…` faults: then nothing is certain.
 */
export async function erase(tools: PrivacyTools, subject: string): Promise<Receipt> {
  const { address, people, steps: traced } = await trace(tools, subject);
  if (people.size === 0) return { result: "nobody", people: [], steps: traced };
  const own = address === undefined ? undefined : personId(address, tools.personKey);
  const steps = [...traced];
  for (const person of people) {
    const owed = person === own ? ({ owed: "erasure" } as const) : {};
    const { result, onItsWay } = await suppressPerson(tools, person, { reason: "erased", ...owed });
    const rest = onItsWay ? "; a reminder was handed over before and may still arrive" : "";
    steps.push(step(tools, "ledger", `${result === "already" ? "was erased before" : "erased"}${rest}`));
  }
  steps.push(await attempt(tools, "ledger files", () => cleaned(tools.ledger)));
  const told = address === undefined ? [] : await eraseAtProviders(tools, address);
  if (own !== undefined && told.every(({ fault }) => fault === undefined))
    await payOff(tools.ledger, own, "erasure");
  const all = [...steps, ...told];
  const failed = all.some(({ fault }) => fault !== undefined);
  return { result: failed ? "incomplete" : "erased", people: [...people], steps: all };
}

/** What has ended but was not removed yet goes too. */
async function cleaned(ledger: Ledger & LedgerUpkeep): Promise<string> {
  await ledger.purge();
  await ledger.scrub();
  return "nothing of what was replaced is left";
}

async function eraseAtProviders(tools: PrivacyTools, address: Address): Promise<readonly Step[]> {
  const steps: Step[] = [];
  for (const { name, provider } of tools.channels) {
    const system = `${provider.name} of channel ${name}`;
    steps.push(await attempt(tools, system, async () => ANSWERS[await tell(provider, address, "erasure")]));
  }
  return steps;
}

const ANSWERS = {
  done: "erased",
  unknown: "knows nobody of this address",
  "not-offered": "cannot be asked by the connector: erase there by hand",
} as const;

/** Who is meant. A customer number leads to an address through Commerce, and to former addresses through the ledger. */
async function trace(tools: PrivacyTools, subject: string): Promise<Traced> {
  const steps: Step[] = [];
  const given = normalAddress(subject);
  const number = subject.trim();
  const address = given ?? (await addressOf(tools, number, steps));
  const own = address === undefined ? undefined : personId(address, tools.personKey);
  const known = own === undefined ? undefined : asPerson((await tools.ledger.read([own])).get(own))?.doc;
  const accounts = new Set([...(given === undefined ? [number] : []), ...(known?.accounts ?? [])]);
  const found = accounts.size === 0 ? [] : await peopleOf(tools.ledger, accounts);
  const all = known === undefined || found.some(({ id }) => id === own) ? found : [known, ...found];
  steps.push(step(tools, "ledger", `looked through, ${all.length} found`));
  const people = new Set([...(own === undefined ? [] : [own]), ...all.map(({ id }) => id)]);
  return { address, people, found: all, steps };
}

async function addressOf(tools: PrivacyTools, number: string, steps: Step[]): Promise<Address | undefined> {
  for (const { name, retailServer } of tools.channels) {
    let address: Address | undefined;
    const asked = await attempt(tools, `retail server of channel ${name}`, async () => {
      const customer = (await retailServer.customers([number])).get(number);
      address = normalAddress(customer?.email ?? "");
      return address === undefined ? "knows no address of this customer" : "asked for the address";
    });
    steps.push(asked);
    if (address !== undefined) return address;
  }
  return undefined;
}

/** Everybody the ledger has seen with one of these accounts, for instance under a former address. Reads the whole ledger. */
async function peopleOf(ledger: Ledger, accounts: ReadonlySet<string>): Promise<readonly PersonDocument[]> {
  const found: PersonDocument[] = [];
  let after: string | undefined;
  do {
    const page = await ledger.people(after, PAGE);
    found.push(...page.map(({ doc }) => doc).filter((doc) => doc.accounts.some((one) => accounts.has(one))));
    after = page.at(-1)?.doc.id;
  } while (after !== undefined);
  return found;
}

function step(tools: PrivacyTools, system: string, result: string): Step {
  return { system, at: tools.clock.now().toISOString(), result };
}

async function attempt(tools: PrivacyTools, system: string, work: () => Promise<string>): Promise<Step> {
  try {
    return step(tools, system, await work());
  } catch (thrown) {
    return { ...step(tools, system, "failed: repeat the request"), fault: asConnectorError(thrown).code };
  }
}
