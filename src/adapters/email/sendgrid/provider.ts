import { asConnectorError } from "../../../cart/connector-error.ts";
import type { Capabilities, Handover, IEmailProvider } from "../../../ports/email-provider.ts";
import type { Reminder } from "../../../cart/reminder.ts";
import { exchange, type Exchange } from "../../http/exchange.ts";
import { released, sameForAll } from "../answers.ts";
import { withApiKey } from "../api-key.ts";
import { MASKED } from "../draft.ts";
import type { ProviderTools } from "../entry.ts";
import { oneRequest } from "../one-request.ts";
import { checkSendGrid } from "./check.ts";
import { MAX_REPLY_BYTES, type SendGridOptions } from "./options.ts";
import { ENVELOPE_BYTES, mailBody, personalizationBytes, trialBody } from "./payload.ts";
import { eraseRecipient, leaveGroup } from "./refusals.ts";
import { readReply } from "./reply.ts";
import { isOutOfCredits } from "./schema.ts";

/** What SendGrid recommends; it refuses from 30 MB. */
const MOST_BYTES = 20_000_000;

export const SENDGRID_CAN: Capabilities = {
  maxBatch: 1000,
  maxBytes: MOST_BYTES - ENVELOPE_BYTES,
  deduplicates: false,
  knowsConsent: false,
};

const SEND = "/v3/mail/send";
const JSON_BODY = { "content-type": "application/json" } as const;

/** Twilio SendGrid: mails a dynamic template to each person. */
export function createSendGrid(options: SendGridOptions, tools: ProviderTools): IEmailProvider {
  const apiKey = {
    secrets: tools.secrets,
    secretName: options.apiKeySecretName,
    isTurnedDown: (result: Exchange) =>
      result.kind === "reply" && result.status === 401 && !isOutOfCredits(result.text),
  };

  /** Throws only before a request, or after one that was turned down with 401. */
  function call(path: string, body?: string): Promise<Exchange> {
    return withApiKey(apiKey, (key) =>
      exchange(tools, {
        ...(body === undefined ? { method: "GET" } : { method: "POST", body }),
        url: new URL(`${options.apiUrl}${path}`),
        headers: { ...headersWith(key), ...(body === undefined ? {} : JSON_BODY) },
        timeoutMs: options.requestTimeoutMs,
        maxBytes: MAX_REPLY_BYTES,
      }),
    );
  }

  async function handOver(batch: readonly Reminder[]): Promise<Handover> {
    try {
      return readReply(await call(SEND, mailBody(options, batch)), batch, tools.clock.now());
    } catch (thrown) {
      return sameForAll(batch, released(tools.clock.now()), asConnectorError(thrown));
    }
  }

  return {
    name: "sendgrid",
    can: SENDGRID_CAN,
    bytesOf: personalizationBytes,
    drafts: (reminder) => [
      {
        method: "POST",
        url: `${options.apiUrl}${SEND}`,
        headers: { ...headersWith(MASKED), ...JSON_BODY },
        body: mailBody(options, [reminder]),
      },
    ],
    async remind(batch) {
      // SendGrid refuses a request in which an address stands twice
      const { firsts, others } = oneRequest(batch);
      if (firsts.length === 0) return { answers: new Map() };
      const handover = await handOver(firsts);
      const waiting = sameForAll(others, released(tools.clock.now())).answers;
      return { ...handover, answers: new Map([...waiting, ...handover.answers]) };
    },
    // it knows who left, not who agreed: nobody is answered for
    consent: () => Promise.resolve(new Map()),
    optOut: (address) => leaveGroup(options, address, call),
    erase: (address) => eraseRecipient(address, call),
    check: (templates = []) =>
      checkSendGrid(options, [options.templateId, ...templates], {
        scopes: () => call("/v3/scopes"),
        trial: (templateId) => call(SEND, trialBody(options, templateId)),
      }),
  };
}

function headersWith(key: string) {
  return { authorization: `Bearer ${key}`, accept: "application/json" };
}
