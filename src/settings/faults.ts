import { ConnectorError } from "../cart/connector-error.ts";
import type { Documented } from "./setting.ts";

/** One thing that is wrong with the settings. */
export interface Fault {
  /** As `Section.Key`. */
  readonly path: string;
  /** As `expected …, got …`; never holds what may be a secret. */
  readonly says: string;
  /** Left out when the mend is to write the key properly. */
  readonly fix?: string;
}

/** All faults in one error: the only message of the product with more than one line. */
export function settingsInvalid(file: string, faults: readonly Fault[]): ConnectorError {
  const count = faults.length === 1 ? "1 fault" : `${faults.length} faults`;
  const lines = faults.map(({ path, says, fix }) => {
    const mend = fix ?? `set it in ${file} or in the environment variable ${variableFor(path)}`;
    return `  ${path}: ${says} (${mend})`;
  });
  return new ConnectorError("settings-invalid", [`${file} has ${count}:`, ...lines].join("\n"), {
    fix: "mend each line of the message; docs/settings.md explains every key",
  });
}

/** The environment variable that overrides a setting: `Section__Key`, `Section__List__0__Key`. */
export function variableFor(path: string): string {
  return path.replaceAll(/[.[]/g, "__").replaceAll("]", "");
}

/** Plain words only: an unbroken run of 20 letters and digits, or anything with other signs, may be a secret. */
const SHOWABLE = /^(?!.*[A-Za-z0-9]{20})[\p{L}\p{N} .,:/{}()<>_-]{1,80}$/u;

/** A wrong value as it may be shown to anybody who reads logs. */
export function shown(value: unknown, about: Pick<Documented, "hidden">): string {
  if (value === undefined) return "nothing";
  if (about.hidden) return "a value that is not shown";
  if (typeof value !== "string") return JSON.stringify(value);
  return isShowable(value) ? `"${value}"` : `a text of ${value.length} characters`;
}

/** False for a text that may be, or may hold, a secret. */
export function isShowable(text: string): boolean {
  return SHOWABLE.test(text);
}
