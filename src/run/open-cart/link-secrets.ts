import { ConnectorError } from "../../cart/connector-error.ts";
import { secretToCheck } from "../../open-cart/explain/secret-to-check.ts";
import { linkSecret, type LinkSecret } from "../../open-cart/link-secret.ts";
import type { SecretStore } from "../../ports/secret-store.ts";

/**
 * The secrets that links may be signed with, the current one first. One that is printed in the old shop's manual is
 * refused always, a weak one unless `compatible`. Throws that, and the faults of the secret store.
 */
export async function linkSecrets(
  store: SecretStore,
  { names, trust }: { readonly names: string; readonly trust: "strict" | "compatible" },
): Promise<readonly LinkSecret[]> {
  const secrets: LinkSecret[] = [];
  for (const name of names.split(",").map((one) => one.trim())) {
    const text = await store.read(name);
    const check = linkSecret(text);
    if (check.kind === "refused" && (trust === "strict" || check.why === "printed-in-the-manual")) {
      throw new ConnectorError("secret-missing", `the secret ${name} is no secret for links`, {
        fix: `store ${check.expected} (OpenCartOptions.LinkSecretKeyVaultSecretNames)`,
      });
    }
    secrets.push(secretToCheck(text).secret);
  }
  return secrets;
}
