import { checkAll, type CheckResult } from "../run/check.ts";
import { probesOf } from "../run/probes.ts";
import type { Wired } from "../run/wire.ts";
import type { Arguments } from "./arguments.ts";
import type { Surroundings } from "./surroundings.ts";

/** `connector check`: 0 when a pass has everything it needs. */
export async function checkCommand(wired: Wired, given: Arguments, around: Surroundings): Promise<number> {
  let bad = 0;
  around.out(`✓ settings — ${given.settings}`);
  for await (const result of checkAll(probesOf(wired))) {
    if (result.kind !== "good") bad += 1;
    for (const line of resultText(result)) around.out(line);
  }
  around.out(bad === 0 ? "Everything a pass needs is there." : `${bad} of these need mending.`);
  return bad === 0 ? 0 : 1;
}

function resultText(result: CheckResult): readonly string[] {
  switch (result.kind) {
    case "good":
      return [`✓ ${[result.name, result.seen.join(", ")].filter(Boolean).join(" — ")}`];
    case "bad": {
      const mend = result.fault.fix === undefined ? [] : [`    mend: ${result.fault.fix}`];
      return [`✗ ${result.name} — ${result.fault.message}`, ...mend];
    }
    case "not-tried":
      return [`· ${result.name} — not tried, because of: ${result.because}`];
  }
}
