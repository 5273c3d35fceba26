/**
 * The full paths that a shortened one may mean: `r.h` is short for `r.0.forward.h`. They begin and end as it does and hold all its parts in
 * their order. A path that is written out means itself alone.
 */
export function pathsMeant(short: string, full: readonly string[]): readonly string[] {
  if (full.includes(short)) return [short];
  const parts = short.split('.');
  return parts.length < 2 ? [] : full.filter((path) => holdsParts(path.split('.'), parts));
}

function holdsParts(path: readonly string[], parts: readonly string[]): boolean {
  if (path[0] !== parts[0] || path.at(-1) !== parts.at(-1)) return false;
  let found = 0;
  for (const part of path) if (part === parts[found]) found++;
  return found === parts.length;
}
