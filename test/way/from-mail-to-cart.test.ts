import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { ShopperCartDocument } from "../../src/cart/documents.ts";
import { openCommandLine, type CommandLine } from "../cli/command-line.ts";
import { startAzureHost, type AzureHost } from "../functions/azure-host.ts";

/*
 * The whole circle over real HTTP: a run mails links, and the functions of the same app receive them. What the one half
 * builds, the other half takes.
 */

type Values = Readonly<Record<string, unknown>>;

const SECRET = "k3V9tQz7LmP2xW8rYb4Nc6";

let line: CommandLine;
let host: AzureHost;

beforeAll(async () => {
  line = await openCommandLine();
  for (const level of ["info", "warn", "error"] as const) vi.spyOn(console, level).mockReturnValue();
  Object.assign(line.env, { AzureWebJobsScriptRoot: line.folder, SECRET__links: SECRET });
  configure({ ReturnLink: "tracked" }, { MaxRemindersPerRun: 1 });
  expect((await line.connector("run")).code).toBe(0);
  configure({ ReturnLink: "open-cart", OpenCartHoldPrices: true, OpenCartSecretKeyVaultSecretName: "links" });
  expect((await line.connector("run")).code).toBe(0);
  // it reads its settings at the first request
  host = await startAzureHost(line.env);
});

afterAll(async () => {
  await host.close();
  vi.restoreAllMocks();
  await line.close();
});

function configure(links: Values, reminders: Values = {}): void {
  line.configure({
    RetailServerClientOptions: { ReturnToCartUrl: "https://shop.example/cart/{cartId}" },
    ReminderOptions: reminders,
    LinkOptions: {
      PublicBaseUrl: "https://app.example",
      OpenCartShopUrl: "https://minshop.example",
      ...links,
    },
    OpenCartOptions: {
      ...{ Receiver: "own-carts", ShopUrl: "https://minshop.example", Catalogue: "retail-server" },
      ...{ SignedLinks: true, LinkSecretKeyVaultSecretNames: "links" },
    },
  });
}

/** The latest link mailed to the shopper of this number, without its host, which here is our own. */
function mailedTo(shopper: number): string {
  const mails = line.neighbours.emarsys.deliveredTo(line.small.addresses[shopper] ?? "");
  const url = new URL(String(mails.at(-1)?.data["returnToCartUrl"]));
  return url.pathname + url.search;
}

function opened(target: string): Promise<Response> {
  return fetch(host.url + target, { redirect: "manual" });
}

/** The only cart that this app keeps for shoppers. */
function keptCart(): ShopperCartDocument["cart"] | undefined {
  const [kept] = line.documents().filter(({ kind }) => kind === "shopper-cart");
  // what the connector itself wrote
  return kept === undefined ? undefined : (JSON.parse(kept.body) as ShopperCartDocument).cart;
}

describe("a link from a reminder", () => {
  it("that holds prices fills the cart of our own receiver with what was mailed, under its strict rules", async () => {
    const link = mailedTo(1);
    const answer = await opened(link);
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/kurv/"]);
    expect(keptCart()).toMatchObject({
      referral: { code: expect.stringMatching(/^AC-R1-[A-Z2-7]{14}$/) as string, signed: true },
      lines: [{ productId: "68719489871", amount: 1, unitPrice: "1295" }],
    });
  });

  it("with one byte changed fills nothing", async () => {
    const before = keptCart();
    const answer = await opened(mailedTo(2).replace("1295", "1294"));
    expect(answer.status).toBe(303);
    expect(keptCart()).toEqual(before);
  });

  it("that is tracked leads through the app's own route to the cart, also when later mails have other links", async () => {
    const target = mailedTo(0);
    expect(target).toMatch(/^\/r\/[\w-]+$/);
    for (const method of ["GET", "HEAD"]) {
      const answer = await fetch(host.url + target, { method, redirect: "manual" });
      expect([answer.status, answer.headers.get("location")]).toEqual([
        303,
        `https://shop.example/cart/${line.small.cartIds[0] ?? ""}`,
      ]);
      expect(answer.headers.get("cache-control")).toBe("no-store");
      expect(answer.headers.get("referrer-policy")).toBe("no-referrer");
    }
    const posted = await fetch(host.url + target, { method: "POST", redirect: "manual" });
    expect(posted.status).toBe(404);
  });
});
