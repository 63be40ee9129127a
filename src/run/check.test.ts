import { describe, expect, it } from "vitest";
import { ConnectorError } from "../cart/connector-error.ts";
import { checkAll, type Probe } from "./check.ts";

const FAULT = new ConnectorError("vault-unreachable", "the key vault could not be reached");

describe("trying all neighbours", () => {
  it("says of each what was seen, or the fault", async () => {
    const probes = [probe("vault", FAULT), probe("ledger", ["one file"])];
    expect(await Array.fromAsync(checkAll(probes))).toEqual([
      { name: "vault", kind: "bad", fault: FAULT },
      { name: "ledger", kind: "good", seen: ["one file"] },
    ]);
  });

  it("tries none that needs one that failed, nor one that needs that one", async () => {
    const probes = [
      probe("vault", FAULT),
      probe("token", ["had"], "vault"),
      probe("shop", ["open"], "token"),
      probe("ledger", ["one file"]),
    ];
    expect(await Array.fromAsync(checkAll(probes))).toMatchObject([
      { name: "vault", kind: "bad" },
      { name: "token", kind: "not-tried", because: "vault" },
      { name: "shop", kind: "not-tried", because: "token" },
      { name: "ledger", kind: "good" },
    ]);
  });

  it("tries one only after what it is told so far was taken", async () => {
    const tried: string[] = [];
    const checks = checkAll(
      ["a", "b"].map((name) => ({
        ...probe(name, []),
        try: () => Promise.resolve([String(tried.push(name))]),
      })),
    );
    await checks.next();
    expect(tried).toEqual(["a"]);
  });

  it("calls a fault that nobody foresaw ours", async () => {
    const broken: Probe = { ...probe("odd", []), try: () => Promise.reject(new TypeError("x is undefined")) };
    const [result] = await Array.fromAsync(checkAll([broken]));
    expect(result).toMatchObject({ kind: "bad", fault: { code: "broken-promise" } });
  });
});

function probe(name: string, result: readonly string[] | ConnectorError, ...needs: readonly string[]): Probe {
  return {
    name,
    needs,
    try: () => (result instanceof ConnectorError ? Promise.reject(result) : Promise.resolve(result)),
  };
}
