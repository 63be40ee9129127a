import { expect, it } from "vitest";
import { cart } from "../../test/carts.ts";
import { minutesAgo, stage, type Stage } from "../../test/stage.ts";
import { anyCall } from "../../test/troubled-ledger.ts";
import { runPasses, type Channels } from "./run-passes.ts";

const MINUTE = 60_000;

it("gives every channel a pass, at first in the order in which they are set", async () => {
  const scene = stage();
  expect(await names(scene, channelsOf(scene, ["a", "b", "c"]), MINUTE)).toEqual(["a", "b", "c"]);
});

it("begins with the channel whose last pass ended longest ago", async () => {
  const scene = stage();
  await names(scene, channelsOf(scene, ["b"]), MINUTE);
  scene.clock.pass(MINUTE);
  await names(scene, channelsOf(scene, ["a"]), MINUTE);
  expect(await names(scene, channelsOf(scene, ["a", "b", "c"]), MINUTE)).toEqual(["c", "b", "a"]);
});

it("gives a channel its share of the time, and what others left over", async () => {
  const scene = stage();
  scene.shop.put(cart("one", { modified: minutesAgo(60) }));
  const times = { a: 0, b: 14 * MINUTE, c: 16 * MINUTE };
  const reports = await runPasses(channelsOf(scene, ["a", "b", "c"], times), { maxMs: 30 * MINUTE });
  // b has half of the 30 minutes that a left, c the 16 that are left then
  expect(reports.map(({ channel, stopped }) => [channel, stopped])).toEqual([
    ["a", null],
    ["b", null],
    ["c", "retail-server-slow"],
  ]);
});

it("leaves out whom there is no time for, and begins with them next time", async () => {
  const scene = stage();
  const slow = channelsOf(scene, ["a", "b"], { a: 20 * MINUTE });
  expect(await names(scene, slow, 10 * MINUTE)).toEqual(["a"]);
  expect(await names(scene, slow, 10 * MINUTE)).toEqual(["b", "a"]);
});

it("goes on with the others when one has failed, and says of a ledger that is down in every report", async () => {
  const scene = stage();
  const channels = channelsOf(scene, ["a", "b"]);
  scene.ledger.always(anyCall, "fails");
  const reports = await runPasses(channels, { maxMs: MINUTE });
  expect(reports.map(({ channel, stopped }) => [channel, stopped])).toEqual([
    ["a", "ledger-unreachable"],
    ["b", "ledger-unreachable"],
  ]);
});

/** Channels whose servers take so long to answer. */
function channelsOf(
  { ledger, clock, shop, another }: Stage,
  names: readonly string[],
  times: Readonly<Record<string, number>> = {},
): Channels<{ readonly name: string }> {
  return {
    clock,
    ledger,
    channels: names.map((name) => ({ name })),
    passTools({ name }) {
      const retailServer = {
        ...shop,
        channel() {
          clock.pass(times[name] ?? 0);
          return shop.channel();
        },
      };
      return another({ channelName: name, retailServer, ledger }).tools;
    },
  };
}

async function names(
  { clock }: Stage,
  channels: Channels<{ readonly name: string }>,
  maxMs: number,
): Promise<readonly string[]> {
  const reports = await runPasses(channels, { maxMs });
  clock.pass(1);
  return reports.map(({ channel }) => channel);
}
