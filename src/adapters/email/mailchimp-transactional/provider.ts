import { asConnectorError } from "../../../cart/connector-error.ts";
import type { Reminder } from "../../../cart/reminder.ts";
import type { Capabilities, Handover, IEmailProvider } from "../../../ports/email-provider.ts";
import { exchange, type Exchange } from "../../http/exchange.ts";
import { released, sameForAll } from "../answers.ts";
import { withApiKey } from "../api-key.ts";
import { MASKED } from "../draft.ts";
import type { ProviderTools } from "../entry.ts";
import { oneRequest } from "../one-request.ts";
import { checkMailchimp } from "./check.ts";
import { MAX_REPLY_BYTES, type MailchimpOptions } from "./options.ts";
import { ENVELOPE_BYTES, personBytes, sendBody } from "./payload.ts";
import { isKeyTurnedDown } from "./refusal.ts";
import { rejectFromNowOn } from "./refusals.ts";
import { readReply } from "./reply.ts";

/** With more Mailchimp only queues, and tells nobody's fate. */
const MOST_PEOPLE = 10;
/** No limit is documented; ten ordinary reminders are a hundredth of this. */
const MOST_BYTES = 5_000_000;

export const MAILCHIMP_CAN: Capabilities = {
  maxBatch: MOST_PEOPLE,
  maxBytes: MOST_BYTES - ENVELOPE_BYTES,
  deduplicates: false,
  knowsConsent: false,
};

const SEND = "/messages/send-template";
const HEADERS = { "content-type": "application/json", accept: "application/json" } as const;

/** Mailchimp Transactional (Mandrill): mails a template to each person. */
export function createMailchimpTransactional(
  options: MailchimpOptions,
  tools: ProviderTools,
): IEmailProvider {
  const apiKey = {
    secrets: tools.secrets,
    secretName: options.apiKeySecretName,
    isTurnedDown: isKeyTurnedDown,
  };

  /** Throws only before a request, or after one whose key was turned down. */
  function call(path: string, bodyWith: (key: string) => string): Promise<Exchange> {
    return withApiKey(apiKey, (key) =>
      exchange(tools, {
        method: "POST",
        url: new URL(`${options.apiUrl}${path}`),
        headers: HEADERS,
        body: bodyWith(key),
        timeoutMs: options.requestTimeoutMs,
        maxBytes: MAX_REPLY_BYTES,
      }),
    );
  }

  async function handOver(batch: readonly Reminder[]): Promise<Handover> {
    try {
      const result = await call(SEND, (key) => sendBody(options, key, batch));
      return readReply(result, batch, tools.clock.now());
    } catch (thrown) {
      return sameForAll(batch, released(tools.clock.now()), asConnectorError(thrown));
    }
  }

  return {
    name: "mailchimp-transactional",
    can: MAILCHIMP_CAN,
    bytesOf: personBytes,
    drafts: (reminder) => [
      {
        method: "POST",
        url: `${options.apiUrl}${SEND}`,
        headers: HEADERS,
        body: sendBody(options, MASKED, [reminder]),
      },
    ],
    async remind(batch) {
      // data and answers go by address, so an address can stand in a request only once
      const { firsts, others } = oneRequest(batch);
      if (firsts.length === 0) return { answers: new Map() };
      const handover = await handOver(firsts);
      const waiting = sameForAll(others, released(tools.clock.now())).answers;
      return { ...handover, answers: new Map([...waiting, ...handover.answers]) };
    },
    // it knows who is not to be mailed, not who agreed: nobody is answered for
    consent: () => Promise.resolve(new Map()),
    optOut: (address) => rejectFromNowOn(address, call),
    check: (templates = []) =>
      checkMailchimp([options.templateName, ...templates], (name) =>
        call("/templates/info", (key) => JSON.stringify({ key, name })),
      ),
  };
}
