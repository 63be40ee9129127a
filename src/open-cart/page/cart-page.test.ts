import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { saidBy, type Outcome } from "../apply/outcome.ts";
import { EMPTY, multi, offer, open } from "../test-shop.ts";
import { cartPage, laterPage, type CartView } from "./cart-page.ts";

/** The page a shopper sees after this link. */
function pageAfter(outcome: Outcome, language: CartView["language"] = "da") {
  return cartPage({ cart: outcome.cart, language, said: saidBy(outcome), shopUrl: SHOP });
}

/** What stands in the elements of this name, without their tags, in order. */
function texts(html: string, element: string): readonly string[] {
  const found = html.matchAll(new RegExp(`<${element}(?: [^>]*)?>([\\s\\S]*?)</${element}>`, "g"));
  return [...found].map(([, inner = ""]) => inner.replaceAll(/<[^>]*>/g, "|").replaceAll("\u00A0", " "));
}

const SHOP = "https://minshop.dk/?a=1&b=2";

const TWO = offer('[{"product":17,"amount":2},{"product":99,"variant":5,"price":349.5,"title":"Sæt"}]');

describe("the cart page", () => {
  test("shows lines, pieces, prices and the total in Danish", () => {
    const { html } = pageAfter(open(TWO));
    expect(html).toContain('<html lang="da">');
    expect(texts(html, "h1")).toEqual(["Indkøbskurv"]);
    expect(texts(html, "th")).toEqual([
      ...["Vare", "Antal", "Stykpris", "I alt"],
      ...["Vare 17", "Sæt|Varenummer: A001-5||Tilbud|", "Samlet pris"],
    ]);
    expect(texts(html, "td")).toEqual([
      ...["2", "100,00 kr.", "200,00 kr."],
      ...["1", "349,50 kr.", "349,50 kr.", "549,50 kr."],
    ]);
  });

  test("shows the same in English", () => {
    const { html } = pageAfter(open(TWO), "en");
    expect(html).toContain('<html lang="en">');
    expect(texts(html, "title")).toEqual(["Cart"]);
    expect(texts(html, "td").at(-1)).toBe("DKK 549.50");
  });

  test("says what became of the link, once for several items", () => {
    const { html } = pageAfter(open(multi('[{"product":17},{"product":5},{"product":31}]')));
    expect(html).toContain('<div role="status">\n<p class="said bad">');
    expect(html).toContain('<p class="said">Varen');
    expect(texts(html, "p").slice(0, 2)).toEqual([
      "Produktet findes ikke",
      "Varen er lagt i din indkøbskurv.",
    ]);
  });

  test("says nothing when the link asked for that", () => {
    const { html } = pageAfter(open(multi('[{"product":31}]', "&notification=false")));
    expect(html).not.toContain('role="status"');
  });

  test("says that it is empty", () => {
    const { html } = cartPage({ cart: EMPTY, language: "en", said: [], shopUrl: SHOP });
    expect(texts(html, "p")).toEqual(["Your cart is empty.", "|To the front page|"]);
    expect(html).not.toContain("<table");
  });

  test("leads on to the shop, and to the shop's own cart where that is elsewhere", () => {
    const elsewhere = "https://shop.example/cart?id=1&x=2";
    const { html } = cartPage({ cart: undefined, language: "da", said: [], shopUrl: SHOP, elsewhere });
    expect(html).toContain('<a href="https://shop.example/cart?id=1&amp;x=2">Se din indkøbskurv</a>');
    expect(html).toContain('<a href="https://minshop.dk/?a=1&amp;b=2">Til forsiden</a>');
    expect(html).not.toContain("Din indkøbskurv er tom");
  });

  test("asks for patience when there is no cart to show", () => {
    const { html, headers } = laterPage("en");
    expect(texts(html, "p")).toEqual(["Your cart cannot be shown right now. Please try again in a moment."]);
    expect(headers["Cache-Control"]).toBe("no-store");
  });

  test("marks what cannot be ordered, and says that it bars the checkout", () => {
    const { html } = pageAfter(open("/actions/cart/add/?product=70&notification=false"));
    expect(texts(html, "th")).toContain(
      "Vare 70|Dette produkt er ikke på lager og kan derfor ikke bestilles.|",
    );
    expect(texts(html, "p")[0]).toContain("Derfor kan du ikke gå til kassen");
  });

  test("keeps every digit of a price that a float would change", () => {
    const { cart } = open(offer('[{"product":17,"price":99999999.99,"amount":99999}]'));
    const { html } = cartPage({ cart, language: "en", said: [], shopUrl: SHOP });
    expect(texts(html, "td").at(-1)).toBe("DKK 9,999,899,999,000.01");
  });

  test("shows a title from a link as text, whatever it holds", () => {
    const title = '</th><script>alert(1)</script><img src=x onerror="alert(1)"> & \u202Egod';
    const { html } = pageAfter(open(offer(JSON.stringify([{ product: 17, title }]))));
    expect(html).not.toMatch(/<script|<img|\u202E/);
    expect(html).toContain("&lt;/th&gt;&lt;script&gt;alert(1)&lt;/script&gt;");
  });

  test("has the same elements whatever title a link gives", () => {
    const tags = (html: string) => html.match(/<[^>]*>/g);
    const usual = tags(pageAfter(open(offer('[{"product":17,"title":"Sæt"}]'))).html);
    const hostile = fc.constantFrom(
      "<",
      ">",
      "/",
      "&",
      '"',
      "'",
      "=",
      " ",
      "script",
      "b",
      "-->",
      "\u202E",
      "æ",
    );
    fc.assert(
      fc.property(fc.string({ unit: hostile, minLength: 1, maxLength: 40 }), (title) => {
        const outcome = open(offer(JSON.stringify([{ product: 17, title }])));
        fc.pre(outcome.result === "added");
        expect(tags(pageAfter(outcome).html)).toEqual(usual);
      }),
    );
  });

  test("shows a SKU from a link as text too", () => {
    const { html } = pageAfter(open(offer('[{"product":50,"sku":"<b>1</b>","price":1}]')));
    expect(html).toContain("&lt;b&gt;1&lt;/b&gt;");
    expect(html).not.toContain("<b>");
  });

  test("is well formed: every element that is opened is closed in its turn", () => {
    const { html } = pageAfter(open(TWO));
    const open_: string[] = [];
    for (const [, slash, name = ""] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*>/g)) {
      if (name === "meta") continue;
      if (slash === "") open_.push(name);
      else expect(open_.pop()).toBe(name);
    }
    expect(open_).toEqual([]);
  });

  test("names the columns and rows of its table for screen readers", () => {
    const { html } = pageAfter(open(TWO));
    const head = html.slice(html.indexOf("<thead "), html.indexOf("</thead>"));
    expect(head.match(/<th scope="col" role="columnheader"/g)).toHaveLength(4);
    const body = html.slice(html.indexOf("<tbody "), html.indexOf("</tbody>"));
    expect(body.match(/<tr role="row">\n<th scope="row" role="rowheader">/g)).toHaveLength(2);
  });

  test("lets nothing be loaded, run, framed, sent or kept, and its own style is the only one", () => {
    const { html, headers } = pageAfter(open(TWO), "en");
    const [style = ""] = texts(html, "style");
    const hash = createHash("sha256").update(style).digest("base64");
    expect(headers).toEqual({
      "Content-Type": "text/html; charset=utf-8",
      "Content-Language": "en",
      "Content-Security-Policy": `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      "Cache-Control": "no-store",
      "Referrer-Policy": "no-referrer",
      "X-Content-Type-Options": "nosniff",
      Vary: "Accept-Language, Cookie",
    });
    expect(html).not.toMatch(/ (style|on[a-z]+|src)=/);
  });
});
