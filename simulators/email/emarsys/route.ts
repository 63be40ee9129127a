import type { Call } from "../../server.ts";

/** The names for faults, counters and permissions. */
export type EmarsysOperation =
  | "token"
  | "healthcheck"
  | "trigger"
  | "getdata"
  | "update-contacts"
  | "delete-contacts"
  | "settings"
  | "events"
  | "event-usages";

export interface Route {
  readonly operation: EmarsysOperation;
  /** Undefined for what needs no sign-in. */
  readonly api: "v2" | "v3" | undefined;
  /** Empty where the path has none. */
  readonly eventId: string;
}

const PATHS: readonly (readonly [method: string, path: RegExp, operation: EmarsysOperation])[] = [
  ["POST", /^\/oauth2\/token$/, "token"],
  ["GET", /^\/healthcheck$/, "healthcheck"],
  ["POST", /^\/api\/(?<api>v[23])\/event\/(?<eventId>[^/]+)\/trigger\/?$/, "trigger"],
  ["POST", /^\/api\/(?<api>v[23])\/contact\/getdata\/?$/, "getdata"],
  ["PUT", /^\/api\/(?<api>v[23])\/contact\/?$/, "update-contacts"],
  ["POST", /^\/api\/(?<api>v[23])\/contact\/delete\/?$/, "delete-contacts"],
  ["GET", /^\/api\/(?<api>v[23])\/settings\/?$/, "settings"],
  ["GET", /^\/api\/(?<api>v[23])\/event\/?$/, "events"],
  ["GET", /^\/api\/(?<api>v[23])\/event\/(?<eventId>[^/]+)\/usages\/?$/, "event-usages"],
];

/** Undefined when it is not simulated. */
export function routeOf(call: Call): Route | undefined {
  for (const [method, path, operation] of PATHS) {
    const match = path.exec(call.url.pathname);
    if (match === null || call.method !== method) continue;
    const { api, eventId = "" } = match.groups ?? {};
    return { operation, api: api === "v2" || api === "v3" ? api : undefined, eventId };
  }
  return undefined;
}
