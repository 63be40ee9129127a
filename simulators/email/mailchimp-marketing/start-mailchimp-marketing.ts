import { startServer, type Call, type Reply, type SimulatorServer } from "../../server.ts";
import { objectIn, parsedJson, textIn, type JsonObject } from "../json-object.ts";
import { createAudience, type Member, type MemberStatus } from "./audience.ts";
import {
  createStore,
  productFault,
  readCart,
  readCustomer,
  variantsFault,
  type Cart,
  type Refusal,
} from "./store.ts";

/** A mail of the flow for abandoned carts. */
export interface Mail {
  readonly to: string;
  readonly cart: Cart;
  readonly at: Date;
}

export interface MailchimpMarketingOptions {
  readonly apiKey: string;
  readonly storeId: string;
  readonly members: readonly Member[];
  /** While a store says that it is syncing, no flow of its runs. */
  readonly isSyncing?: boolean;
  readonly clock?: { now(): Date };
  readonly port?: number;
}

/** A simulated Mailchimp account: one audience, one store, and a flow for abandoned carts that mails at once. */
export interface MailchimpMarketing extends SimulatorServer {
  /** What the flow mailed, whatever the caller was told. */
  readonly delivered: readonly Mail[];
  statusOf(email: string): MemberStatus | undefined;
  /** Whether the address was deleted for good, and the customer with it. */
  wasErased(email: string): boolean;
  /** From now on only this key is good. */
  replaceKey(key: string): void;
  /** The products as Mailchimp has them, by id. */
  readonly products: ReadonlyMap<string, JsonObject>;
}

const LIST_ID = "a1b2c3d4e5";

type Handler = (id: string, body: JsonObject) => Reply;

interface Route {
  readonly operation: string;
  readonly method: string;
  /** Its group is the id of what is asked for. */
  readonly path: RegExp;
  readonly handle: Handler;
}

export async function startMailchimpMarketing(
  options: MailchimpMarketingOptions,
): Promise<MailchimpMarketing> {
  const { storeId, clock = { now: () => new Date() } } = options;
  const audience = createAudience(options.members);
  const store = createStore();
  const delivered: Mail[] = [];
  let goodKey = options.apiKey;

  function getStore(): Reply {
    const body = { id: storeId, list_id: LIST_ID, name: "Shop", is_syncing: options.isSyncing ?? false };
    return { status: 200, body };
  }

  function getMember(hash: string): Reply {
    const member = audience.at(hash);
    return member === undefined ? missing : { status: 200, body: memberBody(hash, member) };
  }

  function changeMember(hash: string, body: JsonObject): Reply {
    const member = audience.at(hash);
    const status = textIn(body["status"]);
    if (member === undefined) return missing;
    if (status !== "unsubscribed" && status !== "subscribed")
      return problem({ status: 400, detail: "status" });
    audience.put({ ...member, status });
    return getMember(hash);
  }

  function eraseMember(hash: string): Reply {
    if (audience.at(hash) === undefined) return missing;
    audience.erase(hash);
    return { status: 204, body: "" };
  }

  function putCustomer(id: string, body: JsonObject): Reply {
    const customer = readCustomer(id, body);
    if ("status" in customer) return problem(customer);
    store.customers.set(id, customer);
    const optedIn = body["opt_in_status"] === true;
    // never over what a member said before
    if (audience.of(customer.email) === undefined) {
      audience.put({ email: customer.email, status: optedIn ? "subscribed" : "transactional" });
    }
    return { status: 200, body };
  }

  function deleteCustomer(id: string): Reply {
    return store.customers.delete(id) ? { status: 204, body: "" } : missing;
  }

  function addProduct(_id: string, body: JsonObject): Reply {
    const fault = productFault(body);
    if (fault !== undefined) return problem(fault);
    const id = textIn(body["id"]);
    if (store.products.has(id)) {
      return problem({
        status: 400,
        detail: "A product with the provided ID already exists in the account.",
      });
    }
    store.products.set(id, body);
    return { status: 200, body };
  }

  function changeProduct(id: string, body: JsonObject): Reply {
    const product = store.products.get(id);
    if (product === undefined) return missing;
    const fault = body["variants"] === undefined ? undefined : variantsFault(body["variants"]);
    if (fault !== undefined) return problem(fault);
    store.products.set(id, { ...product, ...body });
    return { status: 200, body: store.products.get(id) };
  }

  function addCart(_id: string, body: JsonObject): Reply {
    const cart = readCart(store, body);
    if ("status" in cart) return problem(cart);
    store.carts.set(cart.id, cart);
    const { email } = cart.customer;
    const isMailed = audience.of(email)?.status === "subscribed" && cart.checkoutUrl !== undefined;
    if (isMailed && options.isSyncing !== true) delivered.push({ to: email, cart, at: clock.now() });
    return { status: 200, body };
  }

  function getCart(id: string): Reply {
    return store.carts.has(id) ? { status: 200, body: { id } } : missing;
  }

  const inStore = `/3\\.0/ecommerce/stores/${storeId}`;
  const inList = `/3\\.0/lists/${LIST_ID}/members/([0-9a-f]{32})`;
  const routes: readonly Route[] = [
    route("get-store", "GET", inStore, getStore),
    route("get-member", "GET", inList, getMember),
    route("change-member", "PATCH", inList, changeMember),
    route("erase-member", "POST", `${inList}/actions/delete-permanent`, eraseMember),
    route("put-customer", "PUT", `${inStore}/customers/([^/]+)`, putCustomer),
    route("delete-customer", "DELETE", `${inStore}/customers/([^/]+)`, deleteCustomer),
    route("add-product", "POST", `${inStore}/products`, addProduct),
    route("change-product", "PATCH", `${inStore}/products/([^/]+)`, changeProduct),
    route("add-cart", "POST", `${inStore}/carts`, addCart),
    route("get-cart", "GET", `${inStore}/carts/([^/]+)`, getCart),
  ];

  function routeOf({ method, url }: Call): Route | undefined {
    return routes.find((one) => one.method === method && one.path.test(url.pathname));
  }

  function answer(call: Call): Reply {
    if (passwordOf(call) !== goodKey) return keyRefused;
    const found = routeOf(call);
    // a store or a member of somebody else looks like one that is not there
    if (found === undefined)
      return /\/(stores|lists)\//.test(call.url.pathname) ? missing : { status: 501, body: "not simulated" };
    const body = call.body === "" ? {} : objectIn(parsedJson(call.body));
    if (body === undefined) return problem({ status: 400, detail: "the body is not a JSON object" });
    const id = decodeURIComponent(found.path.exec(call.url.pathname)?.[1] ?? "");
    return found.handle(id, body);
  }

  const server = await startServer(
    { operationOf: (call) => routeOf(call)?.operation ?? "not-simulated", answer },
    options.port === undefined ? { clock } : { clock, port: options.port },
  );
  return {
    ...server,
    delivered,
    products: store.products,
    statusOf: (email) => audience.of(email)?.status,
    wasErased: (email) =>
      audience.wasErased(email) && ![...store.customers.values()].some((one) => one.email === email),
    replaceKey(key) {
      goodKey = key;
    },
  };
}

function route(operation: string, method: string, path: string, handle: Handler): Route {
  return { operation, method, path: new RegExp(`^${path}$`), handle };
}

function memberBody(hash: string, { email, status }: Member): object {
  return { id: hash, email_address: email, status, list_id: LIST_ID };
}

/** Any user name will do; the password is the key. */
function passwordOf(call: Call): string | undefined {
  const encoded = /^Basic (\S+)$/.exec(call.headers.authorization ?? "")?.[1] ?? "";
  return Buffer.from(encoded, "base64").toString("utf8").split(":").slice(1).join(":");
}

function problem({ status, detail }: Refusal): Reply {
  return problemReply(status, status === 404 ? "Resource Not Found" : "Bad Request", detail);
}

function problemReply(status: number, title: string, detail: string): Reply {
  const type = "https://mailchimp.com/developer/marketing/docs/errors/";
  return {
    status,
    headers: { "content-type": "application/problem+json; charset=utf-8" },
    body: { type, title, status, detail, instance: "00000000-0000-0000-0000-000000000000" },
  };
}

const missing = problem({ status: 404, detail: "The requested resource could not be found." });
const keyRefused = problemReply(401, "API Key Invalid", "Your API key may be invalid.");
