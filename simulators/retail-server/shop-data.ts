/* What a shop is made of, before any of it is put on the wire. Plain data, no behaviour. */

/** A decimal as text, because 2 and 2.0000000 are one number and both are seen on the wire. */
export type DecimalText = string;

/** A UTC moment as the server writes it, with up to 7 fraction digits: "2026-01-15T10:00:00.1234567Z". */
export type StampText = string;

/** Members that replace the proper ones on the wire, for rows that no client can make sense of. */
export type WireOverride = Readonly<Record<string, unknown>>;

export interface ShopData {
  readonly channel: ChannelRow;
  readonly products: readonly ProductRow[];
  readonly customers: readonly CustomerRow[];
  readonly carts: readonly CartRow[];
  readonly orders: readonly OrderRow[];
}

export interface ChannelRow {
  readonly currency: string;
  /** Names of products fall back to this language. */
  readonly defaultLanguage: string;
  /** As Commerce headquarters names it: `W. Europe Standard Time`. */
  readonly timeZone?: string;
}

export interface CartRow {
  readonly id: string;
  /** The account number; "" for a guest, null where the server does not tell. */
  readonly customerId: string | null;
  readonly type: "shopping" | "checkout";
  readonly modified: StampText;
  readonly version: number;
  /** May hold a guest's address. */
  readonly receiptEmail: string | null;
  readonly lines: readonly CartLineRow[];
  readonly wire?: WireOverride;
}

export interface CartLineRow {
  readonly kind: "product" | "voided" | "gift-card" | "invoice" | "deposit";
  /** A variant's own record id; null for lines without a product. */
  readonly productId: number | null;
  readonly description: string | null;
  readonly quantity: DecimalText | null;
  readonly unit: string | null;
  /** Of one unit. */
  readonly price: DecimalText | null;
  /** Off the whole line. */
  readonly discount: DecimalText | null;
}

/** A value under a name, of the type it has on the wire. */
export interface NamedValueRow {
  readonly name: string;
  readonly value: string | number | boolean | null;
}

export interface CustomerRow {
  readonly account: string;
  readonly email: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly language: string | null;
  readonly blocked: boolean;
  readonly optOutPersonalization: boolean;
  readonly optOutWebActivityTracking: boolean;
  /** Of the primary address: three letters of ISO 3166. */
  readonly country?: string;
  readonly group?: string;
  readonly attributes?: readonly NamedValueRow[];
  readonly extensionProperties?: readonly NamedValueRow[];
  readonly wire?: WireOverride;
}

export interface ProductRow {
  /** The record id, below 2^53 as all real ones are. */
  readonly id: number;
  readonly itemId: string;
  readonly kind: "standalone" | "master" | "variant";
  /** Of a variant only. */
  readonly masterId: number | null;
  /** By language id in lower case: "sv", "en-us". */
  readonly names: Readonly<Record<string, string>>;
  readonly price: DecimalText;
  /** In the server's order, which need not begin with the default one. */
  readonly pictures: readonly PictureRow[];
}

export interface PictureRow {
  /** Relative to the media server, or absolute. */
  readonly url: string;
  readonly altText: string | null;
  readonly isDefault: boolean;
}

export interface OrderRow {
  readonly id: string;
  readonly customerId: string;
  readonly created: StampText;
  readonly productIds: readonly number[];
  /** 1 = created, 7 = cancelled, … */
  readonly status: number;
  /** Left out, the server tells no amount. */
  readonly total?: DecimalText;
  readonly wire?: WireOverride;
}
