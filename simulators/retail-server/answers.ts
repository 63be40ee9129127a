import { z } from "zod";
import { refusePoison, type Ask } from "./ask.ts";
import { actionBody } from "./body.ts";
import { scattered } from "./cart-index.ts";
import { collection, single } from "./collection.ts";
import {
  cartEntity,
  channelEntity,
  customerEntity,
  mediaLocationEntity,
  salesOrderEntity,
  simpleProductEntity,
  type Entity,
} from "./entities.ts";
import { badRequest, forbidden, Refusal } from "./errors.ts";
import { addCartLines, makeCart } from "./fill-carts.ts";
import { productName } from "./languages.ts";
import { collectionQuery, refuseCollectionQuery, requireColumn } from "./query.ts";
import { searchCarts } from "./search-carts.ts";
import { int64Args, int64Key, textKey } from "./target.ts";

/** The operations that are answered, each by the name it is counted under. */
export const ANSWERS: Readonly<Record<string, (ask: Ask) => Entity>> = {
  "OrgUnits/GetOrgUnitConfiguration": orgUnitConfiguration,
  "Carts/Search": searchCarts,
  "Carts(id)": readCart,
  "Customers/GetByAccountNumbers": customersByAccountNumbers,
  "Customers(id)/GetOrderHistory": orderHistory,
  "Products/GetByIds": productsByIds,
  "Products(id)/GetMediaLocations": mediaLocations,
  "POST Carts": makeCart,
  "POST Carts(id)/AddCartLines": addCartLines,
};

const NOTHING = z.strictObject({});

function orgUnitConfiguration(ask: Ask): Entity {
  refuseCollectionQuery(ask.call.url.searchParams);
  actionBody(ask.call, NOTHING);
  return single(ask, "ChannelConfiguration", channelEntity(ask.shop.channel, ask.channelRecordId));
}

function readCart(ask: Ask): Entity {
  refuseCollectionQuery(ask.call.url.searchParams);
  const id = textKey(ask.target.key);
  const found = ask.shop.carts.get(id);
  if (found === undefined) {
    const message = `there is no cart ${id}`;
    throw new Refusal({ status: 404, type: "CartValidationException", resourceId: "CartNotFound", message });
  }
  refusePoison([id], ask.knobs.poisonedCarts);
  if (ask.knobs.resavesOnRead) ask.shop.touchCart(id);
  return single(ask, "Cart", cartEntity(ask.shop.cart(id), ask.channelRecordId));
}

const CUSTOMERS = z.strictObject({
  accountNumbers: z.array(z.string()).min(1),
  // 1 = local, 2 = remote, 3 = both: all are answered from the same rows
  searchLocationValue: z.int().min(1).max(3),
});

function customersByAccountNumbers(ask: Ask): Entity {
  const asked = { ...collectionQuery(ask.call.url.searchParams), maxPageSize: ask.knobs.maxPageSize };
  const { accountNumbers } = actionBody(ask.call, CUSTOMERS);
  refusePoison(accountNumbers, ask.knobs.poisonedAccounts);
  const rows = inServerOrder(accountNumbers).flatMap((account) => ask.shop.customers.get(account) ?? []);
  return collection(ask, asked, { type: "Customer", rows, write: customerEntity });
}

function orderHistory(ask: Ask): Entity {
  const query = collectionQuery(ask.call.url.searchParams);
  requireColumn(query, "CreatedDateTime");
  const account = textKey(ask.target.key);
  actionBody(ask.call, NOTHING);
  if (!ask.knobs.ordersReadable) throw forbidden(`the orders of ${account} are not for this caller`);
  refusePoison([account], ask.knobs.poisonedAccounts);
  const newestFirst = ask.shop.ordersOf(account);
  const ascending = !ask.knobs.ordersObeyOrderBy || query.orderBy?.descending === false;
  return collection(
    ask,
    { ...query, maxPageSize: ask.knobs.maxPageSize },
    {
      type: "SalesOrder",
      rows: ascending ? newestFirst.reverse() : newestFirst,
      write: (row) => salesOrderEntity(row, ask.channelRecordId),
    },
  );
}

// without IEEE754Compatible a server refuses an Int64 that comes as text
const PRODUCTS = z.strictObject({ channelId: z.int(), productIds: z.array(z.int()).min(1) });

function productsByIds(ask: Ask): Entity {
  const asked = { ...collectionQuery(ask.call.url.searchParams), maxPageSize: ask.knobs.maxPageSize };
  const { channelId, productIds } = actionBody(ask.call, PRODUCTS);
  refuseOtherChannel(channelId, ask);
  refusePoison(productIds, ask.knobs.poisonedProducts);
  const rows = inServerOrder(productIds).flatMap((id) => ask.shop.products.get(id) ?? []);
  const language = ask.call.headers["accept-language"];
  return collection(ask, asked, {
    type: "SimpleProduct",
    rows,
    write: (row) => simpleProductEntity(row, productName(row, language, ask.shop.channel)),
  });
}

function mediaLocations(ask: Ask): Entity {
  const asked = { ...collectionQuery(ask.call.url.searchParams), maxPageSize: ask.knobs.maxPageSize };
  const id = int64Key(ask.target.key);
  const args = int64Args(ask.target.args, ["channelId", "catalogId"]);
  refuseOtherChannel(args.get("channelId"), ask);
  refusePoison([id], ask.knobs.poisonedProducts);
  const rows = ask.shop.products.get(id)?.pictures ?? [];
  return collection(ask, asked, { type: "MediaLocation", rows, write: mediaLocationEntity });
}

/** Each once, in an order that is the server's own: none is promised. */
function inServerOrder<Id extends string | number>(ids: readonly Id[]): Id[] {
  return [...new Set(ids)].sort((a, b) => scattered(String(a)) - scattered(String(b)));
}

function refuseOtherChannel(channelId: number | undefined, ask: Ask): void {
  if (channelId !== ask.channelRecordId) throw badRequest("channelId is not the channel of this caller");
}
