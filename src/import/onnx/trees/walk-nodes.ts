import { partsOf, walkNamed } from '../../../onnx/trees/walk-functions.ts';
import type { Conversion, NodeReader } from '../conversion.ts';
import { asLengths } from '../length-nodes.ts';
import { embedding } from '../shape-nodes.ts';
import {
  Axis,
  type AxisOrMerged,
  become,
  ComputedSize,
  type Data,
  isMerged,
  type Roots,
  referenceOf,
  refuse,
  type TreeWalk,
  type Value,
  type WalkPart,
} from '../values.ts';

/** A node of one of the functions, in the graph around all loops. */
export function convertTreeNode(node: NodeReader, conversion: Conversion): readonly Value[] {
  const name = node.node.opType ?? '';
  conversion.expectOwn(name);
  const form = walkNamed(name);
  if (form !== null) {
    const read = readTree(node, conversion);
    const nodes = conversion.walks.find(({ tree }) => tree === read.tree)?.nodes ?? newAxis();
    const walk: TreeWalk = { form, ...read, nodes, levels: newAxis(), links: newAxis() };
    conversion.walks.push(walk);
    return partsOf(form).map((part): WalkPart => ({ kind: 'walk part', walk, part }));
  }
  if (name === 'Roots') return [{ kind: 'roots', ...readTree(node, conversion) }];
  if (name === 'RowsOrZeros') return [rowsOrZeros(node, conversion)];
  if (name === 'SumRows') return [inSequence(node)];
  return refuse('it stands outside of a loop over the levels of trees');
}

const newAxis = (): Axis => new Axis(null, 'walk');

/** Trees and their lengths. Axes of other inputs that are called as those of the trees are theirs. */
function readTree(
  node: NodeReader,
  conversion: Conversion,
): { readonly tree: string; readonly time: Axis; readonly batch: Axis } {
  const data = node.data(0);
  const [rows, nodes] = data.axes;
  if (data.source === null || data.dtype !== 'int32' || data.axes.length !== 3)
    return refuse('its tree is no input of whole numbers [batch, node, numbers]');
  if (data.source.whole || data.source.parts !== null) return refuse('another node reads its tree as numbers');
  const [batch, time] = [become(rows, 'batch'), become(nodes, 'time')];
  const known = conversion.trees.get(data.source.name);
  const lengths = asLengths(node.optional(1)) ?? refuse('its lengths are no input');
  for (const axis of conversion.inputAxes)
    for (const own of [batch, time])
      if (own.param !== '' && axis.param === own.param && !own.join(axis))
        return refuse(`two inputs have an axis ${own.param} that can't be one`);
  conversion.keepLengths(time, lengths.name);
  if (known === undefined) conversion.trees.set(data.source.name, time);
  return { tree: data.source.name, time, batch };
}

const isOverNodes = (axis: AxisOrMerged | undefined, { time, batch }: Pick<TreeWalk, 'time' | 'batch'>): boolean => {
  if (axis === undefined || !isMerged(axis)) return false;
  const [first, second, ...others] = axis.of;
  return others.length === 0 && first?.is(time) === true && second?.is(batch) === true;
};

/** Nodes of the graph that read what a walk gives: its sizes, a sequence in its order, and what its states start from. Null for all others. */
export function convertWalked(node: NodeReader): Value | null {
  const operator = node.node.opType ?? '';
  const first = node.optional(0);
  const second = node.optional(1);
  if (operator === 'Shape' && first?.kind === 'walk part') {
    const { walk, part } = first;
    const axis =
      part === 'order' ? walk.nodes : part === 'starts' ? walk.levels : part === 'owners' ? walk.links : null;
    if (node.int('start', 0) !== 0 || node.int('end', 1) !== 1) return refuse('it asks for no axis of the trees');
    return { kind: 'sizes', rank: 1, entries: [axis ?? refuse(`it asks for the size of ${part}`)] };
  }
  if (operator === 'Gather' && second?.kind === 'walk part') {
    const data = node.data(0);
    const { walk, part } = second;
    const [rows, ...features] = data.axes;
    if (part !== 'order' || node.int('axis', 0) !== 0 || !isOverNodes(rows, walk))
      return refuse('it brings something else than nodes and samples in the order of a walk');
    return {
      ...data,
      references: [referenceOf(data)],
      source: null,
      axes: [walk.nodes, ...features],
      made: { kind: 'walked', walk },
    };
  }
  if (operator === 'Concat' && first !== null && second?.kind === 'filled' && node.int('axis', 0) === 0) {
    const [rows] = second.shape ?? [];
    if (rows instanceof Axis && rows.role === 'walk' && second.value === 0 && node.inputs.length === 2)
      return { kind: 'start table', start: first, zeros: second };
  }
  return null;
}

/** Rows of a table of the file, or of a sequence at roots. */
function rowsOrZeros(node: NodeReader, conversion: Conversion): Value {
  const indices = node.input(1);
  if (indices.kind === 'roots') return atRoots(node.data(0), indices, conversion);
  if (indices.kind !== 'data') return refuse('it looks up rows by what is no input');
  const isOfNodes = [...conversion.trees.values()].some((time) =>
    indices.axes.some((axis) => !isMerged(axis) && axis.is(time)),
  );
  return isOfNodes
    ? embedding(node, conversion, 0)
    : refuse('it gives zeros for the index -1, and in a model only nodes of trees may have nothing to look up');
}

/** What a layer over trees gives at the root: of its output or of a state. */
function atRoots(data: Data, { tree, time, batch }: Roots, conversion: Conversion): Data {
  const [rows, ...features] = data.axes;
  if (!isOverNodes(rows, { time, batch })) return refuse('it takes roots of something else than nodes and samples');
  const reference = referenceOf(data);
  const [layer = '', ...way] = reference.split('.');
  if (conversion.recursive.get(layer) !== tree) return refuse('it takes roots of what no layer over these trees gives');
  const state = /^(.*)\.step\.(\w+)'$/.exec(reference);
  const found =
    way.length === 0
      ? `${layer}.root`
      : state === null
        ? refuse('it takes roots of a value that is neither the output nor a state')
        : `${state[1]}.final.${state[2]}`;
  return { ...data, references: [found], axes: [batch, ...features] };
}

/** What a loop over levels gives, back among nodes and samples. */
function inSequence(node: NodeReader): Data {
  const order = node.input(0);
  const rows = node.input(1);
  const count = node.input(2);
  if (order.kind !== 'walk part' || order.part !== 'order')
    return refuse('it adds rows by something else than the order of a walk');
  if (
    rows.kind !== 'data' ||
    typeof rows.made !== 'object' ||
    rows.made?.kind !== 'walked' ||
    rows.made.walk !== order.walk
  )
    return refuse('what it puts in order is no result of a loop over these trees');
  const { time, batch } = order.walk;
  const [size, ...others] = count.kind === 'sizes' ? count.entries : [];
  if (!(size instanceof ComputedSize) || others.length > 0 || !size.isOf('product', time, batch))
    return refuse('it makes another number of rows than there are nodes and samples');
  const { made: _, ...data } = rows;
  return { ...data, axes: [{ of: [time, batch] }, ...rows.axes.slice(1)] };
}
