import type { Cart } from "../../cart/cart.ts";
import type { RetailServer } from "../../ports/retail-server.ts";
import { isOfOneKey, wordFor } from "./blame.ts";
import type { ReaderTools } from "./channel.ts";
import type { Refusal } from "./faults.ts";
import { narrowedPage, type NarrowedPage, type PageAsked, type SearchCarts } from "./narrowed-page.ts";
import { CartRow, readRows } from "./schema.ts";

type CartReader = Pick<RetailServer, "cartsModified" | "cartsOf" | "cart">;

/** As many carts of one account as are looked at. */
const TOP_OF_ACCOUNT = 50;

/** `includeGuests`: whether windows hold carts of people who are not signed in. */
export function createCartReader({ client, channel, log }: ReaderTools, includeGuests: boolean): CartReader {
  let byAccount: "untried" | "offered" | "not-offered" = "untried";

  async function withoutSearch(refusal: Refusal): Promise<"not-offered"> {
    const isForbidden = refusal.fault.code === "retail-server-forbidden";
    if (!isForbidden && !(await isOfOneKey(refusal, channel.isServing))) throw refusal.fault;
    // a server that has searched by account before means this account, one that never has means the search
    if (byAccount === "untried" && (isForbidden || refusal.status === 400)) {
      byAccount = "not-offered";
      log.warn("retail server does not search carts by customer, reading them one by one");
    }
    return "not-offered";
  }

  const search: SearchCarts = ({ from, to, top, skip }, patience) =>
    client.askForRows({
      operation: "Carts/Search",
      top,
      skip,
      orderBy: "ModifiedDateTime",
      body: searchBody({
        IncludeAnonymous: includeGuests,
        LastModifiedDateTimeFrom: from.raw,
        LastModifiedDateTimeTo: to.raw,
      }),
      ...(patience === "once" ? { mostTries: 1 } : {}),
    });

  async function wholeOrNarrowed(page: PageAsked): Promise<NarrowedPage> {
    const reply = await search(page, "patient");
    if (reply.kind === "rows") return { ...reply, broken: 0 };
    const narrowed = await narrowedPage(search, page, reply);
    const { broken, rows } = narrowed;
    log.warn("a page of carts was read in parts", { why: wordFor(reply), broken, rows: rows.length });
    return narrowed;
  }

  return {
    async cartsModified(window, page) {
      const { rows, broken, more, through } = await wholeOrNarrowed({ ...window, ...page });
      const { read, unreadable } = readRows(rows, CartRow);
      return {
        carts: read,
        rows: rows.length + broken,
        unreadable: unreadable + broken,
        more,
        ...(through === undefined ? {} : { through }),
      };
    },

    async cartsOf(account) {
      if (byAccount === "not-offered") return "not-offered";
      const reply = await client.askForRows({
        operation: "Carts/Search",
        top: TOP_OF_ACCOUNT,
        skip: 0,
        orderBy: "ModifiedDateTime desc",
        body: searchBody({ CustomerAccountNumber: account }),
      });
      if (reply.kind === "refusal") return withoutSearch(reply);
      byAccount = "offered";
      const { read, unreadable } = readRows(reply.rows, CartRow);
      const carts = read.filter((cart) => isOf(cart, account));
      const isWhole = reply.rows.length < TOP_OF_ACCOUNT && !reply.more;
      // a cart of somebody else shows that the server did not heed the account
      return { carts, complete: isWhole && unreadable === 0 && carts.length === read.length };
    },

    async cart(id) {
      const reply = await client.ask({ operation: "Carts('{id}')", slots: { id } });
      if (reply.kind === "answer") {
        const row = CartRow.safeParse(reply.json);
        return row.success && row.data.id === id ? row.data : "unreadable";
      }
      if (isGone(reply)) return undefined;
      if (await isOfOneKey(reply, channel.isServing)) return "unreadable";
      throw reply.fault;
    },
  };
}

/** Shopping carts of customers: no checkout copies, and no guests but where they are asked for. */
function searchBody(criteria: Readonly<Record<string, string | boolean>>): string {
  return JSON.stringify({ cartSearchCriteria: { CartTypeValue: 1, IncludeAnonymous: false, ...criteria } });
}

/** Whether case matters to a server is not established; two customers whose numbers differ in it only are not likely. */
function isOf(cart: Cart, account: string): boolean {
  return cart.account?.toLowerCase() === account.toLowerCase();
}

/** True when the server says that it has no such cart. */
export function isGone({ fault, status, reasons }: Refusal): boolean {
  return (status === 404 && fault.code === "retail-server-not-found") || reasons.includes("CartNotFound");
}
