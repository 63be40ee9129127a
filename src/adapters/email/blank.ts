import { ConnectorError } from "../../cart/connector-error.ts";
import type { ProviderWords } from "./failure.ts";

/** From so many on, a provider that knows none of those it is asked for has another account's contacts. */
export const BLANK_FROM = 20;

export function blankFault({ name }: ProviderWords, asked: number, fix: string): ConnectorError {
  return new ConnectorError("provider-blank", `${name} knows none of ${asked} contacts that were asked for`, {
    fix,
  });
}
