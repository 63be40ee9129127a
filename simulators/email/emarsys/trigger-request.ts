import type { Call } from "../../server.ts";
import {
  identifier,
  isJsonObject,
  parsed,
  read,
  readBatch,
  readJsonBody,
  refused,
  type JsonObject,
  type Read,
} from "./json-body.ts";

/** What is asked for one contact. */
export interface Trigger {
  /** Empty when it was missing. */
  readonly externalId: string;
  readonly triggerId: string | undefined;
  readonly data: JsonObject;
}

export interface TriggerRequest {
  readonly form: "single" | "batch";
  readonly keyId: string;
  readonly triggers: readonly Trigger[];
}

/** The limit is published as 1 MB; the smaller of the two readings is the one to keep. */
const MOST_BYTES = 1_000_000;
const EVENT_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/;

/** Reads both forms of the body. A fault in any one contact refuses the request before anything is triggered. */
export function readTriggerRequest(call: Call): Read<TriggerRequest> {
  if (Buffer.byteLength(call.body) > MOST_BYTES) return refused(400, 5008, "the event is larger than 1 MB");
  const body = readJsonBody(call);
  if (body.kind === "refused") return body;
  const keyId = identifier(body.value["key_id"]);
  if (keyId === undefined) return refused(400, 10001, "the parameter 'key_id' is missing or not valid");
  const form = "contacts" in body.value ? "batch" : "single";
  const rows = form === "single" ? read([body.value]) : readBatch(body.value["contacts"], "contacts");
  if (rows.kind === "refused") return rows;
  const triggers: Trigger[] = [];
  for (const row of rows.value) {
    const trigger = readTrigger(row);
    if (trigger.kind === "refused") return trigger;
    triggers.push(trigger.value);
  }
  return read({ form, keyId, triggers });
}

function readTrigger(row: unknown): Read<Trigger> {
  if (!isJsonObject(row)) return refused(400, 10001, "a contact is not an object");
  const eventTime = row["event_time"];
  if (eventTime !== undefined && !isEventTime(eventTime)) {
    return refused(400, 5010, "event_time has to be YYYY-MM-DDTHH:MM:SSZ, or the same with three decimals");
  }
  const data = row["data"] ?? {};
  if (typeof data === "string" && parsed(data) === undefined) return refused(400, 5009, "data is not JSON");
  if (row["data"] === null || !isJsonObject(data)) return refused(400, 5011, "data is not an object");
  return read({
    externalId: identifier(row["external_id"]) ?? "",
    triggerId: identifier(row["trigger_id"]),
    data,
  });
}

function isEventTime(value: unknown): boolean {
  return typeof value === "string" && EVENT_TIME.test(value) && !Number.isNaN(Date.parse(value));
}
