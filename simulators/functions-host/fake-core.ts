import Module from "node:module";

/** What an app told the worker about one function. */
export interface Registered extends Metadata {
  /** What the worker calls, with the trigger's data and the context of the invocation. */
  readonly callback: (given: unknown, context: unknown) => unknown;
}

interface Metadata {
  readonly name: string;
  readonly bindings: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly retryOptions?: unknown;
}

/**
 * Stands in for `@azure/functions-core`, which only Azure's worker provides: without it nothing is registered.
 * To be called before the first `app.…` call of the process; the list fills as functions are registered. `onModel` is given
 * what the library would have the worker call for every invocation.
 */
export function fakeCore(onModel: (model: unknown) => void = () => undefined): Registered[] {
  const registered: Registered[] = [];
  const core = {
    version: "4.0.0",
    hostVersion: "4.0.0",
    registerFunction: (metadata: Metadata, callback: Registered["callback"]) =>
      void registered.push({ ...metadata, callback }),
    registerHook: () => undefined,
    setProgrammingModel: onModel,
    getProgrammingModel: () => undefined,
    log: () => undefined,
  };
  // Node's own hook for this, untyped because it is internal
  const loader = Module as unknown as { _load: (request: string, ...rest: readonly unknown[]) => unknown };
  const load = loader._load;
  loader._load = (request, ...rest) =>
    request === "@azure/functions-core" ? core : Reflect.apply(load, Module, [request, ...rest]);
  return registered;
}
