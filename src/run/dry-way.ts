import type { WayTools } from "../steps/way.ts";
import type { PassTools } from "./pass.ts";

/** The steps' tools outside a pass, for questions about single carts. Only for tools of a dry run. */
export async function dryWay(tools: PassTools): Promise<WayTools> {
  const channel = await tools.retailServer.channel();
  return {
    ...tools,
    runId: tools.random.id(),
    personKey: await tools.personKey(),
    shop: await tools.shopOf(channel),
  };
}
