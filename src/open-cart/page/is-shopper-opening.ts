/** As much of a request as tells whether a person sent it. Names of headers are asked for in lower case. */
export interface Opening {
  readonly method: string;
  readonly header: (name: string) => string | null | undefined;
}

/** What browsers and mail programs say when they load something that nobody has clicked yet. */
const PREFETCH_HEADERS = ["sec-purpose", "purpose", "x-purpose", "x-moz"];

/**
 * False for requests that must not touch a cart: HEAD, with which scanners look at links, and whatever is loaded before
 * somebody clicks. A scanner that behaves like a browser cannot be told from one: it gets a cart of its own.
 */
export function isShopperOpening({ method, header }: Opening): boolean {
  if (method !== "GET") return false;
  return !PREFETCH_HEADERS.some((name) => /prefetch|prerender|preview/i.test(header(name) ?? ""));
}
