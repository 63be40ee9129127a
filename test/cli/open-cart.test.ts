import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { main } from "../../src/cli/connector.ts";

const SECRET = "q7Vw2mZp9LxT4cRb8NsK1d";
const OLD_SECRET = "h3Jd6yGf0WaE5uQo7MtXz2";
const SHOP = "https://minshop.dk";
/** The manual's first example, with the secret that is printed next to it. */
const PRINTED_LINK = `${SHOP}/actions/cart/add/?product=99&variant=5&amount=1&price=349&title=Produkt A&code=3ccdb019bfed4d98cf5f8f230aaf1d6e5ba61841`;

const env = { LINK_SECRET: SECRET, OLD_LINK_SECRET: OLD_SECRET, PRINTED: "07FnpNB9Qk8q", EMPTY: "" };

const CATALOGUE = {
  currency: "DKK",
  products: [
    { id: 17, title: "Kaffe", prices: { DKK: 100, EUR: "13.50" } },
    {
      id: "99",
      title: "Trøje",
      sku: "A001",
      prices: { DKK: 499 },
      variants: [{ id: 5, sku: "A001-5", title: "Trøje, blå" }],
    },
    { id: 70, title: "Kop", prices: { DKK: 80 }, stock: 0 },
  ],
};

let folder: string;
let catalogue: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "open-cart-"));
  catalogue = file("catalogue.json", CATALOGUE);
});

afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

async function connector(...words: readonly string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await main(["open-cart", ...words], {
    env,
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
    progress: () => undefined,
    clock: { now: () => new Date("2026-03-01T10:00:00.000Z") },
  });
  return { code, out, err };
}

async function linkOf(...words: readonly string[]): Promise<string> {
  const { code, out, err } = await connector("build", SHOP, ...words);
  expect({ code, err, lines: out.length }).toEqual({ code: 0, err: [], lines: 1 });
  return out[0] ?? "";
}

async function explained(...words: readonly string[]) {
  const { code, out } = await connector("explain", ...words, "--json");
  expect({ code, lines: out.length }).toEqual({ code: 0, lines: 1 });
  return JSON.parse(out[0] ?? "") as Readonly<Record<string, unknown>>;
}

describe("open-cart build", () => {
  it("prints the plain link and nothing else", async () => {
    expect(await linkOf("--product", "17", "--amount", "2", "--stack")).toBe(
      `${SHOP}/actions/cart/add/?product=17&amount=2&stack=1`,
    );
  });

  it("puts every option where the shop wants it", async () => {
    const options = ["--referral-code", "AC-1", "--expiry-days", "0", "--silent"];
    expect(await linkOf("--sku", "A001-5", ...options)).toBe(
      `${SHOP}/actions/cart/add/?sku=A001-5&amount=1&notification=false&expiryDays=0&referralCode=AC-1`,
    );
  });

  it("takes several products from a file", async () => {
    const items = file("items.json", [{ product: 17, amount: 2 }, { sku: "A001-5" }]);
    const link = await linkOf("--items", items);
    expect(decodeURIComponent(link)).toBe(
      `${SHOP}/actions/cart/addmulti/?input=[{"product":17,"amount":2},{"sku":"A001-5","amount":1}]`,
    );
  });

  it("signs one product as addmulti, whose price nobody else can lower", async () => {
    const link = await linkOf("--product", "17", "--price", "349.00", "--secret-env", "LINK_SECRET");
    expect(link).toContain("/actions/cart/addmulti/?input=");
    expect(await explained(link, "--secret-env", "LINK_SECRET", "--catalogue", catalogue)).toMatchObject({
      result: "added",
      cart: { lines: [{ productId: "17", unitPrice: "349" }] },
    });
  });

  it("signs an add link only when it is told to, and warns", async () => {
    const offer = ["--product", "17", "--price", "349", "--secret-env", "LINK_SECRET", "--add"];
    const { code, out, err } = await connector("build", SHOP, ...offer);
    expect(code).toBe(0);
    expect(out[0]).toMatch(/\/add\/\?product=17&amount=1&price=349&code=[0-9a-f]{40}$/);
    expect(err).toEqual([expect.stringContaining("can lower its price without the secret")]);
  });

  it("prints the link for HTML, and as JSON with what the code covers", async () => {
    const words = ["--product", "17", "--silent"];
    expect(await linkOf(...words, "--html")).toBe(
      `${SHOP}/actions/cart/add/?product=17&amp;amount=1&amp;notification=false`,
    );
    const signed = JSON.parse(await linkOf(...words, "--secret-env", "LINK_SECRET", "--json")) as unknown;
    expect(signed).toEqual({
      url: expect.stringMatching(/&code=[0-9a-f]{40}$/) as string,
      html: expect.stringContaining("&amp;notification=false&amp;code=") as string,
      code: expect.stringMatching(/^[0-9a-f]{40}$/) as string,
      hashed: [
        { name: "input", value: '[{"product":17,"amount":1}]' },
        { name: "notification", value: "false" },
      ],
      warnings: [],
    });
  });

  it("names everything the shop would refuse, in the words of the command line", async () => {
    const { code, out, err } = await connector(
      ...["build", "http://minshop.dk/kurv", "--product", "0", "--price", "cheap", "--amount", "two"],
      ...["--expiry-days", "31", "--referral-code", "kære dig"],
    );
    expect({ code, out }).toEqual({ code: 2, out: [] });
    for (const name of ["the shop", "--product", "--price", "--amount", "--expiry-days", "--referral-code"]) {
      expect(err[0]).toContain(`${name}: expected`);
    }
  });

  it("names the items of a file by their place", async () => {
    const items = file("dear.json", [{ product: 17 }, { product: 5, price: 1 }]);
    const { err } = await connector("build", SHOP, "--items", items, "--expiry-days", "31");
    expect(err[0]).toContain("items[1].price: expected a signed link");
    expect(err[0]).toContain("--expiry-days: expected a whole number");
  });

  it.each([
    [[], "open-cart build: expected the address of one shop"],
    [[SHOP], "--product: expected a product or a sku"],
    [[SHOP, "--product", "17", "--price", "1"], "--price: expected a signed link"],
    [[SHOP, "--product", "17", "--currency", "DKK"], "--currency: expected a signed link"],
    [[SHOP, "--items", "x.json", "--product", "17"], "--product and --items do not go together"],
    [[SHOP, "--items", "x.json"], "--items: expected a file that can be read"],
    [[SHOP, "--product", "17", "--secret-env", SECRET], "expected the name of an environment variable"],
    [[SHOP, "--product", "17", "--secret-env", "EMPTY"], "expected the name of an environment variable"],
    [[SHOP, "--product", "17", "--secret-env", "PRINTED"], "expected a secret of your own"],
    [[SHOP, "--product", "17", "--secret-env", "LINK_SECRET,PRINTED"], "expected one secret to sign with"],
    [[SHOP, "--product", "17", "--settings", "x"], "there is no option --settings"],
    [
      [SHOP, "--product", "17", "--referral-code", SECRET, "--secret-env", "LINK_SECRET"],
      "the link would show its own secret",
    ],
    [[SHOP, "--price", "1", "--secret-env", "LINK_SECRET"], "--product: expected a product or a sku"],
  ])("refuses %j in one message", async (words, message) => {
    const { code, out, err } = await connector("build", ...words);
    expect({ code, out, count: err.length }).toEqual({ code: 2, out: [], count: 1 });
    expect(err[0]).toContain(message);
    expect(err[0]).not.toContain(SECRET);
  });
});

describe("open-cart explain", () => {
  it("tells what a link says and what it does to the cart", async () => {
    const before = file("cart.json", {
      currency: "DKK",
      lines: [{ productId: 17, title: "Kaffe", amount: 1, unitPrice: 100 }],
    });
    const link = `${SHOP}/actions/cart/add/?product=17&amount=2&stack=1&utm_source=mail`;
    const { code, out, err } = await connector("explain", link, "--catalogue", catalogue, "--cart", before);
    expect({ code, err }).toEqual({ code: 0, err: [] });
    expect(out.join("\n")).toBe(
      [
        "An open cart link for one product (add)",
        "",
        "Parameters",
        "  name        by the code  value",
        "  product     hashed       17",
        "  amount      hashed       2",
        "  stack       not hashed   1",
        "  utm_source  ignored      mail",
        "",
        "Items",
        "  1. product 17, amount 2",
        "",
        "Code",
        "  none, and none is needed: the link asks for nothing but products",
        "",
        "Outcome",
        "  added (added): “Varen er lagt i din indkøbskurv.” (The item has been put in your cart.)",
        "",
        "Cart before",
        "  pieces  product  variant  title  each  DKK  remarks",
        "       1       17           Kaffe   100  100",
        "                            total        100",
        "",
        "Cart after",
        "  pieces  product  variant  title  each  DKK  remarks",
        "       3       17           Kaffe   100  300",
        "                            total        300",
      ].join("\n"),
    );
  });

  it("says as JSON what became of it, and its cart is a cart file for the next link", async () => {
    const link = await linkOf("--product", "70", "--referral-code", "AC-1", "--expiry-days", "7");
    const first = await explained(link, "--catalogue", catalogue);
    expect(first).toMatchObject({
      result: "added",
      code: "sold-out",
      message: { da: "Dette produkt er ikke på lager og kan derfor ikke bestilles." },
      cart: {
        lines: [{ productId: "70", amount: 1, soldOut: true }],
        lifetime: { kind: "until", at: "2026-03-08T10:00:00.000Z" },
        referral: { code: "AC-1", signed: false },
      },
    });
    const cart = file("after.json", first["cart"]);
    const again = await explained(link, "--catalogue", catalogue, "--cart", cart);
    expect(again).toMatchObject({ result: "already-added", code: "already-added" });
    expect(again["cart"]).toEqual(first["cart"]);
  });

  it.each([
    ["the code holds, with the name of the secret", "LINK_SECRET", "made with the secret in LINK_SECRET"],
    ["another secret signed it, during a change", "OLD_LINK_SECRET,LINK_SECRET", "secret in LINK_SECRET"],
    ["the secret is not the one", "OLD_LINK_SECRET", "with another secret"],
  ])("tells that %s", async (_case, names, expected) => {
    const link = await linkOf("--product", "17", "--price", "9", "--secret-env", "LINK_SECRET");
    const { out } = await connector("explain", link, "--secret-env", names, "--catalogue", catalogue);
    expect(out.join("\n")).toContain(expected);
  });

  it("tells the slip of whoever made a code that does not hold", async () => {
    const link = await linkOf("--product", "17", "--referral-code", "AC-1", "--secret-env", "LINK_SECRET");
    const moved = link.replace(/\?(input=[^&]*)&(referralCode=[^&]*)/, "?$2&$1");
    const { out } = await connector("explain", moved, "--secret-env", "LINK_SECRET");
    expect(out.join("\n")).toContain("its values were hashed in this order: input, referralCode");
    expect(out.join("\n")).toContain("refused (code-mismatch)");
  });

  it("judges a signed add link strictly, or as the shop does, and warns of its secret", async () => {
    const words = [PRINTED_LINK, "--secret-env", "PRINTED", "--catalogue", catalogue];
    const strict = await connector("explain", ...words);
    expect(strict.out.join("\n")).toContain("refused (signed-add-off)");
    expect(strict.err).toEqual([expect.stringContaining("printed in the shop's manual")]);
    expect(await explained(...words, "--compatible")).toMatchObject({
      result: "added",
      cart: { lines: [{ productId: "99", variantId: "5", title: "Produkt A", unitPrice: "349" }] },
    });
  });

  it("says what it lacks to tell the outcome", async () => {
    const plain = await connector("explain", `${SHOP}/actions/cart/add/?product=17`);
    expect(plain.out.join("\n")).toContain("not tried: give the products with --catalogue");
    const signed = await connector("explain", PRINTED_LINK, "--catalogue", catalogue);
    expect(signed.out.join("\n")).toContain("not tried: give the secret with --secret-env");
    expect(await explained(PRINTED_LINK)).toMatchObject({ result: null, code: null, cart: null });
  });

  it.each([
    ["https://minshop.dk/kurv/", "front-page (not-an-open-cart-link): the shop shows its front page"],
    ["/actions/cart/add/?product=%FF", "refused (link-unreadable)"],
    ["/actions/cart/addmulti/?input=[{", "refused (input-not-json)"],
    ["/actions/cart/add/?product=1¬ification=false", "HTML has damaged it"],
    ["/actions/cart/add/?product=31&notification=false", "no text is shown (notification=false)"],
    ["", "front-page (not-an-open-cart-link)"],
  ])("explains %j too", async (link, expected) => {
    const { code, out } = await connector("explain", link, "--catalogue", catalogue);
    expect(code).toBe(0);
    expect(out.join("\n")).toContain(expected);
  });

  it("never prints a secret, not even one that somebody put into the link", async () => {
    const link = `${SHOP}/actions/cart/add/?product=17&referralCode=${SECRET}&code=${"a".repeat(40)}`;
    for (const json of [[], ["--json"]]) {
      const { out, err } = await connector("explain", link, "--secret-env", "LINK_SECRET", ...json);
      expect(out.join("\n")).toContain("***");
      expect([...out, ...err].join("\n")).not.toContain(SECRET);
    }
  });

  it("lets no title turn the reading direction of what is printed", async () => {
    const link = await linkOf("--product", "17", "--title", "Kaffe", "--secret-env", "LINK_SECRET");
    const turned = link.replace("Kaffe", "Ka%E2%80%AEffe");
    const { out } = await connector("explain", turned, "--secret-env", "LINK_SECRET");
    expect(out.join("\n")).not.toMatch(/[\u202A-\u202E\u2066-\u2069]/);
  });
});

describe("a file of open-cart", () => {
  it("that is wrong is told with every fault and its place", async () => {
    const wrong = file("wrong.json", {
      currency: "kroner",
      products: [
        { id: 0, title: "", prices: { DKK: "cheap", kr: 1 }, colour: "red" },
        { id: 17, title: "Kaffe", prices: {}, kind: "bundle", stock: 1.5, variants: [{ id: "x" }] },
        { id: 17, title: "Kaffe", prices: [] },
      ],
    });
    const { code, out, err } = await connector("explain", `${SHOP}/actions/cart/add/`, "--catalogue", wrong);
    expect({ code, out, count: err.length }).toEqual({ code: 2, out: [], count: 1 });
    for (const fault of [
      "currency: expected three capital letters",
      "products[0].id: expected a number of at most 15 digits, above 0",
      "products[0].title: expected 1 to 255 characters, without control characters",
      "products[0].prices.DKK: expected a price from 0, with a decimal point",
      'products[0].prices.kr: expected prices by currency, such as {"DKK": 349}',
      "products[0].colour: there is no such key",
      "products[1].kind: expected ordinary, placeholder or package",
      "products[1].stock: expected a whole number",
      "products[1].variants[0].id: expected a number of at most 15 digits, above 0",
      'products[2].prices: expected prices by currency, such as {"DKK": 349}',
    ]) {
      expect(err[0]).toContain(fault);
    }
    expect(err[0]).not.toMatch(/kroner|cheap|bundle/);
  });

  it("that names a product twice is refused", async () => {
    const twice = file("twice.json", {
      ...CATALOGUE,
      products: [...CATALOGUE.products, CATALOGUE.products[0]],
    });
    const { err } = await connector("explain", `${SHOP}/actions/cart/add/`, "--catalogue", twice);
    expect(err[0]).toContain("products[3].id: expected once");
  });

  it("of a cart is told with every fault and its place", async () => {
    const cart = file("wrong-cart.json", {
      currency: "DKK",
      lines: [{ productId: 17, title: "Kaffe", amount: 0, unitPrice: -1, customised: ["colour"] }, 5],
      lifetime: { kind: "for ever" },
      referral: { code: "AC-1" },
      used: "AC-1",
    });
    const { code, err } = await connector("explain", `${SHOP}/actions/cart/add/`, "--cart", cart);
    expect(code).toBe(2);
    for (const fault of [
      "lines[0].amount: expected a whole number from 1 to 99999",
      "lines[0].unitPrice: expected a price from 0, with a decimal point",
      "lines[0].customised[0]: expected title, price, currency or weight",
      "lines[1]: expected an object",
      "lifetime.kind: expected account, session or until",
      "referral.signed: expected true or false",
      "used: expected a list",
    ]) {
      expect(err[0]).toContain(fault);
    }
  });

  it("with more faults than anybody reads counts the rest", async () => {
    const many = file("many.json", { currency: "DKK", products: Array.from({ length: 50 }, () => 1) });
    const { err } = await connector("explain", `${SHOP}/actions/cart/add/`, "--catalogue", many);
    expect(err[0]).toContain("products[29]: expected an object; and 20 more");
  });

  it.each([
    ["", "--catalogue: expected JSON"],
    ["{", "--catalogue: expected JSON"],
    ["null", "--catalogue: the file: expected an object"],
    ["[]", "--catalogue: the file: expected an object"],
    ['{"currency":"DKK","products":[],"__proto__":{"polluted":true}}', "__proto__: there is no such key"],
  ])("that holds %j is one message", async (content, message) => {
    const path = file("odd.json", content);
    const { code, err } = await connector("explain", `${SHOP}/actions/cart/add/`, "--catalogue", path);
    expect(code).toBe(2);
    expect(err).toEqual([expect.stringContaining(message)]);
  });

  it("may begin with a byte-order mark", async () => {
    const marked = file("marked.json", `\uFEFF${JSON.stringify(CATALOGUE)}`);
    const link = `${SHOP}/actions/cart/add/?product=17`;
    expect(await explained(link, "--catalogue", marked)).toMatchObject({ result: "added" });
  });
});

describe("open-cart", () => {
  it("prints the help where that is asked for, whatever stands around it", async () => {
    const { code, out } = await connector("build", "--product", "17", "--help");
    expect(code).toBe(0);
    expect(out[0]).toContain("connector open-cart build <shop>");
  });

  it("knows build, explain and register only", async () => {
    const { code, err } = await connector("forge");
    expect(code).toBe(2);
    expect(err).toEqual([
      "arguments-invalid: open-cart: expected build, explain or register; see `connector --help`",
    ]);
  });

  it("has the files that docs/open-cart.md shows", async () => {
    const page = readFileSync("docs/open-cart.md", "utf8");
    const [shown = "", cart = ""] = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text]) => text);
    const paths = [file("shown.json", shown), file("shown-cart.json", cart)] as const;
    const link = `${SHOP}/actions/cart/add/?product=99&variant=5`;
    expect(await explained(link, "--catalogue", paths[0], "--cart", paths[1])).toMatchObject({
      result: "added",
      cart: { lines: [{ productId: "17" }, { productId: "99", variantId: "5" }] },
    });
  });
});
