import type { Container, CosmosClient } from "@azure/cosmos";
import type { Clock } from "../../../ports/clock.ts";
import { connect, usesKey, type CosmosAccount } from "./connect.ts";
import { cosmosFault, type CosmosPlace } from "./cosmos-fault.ts";
import { inspect } from "./set-up.ts";

export interface CosmosLedgerOptions extends CosmosAccount {
  /** `AzureCosmosOptions.DatabaseId` and `AzureCosmosOptions.ContainerId`. */
  readonly databaseId: string;
  readonly containerId: string;
  readonly clock: Clock;
}

/** What one operation works with; to be passed on with every request is `abortSignal`. */
export interface Asking {
  readonly place: CosmosPlace;
  readonly client: CosmosClient;
  readonly container: Container;
  readonly abortSignal: AbortSignal;
}

/** Runs operations on an account: bounded in time, and every end of one that is no answer is a fault. */
export interface Asker {
  ask<T>(work: (asking: Asking) => Promise<T>): Promise<T>;
  /** As `ask`, once the account and the container were found fit. */
  use<T>(work: (asking: Asking) => Promise<T>): Promise<T>;
  /** Throws what makes the account or the container unfit. */
  look(): Promise<void>;
  close(): void;
}

/** For one operation with all its retries. */
const DEADLINE_MS = 30_000;

export function createAsker(options: CosmosLedgerOptions): Asker {
  const place = placeOf(options);
  let client: CosmosClient | undefined;
  let looked: Promise<void> | undefined;

  async function ask<T>(work: (asking: Asking) => Promise<T>): Promise<T> {
    const deadline = options.clock.deadline(DEADLINE_MS);
    try {
      client ??= connect(options);
      const container = client.database(place.databaseId).container(place.containerId);
      return await work({ place, client, container, abortSignal: deadline.signal });
    } catch (cause) {
      throw cosmosFault(cause, place);
    } finally {
      deadline.release();
    }
  }

  function look(): Promise<void> {
    return ask(inspect);
  }

  async function use<T>(work: (asking: Asking) => Promise<T>): Promise<T> {
    looked ??= look();
    try {
      await looked;
    } catch (fault) {
      // what was wrong may be mended before the next use
      looked = undefined;
      throw fault;
    }
    return ask(work);
  }

  function close(): void {
    client?.dispose();
    client = undefined;
    looked = undefined;
  }

  return { ask, use, look, close };
}

function placeOf(options: CosmosLedgerOptions): CosmosPlace {
  return {
    host: new URL(options.endpoint).host,
    databaseId: options.databaseId,
    containerId: options.containerId,
    signIn: usesKey(options) ? "key" : "entra",
  };
}
