/** Named secrets. Values are cached; every value read is hidden from logs and errors from then on. */
export interface SecretStore {
  /**
   * The value of a secret, never empty.
   * Throws `secret-missing`, `vault-refused` or `vault-unreachable`, each naming the secret.
   */
  read(name: string): Promise<string>;
  /** Drops the cached value, so that a rotated secret is found. */
  forget(name: string): void;
}
