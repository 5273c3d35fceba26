import { isStack, type Spec } from '../../../compiler/1-read/spec/spec.ts';
import { type Compiled, withSizes } from '../../../compiler/compile.ts';
import { obstacles } from '../../../compiler/diagnostics/messages/stepping.ts';
import { steppedAxes } from '../../../compiler/graph/split-at-steps.ts';
import { weightUses } from '../../../compiler/graph/weight-uses.ts';
import { printShape } from '../../../compiler/ir/dim.ts';
import type { Graph } from '../../../compiler/ir/graph.ts';
import type { ValueId } from '../../../compiler/ir/types.ts';
import type { Precision } from '../../../compiler/program/program.ts';
import { type DataSummary, inspectTraining, type TrainingSummary } from '../../answers/inspect.ts';
import { weightsOf } from '../../artifact/artifact.ts';
import type { ModelDefinition } from '../../artifact/definition.ts';
import { suitsInt16 } from '../../artifact/weights/int16-weights.ts';
import { fittedModel, type OpenedModel } from '../inputs/open-model.ts';
import { dataKept } from './data-found.ts';

export interface WeightSummary {
  readonly name: string;
  /** A size that the data will give is told in words. */
  readonly shape: readonly (number | string)[];
  /** Null: the data will tell. */
  readonly parameters: number | null;
  /** The layer that declares the weight. */
  readonly owner: string;
  /** What computes with it, by layer, cell and direction: `encoder.0.forward`. More than one where it is shared. */
  readonly uses: readonly string[];
}

export interface PortSummary {
  readonly name: string;
  readonly dtype: string;
  readonly shape: string;
}

export interface ModelSummary {
  readonly name: string;
  readonly seed: number;
  readonly unroll: number | null;
  /** How weights are held. */
  readonly precision: Precision;
  /** How many weights are held in 16 bits. */
  readonly inInt16: number;
  readonly parameters: { readonly [name: string]: number };
  readonly inputs: readonly PortSummary[];
  readonly outputs: readonly PortSummary[];
  readonly states: readonly PortSummary[];
  /** In the order of computation. */
  readonly layers: readonly {
    readonly name: string;
    readonly type: string;
    readonly cells: readonly string[];
    /** Null: the data will tell. */
    readonly parameters: number | null;
  }[];
  readonly weights: readonly WeightSummary[];
  /** Numbers in all weights; a shared weight counts once. Null: the data will tell. */
  readonly total: number | null;
  /** Of a model that was trained: what it was trained for, by target. */
  readonly tasks: TrainingSummary['tasks'];
  /** What was found in the data that it was trained on; null: nothing is known of them. */
  readonly data: DataSummary | null;
  /** Generated kernels that a compiled model holds, by program. */
  readonly kernels: readonly { readonly program: string; readonly bytes: number }[];
  /** Why the model can't run one step at a time, or null if it can. */
  readonly streaming: string | null;
  /** The time axes whose steps a session can take, and the inputs that are then given when it opens, or may be. */
  readonly stepping: readonly {
    readonly over: string;
    readonly given: readonly string[];
    readonly optional: boolean;
  }[];
}

export function summarize(definition: ModelDefinition, spec: Spec): ModelSummary {
  const { name, seed, unroll, precision = 'float32', graphs } = definition;
  const graph = graphs.inference;
  const port = (of: { readonly name: string; readonly value: ValueId }): PortSummary => {
    const type = graph.values[of.value]?.type;
    return { name: of.name, dtype: type?.dtype ?? 'float32', shape: printShape(type?.shape ?? []) };
  };
  const trained = definition.training === undefined ? null : inspectTraining(definition.training);
  const uses = weightUses(graph);
  const weights = weightsOf(graphs).map(({ path, shape }) => ({
    name: path,
    shape,
    parameters: shape.reduce((n, size) => n * size, 1),
    owner: path.split('.')[0] ?? path,
    uses: uses.get(path) ?? [],
  }));
  const owned = (layer: string): number => weights.reduce((n, w) => n + (w.owner === layer ? w.parameters : 0), 0);
  return {
    name,
    seed,
    unroll,
    precision,
    inInt16: precision === 'int16' ? [...definition.weights.values()].filter(suitsInt16).length : 0,
    parameters: Object.fromEntries(spec.parameters),
    inputs: [
      ...graph.inputs.filter((input) => input.role === 'feed').map(port),
      ...spec.trees.map((tree) => ({ name: tree.name, dtype: 'tree', shape: `[${tree.axis}]` })),
    ],
    outputs: graph.outputs.map(port),
    states: graph.inputs.filter((input) => input.role === 'state').map(port),
    layers: spec.layers.map((layer) => ({
      name: layer.name,
      type: layer.type,
      cells: isStack(layer) ? layer.cells.map((use) => use.cell) : [],
      parameters: owned(layer.name),
    })),
    weights,
    total: weights.reduce((n, w) => n + w.parameters, 0),
    tasks: trained?.tasks ?? [],
    data: trained?.data ?? null,
    kernels: [...(definition.kernels?.modules ?? [])].map(([program, { bytes }]) => ({ program, bytes: bytes.length })),
    ...steppingOf(graph),
  };
}

/** The data give a size, and its numbers in the place of the size. */
interface Tried {
  /** Such as `classes (from the data)`. */
  readonly words: string;
  readonly summary: ModelSummary;
}

/** The summary of a model some of whose sizes its data will give: those are told in words, and what depends on them is null. @throws RnncError where other numbers do not fit */
export function openSummary(opened: OpenedModel): ModelSummary {
  const read = opened.compiled();
  const open = read.openSizes ?? [];
  const summaryOf = (changed: string | null): ModelSummary => {
    const sizes = open.map(({ key, standIn }) => [key, key === changed ? standIn + 2 : standIn] as const);
    const sized: Compiled = withSizes(read, Object.fromEntries(sizes));
    return summarize(fittedModel(opened, sized).definition, sized.spec);
  };
  const base = summaryOf(null);
  const tried = open.map(({ key, kind }): Tried => ({ words: `${kind} (from the data)`, summary: summaryOf(key) }));
  // where no number changes, none depends on the data
  const number = (of: (summary: ModelSummary) => number | null | undefined): number | null =>
    tried.every(({ summary }) => of(summary) === of(base)) ? (of(base) ?? null) : null;
  const told = <Size>(size: Size, of: (summary: ModelSummary) => Size | undefined): Size | string =>
    tried.find(({ summary }) => of(summary) !== size)?.words ?? size;
  const ports = (of: (summary: ModelSummary) => readonly PortSummary[]): readonly PortSummary[] =>
    of(base).map((port, p) => {
      const dims = sizesIn(port).map((dim, d) => told(dim, (summary) => sizesIn(of(summary)[p])[d]));
      return { ...port, shape: `[${dims.join(', ')}]` };
    });
  return {
    ...base,
    inputs: ports(({ inputs }) => inputs),
    outputs: ports(({ outputs }) => outputs),
    states: ports(({ states }) => states),
    layers: base.layers.map((layer, l) => ({ ...layer, parameters: number(({ layers }) => layers[l]?.parameters) })),
    weights: base.weights.map((weight, w) => ({
      ...weight,
      shape: weight.shape.map((size, d) => told(size, ({ weights }) => weights[w]?.shape[d])),
      parameters: number(({ weights }) => weights[w]?.parameters),
    })),
    total: number(({ total }) => total),
  };
}

const sizesIn = (port: PortSummary | undefined): readonly string[] => port?.shape.slice(1, -1).split(', ') ?? [];

function steppingOf(graph: Graph): Pick<ModelSummary, 'streaming' | 'stepping'> {
  const axes = steppedAxes(graph);
  const stepping = axes.flatMap(({ axis, stepping: found }) => {
    if (found.kind === 'refused') return [];
    if (found.kind === 'whole') return [{ over: axis, given: [], optional: false }];
    return [{ over: axis, given: found.given, optional: found.wholeFits && axes.length === 1 }];
  });
  if (stepping.length > 0) return { streaming: null, stepping };
  const reasons = axes.flatMap(({ axis, stepping: found }) =>
    found.kind === 'refused' ? [{ axis, reason: found.reason }] : [],
  );
  return { streaming: reasons.length > 0 ? obstacles(reasons) : (graph.streaming?.reason ?? null), stepping };
}

/** What follows "yes". */
function printStepping(stepping: ModelSummary['stepping']): string {
  if (stepping.every(({ given }) => given.length === 0)) return '';
  return stepping
    .map(
      ({ over, given, optional }, i) =>
        `${i === 0 ? ',' : '; or'} over "${over}"${given.length === 0 ? '' : `, with ${given.join(' and ')} ${optional ? 'at each step or' : 'given'} when the session opens`}`,
    )
    .join('');
}

const grouped = (n: number | null): string => (n === null ? 'of the data' : `${n}`).replace(/\B(?=(\d{3})+$)/g, ',');

/** The summary for people. */
export function printSummary(summary: ModelSummary, size: string, bold: (text: string) => string): string {
  const {
    name,
    seed,
    unroll,
    precision,
    inInt16,
    parameters,
    inputs,
    outputs,
    states,
    layers,
    weights,
    tasks,
    data,
    kernels,
    streaming,
    stepping,
  } = summary;
  const given = Object.entries(parameters).map(([key, value]) => `${key} = ${value}`);
  const ports = (list: readonly PortSummary[]): string[][] => list.map((p) => [p.name, `${p.dtype}${p.shape}`]);
  const section = (title: string, rows: readonly (readonly string[])[]): string[] =>
    rows.length === 0 ? [] : ['', bold(title), ...columns(rows).map((row) => `  ${row}`)];
  return [
    `${bold(name)}: ${size}, seed ${seed}${unroll === null ? '' : `, unrolled over ${unroll} steps`}${precision === 'int16' ? `, ${inInt16} of ${weights.length} weights in 16 bits` : ''}`,
    ...(given.length === 0 ? [] : [`parameters: ${given.join(', ')}`]),
    streaming === null ? `runs step by step: yes${printStepping(stepping)}` : `runs step by step: no, ${streaming}`,
    ...section('inputs', ports(inputs)),
    ...section(
      'layers',
      layers.map((l) => [l.name, [l.type, cellText(l.cells)].filter((t) => t !== '').join(' '), grouped(l.parameters)]),
    ),
    ...section(
      'weights',
      weights.map((w) => [
        w.name,
        `[${w.shape.join(', ')}]`,
        grouped(w.parameters),
        `owner ${w.owner}`,
        `used by ${w.uses.length === 0 ? 'nothing at run time' : w.uses.join(', ')}`,
      ]),
    ),
    ...section('states', ports(states)),
    ...section('outputs', ports(outputs)),
    ...section(
      'trained for',
      tasks.map(({ target, loss, why }) => [target, why === null ? loss : `${loss}: ${why}`]),
    ),
    ...(data === null ? [] : ['', bold('trained on'), ...dataKept(data).map((line) => `  ${line}`)]),
    ...section(
      'kernels',
      kernels.map(({ program, bytes }) => [program, `${grouped(bytes)} bytes`]),
    ),
  ].join('\n');
}

function cellText(cells: readonly string[]): string {
  const [first] = cells;
  if (first === undefined) return '';
  return cells.every((cell) => cell === first)
    ? cells.length === 1
      ? first
      : `${cells.length} × ${first}`
    : cells.join(', ');
}

/** Left-aligned columns; those of numbers alone to the right. */
function columns(rows: readonly (readonly string[])[]): string[] {
  const width = (i: number): number => Math.max(...rows.map((row) => row[i]?.length ?? 0));
  const isNumeric = (i: number): boolean => rows.every((row) => /^[\d,]*$/.test(row[i] ?? ''));
  return rows.map((row) =>
    row
      .map((text, i) => (isNumeric(i) ? text.padStart(width(i)) : text.padEnd(width(i))))
      .join('  ')
      .trimEnd(),
  );
}
