import { createHash, randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { expect, vi } from "vitest";
import type { ShopperCartDocument } from "../../src/cart/documents.ts";
import { linkSecret, type LinkSecret } from "../../src/open-cart/link-secret.ts";
import { openCommandLine, type CommandLine } from "../cli/command-line.ts";
import { startAzureHost } from "../functions/azure-host.ts";

/* A shop that receives links, over real HTTP: the registered functions in Azure's library, a catalogue, a ledger. */

export const CATALOGUE = {
  currency: "DKK",
  products: [
    { id: 17, title: "Kaffe", sku: "K17", prices: { DKK: 89.5, EUR: 12 }, stock: 40 },
    {
      ...{ id: 99, title: "Trøje", prices: { DKK: 499 } },
      variants: [{ id: 5, sku: "A001-5", title: "Trøje, blå", prices: { DKK: 549 } }],
    },
    { id: 50, title: "Åben indkøbskurv produkt", sku: "TILBUD", kind: "placeholder", prices: { DKK: 0 } },
    { id: 70, title: "Udsolgt te", prices: { DKK: 40 }, stock: 0 },
  ],
};

export type Options = Readonly<Record<string, unknown>>;

export interface LinkShop {
  readonly url: string;
  readonly line: CommandLine;
  readonly logged: readonly string[];
  /** Strong, and known to the shop. */
  readonly secret: LinkSecret;
  /** Replaces the catalogue. */
  offer(products: readonly object[]): void;
  /** A browser that has not been here. */
  browser(): TestBrowser;
  /** Everything that is kept of carts. */
  carts(): readonly ShopperCartDocument[];
  close(): Promise<void>;
}

export interface Answered {
  readonly status: number;
  readonly location: string | null;
  readonly headers: Headers;
  readonly body: string;
}

/** As much of a browser as it takes: it keeps cookies and follows nothing by itself. */
export interface TestBrowser {
  get(
    target: string,
    init?: { readonly method?: string; readonly headers?: Record<string, string> },
  ): Promise<Answered>;
  readonly cookies: Map<string, string>;
  /** What is kept of this browser's cart; undefined when it has none. */
  cart(): ShopperCartDocument["cart"] | undefined;
}

/** Once per test file. `options` are laid over a shop that keeps carts itself and takes signed links. */
export async function openLinkShop(options: Options = {}): Promise<LinkShop> {
  const line = await openCommandLine();
  const catalogueFile = join(line.folder, "catalogue.json");
  const offer = (products: readonly object[]): void => {
    writeFileSync(catalogueFile, JSON.stringify({ ...CATALOGUE, products }));
  };
  offer(CATALOGUE.products);
  const check = linkSecret(randomBytes(24).toString("hex"));
  if (check.kind === "refused") throw new Error("not random enough");
  const { secret } = check;
  line.configure({
    OpenCartOptions: {
      ...{ Receiver: "own-carts", ShopUrl: "https://minshop.dk", Catalogue: "file" },
      ...{ CatalogueFile: catalogueFile, SignedLinks: true, LinkSecretKeyVaultSecretNames: "links" },
      ...options,
    },
  });
  vi.spyOn(console, "info").mockImplementation(() => undefined);
  const env = { ...line.env, AzureWebJobsScriptRoot: line.folder, SECRET__links: secret };
  const host = await startAzureHost(env);

  function carts(): readonly ShopperCartDocument[] {
    const documents = line.documents().filter(({ kind }) => kind === "shopper-cart");
    // what the connector itself wrote
    return documents.map(({ body }) => JSON.parse(body) as ShopperCartDocument);
  }

  return {
    ...{ url: host.url, line, logged: host.logged, secret, offer, carts },
    browser: () => testBrowser(host.url, carts),
    async close() {
      await host.close();
      vi.restoreAllMocks();
      await line.close();
    },
  };
}

function testBrowser(url: string, carts: LinkShop["carts"]): TestBrowser {
  const cookies = new Map<string, string>();
  return {
    cookies,
    async get(target, { method = "GET", headers = {} } = {}) {
      const sent = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
      const cookie = sent === "" ? {} : { cookie: sent };
      const answer = await fetch(url + target, {
        method,
        redirect: "manual",
        headers: { ...cookie, ...headers },
      });
      for (const set of answer.headers.getSetCookie()) keep(cookies, set);
      const location = answer.headers.get("location");
      return { status: answer.status, location, headers: answer.headers, body: await answer.text() };
    },
    cart() {
      const id = cookies.get("cart");
      const hash = createHash("sha256")
        .update(id ?? "")
        .digest("base64url");
      return id === undefined ? undefined : carts().find((doc) => doc.id === `cart:${hash}`)?.cart;
    },
  };
}

function keep(cookies: Map<string, string>, set: string): void {
  const [, name = "", value = "", rest = ""] = /^([^=]+)=([^;]*)(.*)$/.exec(set) ?? [];
  if (/; Max-Age=0(;|$)/i.test(rest)) cookies.delete(name);
  else cookies.set(name, value);
}

/** Opens a link and the page it leads to, as a shopper does; returns what the shopper reads there. */
export async function visit(browser: TestBrowser, target: string): Promise<readonly string[]> {
  const link = await browser.get(target);
  expect([link.status, link.location]).toEqual([303, "/kurv/"]);
  return saidOn((await browser.get("/kurv/", { headers: { "accept-language": "da" } })).body);
}

/** The status texts of a cart page. */
export function saidOn(html: string): readonly string[] {
  return [...html.matchAll(/<p class="said[^"]*">([^<]*)<\/p>/g)].map(([, text = ""]) => text);
}

/** The lines of a cart as `product x amount @ price`. */
export function linesOf(cart: ShopperCartDocument["cart"] | undefined): readonly string[] | undefined {
  return cart?.lines.map(({ productId, amount, unitPrice }) => `${productId}x${amount}@${unitPrice}`);
}

/** An `addmulti` link over exactly this text, signed by the shop's rule, written here a second time. */
export function signedMulti(secret: string, input: string, more: readonly [string, string][] = []): string {
  const values = [input, ...more.map(([, value]) => value)];
  const code = createHash("sha1")
    .update(secret + values.join(""))
    .digest("hex");
  const rest = more.map(([name, value]) => `&${name}=${encodeURIComponent(value)}`).join("");
  return `/actions/cart/addmulti/?input=${encodeURIComponent(input)}${rest}&code=${code}`;
}

/** A signed `add` link: its parameters in this order. */
export function signedAdd(secret: string, parameters: readonly [string, string][]): string {
  const values = parameters.map(([, value]) => value);
  const code = createHash("sha1")
    .update(secret + values.join(""))
    .digest("hex");
  const query = parameters.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");
  return `/actions/cart/add/?${query}&code=${code}`;
}

/** A request exactly as it is written here, in the name of another host: `fetch` would mend it. */
export function rawGet(
  shop: Pick<LinkShop, "url">,
  path: string,
  host = "localhost",
): Promise<{
  readonly status: number;
  readonly location: string | undefined;
  readonly cookies: readonly string[];
}> {
  return new Promise((resolve, reject) => {
    const sent = request(shop.url, { path, headers: { host } }, (answer) => {
      answer.resume();
      const { statusCode: status = 0, headers } = answer;
      resolve({ status, location: headers.location, cookies: headers["set-cookie"] ?? [] });
    });
    sent.on("error", reject).end();
  });
}
