import type { HttpHandler } from "@azure/functions";
import packageFile from "../../package.json" with { type: "json" };
import { asConnectorError } from "../cart/connector-error.ts";
import { leasedUntil } from "../run/lease.ts";
import type { Host } from "./host.ts";

/**
 * `GET /api/health`: 200 when the settings hold and the ledger answers, 503 with the code of the fault otherwise.
 * Says when each channel's last pass ended, because a job that has died says nothing itself.
 */
export function health(host: Host): HttpHandler {
  return async () => {
    const { version } = packageFile;
    try {
      const { channels, ledger } = await host.connector();
      const passes = await Promise.all(
        channels.map(async ({ name }) => ({
          channel: name,
          lastPass: (await leasedUntil(ledger, name)) ?? null,
        })),
      );
      return { status: 200, jsonBody: { status: "ok", version, passes } };
    } catch (thrown) {
      const { code } = asConnectorError(thrown);
      return { status: 503, jsonBody: { status: "unhealthy", version, code } };
    }
  };
}
