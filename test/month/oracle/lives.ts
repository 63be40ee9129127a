import type { Attempt, History, PlacedOrder, SavedCart } from "../../simulation/oracle/facts.ts";
import type { Chronicle, Wish } from "../world/chronicle.ts";
import { guestOrders, type Shopper } from "../world/shopper.ts";

/** A mail that went out. */
export interface Mail {
  readonly at: number;
  readonly cartId: string;
  readonly contents: string;
  /** The key of the reminder, as the provider was given it. */
  readonly key: string;
  /** The external event that was triggered. */
  readonly event: string;
}

/** Everything that one person did in the month and was sent, each in the order of time. */
export interface Life {
  readonly shopper: Shopper;
  /** By cart, as it was saved again and again. */
  readonly carts: ReadonlyMap<string, readonly SavedCart[]>;
  readonly orders: readonly PlacedOrder[];
  readonly wishes: readonly Wish[];
  readonly absences: Chronicle["absences"];
  readonly mails: readonly Mail[];
  /** When a request left of which nobody can tell whether it was taken. */
  readonly doubts: readonly number[];
}

/** What is judged: everybody's month, by the world's own records. */
export interface Story {
  readonly shoppers: readonly Shopper[];
  readonly history: History;
  readonly chronicle: Chronicle;
}

export function livesOf({ shoppers, history, chronicle }: Story): readonly Life[] {
  const carts = grouped(history.carts, ({ cartId }) => ownerIndex(cartId));
  const orders = grouped(history.orders, ({ account }) => account);
  const wishes = grouped(chronicle.wishes, ({ address }) => address);
  const requests = grouped(
    history.attempts.flatMap((attempt) => attempt.people.map((person) => ({ attempt, person }))),
    ({ person }) => person.address,
  );
  return shoppers.map((shopper) => {
    const asked = requests.get(shopper.address) ?? [];
    return {
      shopper,
      carts: grouped(carts.get(shopper.index) ?? [], ({ cartId }) => cartId),
      orders: [...shopper.accounts, guestOrders(shopper)].flatMap((account) => orders.get(account) ?? []),
      wishes: wishes.get(shopper.address) ?? [],
      absences: chronicle.absences.filter(({ address }) => address === shopper.address),
      mails: asked.filter(({ attempt }) => attempt.delivered.has(shopper.address)).map(mailOf),
      doubts: asked.filter(({ attempt }) => isInDoubt(attempt)).map(({ attempt }) => attempt.leftAt),
    };
  });
}

/** Every cart has the number of its owner in its id, also those of guests. */
function ownerIndex(cartId: string): number {
  return Number(cartId.split("-")[1]);
}

function mailOf({ attempt, person }: { attempt: Attempt; person: Attempt["people"][number] }): Mail {
  const { cartId, contents, key } = person;
  return { at: attempt.leftAt, cartId, contents, key, event: attempt.event };
}

function isInDoubt({ isAnswered, isStillborn }: Attempt): boolean {
  return !isAnswered && !isStillborn;
}

function grouped<Item, Key>(
  items: readonly Item[],
  keyOf: (item: Item) => Key,
): ReadonlyMap<Key, readonly Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
