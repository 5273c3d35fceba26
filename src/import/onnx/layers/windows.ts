import type { OnnxNode } from '../../../onnx/format.ts';
import type { Steps } from '../bodies/steps.ts';
import { isZero } from '../constants/start-values.ts';
import type { Conversion, NodeReader } from '../conversion.ts';
import { Axis, become, type Data, referenceOf, refuse, UNKNOWN, type Value, type Window } from '../values.ts';

/**
 * A loop that only hands on the last inputs, or the next ones, and gives some of them side by side at every step: what `rnnc export` writes of a convolution before its
 * product. Null for other loops.
 * @param outer values of the graph around the body
 */
export function windowOf(
  { body, initial, direction, sequences, masks, results, time, batch }: Steps,
  outer: ReadonlyMap<string, Value>,
  conversion: Conversion,
): readonly Value[] | null {
  const [sequence, ...moreSequences] = sequences;
  const [start, ...moreStates] = initial;
  const [next, stacked, ...moreResults] = results;
  if (sequence === undefined || start === undefined || next === undefined || stacked === undefined) return null;
  if (moreSequences.length + moreStates.length + moreResults.length > 0 || stacked.elsewhere !== null) return null;
  const [param] = body.input;
  const [, rows, features] = param?.type?.tensorType?.shape?.dim.map(({ dimValue }) => dimValue) ?? [];
  const state = param?.name ?? '';
  if (
    rows === undefined ||
    rows > MOST_ROWS ||
    features !== sequence.size ||
    (masks.size > 0 && next.elsewhere !== state)
  )
    return null;
  const nodes = new Map(body.node.flatMap((node) => node.output.map((output) => [output, node] as const)));
  const numbers = (name = ''): string => {
    const value = outer.get(name);
    return value?.kind === 'constant' && value.dtype === 'int' ? Array.from(value.data).join() : '?';
  };
  const made = (name: string, operator: string): OnnxNode | null => {
    const node = nodes.get(name);
    return node?.opType === operator ? node : null;
  };
  const joined = (name: string): readonly string[] | null => {
    const node = made(name, 'Concat');
    return node !== null && node.attribute.find((one) => one.name === 'axis')?.i === 1 ? node.input : null;
  };
  const isNow = (name = ''): boolean => {
    const node = made(name, 'Unsqueeze');
    return node?.input[0] === sequence.param && numbers(node.input[1]) === '1';
  };
  /** The rows of the state that a value is. */
  const piece = (name = ''): readonly number[] => {
    if (name === state) return Array.from({ length: rows }, (_, row) => row);
    const node = made(name, 'Slice');
    if (node?.input[0] !== state || numbers(node.input[3]) !== '1' || node.input.length > 4) return [];
    const [from, to] = [Number(numbers(node.input[1])), Number(numbers(node.input[2]))];
    return from >= 0 && to <= rows ? Array.from({ length: Math.max(to - from, 0) }, (_, at) => from + at) : [];
  };
  const isForward = direction === 'forward';
  const [first, second] = joined(next.value) ?? [];
  const [now, kept] = isForward ? [second, first] : [first, second];
  const from = isForward ? 1 : 0;
  const wanted = Array.from({ length: rows - 1 }, (_, at) => from + at).join();
  if (rows === 1 ? !isNow(next.value) : !isNow(now) || piece(kept).join() !== wanted) return null;
  const flat = made(stacked.value, rows === 1 ? 'Squeeze' : 'Reshape') ?? made(stacked.value, 'Squeeze');
  const whole = flat?.input[0] ?? '';
  const taken = (joined(whole) ?? [whole]).map((name) => piece(name));
  const read = taken.flat();
  const width = body.output[1]?.type?.tensorType?.shape?.dim.at(-1)?.dimValue;
  if (taken.some((one) => one.length === 0) || width !== read.length * features) return null;
  const isFed = isForward && start.kind === 'data' && start.source !== null && start.axes.length === 3;
  if (!isFed && !isZero(start)) return null;
  const stem = state.replace(/(?:\.\d+)?$/, '').replace(/\.(?:past|ahead)$/, '');
  if (isFed && start.kind === 'data' && start.source !== null) conversion.pastInputs.set(start.source.name, stem);
  const window: Window = {
    kind: 'window',
    of: referenceOf(sequence.data),
    offsets: read.map((row) => (isForward ? row - rows : row + 1)),
    stem,
  };
  const base = { kind: 'data', references: [], dtype: 'float32', source: null } as const;
  return [
    isForward ? { ...base, axes: [batch, new Axis(rows), new Axis(features)], made: { kind: 'past', stem } } : UNKNOWN,
    { ...base, axes: [time, batch, new Axis(width, 'feature')], made: window },
  ];
}

/** More inputs than any convolution looks back at; a damaged file may declare any number. */
const MOST_ROWS = 100_000;

const windowIn = (value: Value): Window | null =>
  value.kind === 'data' && typeof value.made === 'object' && value.made?.kind === 'window' ? value.made : null;

/** Inputs before a step, that of the step, and those ahead, side by side; null where something else is joined. */
export function joinWindows(values: readonly Value[]): Data | null {
  const windows = values.map(windowIn);
  const known = windows.find((window) => window !== null);
  const at = windows.findIndex((window) => window !== null);
  const [shaped] = values.slice(at);
  if (known === undefined || known === null || shaped?.kind !== 'data') return null;
  const offsets = values.flatMap((value, i): readonly number[] => {
    const window = windows[i];
    if (window !== null && window !== undefined && window.of === known.of) return window.offsets;
    return value.kind === 'data' && !value.made && value.references.join() === known.of
      ? [0]
      : refuse('it joins inputs of other steps with something else');
  });
  return { ...shaped, made: { ...known, offsets } };
}

/** The product of a convolution: a layer `conv1d` without its bias; null for another one. */
export function windowProduct(node: NodeReader, conversion: Conversion): Data | null {
  const value = node.input(0);
  const window = windowIn(value);
  if (window === null || value.kind !== 'data') return null;
  const { offsets, of, stem } = window;
  const matrix = node.floats(1, 'matrix');
  const [columns = 0, units = 0] = matrix.dims;
  const count = offsets.length;
  const dilation = (offsets[1] ?? 0) - (offsets[0] ?? 0);
  const reach = (count - 1) * dilation;
  const last = offsets.at(-1);
  const isSame = offsets[0] === -Math.floor(reach / 2);
  const isEven = offsets.every((offset, i) => offset === (offsets[0] ?? 0) + i * dilation);
  if (
    count < 2 ||
    dilation < 1 ||
    !isEven ||
    !(last === 0 || isSame) ||
    matrix.dims.length !== 2 ||
    columns % count !== 0
  )
    return refuse(`it multiplies the inputs of the steps ${offsets.join(', ')} away, which is no convolution`);
  const { name } = conversion.addLayer(stem, {
    type: 'conv1d',
    input: of,
    units,
    kernel_size: count,
    ...(dilation === 1 ? {} : { dilation }),
    ...(last === 0 ? {} : { padding: 'same' }),
    bias: false,
  });
  conversion.convolutions.set(stem, name);
  const shape = [count, columns / count, units];
  conversion.addWeight(
    `${name}.kernel`,
    shape,
    Float32Array.from(matrix.data),
    `${matrix.name} [${matrix.dims.join(', ')}]`,
  );
  const [time, batch] = value.axes;
  return {
    kind: 'data',
    references: [name],
    axes: [become(time, 'time'), become(batch, 'batch'), new Axis(units, 'feature')],
    dtype: 'float32',
    source: null,
  };
}
