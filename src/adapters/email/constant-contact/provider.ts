import type { Capabilities, IEmailProvider } from "../../../ports/email-provider.ts";
import { released, sameForAll } from "../answers.ts";
import type { FurtherTools } from "../entry.ts";
import { oneRequest } from "../one-request.ts";
import { createCalls } from "./calls.ts";
import { checkConstantContact } from "./check.ts";
import { readConsent } from "./consent.ts";
import { cartDrafts } from "./drafts.ts";
import { createHandOver } from "./hand-over.ts";
import type { ConstantContactOptions } from "./options.ts";
import { fieldBytes } from "./payload.ts";
import { unsubscribe } from "./refusals.ts";
import { createSignIn } from "./sign-in.ts";

/** As many can be prepared in ten seconds, at four requests in a second and two for each. */
const MOST_PEOPLE = 20;
/** Fields are short: no batch comes near this. */
const MOST_BYTES = 1_000_000;

export const CONSTANT_CONTACT_CAN: Capabilities = {
  maxBatch: MOST_PEOPLE,
  maxBytes: MOST_BYTES,
  deduplicates: false,
  knowsConsent: true,
};

/** Constant Contact: writes the cart into custom fields and adds the contact to a list, which starts an automation. */
export function createConstantContact(
  options: ConstantContactOptions,
  tools: Omit<FurtherTools, "mail" | "azureToken">,
): IEmailProvider {
  const calls = createCalls(options, tools, createSignIn(options, tools));
  const handOver = createHandOver(options, { calls, clock: tools.clock });
  return {
    name: "constant-contact",
    can: CONSTANT_CONTACT_CAN,
    bytesOf: fieldBytes,
    drafts: (reminder) => cartDrafts(options, reminder),
    async remind(batch) {
      // a contact holds one cart, and a request joins one list
      const { firsts, others } = oneRequest(batch);
      if (firsts.length === 0) return { answers: new Map() };
      const handover = await handOver(firsts);
      const waiting = sameForAll(others, released(tools.clock.now())).answers;
      return { ...handover, answers: new Map([...waiting, ...handover.answers]) };
    },
    consent: (addresses) => readConsent(addresses, calls),
    optOut: (address) => unsubscribe(address, calls),
    check: (lists = []) => checkConstantContact(options, [options.listId, ...lists], calls),
  };
}
