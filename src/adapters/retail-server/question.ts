/** The operations we use, as logs and errors name them: `{…}` stands for what must never be printed. */
export type Operation =
  | "OrgUnits/GetOrgUnitConfiguration"
  | "Carts/Search"
  | "Carts('{id}')"
  | "Carts"
  | "Carts('{id}')/AddCartLines"
  | "Customers/GetByAccountNumbers"
  | "Customers('{account}')/GetOrderHistory"
  | "Products/GetByIds"
  | "Products({id})/GetMediaLocations(channelId={channel},catalogId=0)";

/** One thing to ask Retail Server. */
export interface Question {
  readonly operation: Operation;
  /** What the `{…}` of the operation stand for. */
  readonly slots?: Readonly<Record<string, string>>;
  readonly top?: number;
  readonly skip?: number;
  /** One column, with ` desc` for newest first: servers differ in what they make of several. */
  readonly orderBy?: string;
  /** JSON text. With a body it is an action (POST), without one it is a function or a key (GET). */
  readonly body?: string;
  /** The language of product texts, a BCP 47 tag. */
  readonly language?: string;
  /** Fewer tries than usual. */
  readonly mostTries?: number;
}

export function urlOf(baseUrl: string, apiVersion: string, question: Question): URL {
  const { operation, slots = {}, top, skip, orderBy } = question;
  const path = operation.replace(/\{(\w+)\}/g, (_, name: string) => keyText(slots[name] ?? ""));
  const query = [
    ...(top === undefined ? [] : [`$top=${top}`]),
    ...(skip === undefined ? [] : [`$skip=${skip}`]),
    ...(orderBy === undefined ? [] : [`$orderby=${encodeURIComponent(orderBy)}`]),
    `api-version=${encodeURIComponent(apiVersion)}`,
  ];
  return new URL(`${baseUrl.replace(/\/+$/, "")}/${path}?${query.join("&")}`);
}

/** A key inside an OData path: quotes are doubled, everything else that could end it is percent-encoded. */
function keyText(key: string): string {
  return encodeURIComponent(key.toWellFormed()).replaceAll("'", "''");
}
