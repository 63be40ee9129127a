import type { Owed } from "../cart/documents.ts";
import { paidOff } from "../cart/person.ts";
import type { Address, PersonId } from "../cart/shopper.ts";
import type { IEmailProvider } from "../ports/email-provider.ts";
import type { Ledger } from "../ports/ledger.ts";
import { atMost } from "./at-most.ts";
import { readPerson } from "./recall.ts";
import type { Ending, Identified, WayTools } from "./way.ts";

const AT_ONCE = 4;
const MOST_TRIES = 10;

/**
 * Tells the provider of refusals that it has not heard of. They came without an address, so it can only be done when the
 * person is seen again. A provider that fails is told the next time; the ledger keeps the person from being mailed anyway.
 */
export async function passOn(
  tools: Pick<WayTools, "ledger" | "provider" | "log" | "runId">,
  seen: readonly Identified[],
  ended: readonly Ending[],
): Promise<void> {
  const owing = ended.flatMap(({ cartId, about }) => {
    const owed = about?.memory?.doc.suppressed?.owed;
    const who = seen.find(({ cart }) => cart.id === cartId);
    return owed === undefined || who === undefined ? [] : [{ owed, who }];
  });
  await atMost(AT_ONCE, owing, async ({ owed, who }) => {
    try {
      if ((await tell(tools.provider, who.address, owed)) === "not-offered") return;
      await payOff(tools.ledger, who.person, owed);
    } catch {
      tools.log.warn("a refusal could not be passed on to the provider", { runId: tools.runId, owed });
    }
  });
}

/** "unknown": the provider has nobody of this address. Throws a `provider-…` fault. */
export async function tell(
  provider: IEmailProvider,
  address: Address,
  owed: Owed,
): Promise<"done" | "unknown" | "not-offered"> {
  switch (owed) {
    case "opt-out":
      return (await provider.optOut?.(address)) ?? "not-offered";
    case "erasure":
      return (await provider.erase?.(address)) ?? "not-offered";
  }
}

/** Writes down that the provider has been told. What was written meanwhile stays. */
export async function payOff(ledger: Ledger, person: PersonId, owed: Owed): Promise<void> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const known = await readPerson({ ledger }, person);
    const doc = paidOff(known?.doc, owed);
    if (known === undefined || doc === undefined) return;
    if ((await ledger.replace(doc, known.version)) !== "conflict") return;
  }
}
