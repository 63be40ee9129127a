import type { z } from "zod";
import type { Call } from "../server.ts";
import { badRequest } from "./errors.ts";

/** The parameters of an action: one JSON object with a member per parameter, and no other member. */
export function actionBody<T>(call: Call, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(call.body === "" ? {} : readJson(call));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw badRequest(`the body is not what this action takes: ${faults.join("; ")}`);
}

function readJson(call: Call): unknown {
  if (!/^application\/json\s*(;|$)/i.test(call.headers["content-type"] ?? "")) {
    throw badRequest("the content type of the body is not application/json");
  }
  try {
    return JSON.parse(call.body);
  } catch {
    throw badRequest("the body is not JSON");
  }
}
