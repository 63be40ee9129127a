import { describe, expect, test } from "vitest";
import { parseJson } from "../http/json.ts";
import { CartRow, ChannelReply, ListReply, MediaRow, OrderRow, ProductRow, readRows } from "./schema.ts";
import { customerRow } from "./customers/schema.ts";

/* Replies in the shape that the documentation and other clients have seen, with members that we do not know. */

const CART = {
  "@odata.type": "#Microsoft.Dynamics.Commerce.Runtime.DataModel.Cart",
  Id: "8b1f0a6e",
  CustomerId: "004021",
  ModifiedDateTime: "2026-01-15T10:00:00.1234567Z",
  CartTypeValue: 1,
  SomethingNew: { deeply: ["nested"] },
  CartLines: [],
};

const LINE = {
  ProductId: 68719489871,
  Description: " Bordslampa ",
  Quantity: 2,
  UnitOfMeasureSymbol: "st",
  Price: 19.99,
  DiscountAmount: 0,
  IsVoided: false,
};

function lineOf(members: object) {
  return CartRow.parse({ ...CART, CartLines: [{ ...LINE, ...members }] }).lines[0];
}

describe("a cart", () => {
  test("keeps the raw stamp and the exact numbers", () => {
    const text = `{"Id":"c","CustomerId":"004021","ModifiedDateTime":"2026-01-15T10:00:00.1234567Z",
      "CartLines":[{"ProductId":9007199254740993,"Quantity":2.0000000,"Price":"19.990","DiscountAmount":1e1}]}`;
    expect(CartRow.parse(parseJson(text))).toEqual({
      id: "c",
      account: "004021",
      modified: { raw: "2026-01-15T10:00:00.1234567Z", ticks: 17684712001234567n },
      lines: [
        {
          kind: "product",
          productId: "9007199254740993",
          description: undefined,
          quantity: "2",
          unit: "",
          unitPrice: "19.99",
          discount: "10",
        },
      ],
    });
  });

  test.each([
    ["an empty text", ""],
    ["spaces", "  "],
    ["null", null],
    ["nothing", undefined],
  ])("is a guest's when the customer is %s", (_name, CustomerId) => {
    expect(CartRow.parse({ ...CART, CustomerId }).account).toBeUndefined();
  });

  test.each([null, undefined])("without lines is empty: %s", (CartLines) => {
    expect(CartRow.parse({ ...CART, CartLines }).lines).toEqual([]);
  });

  test.each([
    ["no id", { Id: null }],
    ["an empty id", { Id: " " }],
    ["no stamp", { ModifiedDateTime: null }],
    ["the stamp that means none", { ModifiedDateTime: "1900-01-01T00:00:00Z" }],
    ["the other stamp that means none", { ModifiedDateTime: "0001-01-01T00:00:00+00:00" }],
    ["a stamp without zone", { ModifiedDateTime: "2026-01-15T10:00:00" }],
    ["lines that are no list", { CartLines: {} }],
  ])("is unreadable with %s", (_name, members) => {
    expect(CartRow.safeParse({ ...CART, ...members }).success).toBe(false);
  });
});

describe("a line", () => {
  test.each([
    ["product", {}],
    ["voided", { IsVoided: true, IsGiftCardLine: true }],
    ["gift-card", { IsGiftCardLine: true }],
    ["invoice", { IsInvoiceLine: true }],
    ["deposit", { IsCustomerAccountDeposit: true }],
    ["other", { ProductId: 0 }],
    ["other", { ProductId: null }],
  ])("is of kind %s with %o", (kind, members) => {
    expect(lineOf(members)?.kind).toBe(kind);
  });

  test.each([
    ["a product id that is no number", { ProductId: "lamp" }],
    ["a quantity that is no number", { Quantity: "many" }],
    ["a price that is a list", { Price: [] }],
    ["a flag that is no flag", { IsVoided: "no" }],
  ])("makes no sense with %s, and the cart does all the same", (_name, members) => {
    expect(lineOf(members)).toMatchObject({ kind: "other", productId: undefined, quantity: undefined });
  });

  test("that is not even an object is of kind other", () => {
    expect(CartRow.parse({ ...CART, CartLines: [null, "x", LINE] }).lines.map(({ kind }) => kind)).toEqual([
      "other",
      "other",
      "product",
    ]);
  });

  test("has its texts trimmed, and a text that is none is dropped", () => {
    expect(lineOf({})).toMatchObject({ description: "Bordslampa", unit: "st" });
    expect(lineOf({ Description: 5, UnitOfMeasureSymbol: null })).toMatchObject({
      kind: "product",
      description: undefined,
      unit: "",
    });
  });
});

describe("a customer", () => {
  const PERSON = {
    AccountNumber: "004021",
    Email: " anna@example.com ",
    ReceiptEmail: "office@example.com",
    FirstName: "Anna",
    LastName: "Ek",
    Name: "Anna Ek",
    Language: "sv",
    CustomerGroup: "20",
    Blocked: false,
  };

  test("is a person with names and the one address that counts", () => {
    expect(customerRow().parse(PERSON)).toEqual({
      account: "004021",
      email: "anna@example.com",
      firstName: "Anna",
      lastName: "Ek",
      language: "sv",
      optedOut: false,
      group: "20",
      consentValues: [],
    });
  });

  describe("lives in the country", () => {
    const countryOf = (Addresses: unknown) => customerRow().parse({ ...PERSON, Addresses }).country;

    test.each([
      ["of the only address", [{ ThreeLetterISORegionName: "SWE" }], "SE"],
      ["by its two letters too", [{ ThreeLetterISORegionName: null, TwoLetterISORegionName: "no" }], "NO"],
      [
        "of the primary address",
        [{ ThreeLetterISORegionName: "DNK" }, { ThreeLetterISORegionName: "FIN", IsPrimary: true }],
        "FI",
      ],
      [
        "in which all addresses are",
        [{ ThreeLetterISORegionName: "SWE" }, { ThreeLetterISORegionName: "SWE", IsPrimary: false }],
        "SE",
      ],
      ["that is not known", [{ ThreeLetterISORegionName: "XXX" }], undefined],
      [
        "that the addresses do not agree on",
        [{ ThreeLetterISORegionName: "SWE" }, { ThreeLetterISORegionName: "NOR" }],
        undefined,
      ],
      ["of no address", [], undefined],
      ["of addresses that are none", [null, 7, "SWE", { ThreeLetterISORegionName: 7 }], undefined],
      ["of what is no list", "SWE", undefined],
      ["of nothing", null, undefined],
    ])("%s", (_what, addresses, country) => {
      expect(countryOf(addresses)).toBe(country);
    });
  });

  test("has no address when only receipts have one", () => {
    expect(customerRow().parse({ ...PERSON, Email: "" }).email).toBeUndefined();
  });

  test("that is an organisation is called by its only name", () => {
    const organisation = { AccountNumber: "1", FirstName: "", LastName: null, Name: "Ek & Co" };
    expect(customerRow().parse(organisation)).toMatchObject({ firstName: undefined, lastName: "Ek & Co" });
  });

  test.each(["Blocked", "OptOutPersonalization", "OptOutWebActivityTracking"])(
    "is opted out by %s",
    (flag) => {
      expect(customerRow().parse({ ...PERSON, [flag]: true }).optedOut).toBe(true);
      expect(customerRow().parse({ ...PERSON, [flag]: null }).optedOut).toBe(false);
    },
  );

  test("whose opt-out cannot be read is not read at all", () => {
    expect(customerRow().safeParse({ ...PERSON, OptOutPersonalization: "true" }).success).toBe(false);
  });
});

describe("an order", () => {
  test("has each of its products once, and lines without product do not matter", () => {
    const row = {
      CreatedDateTime: "2026-01-15T10:05:00.7654321+01:00",
      SalesLines: [
        { ProductId: 7 },
        { ProductId: null },
        { ProductId: 0 },
        { ProductId: "7" },
        { ProductId: 8 },
      ],
    };
    expect(OrderRow.parse(row)).toMatchObject({
      created: { raw: "2026-01-15T10:05:00.7654321+01:00" },
      productIds: ["7", "8"],
    });
    expect(OrderRow.parse({ ...row, SalesLines: null }).productIds).toEqual([]);
  });

  test("is read with what it came to, and whether it still stands", () => {
    const row = { Id: "SO-1", CreatedDateTime: "2026-01-15T10:05:00Z", TotalAmount: 1299.95, StatusValue: 1 };
    expect(OrderRow.parse(row)).toMatchObject({ id: "SO-1", total: "1299.95", isCancelled: false });
    for (const StatusValue of [7, 8])
      expect(OrderRow.parse({ ...row, StatusValue })).toMatchObject({ isCancelled: true });
    expect(OrderRow.parse({ ...row, CurrencyCode: "DKK" }).currency).toBe("DKK");
  });

  test("counts as an order whatever is wrong with its amount", () => {
    const row = { CreatedDateTime: "2026-01-15T10:05:00Z", Id: 5, TotalAmount: "much", StatusValue: "new" };
    expect(OrderRow.parse(row)).toMatchObject({ id: undefined, total: undefined, isCancelled: false });
  });

  test.each([
    ["no date", { CreatedDateTime: null, SalesLines: [] }],
    ["the date that means none", { CreatedDateTime: "1900-01-01T00:00:00Z", SalesLines: [] }],
    ["lines that are no list", { CreatedDateTime: "2026-01-15T10:05:00Z", SalesLines: "none" }],
    [
      "a line that makes no sense",
      { CreatedDateTime: "2026-01-15T10:05:00Z", SalesLines: [{ ProductId: "a" }] },
    ],
  ])("is unreadable with %s", (_name, row) => {
    expect(OrderRow.safeParse(row).success).toBe(false);
  });
});

describe("a product", () => {
  test("is read with its master", () => {
    const row = { RecordId: 68719489872, Name: " Lampa ", ItemId: "L-1", MasterProductId: 68719489871 };
    expect(ProductRow.parse({ ...row, PrimaryImageUrl: "a.png" })).toEqual({
      id: "68719489872",
      name: "Lampa",
      itemId: "L-1",
      masterId: "68719489871",
      primaryImage: "a.png",
    });
  });

  test.each([0, null, undefined])("has no master when that is %s", (MasterProductId) => {
    expect(ProductRow.parse({ RecordId: 1, MasterProductId }).masterId).toBeUndefined();
  });

  test.each([0, null, undefined, -1, 1.5, "x"])("is unreadable when its own id is %s", (RecordId) => {
    expect(ProductRow.safeParse({ RecordId, Name: "Lampa" }).success).toBe(false);
  });
});

test("a picture needs an address and nothing else", () => {
  expect(MediaRow.parse({ Uri: "a.png", AltText: " ", IsDefault: "yes", Priority: "first" }).picture).toEqual(
    {
      url: "a.png",
      altText: undefined,
      isDefault: false,
    },
  );
  expect(MediaRow.safeParse({ Uri: "" }).success).toBe(false);
});

test("of a channel nothing is kept but what is used", () => {
  const reply = {
    RecordId: 5637144592,
    Currency: "SEK",
    DefaultLanguageId: "sv",
    BingMapsApiKey: "a-secret",
    Languages: [{ LanguageId: "sv" }],
  };
  const parsed = ChannelReply.parse(reply);
  expect(parsed).toEqual({ recordId: "5637144592", currency: "SEK", defaultLanguage: "sv" });
});

describe("a list", () => {
  test("says with its next link that there is more", () => {
    expect(ListReply.parse({ value: [1], "@odata.nextLink": "https://elsewhere.example/" }).more).toBe(true);
    expect(ListReply.parse({ value: [1], "@odata.nextLink": null }).more).toBe(false);
    expect(ListReply.parse({ "@odata.context": "x", value: [] })).toEqual({ rows: [], more: false });
  });

  test("goes on without the rows that make no sense, and counts them", () => {
    const rows = [{ Uri: "a" }, null, { Uri: 5 }, { Uri: "b" }];
    expect(readRows(rows, MediaRow)).toMatchObject({
      read: [{ picture: { url: "a" } }, { picture: { url: "b" } }],
      unreadable: 2,
    });
  });
});
