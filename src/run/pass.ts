import type { Cart } from "../cart/cart.ts";
import type { ConnectorError } from "../cart/connector-error.ts";
import type { LinkFallback } from "../cart/return-link.ts";
import type { PersonKey } from "../cart/shopper.ts";
import type { Stamp } from "../cart/stamp.ts";
import type { Channel } from "../ports/retail-server.ts";
import type { Shop, WayTools } from "../steps/way.ts";
import type { Tally } from "./pass-report.ts";
import type { Window } from "./read-window.ts";

export interface PassRules {
  readonly includeMinutes: number;
  readonly excludeMinutes: number;
  readonly maxCatchUpMinutes: number;
  readonly startFrom: Stamp | undefined;
  readonly sliceSize: number;
  /** Reminders per pass, 0 = no limit. */
  readonly maxReminders: number;
}

/** What a pass of one channel works with. */
export interface PassTools extends Omit<WayTools, "runId" | "shop" | "personKey"> {
  readonly channelName: string;
  readonly pass: PassRules;
  /** Only for the report: what makes it dry are the provider and the ledger it is given. */
  readonly dryRun: boolean;
  personKey(): Promise<PersonKey>;
  shopOf(channel: Channel): Shop | Promise<Shop>;
  /** Calls to neighbours since this was made. */
  calls(): Readonly<Record<string, number>>;
}

export interface PassRequest {
  /** An explicit window: judged whole, moves no cursor, takes up nothing that is due. */
  readonly window?: { readonly from?: Stamp | undefined; readonly to?: Stamp | undefined };
  /** Time for the pass; undefined = until it is done. */
  readonly maxMs?: number | undefined;
  /** Throws `pass-under-way` instead of running beside another pass. */
  readonly refuseIfUnderWay?: boolean;
  readonly onProgress?: (found: number) => void;
}

/** Where a pass stands. */
export interface PassState {
  readonly runId: string;
  readonly startedAt: Date;
  readonly tally: Tally;
  window: Window;
  /** False as long as `window` is only the moment of the start: a fault may come before it can be planned. */
  isPlanned: boolean;
  handedOver: number;
  /** The provider has taken something in this pass. */
  proven: boolean;
  unreadableRows: number;
  readonly linkFallbacks: LinkFallback[];
  /** The last cart up to which every cart of the window has a word. */
  reached: Cart | undefined;
  /** A cart that another run holds has no end yet: nothing from there on is passed in this pass. */
  isHeld: boolean;
  stopped: "ramp" | "time" | ConnectorError | undefined;
}

/** A pass that is judging carts. */
export interface Judging {
  readonly tools: PassTools;
  readonly way: WayTools;
  readonly state: PassState;
  readonly isExplicit: boolean;
  /** False once so much of the time is spent that what was read has to be judged. */
  readonly mayLookAhead: () => boolean;
  readonly isTimeUp: () => boolean;
  /** For later: whether such a share (0 to 1) of the time that is left now is spent. */
  readonly timeLeft: () => (share: number) => boolean;
}
