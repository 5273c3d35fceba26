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
  const predecessors = batch.map((children) => (direction === 'up' ? children : parentsOf(children)));
  const levels: { readonly sample: number; readonly node: number }[][] = [];
  predecessors.forEach((lists, sample) => {
    levelsOf(lists).forEach((level, node) => {
      const nodes = levels[level] ?? [];
      levels[level] = nodes;
      nodes.push({ sample, node });
    });
  });
  const ordered = levels.flat();
  const rowOf = predecessors.map((lists) => new Int32Array(lists.length));
  ordered.forEach(({ sample, node }, k) => {
    const rows = rowOf[sample];
    if (rows !== undefined) rows[node] = batch.length + k;
  });
  const linked = ordered.map(({ sample, node }) => {
    const given = predecessors[sample]?.[node] ?? [];
    const byPlace = given.map((p) => (p === null ? null : (rowOf[sample]?.[p] ?? sample)));
    // a list has no places that could be empty
    const list = byPlace.filter((row) => row !== null);
    return { sample, byPlace, list: started && list.length === 0 ? [sample] : list };
  });
  const counts = Int32Array.from(levels, (nodes) => nodes.length);
  const starts = running(counts);
  const linkCounts = Int32Array.from(levels, (nodes, l) =>
    nodes.reduce((n, _, i) => n + (linked[(starts[l] ?? 0) + i]?.list.length ?? 0), 0),
  );
  return {
    order: Int32Array.from(ordered, ({ sample, node }) => node * batch.length + sample),
    starts,
    counts,
    rows: starts.map((start) => batch.length + start),
    link_starts: running(linkCounts),
    link_counts: linkCounts,
    predecessors: Int32Array.from(linked.flatMap(({ list }) => list)),
    owners: Int32Array.from(
      levels.flatMap((nodes, l) => nodes.flatMap((_, i) => (linked[(starts[l] ?? 0) + i]?.list ?? []).map(() => i))),
    ),
    places: Array.from({ length: places }, (_, place) =>
      Int32Array.from(linked, ({ sample, byPlace }) => byPlace[place] ?? (started ? sample : -1)),
    ),
    largestLevel: counts.reduce((a, b) => Math.max(a, b), 0),
    mostLinks: linkCounts.reduce((a, b) => Math.max(a, b), 0),
  };
}

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

/** Of every node: one more than the highest level among its predecessors, 0 without any. */
function levelsOf(predecessors: Children): Int32Array {
  const levels = new Int32Array(predecessors.length);
  const followers = parentsOf(predecessors);
  const open = Int32Array.from(predecessors, (list) => list.filter((p) => p !== null).length);
  const ready = [...open.keys()].filter((node) => open[node] === 0);
  for (const node of ready)
    for (const follower of followers[node] ?? []) {
      levels[follower] = Math.max(levels[follower] ?? 0, (levels[node] ?? 0) + 1);
      open[follower] = (open[follower] ?? 0) - 1;
      if (open[follower] === 0) ready.push(follower);
    }
  if (ready.length < predecessors.length) throw new RangeError('nodes that go round in a circle');
  return levels;
}

function running(counts: Int32Array): Int32Array {
  let sum = 0;
  return counts.map((count) => {
    sum += count;
    return sum - count;
  });
}
