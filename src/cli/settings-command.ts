import { loadSettings } from "../settings/load.ts";
import type { Arguments } from "./arguments.ts";
import type { Surroundings } from "./surroundings.ts";

/** `connector settings`: the settings in force, channel by channel, with the one key that may stand in them hidden. */
export async function settingsCommand(given: Arguments, around: Surroundings): Promise<number> {
  const {
    channels,
    AzureCosmosOptions: cosmos,
    ...settings
  } = await loadSettings({
    file: given.settings,
    env: around.env,
  });
  const ledger =
    cosmos === undefined
      ? {}
      : {
          AzureCosmosOptions: { ...cosmos, PrimaryKey: cosmos.PrimaryKey === undefined ? undefined : "***" },
        };
  const rest = channels.length > 1 ? { Channels: channels.slice(1) } : {};
  around.out(JSON.stringify({ ...settings, ...ledger, ...rest }, undefined, given.json ? 0 : 2));
  return 0;
}
