import { startServer, type Call, type Reply, type SimulatorServer } from "../server.ts";
import { ANSWERS } from "./answers.ts";
import { checkCaller, type VerifyToken } from "./caller.ts";
import type { Entity } from "./entities.ts";
import { forbidden, notSimulated, Refusal, wrongAddress } from "./errors.ts";
import { defaultKnobs, type Knobs } from "./knobs.ts";
import { LiveShop } from "./live-shop.ts";
import type { ShopData } from "./shop-data.ts";
import { isWrite, targetOf, type Target } from "./target.ts";

export interface RetailServerOptions extends Partial<Knobs> {
  readonly shop: ShopData;
  /** The operating unit number of the one channel. */
  readonly oun: string;
  readonly channelRecordId: number;
  readonly verifyToken: VerifyToken;
  /** Tells the time of the `Date` header and of new stamps. */
  readonly clock: { now(): Date };
  /** With a slash in front and none behind. */
  readonly basePath?: string;
  readonly apiVersions?: readonly string[];
  readonly tls?: { readonly key: string; readonly cert: string };
  readonly port?: number;
}

export interface RetailServerSimulator extends SimulatorServer {
  /** The address a client is given: `url` with the base path, without a trailing slash. */
  readonly baseUrl: string;
  /** The shop as it is now, to look at and to change. */
  readonly shop: LiveShop;
  /** May be turned at any time. */
  readonly knobs: Knobs;
  /** The operations that were called and would change something, failures included. */
  writeAttempts(): readonly string[];
  /** True as long as nobody tried to change anything. */
  readonly readOnly: boolean;
}

/** Starts a Retail Server of one channel on a free loopback port. See README.md for what it checks. */
export async function startRetailServer(options: RetailServerOptions): Promise<RetailServerSimulator> {
  const { basePath = "/Commerce", apiVersions = ["7.0", "7.1", "7.2", "7.3"], clock } = options;
  const knobs = knobsOf(options);
  const shop = new LiveShop(options.shop, clock);
  const entrance = { verifyToken: options.verifyToken, oun: options.oun, apiVersions, knobs };
  const { channelRecordId } = options;

  async function answer(call: Call): Promise<Reply> {
    const target = targetOf(call, basePath);
    const base = `${call.url.origin}${basePath}`;
    try {
      await checkCaller(call, entrance);
      return ok(answerOf(target)({ call, base, target, shop, knobs, channelRecordId }));
    } catch (error) {
      if (error instanceof Refusal) return error.reply;
      throw error;
    }
  }

  async function answerDated(call: Call): Promise<Reply> {
    const reply = await answer(call);
    return { ...reply, headers: { ...reply.headers, date: clock.now().toUTCString() } };
  }

  const server = await startServer(
    { operationOf: (call) => targetOf(call, basePath).operation, answer: answerDated },
    options,
  );
  const writeAttempts = (): readonly string[] => [...server.calls.keys()].filter(isWrite);
  return {
    ...server,
    baseUrl: `${server.url}${basePath}`,
    shop,
    knobs,
    writeAttempts,
    get readOnly() {
      return writeAttempts().length === 0;
    },
  };
}

/** The knobs that were given, the usual ones otherwise. */
function knobsOf(options: Partial<Knobs>): Knobs {
  const usual = defaultKnobs();
  const given = Object.entries(options).filter(([name]) => name in usual);
  return Object.assign(usual, Object.fromEntries(given));
}

function ok(body: Entity): Reply {
  return { status: 200, body };
}

function answerOf({ operation, standing, args }: Target): (typeof ANSWERS)[string] {
  const answers = ANSWERS[operation];
  switch (standing) {
    case "done":
    case "answered":
      // an action is not called with brackets, a function is
      if (answers !== undefined && (args === undefined || operation === "Products(id)/GetMediaLocations")) {
        return answers;
      }
      throw wrongAddress(`${operation} is not addressed like this`);
    case "not-for-applications":
      throw forbidden(`${operation} is not open to applications`);
    case "other-read":
    case "write":
      throw notSimulated(operation);
    case undefined:
      throw wrongAddress("no such address");
  }
}
