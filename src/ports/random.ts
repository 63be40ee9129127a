/** Chance, as a parameter, so that a run can be repeated exactly. */
export interface Random {
  /** A new unguessable id of letters, digits, `-` and `_`. */
  id(): string;
  /** At least 0, less than 1. For jitter only, never for secrets. */
  fraction(): number;
  /** Unguessable bytes. */
  bytes(count: number): Buffer;
}
