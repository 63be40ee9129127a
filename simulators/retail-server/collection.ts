import type { Call } from "../server.ts";
import type { Entity } from "./entities.ts";
import type { Query } from "./query.ts";

const MODEL = "Microsoft.Dynamics.Commerce.Runtime.DataModel";

export interface Rows<Row> {
  /** The data type's name without its name space. */
  readonly type: string;
  /** All that match, in order. */
  readonly rows: readonly Row[];
  readonly write: (row: Row, index: number) => Entity;
}

/** Where and how an answer is written. */
export interface Envelope {
  readonly call: Call;
  /** The address of the service, without a trailing slash. */
  readonly base: string;
}

/** One page of a collection. A next link stands there only when the server gave less than was asked for. */
export function collection<Row>(
  envelope: Envelope,
  asked: Query & { readonly maxPageSize: number },
  { type, rows, write }: Rows<Row>,
): Entity {
  const wanted = rows.slice(asked.skip, asked.top === undefined ? undefined : asked.skip + asked.top);
  const given = asked.maxPageSize === 0 ? wanted : wanted.slice(0, asked.maxPageSize);
  const cut = given.length < wanted.length;
  return {
    ...context(envelope, `Collection(${MODEL}.${type})`),
    ...(asked.count ? { "@odata.count": rows.length } : {}),
    value: given.map(write),
    ...(cut ? { "@odata.nextLink": nextLink(envelope.call.url, asked, given.length) } : {}),
  };
}

/** One object: its properties stand at the top, beside the context. */
export function single(envelope: Envelope, type: string, entity: Entity): Entity {
  return { ...context(envelope, `${MODEL}.${type}`), ...entity };
}

function context({ call, base }: Envelope, what: string): Entity {
  const noMetadata = /odata(\.metadata)?=no(metadata|ne)/i.test(call.headers.accept ?? "");
  return noMetadata ? {} : { "@odata.context": `${base}/$metadata#${what}` };
}

function nextLink(url: URL, asked: Query, given: number): string {
  const next = new URL(url);
  next.searchParams.set("$skip", String(asked.skip + given));
  if (asked.top !== undefined) next.searchParams.set("$top", String(asked.top - given));
  return next.href;
}
