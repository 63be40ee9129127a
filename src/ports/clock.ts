/** Time, as a parameter. The only implementation that uses timers is `adapters/clock`. */
export interface Clock {
  now(): Date;
  /** Resolves after `ms`; rejects with the signal's reason when it is aborted first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** A signal that aborts after `ms`, unless released before. Always release it. */
  deadline(ms: number): { readonly signal: AbortSignal; release(): void };
}
