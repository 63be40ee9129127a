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

/** A secret store into which can be written, for secrets that change as they are used. */
export interface WritableSecretStore extends SecretStore {
  /**
   * Makes this the value of a secret from now on, for whoever reads it next, anywhere. Safe to repeat.
   * Throws `vault-refused` (also for a secret that comes from the environment, where nothing can be kept) or
   * `vault-unreachable`, each naming the secret; after the latter it may have been written.
   */
  write(name: string, value: string): Promise<void>;
}
