import type { LeftOut, LeftOutWhy } from "../../ports/mail-writer.ts";

/** Whom links and pictures of a mail may lead to: hosts as in `shop.example` or `localhost:8080`. */
export interface AdmittedHosts {
  readonly links: ReadonlySet<string>;
  readonly pictures: ReadonlySet<string>;
  /** Pictures that are in the mail itself. Only for examples: mailboxes do not show them. */
  readonly dataPictures?: true;
}

/** Lets addresses into one mail, and counts those that it does not. */
export interface Admission {
  /** The address, or an empty text. */
  link(url: string): string;
  picture(url: string): string;
  leftOut(): readonly LeftOut[];
}

export function admission(hosts: AdmittedHosts): Admission {
  const turnedAway: { readonly what: LeftOut["what"]; readonly why: LeftOutWhy }[] = [];

  function admitted(what: LeftOut["what"], url: string, of: ReadonlySet<string>): string {
    if (url === "") return url;
    const parsed = URL.parse(url);
    const why = hindranceOf(parsed, of);
    // as a browser would read it: without line ends and half characters, which an address may hide
    if (parsed !== null && why === undefined) return parsed.href;
    turnedAway.push({ what, why: why ?? "not-https" });
    return "";
  }

  return {
    link: (url) => admitted("link", url, hosts.links),
    picture: (url) =>
      hosts.dataPictures && url.startsWith("data:image/") ? url : admitted("picture", url, hosts.pictures),
    leftOut: () => counted(turnedAway),
  };
}

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

function hindranceOf(url: URL | null, hosts: ReadonlySet<string>): LeftOutWhy | undefined {
  if (url === null || url.username !== "" || url.password !== "") return "not-https";
  // as in the settings, this machine may be spoken to in the clear
  const isSafe = url.protocol === "https:" || (url.protocol === "http:" && LOOPBACK.test(url.hostname));
  if (!isSafe) return "not-https";
  return hosts.has(url.host) ? undefined : "foreign-host";
}

function counted(all: readonly Omit<LeftOut, "count">[]): readonly LeftOut[] {
  const kinds = new Map(all.map(({ what, why }) => [`${what} ${why}`, { what, why }]));
  return [...kinds.values()].map(({ what, why }) => ({
    what,
    why,
    count: all.filter((one) => one.what === what && one.why === why).length,
  }));
}
