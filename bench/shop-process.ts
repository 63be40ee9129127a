import { bigShop } from "../simulators/shop/big-shop.ts";
import { startNeighbours } from "../simulators/start-neighbours.ts";

/* The neighbours in a process of their own, so that what is measured beside them is the connector alone. */

export interface ShopMessage {
  readonly settings: string;
  readonly env: Readonly<Record<string, string>>;
  readonly ca: string;
}

const [carts = 0, latencyMs = 0] = process.argv.slice(2).map(Number);
const { shop, contacts } = bigShop({
  carts,
  sameStamp: Math.ceil(carts / 20),
  people: Math.ceil(carts / 2),
  now: new Date(),
});
const neighbours = await startNeighbours({ shop, contacts });
if (latencyMs > 0) {
  for (const { faults } of [neighbours.retailServer, neighbours.emarsys])
    faults.on("*", { kind: "delay", ms: latencyMs });
}
const message: ShopMessage = {
  settings: neighbours.settings({ ReminderOptions: { MaxRemindersPerRun: 0 } }),
  env: neighbours.env,
  ca: neighbours.authority.ca,
};
process.send?.(message);
process.once("disconnect", () => process.exit());
