import { ConnectorError } from "../../cart/connector-error.ts";
import { readLink } from "../../open-cart/read/read-link.ts";
import { checkCode } from "../../open-cart/verify/check-code.ts";
import type { Ledger } from "../../ports/ledger.ts";
import type { SecretStore } from "../../ports/secret-store.ts";
import type { Section } from "../../settings/schema.ts";
import { registerLink } from "./issued-links.ts";
import { linkSecrets } from "./link-secrets.ts";

export interface RegisterTools {
  readonly ledger: Ledger;
  readonly secrets: SecretStore;
  readonly options: Section<"OpenCartOptions">;
}

/** Until when a link may be used, and how often over all carts; left out for no limit. */
export interface LinkLimits {
  readonly notAfter?: Date;
  readonly usesLeft?: number;
}

export interface Registered {
  readonly link: "registered" | "known";
  readonly code: string;
}

/**
 * Notes a link in the register, if its code is one of ours. Throws `arguments-invalid` when it is not, and the faults of
 * the secret store and the ledger.
 */
export async function registerSignedLink(
  { ledger, secrets, options }: RegisterTools,
  target: string,
  { notAfter, usesLeft }: LinkLimits,
): Promise<Registered> {
  const names = options.LinkSecretKeyVaultSecretNames;
  const link = readLink(target);
  if (link.kind === "refused" || link.code === undefined || names === undefined) throw notOurs();
  const ours = await linkSecrets(secrets, { names, trust: options.Trust });
  const check = checkCode(link, { secrets: ours, acceptInputOnly: false });
  if (check.kind !== "holds") throw notOurs();
  const entry = {
    hashed: check.hashed,
    ...(notAfter === undefined ? {} : { notAfter: notAfter.toISOString() }),
    ...(usesLeft === undefined ? {} : { usesLeft }),
  };
  return { link: await registerLink(ledger, link.code, entry), code: link.code };
}

function notOurs(): ConnectorError {
  return new ConnectorError(
    "arguments-invalid",
    "expected a link whose code was made with a secret of OpenCartOptions.LinkSecretKeyVaultSecretNames",
    { fix: "`connector open-cart explain` says what its code covers and what is wrong with it" },
  );
}
