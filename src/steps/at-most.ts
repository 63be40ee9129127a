/**
 * Does the work for every item, at most `limit` at once, results in the order of the items.
 * Waits for all of them also when one fails, so that nothing goes on behind the caller's back; then throws the first failure.
 */
export async function atMost<Item, Result>(
  limit: number,
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results = new Map<number, Result>();
  const failures: unknown[] = [];
  const queue = items.entries();

  async function worker(): Promise<void> {
    for (const [index, item] of queue) {
      try {
        results.set(index, await work(item));
      } catch (failure) {
        failures.push(failure);
        return;
      }
    }
  }

  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  if (failures.length > 0) throw failures[0];
  return [...results].sort(([a], [b]) => a - b).map(([, result]) => result);
}
