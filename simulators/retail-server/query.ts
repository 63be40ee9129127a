import { badRequest, notSimulated } from "./errors.ts";

export interface Query {
  readonly top: number | undefined;
  readonly skip: number;
  readonly orderBy: { readonly column: string; readonly descending: boolean } | undefined;
  readonly count: boolean;
}

const PAGING = ["$top", "$skip", "$orderby", "$count"];

/** The query options of a collection. Each at most once, nothing beside them. */
export function collectionQuery(params: URLSearchParams): Query {
  refuseStrangers(params, PAGING);
  return {
    top: wholeNumber(params, "$top"),
    skip: wholeNumber(params, "$skip") ?? 0,
    orderBy: orderBy(params.get("$orderby")),
    count: flag(params.get("$count")),
  };
}

/** A single object is neither paged nor sorted. */
export function refuseCollectionQuery(params: URLSearchParams): void {
  const asked = PAGING.find((name) => params.has(name));
  if (asked !== undefined) throw badRequest(`${asked} makes no sense for a single object`);
  refuseStrangers(params, []);
}

function refuseStrangers(params: URLSearchParams, known: readonly string[]): void {
  for (const name of new Set(params.keys())) {
    if (name !== "api-version" && !known.includes(name)) throw notSimulated(`the query option ${name}`);
    if (params.getAll(name).length > 1) throw badRequest(`${name} is there twice`);
  }
}

function wholeNumber(params: URLSearchParams, name: string): number | undefined {
  const text = params.get(name);
  if (text === null) return undefined;
  if (!/^\d{1,15}$/.test(text)) throw badRequest(`${name} is not a whole number from 0 on`);
  return Number(text);
}

function orderBy(text: string | null): Query["orderBy"] {
  if (text === null) return undefined;
  if (text.includes(",")) throw notSimulated("sorting by several columns");
  const match = /^(\w+)(?: +(asc|desc))?$/.exec(text.trim());
  if (match?.[1] === undefined) throw badRequest("$orderby cannot be read");
  return { column: match[1], descending: match[2] === "desc" };
}

function flag(text: string | null): boolean {
  if (text !== null && text !== "true" && text !== "false") throw badRequest("$count is true or false");
  return text === "true";
}

/** Of the columns that exist only these are simulated. */
export function requireColumn(query: Query, column: string): void {
  if (query.orderBy !== undefined && query.orderBy.column !== column) {
    throw notSimulated(`sorting by ${query.orderBy.column}`);
  }
}
