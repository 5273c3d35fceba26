/**
 * Texts of phase 2 (names, sizes and shapes inside cells and layers): one function per mistake, each takes the located thing.
 * Every text says what is wrong with what; `expected`, `found` and `fix` complete it.
 */
import { functionNames } from '../../equations/functions.ts';
import { printShape, type Shape } from '../../ir/dim.ts';
import type { TensorType } from '../../ir/graph.ts';
import type { OpTypeError } from '../../ops/op.ts';
import type { Diagnostic, Note, Span } from '../diagnostic.ts';
import { didYouMean, error, list } from '../phrase.ts';

/** Shapes as users write them: inside, sequences run time-major, `[time, batch, …]`. */
const surface = (text: string): string =>
  text
    .replaceAll(/\[([A-Za-z]\w*), batch\b/g, '[batch, $1')
    // nodes of a level and their children
    .replaceAll(/\b\w+\.(?:up|down)(?:\.started)?\.(row|link)\b/g, (_, axis) => (axis === 'row' ? 'node' : 'child'));
const sizes = (shape: readonly number[]): string => `[${shape.join(', ')}]`;
const type = (t: TensorType): string => surface(`${t.dtype}${printShape(t.shape)}`);

// names

export const unknownSymbol = (span: Span, name: string, known: readonly string[], isFunction: boolean): Diagnostic =>
  error('unknown-symbol', span, `"${name}" is not defined here`, {
    expected: `one of ${list(known)}`,
    found: `"${name}"`,
    fix: isFunction
      ? `"${name}" is a function: write ${name}(…)`
      : (ofChildren(name, known) ??
        didYouMean(name, [...known, ...functionNames]) ??
        'a cell sees only what it declares: add it to inputs, state, weights or parameters, or assign it above'),
  });

/** What to write for a state without its child, or of a child that the cell has not. */
function ofChildren(name: string, known: readonly string[]): string | null {
  const theirs = known.filter((other) => other.endsWith(`.${name}`));
  if (theirs.length > 0) return `say of which child: write ${theirs.join(' or ')}`;
  const states = known.filter((other) => other.includes('.'));
  return name.includes('.') && states.length > 0 ? `the children of this cell have ${list(states)}` : null;
}

export const unknownFunction = (span: Span, name: string, known: readonly string[]): Diagnostic =>
  error('unknown-function', span, `there is no function "${name}"`, {
    expected: `one of ${list(known)}`,
    found: `"${name}"`,
    fix: didYouMean(name, known) ?? 'write it with the functions there are',
  });
export const notAFunction = (span: Span, name: string): Diagnostic =>
  error('not-a-function', span, `"${name}" is not a function of one tensor`, {
    expected: 'a function such as tanh, or a parameter that holds one',
    found: `"${name}"`,
    fix: `to multiply write ${name} * (…)`,
  });
export const functionAsNumber = (span: Span, name: string): Diagnostic =>
  error('function-as-value', span, `"${name}" is a function and can't stand alone`, {
    expected: 'a value',
    found: `the function "${name}"`,
    fix: `write ${name}(…)`,
  });
export const functionTakesMore = (span: Span, name: string): Diagnostic =>
  error('wrong-function', span, `"${name}" takes more than one tensor and can't be an activation`, {
    expected: 'a function of one tensor',
    found: `"${name}"`,
    fix: 'use an equations layer',
  });
export const usedBeforeDefinition = (span: Span, name: string, later: Span): Diagnostic =>
  error('used-before-definition', span, `"${name}" is used before it is assigned`, {
    expected: `an earlier line that assigns "${name}"`,
    found: 'its assignment comes later',
    fix: 'equations run from top to bottom: move the assignment up',
    notes: [{ message: `"${name}" is assigned here`, span: later }],
  });
export const assignedTwice = (span: Span, name: string, first: Span, state: boolean): Diagnostic =>
  error('assigned-twice', span, `${state ? 'state ' : ''}"${name}" is assigned twice`, {
    expected: 'one assignment per name',
    found: 'a second one',
    fix: 'give the second value a name of its own',
    notes: [{ message: 'first assigned here', span: first }],
  });
export const primeWithoutState = (span: Span, name: string, states: readonly string[]): Diagnostic =>
  error('not-a-state', span, `"${name}'" assigns the next value of "${name}", which is not a state`, {
    expected: `a state: ${list(states)}`,
    found: `"${name}"`,
    fix: didYouMean(name, states) ?? `declare it under state:, or write ${name} without the prime`,
  });
export const nameTaken = (span: Span, name: string, isState: boolean, first: Span): Diagnostic =>
  error('name-taken', span, `"${name}" is already defined`, {
    expected: isState ? `"${name}'", the next value of the state` : 'a new name',
    found: `"${name}"`,
    fix: isState ? `write ${name}' = …` : 'choose another name: nothing is ever overwritten',
    notes: [{ message: 'defined here', span: first }],
  });
export const stateNeverAssigned = (span: Span, cell: string, state: string): Diagnostic =>
  error('state-never-assigned', span, `state "${state}" of cell "${cell}" is never given a next value`, {
    expected: `one line that assigns ${state}'`,
    found: 'none',
    fix: `add ${state}' = … to the equations, or remove the state`,
  });
export const unknownPart = (span: Span, reference: string, target: string, parts: readonly string[]): Diagnostic =>
  error('unknown-reference', span, `"${reference}" is nothing that "${target}" gives`, {
    expected: `one of ${list(parts)}`,
    found: `"${reference}"`,
    fix: reference.endsWith('.final')
      ? `name a state of the cell after it: ${reference}.STATE`
      : (didYouMean(reference, parts) ?? 'choose one of these'),
  });

// calls

export const missingArgument = (span: Span, callee: string, name: string): Diagnostic =>
  error('missing-argument', span, `${callee} needs its argument "${name}"`, {
    expected: `${callee}(…, ${name}=…)`,
    found: 'nothing',
    fix: `write ${name} explicitly`,
  });
export const unknownArgument = (span: Span, callee: string, name: string, known: readonly string[]): Diagnostic =>
  error('unknown-argument', span, `${callee} has no argument "${name}"`, {
    expected: list(known),
    found: `"${name}"`,
    fix: didYouMean(name, known) ?? 'remove it',
  });
export const argumentTwice = (span: Span, callee: string, name: string): Diagnostic =>
  error('argument-twice', span, `argument "${name}" of ${callee} is given twice`, {
    expected: 'once',
    found: 'by position and by name',
    fix: 'remove one',
  });
export const tooManyArguments = (span: Span, callee: string, names: readonly string[]): Diagnostic =>
  error(
    'too-many-arguments',
    span,
    `${callee} takes ${names.length} ${names.length === 1 ? 'argument' : 'arguments'}`,
    { expected: list(names), found: 'more', fix: 'remove the rest' },
  );
export const oneResult = (span: Span, count: number): Diagnostic =>
  error('result-count', span, `${count} names on the left, one value on the right`, {
    expected: `split(…) with ${count} parts`,
    found: 'one value',
    fix: 'use split, or one name',
  });
export const splitCount = (span: Span, parts: number, targets: number): Diagnostic =>
  error('result-count', span, `split gives ${parts} parts for ${targets} ${targets === 1 ? 'name' : 'names'}`, {
    expected: `${targets} sizes`,
    found: `${parts}`,
    fix: 'one size per name on the left',
  });
export const splitSizes = (span: Span, parts: readonly number[] | null, count: number, total: number): Diagnostic =>
  error(
    'split-size',
    span,
    parts === null
      ? `the last axis of size ${total} does not split into ${count} equal parts`
      : `the parts ${parts.join(' + ')} do not add up to the last axis of size ${total}`,
    {
      expected: parts === null ? `a multiple of ${count}` : `${total}`,
      found: parts === null ? `${total}` : `${parts.reduce((a, b) => a + b, 0)}`,
      fix: parts === null ? 'change the shape of what is split, or the number of names' : 'change the sizes',
    },
  );
export const sliceOutOfRange = (span: Span, start: number, end: number, size: number): Diagnostic =>
  error('slice-range', span, `the slice ${start}:${end} does not fit an axis of size ${size}`, {
    expected: `0 <= start < end <= ${size}`,
    found: `${start}:${end}`,
    fix: 'change the bounds',
  });
export const emptyJoin = (span: Span): Diagnostic =>
  error('empty-join', span, 'a join of nothing', { expected: '[a, b, …]', found: '[]', fix: 'name what to join' });

// kinds

export const notBuildTime = (span: Span, name: string, known: readonly string[]): Diagnostic =>
  error('not-build-time', span, `"${name}" is not known while building`, {
    expected: `a number, a parameter or a free size: ${list(known)}`,
    found: `"${name}"`,
    fix:
      didYouMean(name, known) ??
      'sizes, conditions and initialisers see parameters and free sizes alone; to choose between values use where(…)',
  });
export const notBuildTimeFunction = (span: Span, name: string, known: readonly string[]): Diagnostic =>
  error('not-build-time', span, `"${name}" can't be computed while building`, {
    expected: `one of ${list(known)}`,
    found: `"${name}"`,
    fix: 'use plain arithmetic',
  });
export const tensorInBuildTime = (span: Span): Diagnostic =>
  error('not-build-time', span, 'a tensor expression where a number is needed', {
    expected: 'arithmetic over parameters',
    found: 'a tensor expression',
    fix: 'use numbers and parameters',
  });
export const wrongBuildTimeKind = (span: Span, expected: string, found: string): Diagnostic =>
  error('wrong-kind', span, `this must be ${expected}`, {
    expected,
    found,
    fix: expected === 'a number' ? 'write a number' : 'compare: units > 0',
  });
export const booleanAsTensor = (span: Span): Diagnostic =>
  error('wrong-kind', span, 'true and false belong in build-time conditions', {
    expected: 'a tensor or a number',
    found: 'a truth value',
    fix: 'use float(…) of a comparison, or 1 and 0',
  });
export const fractionWithInteger = (span: Span, value: number): Diagnostic =>
  error('no-implicit-cast', span, `${value} meets an int32 value`, {
    expected: 'a whole number',
    found: `${value}`,
    fix: 'convert the other side: float(…)',
  });

// sizes and shapes

export const dimensionOutOfRange = (span: Span, what: string, size: number): Diagnostic =>
  error('dimension-out-of-range', span, `a dimension of ${what} is ${size}`, {
    expected: 'a whole number in 1..16777216',
    found: `${size}`,
    fix: 'change the expression or the parameters in it',
  });
/** Whether types disagree rather than sizes: the error says so, or one side expects another dtype than it finds. */
const isDtypeError = (error: OpTypeError): boolean => {
  const dtype = (text: string): string => /^(float32|int32|bool)/.exec(text)?.[1] ?? '';
  return (
    error.message.includes('dtype') || (dtype(error.expected) !== '' && dtype(error.expected) !== dtype(error.found))
  );
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
    fix: isDtypeError(found) ? 'there are no implicit casts: use float(…) or int(…)' : 'change one of the two sizes',
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
    fix: 'declare the input with dtype: int32',
  });

// time

export const needsSequence = (span: Span, layer: string, layerType: string): Diagnostic =>
  error('needs-sequence', span, `layer "${layer}" (${layerType}) runs over time, but its input has no time axis`, {
    expected: 'a sequence [batch, time, …]',
    found: 'one value per sequence',
    fix: 'give the input a time symbol as second dimension',
  });
export const timeDisagrees = (span: Span, layer: string, a: string, b: string): Diagnostic =>
  error('time-mismatch', span, `layer "${layer}" gets inputs over two time axes, "${a}" and "${b}"`, {
    expected: `both over "${a}"`,
    found: `"${b}"`,
    fix: 'use one symbol if both always have as many steps',
  });
export const joinTimes = (span: Span, layer: string, a: string | null, b: string | null, first: Span): Diagnostic =>
  error('time-mismatch', span, `layer "${layer}" joins values over different steps`, {
    expected: a === null ? 'one value per sequence' : `a sequence over "${a}"`,
    found: b === null ? 'one value per sequence' : `a sequence over "${b}"`,
    fix: 'join sequences with sequences, or take .last first',
    notes: [{ message: 'the first one', span: first }],
  });
export const outputWithoutBatch = (span: Span | null, name: string): Diagnostic =>
  error('output-without-batch', span, `output "${name}" does not depend on the samples`, {
    expected: 'a value with a batch axis',
    found: 'a value of weights or the step alone',
    fix: 'ask for something that depends on an input',
  });

// recurrent layers

export const cellInputMissing = (span: Span, cell: string, input: string, index: number): Diagnostic =>
  error('cell-input', span, `input "${input}" of cell "${cell}" (layer ${index} of the stack) is not given`, {
    expected: `inputs: {${input}: …}`,
    found: 'nothing',
    fix: `name them: inputs: {${input}: LAYER}`,
  });
export const cellInputUnknown = (span: Span, cell: string, name: string, known: readonly string[]): Diagnostic =>
  error('cell-input', span, `cell "${cell}" has no input "${name}"`, {
    expected: list(known),
    found: `"${name}"`,
    fix: didYouMean(name, known) ?? 'remove it',
  });
export const mergeNoneNeedsOneLayer = (span: Span, layer: string): Diagnostic =>
  error('merge-none', span, `layer "${layer}" stacks cells with merge: none, so the second has no single input`, {
    expected: 'one cell, or merge: concat',
    found: 'several',
    fix: 'use merge: concat, or two layers',
  });
export const initialShape = (
  span: Span,
  layer: string,
  state: string,
  expected: string,
  found: string,
  sequence: boolean,
): Diagnostic =>
  error('shape-mismatch', span, `the initial value of state "${state}" of layer "${layer}" has another shape`, {
    expected,
    found: sequence ? `a sequence ${found}` : found,
    fix: sequence ? 'use a final state or .last' : 'use a value of that shape',
  });
export const initialTwice = (span: Span, layer: string, state: string, first: Span): Diagnostic =>
  error('initial-state', span, `state "${state}" of layer "${layer}" is given two initial values`, {
    expected: 'one',
    found: 'a short and a full name for the same state',
    fix: 'remove one of them',
    notes: [{ message: 'the other one', span: first }],
  });
export const initialOfSeveral = (span: Span, layer: string, state: string): Diagnostic =>
  error('initial-state', span, `layer "${layer}" has several states and one initial value for all of them`, {
    expected: 'a recurrent layer, or one value per state',
    found: 'a single value',
    fix: `name the state: initial: {${state}: …}`,
  });
export const unreadArgument = (span: Span, name: string, cell: string): Diagnostic =>
  error('no-effect', span, `argument "${name}" of cell "${cell}" has no effect together with the others`, {
    expected: 'something that changes the model',
    found: 'nothing changes',
    fix: `remove ${name}, or switch on what it belongs to`,
  });
export const initOfAbsentWeight = (span: Span, weight: string, cell: string, declared: Span): Diagnostic =>
  error(
    'no-effect',
    span,
    `init of "${weight}" has no effect: cell "${cell}" has no such weight with these arguments`,
    {
      expected: 'a weight that is there',
      found: `"${weight}", switched off by its when`,
      fix: 'remove it, or change the arguments',
      notes: [{ message: 'declared here', span: declared }],
    },
  );
export const rateOfAbsentState = (span: Span, state: string, cell: string, declared: Span): Diagnostic =>
  error(
    'no-effect',
    span,
    `zoneout of "${state}" has no effect: cell "${cell}" has no such state with these arguments`,
    {
      expected: 'a state that is there',
      found: `"${state}", switched off by its when`,
      fix: 'remove it, or change the arguments',
      notes: [{ message: 'declared here', span: declared }],
    },
  );
export const sampleIsPlain = (span: Span, layer: string): Diagnostic =>
  error('no-effect', span, `variational: sample of layer "${layer}" has no effect: its input has no steps`, {
    expected: 'something that changes the model',
    found: 'one mask for each sample, with or without it',
    fix: 'remove it',
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
export const notFiniteNumber = (span: Span, found: number): Diagnostic =>
  error('not-finite', span, `this expression is ${found}`, {
    expected: 'a finite number',
    found: `${found}`,
    fix: 'change the expression or the parameters in it',
  });
export const initialNotRecurrent = (span: Span, layer: string, target: string): Diagnostic =>
  error('initial-state', span, `layer "${layer}" can't start from "${target}", which has no states`, {
    expected: 'a recurrent layer, a final state or an input',
    found: `"${target}"`,
    fix: `name a final state: LAYER.final.STATE`,
  });
export const initialDepth = (span: Span, layer: string, needs: number, target: string, has: number): Diagnostic =>
  error('initial-state', span, `layer "${layer}" stacks ${needs} cells, "${target}" has final states of ${has}`, {
    expected: `${needs}`,
    found: `${has}`,
    fix: 'give both the same depth, or name the states one by one',
  });

// trees

export const notOverNodes = (span: Span, layer: string, axis: string, found: string, tree: string): Diagnostic =>
  error(
    'time-mismatch',
    span,
    `layer "${layer}" gets an input over "${found}", its tree "${tree}" has the nodes "${axis}"`,
    {
      expected: `a sequence over "${axis}", or one value per sample`,
      found: `"${found}"`,
      fix: `give the input the shape [batch, ${axis}, …]`,
    },
  );
export const needsNodes = (span: Span, layer: string, axis: string): Diagnostic =>
  error('needs-sequence', span, `layer "${layer}" (recursive) runs over nodes, but its input has none`, {
    expected: `a sequence [batch, ${axis}, …]`,
    found: 'one value per sample',
    fix: `give the input "${axis}" as second dimension`,
  });
export const noListOfChildren = (span: Span, callee: string): Diagnostic =>
  error('no-children', span, `${callee} needs a cell with children: any`, {
    expected: 'a value with a row for each child',
    found: 'a place without a list of children',
    fix: 'declare children: any; where children have names, write it with these: left.h + right.h',
  });
export const notPerChild = (
  span: Span,
  callee: string,
  assigned: Span | null,
  declaration: { readonly name: string; readonly formula: string; readonly span: Span } | undefined,
): Diagnostic =>
  error('per-node', span, `${callee} takes what children have, and this is one value per node`, {
    expected: 'a value with a row for each child, such as a state',
    found: 'a row for each node',
    fix: `leave ${callee} out`,
    notes:
      declaration !== undefined
        ? [{ message: `"${declaration.name}" is declared ${declaration.formula}`, span: declaration.span }]
        : assigned !== null
          ? [{ message: 'it is assigned here', span: assigned }]
          : [],
  });
export const perChildState = (span: Span, state: string, declared: Span): Diagnostic =>
  error('per-child', span, `the next value of state "${state}" has a row for each child of a node`, {
    expected: 'one value per node',
    found: 'one per child',
    fix: 'join the children: sum_children(…), mean_children(…) or max_children(…)',
    notes: [{ message: `state "${state}" is declared here`, span: declared }],
  });
export const perChildOutput = (span: Span, cell: string, children: Span): Diagnostic =>
  error('per-child', span, `the output of cell "${cell}" has a row for each child of a node`, {
    expected: 'one value per node',
    found: 'one per child',
    fix: "join the children: sum_children(…); the next value of a state is h', with a prime",
    notes: [{ message: 'its children are declared here', span: children }],
  });
export const perChildStep = (
  span: Span,
  reference: string,
  name: string,
  declaration: { readonly name: string; readonly formula: string; readonly span: Span } | undefined,
): Diagnostic =>
  error('per-child', span, `"${reference}" has a row for each child of a node`, {
    expected: 'a value with one row per node',
    found: `"${name}", one per child`,
    fix: 'ask for something that the children are joined in',
    notes:
      declaration === undefined
        ? []
        : [{ message: `"${declaration.name}" is declared ${declaration.formula}`, span: declaration.span }],
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
