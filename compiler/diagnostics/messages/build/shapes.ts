/**
 * Texts about sizes, shapes and axes that do not fit. One function per mistake; each takes the place of
 * what is wrong. Every text says what is wrong with what; `expected`, `found` and `fix` complete it.
 */
import { printShape, type Shape, staticSize } from '../../../ir/dim.ts';
import type { Dtype, TensorType } from '../../../ir/types.ts';
import type { OpTypeError } from '../../../ops/op/op.ts';
import type { Diagnostic, Note, Span } from '../../diagnostic.ts';
import { error, plural, quote } from '../../phrase.ts';

/** Shapes as users write them: inside, sequences run time-major, `[time, batch, …]`. */
const surface = (text: string): string =>
  text
    .replaceAll(/\[(\w+), batch\b/g, '[batch, $1')
    // nodes of a level and their children
    .replaceAll(/\b\w+\.(?:up|down)(?:\.started)?\.(row|link)\b/g, (_, axis) => (axis === 'row' ? 'node' : 'child'));
const sizes = (shape: readonly number[]): string => `[${shape.join(', ')}]`;
const type = (t: TensorType): string => surface(`${t.dtype}${printShape(t.shape)}`);

// sizes and shapes

/** @param parameter whose value it is; null: it is computed */
export const dimensionOutOfRange = (
  span: Span,
  what: string,
  size: number,
  parameter: string | null = null,
): Diagnostic =>
  error('dimension-out-of-range', span, `a dimension of ${what} is ${size}`, {
    expected: 'a whole number in 1..16777216',
    found: `${size}`,
    fix: parameter === null ? 'change the expression or the parameters in it' : `give ${parameter} such a number`,
  });
/** Whether the mistake is about dtypes and not about sizes: the error says so, or the expected and the found dtype differ. */
const isDtypeError = (error: OpTypeError): boolean => {
  const dtype = (text: string): string => /^(float32|int32|bool)/.exec(text)?.[1] ?? '';
  return (
    error.message.includes('dtype') || (dtype(error.expected) !== '' && dtype(error.expected) !== dtype(error.found))
  );
};
type Placed = { readonly type: TensorType; readonly declaration?: { readonly name: string } | undefined };
const castFor = ({ expected }: OpTypeError, places: readonly Placed[]): string => {
  if (expected.startsWith('bool')) return 'compare, as in a > 0, or b == 1: a condition is no number';
  const types = places.map(({ type: { dtype } }) => dtype);
  if (types.includes('float32') && types.includes('int32'))
    return 'there are no implicit casts: put float(…) around what is int32';
  if (types.includes('bool') && types.some((dtype) => dtype !== 'bool'))
    return 'there are no implicit casts: put float(…) around the comparison';
  return 'there are no implicit casts: use float(…) or int(…)';
};
/** What to write where a product fits the other way round, or with its weight transposed. Null where neither does. */
const productFix = ({ message }: OpTypeError, [right, left]: readonly Placed[]): string | null => {
  if (!message.startsWith('cannot multiply') || left === undefined || right === undefined) return null;
  const sizesOf = ({ type: { shape } }: Placed): readonly string[] => shape.map((size) => printShape([size]));
  const [a, b] = [sizesOf(left), sizesOf(right)];
  const isMatrix = ({ type: { shape } }: Placed): boolean =>
    shape.length === 2 && shape.every((size) => staticSize(size) !== null);
  if (isMatrix(left) && b.at(-1) === a[0])
    return `swap the two: samples stand left of "@", weights right, as in [x, h] @ ${left.declaration?.name ?? 'w'}`;
  return isMatrix(right) && a.at(-1) === b[1] ? `write transpose(${right.declaration?.name ?? 'w'})` : null;
};
export const shapesDisagree = (
  span: Span,
  found: OpTypeError,
  places: readonly {
    readonly span: Span;
    readonly type: TensorType;
    readonly declaration: { readonly name: string; readonly formula: string; readonly span: Span } | undefined;
  }[],
): Diagnostic =>
  error(isDtypeError(found) ? 'dtype-mismatch' : 'shape-mismatch', span, surface(found.message), {
    expected: surface(found.expected),
    found: surface(found.found),
    fix: isDtypeError(found) ? castFor(found, places) : (productFix(found, places) ?? 'change one of the two sizes'),
    notes: places.flatMap(({ span: at, type: t, declaration }): Note[] => [
      { message: `this is ${type(t)}`, span: at },
      ...(declaration === undefined
        ? []
        : [
            {
              message: `"${declaration.name}" is declared ${declaration.formula}, here ${type(t)}`,
              span: declaration.span,
            },
          ]),
    ]),
  });
export const needsAxis = (span: Span): Diagnostic =>
  error('needs-features', span, 'this has no feature axis of known size', {
    expected: 'a value with a last axis of known size',
    found: 'a scalar, or only the batch axis',
    fix: 'use a vector',
  });
export const transposeNeedsWeight = (span: Span, shape: Shape): Diagnostic =>
  error('transpose-needs-weight', span, 'transpose swaps the two axes of a weight', {
    expected: 'a weight of rank 2',
    found: surface(printShape(shape)),
    fix: 'transpose the weight, not the data: samples stay apart',
  });
export const stateShape = (span: Span, state: string, expected: string, found: string, declared: Span): Diagnostic =>
  error('shape-mismatch', span, `the next value of state "${state}" does not have the state's shape`, {
    expected: surface(`float32${expected}`),
    found: surface(found),
    fix: "change the state's declared shape or the expression",
    notes: [{ message: `state "${state}" is declared here`, span: declared }],
  });
export const inputRank = (
  span: Span,
  cell: string,
  input: string,
  rank: number,
  found: string,
  declared: Span,
): Diagnostic =>
  error('shape-mismatch', span, `input "${input}" of cell "${cell}" gets features of another rank`, {
    expected: `rank ${rank} per sample and step`,
    found,
    fix: 'change the input that feeds it, or the declaration',
    notes: [{ message: 'declared here', span: declared }],
  });
export const inputSize = (
  span: Span,
  cell: string,
  input: string,
  formula: string,
  expected: number,
  found: number,
  declared: Span,
): Diagnostic =>
  error(
    'shape-mismatch',
    span,
    `input "${input}" of cell "${cell}" has ${found} features, the cell wants ${formula} = ${expected}`,
    {
      expected: `${expected}`,
      found: `${found}`,
      fix: 'change the input that feeds it, or the declaration',
      notes: [{ message: 'declared here', span: declared }],
    },
  );
export const sharedShape = (
  span: Span,
  path: string,
  first: string,
  second: string,
  declared: Span | null,
): Diagnostic =>
  error('shape-mismatch', span, `weight "${path}" is shared by layers that need different shapes`, {
    expected: first,
    found: second,
    fix: 'layers that share weights need equal sizes of input and units',
    notes: [{ message: `first used with ${first}`, span: declared }],
  });
export const needsFeatures = (span: Span, what: string, shape: Shape): Diagnostic =>
  error('needs-features', span, `${what} needs features`, {
    expected: 'a last axis of known size',
    found: surface(printShape(shape)),
    fix: 'tokens go through an embedding first; a single number per step is shape [batch, time, 1]',
  });
export const embeddingNeedsTokens = (span: Span, layer: string, found: TensorType): Diagnostic =>
  error('dtype-mismatch', span, `layer "${layer}" is an embedding and takes int32 tokens`, {
    expected: 'int32',
    found: type(found),
    fix: 'declare the input with dtype: int32; for prices and other measures leave the embedding out, and read the input itself',
  });

// time

export const needsSequence = (span: Span, layer: string, layerType: string): Diagnostic =>
  error('needs-sequence', span, `layer "${layer}" (${layerType}) runs over time, but its input has no time axis`, {
    expected: 'a sequence [batch, time, …]',
    found: 'one value per sequence',
    fix:
      layerType === 'recurrent'
        ? 'give the input a time symbol as second dimension; for one value at every step, read a layer {type: repeat, input: …, times: N}'
        : 'give the input a time symbol as second dimension',
  });
export const repeatOfSequence = (span: Span, layer: string, time: string, around: string | null): Diagnostic =>
  error(
    'time-mismatch',
    span,
    `layer "${layer}" repeats one value per sequence, but its input has a value for every step`,
    {
      expected: around === null ? 'one value per sequence' : `one value per sample or per step of "${around}"`,
      found: `a sequence over "${time}"`,
      fix: `write .last behind the sequence, as in ${quote('LAYER.last')}`,
    },
  );
export const timeDisagrees = (span: Span, layer: string, a: string, b: string): Diagnostic =>
  error('time-mismatch', span, `layer "${layer}" gets inputs over two time axes, "${a}" and "${b}"`, {
    expected: `both over "${a}"`,
    found: `"${b}"`,
    fix: 'use one symbol if both always have as many steps',
  });
export const wholeOfOtherRows = (span: Span, layer: string, input: string, whole: string, time: string): Diagnostic =>
  error(
    'time-mismatch',
    span,
    `layer "${layer}" goes along "${time}" and reads a whole sequence over "${whole}" as "${input}"`,
    {
      expected: `a sequence that stands beside those over "${time}", within the same axis`,
      found: `one over "${whole}", which is nested in another way`,
      fix: 'take one value per sequence first, as .last or a layer {max: …} does',
    },
  );
/** @param nested where the steps of one of the values stand within those of the other. */
export const joinTimes = (
  span: Span,
  layer: string,
  a: string | null,
  b: string | null,
  first: Span,
  nested: NestedValues | null = null,
): Diagnostic =>
  error('time-mismatch', span, `layer "${layer}" joins values over different steps`, {
    expected: a === null ? 'one value per sequence' : `a sequence over "${a}"`,
    found: b === null ? 'one value per sequence' : `a sequence over "${b}"`,
    fix:
      nested !== null
        ? `${repeatAlong(nested)} and join that; or join one value per sequence over "${nested.inner}", as a layer ${nested.summary} gives it`
        : a !== null && b !== null
          ? 'join sequences over the same steps, or take .last of both'
          : `write .last behind the sequence, as in ${quote('LAYER.last')}, or join sequences alone`,
    notes: [{ message: 'the first one', span: first }],
  });
/** Two values of which one has a value at each step, or for each sample, and the other a sequence over an inner axis there. */
export interface NestedValues {
  /** The references, as they are written. */
  readonly around: string;
  /** A layer that takes one value per sequence of the other. */
  readonly summary: string;
  readonly inner: string;
}
/** A layer that takes one value of a sequence, as it is written: numbers of things have no greatest one. */
export const summaryOf = (reference: string, dtype: Dtype): string =>
  `{type: ${dtype === 'float32' ? 'max' : 'last'}, input: ${reference}}`;
const repeatAlong = ({ around, inner }: NestedValues): string =>
  `repeat the one at every step of the other: write NAME: {type: repeat, input: ${around}, along: ${inner}}`;
export const outputWithoutBatch = (span: Span | null, name: string): Diagnostic =>
  error('output-without-batch', span, `output "${name}" does not depend on the samples`, {
    expected: 'a value with a batch axis',
    found: 'a value of weights or the step alone',
    fix: 'ask for something that depends on an input',
  });
export const modelTooLarge = (span: Span, path: string, shape: string, bytes: number, total: number): Diagnostic =>
  error(
    'model-too-large',
    span,
    `weight "${path}" ${shape} brings the weights to ${(total / 2 ** 30).toFixed(1)} GiB, beyond the 4 GiB heap of WebAssembly`,
    {
      expected: 'single weights below 2 GiB and all weights within 4 GiB',
      found: `${(bytes / 2 ** 30).toFixed(1)} GiB in this weight, ${(total / 2 ** 30).toFixed(1)} GiB so far`,
      fix: 'use fewer units, a smaller vocabulary or a projection',
    },
  );
export const unrollTooLarge = (span: Span, steps: number, nodes: number, limit: number): Diagnostic =>
  error(
    'unroll-too-large',
    span,
    `${plural(steps, 'copy', 'copies')} of every step make a graph of about ${Number(nodes.toPrecision(2))} operations`,
    {
      expected: `at most ${limit}`,
      found: `${nodes}`,
      fix: `unroll at most ${Math.max(1, Math.floor((steps * limit) / nodes))} steps, or remove unroll: a loop computes the same`,
    },
  );
export const notFiniteNumber = (span: Span, found: number): Diagnostic =>
  error('not-finite', span, `this expression is ${found}`, {
    expected: 'a finite number',
    found: `${found}`,
    fix: 'change the expression or the parameters in it',
  });
// initialisers

export const literalShape = (
  span: Span,
  path: string,
  expected: readonly number[],
  found: readonly number[],
): Diagnostic =>
  error('literal-shape', span, `the literal for "${path}" has the wrong shape`, {
    expected: sizes(expected),
    found: sizes(found),
    fix: 'one list per axis, outermost first',
  });
export const blocksDoNotDivide = (span: Span, path: string, blocks: number, shape: readonly number[]): Diagnostic =>
  error('init-blocks', span, `${blocks} blocks do not divide the last axis of "${path}"`, {
    expected: `a last axis that is a multiple of ${blocks}`,
    found: sizes(shape),
    fix: 'give as many initialisers as there are gates',
  });
export const initNeedsMatrix = (span: Span, init: string, path: string, shape: readonly number[]): Diagnostic =>
  error('init-rank', span, `${init} fills matrices, "${path}" is not one`, {
    expected: 'rank 2 or more',
    found: sizes(shape),
    fix: 'use zeros, ones or uniform',
  });
