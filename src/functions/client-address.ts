/**
 * The address of whoever sent a request, without its port: the last entry of `X-Forwarded-For` that a proxy of ours
 * wrote. Each proxy adds the address it was called from at the end, and anybody may have sent the rest. Azure's front end
 * adds a port. Undefined when there are fewer entries than proxies, or none is trusted.
 */
export function clientAddress(forwardedFor: string | null, trustedProxies: number): string | undefined {
  // a header comes from anybody
  const entries = (forwardedFor ?? "").slice(-1_000).split(",");
  const entry = trustedProxies === 0 ? undefined : entries.at(-trustedProxies)?.trim();
  if (entry === undefined || entry === "") return undefined;
  const [, bracketed] = /^\[([^\]]+)\](?::\d{1,5})?$/.exec(entry) ?? [];
  return bracketed ?? entry.replace(/^([\d.]+):\d{1,5}$/, "$1");
}
