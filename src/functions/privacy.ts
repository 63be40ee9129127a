import type { HttpHandler } from "@azure/functions";
import { z } from "zod";
import { asConnectorError } from "../cart/connector-error.ts";
import { faultOf } from "../run/pass-report.ts";
import { disclose, erase } from "../run/privacy.ts";
import type { Host } from "./host.ts";
import { jsonOf } from "./run-body.ts";

const PrivacyBody = z.strictObject({
  action: z.enum(["show", "erase"]),
  person: z.string().trim().min(1).max(320),
});

const EXPECTED =
  'body: expected {"action": "show" or "erase", "person": "<e-mail address or customer number>"}';

/**
 * `POST /api/privacy`: what is held about a person, or the receipt of an erasure. The address stands in the body, because
 * addresses of requests are logged everywhere. 503 for an erasure that has to be repeated, 404 when nothing leads to a person.
 */
export function privacy(host: Host): HttpHandler {
  return async (request) => {
    try {
      const body = PrivacyBody.safeParse(jsonOf(await request.text()));
      if (!body.success) return { status: 400, jsonBody: { faults: [EXPECTED] } };
      const { action, person } = body.data;
      const tools = await (await host.connector()).privacyTools();
      const headers = { "cache-control": "no-store" };
      if (action === "show") return { status: 200, headers, jsonBody: await disclose(tools, person) };
      const receipt = await erase(tools, person);
      const status = { erased: 200, incomplete: 503, nobody: 404 }[receipt.result];
      return { status, headers, jsonBody: receipt };
    } catch (thrown) {
      return { status: 500, jsonBody: { fault: faultOf(asConnectorError(thrown)) } };
    }
  };
}
