import type { RetailServer } from "../../ports/retail-server.ts";
import { readByIds } from "./batches.ts";
import type { ReaderTools } from "./channel.ts";
import { isRecordId, ProductRow } from "./schema.ts";

/** Languages come from customer records and go into a header: nothing but a tag may. */
const LANGUAGE_TAG = /^[a-z]{2,3}(-[a-z0-9]{1,8})*$/i;

export function createProductReader(tools: ReaderTools): Pick<RetailServer, "products"> {
  return {
    async products(asked, language) {
      const ids = asked.filter(isRecordId);
      if (ids.length === 0) return new Map();
      const channelId = await tools.channel.recordId();
      return readByIds(tools, ids, {
        operation: "Products/GetByIds",
        // written by hand, because an Int64 may be longer than a JavaScript number is exact
        body: (productIds) => `{"channelId":${channelId},"productIds":[${productIds.join(",")}]}`,
        language: LANGUAGE_TAG.test(language) ? language : undefined,
        row: ProductRow,
        idOf: (product) => product.id,
        fixWhenBlank: "check that the shop's products are assorted and published to this channel",
      });
    },
  };
}
