import type { Dispatcher } from "undici";
import type { Clock } from "../../ports/clock.ts";
import type { CommerceCarts } from "../../ports/commerce-carts.ts";
import type { Log } from "../../ports/log.ts";
import type { ProductCatalogue } from "../../ports/product-catalogue.ts";
import type { Random } from "../../ports/random.ts";
import type { RetailServer } from "../../ports/retail-server.ts";
import { createGate, type Gate } from "../http/gate.ts";
import type { Renewed } from "../http/renewed.ts";
import { createCartReader } from "./carts.ts";
import { createChannelReader } from "./channel.ts";
import { createClient, type ClientOptions } from "./client.ts";
import { createCustomerReader } from "./customers/customers.ts";
import { createOrderReader } from "./orders.ts";
import { createPictureReader } from "./pictures.ts";
import { createProductReader } from "./products.ts";
import { createCatalogue } from "./selling/catalogue.ts";
import { createCommerceCarts } from "./selling/commerce-carts.ts";

export interface RetailServerOptions extends ClientOptions {
  /** Most requests under way at once; fewer while the server throttles. */
  readonly maxConcurrency: number;
  /** Whether carts of people who are not signed in are read; left out: they are not. */
  readonly includeGuests?: boolean;
  /** The attribute or extension property of customers that holds their consent; left out: none is read. */
  readonly consentAttribute?: string;
}

export interface RetailServerTools {
  readonly dispatcher: Dispatcher;
  readonly clock: Clock;
  readonly random: Random;
  readonly token: Renewed;
  readonly log: Log;
  /** To be shared by channels of one server, so that what it tells one holds for all; its own when left out. */
  readonly gate?: Gate;
}

/** What open cart links need of the same server. */
export interface CommerceShop {
  readonly catalogue: ProductCatalogue;
  readonly commerceCarts: CommerceCarts;
}

/** Retail Server over HTTP, as one channel sees it. */
export function createRetailServer(
  options: RetailServerOptions,
  tools: RetailServerTools,
): RetailServer & CommerceShop {
  const { clock, log } = tools;
  const gate = tools.gate ?? createGate({ max: options.maxConcurrency, clock });
  const client = createClient(options, { ...tools, gate });
  const channel = createChannelReader(client);
  const readers = { client, channel, log };
  return {
    channel: channel.channel,
    ...createCartReader(readers, options.includeGuests ?? false),
    ...createCustomerReader(readers, options.consentAttribute),
    ...createOrderReader(readers),
    ...createProductReader(readers),
    ...createPictureReader(readers),
    catalogue: createCatalogue(readers),
    commerceCarts: createCommerceCarts(readers),
  };
}
