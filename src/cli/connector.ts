import packageFile from "../../package.json" with { type: "json" };
import { asConnectorError } from "../cart/connector-error.ts";
import { faultOf } from "../run/pass-report.ts";
import { readArguments, type Arguments } from "./arguments.ts";
import { checkCommand } from "./check-command.ts";
import { explainCommand } from "./explain-command.ts";
import { faultText } from "./fault-text.ts";
import { ledgerCommand } from "./ledger-command.ts";
import { openCartCommand } from "./open-cart/open-cart-command.ts";
import { previewCommand } from "./preview-command.ts";
import { privacyCommand } from "./privacy-command.ts";
import { recoveredCommand } from "./recovered-command.ts";
import { providersCommand } from "./providers-command.ts";
import { runCommand } from "./run-command.ts";
import { settingsCommand } from "./settings-command.ts";
import { suppressionsCommand } from "./suppressions-command.ts";
import { withConnector, type Surroundings } from "./surroundings.ts";
import { unsureCommand } from "./unsure-command.ts";
import { USAGE } from "./usage.ts";

/**
 * The command line. Returns the exit code: 0 done, 1 a fault, 2 not understood. Whatever happens ends in one message,
 * never in a stack trace; where JSON was asked for, the fault is the last line of stdout as well.
 */
export async function main(argv: readonly string[], around: Surroundings): Promise<number> {
  try {
    return argv[0] === "open-cart"
      ? await openCartCommand(argv.slice(1), around)
      : await command(readArguments(argv), around);
  } catch (thrown) {
    const fault = asConnectorError(thrown);
    around.err(faultText(fault));
    if (argv.includes("--json")) around.out(JSON.stringify({ fault: faultOf(fault) }));
    return fault.code === "arguments-invalid" ? 2 : 1;
  }
}

async function command(given: Arguments, around: Surroundings): Promise<number> {
  switch (given.command) {
    case "help":
      around.out(USAGE);
      return 0;
    case "version":
      around.out(packageFile.version);
      return 0;
    case "run":
      return withConnector(given, around, (wired) => runCommand(wired, given, around));
    case "check":
      return withConnector(given, around, (wired) => checkCommand(wired, given, around));
    case "recovered":
      return recoveredCommand(given, around);
    case "preview":
      return previewCommand(given, around);
    case "providers":
      return providersCommand(given, around);
    case "explain":
      return withConnector(given, around, (wired) => explainCommand(wired, given, around));
    case "unsure":
      return unsureCommand(given, around);
    case "privacy":
      return privacyCommand(given, around);
    case "suppressions":
      return suppressionsCommand(given, around);
    case "ledger":
      return ledgerCommand(given, around);
    case "settings":
      return settingsCommand(given, around);
  }
}
