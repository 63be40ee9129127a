import type { HttpHandler } from "@azure/functions";
import packageFile from "../../package.json" with { type: "json" };
import { asConnectorError } from "../cart/connector-error.ts";
import { leasedUntil } from "../run/lease.ts";
import type { Wired } from "../run/wire.ts";
import type { Host } from "./host.ts";

/**
 * `GET /api/health`: 200 when the settings hold and the ledger answers, 503 with the code of the fault otherwise.
 * Says when each channel's last pass ended, because a job that has died says nothing itself. Anybody may ask, so it
 * says no more than that.
 */
export function health(host: Host): HttpHandler {
  return async () => {
    const { version } = packageFile;
    try {
      const passes = await lastPasses(await host.connector());
      return { status: 200, jsonBody: { status: "ok", version, passes } };
    } catch (thrown) {
      const { code } = asConnectorError(thrown);
      return { status: 503, jsonBody: { status: "unhealthy", version, code } };
    }
  };
}

async function lastPasses({ channels, ledger, clock }: Wired): Promise<readonly object[]> {
  return Promise.all(
    channels.map(async ({ name }) => {
      const until = await leasedUntil(ledger, name);
      const isUnderWay = until !== undefined && Date.parse(until) > clock.now().getTime();
      return isUnderWay ? { channel: name, underWay: true } : { channel: name, lastPass: until ?? null };
    }),
  );
}
