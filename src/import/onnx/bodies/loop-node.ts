import type { OnnxGraph, OnnxNode } from '../../../onnx/format.ts';
import type { Conversion, NodeReader } from '../conversion.ts';
import { type ReadBeside, readTensor } from '../tensors.ts';
import { convertLevels, walkOf } from '../trees/levels-loop.ts';
import { Axis, refuse, sizesOf, UNKNOWN, type Value } from '../values.ts';
import { type LoopNumbers, numbersFrom, numbersIn, stepNumber } from './loop-numbers.ts';
import { readSteps } from './loop-sequences.ts';
import { madeBy, makeSteps } from './steps-layer.ts';

/** What a value is that a loop hands on from step to step. */
type Carried =
  | { readonly kind: 'state'; readonly param: string; readonly next: string; readonly initial: Value }
  /** Whoever reads it reads what the graph around the loop gives. */
  | { readonly kind: 'same'; readonly value: Value }
  | { readonly kind: 'counter'; readonly param: string; readonly next: string; readonly start: number }
  /** A list that grows by one value in a step. */
  | { readonly kind: 'list'; readonly added: string };

/** What stands for "no end" as the number of iterations. */
const ENDLESS = 2 ** 31 - 1;

/**
 * A Loop that makes one iteration for each step of a sequence and reads that step, as one recurrent layer whose cell has the equations of the body.
 * That is what exporters write of loops over `range(steps)` (PyTorch) and of `while` loops over `tf.range` (tf2onnx 1.17).
 * Source: onnx/defs/controlflow/defs.cc, Loop of opset 1 to 22.
 */
export function convertLoop(
  node: NodeReader,
  conversion: Conversion,
  outer: ReadonlyMap<string, Value>,
  beside: ReadBeside,
): readonly Value[] {
  const walk = walkOf(node, conversion);
  if (walk !== null) return convertLevels(node, walk, conversion, outer, beside);
  const body = node.graph('body') ?? refuse('it has no body');
  const count = node.node.input.length - 2;
  if (count < 1 || body.input.length !== count + 2) return refuse('its inputs are not those of its body');
  if (body.output.length <= count || node.node.output.length >= body.output.length)
    return refuse('its outputs are not those of its body');
  const carried = Array.from({ length: count }, (_, at) => carriedAt(node, body, at));
  const known = new Map(outer);
  for (const tensor of body.initializer) known.set(tensor.name ?? '', readTensor(tensor, tensor.name ?? '', beside));
  for (const [at, one] of carried.entries())
    if (one.kind === 'same') known.set(body.input[at + 2]?.name ?? '', one.value);
    else known.delete(body.input[at + 2]?.name ?? '');

  const numbers = numbersOf(body, carried, known, beside);
  const ends = endOf(node, body, numbers);
  const states = carried.flatMap((one) => (one.kind === 'state' ? [one] : []));
  const stacked = [
    ...carried.flatMap((one) => (one.kind === 'list' ? [one.added] : [])),
    ...body.output.slice(count + 1).map(({ name = '' }) => name),
  ];
  const steps = readSteps({ body, states, stacked, ends, numbers, known, conversion });
  const { finals, outputs } = makeSteps(steps, 'loop', conversion, known, beside);
  const [ofStates, ofSteps] = [[...finals], [...outputs]];
  const results = carried.map((one, at): Value => {
    if (one.kind === 'same') return one.value;
    if (one.kind === 'counter')
      return node.isRead(at, conversion) ? refuse('something reads how many iterations it has made') : UNKNOWN;
    if (one.kind === 'list') return { kind: 'list', steps: ofSteps.shift() ?? refuse('its list has no values') };
    return ofStates.shift() ?? UNKNOWN;
  });
  return [...results, ...ofSteps].slice(0, node.node.output.length);
}

function carriedAt(node: NodeReader, body: OnnxGraph, at: number): Carried {
  const param = body.input[at + 2]?.name ?? '';
  const next = madeBy(body, body.output[at + 1]?.name ?? '');
  const initial = node.optional(at + 2) ?? refuse('what it starts from is missing');
  if (next === param) return { kind: 'same', value: initial };
  if (initial.kind === 'list') {
    const made = body.node.find(({ output }) => output.includes(next));
    if (initial.steps !== null || made?.opType !== 'SequenceInsert' || made.input.length !== 2)
      return refuse('it makes a list otherwise than by adding a value at its end in every iteration');
    if (made.input[0] !== param || countOf(body.node, param) !== 1) return refuse('its body reads a list that grows');
    return { kind: 'list', added: made.input[1] ?? '' };
  }
  const start = initial.kind === 'constant' && initial.dtype === 'int' ? (initial.data[0] ?? 0) : null;
  if (start !== null && initial.kind === 'constant' && initial.data.length === 1)
    return { kind: 'counter', param, next, start };
  return { kind: 'state', param, next: body.output[at + 1]?.name ?? '', initial };
}

const countOf = (nodes: readonly OnnxNode[], name: string): number =>
  nodes.reduce((sum, { input }) => sum + input.filter((one) => one === name).length, 0);

/** Whole numbers of a body. @throws Refusal where one that is carried does not count iterations */
function numbersOf(
  body: OnnxGraph,
  carried: readonly Carried[],
  known: ReadonlyMap<string, Value>,
  beside: ReadBeside,
): ReadonlyMap<string, LoopNumbers> {
  const given = new Map<string, LoopNumbers>();
  for (const [name, value] of known) {
    const found = numbersFrom(value);
    if (found !== null) given.set(name, found);
  }
  const counters = carried.flatMap((one) => (one.kind === 'counter' ? [one] : []));
  given.set(body.input[0]?.name ?? '', stepNumber(0));
  for (const { param, start } of counters) given.set(param, stepNumber(start));
  const numbers = numbersIn(body.node, given, beside);
  for (const { next, start } of counters) {
    const [found, ...others] = numbers.get(next)?.list ?? [];
    if (found?.kind !== 'step' || found.plus !== start + 1 || others.length > 0)
      return refuse('a whole number that it carries does not count its iterations');
  }
  return numbers;
}

/** The steps that it makes an iteration for: an axis, or a number of them. */
function endOf(node: NodeReader, body: OnnxGraph, numbers: ReadonlyMap<string, LoopNumbers>): Axis | number {
  const ends: (Axis | number)[] = [];
  const trips = node.optional(0);
  if (trips !== null) {
    const [entry, ...others] = sizesOf(trips).entries;
    if (entry === undefined || others.length > 0) return refuse('its number of iterations is no number');
    if (entry instanceof Axis || entry < ENDLESS) ends.push(entry);
  }
  const start = node.optional(1);
  if (start?.kind === 'some steps') ends.push(start.time);
  else if (start !== null && !(start.kind === 'constant' && start.data.length === 1 && start.data[0] !== 0))
    return refuse('its first condition is computed otherwise than whether there is a step');
  const result = madeBy(body, body.output[0]?.name ?? '');
  const [condition, ...more] = result === body.input[1]?.name ? [] : (numbers.get(result)?.list ?? [null]);
  if (condition === null || more.length > 0) return refuse('it ends by a condition that is computed from data');
  if (condition?.kind === 'before' && condition.plus === 1) ends.push(condition.time);
  else if (condition !== undefined && !(condition.kind === 'number' && condition.value !== 0))
    return refuse('its condition is something else than whether there is one more step');
  const [first, ...others] = ends;
  if (first === undefined || (trips === null && condition?.kind !== 'before')) return refuse('it has no end');
  for (const other of others)
    if (!(first instanceof Axis && other instanceof Axis ? first.is(other) : first === other))
      return refuse('its number of iterations and its condition count different steps');
  return first;
}
