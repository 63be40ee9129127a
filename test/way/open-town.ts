import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRedaction } from "../../src/adapters/log/redaction.ts";
import type { Log } from "../../src/ports/log.ts";
import type { PassReport } from "../../src/run/pass-report.ts";
import type { PassRequest, PassTools } from "../../src/run/pass.ts";
import { runPass } from "../../src/run/plan-pass.ts";
import { wire, type Wired } from "../../src/run/wire.ts";
import { readSettings } from "../../src/settings/load.ts";
import { startCosmos } from "../../simulators/cosmos/start-cosmos.ts";
import type { ShopData } from "../../simulators/retail-server/shop-data.ts";
import type { ContactSeed } from "../../simulators/shop/case.ts";
import { startNeighbours, trust, type Neighbours } from "../../simulators/start-neighbours.ts";
import { manualClock, type ManualClock } from "../manual-clock.ts";

export type Sections = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** One connector on the real HTTP neighbours, as one process would have it. */
export interface Runner {
  readonly wired: Wired;
  pass(request?: PassRequest): Promise<PassReport>;
  /** A pass with something about its tools changed: the only place where a test reaches into a process. */
  passWith(change: (tools: PassTools) => PassTools): Promise<PassReport>;
}

/** A shop with all neighbours, a ledger that outlives the runners, and a clock that only moves when told to. */
export interface Town {
  readonly neighbours: Neighbours;
  readonly clock: ManualClock;
  readonly ledgerFile: string;
  /** A further process on the same ledger. */
  runner(sections?: Sections): Promise<Runner>;
  close(): Promise<void>;
}

export async function openTown(options: {
  readonly shop: ShopData;
  readonly contacts: readonly ContactSeed[];
  readonly now: Date;
  readonly ledger?: "sqlite" | "cosmos";
  readonly sections?: Sections;
}): Promise<Town> {
  const clock = manualClock(options.now);
  const neighbours = await startNeighbours({ ...options, clock });
  trust(neighbours.authority);
  const folder = await mkdtemp(join(tmpdir(), "town-"));
  const ledgerFile = join(folder, "ledger.sqlite");
  const cosmos =
    options.ledger === "cosmos" ? await startCosmos({ tls: neighbours.authority.leaf }) : undefined;
  const ledger: Sections =
    cosmos === undefined
      ? { SqliteOptions: { Path: ledgerFile } }
      : {
          ConnectorOptions: { Ledger: "cosmos" },
          AzureCosmosOptions: { EndPointUri: cosmos.url, DatabaseId: "connector", ContainerId: "people" },
        };
  const opened: Wired[] = [];

  async function runner(sections: Sections = {}): Promise<Runner> {
    const text = neighbours.settings(merged(ledger, options.sections ?? {}, sections));
    const settings = readSettings(text, neighbours.env);
    const wired = wire(settings, {
      env: neighbours.env,
      log: silentLog,
      redaction: createRedaction(),
      clock,
    });
    opened.push(wired);
    const [channel] = wired.channels;
    if (channel === undefined) throw new Error("settings without a channel");
    if (cosmos !== undefined && opened.length === 1) await wired.ledger.init();
    return {
      wired,
      pass: (request) => runPass(wired.passTools(channel), request),
      passWith: (change) => runPass(change(wired.passTools(channel))),
    };
  }

  return {
    neighbours,
    clock,
    ledgerFile,
    runner,
    async close() {
      for (const wired of opened) await wired.close();
      await neighbours.close();
      await cosmos?.close();
      await rm(folder, { recursive: true });
    },
  };
}

const silentLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

function merged(...layers: readonly Sections[]): Sections {
  const names = new Set(layers.flatMap((layer) => Object.keys(layer)));
  return Object.fromEntries(
    [...names].map((name) => [
      name,
      Object.assign({}, ...layers.map((layer) => layer[name])) as Sections[string],
    ]),
  );
}
