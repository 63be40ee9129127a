import type { Order, OrdersAnswer } from "../../cart/order.ts";
import { compareStamps, type Stamp } from "../../cart/stamp.ts";
import type { RetailServer } from "../../ports/retail-server.ts";
import { isOfOneKey, wordFor } from "./blame.ts";
import type { ReaderTools } from "./channel.ts";
import { OrderRow, readRows } from "./schema.ts";

const PAGE = 50;
const MOST_PAGES = 20;

/** Reads order histories. Whatever leaves a doubt about an account makes its whole answer "unreadable". */
export function createOrderReader({ client, channel }: ReaderTools): Pick<RetailServer, "ordersSince"> {
  return {
    async ordersSince(account, since) {
      const orders: Order[] = [];
      let skip = 0;
      for (let page = 0; page < MOST_PAGES; page += 1) {
        const reply = await client.askForRows({
          operation: "Customers('{account}')/GetOrderHistory",
          slots: { account },
          top: PAGE,
          skip,
          orderBy: "CreatedDateTime desc",
          body: "{}",
        });
        if (reply.kind === "refusal") {
          if (await isOfOneKey(reply, channel.isServing)) return unreadable(wordFor(reply));
          throw reply.fault;
        }
        const { read, unreadable: doubtful } = readRows(reply.rows, OrderRow);
        if (doubtful > 0) return unreadable("row-unreadable");
        orders.push(...read);
        const isLast = reply.rows.length < PAGE && !reply.more;
        if (isLast || reaches(orders, since)) return { kind: "orders", orders: newest(orders, since) };
        if (reply.rows.length === 0) return unreadable("page-empty");
        skip += reply.rows.length;
      }
      return unreadable("too-many-orders");
    },
  };
}

function unreadable(why: string): OrdersAnswer {
  return { kind: "unreadable", why };
}

/** Nothing at or after `since` can follow: proven by the order that the rows really came in, not the one asked for. */
function reaches(orders: readonly Order[], since: Stamp): boolean {
  const last = orders.at(-1);
  return last !== undefined && compareStamps(last.created, since) < 0 && isNewestFirst(orders);
}

function isNewestFirst(orders: readonly Order[]): boolean {
  return orders.every((order, index) => {
    const before = orders[index - 1];
    return before === undefined || compareStamps(before.created, order.created) >= 0;
  });
}

function newest(orders: readonly Order[], since: Stamp): readonly Order[] {
  return orders
    .filter((order) => compareStamps(order.created, since) >= 0)
    .sort((a, b) => compareStamps(b.created, a.created));
}
