import { cursorViolations } from "./cursor.ts";
import { doubtViolations } from "./doubt.ts";
import type { History } from "./facts.ts";
import { onceViolations } from "./once.ts";
import { permissionViolations } from "./permission.ts";
import { progressViolations } from "./progress.ts";
import { lostViolations } from "./lost.ts";
import { quietViolations } from "./quiet.ts";
import { seriesViolations } from "./series.ts";

/** A promise that was not kept, and where. */
export interface Violation {
  readonly promise:
    | "at most once"
    | "nobody against their wish"
    | "nobody after a purchase"
    | "not too often"
    | "nobody in their quiet hours"
    | "each step in its time"
    | "nothing lost"
    | "the cursor passes nothing"
    | "progress"
    | "honest doubt"
    | "counts add up";
  readonly what: string;
}

/**
 * Looks at what really happened in a world, and says which promises were not kept. Written from the promises, not
 * from the product: it shares no code with it and believes nothing that it says about itself.
 */
export function judge(history: History): readonly Violation[] {
  return [
    ...onceViolations(history),
    ...permissionViolations(history),
    ...cursorViolations(history),
    ...lostViolations(history),
    ...doubtViolations(history),
    ...progressViolations(history),
    ...quietViolations(history),
    ...seriesViolations(history),
  ];
}
