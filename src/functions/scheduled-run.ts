import type { TimerHandler } from "@azure/functions";
import { ConnectorError } from "../cart/connector-error.ts";
import { runPasses } from "../run/run-passes.ts";
import type { Host } from "./host.ts";

/** Every channel once. A fault fails the invocation, so that Azure's alerts see it; the next tick goes on. */
export function scheduledRun(host: Host): TimerHandler {
  return async () => {
    const wired = await host.connector();
    const maxMs = wired.settings.ConnectorOptions.MaxPassMinutes * 60_000;
    const reports = await runPasses(wired, { maxMs });
    const failed = reports.find((report) => report.fault !== undefined)?.fault;
    if (failed === undefined) return;
    throw new ConnectorError(
      failed.code,
      failed.message,
      failed.fix === undefined ? {} : { fix: failed.fix },
    );
  };
}
