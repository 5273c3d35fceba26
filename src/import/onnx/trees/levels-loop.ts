import type { OnnxGraph } from '../../../onnx/format.ts';
import { DOMAIN } from '../../../onnx/trees/function-writer.ts';
import { BodyReader } from '../bodies/body-reader.ts';
import { foldWith, madeBy, startOf } from '../bodies/steps-layer.ts';
import { atom, type Term, type Text } from '../bodies/term.ts';
import { type Start, setStarts } from '../constants/start-values.ts';
import { type Conversion, freeName, type NodeReader } from '../conversion.ts';
import { type ReadBeside, readTensor } from '../tensors.ts';
import {
  Axis,
  ComputedSize,
  type Data,
  type Filled,
  featureAxis,
  referenceOf,
  refuse,
  type TreeWalk,
  UNKNOWN,
  type Value,
} from '../values.ts';
import { LevelNodes, type TableState } from './level-nodes.ts';

/** What the loop carries: the table of a state, or a list of what every level gives. */
interface Carried {
  readonly param: string;
  /** The value of a level that its rows become. */
  readonly rows: string;
  readonly initial: Value;
  readonly isTable: boolean;
}

/** The walk whose levels a Loop counts; null where it counts something else. */
export function walkOf(node: NodeReader, { walks }: Conversion): TreeWalk | null {
  const trips = node.optional(0);
  const [entry] = trips?.kind === 'sizes' ? trips.entries : [];
  return (entry instanceof Axis ? walks.find(({ levels }) => levels.is(entry)) : undefined) ?? null;
}

/**
 * A Loop over the levels of trees, as `rnnc export` writes it, as a layer over trees whose cell has the equations of the body.
 * Source: onnx/defs/controlflow/defs.cc, Loop of opset 1 to 22.
 */
export function convertLevels(
  node: NodeReader,
  walk: TreeWalk,
  conversion: Conversion,
  outer: ReadonlyMap<string, Value>,
  beside: ReadBeside,
): readonly Value[] {
  const body = node.graph('body') ?? refuse('it has no body');
  const { input, output } = node.node;
  const goesOn = body.input[1]?.name ?? '';
  if (body.input.length !== input.length || body.output.length !== input.length - 1 || output.length > input.length - 2)
    return refuse('its inputs and outputs are not those of its body');
  if (node.optional(1) !== null || madeBy(body, body.output[0]?.name ?? '') !== goesOn)
    return refuse('it ends by a condition');
  const carried = body.input.slice(2).map((_, at) => carriedAt(node, body, walk, at));
  const tables = carried.filter(({ isTable }) => isTable);
  const lists = carried.filter(({ isTable }) => !isTable);
  if (tables.length === 0 || lists.length === 0) return refuse('it carries no state, or gives nothing');
  const children = childNames(body, outer);
  const sequences = sequencesOf(body, outer, walk);
  const texts = new Map<string, Text>(sequences.map(({ outerName, name, size }) => [outerName, atom(name, [size])]));
  const taken = new Set(['x', ...(children ?? []), ...sequences.map(({ name }) => name)]);
  const states = tables.map(({ param, initial }): TableState => {
    const last = param.split('.').findLast((part) => !/^\d+$/.test(part)) ?? '';
    const name = freeName(/^[A-Za-z]\w*$/.test(last) ? last : 'state', taken);
    return { param, name, shape: tableShape(initial, body, param) };
  });
  const levelName = body.input[0]?.name ?? '';
  const levels = new LevelNodes(walk, states, { texts, children, taken }, conversion);
  const reader = readBody(body, { outer, beside, levels, tables, lists, states, levelName, goesOn, conversion });
  for (const { rows } of carried)
    if (levels.rows.get(rows) !== 'node') return refuse('a result has no row for each node of the level');

  const outputs = lists.map(({ rows }, i) => {
    const term = reader.termOf(rows);
    if (term.kind !== 'text' || term.ofWeights) return refuse('an output is the same at every node');
    return { name: reader.nameFor(rows, `output_${i}`), shape: term.shape };
  });
  const main = outputs[0]?.name ?? '';
  const direction = walk.form.direction;
  const cell = conversion.cellNamed('recursive_cell', {
    state: Object.fromEntries(states.map(({ name, shape }) => [name, shape])),
    children: children ?? 'any',
    input: sequences.reduce((sum, { size }) => sum + size, 0),
    weights: Object.fromEntries([...reader.weights].map(([name, { dims }]) => [name, dims])),
    equations: reader.equations,
    output: main,
  });
  const references = sequences.map(({ data }) => referenceOf({ ...data, made: null }));
  const [only = ''] = references;
  const read =
    references.length === 1 ? only : conversion.addLayer('joined', { type: 'concat', inputs: references }).name;
  const grown = conversion.addLayer(/[A-Za-z]/.test(output.at(-1) ?? '') ? layerName(output.at(-1) ?? '') : 'trees', {
    type: 'recursive',
    input: read,
    tree: walk.tree,
    cell: { [cell]: {} },
    ...(direction === 'up' ? {} : { direction }),
  });
  const starts = new Map<string, Start>();
  for (const [i, { initial }] of tables.entries()) {
    const state = states[i];
    const start =
      initial.kind === 'start table' && state !== undefined
        ? startOf({ initial: initial.start, shape: state.shape })
        : null;
    if (state !== undefined && start !== null) starts.set(`0.${direction}.${state.name}`, start);
  }
  if (walk.form.started !== starts.size > 0)
    return refuse('its walk and its states differ about whether samples start from something');
  setStarts(grown, starts, conversion);
  conversion.recursive.set(grown.name, walk.tree);
  for (const [name, { dims, data, name: from }] of reader.weights)
    conversion.addWeight(
      `${grown.name}.0.${direction}.${name}`,
      dims,
      Float32Array.from(data),
      `${from} [${dims.join(', ')}]`,
    );
  const made = ({ name, shape }: { readonly name: string; readonly shape: readonly number[] }): Data => ({
    kind: 'data',
    references: [name === main ? grown.name : `${grown.name}.0.${direction}.step.${name}`],
    axes: [walk.nodes, ...shape.map((size) => new Axis(size, 'feature'))],
    dtype: 'float32',
    source: null,
    made: { kind: 'walked', walk },
  });
  return output.map((_, at) => {
    const one = carried[at];
    const list = one === undefined || one.isTable ? undefined : outputs[lists.indexOf(one)];
    if (list !== undefined) return made(list);
    return node.isRead(at, conversion) ? refuse('something reads the table of a state') : UNKNOWN;
  });
}

/** The name of a layer in that of its values: `encoder` of `encoder.0.up.nodes`. */
const layerName = (value: string): string => value.split('.')[0] ?? '';

/** Names for the places that the body reads of a walk, which may have more for another layer; null where it reads none. */
function childNames(body: OnnxGraph, outer: ReadonlyMap<string, Value>): readonly string[] | null {
  const places = body.node.flatMap(({ input }) =>
    input.flatMap((name) => {
      const value = outer.get(name);
      const place = value?.kind === 'walk part' ? /^place_(\d+)$/.exec(value.part)?.[1] : undefined;
      return place === undefined ? [] : [Number(place)];
    }),
  );
  if (places.length === 0) return null;
  const count = Math.max(...places) + 1;
  return count === 2 ? ['left', 'right'] : Array.from({ length: count }, (_, place) => `child_${place}`);
}

function carriedAt(node: NodeReader, body: OnnxGraph, walk: TreeWalk, at: number): Carried {
  const param = body.input[at + 2]?.name ?? '';
  const initial = node.optional(at + 2) ?? refuse('what it starts from is missing');
  const made = madeBy(body, body.output[at + 1]?.name ?? '');
  const writer = body.node.find(({ output }) => output.includes(made));
  if (writer?.opType !== 'WriteRows' || writer.domain !== DOMAIN || writer.input[0] !== param)
    return refuse('it carries what no level writes its rows into');
  const zeros: Value = initial.kind === 'start table' ? initial.zeros : initial;
  if (zeros.kind !== 'filled' || zeros.value !== 0)
    return refuse('a state of the nodes starts from something else than zeros');
  const isTable = initial.kind === 'start table' ? isNodes(zeros, walk) : isTableOf(zeros, walk);
  if (!isTable && (initial.kind === 'start table' || !isNodes(zeros, walk)))
    return refuse('it carries something else than a row for every node, or for every sample and every node');
  return { param, rows: madeBy(body, writer.input[1] ?? ''), initial, isTable };
}

const isNodes = ({ shape }: Filled, { nodes }: TreeWalk): boolean => {
  const [rows] = shape ?? [];
  return rows instanceof Axis && rows.is(nodes);
};
const isTableOf = ({ shape }: Filled, { batch, nodes }: TreeWalk): boolean => {
  const [rows] = shape ?? [];
  return rows instanceof ComputedSize && rows.isOf('sum', batch, nodes);
};

/** The axes of a row of a state: as what it starts from has them, or as the body declares. */
function tableShape(initial: Value, body: OnnxGraph, param: string): readonly number[] {
  const declared = body.input.find(({ name }) => name === param)?.type?.tensorType?.shape?.dim;
  const zeros = initial.kind === 'start table' ? initial.zeros : initial;
  const sizes = zeros.kind === 'filled' ? zeros.shape : null;
  const dims = sizes ?? declared?.map(({ dimValue }) => dimValue ?? null) ?? [];
  const shape = dims.slice(1).flatMap((size) => (typeof size === 'number' && Number.isSafeInteger(size) ? [size] : []));
  return shape.length > 0 && shape.length === dims.length - 1 && shape.every((size) => size >= 1)
    ? shape
    : refuse('the size of a state is not known');
}

interface Sequence {
  readonly outerName: string;
  readonly name: string;
  readonly data: Data;
  readonly size: number;
}

/** What the body takes its rows out of, in the order of its nodes. */
function sequencesOf(body: OnnxGraph, outer: ReadonlyMap<string, Value>, walk: TreeWalk): readonly Sequence[] {
  const found = new Map<string, Data>();
  for (const { opType, domain, input } of body.node) {
    const [name = ''] = input;
    const value = outer.get(name);
    if (opType !== 'RowsOfLevel' || domain !== DOMAIN || value?.kind !== 'data' || found.has(name)) continue;
    if (typeof value.made !== 'object' || value.made?.kind !== 'walked' || value.made.walk !== walk)
      return refuse('its body takes rows of what is not in the order of the walk');
    if (value.dtype !== 'float32' || value.axes.length !== 2)
      return refuse('it reads something else than float32 rows of features');
    found.set(name, value);
  }
  if (found.size === 0) return refuse('it reads no sequence over nodes');
  return [...found].map(([outerName, data], i) => ({
    outerName,
    name: found.size === 1 ? 'x' : `x_${i}`,
    data,
    size: featureAxis(data).size,
  }));
}

interface Body {
  readonly outer: ReadonlyMap<string, Value>;
  readonly beside: ReadBeside;
  readonly levels: LevelNodes;
  readonly tables: readonly Carried[];
  readonly lists: readonly Carried[];
  readonly states: readonly TableState[];
  readonly levelName: string;
  readonly goesOn: string;
  readonly conversion: Conversion;
}

function readBody(
  body: OnnxGraph,
  { outer, beside, levels, tables, lists, states, levelName, goesOn, conversion }: Body,
): BodyReader {
  const known = new Map<string, Value>(outer);
  for (const tensor of body.initializer) known.set(tensor.name ?? '', readTensor(tensor, tensor.name ?? '', beside));
  const given = new Map<string, Term>([
    [levelName, { kind: 'of level', value: { kind: 'number', part: 'level' } }],
    [goesOn, { kind: 'of level', value: { kind: 'number', part: 'condition' } }],
    ...states.map(({ param }, state): [string, Term] => [param, { kind: 'of level', value: { kind: 'table', state } }]),
    ...lists.map(({ param }): [string, Term] => [param, { kind: 'of level', value: { kind: 'list' } }]),
  ]);
  const next = new Map<string, string>();
  const produced = new Set(body.node.flatMap(({ output }) => output));
  for (const [i, { rows }] of tables.entries())
    if (!next.has(rows) && produced.has(rows)) next.set(rows, `${states[i]?.name}'`);
  const reader = new BodyReader(body, given, known, next, foldWith(conversion, beside), levels);
  const sizes = levels.sizes;
  if (sizes.size > 1)
    reader.equations.unshift(`${[...sizes.keys()].join(', ')} = split(x, ${[...sizes.values()].join(', ')})`);
  for (const [i, { rows }] of tables.entries()) {
    const name = `${states[i]?.name}'`;
    if (!reader.defines(name)) reader.addEquation(name, rows);
  }
  return reader;
}
