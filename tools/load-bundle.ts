import { createRequire } from "node:module";
import Module from "node:module";

/*
 * Loads the built bundle once, as Azure's worker would, and prints what it registers. The worker provides
 * `@azure/functions-core`; here it only listens.
 */

const EXPECTED = [
  "cart",
  "health",
  "openCartAdd",
  "openCartAddMulti",
  "privacy",
  "returnLink",
  "runs",
  "scheduledRun",
  "suppressionExport",
  "suppressionImport",
  "unsubscribe",
  "unsureDecision",
  "unsureList",
];
const registered: string[] = [];
const core = {
  version: "4.0.0",
  hostVersion: "4.0.0",
  registerFunction: (metadata: { readonly name: string }) => void registered.push(metadata.name),
  registerHook: () => undefined,
  setProgrammingModel: () => undefined,
  getProgrammingModel: () => undefined,
  log: () => undefined,
};

// Node's own hook for this, untyped because it is internal
const loader = Module as unknown as { _load: (request: string, ...rest: readonly unknown[]) => unknown };
const load = loader._load;
loader._load = (request, ...rest) =>
  request === "@azure/functions-core" ? core : Reflect.apply(load, Module, [request, ...rest]);

createRequire(import.meta.url)("../dist/functions.cjs");
const names = registered.sort();
if (names.join() !== EXPECTED.join()) {
  throw new Error(`the bundle registers ${names.join(", ") || "nothing"}, expected ${EXPECTED.join(", ")}`);
}
process.stdout.write(`bundle loads and registers ${names.join(", ")}\n`);
