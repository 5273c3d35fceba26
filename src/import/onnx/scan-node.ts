import type { OnnxGraph } from '../../onnx/format.ts';
import { type Conversion, freeName, type NodeReader } from './conversion.ts';
import { BodyReader, type Term, termOf } from './scan-body.ts';
import { type ReadBeside, readTensor } from './tensors.ts';
import { Axis, become, type Constant, type Data, featureAxis, referenceOf, refuse, type Value } from './values.ts';

interface State {
  readonly param: string;
  /** In the cell; '' for one that only holds the latest output. */
  readonly name: string;
  readonly size: number;
  readonly initial: Value;
  /** The name in the body of what it becomes; with lengths, where the step counts. */
  readonly next: string;
}

interface Sequence {
  readonly param: string;
  readonly name: string;
  readonly data: Data;
  readonly size: number;
}

/** A Scan with its inputs read. */
interface Scan {
  readonly body: OnnxGraph;
  readonly states: number;
  readonly direction: 'forward' | 'backward';
  readonly sequences: readonly Sequence[];
  /** Params that say whether a step counts. */
  readonly masks: ReadonlySet<string>;
  readonly time: Axis;
  readonly batch: Axis;
  /** Results of the body. */
  readonly results: readonly Result[];
}

/** What a result of a body is: a value, that value where the step counts, with zeros or the value before elsewhere. */
interface Result {
  readonly value: string;
  readonly elsewhere: string | null;
}

/** Equations bind no name tighter than this. */
const ATOM = 7;

/**
 * A Scan over steps as one recurrent layer, whose cell has the equations of the body. Next states and outputs may be chosen by which steps count, as
 * `rnnc export` writes them.
 * Source: onnx/defs/controlflow/defs.cc, Scan of opset 9 to 22.
 */
export function convertScan(
  node: NodeReader,
  conversion: Conversion,
  outer: ReadonlyMap<string, Value>,
  beside: ReadBeside,
): readonly Value[] {
  const scan = readScan(node, conversion);
  const { direction, time, batch } = scan;
  const states = statesOf(scan, node);
  const own = states.filter(({ name }) => name !== '');
  if (own.length === 0) return refuse('it has no state that the next step reads');
  const reader = bodyOf(scan, states, outer, beside);
  const outputs = outputsOf(scan, states, reader);
  const main = outputs[0]?.name ?? `${own[0]?.name}'`;
  for (const { name, next } of states)
    if (name === '' && reader.nameFor(next, 'held') !== main) refuse('a state holds something else than its output');
  if (outputs.slice(1).some(({ name, isHeld }) => isHeld && name !== main))
    refuse('several outputs keep their value beyond the end of a row');

  const cell = conversion.cellNamed('scanned', {
    state: Object.fromEntries(own.map(({ name, size }) => [name, size])),
    input: scan.sequences.reduce((sum, { size }) => sum + size, 0),
    weights: Object.fromEntries([...reader.weights].map(([name, { dims }]) => [name, dims])),
    equations: reader.equations,
    output: main,
  });
  const initial = Object.fromEntries(
    own.flatMap((state) => {
      const reference = startOf(state);
      return reference === null ? [] : [[`0.${direction}.${state.name}`, reference]];
    }),
  );
  const inputs = scan.sequences.map(({ data }) => referenceOf(data));
  const input =
    inputs.length === 1 ? (inputs[0] ?? '') : conversion.addLayer('joined', { type: 'concat', inputs }).name;
  const wanted = (node.node.output[scan.states] ?? '').replace(/\.\d+$/, '');
  const layer = conversion.addLayer(/[A-Za-z]/.test(wanted) ? wanted : 'scanned', {
    type: 'recurrent',
    input,
    cell: { [cell]: {} },
    ...(direction === 'forward' ? {} : { direction }),
    ...(outputs[0]?.isHeld ? { padding: 'previous' } : {}),
    ...(Object.keys(initial).length === 0 ? {} : { initial }),
  }).name;
  for (const [name, { dims, data, name: from }] of reader.weights)
    conversion.addWeight(
      `${layer}.0.${direction}.${name}`,
      dims,
      Float32Array.from(data),
      `${from} [${dims.join(', ')}]`,
    );

  const made = (reference: string, size: number | null, axes: readonly Axis[]): Data => ({
    kind: 'data',
    references: [reference],
    axes: [...axes, new Axis(size, 'feature')],
    dtype: 'float32',
    source: null,
  });
  return [
    ...states.map(({ name, size }) =>
      made(name === '' ? `${layer}.last` : `${layer}.0.${direction}.final.${name}`, size, [batch]),
    ),
    ...outputs.map(({ name, width }) =>
      made(name === main ? layer : `${layer}.0.${direction}.step.${name}`, width, [time, batch]),
    ),
  ];
}

function readScan(node: NodeReader, conversion: Conversion): Scan {
  const body = node.graph('body') ?? refuse('it has no body');
  const scanned = node.int('num_scan_inputs', 0);
  const states = node.node.input.length - scanned;
  if (conversion.opset < 9) return refuse('it is of an opset before 9, where Scan had a batch of its own');
  if (scanned < 1 || states < 1 || body.input.length !== node.node.input.length)
    return refuse('its inputs are not those of its body');
  if (body.output.length !== node.node.output.length || body.output.length < states)
    return refuse('its outputs are not those of its body');
  const direction = directionOf(node, scanned, body.output.length - states);
  const axes = [...(node.ints('scan_input_axes') ?? []), ...(node.ints('scan_output_axes') ?? [])];
  if (axes.some((axis) => axis !== 0)) return refuse('it does not go over the first axis of what it reads and gives');
  const masks = new Set<string>();
  const found: { readonly param: string; readonly data: Data; readonly size: number }[] = [];
  let time: Axis | null = null;
  let batch: Axis | null = null;
  const isOver = (axis: Axis): Axis => {
    if (time !== null && !time.join(axis)) refuse('it goes over sequences of different steps');
    return axis;
  };
  for (let at = states; at < node.node.input.length; at++) {
    const param = body.input[at]?.name ?? '';
    const value = node.input(at);
    if (value.kind === 'mask') {
      time = isOver(value.time);
      masks.add(param);
      continue;
    }
    const data = node.data(at);
    if (data.axes.length !== 3 || data.dtype !== 'float32')
      return refuse('it goes over something else than steps of rows of float32 features');
    time = isOver(become(data.axes[0], 'time'));
    const rows = become(data.axes[1], 'batch');
    if (batch !== null && !batch.join(rows)) return refuse('it goes over sequences of different rows');
    batch = rows;
    found.push({ param, data, size: featureAxis(data).size });
  }
  if (time === null || batch === null) return refuse('it goes over no sequence');
  if (masks.size === 0) conversion.keepLengths(time, '');
  const results = body.output.map(({ name = '' }) => resultOf(body, name, masks));
  const sequences = found.map((one, i) => ({ ...one, name: found.length === 1 ? 'x' : `x_${i}` }));
  return { body, states, direction, sequences, masks, time, batch, results };
}

/** States of the cell, and those that nothing in the body reads: they hold the latest output. */
function statesOf({ body, states, masks, results }: Scan, node: NodeReader): readonly State[] {
  const readers = readersOf(body);
  const taken = new Set(['x']);
  return body.input.slice(0, states).map(({ name: param = '' }, at): State => {
    const { value, elsewhere } = results[at] ?? refuse('a state has no next value');
    if (masks.size > 0 && elsewhere !== param && value !== param)
      return refuse('which steps count does not decide about the next value of a state');
    const initial = node.input(at);
    const isHeld = elsewhere === param && (readers.get(param) ?? 0) <= 1 && isZero(initial);
    const last = param.split('.').findLast((part) => !/^\d+$/.test(part)) ?? '';
    const name = isHeld ? '' : freeName(/^[A-Za-z]\w*$/.test(last) ? last : 'state', taken);
    return { param, name, size: sizeOf(initial, body, param), initial, next: value };
  });
}

function bodyOf(
  { body, sequences, masks }: Scan,
  states: readonly State[],
  outer: ReadonlyMap<string, Value>,
  beside: ReadBeside,
): BodyReader {
  const text = (name: string, width: number): Term => ({ kind: 'text', text: name, tightness: ATOM, width });
  const given = new Map<string, Term>([
    ...[...outer].map(([name, value]): [string, Term] => [name, termOf(value)]),
    ...body.initializer.map(({ name = '' }, i): [string, Term] => [name, initializerOf(body, i, beside)]),
    ...[...masks].map((param): [string, Term] => [param, { kind: 'mask' }]),
    ...states.map(({ param, name, size }): [string, Term] => [
      param,
      name === '' ? { kind: 'held' } : text(name, size),
    ]),
    ...sequences.map(({ param, name, size }): [string, Term] => [param, text(name, size)]),
  ]);
  const next = new Map<string, string>();
  const produced = new Set(body.node.flatMap(({ output }) => output));
  const own = states.filter(({ name }) => name !== '');
  for (const { next: value, name } of own) if (!next.has(value) && produced.has(value)) next.set(value, `${name}'`);
  const reader = new BodyReader(body, given, next, (constant) => constantIn(constant, beside));
  if (sequences.length > 1) {
    const sizes = sequences.map(({ size }) => size);
    reader.equations.unshift(`${sequences.map(({ name }) => name).join(', ')} = split(x, ${sizes.join(', ')})`);
  }
  for (const { next: value, name } of own) if (!reader.defines(`${name}'`)) reader.addEquation(`${name}'`, value);
  return reader;
}

function initializerOf(body: OnnxGraph, at: number, beside: ReadBeside): Term {
  const tensor = body.initializer[at];
  return tensor === undefined ? { kind: 'held' } : termOf(readTensor(tensor, tensor.name ?? '', beside));
}

interface Output {
  readonly name: string;
  readonly width: number | null;
  /** Whether it is the one before, beyond the end of a row. */
  readonly isHeld: boolean;
}

function outputsOf(
  { states: count, masks, results }: Scan,
  states: readonly State[],
  reader: BodyReader,
): readonly Output[] {
  return results.slice(count).map(({ value, elsewhere }, i): Output => {
    if (masks.size > 0 && elsewhere === null) return refuse('which steps count does not decide about an output');
    const isHeld = states.some(({ param, name }) => name === '' && param === elsewhere);
    if (elsewhere !== null && !isHeld) {
      const term = reader.termOf(elsewhere);
      if (term.kind !== 'number' || term.value !== 0)
        return refuse('beyond the end of a row an output is neither zero nor the one before');
    }
    const term = reader.termOf(value);
    return { name: reader.nameFor(value, `output_${i}`), width: term.kind === 'text' ? term.width : null, isHeld };
  });
}

function directionOf(node: NodeReader, scanned: number, stacked: number): 'forward' | 'backward' {
  const given = (name: string, count: number): readonly number[] =>
    node.ints(name) ?? Array.from({ length: count }, () => 0);
  const all = [...given('scan_input_directions', scanned), ...given('scan_output_directions', stacked)];
  if (all.every((one) => one === 0)) return 'forward';
  return all.every((one) => one === 1)
    ? 'backward'
    : refuse('it goes over some sequences forward and over others backward');
}

/** Follows Identity nodes to where a value of a body is made. */
function madeBy(body: OnnxGraph, name: string): string {
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

function resultOf(body: OnnxGraph, name: string, masks: ReadonlySet<string>): Result {
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

const isZero = (value: Value | null): boolean =>
  value?.kind === 'filled'
    ? value.value === 0
    : value?.kind === 'constant' && value.dtype === 'float32' && Array.from(value.data).every((x) => x === 0);
/** The features of a state: of what it starts from, or as the body declares them. */
function sizeOf(initial: Value, body: OnnxGraph, param: string): number {
  if (initial.kind === 'data') return featureAxis(initial).size;
  const dims = body.input.find(({ name }) => name === param)?.type?.tensorType?.shape?.dim ?? [];
  const size = dims.at(-1)?.dimValue;
  return dims.length === 2 && size !== undefined && Number.isSafeInteger(size) && size >= 1
    ? size
    : refuse('the size of a state is not known: its body declares none');
}

/** What a state starts from; null: zeros. */
function startOf({ initial, size }: State): string | null {
  if (isZero(initial)) return null;
  if (initial.kind !== 'data') return refuse('a state starts from numbers of the file that are not zero');
  if (initial.axes.length !== 2 || initial.dtype !== 'float32')
    return refuse('a state starts from something else than float32 rows');
  become(initial.axes[0], 'batch');
  return featureAxis(initial).size === size ? referenceOf(initial) : refuse('a state starts from rows of another size');
}

function constantIn(node: NodeReader, beside: ReadBeside): Constant {
  const tensor = node.tensor('value');
  const name = node.node.output[0] ?? '';
  if (tensor !== null) return readTensor(tensor, name, beside);
  if (node.has('value_float'))
    return { kind: 'constant', name, dims: [], dtype: 'float32', data: [Math.fround(node.float('value_float', 0))] };
  return refuse('its body has a constant that is no tensor and no number');
}
