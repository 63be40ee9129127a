export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/**
 * Constant text, facts in fields, so that a log can be searched. Never an address, a name, a cart's body or a secret.
 * error = wake someone, warn = look this week, info = one line per run and per slice.
 */
export interface Log {
  info(text: string, fields?: LogFields): void;
  warn(text: string, fields?: LogFields): void;
  error(text: string, fields?: LogFields): void;
}
