import { at } from '../../compiler/diagnostics/invariants.ts';
import { partName, type StructurePart } from '../../compiler/ir/structure.ts';
import type { NamedValues } from './named-values.ts';
import type { PlannedUnit } from './plan-units.ts';

/** How a layer goes over the nodes of the row. */
export interface RowWalk {
  /** Nodes in the order in which they are computed. */
  readonly order: readonly number[];
  /** Where the node stands among the nodes of all samples in the order of the walk; -1: nowhere. */
  readonly placeOf: (node: number) => number;
  /** Of all samples: the first place of every level, and how many it has. */
  readonly levels: readonly { readonly start: number; readonly count: number }[];
  readonly linksOf: (node: number) => readonly { readonly name: string; readonly node: number | null }[];
  /** What a node reads as a list: the number of the child, and where its row is. */
  readonly rowsOf: (node: number) => readonly { readonly child: number | null; readonly link: number }[];
}

export function walkOf(
  { walk, axis, order: direction }: PlannedUnit,
  values: Pick<NamedValues, 'structure' | 'batch' | 'sample'>,
): RowWalk {
  if (walk === null || axis === null || (direction !== 'up' && direction !== 'down')) throw new RangeError('no walk');
  const { tree, started, places } = walk;
  const part = (name: StructurePart): Float64Array =>
    values.structure(partName({ tree, axis, direction, started }, name)) ?? new Float64Array();
  const { batch, sample } = values;
  const order = part('order');
  const isOwn = (row: number): boolean => row % batch === sample;
  const nodeOf = (row: number): number => Math.floor(row / batch);
  /** The node that a row of a table of states belongs to; null: where a sample starts from, or nothing. */
  const nodeAt = (row: number): number | null =>
    row < batch ? null : nodeOf(at([...order.subarray(row - batch, row - batch + 1)], 0));
  const placeIn = new Map([...order].flatMap((row, k) => (isOwn(row) ? [[nodeOf(row), k] as const] : [])));
  const rows = new Map<number, { readonly child: number | null; readonly link: number }[]>();
  if (places.length === 0) {
    const [starts, linkStarts, linkCounts, owners, predecessors] = [
      part('starts'),
      part('link_starts'),
      part('link_counts'),
      part('owners'),
      part('predecessors'),
    ];
    linkStarts.forEach((first, level) => {
      for (let link = first; link < first + (linkCounts[level] ?? 0); link++) {
        const row = order[(starts[level] ?? 0) + (owners[link] ?? 0)] ?? 0;
        if (!isOwn(row)) continue;
        const known = rows.get(nodeOf(row)) ?? [];
        known.push({ child: nodeAt(predecessors[link] ?? -1), link });
        rows.set(nodeOf(row), known);
      }
    });
  }
  const placed = places.map((name, place) => ({ name, rows: part({ place }) }));
  const noun = direction === 'up' ? 'child' : 'parent';
  return {
    order: [...placeIn.keys()],
    placeOf: (node) => placeIn.get(node) ?? -1,
    levels: [...part('starts')].map((start, level) => ({ start, count: part('counts')[level] ?? 0 })),
    rowsOf: (node) => rows.get(node) ?? [],
    linksOf: (node) =>
      places.length === 0
        ? (rows.get(node) ?? []).filter(({ child }) => child !== null).map(({ child }) => ({ name: noun, node: child }))
        : placed.map(({ name, rows: of }) => ({ name, node: nodeAt(of[placeIn.get(node) ?? -1] ?? -1) })),
  };
}
