import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { bigShop } from "../../simulators/shop/big-shop.ts";
import { deliveredCarts } from "./delivered.ts";
import { openTown, type Town } from "./open-town.ts";

const PEOPLE = 20;

describe("the process of a run is killed", () => {
  let town: Town;
  let newest: readonly string[];
  let folder: string;

  beforeEach(async () => {
    const now = new Date();
    const shop = bigShop({ carts: PEOPLE * 2, sameStamp: 5, people: PEOPLE, now });
    newest = shop.people.map(({ newestCartId }) => newestCartId).sort();
    town = await openTown({ ...shop, now });
    folder = await mkdtemp(join(tmpdir(), "killed-"));
  });
  afterEach(async () => {
    await town.close();
    await rm(folder, { recursive: true });
  });

  /** The real command line as a process of its own. */
  async function startRun(): Promise<ChildProcess> {
    const settings = join(folder, "appSettings.json");
    const ca = join(folder, "ca.pem");
    await writeFile(settings, town.neighbours.settings({ SqliteOptions: { Path: town.ledgerFile } }));
    await writeFile(ca, town.neighbours.authority.ca);
    return spawn(process.execPath, ["src/cli/main.ts", "run", "--settings", settings], {
      env: { PATH: process.env["PATH"], ...town.neighbours.env, NODE_EXTRA_CA_CERTS: ca },
      stdio: "ignore",
    });
  }

  async function killDuring(operation: string, calls: ReadonlyMap<string, number>): Promise<void> {
    const child = await startRun();
    const gone = new Promise((resolve) => child.once("exit", resolve));
    await vi.waitFor(() => expect(calls.get(operation)).toBe(1), { timeout: 30_000, interval: 10 });
    child.kill("SIGKILL");
    await gone;
  }

  it("between hand-over and answer: that person ends unsure, nobody is mailed twice, everybody else is reminded", async () => {
    const { emarsys } = town.neighbours;
    // carried out, and the answer never arrives because nobody is there any more
    emarsys.faults.on("trigger", { kind: "stall" }, 1);
    await killDuring("trigger", emarsys.calls);
    emarsys.faults.clear();
    expect(deliveredCarts(town)).toHaveLength(1);

    town.clock.pass(5 * 60_000);
    const runner = await town.runner();
    const next = await runner.pass();
    expect(next.outcomes).toMatchObject({ unsure: 1, sent: PEOPLE - 1 });
    expect(next.unsettled).toBe(1);
    expect(deliveredCarts(town).sort()).toEqual(newest);
    expect(emarsys.swallowed).toEqual([]);
  });

  it("before the hand-over: nobody is lost", async () => {
    const { emarsys } = town.neighbours;
    emarsys.faults.on("getdata", { kind: "hold", until: new Promise(() => undefined) }, 1);
    await killDuring("getdata", emarsys.calls);
    emarsys.faults.clear();
    expect(deliveredCarts(town)).toEqual([]);

    const next = await (await town.runner()).pass();
    expect(next.outcomes.sent).toBe(PEOPLE);
    expect(deliveredCarts(town).sort()).toEqual(newest);
  });
});
