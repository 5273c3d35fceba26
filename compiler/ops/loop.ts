import {
  equalDims,
  equalShapes,
  evaluateDim,
  evaluateShape,
  plainSymbol,
  printDim,
  printShape,
  type Shape,
  symbolDim,
  symbolsOf,
} from '../ir/dim.ts';
import type { OpAttributes, RaggedAxis } from '../ir/nodes.ts';
import { printType } from '../ir/print.ts';
import type { TensorType } from '../ir/types.ts';
import { type EvaluateRule, type InferContext, type OpDef, OpTypeError, type Tensor64 } from './op/op.ts';
import { elementCount } from './op/tensor64.ts';
import { cut } from './shape/slice.ts';
import { stackElements } from './shape/stack.ts';
import { elementAt } from './shape/take.ts';

type Attributes = OpAttributes['loop'];

/** The operands of a loop by what they are. */
function byRole<T>(inputs: readonly T[], { states, scanned }: Attributes) {
  return {
    init: inputs.slice(0, states),
    scanned: inputs.slice(states, states + scanned),
    invariant: inputs.slice(states + scanned),
  };
}

function fail(message: string, expected: string, found: string, operands: readonly number[] = []): never {
  throw new OpTypeError(message, expected, found, operands);
}

function checkArity(inputs: readonly TensorType[], { states, scanned, body, ragged = [] }: Attributes): void {
  if (inputs.length < states + scanned)
    fail('a loop with too few operands', `at least ${states + scanned}`, `${inputs.length}`);
  if (body.params.length !== inputs.length)
    fail('a loop whose body has not one parameter per operand', `${inputs.length}`, `${body.params.length}`);
  if (body.results.length < states)
    fail('a loop whose body does not give every next state', `at least ${states} results`, `${body.results.length}`);
  if (scanned < 2 * ragged.length)
    fail('a loop without starts and counts of its ragged axes', `at least ${2 * ragged.length} scanned`, `${scanned}`);
}

/** Checks that all totals differ from each other and from the number of steps: the totals tell which axis an operand has. */
function checkRagged(inputs: readonly TensorType[], { states, length, ragged = [] }: Attributes): void {
  ragged.forEach(({ symbol, total }, r) => {
    const others = [length, ...ragged.slice(0, r).map((axis) => axis.total)];
    if (others.some((d) => equalDims(d, total)))
      fail('a loop with a ragged axis as long as another', `a size of its own for '${symbol}'`, printDim(total));
    for (const i of [states + 2 * r, states + 2 * r + 1]) {
      const x = inputs[i];
      const expected: TensorType = { dtype: 'int32', shape: [length] };
      if (x !== undefined) requireType('a loop with wrong starts or counts', expected, x, i);
    }
  });
}

/** The ragged axis of a loop that an operand outside leads with. */
export const raggedAxisOf = (shape: Shape, ragged: readonly RaggedAxis[] | undefined): RaggedAxis | null =>
  ragged?.find(({ total }) => shape[0] !== undefined && equalDims(shape[0], total)) ?? null;

/** The ragged axis of a loop that a value of the body leads with. */
export const raggedAxisWithin = (shape: Shape, ragged: readonly RaggedAxis[] | undefined): RaggedAxis | null =>
  ragged?.find(({ symbol }) => shape[0] !== undefined && plainSymbol(shape[0]) === symbol) ?? null;

/** Shape of one step of what is scanned. */
export function elementShape(shape: Shape, ragged: readonly RaggedAxis[] | undefined): Shape {
  const axis = raggedAxisOf(shape, ragged);
  return axis === null ? shape.slice(1) : [symbolDim(axis.symbol), ...shape.slice(1)];
}

/** Shape of all steps of what is stacked; null where its size changes along another axis than the first. */
export function stackedShape({ length, ragged }: Pick<Attributes, 'length' | 'ragged'>, element: Shape): Shape | null {
  const axis = raggedAxisWithin(element, ragged);
  const rest = axis === null ? element : element.slice(1);
  const symbols = new Set(ragged?.map(({ symbol }) => symbol));
  if (rest.some((d) => symbolsOf(d).some((symbol) => symbols.has(symbol)))) return null;
  return [axis === null ? length : axis.total, ...rest];
}

/** What the body's parameter for operand `index` must be. */
function paramType(x: TensorType, index: number, { states, scanned, length, ragged }: Attributes): TensorType {
  if (index < states || index >= states + scanned) return x;
  const [leading] = x.shape;
  const fits = leading !== undefined && (equalDims(leading, length) || raggedAxisOf(x.shape, ragged) !== null);
  if (!fits)
    fail('a loop over a sequence of another length', `[${printDim(length)}, ...]`, printShape(x.shape), [index]);
  return { dtype: x.dtype, shape: elementShape(x.shape, ragged) };
}

function requireType(message: string, expected: TensorType, found: TensorType, operand: number): void {
  if (expected.dtype !== found.dtype || !equalShapes(expected.shape, found.shape))
    fail(message, printType(expected), printType(found), [operand]);
}

function inferLoop(inputs: readonly TensorType[], attrs: Attributes, { typeOf }: InferContext): readonly TensorType[] {
  checkArity(inputs, attrs);
  checkRagged(inputs, attrs);
  const { states, body } = attrs;
  for (let i = 0; i < inputs.length; i++) {
    const [x, param] = [inputs[i], body.params[i]];
    if (x === undefined || param === undefined) continue;
    requireType('a loop whose body takes another type than it is given', paramType(x, i, attrs), typeOf(param), i);
  }
  const results = body.results.map(typeOf);
  return results.map(({ dtype, shape }, i) => {
    const state = i < states ? inputs[i] : undefined;
    if (state === undefined) {
      const stacked = stackedShape(attrs, shape);
      if (stacked === null)
        fail('a loop that stacks what changes its size along an inner axis', 'a fixed inner size', printShape(shape));
      return { dtype, shape: stacked };
    }
    requireType('the next state has another type than the initial one', state, { dtype, shape }, i);
    return state;
  });
}

/** The starts and counts of a ragged axis, as numbers. @throws RangeError where steps do not follow each other or do not make up the whole. */
function boundsOf(starts: Tensor64, counts: Tensor64, { symbol }: RaggedAxis, total: number) {
  let end = 0;
  counts.data.forEach((count, t) => {
    if (starts.data[t] !== end || count < 0)
      throw new RangeError(`step ${t} of '${symbol}' has ${count} from ${starts.data[t]} on, expected from ${end} on`);
    end += count;
  });
  if (end !== total) throw new RangeError(`the steps of '${symbol}' have ${end} elements together, expected ${total}`);
  return { starts: starts.data, counts: counts.data };
}

/** Joins the elements of all steps along a ragged axis, in the order of the steps. */
function joinRows(elements: readonly Tensor64[], type: Pick<Tensor64, 'dtype' | 'shape'>): Tensor64 {
  const data = new Float64Array(elementCount(type.shape));
  let at = 0;
  for (const element of elements) {
    data.set(element.data, at);
    at += element.data.length;
  }
  return { ...type, data };
}

/** A body run once per step, each run given the states that the one before left. */
export const loop: OpDef<'loop'> = {
  level: 'core',
  infer: inferLoop,
};

export const evaluateLoop: EvaluateRule<'loop'> = (inputs, attrs, { sizes, runBody, typeOf }) => {
  const { states, direction, body, ragged = [] } = attrs;
  const { init, scanned, invariant } = byRole(inputs, attrs);
  const steps = evaluateDim(attrs.length, sizes);
  const axes = ragged.map((axis, r) => {
    const [starts, counts] = scanned.slice(2 * r);
    if (starts === undefined || counts === undefined) throw new RangeError(`no starts and counts of '${axis.symbol}'`);
    return { ...axis, ...boundsOf(starts, counts, axis, evaluateDim(axis.total, sizes)) };
  });
  const paramAxes = body.params
    .slice(states, states + scanned.length)
    .map((param) => axes.find(({ symbol }) => symbol === raggedAxisWithin(typeOf(param).shape, ragged)?.symbol));
  const elementOf = (x: Tensor64, i: number, t: number): Tensor64 => {
    const axis = paramAxes[i];
    if (axis === undefined) return elementAt(x, t);
    const start = axis.starts[t] ?? 0;
    return cut(x, 0, start, start + (axis.counts[t] ?? 0));
  };
  const stacked: Tensor64[][] = body.results.slice(states).map(() => new Array<Tensor64>(steps));
  let state: readonly Tensor64[] = init;
  for (let i = 0; i < steps; i++) {
    const t = direction === 'forward' ? i : steps - 1 - i;
    const here = Object.fromEntries(axes.map(({ symbol, counts }) => [symbol, counts[t] ?? 0]));
    const results = runBody(body, [...state, ...scanned.map((x, k) => elementOf(x, k, t)), ...invariant], {
      ...sizes,
      ...here,
    });
    state = results.slice(0, states);
    for (const [k, element] of results.slice(states).entries()) stacked[k]?.splice(t, 1, element);
  }
  const elementTypes = body.results.slice(states).map(typeOf);
  return [
    ...state,
    ...elementTypes.map(({ dtype, shape }, k) => {
      const elements = stacked[k] ?? [];
      if (raggedAxisWithin(shape, ragged) === null)
        return stackElements(elements, { dtype, shape: evaluateShape(shape, sizes) });
      return joinRows(elements, { dtype, shape: evaluateShape(stackedShape(attrs, shape) ?? shape, sizes) });
    }),
  ];
};
