import type {
  CartLineRow,
  CartRow,
  ChannelRow,
  CustomerRow,
  NamedValueRow,
  OrderRow,
  PictureRow,
  ProductRow,
} from "./shop-data.ts";
import { wireDecimal } from "./wire-json.ts";

/* The shop's rows as the server writes them: every documented property is there, null when it has no value. */

export type Entity = Readonly<Record<string, unknown>>;

/** A value that stands in every channel configuration and must never reach a log. */
export const BING_MAPS_SECRET = "simulated-bing-maps-secret";

/** CartTypeValue. */
export const CART_TYPES = { shopping: 1, checkout: 2 } as const;

const NO_DATE = "1900-01-01T00:00:00Z";

const CART =
  nulls(`BeginDateTime BusinessDate IsSuspended IsCreatedOffline IsFavorite IsRecurring Name Comment
  ReceiptEmail SalesId OrderNumber TerminalId StaffId LoyaltyCardId DeliveryMode TotalAmount SubtotalAmount
  SubtotalAmountWithoutTax NetPrice DiscountAmount TaxAmount AmountDue AmountPaid TotalItems ShippingAddress`);
const LINE = nulls(`ItemId Barcode Comment InventoryDimensionId LinkedParentLineId TrackingId DeliveryMode
  SerialNumber ExtendedPrice TotalAmount NetPrice NetAmountWithoutTax TaxAmount OriginalPrice TaxRatePercent
  SalesStatusValue CatalogId GiftCardId`);
const CUSTOMER =
  nulls(`RecordId DirectoryPartyRecordId Phone Cellphone Url ReceiptEmail MiddleName CurrencyCode
  PartyNumber BlockedType ReceiptSettings`);
const CHANNEL = nulls(`ChannelNaturalId CompanyCurrency TimeZoneInfoId CountryRegionId InventLocation
  CatalogDefaultImageTemplate`);
const ORDER = nulls(`ChannelReferenceId ReceiptId ReceiptEmail TotalAmount`);

export function cartEntity(row: CartRow, channelId: number): Entity {
  return {
    ...CART,
    Id: row.id,
    CustomerId: row.customerId,
    CartLines: row.lines.map(cartLine),
    CartTypeValue: CART_TYPES[row.type],
    CartStatusValue: 1,
    TransactionTypeValue: 2,
    ModifiedDateTime: row.modified,
    ReceiptEmail: row.receiptEmail,
    ChannelId: channelId,
    Version: row.version,
    ...empties(
      "DiscountCodes PromotionLines Coupons TenderLines ChargeLines ReasonCodeLines AttributeValues",
    ),
    ExtensionProperties: [],
    ...row.wire,
  };
}

function cartLine(line: CartLineRow, index: number): Entity {
  return {
    ...LINE,
    LineId: String(index + 1),
    LineNumber: wireDecimal(`${String(index + 1)}.0000000`),
    ProductId: line.productId,
    Description: line.description,
    Quantity: wireDecimal(line.quantity),
    UnitOfMeasureSymbol: line.unit,
    Price: wireDecimal(line.price),
    DiscountAmount: wireDecimal(line.discount),
    LineDiscount: wireDecimal(line.discount),
    IsVoided: line.kind === "voided",
    IsGiftCardLine: line.kind === "gift-card",
    IsInvoiceLine: line.kind === "invoice",
    IsCustomerAccountDeposit: line.kind === "deposit",
    IsPriceOverridden: false,
    IsPriceKeyedIn: false,
    IsWarrantyLine: false,
  };
}

export function customerEntity(row: CustomerRow): Entity {
  return {
    ...CUSTOMER,
    AccountNumber: row.account,
    Email: row.email,
    FirstName: row.firstName,
    LastName: row.lastName,
    Name: [row.firstName, row.lastName].filter((name) => name !== null).join(" "),
    Language: row.language,
    CustomerTypeValue: 1,
    Blocked: row.blocked,
    OptOutPersonalization: row.optOutPersonalization,
    OptOutWebActivityTracking: row.optOutWebActivityTracking,
    IsAsyncCustomer: false,
    IsB2b: false,
    CreatedDateTime: NO_DATE,
    CustomerGroup: row.group ?? null,
    Addresses: row.country === undefined ? [] : [addressEntity(row.country)],
    ...empties("CustomerAffiliations Images Contacts"),
    Attributes: (row.attributes ?? []).map(({ name, value }) => ({
      Name: name,
      AttributeValue: propertyValue(value),
    })),
    ExtensionProperties: (row.extensionProperties ?? []).map(({ name, value }) => ({
      Key: name,
      Value: propertyValue(value),
    })),
    ...row.wire,
  };
}

/** As much of an address as anybody here asks for; which of its members are really filled in was not tried. */
function addressEntity(country: string): Entity {
  return {
    ...nulls("Name FullAddress Street City ZipCode State TwoLetterISORegionName"),
    ThreeLetterISORegionName: country,
    IsPrimary: true,
  };
}

const VALUE = nulls(
  `StringValue IntegerValue LongValue DecimalValue BooleanValue DateTimeOffsetValue ByteValue`,
);

/** Every member is there; the one of the value's type holds it. */
function propertyValue(value: NamedValueRow["value"]): Entity {
  if (typeof value === "string") return { ...VALUE, StringValue: value };
  if (typeof value === "number") return { ...VALUE, IntegerValue: value };
  return value === null ? VALUE : { ...VALUE, BooleanValue: value };
}

const PRODUCT_TYPES = { master: 3, standalone: 4, variant: 5 } as const;

export function simpleProductEntity(row: ProductRow, name: string | null): Entity {
  return {
    RecordId: row.id,
    ItemId: row.itemId,
    Name: name,
    Description: null,
    DefaultUnitOfMeasure: "st",
    PrimaryImageUrl: (row.pictures.find((one) => one.isDefault) ?? row.pictures[0])?.url ?? null,
    ProductTypeValue: PRODUCT_TYPES[row.kind],
    ItemTypeValue: 0,
    BasePrice: wireDecimal(row.price),
    Price: wireDecimal(row.price),
    AdjustedPrice: wireDecimal(row.price),
    MasterProductId: row.masterId,
    Behavior: null,
    ...empties("Dimensions Components LinkedProducts ExtensionProperties"),
  };
}

export function mediaLocationEntity(row: PictureRow, index: number): Entity {
  return {
    Uri: row.url,
    AltText: row.altText,
    IsDefault: row.isDefault,
    IsSelfHosted: false,
    Priority: index,
  };
}

export function salesOrderEntity(row: OrderRow, channelId: number): Entity {
  return {
    ...ORDER,
    Id: row.id,
    SalesId: row.id,
    CustomerId: row.customerId,
    CreatedDateTime: row.created,
    TotalAmount: wireDecimal(row.total ?? null),
    ChannelId: channelId,
    StatusValue: row.status,
    TransactionTypeValue: 19,
    SalesLines: row.productIds.map((id) => ({
      ProductId: id,
      ItemId: null,
      Quantity: wireDecimal("1.0000000"),
    })),
    ...row.wire,
  };
}

export function channelEntity(row: ChannelRow, channelId: number): Entity {
  return {
    ...CHANNEL,
    RecordId: channelId,
    Currency: row.currency,
    DefaultLanguageId: row.defaultLanguage,
    TimeZoneInfoId: row.timeZone ?? null,
    Languages: [{ LanguageId: row.defaultLanguage, IsDefault: true }],
    PriceIncludesSalesTax: true,
    EnableProductRecommendations: false,
    BingMapsApiKey: BING_MAPS_SECRET,
    ...empties("ProfileProperties Properties ExtensionProperties"),
  };
}

function nulls(names: string): Entity {
  return Object.fromEntries(names.split(/\s+/).map((name) => [name, null]));
}

function empties(names: string): Entity {
  return Object.fromEntries(names.split(" ").map((name) => [name, []]));
}
