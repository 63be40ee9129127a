/** What the retailer has decided, in the words of the settings; minutes of the day count from midnight. */
export interface Promises {
  readonly excludeMinutes: number;
  readonly hoursBetween: number;
  readonly most30Days: number;
  readonly lookbackDays: number;
  readonly quiet: { readonly from: number; readonly to: number } | undefined;
  /** What happened so shortly before a mail could not be known to whoever sent it. */
  readonly graceMs: number;
  /** Within so many hours after a cart was left, somebody who may be reminded has been. */
  readonly patienceHours: number;
  /** Guests are reminded, too. */
  readonly guests: boolean;
}
