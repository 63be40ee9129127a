import { describe, expect, it } from "vitest";
import { exampleWith, type Sections } from "../../test/example-settings.ts";
import { PERSON_KEY, SHOP } from "../../test/stage.ts";
import { fingerprint } from "../cart/contents.ts";
import type { LinkAbout } from "../cart/return-link.ts";
import { normalAddress, personId, reminderKey } from "../cart/shopper.ts";
import { readSettings } from "../settings/load.ts";
import type { Shop } from "../steps/way.ts";
import { daysToTheEnd, withReturnLinks } from "./return-links.ts";

const NOW = new Date("2026-11-22T12:00:00.000Z");

function about(cartId: string, step = 0): LinkAbout {
  const address = normalAddress("astrid@example.com");
  if (address === undefined) throw new Error("not an address");
  const person = personId(address, PERSON_KEY);
  const key = reminderKey(PERSON_KEY, { person, cartId, contents: fingerprint([]), step });
  return { key, person, cartId, step, language: "sv-se", lines: [] };
}

async function shopWith(
  links: Sections[string],
  of: { readonly url?: string; readonly secret?: string; readonly now?: Date } = {},
): Promise<{ readonly shop: Shop; readonly keyAsked: boolean }> {
  const { url = "https://www.contoso.com/cart", secret = "k3V9tQz7LmP2xW8rYb4Nc6", now = NOW } = of;
  const settings = readSettings(
    exampleWith({ LinkOptions: links, RetailServerClientOptions: { ReturnToCartUrl: url } }),
    {},
  );
  let keyAsked = false;
  const shop = await withReturnLinks(
    { ...SHOP, returnToCartUrl: url },
    {
      settings,
      secrets: { read: () => Promise.resolve(secret), forget: () => undefined },
      now,
      personKey() {
        keyAsked = true;
        return Promise.resolve(PERSON_KEY);
      },
    },
  );
  return { shop, keyAsked };
}

describe("the links of a channel", () => {
  it("need no key when they are ReturnToCartUrl as it is", async () => {
    const { shop, keyAsked } = await shopWith({});
    expect([shop.returnLink, keyAsked]).toEqual([undefined, false]);
  });

  it("carry the same code however often a reminder is tried, and another one in each step of a series", async () => {
    const { shop } = await shopWith({}, { url: "https://www.contoso.com/cart?r={referralCode}" });
    const first = shop.returnLink?.(about("a"));
    expect(shop.returnLink?.(about("a"))).toEqual(first);
    expect(shop.returnLink?.(about("a", 1)).url).toMatch(/r=AC-R2-/);
  });

  it("that are tracked stay the same for a reminder that is tried again on one day", async () => {
    const tracked = { ReturnLink: "tracked", PublicBaseUrl: "https://app.example" };
    const [first, evening, tomorrow] = await Promise.all(
      ["2026-11-22T12:00:00Z", "2026-11-22T23:59:59Z", "2026-11-23T00:00:00Z"].map(async (now) => {
        const { shop } = await shopWith(tracked, { now: new Date(now) });
        return shop.returnLink?.(about("a")).url;
      }),
    );
    expect(evening).toBe(first);
    expect(tomorrow).not.toBe(first);
  });

  it("that are tracked fall back where a cart's id is longer than a web server takes", async () => {
    const tracked = { ReturnLink: "tracked", PublicBaseUrl: "https://app.example" };
    const { shop } = await shopWith(tracked, { url: "https://www.contoso.com/cart/{cartId}" });
    const id = "x".repeat(200);
    expect(shop.returnLink?.(about(id))).toEqual({
      url: `https://www.contoso.com/cart/${id}`,
      fellBack: "too-long",
    });
    expect(shop.returnLink?.(about("x".repeat(64))).url).toMatch(/^https:\/\/app\.example\/r\/[\w-]{1,255}$/);
  });

  it.each([
    ["SHARED_SECRET00000000000000", "a secret of your own: this one is printed in the shop's manual"],
    ["short", "at least 22 random letters and digits"],
  ])("are not signed with %s", async (secret, says) => {
    const held = {
      ...{ ReturnLink: "open-cart", OpenCartHoldPrices: true },
      OpenCartSecretKeyVaultSecretName: "open-cart-key",
    };
    const refused = shopWith(held, { secret });
    await expect(refused).rejects.toMatchObject({
      code: "secret-missing",
      message: "the secret open-cart-key must not sign open cart links",
      fix: expect.stringContaining(says) as string,
    });
    await expect(refused).rejects.not.toMatchObject({ fix: expect.stringContaining(secret) as string });
  });
});

describe("how long a guest's cart is kept", () => {
  const LATER = [{ AfterHours: 24 }, { AfterHours: 73 }];

  it.each([
    ["the only reminder", [], 0, 7],
    ["the first of three", LATER, 0, 11],
    ["the second of three", LATER, 1, 10],
    ["the last of three", LATER, 2, 7],
    ["a step that the settings know no more", LATER, 5, 11],
    ["a series of a month", [{ AfterHours: 720 }], 0, 30],
  ] as const)("for %s", (_which, later, step, days) => {
    expect(daysToTheEnd(later, step)).toBe(days);
  });
});
