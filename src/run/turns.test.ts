import { expect, test } from "vitest";
import { inMemoryStore } from "../../test/in-memory-ledger.ts";
import { manualClock } from "../../test/manual-clock.ts";
import { systemRandom } from "../adapters/random/system-random.ts";
import type { Turns } from "../ports/turns.ts";
import { turnsIn } from "./turns.ts";

const clock = manualClock(new Date("2026-11-22T10:00:00Z"));

function processes(): readonly [Turns, Turns] {
  const store = inMemoryStore(clock);
  const one = () => turnsIn(store.connect(), { clock, random: systemRandom() });
  return [one(), one()];
}

test("one of two that ask at the same moment has the turn", async () => {
  const [one, other] = processes();
  const taken = await Promise.all([one.take("it", 60), other.take("it", 60)]);
  expect(taken.filter((turn) => turn === "taken")).toHaveLength(1);
});

test("the next one has it once it was given back, and each thing has turns of its own", async () => {
  const [one, other] = processes();
  const turn = await one.take("it", 60);
  expect(await other.take("something else", 60)).not.toBe("taken");
  if (turn !== "taken") await turn.end();
  expect(await other.take("it", 60)).not.toBe("taken");
});

test("a turn of somebody who died ends by itself", async () => {
  const [one, other] = processes();
  await one.take("it", 60);
  clock.pass(59_000);
  expect(await other.take("it", 60)).toBe("taken");
  clock.pass(1_001);
  expect(await other.take("it", 60)).not.toBe("taken");
});
