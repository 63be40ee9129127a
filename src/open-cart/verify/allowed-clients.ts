/**
 * The shop's setting "allowed IP addresses", separated by semicolons, each in one normal form. Empty lets everybody in.
 * An entry that is no address is kept and matches nobody, so a list of slips does not open the door.
 */
export function allowedClients(setting: string): readonly string[] {
  const entries = setting.split(";").map((entry) => entry.trim());
  return entries.filter((entry) => entry !== "").map((entry) => normalAddress(entry) ?? entry);
}

/** True when the list is empty or names this address. Without an address only an empty list lets one in. */
export function isClientAllowed(allowed: readonly string[], client: string | undefined): boolean {
  if (allowed.length === 0) return true;
  const address = client === undefined ? undefined : normalAddress(client);
  return address !== undefined && allowed.includes(address);
}

/** IPv4 as it is, IPv6 in its shortest form, an IPv4 address inside IPv6 (`::ffff:…`) as IPv4. */
function normalAddress(text: string): string | undefined {
  if (/^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/.test(text)) return text;
  if (!/^[\da-f:.]+$/i.test(text)) return undefined;
  const host = URL.parse(`http://[${text}]/`)?.hostname.slice(1, -1);
  const mapped = /^::ffff:([\da-f]{1,4}):([\da-f]{1,4})$/.exec(host ?? "");
  return mapped === null ? host : [mapped[1], mapped[2]].flatMap(twoBytes).join(".");
}

function twoBytes(hex = "0"): readonly number[] {
  const value = Number.parseInt(hex, 16);
  return [value >> 8, value & 255];
}
