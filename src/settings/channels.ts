import type { KnownProvider } from "../adapters/email/providers.ts";
import type { Entries } from "./entries.ts";
import type { Fault } from "./faults.ts";
import { readSection } from "./read-section.ts";
import { reminderFaults } from "./reminder-rules.ts";
import { linkFaults, operatingUnitFault, unsubscribeFault, windowFault } from "./rules.ts";
import type { ChannelReading } from "./schema.ts";

/**
 * The base channel, then each entry of `Channels` laid over it. Adds the faults of all of them. Of the providers'
 * sections only that of `provider` is read; none when it is undefined.
 */
export function readChannels(
  entries: Entries,
  provider: KnownProvider | undefined,
  faults: Fault[],
): readonly ChannelReading[] {
  const base = readChannel(entries, provider);
  faults.push(...base.faults);
  const readings = [base.reading];
  for (const number of channelNumbers(entries)) {
    const own = ownEntries(entries, `Channels[${number}].`);
    const channel = readChannel(overlaid(entries, own), provider);
    // what it only inherited was said already
    const news = channel.faults.filter(
      (fault) => own.has(fault.path) || !base.faults.some((known) => sameFault(known, fault)),
    );
    news.push(...operatingUnitFault(channel.reading, readings));
    faults.push(...news.map((fault) => ({ ...fault, path: `Channels[${number}].${fault.path}` })));
    readings.push(channel.reading);
  }
  return readings;
}

interface Read {
  readonly reading: ChannelReading;
  readonly faults: readonly Fault[];
}

function readChannel(entries: Entries, provider: KnownProvider | undefined): Read {
  const faults: Fault[] = [];
  const from = { entries, faults };
  const reading: ChannelReading = {
    RetailServerClientOptions: readSection("RetailServerClientOptions", from),
    MediaOptions: readSection("MediaOptions", from),
    MailOptions: readSection("MailOptions", from),
    LinkOptions: readSection("LinkOptions", from),
    ReminderOptions: readSection("ReminderOptions", from),
  };
  faults.push(...windowFault(reading.RetailServerClientOptions), ...linkFaults(reading));
  faults.push(...reminderFaults(reading.ReminderOptions, provider));
  if (provider === undefined) return { reading, faults };
  faults.push(...unsubscribeFault(provider, reading.LinkOptions));
  const section = provider.completed(readSection(provider.sectionName, from));
  const broken = provider
    .faults(section)
    .map(({ key, says }) => ({ path: `${provider.sectionName}.${key}`, says }));
  return { reading: { ...reading, [provider.sectionName]: section }, faults: [...faults, ...broken] };
}

function channelNumbers(entries: Entries): readonly number[] {
  const numbers = [...entries.keys()].flatMap((path) => /^Channels\[(\d+)\]/.exec(path)?.[1] ?? []);
  return [...new Set(numbers.map(Number))].sort((a, b) => a - b);
}

function ownEntries(entries: Entries, prefix: string): Entries {
  const own = [...entries].filter(([path]) => path.startsWith(prefix));
  return new Map(own.map(([path, entry]) => [path.slice(prefix.length), entry]));
}

/** A list of its own replaces the whole list of the base channel. */
function overlaid(base: Entries, own: Entries): Entries {
  const lists = new Set([...own.keys()].flatMap((path) => /^(.*?)\[/.exec(path)?.[1] ?? []));
  const kept = [...base].filter(([path]) => !lists.has(/^(.*?)\[/.exec(path)?.[1] ?? ""));
  return new Map([...kept, ...own]);
}

function sameFault(a: Fault, b: Fault): boolean {
  return a.path === b.path && a.says === b.says;
}
