const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** An address we may talk to: https, or http to this machine; no name and password in it. */
function safeUrl(text: string): URL | undefined {
  // filled-in names would be encoded away, and a host with a brace in it is no host: judge the address without them
  const url = URL.parse(text.replaceAll(/[{}]/g, ""));
  if (url === null || url.username !== "" || url.password !== "") return undefined;
  if (url.protocol === "https:") return url;
  return url.protocol === "http:" && LOOPBACK.test(url.hostname) ? url : undefined;
}

/** The root of a server in its one form: lower-case host, no default port, no trailing slash. */
export function serverUrl(text: string): string | undefined {
  const url = safeUrl(text);
  if (url === undefined || /[{}?#]/.test(text)) return undefined;
  return url.href.replace(/\/+$/, "");
}

/** As `serverUrl`; a bare DNS name stands for https. */
export function vaultUrl(text: string): string | undefined {
  return serverUrl(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(text) ? `https://${text}` : text);
}

/** A media server: as it is written, without the trailing slash. In a query (`?fileName=/`) the slash has a meaning. */
export function mediaUrl(text: string): string | undefined {
  const url = linkUrl(text);
  return url === undefined || url.includes("?") ? url : url.replace(/\/+$/, "");
}

/** The address of a page, as it is written: `/cart/` may be another page than `/cart`. */
export function linkUrl(text: string): string | undefined {
  return safeUrl(text) === undefined || /\s/.test(text) ? undefined : text;
}
