import type { TimerHandler } from "@azure/functions";
import { ConnectorError } from "../cart/connector-error.ts";
import { runPasses } from "../run/run-passes.ts";
import type { Host } from "./host.ts";

/**
 * Every channel once. A fault fails the invocation, so that Azure's alerts see it; the next tick goes on. Each
 * channel's fault is logged with its mend, because an invocation fails with one message only.
 */
export function scheduledRun(host: Host): TimerHandler {
  return async (_timer, context) => {
    const wired = await host.connector();
    const maxMs = wired.settings.ConnectorOptions.MaxPassMinutes * 60_000;
    const reports = await runPasses(wired, { maxMs });
    const faults = reports.flatMap(({ channel, fault }) => (fault === undefined ? [] : [{ channel, fault }]));
    for (const { channel, fault } of faults) {
      context.error(JSON.stringify({ text: "pass stopped by a fault", channel, ...fault }));
    }
    const [first] = faults;
    if (first === undefined) return;
    const { code, message, fix } = first.fault;
    throw new ConnectorError(code, message, fix === undefined ? {} : { fix });
  };
}
