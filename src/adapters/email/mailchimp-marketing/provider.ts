import type { Capabilities, IEmailProvider } from "../../../ports/email-provider.ts";
import { exchange } from "../../http/exchange.ts";
import { createGate } from "../../http/gate.ts";
import { retryingExchange } from "../../http/retrying-exchange.ts";
import { released, sameForAll } from "../answers.ts";
import type { ProviderTools } from "../entry.ts";
import { readStore } from "./audience.ts";
import { createCall } from "./calls.ts";
import { checkStore } from "./check.ts";
import { readConsent } from "./consent.ts";
import { cartDrafts } from "./drafts.ts";
import { createHandOver } from "./hand-over.ts";
import type { MarketingOptions } from "./options.ts";
import { cartBytes } from "./payload.ts";
import { eraseMember, unsubscribe } from "./refusals.ts";
import type { Store } from "./schema.ts";

/** No limit is documented; an ordinary cart is a thousandth of this. */
const MOST_BYTES = 1_000_000;
/** Mailchimp answers ten at once; the shop's other integrations need some of them. */
const MOST_AT_ONCE = 5;
const MOST_WAIT_MS = 30_000;

export const MARKETING_CAN: Capabilities = {
  maxBatch: 1,
  maxBytes: MOST_BYTES,
  deduplicates: true,
  knowsConsent: true,
};

/** Mailchimp Marketing: puts the cart into a store at Mailchimp, whose own flow for abandoned carts does the rest. */
export function createMailchimpMarketing(options: MarketingOptions, tools: ProviderTools): IEmailProvider {
  const gate = createGate({ max: MOST_AT_ONCE, clock: tools.clock });
  const call = createCall(options, tools.secrets, (what) => exchange(tools, what));
  const read = createCall(options, tools.secrets, (what) =>
    retryingExchange({ ...tools, gate, maxWaitMs: MOST_WAIT_MS }, async () => what),
  );
  let known: Store | undefined;

  /** A store that holds its flows back is asked after again. */
  async function store(): Promise<Store> {
    if (known === undefined || known.is_syncing) known = await readStore(options, call);
    return known;
  }

  const handOver = createHandOver(options, { clock: tools.clock, call, store });
  return {
    name: "mailchimp-marketing",
    can: MARKETING_CAN,
    bytesOf: cartBytes,
    drafts: (reminder) => cartDrafts(options, reminder),
    async remind([reminder, ...others]) {
      if (reminder === undefined) return { answers: new Map() };
      const handover = await handOver(reminder);
      const waiting = sameForAll(others, released(tools.clock.now())).answers;
      return { ...handover, answers: new Map([...waiting, ...handover.answers]) };
    },
    consent: async (addresses) => readConsent(addresses, { store: await store(), read }),
    optOut: async (address) => unsubscribe(await store(), address, call),
    erase: async (address) => eraseMember(options, { store: await store(), address, call }),
    check: async () => checkStore(options, await readStore(options, call)),
  };
}
