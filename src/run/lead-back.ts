import { withClick } from "../cart/click.ts";
import { asConnectorError, ConnectorError, type FaultCode } from "../cart/connector-error.ts";
import type { PersonRules } from "../cart/person.ts";
import { filled, hasPlace, LINK_PLACES } from "../cart/return-link.ts";
import { openReturnToken, returnKey, type ReturnContent } from "../cart/return-token.ts";
import type { PersonKey } from "../cart/shopper.ts";
import type { Clock } from "../ports/clock.ts";
import type { Ledger } from "../ports/ledger.ts";
import type { ChannelSettings } from "../settings/schema.ts";
import { readPerson } from "../steps/recall.ts";

/** What following a tracked link needs. */
export interface LeadBackTools {
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly rules: PersonRules;
  readonly channels: readonly { readonly name: string; readonly settings: ChannelSettings }[];
  personKey(): Promise<PersonKey>;
}

/** Where a shopper is led, and why the click was not counted although it should have been. */
export interface LedBack {
  readonly to: string;
  readonly uncounted?: FaultCode | "ledger-slow";
}

/** Nobody waits longer for our books. */
const PATIENCE_MS = 1_500;
const MOST_TRIES = 3;

/**
 * Where a tracked link leads. It always leads to an address of the settings: to the cart when we made the token and it has
 * not ended, to a start page otherwise, and nothing tells why. A ledger that is slow or down costs the count, not the way.
 */
export async function leadBack(tools: LeadBackTools, token: string, isClick: boolean): Promise<LedBack> {
  const [first] = tools.channels;
  if (first === undefined) throw new ConnectorError("broken-promise", "settings without a channel");
  const key = await within(tools.clock, tools.personKey());
  if ("late" in key) return { to: withoutPlaces(first.settings), uncounted: key.late };
  const content = openReturnToken(token, returnKey(key.value));
  const channel = tools.channels.find(({ name }) => name === content?.channel);
  if (content === undefined || channel === undefined) return { to: startPage(first.settings) };
  if (content.expires <= tools.clock.now()) return { to: startPage(channel.settings) };
  const counted = await within(tools.clock, noteOpening(tools, content, isClick));
  if ("value" in counted && counted.value === "erased") return { to: startPage(channel.settings) };
  const to = cartPage(channel.settings, content);
  return "late" in counted && isClick ? { to, uncounted: counted.late } : { to };
}

/** Counts a person's opening with their other reminders. "erased": this person asked us to forget them. */
export async function noteOpening(
  tools: Pick<LeadBackTools, "ledger" | "rules" | "clock">,
  { person, key }: Pick<ReturnContent, "person" | "key">,
  isClick: boolean,
): Promise<"erased" | "done"> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const stored = await readPerson(tools, person);
    if (stored?.doc.suppressed?.reason === "erased") return "erased";
    const clicked = isClick
      ? withClick(stored?.doc, key, { rules: tools.rules, now: tools.clock.now() })
      : undefined;
    if (stored === undefined || clicked === undefined) return "done";
    if ((await tools.ledger.replace(clicked, stored.version)) !== "conflict") return "done";
  }
  return "done";
}

/** A place that came into the settings after the mail went out has no value: then the start page has to do. */
function cartPage(settings: ChannelSettings, { places }: ReturnContent): string {
  const url = settings.RetailServerClientOptions.ReturnToCartUrl;
  const isWhole = LINK_PLACES.every((name) => !hasPlace(url, name) || places[name] !== undefined);
  return isWhole ? filled(url, places) : startPage(settings);
}

/** The cart page where it is one page for everybody, which needs no key. */
function withoutPlaces(settings: ChannelSettings): string {
  const url = settings.RetailServerClientOptions.ReturnToCartUrl;
  return LINK_PLACES.some((name) => hasPlace(url, name)) ? startPage(settings) : url;
}

function startPage({ RetailServerClientOptions: server, LinkOptions: links }: ChannelSettings): string {
  return links.StartPageUrl ?? `${new URL(server.ReturnToCartUrl).origin}/`;
}

async function within<T>(
  clock: Clock,
  work: Promise<T>,
): Promise<{ readonly value: T } | { readonly late: FaultCode | "ledger-slow" }> {
  const patience = clock.deadline(PATIENCE_MS);
  const { promise: late, resolve } = Promise.withResolvers<{ readonly late: "ledger-slow" }>();
  patience.signal.addEventListener("abort", () => resolve({ late: "ledger-slow" }), { once: true });
  const answer = work.then(
    (value) => ({ value }),
    (thrown: unknown) => ({ late: asConnectorError(thrown).code }),
  );
  try {
    return await Promise.race([answer, late]);
  } finally {
    patience.release();
  }
}
