import { HttpRequest, InvocationContext } from "@azure/functions";
import { afterEach, describe, expect, it } from "vitest";
import { stampBefore } from "../../simulators/retail-server/ticks.ts";
import type { CartLineRow, CustomerRow, ShopData } from "../../simulators/retail-server/shop-data.ts";
import { aCart, aCustomer, aLine, aProduct, aShop } from "../../simulators/shop/builders.ts";
import { readArguments } from "../../src/cli/arguments.ts";
import { explainCommand } from "../../src/cli/explain-command.ts";
import { ConnectorError } from "../../src/cart/connector-error.ts";
import type { PersonDocument } from "../../src/cart/documents.ts";
import type { Host } from "../../src/functions/host.ts";
import { returnByLink } from "../../src/functions/return-link.ts";
import type { Clock } from "../../src/ports/clock.ts";
import { readLink } from "../../src/open-cart/read/read-link.ts";
import type { PassReport } from "../../src/run/pass-report.ts";
import { erase } from "../../src/run/privacy.ts";
import type { Wired } from "../../src/run/wire.ts";
import { openTown, type Runner, type Town } from "./open-town.ts";

/* Whole passes with each kind of link back to the cart, and what becomes of the links afterwards. */

const NOW = new Date("2026-11-22T12:00:00.000Z");
const DAY = 86_400_000;
const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

const LAMP = aProduct();
const SCARF = aProduct({
  id: 68719495001,
  itemId: "S-7",
  kind: "variant",
  masterId: 68719495000,
  price: "89",
});

/** Three shoppers: a lamp twice, two things of which one is a variant, and half a metre of something. */
const CARTS: Readonly<Record<string, readonly CartLineRow[]>> = {
  anna: [aLine({ quantity: "2.0000000" })],
  bo: [aLine(), aLine({ productId: SCARF.id, price: "89", quantity: "3", discount: "0.3" })],
  cilla: [aLine({ quantity: "0.5" })],
};

type Values = Readonly<Record<string, unknown>>;

let town: Town;
afterEach(() => town.close());

/** After a pass that reminded all three. */
async function sent(
  links: Values,
  server: Values = {},
): Promise<{ readonly runner: Runner; readonly report: PassReport }> {
  const customers: CustomerRow[] = Object.keys(CARTS).map((name) =>
    aCustomer({ account: `C-${name}`, email: `${name}@example.com` }),
  );
  const shop: ShopData = aShop({
    products: [LAMP, SCARF],
    customers,
    carts: Object.entries(CARTS).map(([name, lines], index) =>
      aCart({ id: `cart ${name}/å`, customerId: `C-${name}`, modified: stampBefore(NOW, 60 - index), lines }),
    ),
  });
  const contacts = customers.map(({ email }) => ({ email: email ?? "", optIn: "1" as const }));
  town = await openTown({ shop, contacts, now: NOW });
  town.neighbours.keyVault.set("open-cart-key", "k3V9tQz7LmP2xW8rYb4Nc6");
  const runner = await town.runner({ LinkOptions: links, RetailServerClientOptions: server });
  const report = await runner.pass();
  expect(report.outcomes).toEqual({ sent: 3 });
  return { runner, report };
}

function linkTo(name: string): string {
  const [delivery] = town.neighbours.emarsys.deliveredTo(`${name}@example.com`);
  return String(delivery?.data["returnToCartUrl"]);
}

describe("static links", () => {
  it("are ReturnToCartUrl to the byte when it has no places", async () => {
    await sent({}, { ReturnToCartUrl: "https://shop.example/Kundvagn?a=%20b#c" });
    expect(linkTo("anna")).toBe("https://shop.example/Kundvagn?a=%20b#c");
  });

  it("have their places filled, encoded so that no value can leave its place", async () => {
    const url = "https://shop.example/{language}/cart/{cartId}?r={referralCode}";
    await sent({}, { ReturnToCartUrl: url });
    expect(linkTo("anna")).toMatch(
      /^https:\/\/shop\.example\/sv\/cart\/cart%20anna%2F%C3%A5\?r=AC-R1-[A-Z2-7]{14}$/,
    );
    expect(new Set(["anna", "bo", "cilla"].map(linkTo)).size).toBe(3);
  });
});

describe("open cart links", () => {
  it("fill a cart with the very lines of the reminder; what cannot be said leads to ReturnToCartUrl, with a reason", async () => {
    const { report } = await sent({ ReturnLink: "open-cart", OpenCartShopUrl: "https://minshop.example" });
    expect(linkTo("cilla")).toBe("https://shop.example/cart");
    const link = readLink(linkTo("bo"));
    expect(linkTo("bo")).toMatch(/^https:\/\/minshop\.example\/actions\/cart\/addmulti\/\?input=/);
    expect(link).toMatchObject({
      kind: "link",
      code: undefined,
      items: [
        { product: String(LAMP.id), amount: "1" },
        { product: String(SCARF.masterId), variant: String(SCARF.id), amount: "3" },
      ],
    });
    const parameters = new URL(linkTo("anna")).searchParams;
    expect(parameters.get("stack")).toBe("1");
    expect(parameters.get("referralCode")).toMatch(/^AC-R1-[A-Z2-7]{14}$/);
    expect(report.linkFallbacks).toEqual({ "not-whole-pieces": 1 });
  });

  it("hold the prices of the mail when that was promised, signed with the shop's key", async () => {
    await sent({
      ReturnLink: "open-cart",
      OpenCartHoldPrices: true,
      OpenCartSecretKeyVaultSecretName: "open-cart-key",
      OpenCartExpiryDays: 3,
    });
    const link = readLink(linkTo("bo"));
    expect(link).toMatchObject({
      items: [
        { price: "1295", currency: "SEK" },
        // 3 × 89 less 0.30
        { price: "88.9", amount: "3" },
      ],
    });
    expect(link.kind === "link" && link.code).toMatch(/^[0-9a-f]{40}$/);
    expect(new URL(linkTo("bo")).searchParams.get("expiryDays")).toBe("3");
  });
});

describe("a tracked link", () => {
  const TRACKED = { ReturnLink: "tracked", PublicBaseUrl: "https://app.example" };
  const CART = "https://shop.example/cart/{cartId}";
  const ANNAS_CART = "https://shop.example/cart/cart%20anna%2F%C3%A5";
  const START = "https://shop.example/";

  /** A tracked link to Anna, and an hour in which she has got the mail. */
  async function mailed(links: Values = {}, url = CART): Promise<Runner> {
    const { runner } = await sent({ ...TRACKED, ...links }, { ReturnToCartUrl: url });
    town.clock.pass(3_600_000);
    return runner;
  }

  it("goes to our app and shows nothing of the shopper", async () => {
    await mailed();
    expect(linkTo("anna")).toMatch(/^https:\/\/app\.example\/r\/[\w-]{100,255}$/);
    expect(new Set(["anna", "bo", "cilla"].map(linkTo)).size).toBe(3);
  });

  it("leads to the cart with 303, kept and told to nobody, and its click is counted", async () => {
    const runner = await mailed();
    const answer = await opened(runner.wired, tokenOf("anna"));
    expect(answer).toEqual({
      status: 303,
      headers: {
        Location: ANNAS_CART,
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex, nofollow",
      },
      body: undefined,
      logged: [],
    });
    town.clock.pass(DAY);
    await opened(runner.wired, tokenOf("anna"));
    const [first, last] = ["2026-11-22T13:00:00.000Z", "2026-11-23T13:00:00.000Z"];
    expect(await clicks(runner)).toMatchObject([{ first, last, count: 2 }]);
    expect(await explained(await town.runner(), "anna@example.com")).toContain(
      `; link opened 2 times, ${first} to ${last}`,
    );
  });

  it.each([
    ["a HEAD", { method: "HEAD" }],
    ["what is loaded ahead of a click", { headers: { "user-agent": FIREFOX, "sec-purpose": "prefetch" } }],
    ["a scanner that says so", { headers: { "user-agent": "Mozilla/5.0 (compatible; MailBot/1.0)" } }],
    ["a program", { headers: { "user-agent": "curl/8.9.1" } }],
  ])("leads %s on as well, and counts nothing", async (_what, how) => {
    const runner = await mailed();
    const before = await documents(runner);
    expect(await opened(runner.wired, tokenOf("anna"), how)).toMatchObject({
      status: 303,
      headers: { Location: ANNAS_CART },
    });
    expect(await documents(runner)).toEqual(before);
  });

  it("counts nothing in the first seconds, when scanners open mails", async () => {
    const { runner } = await sent(TRACKED, { ReturnToCartUrl: CART });
    town.clock.pass(5_000);
    expect(await opened(runner.wired, tokenOf("anna"))).toMatchObject({ headers: { Location: ANNAS_CART } });
    expect(await clicks(runner)).toEqual([]);
  });

  it("leads to the start page once its days are over", async () => {
    const runner = await mailed({ TrackedLinkDays: 5 });
    town.clock.pass(5 * DAY - 3_600_000);
    expect(await opened(runner.wired, tokenOf("anna"))).toMatchObject({ headers: { Location: ANNAS_CART } });
    town.clock.pass(DAY);
    expect(await opened(runner.wired, tokenOf("anna"))).toMatchObject({ headers: { Location: START } });
  });

  it.each([
    ["cut short", (token: string) => token.slice(0, -1)],
    ["changed", (token: string) => `${token.slice(0, 60)}${token[60] === "A" ? "B" : "A"}${token.slice(61)}`],
    ["made up", () => Buffer.alloc(120, 1).toString("base64url")],
    ["an address", () => "https://evil.example/"],
    ["two slashes", () => "//evil.example"],
    ["nothing", () => ""],
  ])("that is %s leads to the start page and says nothing else", async (_what, change) => {
    const runner = await mailed({ StartPageUrl: "https://shop.example/da/?from=mail" });
    const before = await documents(runner);
    const answer = await opened(runner.wired, change(tokenOf("anna")));
    expect(answer).toMatchObject({
      status: 303,
      headers: { Location: "https://shop.example/da/?from=mail" },
      logged: [],
    });
    expect(await documents(runner)).toEqual(before);
  });

  it("of somebody who was erased leads to the start page, and the click is gone with the person", async () => {
    const runner = await mailed();
    await opened(runner.wired, tokenOf("anna"));
    expect(await clicks(runner)).toHaveLength(1);
    await erase(await runner.wired.privacyTools(), "anna@example.com");
    expect(await clicks(runner)).toEqual([]);
    expect(await opened(runner.wired, tokenOf("anna"))).toMatchObject({ headers: { Location: START } });
    expect(await opened(runner.wired, tokenOf("bo"))).not.toMatchObject({ headers: { Location: START } });
  });

  it("leads on when the ledger is down, and says in the log that the click was not counted", async () => {
    const runner = await mailed();
    // this worker has opened links before, so it knows the key
    await opened(runner.wired, tokenOf("bo"));
    const down = () => Promise.reject(new ConnectorError("ledger-unreachable", "the ledger is down"));
    const without = { ...runner.wired, ledger: { ...runner.wired.ledger, read: down, replace: down } };
    const answer = await opened(without, tokenOf("anna"));
    expect(answer).toMatchObject({ status: 303, headers: { Location: ANNAS_CART } });
    expect(answer.logged).toEqual(['{"text":"a click was not counted","code":"ledger-unreachable"}']);
  });

  it("does not wait for a ledger that does not answer", async () => {
    const runner = await mailed();
    const silent = { ...runner.wired.ledger, read: () => new Promise<never>(() => undefined) };
    const answer = await opened(
      { ...runner.wired, ledger: silent, clock: impatient(runner) },
      tokenOf("anna"),
    );
    expect(answer).toMatchObject({ status: 303, headers: { Location: ANNAS_CART } });
    expect(answer.logged.join()).toContain("ledger-slow");
  });

  it.each([
    [
      "the cart page, when that is one page for everybody",
      "https://shop.example/cart",
      "https://shop.example/cart",
    ],
    ["the start page, when each cart has its own", CART, START],
  ])("without the key it is sealed with leads to %s", async (_where, url, to) => {
    const runner = await mailed({}, url);
    const keyless = () => Promise.reject(new ConnectorError("ledger-unreachable", "the ledger is down"));
    expect(await opened({ ...runner.wired, personKey: keyless }, tokenOf("anna"))).toMatchObject({
      status: 303,
      headers: { Location: to },
    });
  });

  it("leads to the start page when the settings want something that the mail did not know", async () => {
    const runner = await mailed({}, "https://shop.example/cart");
    const later = await town.runner({
      LinkOptions: TRACKED,
      RetailServerClientOptions: { ReturnToCartUrl: CART },
    });
    expect(await opened(later.wired, tokenOf("anna"))).toMatchObject({ headers: { Location: START } });
    expect(await opened(runner.wired, tokenOf("anna"))).toMatchObject({
      headers: { Location: "https://shop.example/cart" },
    });
  });

  it("costs nothing before it is clicked: the ledger is written to as often as for static links", async () => {
    const plain = await sent({});
    const calls = plain.report.calls["ledger"];
    await town.close();
    const tracked = await sent(TRACKED);
    expect(tracked.report.calls["ledger"]).toBe(calls);
  });
});

it("answers with patience when the settings cannot be read, in the language of the browser", async () => {
  town = await openTown({ shop: aShop(), contacts: [], now: NOW });
  const broken = () => Promise.reject(new ConnectorError("settings-invalid", "nothing fits"));
  const headers = { "user-agent": FIREFOX, "accept-language": "sv" };
  const answer = await follow({ connector: broken }, "token", { headers });
  expect(answer).toMatchObject({
    status: 503,
    headers: { "content-language": "sv", "cache-control": "no-store" },
  });
  expect(answer.body).toContain("Ett ögonblick");
  expect(answer.logged).toEqual(['{"text":"a return link failed","code":"settings-invalid"}']);
  const head = await follow({ connector: broken }, "token", { method: "HEAD", headers });
  expect([head.status, head.body]).toEqual([503, undefined]);
});

interface Answer {
  readonly status: number | undefined;
  readonly headers: unknown;
  readonly body: unknown;
  readonly logged: readonly string[];
}

interface How {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

function opened(wired: Wired, token: string, how: How = {}): Promise<Answer> {
  return follow({ connector: () => Promise.resolve(wired) }, token, how);
}

/** As Azure's worker calls the function. */
async function follow(host: Host, token: string, how: How): Promise<Answer> {
  const { method = "GET", headers = { "user-agent": FIREFOX } } = how;
  const url = `https://app.example/r/${encodeURIComponent(token)}`;
  const request = new HttpRequest({ method, url, params: { token }, headers: { ...headers } });
  const logged: string[] = [];
  const context = new InvocationContext({
    functionName: "returnLink",
    logHandler: (_level, ...args) => void logged.push(...args.map(String)),
  });
  // the members of a response that the handler sets
  const response = (await returnByLink(host)(request, context)) as Partial<Answer>;
  const { status, headers: answered, body } = response;
  return { status, headers: answered, body, logged };
}

function tokenOf(name: string): string {
  return linkTo(name).split("/r/")[1] ?? "";
}

async function documents(runner: Runner): Promise<readonly PersonDocument[]> {
  return (await runner.wired.ledger.people(undefined, 100)).map(({ doc }) => doc);
}

async function clicks(runner: Runner): Promise<readonly unknown[]> {
  return (await documents(runner)).flatMap((doc) => doc.clicks ?? []);
}

/** What `connector explain` says. */
async function explained(runner: Runner, subject: string): Promise<string> {
  const lines: string[] = [];
  const quiet = {
    env: {},
    out: (line: string) => void lines.push(line),
    err: () => undefined,
    progress: () => undefined,
  };
  await explainCommand(runner.wired, readArguments(["explain", subject]), quiet);
  return lines.join("\n");
}

/** A clock whose deadlines are over at once when nothing else is left to be done. */
function impatient(runner: Runner): Clock {
  return {
    ...runner.wired.clock,
    deadline() {
      const controller = new AbortController();
      const timer = setTimeout(() => controller.abort(), 50);
      return { signal: controller.signal, release: () => clearTimeout(timer) };
    },
  };
}
