import { app } from "@azure/functions";
import { doubtDecision, doubtList } from "./doubts.ts";
import { health } from "./health.ts";
import { createHost } from "./host.ts";
import { cartView, openCartLink } from "./open-cart.ts";
import { privacy } from "./privacy.ts";
import { returnByLink } from "./return-link.ts";
import { runByHand } from "./run-by-hand.ts";
import { scheduledRun } from "./scheduled-run.ts";
import { suppressionExport, suppressionImport } from "./suppressions.ts";
import { unsubscribeByLink } from "./unsubscribe.ts";

/*
 * Azure's way in: what is registered here is what the app is. Nothing is read or connected before the first call.
 * host.json puts no prefix in front of routes, because links to carts have addresses of their own; hence the `api/` here.
 */

// lists of refusals are read and written as they come; without it each would be held in memory as a whole
app.setup({ enableHttpStream: true });

const EVERY_FIVE_MINUTES = "0 */5 * * * *";

const host = createHost(process.env);

app.timer("scheduledRun", {
  // runOnStartup stays off: it would mail people on every cold start
  schedule: process.env["RUN_SCHEDULE"]?.trim() || EVERY_FIVE_MINUTES,
  handler: scheduledRun(host),
});

app.http("runs", { route: "api/runs", methods: ["POST"], authLevel: "function", handler: runByHand(host) });

app.http("unsureList", {
  route: "api/unsure",
  methods: ["GET"],
  authLevel: "function",
  handler: doubtList(host),
});

app.http("unsureDecision", {
  route: "api/unsure",
  methods: ["POST"],
  authLevel: "function",
  handler: doubtDecision(host),
});

app.http("suppressionExport", {
  route: "api/suppressions",
  methods: ["GET"],
  authLevel: "function",
  handler: suppressionExport(host),
});

app.http("suppressionImport", {
  route: "api/suppressions",
  methods: ["POST"],
  authLevel: "function",
  handler: suppressionImport(host),
});

app.http("unsubscribe", {
  route: "api/unsubscribe/{token}",
  methods: ["GET", "HEAD", "POST"],
  // mail programs and shoppers have no key; the link itself is signed
  authLevel: "anonymous",
  handler: unsubscribeByLink(host),
});

app.http("returnLink", {
  // short, because it stands in mails
  route: "r/{token}",
  methods: ["GET", "HEAD"],
  authLevel: "anonymous",
  handler: returnByLink(host),
});

app.http("privacy", {
  route: "api/privacy",
  methods: ["POST"],
  authLevel: "function",
  handler: privacy(host),
});

for (const action of ["add", "addmulti"] as const) {
  app.http(action === "add" ? "openCartAdd" : "openCartAddMulti", {
    // where the old shop has it, because links that were sent out stay as they are
    route: `actions/cart/${action}`,
    methods: ["GET", "HEAD"],
    // shoppers have no key
    authLevel: "anonymous",
    handler: openCartLink(host),
  });
}

app.http("cart", {
  route: "kurv",
  methods: ["GET", "HEAD"],
  authLevel: "anonymous",
  handler: cartView(host),
});

app.http("health", { route: "api/health", methods: ["GET"], authLevel: "anonymous", handler: health(host) });
