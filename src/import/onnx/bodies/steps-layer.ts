import type { OnnxGraph } from '../../../onnx/format.ts';
import { constantOf } from '../constants/constant-node.ts';
import { filledRow, isZero, numbersOfStart, type Start, setStarts, startRow } from '../constants/start-values.ts';
import { type Conversion, freeName, NodeReader } from '../conversion.ts';
import { convertPlain } from '../plain-nodes.ts';
import { type ReadBeside, readTensor } from '../tensors.ts';
import {
  Axis,
  type AxisOrMerged,
  become,
  type Data,
  featureAxis,
  Refusal,
  referenceOf,
  refuse,
  type Value,
} from '../values.ts';
import { BodyReader, type Fold } from './body-reader.ts';
import type { Result, Steps } from './steps.ts';
import { atom, type Term } from './term.ts';

interface State {
  readonly param: string;
  /** In the cell; '' for one that only holds the latest output. */
  readonly name: string;
  /** Axes of one row. */
  readonly shape: readonly number[];
  readonly initial: Value;
  /** The name in the body of what it becomes; with lengths, where the step counts. */
  readonly next: string;
}

/** Final states, and outputs by steps and rows. */
interface Made {
  readonly finals: readonly Data[];
  readonly outputs: readonly Data[];
}

/**
 * One recurrent layer, whose cell has the equations of a body. Next states and outputs may be chosen by which steps count, as `rnnc export` writes them.
 * @param wanted a name for the layer
 * @param outer values of the graph around the body
 */
export function makeSteps(
  scan: Steps,
  wanted: string,
  conversion: Conversion,
  outer: ReadonlyMap<string, Value>,
  beside: ReadBeside,
): Made {
  const { direction, time, batch } = scan;
  const states = statesOf(scan);
  const own = states.filter(({ name }) => name !== '');
  if (own.length === 0) return refuse('it has no state that the next step reads');
  const reader = bodyOf(scan, states, conversion, outer, beside);
  const outputs = outputsOf(scan, states, reader);
  const main = outputs[0]?.name ?? `${own[0]?.name}'`;
  for (const { name, next } of states)
    if (name === '' && reader.nameFor(next, 'held') !== main) refuse('a state holds something else than its output');
  if (outputs.slice(1).some(({ name, isHeld }) => isHeld && name !== main))
    refuse('several outputs keep their value beyond the end of a row');

  const cell = conversion.cellNamed('scanned', {
    state: Object.fromEntries(own.map(({ name, shape }) => [name, shape])),
    input: scan.sequences.reduce((sum, { size }) => sum + size, 0),
    weights: Object.fromEntries([...reader.weights].map(([name, { dims }]) => [name, dims])),
    equations: reader.equations,
    output: main,
  });
  const starts = new Map(
    own.flatMap((state): [string, Start][] => {
      const start = startOf(state);
      return start === null ? [] : [[`0.${direction}.${state.name}`, start]];
    }),
  );
  const inputs = scan.sequences.map(({ data }) => referenceOf(data));
  const input =
    inputs.length === 1 ? (inputs[0] ?? '') : conversion.addLayer('joined', { type: 'concat', inputs }).name;
  const grown = conversion.addLayer(/[A-Za-z]/.test(wanted) ? wanted : 'scanned', {
    type: 'recurrent',
    input,
    cell: { [cell]: {} },
    ...(direction === 'forward' ? {} : { direction }),
    ...(outputs[0]?.isHeld ? { padding: 'previous' } : {}),
  });
  setStarts(grown, starts, conversion);
  const layer = grown.name;
  for (const [name, { dims, data, name: from }] of reader.weights)
    conversion.addWeight(
      `${layer}.0.${direction}.${name}`,
      dims,
      Float32Array.from(data),
      `${from} [${dims.join(', ')}]`,
    );

  const made = (reference: string, shape: readonly number[], axes: readonly Axis[]): Data => ({
    kind: 'data',
    references: [reference],
    axes: [...axes, ...shape.map((size) => new Axis(size, 'feature'))],
    dtype: 'float32',
    source: null,
  });
  return {
    finals: states.map(({ name, shape }) =>
      made(name === '' ? `${layer}.last` : `${layer}.0.${direction}.final.${name}`, shape, [batch]),
    ),
    outputs: outputs.map(({ name, shape }) =>
      made(name === main ? layer : `${layer}.0.${direction}.step.${name}`, shape, [time, batch]),
    ),
  };
}

/** States of the cell, and those that nothing in the body reads: they hold the latest output. */
function statesOf({ body, initial: starts, masks, results }: Steps): readonly State[] {
  const readers = readersOf(body);
  const taken = new Set(['x']);
  return starts.map((initial, at): State => {
    const param = body.input[at]?.name ?? '';
    const { value, elsewhere } = results[at] ?? refuse('a state has no next value');
    if (masks.size > 0 && elsewhere !== param && value !== param)
      return refuse('which steps count does not decide about the next value of a state');
    const isHeld = elsewhere === param && (readers.get(param) ?? 0) <= 1 && isZero(initial);
    const last = param.split('.').findLast((part) => !/^\d+$/.test(part)) ?? '';
    const name = isHeld ? '' : freeName(/^[A-Za-z]\w*$/.test(last) ? last : 'state', taken);
    return { param, name, shape: shapeOf(initial, body, param), initial, next: value };
  });
}

function bodyOf(
  { body, sequences, masks }: Steps,
  states: readonly State[],
  conversion: Conversion,
  outer: ReadonlyMap<string, Value>,
  beside: ReadBeside,
): BodyReader {
  const known = new Map<string, Value>([
    ...outer,
    ...body.initializer.map((tensor): [string, Value] => {
      const name = tensor.name ?? '';
      return [name, readTensor(tensor, name, beside)];
    }),
  ]);
  const given = new Map<string, Term>([
    ...[...masks].map((param): [string, Term] => [param, { kind: 'mask' }]),
    ...states.map(({ param, name, shape }): [string, Term] => [
      param,
      name === '' ? { kind: 'held' } : atom(name, shape),
    ]),
    ...sequences.map(({ param, name, size }): [string, Term] => [param, atom(name, [size])]),
  ]);
  const next = new Map<string, string>();
  const produced = new Set(body.node.flatMap(({ output }) => output));
  const own = states.filter(({ name }) => name !== '');
  for (const { next: value, name } of own) if (!next.has(value) && produced.has(value)) next.set(value, `${name}'`);
  const reader = new BodyReader(body, given, known, next, foldWith(conversion, beside));
  if (sequences.length > 1) {
    const sizes = sequences.map(({ size }) => size);
    reader.equations.unshift(`${sequences.map(({ name }) => name).join(', ')} = split(x, ${sizes.join(', ')})`);
  }
  for (const { next: value, name } of own) if (!reader.defines(`${name}'`)) reader.addEquation(`${name}'`, value);
  return reader;
}

/** Converts nodes of a body that follow from numbers and sizes alone. */
export const foldWith =
  (conversion: Conversion, beside: ReadBeside): Fold =>
  (node, inputs) => {
    const reader = new NodeReader(node, inputs);
    if (node.opType === 'Constant') return constantOf(reader, beside);
    if (inputs.length === 0 || node.output.length !== 1) return null;
    try {
      const value = convertPlain(reader, conversion);
      return reader.unread.length === 0 ? value : null;
    } catch (cause) {
      // then it is an expression of the cell
      if (cause instanceof Refusal) return null;
      throw cause;
    }
  };

interface Output {
  readonly name: string;
  readonly shape: readonly number[];
  /** Whether it is the one before, beyond the end of a row. */
  readonly isHeld: boolean;
}

function outputsOf(
  { initial, masks, results }: Steps,
  states: readonly State[],
  reader: BodyReader,
): readonly Output[] {
  return results.slice(initial.length).map(({ value, elsewhere }, i): Output => {
    if (masks.size > 0 && elsewhere === null) return refuse('which steps count does not decide about an output');
    const isHeld = states.some(({ param, name }) => name === '' && param === elsewhere);
    if (elsewhere !== null && !isHeld) {
      const term = reader.termOf(elsewhere);
      if (term.kind !== 'number' || term.value !== 0)
        return refuse('beyond the end of a row an output is neither zero nor the one before');
    }
    const term = reader.termOf(value);
    if (term.kind !== 'text' || term.ofWeights) return refuse('an output is the same at every step');
    return { name: reader.nameFor(value, `output_${i}`), shape: term.shape, isHeld };
  });
}

/** Follows Identity nodes to where a value of a body is made. */
export function madeBy(body: OnnxGraph, name: string): string {
  const seen = new Set<string>();
  for (let at = name; ; ) {
    const node = body.node.find(({ output }) => output.includes(at));
    if (node?.opType !== 'Identity' || seen.has(at)) return at;
    seen.add(at);
    at = node.input[0] ?? '';
  }
}

/** Whether a value is one of the params, behind nodes that only change its axes. */
function isOneOf(body: OnnxGraph, name: string, params: ReadonlySet<string>): boolean {
  const node = body.node.find(({ output }) => output.includes(name));
  return node === undefined
    ? params.has(name)
    : (node.opType === 'Unsqueeze' || node.opType === 'Identity') && isOneOf(body, node.input[0] ?? '', params);
}

export function resultOf(body: OnnxGraph, name: string, masks: ReadonlySet<string>): Result {
  const value = madeBy(body, name);
  const node = body.node.find(({ output }) => output.includes(value));
  if (node?.opType !== 'Where' || !isOneOf(body, node.input[0] ?? '', masks)) return { value, elsewhere: null };
  return { value: madeBy(body, node.input[1] ?? ''), elsewhere: madeBy(body, node.input[2] ?? '') };
}

function readersOf({ node, output }: OnnxGraph): ReadonlyMap<string, number> {
  const readers = new Map<string, number>();
  for (const name of [...node.flatMap(({ input }) => input), ...output.map(({ name = '' }) => name)])
    readers.set(name, (readers.get(name) ?? 0) + 1);
  return readers;
}

/** The axes of a row of a state: of what it starts from, or as the body declares them. */
function shapeOf(initial: Value, body: OnnxGraph, param: string): readonly number[] {
  const sizes =
    initial.kind === 'data'
      ? [null, ...(initial.axes.length > 2 ? initial.axes.slice(1).map(sizeOfFeature) : [featureAxis(initial).size])]
      : (numbersOfStart(initial)?.dims ?? (initial.kind === 'filled' ? initial.shape : null));
  const declared = body.input.find(({ name }) => name === param)?.type?.tensorType?.shape?.dim;
  const dims = sizes ?? declared?.map(({ dimValue }) => dimValue ?? null) ?? [];
  const shape = dims.slice(1).flatMap((size) => (typeof size === 'number' && Number.isSafeInteger(size) ? [size] : []));
  return shape.length > 0 && shape.length === dims.length - 1 && shape.every((size) => size >= 1)
    ? shape
    : refuse('the size of a state is not known: its body declares none');
}

const sizeOfFeature = (axis: AxisOrMerged): number =>
  become(axis, 'feature').root.size ?? refuse('the size of a state is not known');

/** What a state starts from; null: zeros. */
export function startOf({ initial, shape }: Pick<State, 'initial' | 'shape'>): Start | null {
  if (isZero(initial)) return null;
  const numbers = numbersOfStart(initial);
  if (numbers !== null && numbers.dims.length === shape.length + 1) return startRow(numbers, null, 0, shape);
  if (initial.kind === 'filled') return filledRow(initial.value, shape);
  if (initial.kind !== 'data') return refuse('a state starts from something else than rows of numbers');
  if (initial.axes.length !== shape.length + 1 || initial.dtype !== 'float32')
    return refuse('a state starts from something else than float32 rows');
  become(initial.axes[0], 'batch');
  if (initial.axes.slice(1).some((axis, i) => sizeOfFeature(axis) !== shape[i]))
    return refuse('a state starts from rows of another size');
  return { reference: referenceOf(initial) };
}
