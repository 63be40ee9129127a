import type { PassReport } from "../run/pass-report.ts";
import { runPass } from "../run/plan-pass.ts";
import type { PassRequest } from "../run/pass.ts";
import type { WiredChannel } from "../run/wire-neighbours.ts";
import type { Wired } from "../run/wire.ts";
import { wrong, type Arguments } from "./arguments.ts";
import { faultText } from "./fault-text.ts";
import { reportText } from "./report-text.ts";
import type { Surroundings } from "./surroundings.ts";

/** `connector run`: 0 when every pass went as far as it was allowed to, 1 when a fault stopped one. */
export async function runCommand(wired: Wired, given: Arguments, around: Surroundings): Promise<number> {
  const said = new Set<string>();
  for (const channel of chosen(wired, given.channel)) {
    const report = await runOne(wired, channel, { given, around });
    // channels share neighbours: what stops them all is said once
    const message = report.fault === undefined ? undefined : faultText(report.fault);
    if (message !== undefined && !said.has(message)) around.err(message);
    if (message !== undefined) said.add(message);
    if (given.json) around.out(JSON.stringify(report));
    else for (const line of reportText(report)) around.out(line);
  }
  return said.size === 0 ? 0 : 1;
}

async function runOne(
  wired: Wired,
  channel: WiredChannel,
  by: { readonly given: Arguments; readonly around: Surroundings },
): Promise<PassReport> {
  const { given, around } = by;
  const isExplicit = given.from !== undefined || given.to !== undefined;
  const request: PassRequest = {
    ...(isExplicit ? { window: { from: given.from, to: given.to } } : {}),
    onProgress: (found) => around.progress(`${found} carts judged …`),
  };
  const tools = given.dryRun ? wired.dryPassTools(channel, () => undefined) : wired.passTools(channel);
  const report = await runPass(tools, request);
  around.progress("");
  return report;
}

/** The channels asked for; throws when there is no such channel. */
export function chosen(wired: Wired, name: string | undefined): readonly WiredChannel[] {
  const channels = wired.channels.filter((channel) => name === undefined || channel.name === name);
  if (channels.length > 0) return channels;
  const known = wired.channels.map((channel) => channel.name).join(", ");
  throw wrong(`--channel: there is no operating unit of that number in the settings, only ${known}`);
}
