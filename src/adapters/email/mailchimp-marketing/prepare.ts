import type { Answer } from "../../../cart/documents.ts";
import type { Reminder } from "../../../cart/reminder.ts";
import { heard, storePath, unknownStore, type Call, type Heard } from "./calls.ts";
import type { MarketingOptions } from "./options.ts";
import { memberHash, type CartBodies } from "./payload.ts";

/** Everything that has to be in the store before a cart can name it. Nothing in here mails anybody; all may be repeated. */
export interface Preparing {
  /** "ready", or why this reminder cannot be. Throws a `provider-…` fault, or that of the secret store. */
  prepare(reminder: Reminder, bodies: CartBodies, call: Call): Promise<"ready" | Answer>;
}

const REFUSED: Answer = { kind: "refused", why: "payload-refused" };
const MOST_KNOWN = 20_000;

export function createPreparing(options: MarketingOptions): Preparing {
  const store = storePath(options);
  /** What each product was last told to be, so that it is told once and not with every cart. */
  const known = new Map<string, string>();

  async function ask(
    call: Call,
    method: "PUT" | "PATCH" | "POST",
    to: { path: string; body: string },
  ): Promise<Heard> {
    const doing = "telling the store of a customer or a product";
    return heard(await call({ method, path: `${store}${to.path}`, body: to.body }), doing);
  }

  async function tellProduct(id: string, body: string, call: Call): Promise<boolean> {
    const path = `/products/${encodeURIComponent(id)}`;
    const changed = await ask(call, "PATCH", { path, body });
    if (changed.kind !== "absent") return changed.kind === "text";
    const added = await ask(call, "POST", { path: "/products", body });
    if (added.kind === "absent") throw unknownStore().fault;
    if (added.kind === "text") return true;
    // somebody else may have added it in between
    return (await ask(call, "PATCH", { path, body })).kind === "text";
  }

  return {
    async prepare(reminder, { customer, products }, call) {
      const path = `/customers/${memberHash(reminder.address)}`;
      const told = await ask(call, "PUT", { path, body: customer });
      if (told.kind === "absent") throw unknownStore().fault;
      if (told.kind === "refused") return REFUSED;
      for (const [id, body] of products) {
        if (known.get(id) === body) continue;
        if (!(await tellProduct(id, body, call))) return REFUSED;
        if (known.size >= MOST_KNOWN) known.clear();
        known.set(id, body);
      }
      return "ready";
    },
  };
}
