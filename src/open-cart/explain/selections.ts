/** 6! = 720 orders and 2^9 = 512 selections are done in a moment; more would not be. */
const MOST_TO_REORDER = 6;
const MOST_TO_LEAVE_OUT = 9;

/** The list in its own order, with some left out but never all. Nothing when there are too many ways. */
export function* someLeftOut<T>(list: readonly T[]): Generator<readonly T[]> {
  if (list.length > MOST_TO_LEAVE_OUT) return;
  for (let kept = 2 ** list.length - 2; kept >= 1; kept -= 1) {
    yield list.filter((_, at) => (kept & (1 << at)) !== 0);
  }
}

/** The whole list in every order, its own included. Nothing when there are too many ways. */
export function* otherOrders<T>(list: readonly T[]): Generator<readonly T[]> {
  if (list.length <= MOST_TO_REORDER) yield* orders(list);
}

function* orders<T>(list: readonly T[]): Generator<readonly T[]> {
  if (list.length === 0) yield [];
  for (const [at, first] of list.entries()) {
    for (const rest of orders(list.toSpliced(at, 1))) yield [first, ...rest];
  }
}
