/** Lets one of all running connectors do something that only one may do at a time. */
export interface Turns {
  /**
   * The turn at `what`; "taken" when another has it. A turn that is not ended ends by itself after `seconds`, so what
   * is done in it has to be over by then. Throws a `ledger-…` fault.
   */
  take(what: string, seconds: number): Promise<Turn | "taken">;
}

export interface Turn {
  /** Lets the next one in. Never throws: it ends by itself. */
  end(): Promise<void>;
}
