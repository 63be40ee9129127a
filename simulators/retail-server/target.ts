import type { Call } from "../server.ts";
import { badRequest } from "./errors.ts";

/** How this server treats an operation that the documentation names. */
export type Standing =
  | "answered"
  /** It changes something, and is done. */
  | "done"
  /** A read that is open to employees or customers, not to an application. */
  | "not-for-applications"
  /** A read that exists and is not simulated. */
  | "other-read"
  /** It would change something, and is not simulated. */
  | "write";

const STANDINGS: Readonly<Record<string, Standing>> = {
  "POST OrgUnits/GetOrgUnitConfiguration": "answered",
  "POST Carts/Search": "answered",
  "GET Carts(id)": "answered",
  "POST Customers/GetByAccountNumbers": "answered",
  "POST Customers(id)/GetOrderHistory": "answered",
  "POST Products/GetByIds": "answered",
  "GET Products(id)/GetMediaLocations": "answered",

  "POST SalesOrders/Search": "not-for-applications",
  "POST SalesOrders/SearchOrders": "not-for-applications",
  "POST SalesOrders/GetByReceiptId": "not-for-applications",
  "GET SalesOrders/GetSalesOrderDetailsByTransactionId": "not-for-applications",
  "GET SalesOrders/GetSalesOrderDetailsBySalesId": "not-for-applications",
  "GET SalesOrders(id)": "not-for-applications",

  "GET $metadata": "other-read",
  "GET Carts": "other-read",
  "GET Customers": "other-read",
  "GET Customers(id)": "other-read",
  "POST Customers/Search": "other-read",
  "POST Customers(id)/GetPurchaseHistory": "other-read",
  "POST Customers(id)/GetOrderShipmentsHistory": "other-read",
  "POST Products/Search": "other-read",
  "POST Products/SearchByCriteria": "other-read",
  "POST Products/GetActivePrices": "other-read",
  "POST Products(id)/GetVariantsByDimensionValues": "other-read",
  "GET Products(id)/GetById": "other-read",
  "POST SalesOrders/GetOrderByChannelReferenceLookupCriteria": "other-read",
  "GET GetChannelsByType": "other-read",

  "POST $batch": "write",
  "POST Carts": "done",
  "PATCH Carts(id)": "write",
  "DELETE Carts(id)": "write",
  "POST Carts(id)/AddCartLines": "done",
  "POST Carts(id)/UpdateCartLines": "write",
  "POST Carts(id)/RemoveCartLines": "write",
  "POST Carts(id)/Copy": "write",
  "POST Carts(id)/Checkout": "write",
  "POST SalesOrders": "write",
};

/** What a request is aimed at. */
export interface Target {
  /** The name for counting and failures: "Carts(id)" where it is answered, "PATCH Carts(id)" where it is not. */
  readonly operation: string;
  /** Undefined when a real server has no such address either. */
  readonly standing: Standing | undefined;
  /** What stood in the brackets of the entity set. */
  readonly key: string | undefined;
  /** What stood in the brackets of the operation. */
  readonly args: string | undefined;
}

export function targetOf(call: Call, basePath: string): Target {
  const operation = `${call.method} unknown`;
  const nowhere = { operation, standing: undefined, key: undefined, args: undefined };
  if (!call.url.pathname.startsWith(`${basePath}/`)) return nowhere;
  const segments = call.url.pathname
    .slice(basePath.length + 1)
    .split("/")
    .map(readSegment);
  const [set, action] = segments;
  if (set === undefined || segments.length > 2 || segments.includes(undefined)) return nowhere;
  // only a set takes a key: a function bound to nothing has its arguments there
  const unbound = set.name.startsWith("Get");
  const template = `${set.name}${set.inside === undefined || unbound ? "" : "(id)"}`;
  const name = action === undefined ? template : `${template}/${action.name}`;
  const standing = standingOf(`${call.method} ${name}`);
  return {
    operation: standing === "answered" ? name : `${call.method} ${name}`,
    standing,
    key: set.inside,
    args: action?.inside,
  };
}

/** True for what would change something: known writes, and any unknown call that is not a GET. */
export function isWrite(operation: string): boolean {
  const standing = standingOf(operation);
  // reads that are answered stand there without their method
  const isRead = standing !== undefined && standing !== "write" && standing !== "done";
  return /^(POST|PUT|PATCH|DELETE) /.test(operation) && !isRead;
}

function standingOf(methodAndName: string): Standing | undefined {
  return Object.hasOwn(STANDINGS, methodAndName) ? STANDINGS[methodAndName] : undefined;
}

function readSegment(encoded: string): { name: string; inside: string | undefined } | undefined {
  try {
    const match = /^([$\w]+)(?:\((.*)\))?$/s.exec(decodeURIComponent(encoded));
    return match?.[1] === undefined ? undefined : { name: match[1], inside: match[2] };
  } catch {
    return undefined; // a per cent sign that encodes nothing
  }
}

/** A text key: in single quotes, each quote within it doubled. */
export function textKey(inside: string | undefined): string {
  const match = /^'((?:[^']|'')*)'$/s.exec(inside ?? "");
  if (match?.[1] === undefined)
    throw badRequest("bad key: a text key stands in single quotes, quotes doubled");
  return match[1].replaceAll("''", "'");
}

/** A number key: bare digits, as every Int64. */
export function int64Key(inside: string | undefined): number {
  if (!/^\d{1,16}$/.test(inside ?? "")) throw badRequest("bad key: an Int64 key is bare digits");
  return Number(inside);
}

/** `a=1,b=2` of a function, all of them Int64: exactly the named ones, in any order. */
export function int64Args(inside: string | undefined, names: readonly string[]): ReadonlyMap<string, number> {
  const pairs = (inside ?? "").split(",").map((pair) => pair.split("="));
  const found = new Map(pairs.map(([name = "", value]) => [name.trim(), int64Key(value?.trim())]));
  const complete = found.size === names.length && names.every((name) => found.has(name));
  if (!complete) throw badRequest(`the function takes exactly ${names.join(", ")}`);
  return found;
}
