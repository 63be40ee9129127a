import type { Draw } from "../../../simulators/shop/draw.ts";

/** The writes of a run in which it can be killed. */
export type Write = "claim" | "ticket" | "answer" | "settle" | "cursor";

export const WRITES: readonly Write[] = ["claim", "ticket", "answer", "settle", "cursor"];

/** A write that begins and does not come to its end. */
export interface Stall {
  /** Resolves when it has begun; never when it does not begin before the signal. */
  readonly begun: Promise<void>;
  /**
   * After the process has died. Resolves to the landing of the write, when that is still to come: a request may
   * outlive its sender on the way to the ledger.
   */
  end(): Promise<Landing | undefined>;
}

export type Landing = () => Promise<void>;

/** An open entry as the documents hold it, read past the product. */
export interface Open {
  readonly state: string;
  readonly cartId: string;
  readonly key: string;
  readonly claimId: string | undefined;
  readonly ticket: string | undefined;
}

export interface Past {
  readonly cartId: string;
  readonly outcome: string;
}

/** A ledger as a witness of a crime sees it: what its documents say, whatever anybody made of them. */
export interface KillLedger {
  readonly sections: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  open(): Promise<readonly Open[]>;
  past(): Promise<readonly Past[]>;
  ticketState(id: string): Promise<string | undefined>;
  stall(write: Write, draw: Draw, signal: AbortSignal): Stall;
  close(): Promise<void>;
}

/** What the two stores have in common: the body of a person. */
export function openIn(person: unknown): readonly Open[] {
  const open = member(person, "open");
  if (open === undefined) return [];
  return [
    {
      state: textIn(open, "state") ?? "",
      cartId: textIn(open, "cartId") ?? "",
      key: textIn(open, "key") ?? "",
      claimId: textIn(open, "claimId"),
      ticket: textIn(open, "ticket"),
    },
  ];
}

export function pastIn(person: unknown): readonly Past[] {
  const past = member(person, "past");
  return (Array.isArray(past) ? past : []).map((entry: unknown) => ({
    cartId: textIn(entry, "cartId") ?? "",
    outcome: textIn(entry, "outcome") ?? "",
  }));
}

export function textIn(value: unknown, name: string): string | undefined {
  const text = member(value, name);
  return typeof text === "string" ? text : undefined;
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
