/**
 * The origin of a shop, such as `https://minshop.dk`; undefined when the text is not the https address of a site as a
 * whole. Plain http is for this machine only.
 */
export function shopOrigin(text: string): string | undefined {
  const url = URL.parse(text.trim());
  if (url === null || !/^https?:$/.test(url.protocol)) return undefined;
  if (url.protocol === "http:" && !/^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname)) return undefined;
  const whole = url.pathname === "/" && !/[?#@]/.test(text);
  return whole ? url.origin : undefined;
}
