/** A forest or an acyclic graph: for every node its children; null is a named child that is missing. Every entry is a node of the same list. */
export type Children = readonly (readonly (number | null)[])[];

/** What a walk needs to know of the trees of a batch; the arrays are the parts of `structure.ts`. */
export interface WalkedNodes {
  readonly order: Int32Array;
  readonly starts: Int32Array;
  readonly counts: Int32Array;
  readonly rows: Int32Array;
  readonly link_starts: Int32Array;
  readonly link_counts: Int32Array;
  readonly predecessors: Int32Array;
  readonly owners: Int32Array;
  /** By place, as many as were asked for. */
  readonly places: readonly Int32Array[];
  readonly largestLevel: number;
  readonly mostLinks: number;
}

/**
 * Brings the nodes of a batch in the order in which a loop goes over them.
 * @param places Named predecessors that a cell has; 0: they are a list. No node has more than those.
 * @throws RangeError where nodes go round in a circle.
 */
export function walkNodes(
  batch: readonly Children[],
  {
    direction,
    started,
    places,
  }: { readonly direction: 'up' | 'down'; readonly started: boolean; readonly places: number },
): WalkedNodes {
  const lists = batch.map((children) => (direction === 'up' ? children : parentsOf(children)));
  // nodes of all samples are numbered through here, sample after sample
  const firstOf = running(Int32Array.from(lists, (list) => list.length));
  const levels = levelsOf(lists, firstOf);
  const total = levels.length;
  const counts = new Int32Array(levels.reduce((most, level) => Math.max(most, level + 1), 0));
  for (const level of levels) counts[level] = at(counts, level) + 1;
  const starts = running(counts);
  const order = new Int32Array(total);
  const rowOf = new Int32Array(total);
  const walked: { readonly list: readonly (number | null)[]; readonly sample: number; readonly level: number }[] =
    new Array(total);
  const next = starts.slice();
  lists.forEach((sampleLists, sample) => {
    sampleLists.forEach((list, node) => {
      const number = at(firstOf, sample) + node;
      const level = at(levels, number);
      const k = at(next, level);
      next[level] = k + 1;
      order[k] = node * batch.length + sample;
      rowOf[number] = batch.length + k;
      walked[k] = { list, sample, level };
    });
  });
  const linkCounts = new Int32Array(counts.length);
  const placed = Array.from({ length: places }, () => new Int32Array(total).fill(-1));
  const predecessors: number[] = [];
  const owners: number[] = [];
  walked.forEach(({ list, sample, level }, k) => {
    const owner = k - at(starts, level);
    const first = at(firstOf, sample);
    const before = predecessors.length;
    // a list has no places that could be empty
    for (const p of list)
      if (p !== null) {
        predecessors.push(at(rowOf, first + p));
        owners.push(owner);
      }
    if (started && predecessors.length === before) {
      predecessors.push(sample);
      owners.push(owner);
    }
    linkCounts[level] = at(linkCounts, level) + predecessors.length - before;
    for (const [place, rows] of placed.entries()) {
      const p = list[place] ?? null;
      if (p !== null) rows[k] = at(rowOf, first + p);
      else if (started) rows[k] = sample;
    }
  });
  return {
    order,
    starts,
    counts,
    rows: starts.map((start) => batch.length + start),
    link_starts: running(linkCounts),
    link_counts: linkCounts,
    predecessors: Int32Array.from(predecessors),
    owners: Int32Array.from(owners),
    places: placed,
    largestLevel: counts.reduce((a, b) => Math.max(a, b), 0),
    mostLinks: linkCounts.reduce((a, b) => Math.max(a, b), 0),
  };
}

/** An element that is there. */
const at = (numbers: Int32Array, i: number): number => numbers[i] as number;

/** Nodes that are nobody's child. */
export function rootsOf(children: Children): readonly number[] {
  const isChild = new Set(children.flat());
  return [...children.keys()].filter((node) => !isChild.has(node));
}

function parentsOf(children: Children): readonly (readonly number[])[] {
  const parents = children.map((): number[] => []);
  children.forEach((list, node) => {
    for (const child of list) if (child !== null) parents[child]?.push(node);
  });
  return parents;
}

/**
 * Of every node of all samples: one more than the highest level among its predecessors, 0 without any.
 * @param firstOf number of the first node of each sample
 */
function levelsOf(lists: readonly Children[], firstOf: Int32Array): Int32Array {
  const total = lists.reduce((n, list) => n + list.length, 0);
  const levels = new Int32Array(total);
  /** Predecessors that have no level yet. */
  const open = new Int32Array(total);
  const followerCounts = new Int32Array(total);
  const eachLink = (visit: (node: number, predecessor: number) => void): void =>
    lists.forEach((list, sample) => {
      const first = at(firstOf, sample);
      for (let node = 0; node < list.length; node++)
        for (const p of list[node] ?? []) if (p !== null) visit(first + node, first + p);
    });
  eachLink((node, p) => {
    open[node] = at(open, node) + 1;
    followerCounts[p] = at(followerCounts, p) + 1;
  });
  const firstFollower = running(followerCounts);
  const followers = new Int32Array(followerCounts.reduce((a, b) => a + b, 0));
  const next = firstFollower.slice();
  eachLink((node, p) => {
    const place = at(next, p);
    followers[place] = node;
    next[p] = place + 1;
  });
  const ready = new Int32Array(total);
  let found = 0;
  for (let node = 0; node < total; node++) if (open[node] === 0) ready[found++] = node;
  for (let i = 0; i < found; i++) {
    const node = at(ready, i);
    for (let f = at(firstFollower, node); f < at(next, node); f++) {
      const follower = at(followers, f);
      levels[follower] = Math.max(at(levels, follower), at(levels, node) + 1);
      open[follower] = at(open, follower) - 1;
      if (open[follower] === 0) ready[found++] = follower;
    }
  }
  if (found < total) throw new RangeError('nodes that go round in a circle');
  return levels;
}

function running(counts: Int32Array): Int32Array {
  let sum = 0;
  return counts.map((count) => {
    sum += count;
    return sum - count;
  });
}
