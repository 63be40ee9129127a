import { asConnectorError } from "../cart/connector-error.ts";
import packageFile from "../../package.json" with { type: "json" };
import { readArguments, wrong, type Arguments } from "./arguments.ts";
import { checkCommand } from "./check-command.ts";
import { explainCommand } from "./explain-command.ts";
import { faultText } from "./fault-text.ts";
import { ledgerCommand } from "./ledger-command.ts";
import { runCommand } from "./run-command.ts";
import { settingsCommand } from "./settings-command.ts";
import { withConnector, type Surroundings } from "./surroundings.ts";
import { USAGE } from "./usage.ts";

/** The command line. Returns the exit code: 0 done, 1 a fault, 2 not understood. */
export async function main(argv: readonly string[], around: Surroundings): Promise<number> {
  try {
    const given = readArguments(argv);
    if (given.version) around.out(packageFile.version);
    else if (given.help || given.words.length === 0) around.out(USAGE);
    else return await command(given, around);
    return 0;
  } catch (thrown) {
    const fault = asConnectorError(thrown);
    around.err(faultText(fault));
    return fault.code === "arguments-invalid" ? 2 : 1;
  }
}

async function command(given: Arguments, around: Surroundings): Promise<number> {
  switch (given.words[0]) {
    case "run":
      return withConnector(given, around, (wired) => runCommand(wired, given, around));
    case "check":
      return withConnector(given, around, (wired) => checkCommand(wired, given, around));
    case "explain":
      return withConnector(given, around, (wired) => explainCommand(wired, given, around));
    case "ledger":
      return withConnector(given, around, (wired) => ledgerCommand(wired, given, around));
    case "settings":
      return settingsCommand(given, around);
    default:
      throw wrong(`there is no command ${String(given.words[0])}`);
  }
}
