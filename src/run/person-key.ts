import { ConnectorError } from "../cart/connector-error.ts";
import type { KeyCheckDocument, LedgerDocument, PersonKeyDocument } from "../cart/documents.ts";
import { keyCheck, type PersonKey } from "../cart/shopper.ts";
import type { Ledger } from "../ports/ledger.ts";
import type { Random } from "../ports/random.ts";
import type { SecretStore } from "../ports/secret-store.ts";

const KEY_BYTES = 32;

export interface PersonKeySource {
  readonly ledger: Ledger;
  readonly secrets: SecretStore;
  readonly random: Random;
  /** ConnectorOptions.PersonKeyKeyVaultSecretName. */
  readonly secretName: string | undefined;
}

/**
 * The key under which addresses are hashed: from Key Vault when a secret is named, otherwise made once and kept in
 * the ledger. A key other than the one this ledger was begun with is refused: it would forget everybody.
 */
export async function personKey(source: PersonKeySource): Promise<PersonKey> {
  const key =
    source.secretName === undefined ? await keptKey(source) : await vaultKey(source, source.secretName);
  const check = keyCheck(key);
  const doc: KeyCheckDocument = { id: "key-check", pk: "key-check", kind: "key-check", check, ttl: -1 };
  const known = await readOrCreate(source.ledger, doc);
  if (known.kind !== "key-check" || known.check !== check) {
    throw new ConnectorError(
      "person-key-changed",
      "the person key is not the one this ledger was begun with",
      {
        fix: "set ConnectorOptions.PersonKeyKeyVaultSecretName back to the former secret (or to nothing, if there was none); with another key everybody would be reminded again",
      },
    );
  }
  return key;
}

async function vaultKey(source: PersonKeySource, name: string): Promise<PersonKey> {
  const bytes = Buffer.from(await source.secrets.read(name), "utf8");
  if (bytes.length < KEY_BYTES) {
    throw new ConnectorError("secret-missing", `the secret ${name} is too short for a person key`, {
      fix: `store at least ${KEY_BYTES} random characters in it (ConnectorOptions.PersonKeyKeyVaultSecretName)`,
    });
  }
  // proved by the length check
  return bytes as PersonKey;
}

async function keptKey(source: PersonKeySource): Promise<PersonKey> {
  const made = source.random.bytes(KEY_BYTES).toString("base64");
  const doc: PersonKeyDocument = {
    id: "person-key",
    pk: "person-key",
    kind: "person-key",
    key: made,
    ttl: -1,
  };
  const kept = await readOrCreate(source.ledger, doc);
  const bytes = Buffer.from(kept.kind === "person-key" ? kept.key : "", "base64");
  if (bytes.length < KEY_BYTES) throw damaged(doc.id);
  return bytes as PersonKey;
}

/** The document as the ledger has it, ours if it had none. Two first runs at once end up with the same. */
async function readOrCreate(
  ledger: Ledger,
  doc: KeyCheckDocument | PersonKeyDocument,
): Promise<LedgerDocument> {
  const before = (await ledger.read([doc.id])).get(doc.id);
  if (before === undefined && (await ledger.create(doc)) !== "exists") return doc;
  const stored = before ?? (await ledger.read([doc.id])).get(doc.id);
  if (stored === undefined || stored === "unreadable") throw damaged(doc.id);
  return stored.doc;
}

function damaged(id: string): ConnectorError {
  return new ConnectorError("ledger-unreadable", `the ledger's document ${id} is damaged`, {
    fix: "restore the ledger from its backup: without the person key everybody would be reminded again",
  });
}
