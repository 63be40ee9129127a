import { ReadableStream } from "node:stream/web";
import type { HttpHandler } from "@azure/functions";
import { asConnectorError } from "../cart/connector-error.ts";
import { faultOf } from "../run/pass-report.ts";
import { exportSuppressions, importSuppressions } from "../run/suppression-list.ts";
import { SUPPRESSION_REASONS } from "../run/suppression-row.ts";
import type { Host } from "./host.ts";

/** Azure's front end gives up after 230 s; the report must come before that. */
const MAX_IMPORT_MS = 200_000;

/** `GET /api/suppressions`: everybody who must not be written to, as CSV: hash, reason, time. Sent as it is read. */
export function suppressionExport(host: Host): HttpHandler {
  return async () => {
    try {
      const { ledger } = await host.connector();
      const list = exportSuppressions(ledger);
      // a ledger that cannot be read at all is an answer of its own
      const first = await list.next();
      return {
        status: 200,
        headers: { "content-type": "text/csv; charset=utf-8", "cache-control": "no-store" },
        body: ReadableStream.from(bytesOf(first.value ?? "", list)),
      };
    } catch (thrown) {
      return { status: 500, jsonBody: { fault: faultOf(asConnectorError(thrown)) } };
    }
  };
}

/** By now the status has been sent, so a list that breaks off says so in its last line, which no import takes for a person. */
async function* bytesOf(first: string, rest: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  yield encoder.encode(first);
  try {
    for await (const lines of rest) if (lines !== "") yield encoder.encode(lines);
  } catch (thrown) {
    yield encoder.encode(`incomplete: ${asConnectorError(thrown).code}\n`);
  }
}

/**
 * `POST /api/suppressions?reason=…`: nobody in this CSV is written to again. The addresses are in the body only, which is
 * read as it comes. `complete: false` after 200 s: send the list again, or what is left of it.
 */
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
      return {
        status: 200,
        jsonBody: await importSuppressions(tools, csv, { reason, maxMs: MAX_IMPORT_MS }),
      };
    } catch (thrown) {
      return { status: 500, jsonBody: { fault: faultOf(asConnectorError(thrown)) } };
    }
  };
}
