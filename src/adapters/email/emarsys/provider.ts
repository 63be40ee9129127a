import { asConnectorError } from "../../../cart/connector-error.ts";
import type { Reminder } from "../../../cart/reminder.ts";
import type { Capabilities, Handover, IEmailProvider } from "../../../ports/email-provider.ts";
import { exchange, type Exchange } from "../../http/exchange.ts";
import { released } from "../answers.ts";
import { oneRequest } from "../one-request.ts";
import { MASKED } from "../draft.ts";
import { everybody } from "./answers.ts";
import { checkEmarsys } from "./check.ts";
import { readConsent } from "./consent.ts";
import { oauth2SignIn } from "./oauth2.ts";
import { MAX_REPLY_BYTES, triggerUrl, type EmarsysOptions, type EmarsysTools } from "./options.ts";
import { contactBytes, ENVELOPE_BYTES, triggerBody } from "./payload.ts";
import { createRead } from "./reading.ts";
import { eraseContact, optOutContact } from "./refusals.ts";
import { readReply } from "./reply.ts";
import { signedIn } from "./sign-in.ts";
import { wsseSignIn } from "./wsse.ts";

const MOST_CONTACTS = 1000;
/** The limit of an event payload, taken for the whole request because it is not said which of the two is meant. */
const MOST_BYTES = 1_000_000;

export const EMARSYS_CAN: Capabilities = {
  maxBatch: MOST_CONTACTS,
  maxBytes: MOST_BYTES - ENVELOPE_BYTES,
  deduplicates: true,
  knowsConsent: true,
};

const MASKED_SIGN_IN = {
  oauth2: { authorization: `Bearer ${MASKED}` },
  wsse: { "x-wsse": `UsernameToken ${MASKED}` },
} as const;
const JSON_BODY = { "content-type": "application/json", accept: "application/json" } as const;

/** Emarsys: triggers an external event, on which a program or an e-mail of the retailer hangs. */
export function createEmarsys(options: EmarsysOptions, tools: EmarsysTools): IEmailProvider {
  const signIn = (options.authentication === "oauth2" ? oauth2SignIn : wsseSignIn)(options, tools);
  const read = createRead(options, tools, signIn);

  /** Throws only before a request, or after one that was turned down with 401. */
  function trigger(batch: readonly Reminder[]): Promise<Exchange> {
    const url = triggerUrl(options, batch[0]?.template ?? options.eventId);
    const body = triggerBody(options.contactKeyId, batch);
    return signedIn(signIn, async (headers) =>
      exchange(tools, {
        method: "POST",
        url,
        headers: { ...(await headers()), ...JSON_BODY },
        body,
        timeoutMs: options.requestTimeoutMs,
        maxBytes: MAX_REPLY_BYTES,
      }),
    );
  }

  async function handOver(batch: readonly Reminder[]): Promise<Handover> {
    let result: Exchange;
    try {
      result = await trigger(batch);
    } catch (thrown) {
      return everybody(batch, released(tools.clock.now()), asConnectorError(thrown));
    }
    const { strayErrors, warned, ...handover } = readReply(result, batch, tools.clock.now());
    if (strayErrors > 0) tools.log.warn("emarsys named errors of nobody we sent", { count: strayErrors });
    if (warned) tools.log.warn("emarsys warned about the event data", { contacts: batch.length });
    return handover;
  }

  return {
    name: "emarsys",
    can: EMARSYS_CAN,
    bytesOf: contactBytes,
    drafts: (reminder) => [
      {
        method: "POST",
        url: triggerUrl(options, reminder.template ?? options.eventId).href,
        headers: { ...MASKED_SIGN_IN[options.authentication], ...JSON_BODY },
        body: triggerBody(options.contactKeyId, [reminder]),
      },
    ],
    async remind(batch) {
      // the event stands in the address; errors come back by e-mail address, which can stand in a request only once
      const { firsts, others } = oneRequest(batch);
      if (firsts.length === 0) return { answers: new Map() };
      const handover = await handOver(firsts);
      const waiting = everybody(others, released(tools.clock.now())).answers;
      return { ...handover, answers: new Map([...waiting, ...handover.answers]) };
    },
    consent: (addresses) => readConsent(options.contactKeyId, addresses, read),
    optOut: (address) => optOutContact(options.contactKeyId, address, read),
    erase: (address) => eraseContact(options.contactKeyId, address, read),
    check: (templates = []) => checkEmarsys(options, [options.eventId, ...templates], read),
  };
}
