import type { Landing } from "./kill-ledger.ts";
import { MOMENTS, prepare, type MomentName } from "./moments.ts";
import { claimsIn, placeOf, unsureIn, type Found, type Place } from "./place.ts";
import { CLAIM_SECONDS, openScene, type Scene } from "./scene.ts";
import { judge, type Verdict } from "./verdict.ts";

export interface KillsOptions {
  readonly kills: number;
  readonly ledger: "sqlite" | "cosmos";
  readonly seed: number;
  readonly onKill?: (kills: number) => void;
}

export interface KillsReport extends Verdict {
  readonly kills: number;
  readonly seed: number;
  /** Where the kills fell. */
  readonly places: ReadonlyMap<Place, number>;
  /** Kills by the moment that was aimed at. */
  readonly moments: ReadonlyMap<MomentName, number>;
  /** Kills that were aimed at, but the run came to its end before. */
  readonly missed: number;
  /** Claims that ended unsure although no kill fell between their hand-over and their answer, and the other way round. */
  readonly unsureUnfounded: number;
  readonly doubtForgotten: number;
  /** What an undisturbed run had to complain about. */
  readonly faults: readonly string[];
}

/** One kill and what it left; `landing`, when a write of the dead run may still arrive at the ledger. */
interface Kill {
  readonly moment: MomentName;
  /** The claims it left. */
  readonly own: ReadonlySet<string>;
  readonly asked: number;
  found: Found;
  landing: Landing | undefined;
}

const MOST_CARTS = 9;
const FAR_TOO_LONG_MS = 60_000;

/** Kills runs over one shop, starts them again, and looks at what became of everybody. */
export async function runKills(options: KillsOptions): Promise<KillsReport> {
  const people = (options.kills * 2 + 20) * MOST_CARTS;
  const scene = await openScene({ ...options, people });
  try {
    const faults = [...(await undisturbed(scene, "ledger", "init"))];
    if (faults.length > 0) throw new Error(faults.join("\n"));
    const kills: Kill[] = [];
    let missed = 0;
    for (const moment of shuffledForEver(scene)) {
      if (kills.length === options.kills || missed > options.kills + 10) break;
      const kill = await killOnce(scene, moment);
      if (kill === undefined) missed += 1;
      else kills.push(kill);
      if (scene.draw.below(3) === 0) faults.push(...(await undisturbed(scene, "run", "--json")));
      await land(scene, kills.at(-2));
      options.onKill?.(kills.length);
    }
    await land(scene, kills.at(-1));
    faults.push(...(await carryToTheEnd(scene)));
    return await reportOf(scene, { kills, missed, faults, seed: options.seed });
  } finally {
    await scene.close();
  }
}

/** Each moment once, in random order, and then all of them again. */
function* shuffledForEver({ draw }: Scene): Generator<MomentName> {
  for (;;) yield* draw.some(MOMENTS, MOMENTS.length);
}

/** Time passes, people leave their carts, a run begins and is killed. Undefined when it was over too soon. */
async function killOnce(scene: Scene, moment: MomentName): Promise<Kill | undefined> {
  const { draw, ledger, neighbours } = scene;
  // the claims of the run before are too young to be looked into, or old enough
  scene.setForward(1000 * draw.pick([5, 30, CLAIM_SECONDS + 1, 2 * CLAIM_SECONDS, 5 * CLAIM_SECONDS]));
  scene.come(3 + draw.below(MOST_CARTS - 3));
  const before = await claimsIn(ledger);
  const callsBefore = neighbours.emarsys.calls.get("trigger") ?? 0;
  const over = new AbortController();
  const death = prepare(moment, scene, over.signal);
  const run = scene.start("run", "--json");
  const isOver = run.ended.then(() => true);
  const isTooSoon = await Promise.race([death.reached.then(() => false), isOver, tooLong()]);
  if (!isTooSoon) run.kill();
  await run.ended;
  over.abort();
  const landing = await death.clear();
  const asked = (neighbours.emarsys.calls.get("trigger") ?? 0) - callsBefore;
  const own = (await claimsIn(ledger)).difference(before);
  const found = await placeOf(ledger, { own, asked });
  return isTooSoon ? undefined : { moment, own, asked, found, landing };
}

async function tooLong(): Promise<never> {
  await new Promise((resolve) => void setTimeout(resolve, FAR_TOO_LONG_MS).unref());
  throw new Error("a run came neither to the moment of its death nor to its end");
}

/**
 * What a dead run sent last arrives now, after another run has done its work. A hand-over may become known by it, and
 * so may an answer, unless the others have given it up for lost before.
 */
async function land(scene: Scene, kill: Kill | undefined): Promise<void> {
  if (kill?.landing === undefined) return;
  const { ledger } = scene;
  const before = await claimsIn(ledger);
  await kill.landing();
  kill.landing = undefined;
  const own = (await claimsIn(ledger)).difference(before).union(kill.own);
  const now = await placeOf(ledger, { ...kill, own });
  const unsure = await unsureIn(ledger);
  const doubtful = [...kill.found.doubtful.filter((claim) => unsure.has(claim)), ...now.doubtful];
  if (doubtful.length > 0) kill.found = { place: "handed-over", doubtful };
  else if (kill.found.place === "handed-over") kill.found = { place: "answered", doubtful };
}

/** A run that nobody kills; resolves to its faults. */
async function undisturbed(scene: Scene, ...words: readonly string[]): Promise<readonly string[]> {
  const { code, printed } = await scene.start(...words).ended;
  return code === 0 ? [] : [printed.trim()];
}

/** Two runs, each when every claim of the one before has grown old. */
async function carryToTheEnd(scene: Scene): Promise<readonly string[]> {
  const faults: string[] = [];
  for (let runs = 0; runs < 2; runs++) {
    scene.setForward((CLAIM_SECONDS + 1) * 1000);
    faults.push(...(await undisturbed(scene, "run", "--json")));
  }
  return faults;
}

async function reportOf(
  scene: Scene,
  done: {
    readonly kills: readonly Kill[];
    readonly missed: number;
    readonly faults: readonly string[];
    readonly seed: number;
  },
): Promise<KillsReport> {
  const { kills, ...rest } = done;
  const doubtful = new Set(kills.flatMap(({ found }) => found.doubtful));
  const unsure = await unsureIn(scene.ledger);
  return {
    ...(await judge(scene)),
    ...rest,
    kills: kills.length,
    places: countedBy(kills.map(({ found }) => found.place)),
    moments: countedBy(kills.map(({ moment }) => moment)),
    unsureUnfounded: [...unsure].filter((claimId) => !doubtful.has(claimId)).length,
    doubtForgotten: [...doubtful].filter((claimId) => !unsure.has(claimId)).length,
  };
}

function countedBy<Key>(keys: readonly Key[]): ReadonlyMap<Key, number> {
  return new Map([...Map.groupBy(keys, (key) => key)].map(([key, ones]) => [key, ones.length]));
}
