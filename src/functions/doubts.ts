import type { HttpHandler, HttpResponseInit } from "@azure/functions";
import { z } from "zod";
import { asConnectorError } from "../cart/connector-error.ts";
import { faultOf } from "../run/pass-report.ts";
import { decideDoubts, listDoubts, type Which } from "../run/unsure.ts";
import type { Host } from "./host.ts";
import { jsonOf } from "./run-body.ts";

const DecisionBody = z.union([
  z.strictObject({ decision: z.enum(["resend", "dismiss"]), cart: z.string().min(1) }),
  z.strictObject({ decision: z.enum(["resend", "dismiss"]), all: z.literal(true) }),
]);

const EXPECTED =
  'body: expected {"decision": "resend" or "dismiss", "cart": "<cart id>"}, or "all": true instead of a cart';

/** `GET /api/unsure`: the reminders that may or may not have been sent. */
export function doubtList(host: Host): HttpHandler {
  return () =>
    answering(async () => {
      const { ledger } = await host.connector();
      return { status: 200, jsonBody: { unsure: await listDoubts(ledger) } };
    });
}

/** `POST /api/unsure`: settles one of them, or all, as a person decided. 404 when none of that cart is in doubt. */
export function doubtDecision(host: Host): HttpHandler {
  return (request) =>
    answering(async () => {
      const body = DecisionBody.safeParse(jsonOf(await request.text()));
      if (!body.success) return { status: 400, jsonBody: { faults: [EXPECTED] } };
      const { decision } = body.data;
      const { doubtTools } = await host.connector();
      const which: Which = "cart" in body.data ? { name: body.data.cart } : "all";
      const settled = await decideDoubts(doubtTools, which, decision);
      return {
        status: settled.length === 0 && which !== "all" ? 404 : 200,
        jsonBody: { [decision]: settled },
      };
    });
}

async function answering(work: () => Promise<HttpResponseInit>): Promise<HttpResponseInit> {
  try {
    return await work();
  } catch (thrown) {
    return { status: 500, jsonBody: { fault: faultOf(asConnectorError(thrown)) } };
  }
}
