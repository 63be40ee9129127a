import { readFile } from "node:fs/promises";
import type { KnownProvider } from "../adapters/email/providers.ts";
import { ConnectorError } from "../cart/connector-error.ts";
import { readChannels } from "./channels.ts";
import { collectEntries, type Entries } from "./entries.ts";
import { settingsInvalid, type Fault } from "./faults.ts";
import { parseJsonWithComments } from "./json-with-comments.ts";
import { providerNamed } from "./provider-sections.ts";
import { readSection } from "./read-section.ts";
import { claimFault, consentFault, openCartFaults, vaultFault } from "./rules.ts";
import type { ChannelReading, Settings } from "./schema.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the settings file, with environment variables over it. Throws `settings-invalid` with all faults at once. */
export async function loadSettings(from: {
  readonly file: string;
  readonly env: Environment;
}): Promise<Settings> {
  let text: string;
  try {
    text = await readFile(from.file, "utf8");
  } catch (cause) {
    throw new ConnectorError("settings-invalid", `the settings file ${from.file} cannot be read`, {
      cause,
      fix: "start where appSettings.json is, or name the settings file",
    });
  }
  return readSettings(text, from.env, from.file);
}

/** As `loadSettings`, for a text: needs nothing but its arguments. `file` is only for messages. */
export function readSettings(text: string, env: Environment, file = "appSettings.json"): Settings {
  const { entries, faults: misplaced } = collectEntries(parsed(text, file), env);
  const faults = [...misplaced];
  const provider = chosenProvider(entries);
  const channels = readChannels(entries, provider, faults);
  const shared = readShared(entries, faults);
  faults.push(...openCartFaults(shared.OpenCartOptions));
  if (provider !== undefined) {
    faults.push(
      ...claimFault(shared.ConnectorOptions, provider, channels),
      ...consentFault(shared.ConsentOptions, provider),
      ...vaultFault(shared, provider, channels, env),
    );
  }
  if (faults.length > 0) throw settingsInvalid(file, firstPerPath(faults));
  // without a fault every key that has to be there was read, so nothing partial is left
  return { ...shared, ...channels[0], channels } as Settings;
}

/** Undefined when its name is wrong, which is said where the section is read. */
function chosenProvider(entries: Entries): KnownProvider | undefined {
  const { EmailProvider: name } = readSection("ConnectorOptions", { entries, faults: [] });
  return name === undefined ? undefined : providerNamed(name);
}

function parsed(text: string, file: string): object {
  const json = parseJsonWithComments(text);
  if (json.kind === "json" && isObject(json.value)) return json.value;
  const { line, column, expected } =
    json.kind === "fault" ? json.fault : { line: 1, column: 1, expected: "sections in { }" };
  throw new ConnectorError(
    "settings-invalid",
    `${file}, line ${line}, column ${column}: expected ${expected}`,
    {
      fix: "the file has to be JSON; comments and trailing commas are fine",
    },
  );
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

type SharedName = Exclude<keyof Settings, keyof ChannelReading | "channels">;
type Shared = { readonly [Name in SharedName]: Partial<NonNullable<Settings[Name]>> | undefined };

function readShared(entries: Entries, faults: Fault[]) {
  const from = { entries, faults };
  const connector = readSection("ConnectorOptions", from);
  const usesCosmos = connector.Ledger === "cosmos";
  return {
    KeyVaultOptions: readSection("KeyVaultOptions", from),
    // only asked for when it is used, so that a file for Azure works on a machine that has SQLite
    AzureCosmosOptions: usesCosmos ? readSection("AzureCosmosOptions", from) : undefined,
    ConnectorOptions: connector,
    ConsentOptions: readSection("ConsentOptions", from),
    ShopperOptions: readSection("ShopperOptions", from),
    PurchaseGuardOptions: readSection("PurchaseGuardOptions", from),
    OpenCartOptions: readSection("OpenCartOptions", from),
    SqliteOptions: readSection("SqliteOptions", from),
  } satisfies Shared;
}

/** A value that is wrong in itself needs no second line saying that it breaks a rule. */
function firstPerPath(faults: readonly Fault[]): readonly Fault[] {
  return faults.filter((fault, index) => faults.findIndex((other) => other.path === fault.path) === index);
}
