/**
 * The environment variable that stands in for a secret in local work: `SECRET__<name>`. Shells know no hyphen in such
 * names, so an underscore may stand for it. Undefined when there is none, or a blank one.
 */
export function secretInEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  name: string,
): string | undefined {
  const given = env[`SECRET__${name}`] ?? env[`SECRET__${name.replaceAll("-", "_")}`];
  const value = given?.trim();
  return value === "" ? undefined : value;
}
