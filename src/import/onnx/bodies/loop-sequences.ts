import type { OnnxGraph, OnnxNode, OnnxValueInfo } from '../../../onnx/format.ts';
import type { Conversion } from '../conversion.ts';
import { asLengths } from '../length-nodes.ts';
import { Axis, become, type Data, featureAxis, isMerged, referenceOf, refuse, type Value } from '../values.ts';
import { FAR, type LoopNumber, type LoopNumbers } from './loop-numbers.ts';
import type { Sequence, Steps } from './steps.ts';
import { resultOf } from './steps-layer.ts';

interface LoopBody {
  readonly body: OnnxGraph;
  readonly states: readonly { readonly param: string; readonly next: string; readonly initial: Value }[];
  /** What is stacked over the iterations. */
  readonly stacked: readonly string[];
  /** What it makes an iteration for. */
  readonly ends: Axis | number;
  readonly numbers: ReadonlyMap<string, LoopNumbers>;
  /** Values of the graph around the body, under their names in the body too. */
  readonly known: ReadonlyMap<string, Value>;
  readonly conversion: Conversion;
}

/** A sequence cut to one step: without the axis of the steps, or with it. */
interface Cut {
  readonly data: Data;
  readonly axis: number;
  readonly isKept: boolean;
}

/** The loop as one over sequences: what its body takes of a sequence by the number of the iteration is a param, and which steps count another. */
export function readSteps({ body, states, stacked, ends, numbers, known, conversion }: LoopBody): Steps {
  const cuts = new Map<string, Cut>();
  const wholes = new Map<string, Data>();
  const sequences: (Sequence & { readonly rows: Axis; readonly time: Axis; readonly key: string })[] = [];
  const renamed = new Map<string, string>();
  /** Whether where it is true, or where it is not, the step of a row counts. */
  const masks = new Map<string, boolean>();
  let lengths = '';
  let time: Axis | null = ends instanceof Axis ? ends : null;
  const nodes: OnnxNode[] = [];

  const dataOf = (name: string): Data | null => {
    const value = wholes.get(name) ?? known.get(name);
    return value?.kind === 'data' ? value : null;
  };
  const addStep = (output: string, { data, axis }: Cut): void => {
    if (data.axes.length !== 3 || data.dtype !== 'float32' || axis > 1)
      refuse('it reads something else than steps of rows of float32 features');
    const own = become(data.axes[axis], 'time');
    if (typeof ends === 'number' && own.root.size !== ends)
      refuse(`it makes ${ends} iterations over ${own.root.size ?? 'an open number of'} steps`);
    time ??= own;
    if (!isSame(time, own)) refuse('it counts the steps of another sequence than it reads');
    const key = `${referenceOf(data)} ${axis}`;
    const before = sequences.find((one) => one.key === key);
    if (before !== undefined) {
      renamed.set(output, before.param);
      return;
    }
    const rows = become(data.axes[1 - axis], 'batch');
    const [first] = sequences;
    if (first !== undefined && !first.rows.join(rows)) refuse('it reads sequences of different rows');
    sequences.push({ param: output, name: '', data, size: featureAxis(data).size, rows, time: own, key });
  };

  for (const node of body.node) {
    const [output = ''] = node.output;
    const [first = '', second = '', third = ''] = node.input;
    const data = dataOf(first);
    const cut = data === null ? null : cutOf(node, data, numbers);
    const squeezed = node.opType === 'Squeeze' ? cuts.get(first) : undefined;
    if (cut === 'whole' && data !== null) wholes.set(output, data);
    else if (cut !== null && cut !== 'whole' && cut.isKept) cuts.set(output, cut);
    else if (cut !== null && cut !== 'whole') addStep(output, cut);
    else if (squeezed !== undefined && isAxis(numbers.get(second)?.list, squeezed)) addStep(output, squeezed);
    else if (isMaskOf(node, numbers)) {
      const [value, isTrue] = isStep(numbers.get(first)) ? [known.get(second), true] : [known.get(first), false];
      const found = asLengths(value ?? null);
      if (found === null) nodes.push(node);
      else {
        lengths = found.name;
        masks.set(output, ['Less', 'LessOrEqual'].includes(node.opType ?? '') === isTrue);
      }
    } else if (masks.has(first) && ['Not', 'Identity', 'Unsqueeze'].includes(node.opType ?? ''))
      masks.set(output, (masks.get(first) ?? true) === (node.opType !== 'Not'));
    else if (node.opType === 'Where' && masks.get(first) === false)
      nodes.push({ ...node, input: [MASK, third, second] });
    else if (node.opType === 'Where' && masks.has(first)) nodes.push({ ...node, input: [MASK, second, third] });
    else nodes.push(node);
  }
  const [first] = sequences;
  if (first === undefined || time === null)
    return refuse('it takes no step of a sequence by the number of its iteration');
  conversion.keepLengths(time, lengths);
  const read = nodes.map((node) => ({ ...node, input: node.input.map((name) => renamed.get(name) ?? name) }));
  const ofSteps = body.output.filter(({ name = '' }) => stacked.includes(name));
  const inner: OnnxGraph = {
    ...body,
    node: neededBy(read, [...states.map(({ next }) => next), ...stacked]),
    input: [
      ...states.map(({ param }) => info(body.input, param)),
      ...sequences.map(({ param }): OnnxValueInfo => ({ name: param })),
    ],
    output: [...states.map(({ next }) => info(body.output, next)), ...ofSteps],
  };
  const masked = new Set(masks.size > 0 ? [MASK] : []);
  return {
    body: inner,
    initial: states.map(({ initial }) => initial),
    direction: 'forward',
    sequences: sequences.map((one, i) => ({ ...one, name: sequences.length === 1 ? 'x' : `x_${i}` })),
    masks: masked,
    time: first.time,
    batch: first.rows,
    results: [...states.map(({ next }) => next), ...stacked].map((name) => resultOf(inner, name, masked)),
  };
}

/** The param of a body that says whether the step of a row counts. */
const MASK = '.counts';

const info = (all: readonly OnnxValueInfo[], name: string): OnnxValueInfo =>
  all.find((one) => one.name === name) ?? { name };

/** Axes are those of the same steps where one follows from the other, or where the file calls them the same. */
const isSame = (a: Axis, b: Axis): boolean =>
  a.is(b) || (a.root.param !== '' && a.root.param === b.root.param && a.join(b));

const isNumber = (one: LoopNumber | undefined, of: (value: number) => boolean): boolean =>
  one?.kind === 'number' && of(one.value);
const isStep = (numbers: LoopNumbers | undefined): boolean =>
  numbers?.list.length === 1 && numbers.list[0]?.kind === 'step' && numbers.list[0].plus === 0;
const isAxis = (axes: readonly LoopNumber[] | undefined, { axis, data }: Cut): boolean =>
  axes?.length === 1 && isNumber(axes[0], (value) => (value < 0 ? value + data.axes.length : value) === axis);

/** Comparisons of the number of a step with something else. */
const isMaskOf = ({ opType = '', input }: OnnxNode, numbers: ReadonlyMap<string, LoopNumbers>): boolean => {
  const [a, b] = input.map((name) => isStep(numbers.get(name)));
  return (
    (['Less', 'GreaterOrEqual'].includes(opType) && a === true) ||
    (['Greater', 'LessOrEqual'].includes(opType) && b === true)
  );
};

/** One step of a sequence, or all of it; null for what a node takes otherwise. */
function cutOf(node: OnnxNode, data: Data, numbers: ReadonlyMap<string, LoopNumbers>): Cut | 'whole' | null {
  const { length } = data.axes;
  if (data.axes.some(isMerged)) return null;
  const place = (value: number): number => (value < 0 ? value + length : value);
  if (node.opType === 'Gather') {
    const index = numbers.get(node.input[1] ?? '');
    const axis = place(node.attribute.find(({ name }) => name === 'axis')?.i ?? 0);
    return isStep(index) ? { data, axis, isKept: index?.rank === 1 } : null;
  }
  if (node.opType !== 'Slice') return null;
  const [starts, ends, axes, strides] = [1, 2, 3, 4].map((at) => numbers.get(node.input[at] ?? '')?.list);
  if (starts === undefined || ends === undefined || (axes === undefined && node.input[3])) return null;
  if (node.input[4] && strides?.length !== starts.length) return null;
  const cuts: number[] = [];
  for (const [i, start] of starts.entries()) {
    const end = ends[i];
    const axis = axes === undefined ? { kind: 'number' as const, value: i } : axes[i];
    const stride = strides?.[i] ?? { kind: 'number', value: 1 };
    const isEvery = isNumber(stride, (value) => value === 1);
    const isToEnd = isNumber(end, (value) => value >= FAR);
    if (isNumber(start, (value) => value === 0) && isToEnd && isEvery) continue;
    const isStart = start?.kind === 'step' && start.plus === 0;
    const isNext = end?.kind === 'step' && end.plus === 1;
    const isOne = isStart && ((isNext && isEvery) || (isToEnd && isNumber(stride, (value) => value >= FAR)));
    if (!isOne || axis?.kind !== 'number') return null;
    cuts.push(place(axis.value));
  }
  const [axis, ...others] = cuts;
  if (axis === undefined) return 'whole';
  return others.length > 0 ? null : { data, axis, isKept: true };
}

/** The nodes that results need. */
function neededBy(nodes: readonly OnnxNode[], results: readonly string[]): readonly OnnxNode[] {
  const needed = new Set(results);
  const kept: OnnxNode[] = [];
  for (const node of [...nodes].reverse()) {
    if (!node.output.some((name) => needed.has(name))) continue;
    kept.push(node);
    for (const name of node.input) needed.add(name);
  }
  return kept.reverse();
}
