import { describe, expect, test } from "vitest";
import { exampleWith } from "../../test/example-settings.ts";
import { ConnectorError } from "../cart/connector-error.ts";
import { readSettings } from "./load.ts";

type Options = Readonly<Record<string, unknown>>;

function read(options: Options) {
  return readSettings(exampleWith({ OpenCartOptions: { ...options } }), {}).OpenCartOptions;
}

function faultsOf(options: Options): string {
  try {
    read(options);
  } catch (fault) {
    if (fault instanceof ConnectorError && fault.code === "settings-invalid") return fault.message;
    throw fault;
  }
  return "";
}

const SHOP = { Receiver: "own-carts", ShopUrl: "https://minshop.dk" };

describe("receiving links", () => {
  test("is off, strict and unsigned unless something else is asked for", () => {
    expect(read({})).toEqual({
      ...{ Receiver: "off", Catalogue: "retail-server", CookieName: "cart", ExpiryDays: 30 },
      ...{ SignedLinks: false, Trust: "strict", TrustedProxies: 1 },
    });
  });

  test("needs nothing but the shop's address", () => {
    expect(faultsOf(SHOP)).toBe("");
    expect(faultsOf({ Receiver: "own-carts" })).toContain(
      "OpenCartOptions.ShopUrl: expected a value, because Receiver is own-carts, got nothing",
    );
  });

  test.each([
    [
      { ...SHOP, Catalogue: "file" },
      "OpenCartOptions.CatalogueFile: expected a value, because Catalogue is file",
    ],
    [
      { ...SHOP, SignedLinks: true },
      "OpenCartOptions.LinkSecretKeyVaultSecretNames: expected a value, because SignedLinks is true",
    ],
    [
      { ...SHOP, Receiver: "commerce" },
      "OpenCartOptions.ShopCartUrl: expected a value, because Receiver is commerce",
    ],
    [
      { ...SHOP, Receiver: "commerce", Catalogue: "file" },
      "OpenCartOptions.Catalogue: expected retail-server, because Receiver is commerce, got file",
    ],
  ])("with %j lacks something", (options, fault) => {
    expect(faultsOf(options)).toContain(fault);
  });

  test.each([
    [{ Receiver: "on" }, "Receiver: expected off or own-carts or commerce, got"],
    [
      { ShopCartUrl: "https://shop.example/cart" },
      "ShopCartUrl: expected an https address (http only for localhost) with {cartId} in it",
    ],
    [{ ShopUrl: "http://minshop.dk" }, "ShopUrl: expected an https address"],
    [{ Currency: "kr" }, "Currency: expected three capital letters"],
    [{ LowestPriceShare: 1.5 }, "LowestPriceShare: expected a share from 0 to 1"],
    [{ LowestPriceShare: "half" }, "LowestPriceShare: expected a share from 0 to 1"],
    [{ ExpiryDays: 31 }, "ExpiryDays: expected a whole number from 0 to 30"],
    [{ CookieName: "cart; Domain=x" }, "CookieName: expected letters, digits, - and _"],
    [{ LinkSecretKeyVaultSecretNames: "07FnpNB9Qk8q!" }, "LinkSecretKeyVaultSecretNames: expected names of"],
  ])("does not take %j", (options, fault) => {
    expect(faultsOf(options)).toContain(`OpenCartOptions.${fault}`);
  });

  test("keeps the exact text of a share, and takes several secrets for a change of secret", () => {
    const options = { ...SHOP, LowestPriceShare: 0.5, LinkSecretKeyVaultSecretNames: "links-new, links-old" };
    expect(read(options)).toMatchObject({
      ...{ LowestPriceShare: "0.5", LinkSecretKeyVaultSecretNames: "links-new, links-old" },
    });
  });
});
