import type { HttpHandler, HttpResponseInit } from "@azure/functions";
import { asConnectorError } from "../cart/connector-error.ts";
import { faultOf } from "../run/pass-report.ts";
import type { PassRequest } from "../run/pass.ts";
import { runPass } from "../run/plan-pass.ts";
import type { WiredChannel } from "../run/wire-neighbours.ts";
import type { Wired } from "../run/wire.ts";
import type { Host } from "./host.ts";
import { readRunBody, type RunBody } from "./run-body.ts";

/** Azure's front end gives up after 230 s; the report must come before that. */
const MAX_PASS_MS = 200_000;

/**
 * `POST /api/runs`: one pass of one channel now; answers with its report.
 * 200 when it went as far as it was allowed to, 400 for a request that is not right, 409 while another pass of the
 * channel is under way, 500 when the settings are at fault, 503 when a neighbour stopped the pass.
 */
export function runByHand(host: Host): HttpHandler {
  return async (request) => {
    try {
      const asked = readRunBody(await request.text());
      return asked.kind === "faults"
        ? notRight(asked.faults)
        : await answer(await host.connector(), asked.body);
    } catch (thrown) {
      const fault = asConnectorError(thrown);
      return { status: fault.code === "pass-under-way" ? 409 : 500, jsonBody: { fault: faultOf(fault) } };
    }
  };
}

async function answer(wired: Wired, body: RunBody): Promise<HttpResponseInit> {
  const channel = channelOf(wired, body.channel);
  if (channel === undefined) {
    return notRight([`channel: expected one of ${wired.channels.map(({ name }) => name).join(", ")}`]);
  }
  const isExplicit = body.from !== undefined || body.to !== undefined;
  const request: PassRequest = {
    maxMs: MAX_PASS_MS,
    refuseIfUnderWay: true,
    ...(isExplicit ? { window: { from: body.from, to: body.to } } : {}),
  };
  const tools =
    body.dryRun === true ? wired.dryPassTools(channel, () => undefined) : wired.passTools(channel);
  const report = await runPass(tools, request);
  return { status: report.fault === undefined ? 200 : 503, jsonBody: report };
}

/** With one channel it need not be named. */
function channelOf({ channels }: Wired, name: string | undefined): WiredChannel | undefined {
  if (name === undefined) return channels.length === 1 ? channels[0] : undefined;
  return channels.find((channel) => channel.name === name);
}

function notRight(faults: readonly string[]): HttpResponseInit {
  return { status: 400, jsonBody: { faults } };
}
