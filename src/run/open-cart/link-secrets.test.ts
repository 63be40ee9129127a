import { expect, test } from "vitest";
import type { SecretStore } from "../../ports/secret-store.ts";
import { linkSecrets } from "./link-secrets.ts";

const STRONG = "k3J8vQ2mZ7xR5tB9wL4pN6";
const SECRETS: Readonly<Record<string, string>> = {
  strong: STRONG,
  another: `${STRONG}old`,
  weak: "hemmelig12",
  printed: "07FnpNB9Qk8q",
};

const store: SecretStore = {
  read: (name) => Promise.resolve(SECRETS[name] ?? ""),
  forget: () => undefined,
};

test("the secrets are read in the order in which they are named", async () => {
  const secrets = await linkSecrets(store, { names: "strong, another", trust: "strict" });
  expect(secrets).toEqual([STRONG, `${STRONG}old`]);
});

test("a weak one is refused by its name, unless the shop takes what the old one took", async () => {
  const asked = linkSecrets(store, { names: "strong,weak", trust: "strict" });
  await expect(asked).rejects.toMatchObject({
    code: "secret-missing",
    message: "the secret weak is no secret for links",
    fix: expect.stringContaining("at least 22 random letters and digits") as string,
  });
  await expect(asked).rejects.not.toThrow(/hemmelig/);
  expect(await linkSecrets(store, { names: "weak", trust: "compatible" })).toEqual(["hemmelig12"]);
});

test("one that everybody knows is refused always", async () => {
  for (const trust of ["strict", "compatible"] as const) {
    await expect(linkSecrets(store, { names: "printed", trust })).rejects.toMatchObject({
      fix: expect.stringContaining("printed in the shop's manual") as string,
    });
  }
});
