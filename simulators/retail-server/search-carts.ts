import { z } from "zod";
import { refusePoison, type Ask } from "./ask.ts";
import { actionBody } from "./body.ts";
import { collection } from "./collection.ts";
import { CART_TYPES, cartEntity, type Entity } from "./entities.ts";
import { badRequest, forbidden, notSimulated } from "./errors.ts";
import type { LiveShop } from "./live-shop.ts";
import { collectionQuery, requireColumn, type Query } from "./query.ts";
import type { CartRow } from "./shop-data.ts";
import { parseTicks, ticksOf } from "./ticks.ts";

const MOMENT = z.string().transform((text, context) => {
  const ticks = parseTicks(text);
  if (ticks === undefined) context.addIssue("not a moment with its zone");
  return ticks ?? z.NEVER;
});

const CRITERIA = z.strictObject({
  CartId: z.string().nullish(),
  ExpectedCartVersion: z.int().nullish(),
  CustomerAccountNumber: z.string().nullish(),
  IncludeAnonymous: z.boolean().nullish(),
  SuspendedOnly: z.boolean().nullish(),
  CartTypeValue: z.int().min(0).max(5).nullish(),
  LastModifiedDateTimeFrom: MOMENT.nullish(),
  LastModifiedDateTimeTo: MOMENT.nullish(),
});

type Criteria = z.infer<typeof CRITERIA>;

const BODY = z.strictObject({ cartSearchCriteria: CRITERIA });

export function searchCarts(ask: Ask): Entity {
  const query = collectionQuery(ask.call.url.searchParams);
  requireColumn(query, "ModifiedDateTime");
  const { cartSearchCriteria: criteria } = actionBody(ask.call, BODY);
  refuseWhatIsNotOffered(criteria, ask);
  const found = candidates(ask.shop, criteria).filter((row) => matches(row, criteria));
  if (ask.knobs.resavesOnRead && (isGiven(criteria.CartId) || isGiven(criteria.CustomerAccountNumber))) {
    for (const row of found) ask.shop.touchCart(row.id);
  }
  return collection(
    ask,
    { ...query, maxPageSize: ask.knobs.maxPageSize },
    {
      type: "Cart",
      rows: inOrder(found, query, ask.shop),
      write(row) {
        refusePoison([row.id], ask.knobs.poisonedCarts);
        return cartEntity(ask.shop.cart(row.id), ask.channelRecordId);
      },
    },
  );
}

function refuseWhatIsNotOffered(criteria: Criteria, { knobs }: Ask): void {
  if (isGiven(criteria.ExpectedCartVersion)) throw notSimulated("ExpectedCartVersion");
  const account = criteria.CustomerAccountNumber;
  if (!isGiven(account)) return;
  refusePoison([account], knobs.poisonedAccounts);
  if (knobs.offersSearchByCustomer) return;
  const message = `carts cannot be searched by the account ${account}`;
  throw knobs.customerSearchRefusal === 403 ? forbidden(message) : badRequest(message);
}

/** A set as small as can be that holds all matches, oldest first. */
function candidates(shop: LiveShop, criteria: Criteria): readonly CartRow[] {
  const { CartId: id, CustomerAccountNumber: account } = criteria;
  const from = criteria.LastModifiedDateTimeFrom ?? undefined;
  const to = criteria.LastModifiedDateTimeTo ?? undefined;
  if (!isGiven(id) && !isGiven(account)) return shop.carts.between(from, to);
  const named = isGiven(id) ? [shop.carts.get(id) ?? []].flat() : shop.carts.ofAccount(account ?? "");
  return named.filter((row) => {
    const ticks = ticksOf(row.modified);
    return (from === undefined || ticks >= from) && (to === undefined || ticks <= to);
  });
}

function matches(row: CartRow, criteria: Criteria): boolean {
  const { CartTypeValue: type, CustomerAccountNumber: account } = criteria;
  if (isGiven(type) && type !== 0 && CART_TYPES[row.type] !== type) return false;
  if (isGiven(account) && row.customerId !== account) return false;
  if (row.customerId === "" && criteria.IncludeAnonymous !== true && !isGiven(criteria.CartId)) return false;
  // no cart of this shop is suspended
  return criteria.SuspendedOnly !== true;
}

/** Without `$orderby` the cart that was made last comes first. */
function inOrder(oldestFirst: readonly CartRow[], { orderBy }: Query, shop: LiveShop): readonly CartRow[] {
  if (orderBy === undefined) {
    return oldestFirst.toSorted((a, b) => shop.carts.creation(b.id) - shop.carts.creation(a.id));
  }
  return orderBy.descending ? oldestFirst.toReversed() : oldestFirst;
}

function isGiven<T>(value: T | null | undefined): value is T {
  return value !== undefined && value !== null;
}
