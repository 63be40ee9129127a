import { ConnectorError } from "../cart/connector-error.ts";

/** A command line that is not understood: exit code 2. */
export function wrong(message: string): ConnectorError {
  return new ConnectorError("arguments-invalid", `${message}; see \`connector --help\``);
}
