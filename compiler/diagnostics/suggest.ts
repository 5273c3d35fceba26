/**
 * Names that somebody who wrote `name` may have meant, closest first, at most 3. Case counts for little; one edit is allowed per
 * three characters (at least one, at most three), a name never becomes an entirely different one.
 */
export function closest(name: string, candidates: readonly string[]): readonly string[] {
  const allowed = Math.min(3, Math.max(1, Math.floor(name.length / 3)));
  const written = name.toLowerCase();
  const others = [...new Set(candidates)];
  const near = others
    .filter((candidate) => candidate !== name && Math.abs(candidate.length - name.length) <= allowed)
    .map((candidate) => ({ candidate, edits: editDistance(written, candidate.toLowerCase()) }))
    .filter(({ candidate, edits }) => edits <= allowed && edits < Math.max(name.length, candidate.length))
    .sort((a, b) => a.edits - b.edits || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, 3)
    .map(({ candidate }) => candidate);
  if (name.length < 3) return near;
  // a name that was cut short, such as max for maximum
  const cut = others.filter((candidate) => candidate !== name && candidate.toLowerCase().startsWith(written));
  // in three letters one edit is much: acc is rather accuracy than auc
  return near.length === 0 || (name.length === 3 && cut.length === 1) ? cut.slice(0, 3) : near;
}

/** Insertions, deletions, replacements and swaps of neighbours that turn `a` into `b` (optimal string alignment, Damerau-Levenshtein). */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let edits = Math.min(at(row, j - 1) + 1, at(above, j) + 1, at(above, j - 1) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        edits = Math.min(edits, at(before, j - 2) + 1);
      row.push(edits);
    }
    before = above;
    above = row;
  }
  return at(above, b.length);
}
const at = (row: readonly number[], j: number): number => row[j] ?? Number.POSITIVE_INFINITY;
