import type { AddressInfo } from "node:net";
import { createHttpsServer } from "@vercel/cosmosdb-server";

export interface CosmosServer {
  /** What goes into `AzureCosmosOptions.EndPointUri`; without a trailing slash. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * A Cosmos DB account in memory, empty at the start, on a free loopback port. It differs from the service: it takes
 * any key, never throttles, and never removes a document whose ttl is over.
 */
export async function startCosmos(options: {
  readonly tls: { readonly key: string; readonly cert: string };
  readonly port?: number;
}): Promise<CosmosServer> {
  // its own certificate ended in 2021; without keepAlive it closes the connection after every reply
  const server = createHttpsServer({ ...options.tls, keepAlive: true });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, "127.0.0.1", resolve));
  // an AddressInfo, because it listens on a port and not on a pipe
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://localhost:${port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
