import type { CommerceCarts } from "../../../ports/commerce-carts.ts";
import { isGone } from "../carts.ts";
import type { ReaderTools } from "../channel.ts";
import { unreadable } from "../faults.ts";
import { isRecordId } from "../schema.ts";
import { MadeCart } from "./schema.ts";

/** The only requests of ours that change a shop. None is sent twice: a reply that was lost may have been a yes. */
export function createCommerceCarts({ client }: Pick<ReaderTools, "client">): CommerceCarts {
  return {
    async make() {
      const operation = "Carts";
      const reply = await client.ask({ operation, body: '{"Id":""}', mostTries: 1 });
      if (reply.kind === "refusal") throw reply.fault;
      const made = MadeCart.safeParse(reply.json);
      if (made.success) return made.data.Id;
      throw unreadable({ host: client.host, operation }, "a cart without an id");
    },
    async addLines(id, lines) {
      const cartLines = lines
        .filter(({ productId }) => isRecordId(productId))
        // written by hand, because an Int64 may be longer than a JavaScript number is exact
        .map(({ productId, quantity }) => `{"ProductId":${productId},"Quantity":${quantity}}`);
      const reply = await client.ask({
        operation: "Carts('{id}')/AddCartLines",
        slots: { id },
        body: `{"cartLines":[${cartLines.join(",")}]}`,
        mostTries: 1,
      });
      if (reply.kind === "answer") return "added";
      if (isGone(reply)) return "gone";
      throw reply.fault;
    },
  };
}
