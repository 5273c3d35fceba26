import { isDeepStrictEqual } from 'node:util';
import { isStack } from '../../../compiler/1-read/spec/spec.ts';
import { type Compiled, withSizes } from '../../../compiler/compile.ts';
import { obstacles } from '../../../compiler/diagnostics/messages/stepping.ts';
import { steppedAxes } from '../../../compiler/graph/split-at-steps.ts';
import { weightUses } from '../../../compiler/graph/weight-uses.ts';
import { printShape, type SizeBinding } from '../../../compiler/ir/dim.ts';
import type { Graph } from '../../../compiler/ir/graph.ts';
import type { ValueId } from '../../../compiler/ir/types.ts';
import type { Precision } from '../../../compiler/program/program.ts';
import { type DataSummary, inspectTraining, type TrainingSummary } from '../../answers/inspect.ts';
import { weightsOf } from '../../artifact/artifact.ts';
import type { ModelDefinition, WeightData } from '../../artifact/definition.ts';
import { suitsInt16 } from '../../artifact/weights/int16-weights.ts';
import { fittedModel, type OpenedModel } from '../inputs/open-model.ts';
import { dataKept } from '../reports/data-found.ts';
import { type LayerTable, layerTable, type TableRow } from './layer-table.ts';
import { countsText, grouped, tableLines } from './layer-table-text.ts';
import { type PlannedRun, plannedRun } from './planned-run.ts';
import { type StopLine, stopLines } from './stop-line.ts';

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
  readonly table: LayerTable;
  /** Bytes of all weights as the model holds them. Null: the data will tell. */
  readonly bytes: number | null;
  /** One run; null where the data will tell sizes, or trees that are not given. */
  readonly planned: PlannedRun | null;
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
  /** What of the model prevents it; empty if it can. */
  readonly streamingStops: readonly StopLine[];
  /** The time axes whose steps a session can take, and the inputs that are then given when it opens, or may be. */
  readonly stepping: readonly {
    readonly over: string;
    readonly given: readonly string[];
    readonly optional: boolean;
  }[];
}

/** How large the run is that is planned: all sizes, and those to be told. */
export interface PlanSizes {
  readonly all: SizeBinding;
  readonly told: SizeBinding;
}

export function summarize(definition: ModelDefinition, compiled: Compiled, sizes: PlanSizes | null): ModelSummary {
  const { spec } = compiled;
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
    table: layerTable(compiled, graphs),
    bytes: weights.reduce((n, w) => n + bytesHeld(w, precision, definition.weights.get(w.name)), 0),
    planned: sizes === null ? null : plannedRun(definition, sizes.all, sizes.told),
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
    streamingStops: stopLines(compiled, graph),
  };
}

/** Bytes of a weight in the file. */
function bytesHeld({ shape, parameters }: WeightSizes, precision: Precision, held: WeightData | undefined): number {
  const isRounded = precision === 'int16' && held !== undefined && suitsInt16(held);
  return isRounded ? 2 * parameters + 4 * shape.reduce((a, b) => a + b, 0) : 4 * parameters;
}

interface WeightSizes {
  readonly shape: readonly number[];
  readonly parameters: number;
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
    return summarize(fittedModel(opened, sized).definition, sized, null);
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
    table: openTable(base, tried),
    bytes: number(({ bytes }) => bytes),
  };
}

/** The table with words for sizes that the data will give, and null for numbers that follow from them. */
function openTable({ table }: ModelSummary, tried: readonly Tried[]): LayerTable {
  const open = <Told>(value: Told, of: (table: LayerTable) => Told | undefined): Told | null =>
    tried.every(({ summary }) => isDeepStrictEqual(of(summary.table), value)) ? value : null;
  const openRow = (row: TableRow, of: (table: LayerTable) => TableRow | undefined): TableRow => ({
    ...row,
    shape:
      row.shape?.map((size, d) => tried.find(({ summary }) => of(summary.table)?.shape?.[d] !== size)?.words ?? size) ??
      null,
    parameters: open(row.parameters, (other) => of(other)?.parameters),
    multiplyAdds: open(row.multiplyAdds, (other) => of(other)?.multiplyAdds),
    cells: row.cells.map((cell, c) => openRow(cell, (other) => of(other)?.cells[c])),
  });
  return {
    rows: table.rows.map((row, r) => openRow(row, (other) => other.rows[r])),
    total: open(table.total, ({ total }) => total),
    trainable: open(table.trainable, ({ trainable }) => trainable),
    frozen: open(table.frozen, ({ frozen }) => frozen),
    multiplyAdds: open(table.multiplyAdds, ({ multiplyAdds }) => multiplyAdds),
    multiplyAddsWritten: open(table.multiplyAddsWritten, (other) => other.multiplyAddsWritten),
  };
}

const sizesIn = (port: PortSummary | undefined): readonly string[] => port?.shape.slice(1, -1).split(', ') ?? [];

/** Over which time axes a model runs step by step, or why it does not. */
export function steppingOf(graph: Graph): Pick<ModelSummary, 'streaming' | 'stepping'> {
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
export function printStepping(stepping: ModelSummary['stepping']): string {
  if (stepping.every(({ given }) => given.length === 0)) return '';
  return stepping
    .map(
      ({ over, given, optional }, i) =>
        `${i === 0 ? ',' : '; or'} over "${over}"${given.length === 0 ? '' : `, with ${given.join(' and ')} ${optional ? 'at each step or' : 'given'} when the session opens`}`,
    )
    .join('');
}

/** The summary for people. */
export function printSummary(
  summary: ModelSummary,
  size: string,
  { bold, width }: { readonly bold: (text: string) => string; readonly width: number | null },
): string {
  const {
    name,
    seed,
    unroll,
    precision,
    inInt16,
    parameters,
    table,
    states,
    weights,
    tasks,
    data,
    kernels,
    streaming,
    stepping,
    streamingStops: stops,
  } = summary;
  const [head = '', ...rows] = tableLines(table, width);
  const given = Object.entries(parameters).map(([key, value]) => `${key} = ${value}`);
  const ports = (list: readonly PortSummary[]): string[][] => list.map((p) => [p.name, `${p.dtype}${p.shape}`]);
  const section = (title: string, rows: readonly (readonly string[])[]): string[] =>
    rows.length === 0 ? [] : ['', bold(title), ...columns(rows).map((row) => `  ${row}`)];
  return [
    `${bold(name)}: ${size}, seed ${seed}${unroll === null ? '' : `, unrolled over ${unroll} steps`}${precision === 'int16' ? `, ${inInt16} of ${weights.length} weights in 16 bits` : ''}`,
    ...(given.length === 0 ? [] : [`parameters: ${given.join(', ')}`]),
    '',
    bold(head),
    ...rows,
    '',
    ...totalLines(summary),
    streaming === null ? `runs step by step: yes${printStepping(stepping)}` : `runs step by step: no, ${streaming}`,
    ...stops.map(({ file, line, column, text }) => `  ${file}:${line}:${column}: ${text}`),
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

/** What stands below the table. */
function totalLines({ table, precision, bytes, planned }: ModelSummary): readonly string[] {
  const { trainable, frozen, multiplyAdds, multiplyAddsWritten: written } = table;
  const held = bytes === null ? 'bytes of the data' : `${grouped(bytes)} bytes as ${precision}`;
  const sizes = Object.entries(planned?.sizes ?? {}).map(([symbol, size]) => `${symbol} ${grouped(size)}`);
  const differs = written !== null && multiplyAdds !== null && countsText(written) !== countsText(multiplyAdds);
  return [
    `trainable: ${grouped(trainable)}, frozen: ${grouped(frozen)}; ${held}`,
    ...(differs
      ? [`multiply-adds as the equations stand: ${countsText(written)}; the compiled model needs those of the table`]
      : []),
    ...(planned === null
      ? []
      : [
          `planned for ${sizes.join(', ')}: ${grouped(planned.bytes)} bytes of memory; ${grouped(planned.multiplyAdds)} multiply-adds, ${grouped(planned.operations)} operations (a multiply-add is two)`,
        ]),
  ];
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
