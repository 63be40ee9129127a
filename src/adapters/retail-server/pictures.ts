import type { FaultCode } from "../../cart/connector-error.ts";
import type { RetailServer } from "../../ports/retail-server.ts";
import type { ReaderTools } from "./channel.ts";
import { isRecordId, MediaRow, readRows } from "./schema.ts";

/** A reminder without pictures is still a reminder; only these mean that nothing else will work either. */
const SERVER_UNUSABLE: ReadonlySet<FaultCode> = new Set([
  "retail-server-unreachable",
  "retail-server-unauthorized",
  "operating-unit-unknown",
] as const);

export function createPictureReader(tools: ReaderTools): Pick<RetailServer, "pictures"> {
  const { client, channel, log } = tools;
  let isForbidden = false;
  return {
    async pictures(id) {
      if (isForbidden || !isRecordId(id)) return [];
      const reply = await client.askForRows({
        operation: "Products({id})/GetMediaLocations(channelId={channel},catalogId=0)",
        slots: { id, channel: await channel.recordId() },
        mostTries: 2,
      });
      if (reply.kind === "rows") return bestFirst(reply.rows);
      if (SERVER_UNUSABLE.has(reply.fault.code)) throw reply.fault;
      if (reply.status === 403) {
        log.warn("retail server forbids reading pictures, going on without them");
        isForbidden = true;
      }
      return [];
    },
  };
}

/** The default picture, then by the shop's own ranking, then as they came. */
function bestFirst(rows: readonly unknown[]) {
  return readRows(rows, MediaRow)
    .read.toSorted(
      (a, b) => Number(b.picture.isDefault) - Number(a.picture.isDefault) || a.priority - b.priority,
    )
    .map(({ picture }) => picture);
}
