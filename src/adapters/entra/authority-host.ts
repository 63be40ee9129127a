const PUBLIC_HOSTS = new Set([
  "login.microsoftonline.com",
  "login.microsoftonline.us",
  "login.partner.microsoftonline.cn",
  "login.chinacloudapi.cn",
]);

export const WORLDWIDE = "https://login.microsoftonline.com";

/** True for the sign-in hosts that Microsoft runs, whose addresses can be looked up with Microsoft itself. */
export function isPublicAuthority(authorityHost: string): boolean {
  return PUBLIC_HOSTS.has(URL.parse(authorityHost)?.hostname ?? "");
}
