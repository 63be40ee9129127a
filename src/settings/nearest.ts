/** The known word that was most likely meant. A word that holds the given one, or is held by it, comes first. */
export function nearest(given: string, known: readonly string[]): string | undefined {
  const word = given.toLowerCase();
  const ranked = known.map((candidate) => ({ candidate, far: distance(word, candidate.toLowerCase()) }));
  return ranked.sort((a, b) => a.far - b.far)[0]?.candidate;
}

function distance(a: string, b: string): number {
  if (a !== "" && (a.includes(b) || b.includes(a))) return 0;
  return edits(a, b);
}

/** How many letters have to be put in, taken out or changed (Levenshtein), one row of the table at a time. */
function edits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 0; i < a.length; i += 1) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j += 1) {
      const change = (row[j] ?? 0) + (a[i] === b[j] ? 0 : 1);
      next.push(Math.min(change, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
