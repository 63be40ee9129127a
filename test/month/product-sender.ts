import type { PassTools } from "../../src/run/pass.ts";
import { beginPass, startRunner, type Spoil } from "../simulation/world/runner.ts";
import { keepRunning } from "./host.ts";
import type { MonthTown } from "./world/month-town.ts";

/** The product on its timer. */
export function mailWithTheProduct(town: MonthTown, spoil: Spoil = (tools) => tools): void {
  keepRunning(town, (nth, inTheMiddle) => {
    const setUp = { name: `host-${nth}`, dooms: [], clockAheadMs: 0 };
    const runner = startRunner(town, setUp, (tools, machine) =>
      whenEnriched(spoil(tools, machine), () => inTheMiddle(machine)),
    );
    const how = { request: { maxMs: town.plan.maxPassMs }, isCalm: false };
    return { machine: runner.machine, run: () => beginPass(town, runner, how).ended };
  });
}

/** Products are read when people have been looked at, and nobody is claimed yet. */
function whenEnriched(tools: PassTools, tell: () => void): PassTools {
  const { retailServer } = tools;
  const products: typeof retailServer.products = (ids, language) => {
    tell();
    return retailServer.products(ids, language);
  };
  return { ...tools, retailServer: { ...retailServer, products } };
}
