import type { Clock } from "../ports/clock.ts";
import type { Ledger } from "../ports/ledger.ts";
import { leasedUntil } from "./lease.ts";
import type { PassTools } from "./pass.ts";
import type { PassReport } from "./pass-report.ts";
import { runPass } from "./plan-pass.ts";

/** The channels of a connector, as much of them as is needed to run them all. */
export interface Channels<Channel extends { readonly name: string }> {
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly channels: readonly Channel[];
  passTools(channel: Channel): PassTools;
}

/** A pass of every channel, one after the other within one time limit, the one that has waited longest first. */
export async function runPasses<Channel extends { readonly name: string }>(
  wired: Channels<Channel>,
  limit: { readonly maxMs: number },
): Promise<readonly PassReport[]> {
  const endsAt = wired.clock.now().getTime() + limit.maxMs;
  const reports: PassReport[] = [];
  const channels = await longestWaitingFirst(wired);
  for (const [index, channel] of channels.entries()) {
    // what one channel leaves over is there for the others
    const share = (endsAt - wired.clock.now().getTime()) / (channels.length - index);
    if (share > 0) reports.push(await runPass(wired.passTools(channel), { maxMs: share }));
  }
  return reports;
}

/** By when their last pass ended; a ledger that cannot say is found out by the pass itself. */
async function longestWaitingFirst<Channel extends { readonly name: string }>({
  channels,
  ledger,
}: Channels<Channel>): Promise<readonly Channel[]> {
  if (channels.length < 2) return channels;
  const ended = new Map<string, string>();
  for (const { name } of channels)
    ended.set(name, (await leasedUntil(ledger, name).catch(() => undefined)) ?? "");
  return [...channels].sort((a, b) => ((ended.get(a.name) ?? "") < (ended.get(b.name) ?? "") ? -1 : 1));
}
