import type {
  CartLineRow,
  CartRow,
  ChannelRow,
  CustomerRow,
  OrderRow,
  ProductRow,
  ShopData,
} from "../retail-server/shop-data.ts";

/* Rows with sane defaults that fit together: aCart() belongs to aCustomer() and holds one aProduct(). */

export function aShop(
  rows: Partial<Omit<ShopData, "channel">> & { channel?: Partial<ChannelRow> } = {},
): ShopData {
  return {
    products: [aProduct()],
    customers: [aCustomer()],
    carts: [aCart()],
    orders: [],
    ...rows,
    channel: { currency: "SEK", defaultLanguage: "sv", ...rows.channel },
  };
}

export function aCart(members: Partial<CartRow> = {}): CartRow {
  return {
    id: "cart-1",
    customerId: "C-1001",
    type: "shopping",
    modified: "2026-01-15T10:00:00.1234567Z",
    version: 1,
    receiptEmail: null,
    lines: [aLine()],
    ...members,
  };
}

export function aLine(members: Partial<CartLineRow> = {}): CartLineRow {
  return {
    kind: "product",
    productId: 68719489871,
    description: "Bordslampa Ljung",
    quantity: "1.0000000",
    unit: "st",
    price: "1295.0000000",
    discount: "0",
    ...members,
  };
}

export function aCustomer(members: Partial<CustomerRow> = {}): CustomerRow {
  return {
    account: "C-1001",
    email: "astrid.ljung@example.com",
    firstName: "Astrid",
    lastName: "Ljung",
    language: "sv",
    blocked: false,
    optOutPersonalization: false,
    optOutWebActivityTracking: false,
    ...members,
  };
}

export function aProduct(members: Partial<ProductRow> = {}): ProductRow {
  return {
    id: 68719489871,
    itemId: "L-100",
    kind: "standalone",
    masterId: null,
    names: { sv: "Bordslampa Ljung", "en-us": "Table lamp Ljung" },
    price: "1295.0000000",
    pictures: [
      { url: "search?fileName=/Products/L-100_1.png", altText: "Bordslampa Ljung", isDefault: true },
    ],
    ...members,
  };
}

export function anOrder(members: Partial<OrderRow> = {}): OrderRow {
  return {
    id: "order-1",
    customerId: "C-1001",
    created: "2026-01-15T10:05:00.7654321Z",
    productIds: [68719489871],
    status: 1,
    ...members,
  };
}
