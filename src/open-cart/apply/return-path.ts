/**
 * The path a `returnUrl` leads to, when it is one on our own site: exactly one slash in front, nothing that a browser
 * or a proxy could read as another host, and not an action, which would let one link follow another. Undefined otherwise.
 */
export function returnPath(returnUrl: string): string | undefined {
  if (!/^\/(?![/\\])[^\\\s\p{Cc}]*$/u.test(returnUrl)) return undefined;
  const here = "https://shop.invalid";
  const url = URL.parse(returnUrl, here);
  if (url?.origin !== here) return undefined;
  const path = decoded(url.pathname);
  if (path === undefined || path.includes("//") || path.includes("\\")) return undefined;
  return /^\/actions(\/|$)/i.test(path) ? undefined : url.pathname + url.search + url.hash;
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
