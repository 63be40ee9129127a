import { vi } from "vitest";
import {
  startFunctionsHost,
  type FunctionsHost,
} from "../../simulators/functions-host/start-functions-host.ts";

export type AzureHost = FunctionsHost;

/** The functions of this project with this environment, over real HTTP. Once per test file. */
export async function startAzureHost(env: Readonly<Record<string, string | undefined>>): Promise<AzureHost> {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  const host = await startFunctionsHost({ load: () => import("../../src/functions/index.ts") });
  return {
    ...host,
    async close() {
      await host.close();
      vi.unstubAllEnvs();
    },
  };
}
