import { startServer, type Call, type Reply, type SimulatorServer } from "../../server.ts";
import { createBearerTokens, type BearerTokens, type OAuthClient } from "./bearer-tokens.ts";
import { createContactList, EMAIL, OPT_IN, type ContactList, type EmarsysContact } from "./contact-list.ts";
import { deleteContacts, getContactData, updateContacts } from "./contacts.ts";
import { createEventEndpoints, type EmarsysEvent, type EventEndpoints } from "./events.ts";
import { createOutbox, type Delivery } from "./outbox.ts";
import { createRateLimit, throttledReply, type RateLimit } from "./rate-limit.ts";
import { done, refusal } from "./replies.ts";
import { routeOf, type EmarsysOperation, type Route } from "./route.ts";
import { createWsseCheck, type WsseUser } from "./wsse.ts";

export interface EmarsysOptions {
  /** Who may sign in to `/api/v3`; nobody when left out. */
  readonly oauth?: OAuthClient;
  /** Who may sign in to `/api/v2`; nobody when left out. */
  readonly wsse?: WsseUser;
  readonly events: readonly EmarsysEvent[];
  readonly contacts?: readonly EmarsysContact[];
  /** Whether the account has the advanced features of Interactions. */
  readonly interactionsAdvanced?: boolean;
  /** False: a repeated `trigger_id` is mailed again. */
  readonly deduplicates?: boolean;
  readonly tokenLifeSeconds?: number;
  readonly requestsPerMinute?: number;
  readonly clock?: { now(): Date };
  readonly port?: number;
}

/** A simulated Emarsys account: `api.emarsys.net` and `auth.emarsys.net` in one. */
export interface Emarsys extends SimulatorServer {
  /** What was mailed in the end, whatever the caller was told. */
  readonly delivered: readonly Delivery[];
  /** Repeated triggers that were answered like the first and mailed to nobody. */
  readonly swallowed: readonly Delivery[];
  /** Compares addresses without regard to case. */
  deliveredTo(email: string): readonly Delivery[];
  /** Field 31 of the one contact with this address; undefined when it is empty, or there is no such contact. */
  optInOf(email: string): string | undefined;
  /** Sets what is left of the rate limit, and when there is more. */
  throttle(window: { readonly remaining: number; readonly resetAt: Date }): void;
  /** Ends every OAuth token issued so far. */
  revokeAll(): void;
  /** Switches an endpoint off for the credential. */
  permissionsOff(operation: EmarsysOperation): void;
}

interface Account {
  readonly tokens: BearerTokens;
  readonly wsseFault: (header: string | undefined) => string | undefined;
  readonly limit: RateLimit;
  readonly forbidden: ReadonlySet<EmarsysOperation>;
  readonly contacts: ContactList;
  readonly events: EventEndpoints;
}

export async function startEmarsys(options: EmarsysOptions): Promise<Emarsys> {
  const { clock = { now: () => new Date() }, deduplicates = true, interactionsAdvanced = false } = options;
  const contacts = createContactList(options.contacts ?? []);
  const outbox = createOutbox({ clock, deduplicates });
  const forbidden = new Set<EmarsysOperation>();
  const account: Account = {
    tokens: createBearerTokens({
      client: options.oauth,
      clock,
      lifeSeconds: options.tokenLifeSeconds ?? 3600,
    }),
    wsseFault: options.wsse === undefined ? () => "no user" : createWsseCheck({ user: options.wsse, clock }),
    limit: createRateLimit({ clock, perMinute: options.requestsPerMinute ?? 1000 }),
    forbidden,
    contacts,
    events: createEventEndpoints({ events: options.events, contacts, outbox, interactionsAdvanced }),
  };
  const server = await startServer(
    {
      operationOf: (call) => routeOf(call)?.operation ?? "not-simulated",
      answer: (call) => answer(call, account),
    },
    options.port === undefined ? { clock } : { clock, port: options.port },
  );
  return {
    ...server,
    delivered: outbox.delivered,
    swallowed: outbox.swallowed,
    deliveredTo: (email) => outbox.deliveredTo(email),
    optInOf(email) {
      const contact = contacts.find(EMAIL, email);
      return "code" in contact ? undefined : (contact.fields.get(OPT_IN) ?? undefined);
    },
    throttle: (window) => account.limit.throttle(window),
    revokeAll: () => account.tokens.revokeAll(),
    permissionsOff: (operation) => void forbidden.add(operation),
  };
}

/** In the order of the real one as far as it is known: who are you, how often, may you, and then what you want. */
function answer(call: Call, account: Account): Reply {
  const route = routeOf(call);
  if (route === undefined) return { status: 501, body: "not simulated" };
  if (route.api === undefined) return act(route, call, account);
  const fault = signInFault(route.api, call, account);
  if (fault !== undefined) return refusal(401, 1, fault);
  const reply = admitted(route, call, account);
  return { ...reply, headers: { ...account.limit.headers(), ...reply.headers } };
}

function signInFault(api: "v2" | "v3", call: Call, account: Account): string | undefined {
  if (api === "v3") {
    return account.tokens.accepts(call.headers.authorization)
      ? undefined
      : "the token is unknown or has ended";
  }
  const header = call.headers["x-wsse"];
  return account.wsseFault(typeof header === "string" ? header : undefined);
}

function admitted(route: Route, call: Call, account: Account): Reply {
  if (!account.limit.admit()) return throttledReply();
  // the registry has no reply code for this one
  if (account.forbidden.has(route.operation)) return { status: 403, body: "Forbidden" };
  return act(route, call, account);
}

function act(route: Route, call: Call, account: Account): Reply {
  switch (route.operation) {
    case "token":
      return account.tokens.answerTokenRequest(call);
    case "healthcheck":
      return { status: 200, body: "OK" };
    case "trigger":
      return account.events.trigger(call, route.eventId);
    case "getdata":
      return getContactData(call, account.contacts);
    case "update-contacts":
      return updateContacts(call, account.contacts);
    case "delete-contacts":
      return deleteContacts(call, account.contacts);
    case "settings":
      return done({ id: 700_000_001, name: "simulated account" });
    case "events":
      return account.events.list();
    case "event-usages":
      return account.events.usages(route.eventId);
  }
}
