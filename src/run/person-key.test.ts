import { describe, expect, it } from "vitest";
import { stage, type StagedRun } from "../../test/stage.ts";
import { keyCheck } from "../cart/shopper.ts";
import type { SecretStore } from "../ports/secret-store.ts";
import { personKey, type PersonKeySource } from "./person-key.ts";

const LONG = "a secret of 32 bytes or more, at random";

describe("a person key that nobody has set", () => {
  it("is made at random once and kept", async () => {
    const { tools, another, store } = stage();
    const made = await personKey(sourceOf(tools));
    expect(made).toHaveLength(32);
    expect(await personKey(sourceOf(another().tools))).toEqual(made);
    expect(store.documents()).toMatchObject([
      { kind: "person-key", key: made.toString("base64"), ttl: -1 },
      { kind: "key-check", check: keyCheck(made), ttl: -1 },
    ]);
  });

  it("is the same for two first runs at once", async () => {
    const { tools, another } = stage();
    const [one, other] = await Promise.all([
      personKey(sourceOf(tools)),
      personKey(sourceOf(another().tools)),
    ]);
    expect(one).toEqual(other);
  });

  it("is the kept one also when the reply to keeping it was lost", async () => {
    const { tools, ledger } = stage();
    ledger.next(({ method }) => method === "create", "loses-reply");
    await expect(personKey(sourceOf(tools))).rejects.toMatchObject({ code: "ledger-unreachable" });
    const kept = await personKey(sourceOf(tools));
    expect(await personKey(sourceOf(tools))).toEqual(kept);
  });

  it.each([{ kind: "person-key", key: "dG9vIHNob3J0" }, { kind: "from-the-future" }])(
    "is a named fault when the kept one is damaged: %o",
    async (body) => {
      const { tools, store } = stage();
      await store.plant("person-key", { id: "person-key", pk: "person-key", ttl: -1, ...body });
      await expect(personKey(sourceOf(tools))).rejects.toMatchObject({ code: "ledger-unreadable" });
      expect(store.documents().map(({ id }) => id)).not.toContain("key-check");
    },
  );
});

describe("a person key from the key vault", () => {
  it("is the secret, and the ledger holds only what shows a change of it", async () => {
    const { tools, store } = stage();
    expect((await personKey(sourceOf(tools, LONG))).toString("utf8")).toBe(LONG);
    expect(store.documents().map(({ kind }) => kind)).toEqual(["key-check"]);
    expect(JSON.stringify(store.documents())).not.toContain(LONG);
  });

  it("is refused when it is too short, naming the secret and never showing it", async () => {
    const { tools, store } = stage();
    const short = "x".repeat(31);
    const fault = await faultOf(personKey(sourceOf(tools, short)));
    expect(fault).toMatchObject({ code: "secret-missing" });
    expect(fault.message).toContain("person-key-secret");
    expect(fault.message).not.toContain(short);
    expect(store.documents()).toEqual([]);
  });

  it.each([
    ["another secret", LONG, `${LONG}!`],
    ["a secret after none", undefined, LONG],
    ["none after a secret", LONG, undefined],
  ])("is refused when it is not the one the ledger was begun with: %s", async (_what, before, now) => {
    const { tools } = stage();
    await personKey(sourceOf(tools, before));
    await expect(personKey(sourceOf(tools, now))).rejects.toMatchObject({ code: "person-key-changed" });
  });
});

/** With a secret the key vault holds it; without one the key is to be made and kept. */
function sourceOf({ ledger, random }: StagedRun["tools"], secret?: string): PersonKeySource {
  const secrets: SecretStore = {
    read: () => (secret === undefined ? Promise.reject(new Error("no vault")) : Promise.resolve(secret)),
    forget: () => undefined,
  };
  return { ledger, random, secrets, secretName: secret === undefined ? undefined : "person-key-secret" };
}

async function faultOf(work: Promise<unknown>): Promise<Error> {
  return work.then(
    () => {
      throw new Error("expected a fault");
    },
    (fault: unknown) => fault as Error,
  );
}
