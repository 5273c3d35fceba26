/**
 * The full paths that a shortened one may mean: `r.h` is short for `r.0.forward.h`. They begin and end as it does and hold all its parts in
 * their order. A path that is written out means itself alone.
 */
export const pathsMeant = (short: string, full: readonly string[]): readonly string[] => pathFinder(full)(short);

/** The paths of weights that a name means: all of a layer or of a part of one, or what `pathsMeant` finds. */
export function pathsUnder(name: string, full: readonly string[]): readonly string[] {
  const covered = full.filter((path) => path === name || path.startsWith(`${name}.`));
  return covered.length > 0 ? covered : pathsMeant(name, full);
}

/** As `pathsMeant`, for many names among the same full paths: only those that begin and end as a name does are looked at. */
export function pathFinder(full: readonly string[]): (short: string) => readonly string[] {
  const whole = new Set(full);
  const byEnds = new Map<string, string[]>();
  for (const path of whole) {
    const ends = endsOf(path.split('.'));
    const others = byEnds.get(ends);
    if (others === undefined) byEnds.set(ends, [path]);
    else others.push(path);
  }
  return (short) => {
    if (whole.has(short)) return [short];
    const parts = short.split('.');
    return parts.length < 2 ? [] : (byEnds.get(endsOf(parts)) ?? []).filter((path) => holdsParts(path, parts));
  };
}

const endsOf = (parts: readonly string[]): string => `${parts[0]}.${parts.at(-1)}`;

function holdsParts(path: string, parts: readonly string[]): boolean {
  let found = 0;
  for (const part of path.split('.')) if (part === parts[found]) found++;
  return found === parts.length;
}
