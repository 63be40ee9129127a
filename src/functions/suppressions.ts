import { Readable } from "node:stream";
import type { HttpHandler } from "@azure/functions";
import { asConnectorError } from "../cart/connector-error.ts";
import { faultOf } from "../run/pass-report.ts";
import { exportSuppressions, importSuppressions } from "../run/suppression-list.ts";
import { SUPPRESSION_REASONS } from "../run/suppression-row.ts";
import type { Host } from "./host.ts";

/** `GET /api/suppressions`: everybody who must not be written to, as CSV: hash, reason, time. */
export function suppressionExport(host: Host): HttpHandler {
  return async () => {
    try {
      const { ledger } = await host.connector();
      return {
        status: 200,
        headers: { "content-type": "text/csv; charset=utf-8", "cache-control": "no-store" },
        body: Readable.toWeb(Readable.from(exportSuppressions(ledger))),
      };
    } catch (thrown) {
      return { status: 500, jsonBody: { fault: faultOf(asConnectorError(thrown)) } };
    }
  };
}

/** `POST /api/suppressions?reason=…`: nobody in this CSV is written to again. The addresses are in the body only. */
export function suppressionImport(host: Host): HttpHandler {
  return async (request) => {
    try {
      const asked = request.query.get("reason") ?? "manual";
      const reason = SUPPRESSION_REASONS.find((one) => one === asked);
      if (reason === undefined)
        return { status: 400, jsonBody: { faults: [`reason: expected ${SUPPRESSION_REASONS.join(", ")}`] } };
      const wired = await host.connector();
      const tools = { ...wired.doubtTools, personKey: await wired.personKey() };
      // a stream of bytes, as the Fetch standard has it
      const csv = (request.body ?? []) as AsyncIterable<Uint8Array>;
      return { status: 200, jsonBody: await importSuppressions(tools, csv, { reason }) };
    } catch (thrown) {
      return { status: 500, jsonBody: { fault: faultOf(asConnectorError(thrown)) } };
    }
  };
}
