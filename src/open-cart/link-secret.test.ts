import { expect, test } from "vitest";
import { linkSecret } from "./link-secret.ts";

test.each([
  ["07FnpNB9Qk8q", "printed-in-the-manual"],
  ["SHARED_SECRET", "printed-in-the-manual"],
  ["shared_secret", "printed-in-the-manual"],
  ["07FnpNB9Qk8q07FnpNB9Qk8q", "printed-in-the-manual"],
  ["", "not-letters-and-digits"],
  ["k3V9tQz7LmP2xW8rYb4N-6", "not-letters-and-digits"],
  ["hemmelighedenErØdelagt", "not-letters-and-digits"],
  ["k3V9tQz7LmP2xW8rYb4Nc", "too-short"],
  ["abababababababababababab", "too-uniform"],
])("the secret '%s' is refused as %s", (text, why) => {
  expect(linkSecret(text)).toMatchObject({ kind: "refused", why });
});

test("22 random letters and digits are a secret", () => {
  expect(linkSecret("k3V9tQz7LmP2xW8rYb4Nc6")).toEqual({ kind: "secret", secret: "k3V9tQz7LmP2xW8rYb4Nc6" });
});

test("a refusal never repeats the secret", () => {
  expect(JSON.stringify(linkSecret("hush123"))).not.toContain("hush123");
});
