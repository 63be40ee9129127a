import { exampleReminder } from "../cart/example-reminder.ts";
import { ConnectorError } from "../cart/connector-error.ts";
import type { Judged } from "../cart/outcome.ts";
import type { ReminderFacts } from "../cart/reminder.ts";
import { filled } from "../cart/return-link.ts";
import type { Draft } from "../ports/email-provider.ts";
import type { Mail } from "../ports/mail-writer.ts";
import { factsOf } from "../steps/compose.ts";
import { enrich } from "../steps/enrich.ts";
import { find } from "../steps/find.ts";
import { identify } from "../steps/identify.ts";
import { readPerson, withCandidate } from "../steps/recall.ts";
import { dryWay } from "./dry-way.ts";
import { examplePicture } from "./example-pictures.ts";
import type { PassTools } from "./pass.ts";
import { exampleWriter, previewWriterOf } from "./wire-mail.ts";
import type { WiredChannel } from "./wire-neighbours.ts";

/** A reminder as it would leave, and the mail. Holds everything about the shopper; nothing of it was sent. */
export interface Preview {
  /** The requests to the provider, in turn, without sign-in and mere questions. */
  readonly requests: readonly Draft[];
  /** What we would write. Most providers make the mail from a template of their own instead. */
  readonly mail: Mail;
}

/** A cart that comes to no reminder at all, and its word. */
export interface NoPreview {
  readonly ended: Judged;
}

const EXAMPLE_CART = "EXAMPLE-CART";
/** In the place of what only the shopper may have. */
const NO_TOKEN = "PREVIEW";

/** The example, for a shop without settings. */
export function plainExample(language: string): Mail {
  return exampleWriter().write(exampleReminder({ language, picture: examplePicture }));
}

/** The example as this channel and its provider would send it. */
export function previewExample(channel: WiredChannel, language: string): Preview {
  const { settings, provider } = channel;
  const { RetailServerClientOptions: server, LinkOptions: links, MediaOptions: media } = settings;
  const { unsubscribeUrl: _, ...facts } = exampleReminder({
    language,
    returnToCartUrl: filled(server.ReturnToCartUrl, {
      cartId: EXAMPLE_CART,
      language,
      referralCode: "EXAMPLE",
    }),
    picture: (number, width) => new URL(`/example-${number}.jpg?w=${width}`, media.ImageServerUrl).href,
  });
  const example: ReminderFacts = {
    ...facts,
    ...(links.PublicBaseUrl === undefined
      ? {}
      : { unsubscribeUrl: `${links.PublicBaseUrl}/api/unsubscribe/${NO_TOKEN}` }),
  };
  const drawn = exampleReminder({ language, picture: examplePicture });
  const lines = example.lines.map((line, index) => ({ ...line, image: drawn.lines[index]?.image }));
  return {
    requests: provider.drafts(example),
    mail: previewWriterOf(settings).write({ ...example, lines }),
  };
}

/**
 * A cart of the shop as it would be sent, whether it may be or not. `tools` must be those of a dry run. Throws
 * `arguments-invalid` when Retail Server shows no such cart.
 */
export async function previewCart(
  tools: PassTools,
  channel: WiredChannel,
  cartId: string,
): Promise<Preview | NoPreview> {
  const way = await dryWay(tools);
  const cart = await way.retailServer.cart(cartId);
  if (cart === undefined || cart === "unreadable") {
    throw new ConnectorError(
      "arguments-invalid",
      `channel ${channel.name} shows no such cart now, or none that can be read`,
      { fix: "name the channel of the cart with --channel, or leave the cart out to see the example" },
    );
  }
  const found = find(way.rules, [{ cart }]);
  const identified = await identify(way, found.on);
  const [ended] = [...found.ended, ...identified.ended];
  const [item] = identified.on;
  if (item === undefined) return { ended: ended ?? { cartId, outcome: "no-customer" } };
  const recalled = withCandidate(way, item, await readPerson(way, item.person));
  const [shown] = await enrich(way, [recalled]);
  if (shown === undefined) throw new ConnectorError("broken-promise", "a single cart was not enriched");
  const facts = withoutToken(factsOf(way, shown).facts);
  return { requests: channel.provider.drafts(facts), mail: previewWriterOf(channel.settings).write(facts) };
}

/** Whoever has a person's link can unsubscribe that person: a preview goes from hand to hand. */
function withoutToken(facts: ReminderFacts): ReminderFacts {
  const { unsubscribeUrl: url } = facts;
  return url === undefined ? facts : { ...facts, unsubscribeUrl: url.replace(/[^/]+$/, NO_TOKEN) };
}
