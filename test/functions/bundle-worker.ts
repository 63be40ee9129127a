import { HttpRequest, InvocationContext } from "@azure/functions";
import { createRequire } from "node:module";
import { fakeCore } from "../../simulators/functions-host/fake-core.ts";

/*
 * Azure's worker in small, for bundle.test.ts: loads the bundle named first, says what it registered, calls the
 * functions named after it, and prints one JSON line for each.
 */

const [bundle = "", ...calls] = process.argv.slice(2);
const registered = fakeCore();
createRequire(import.meta.url)(bundle);
say(registered.map(({ name }) => name));

for (const name of calls) {
  const callback = registered.find((one) => one.name === name)?.callback;
  const context = new InvocationContext({ functionName: name, logHandler: () => undefined });
  const given =
    name === "scheduledRun" ? {} : new HttpRequest({ method: "GET", url: "https://app.example/" });
  try {
    say({ name, returned: await callback?.(given, context) });
  } catch (thrown) {
    say({ name, failed: thrown instanceof Error ? thrown.message : "" });
  }
}

function say(what: unknown): void {
  process.stdout.write(`${JSON.stringify(what)}\n`);
}
