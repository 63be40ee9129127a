import { asConnectorError, type ConnectorError } from "../cart/connector-error.ts";

/** One neighbour to try: returns what was seen, in words, or throws the fault. */
export interface Probe {
  readonly name: string;
  /** Names of probes without which this one would only repeat their fault. */
  readonly needs: readonly string[];
  try(): Promise<readonly string[]>;
}

export type CheckResult =
  | { readonly name: string; readonly kind: "good"; readonly seen: readonly string[] }
  | { readonly name: string; readonly kind: "bad"; readonly fault: ConnectorError }
  | { readonly name: string; readonly kind: "not-tried"; readonly because: string };

/** Tries each neighbour in turn, in the order of their need of each other. */
export async function* checkAll(probes: readonly Probe[]): AsyncGenerator<CheckResult> {
  const failed = new Set<string>();
  for (const probe of probes) {
    const missing = probe.needs.find((name) => failed.has(name));
    if (missing !== undefined) {
      failed.add(probe.name);
      yield { name: probe.name, kind: "not-tried", because: missing };
      continue;
    }
    const result = await tryOne(probe);
    if (result.kind === "bad") failed.add(probe.name);
    yield result;
  }
}

async function tryOne(probe: Probe): Promise<CheckResult> {
  try {
    return { name: probe.name, kind: "good", seen: await probe.try() };
  } catch (thrown) {
    return { name: probe.name, kind: "bad", fault: asConnectorError(thrown) };
  }
}
