import type { Surroundings } from "../surroundings.ts";
import { USAGE } from "../usage.ts";
import { wrong } from "../wrong.ts";
import { buildCommand } from "./build-command.ts";
import { explainLinkCommand } from "./explain-link-command.ts";

/** `connector open-cart build|explain`: links only, so neither settings nor neighbours are needed. */
export async function openCartCommand(argv: readonly string[], around: Surroundings): Promise<number> {
  if (argv.includes("--help") || argv.includes("-h")) {
    around.out(USAGE);
    return 0;
  }
  const [command, ...rest] = argv;
  if (command === "build") return buildCommand(rest, around);
  if (command === "explain") return explainLinkCommand(rest, around);
  throw wrong("open-cart: expected build or explain");
}
