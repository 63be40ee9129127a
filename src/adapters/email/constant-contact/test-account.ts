import {
  startConstantContact,
  type ConstantContact,
  type ConstantContactOptions as Account,
} from "../../../../simulators/email/constant-contact/start-constant-contact.ts";
import { ConnectorError } from "../../../cart/connector-error.ts";
import type { WritableSecretStore } from "../../../ports/secret-store.ts";
import type { ConstantContactOptions } from "./options.ts";

/* An account and a key vault for the tests of this folder. */

export const LIST = "0b8d3f5e-1c2a-4d6e-9f70-8a1b2c3d4e5f";
export const OTHER_LIST = "1b8d3f5e-1c2a-4d6e-9f70-8a1b2c3d4e5f";

export function account(clock: { now(): Date }, change: Partial<Account> = {}): Promise<ConstantContact> {
  return startConstantContact({
    clientId: "id",
    clientSecret: "client-secret",
    refreshToken: "refresh-first",
    refreshTokens: "rotating",
    lists: [LIST, OTHER_LIST],
    fields: ["cart_url", "cart_reminder_key", "cart_items", "shoe_size"],
    people: [],
    clock,
    ...change,
  });
}

export function optionsFor(
  { url }: ConstantContact,
  change: Partial<ConstantContactOptions> = {},
): ConstantContactOptions {
  return {
    apiUrl: `${url}/v3`,
    tokenUrl: `${url}/oauth2/default/v1/token`,
    apiKeySecretName: "id",
    apiSecretSecretName: "secret",
    refreshTokenSecretName: "refresh",
    refreshTokens: "rotating",
    listId: LIST,
    requestTimeoutMs: 30_000,
    ...change,
  };
}

/** A key vault that outlives those who read from it. */
export interface TestVault {
  /** One process's way to it: values are cached until forgotten. */
  connect(): WritableSecretStore;
  readonly values: Map<string, string>;
  /** So many writes are refused from now on, after so many that are not. */
  refuseWrites(times: number, after?: number): void;
  /** Resolves when so much was written in all. */
  whenWritten(times: number): Promise<void>;
}

export function testVault(): TestVault {
  const values = new Map([
    ["id", "id"],
    ["secret", "client-secret"],
    ["refresh", "refresh-first"],
  ]);
  let spared = 0;
  let refused = 0;
  let written = 0;
  const awaited: { readonly times: number; readonly resolve: () => void }[] = [];
  return {
    values,
    whenWritten: (times) =>
      written >= times ? Promise.resolve() : new Promise((resolve) => void awaited.push({ times, resolve })),
    refuseWrites(times, after = 0) {
      refused = times;
      spared = after;
    },
    connect() {
      const cache = new Map<string, string>();
      return {
        async read(name) {
          const value = cache.get(name) ?? values.get(name) ?? "";
          cache.set(name, value);
          return value;
        },
        forget: (name) => void cache.delete(name),
        async write(name, value) {
          if (spared > 0) spared -= 1;
          else if (refused > 0) {
            refused -= 1;
            throw new ConnectorError("vault-refused", `secret ${name}: writing it was refused (403)`);
          }
          written += 1;
          values.set(name, value);
          cache.delete(name);
          for (const one of awaited.filter(({ times }) => times <= written)) one.resolve();
        },
      };
    },
  };
}
