import type { Surroundings } from "../surroundings.ts";
import { USAGE } from "../usage.ts";
import { wrong } from "../wrong.ts";
import { buildCommand } from "./build-command.ts";
import { explainLinkCommand } from "./explain-link-command.ts";
import { registerCommand } from "./register-command.ts";

/** `connector open-cart build|explain|register`: the first two need neither settings nor neighbours. */
export async function openCartCommand(argv: readonly string[], around: Surroundings): Promise<number> {
  if (argv.includes("--help") || argv.includes("-h")) {
    around.out(USAGE);
    return 0;
  }
  const [command, ...rest] = argv;
  if (command === "build") return buildCommand(rest, around);
  if (command === "explain") return explainLinkCommand(rest, around);
  if (command === "register") return registerCommand(rest, around);
  throw wrong("open-cart: expected build, explain or register");
}
