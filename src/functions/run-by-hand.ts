import type { HttpHandler, HttpRequest, HttpResponseInit } from "@azure/functions";
import { z } from "zod";
import { asConnectorError } from "../cart/connector-error.ts";
import { parseStamp } from "../cart/stamp.ts";
import type { PassRequest } from "../run/pass.ts";
import { faultOf } from "../run/pass-report.ts";
import { runPass } from "../run/plan-pass.ts";
import type { Wired, WiredChannel } from "../run/wire.ts";
import type { Host } from "./host.ts";

/** Azure's front end gives up after 230 s; the report must come before that. */
const MAX_PASS_MS = 200_000;
const MAX_BODY_CHARACTERS = 10_000;

const moment = z.string().transform((text, context) => {
  const stamp = parseStamp(text);
  if (stamp === undefined) context.addIssue("expected a moment such as 2026-11-22T10:00:00Z");
  return stamp;
});

const RunBody = z
  .strictObject({
    from: moment.optional(),
    to: moment.optional(),
    channel: z.string().optional(),
    dryRun: z.boolean().optional(),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from.ticks <= to.ticks, {
    path: ["from"],
    error: "expected a moment not later than `to`",
  });

/** `POST /api/runs`: one pass of one channel now; answers with its report. */
export function runByHand(host: Host): HttpHandler {
  return async (request) => {
    const body = await bodyOf(request);
    if (body.faults !== undefined) return { status: 400, jsonBody: { faults: body.faults } };
    try {
      const wired = await host.connector();
      const channel = channelOf(wired, body.channel);
      return channel === undefined ? unknownChannel(wired) : await answerOf(wired, channel, body);
    } catch (thrown) {
      const fault = asConnectorError(thrown);
      return { status: fault.code === "pass-under-way" ? 409 : 500, jsonBody: { fault: faultOf(fault) } };
    }
  };
}

type Body = z.output<typeof RunBody> & { readonly faults?: undefined };

async function bodyOf(request: HttpRequest): Promise<Body | { readonly faults: readonly string[] }> {
  const text = await request.text();
  if (text.length > MAX_BODY_CHARACTERS) return { faults: ["body: expected a short JSON object"] };
  const parsed = RunBody.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  return {
    faults: parsed.error.issues.map(
      (issue) => `${issue.path.join(".") || "body"}: ${issue.message.toLowerCase()}`,
    ),
  };
}

function jsonOf(text: string): unknown {
  if (text.trim() === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function channelOf({ channels }: Wired, name: string | undefined): WiredChannel | undefined {
  if (name === undefined) return channels.length === 1 ? channels[0] : undefined;
  return channels.find((channel) => channel.name === name);
}

function unknownChannel({ channels }: Wired): HttpResponseInit {
  const known = channels.map(({ name }) => name).join(", ");
  return { status: 400, jsonBody: { faults: [`channel: expected one of ${known}`] } };
}

async function answerOf(wired: Wired, channel: WiredChannel, body: Body): Promise<HttpResponseInit> {
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
