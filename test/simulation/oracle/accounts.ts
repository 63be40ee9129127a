import type { OpenEntry, PersonDocument } from "../../../src/cart/documents.ts";
import type { History, Inhabitant, SavedCart } from "./facts.ts";
import { mayHaveBeenTaken } from "./once.ts";
import { register, type Register } from "./town-register.ts";
import { markOf } from "./mark.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** The clocks of machines and servers may differ by so much. */
const CLOCKS_DIFFER = 10 * MINUTE;

export interface Question {
  readonly at: number;
  /** Nobody is taking care of anything any more: only what lasts counts. */
  readonly isEnd: boolean;
  /** Carts that will not be found again as they are. */
  readonly passed: (cart: SavedCart) => boolean;
}

/** Who was reminded of what, and for which reasons somebody may not have been. */
export interface Accounts {
  /** Carts with something in them, of people, that a pass ought to have seen or will see. */
  cartsInReach(at: number): readonly SavedCart[];
  isAccountedFor(cart: SavedCart, question: Question): boolean;
}

export function accounts(history: History): Accounts {
  const people = register(history);
  const start = startOf(history);

  function cartsInReach(at: number): readonly SavedCart[] {
    return people
      .cartsAt(at)
      .filter((cart) => cart.contents !== "" && people.ownerOf(cart) !== undefined && cart.stamp >= start);
  }

  function isAccountedFor(cart: SavedCart, question: Question): boolean {
    const owner = people.ownerOf(cart);
    if (owner === undefined) return true;
    const of: Case = { history, people, cart, owner, question };
    return REASONS.some((reason) => reason(of)) || isSuperseded(of, isAccountedFor);
  }

  return { cartsInReach, isAccountedFor };
}

/** From where on carts are looked at: the first pass that read any began so long before. */
function startOf({ firstPageAt, rules }: History): string {
  if (firstPageAt === undefined) return "9999";
  return new Date(firstPageAt - rules.includeMinutes * MINUTE + CLOCKS_DIFFER).toISOString();
}

interface Case {
  readonly history: History;
  readonly people: Register;
  readonly cart: SavedCart;
  readonly owner: Inhabitant;
  readonly question: Question;
}

/** Each is a reason why a cart may be passed, or have no reminder. Reasons may have been there for a moment only. */
const REASONS: readonly ((of: Case) => boolean)[] = [
  wasReminded,
  isTakenCareOf,
  mayNotBeWrittenTo,
  hasBought,
  hasHadEnough,
  isExpired,
];

function wasReminded(of: Case): boolean {
  const { history, cart, owner, question } = of;
  return (
    wasDismissed(of) ||
    history.attempts.some(
      (attempt) =>
        attempt.leftAt <= question.at &&
        attempt.people.some(
          ({ address, cartId, contents }) =>
            address === owner.address && cartId === cart.cartId && contents === cart.contents,
        ) &&
        (mayHaveBeenTaken(attempt, owner.address) || attempt.refused.has(owner.address)),
    )
  );
}

/** An operator had it counted as sent. */
function wasDismissed(of: Case): boolean {
  return writes(of).some(
    ({ at, by, doc, before }) =>
      by === "operator" &&
      at <= of.question.at &&
      doc.open?.state !== "waiting" &&
      before?.open !== undefined &&
      isAboutThis(of, before.open),
  );
}

/** By an entry about this very cart; before the end also by somebody who is sending to the person just now. */
function isTakenCareOf(of: Case): boolean {
  const { cart, question } = of;
  const now = documentOf(of, question.at)?.open;
  if (now !== undefined && isAboutThis(of, now) && !(question.isEnd && now.state === "sending")) return true;
  if (now?.state === "unsure") return true;
  if (question.isEnd) return false;
  return documentsSince(of, cart.at).some(
    ({ open }) => open?.state === "sending" || open?.state === "unsure",
  );
}

/** The stamp in the entry tells which state of the cart it is about. */
function isAboutThis({ history, cart }: Case, open: OpenEntry): boolean {
  if (open.cartId !== cart.cartId) return false;
  // with coarse stamps several states of a cart have the same
  return history.carts.some(
    ({ cartId, stamp, contents }) =>
      cartId === open.cartId && stamp === open.modified && contents === cart.contents,
  );
}

function mayNotBeWrittenTo(of: Case): boolean {
  const { history, cart, owner, question } = of;
  const own = history.standings.filter(({ address, at }) => address === owner.address && at <= question.at);
  const atFirst = own.findLast(({ at }) => at <= cart.at);
  if ([...own.filter(({ at }) => at > cart.at), atFirst].some((one) => one?.mayBeWrittenTo === false))
    return true;
  return documentOf(of, question.at)?.suppressed !== undefined;
}

function hasBought({ history, cart, owner, question }: Case): boolean {
  const products = new Set(cart.contents.split(" ").map((one) => one.split("*")[0]));
  return history.orders.some(
    (order) =>
      order.at <= question.at &&
      owner.accounts.includes(order.account) &&
      (order.stamp > cart.stamp || order.products.some((product) => products.has(product))),
  );
}

/** A mail counts from when it left, and also from when that became known. */
function hasHadEnough(of: Case): boolean {
  const { history, cart, owner, question } = of;
  const { hoursBetween, most30Days } = history.rules;
  const left = history.attempts
    .filter(({ leftAt, delivered }) => leftAt <= question.at && delivered.has(owner.address))
    .map(({ leftAt }) => leftAt);
  const known = writes(of).flatMap(({ at, by, doc, before }) => {
    const added = doc.past.find(({ key, outcome }) => outcome === "sent" && !hasSent(before, key));
    const isTrue = added !== undefined && (by === "operator" || wasDelivered(history, added.key));
    return isTrue && at <= question.at ? [at] : [];
  });
  if (Math.max(left.length, known.length) >= most30Days) return true;
  return [...left, ...known].some((at) => at + hoursBetween * HOUR + CLOCKS_DIFFER >= cart.at);
}

function hasSent(doc: PersonDocument | undefined, key: string): boolean {
  return doc?.past.some((past) => past.key === key && past.outcome === "sent") === true;
}

function wasDelivered({ attempts }: History, key: string): boolean {
  return attempts.some(
    ({ delivered, people }) =>
      delivered.size > 0 && people.some((one) => one.key === key && delivered.has(one.address)),
  );
}

/** Older than the catch-up limit when it was passed, or it waited longer than a reminder may. */
function isExpired(of: Case): boolean {
  const { history, cart, question } = of;
  const { excludeMinutes, catchUpMinutes } = history.rules;
  const passedAt = question.isEnd ? firstPassed(of) : question.at;
  const limit = passedAt - (excludeMinutes + catchUpMinutes) * MINUTE + CLOCKS_DIFFER;
  if (cart.stamp < new Date(limit).toISOString()) return true;
  return documentsSince(of, 0).some(({ past }) =>
    past.some(({ cartId, outcome }) => cartId === cart.cartId && outcome === "expired"),
  );
}

/** When the cursor came to stand behind the cart. */
function firstPassed({ history, cart }: Case): number {
  const passing = history.writes.find(
    ({ at, after }) =>
      at >= cart.at &&
      after.kind === "cursor" &&
      (after.stamp > cart.stamp || (after.stamp === cart.stamp && after.mark >= markOf(cart.cartId))),
  );
  return passing?.at ?? 0;
}

/** The person has a newer cart, which is accounted for itself; or had one, which is gone. */
function isSuperseded(of: Case, isAccountedFor: Accounts["isAccountedFor"]): boolean {
  const { history, people, cart, owner, question } = of;
  const now = people.cartsAt(question.at);
  const newer = history.carts.filter(
    (other) =>
      other.cartId !== cart.cartId &&
      other.at <= question.at &&
      other.contents !== "" &&
      isNewer(other, cart) &&
      people.ownerOf(other) === owner,
  );
  return newer.some((other) => {
    const present = now.find(({ cartId }) => cartId === other.cartId);
    if (present === undefined || present.contents !== other.contents) return true;
    return !question.passed(present) || isAccountedFor(present, question);
  });
}

/** Carts of one stamp are ordered by their ids. */
function isNewer(a: SavedCart, b: SavedCart): boolean {
  return a.stamp > b.stamp || (a.stamp === b.stamp && a.cartId > b.cartId);
}

function documentOf(of: Case, at: number): PersonDocument | undefined {
  return writes(of).findLast((write) => write.at <= at)?.doc;
}

/** What was known about the person at some time since then. */
function documentsSince(of: Case, since: number): readonly PersonDocument[] {
  const all = writes(of).filter(({ at }) => at <= of.question.at);
  const atFirst = all.findLast(({ at }) => at <= since);
  return [...(atFirst === undefined ? [] : [atFirst]), ...all.filter(({ at }) => at > since)].map(
    ({ doc }) => doc,
  );
}

interface PersonWrite {
  readonly at: number;
  readonly by: string;
  readonly doc: PersonDocument;
  readonly before: PersonDocument | undefined;
}

function writes({ history, people, owner }: Case): readonly PersonWrite[] {
  return history.writes.flatMap(({ at, by, before, after }) => {
    if (after.kind !== "person" || people.ownerOfDocument(after.id) !== owner.address) return [];
    return [{ at, by, doc: after, before: before?.kind === "person" ? before : undefined }];
  });
}
