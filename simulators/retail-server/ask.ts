import type { Envelope } from "./collection.ts";
import { badRequest, Refusal } from "./errors.ts";
import type { Knobs } from "./knobs.ts";
import type { LiveShop } from "./live-shop.ts";
import type { Target } from "./target.ts";

/** One call that has been let in, with everything an answer is made from. */
export interface Ask extends Envelope {
  readonly target: Target;
  readonly shop: LiveShop;
  readonly knobs: Knobs;
  readonly channelRecordId: number;
}

/** One id that the server trips over fails the whole request. */
export function refusePoison<Id>(ids: readonly Id[], poisoned: ReadonlyMap<Id, 400 | 500>): void {
  const status = ids.map((id) => poisoned.get(id)).find((found) => found !== undefined);
  if (status === 400) throw badRequest("a row of this request cannot be used", "RequiredValueNotFound");
  if (status === 500) {
    const message = "a row of this request broke the server";
    throw new Refusal({ status, type: "StorageException", resourceId: "TransientStorageError", message });
  }
}
