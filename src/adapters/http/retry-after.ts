/** How long a reply asks us to stay away, in ms from `now`; undefined when it does not say. Never negative. */
export function retryAfterMs(headers: Headers, now: Date): number | undefined {
  const value = headers.get("retry-after")?.trim();
  if (value === undefined || value === "") return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now.getTime());
}

/** How long until the server counts our requests anew, where it says so in seconds since 1970. Never negative. */
export function rateLimitResetMs(headers: Headers, now: Date): number | undefined {
  const reset = Number(headers.get("x-ratelimit-reset") ?? Number.NaN);
  return Number.isFinite(reset) ? Math.max(0, reset * 1000 - now.getTime()) : undefined;
}
