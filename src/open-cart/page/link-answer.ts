/** What a link is answered with: never a page of its own, so that a reload or the way back does not open it again. */
export interface LinkAnswer {
  readonly status: 303;
  readonly headers: Readonly<Record<string, string>>;
}

/** Leads the shopper on. Neither caches nor the next site learn the link, which holds prices and a code. */
export function linkAnswer({ redirect }: { readonly redirect: string }): LinkAnswer {
  return {
    status: 303,
    headers: { Location: redirect, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer" },
  };
}
