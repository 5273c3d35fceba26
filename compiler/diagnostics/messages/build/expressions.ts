/**
 * Texts about expressions in cells and layers: names, calls, and what kind of value stands where. One function per mistake; each takes the place of
 * what is wrong. Every text says what is wrong with what; `expected`, `found` and `fix` complete it.
 */
import type { Diagnostic, Span } from '../../diagnostic.ts';
import { sameFunction } from '../../foreign-functions.ts';
import { didYouMean, error, list } from '../../phrase.ts';

// names

/** @param functions the names of all functions. */
export const unknownSymbol = (
  span: Span,
  name: string,
  known: readonly string[],
  functions: readonly string[],
): Diagnostic =>
  error('unknown-symbol', span, `"${name}" is not defined here`, {
    expected: `one of ${list(known)}`,
    found: `"${name}"`,
    fix: functions.includes(name)
      ? `"${name}" is a function: write ${name}(…)`
      : (ofChildren(name, known) ??
        didYouMean(name, [...known, ...functions]) ??
        'a cell sees only what it declares: add it to inputs, state, weights or parameters, or assign it above'),
  });

/** What to write where the name of a state lacks its child, or names a child that the cell does not have. */
function ofChildren(name: string, known: readonly string[]): string | null {
  const theirs = known.filter((other) => other.endsWith(`.${name}`));
  if (theirs.length > 0) return `say of which child: write ${theirs.join(' or ')}`;
  const states = known.filter((other) => other.includes('.'));
  return name.includes('.') && states.length > 0 ? `the children of this cell have ${list(states)}` : null;
}

/** A cell where a function should be. */
export const cellAsFunction = (span: Span, name: string): Diagnostic =>
  error('unknown-function', span, `"${name}" is a cell, and equations call functions alone`, {
    expected: 'a function such as tanh',
    found: `the cell "${name}"`,
    fix: `a layer runs it: {type: recurrent, input: x, cell: {${name}: {…}}}; inside a cell write its equations out`,
  });
export const unknownFunction = (span: Span, name: string, known: readonly string[]): Diagnostic =>
  error('unknown-function', span, `there is no function "${name}"`, {
    expected: `one of ${list(known)}`,
    found: `"${name}"`,
    fix: sameFunction(name) ?? didYouMean(name, known) ?? 'write it with the functions there are',
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
    fix: 'in an equations layer, or in the equations of the cell, call it with all that it takes',
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
    expected: `one of ${list(shortFirst(parts))}`,
    found: `"${reference}"`,
    fix: reference.endsWith('.final')
      ? `name a state of the cell after it: ${reference}.STATE`
      : (ofOneDirection(reference, target, parts) ?? didYouMean(reference, parts) ?? 'choose one of these'),
  });
const shortFirst = (parts: readonly string[]): readonly string[] =>
  [...parts].sort((a, b) => a.split('.').length - b.split('.').length);
/** The same part of each direction, for a layer that does not merge its two directions. */
const ofOneDirection = (reference: string, target: string, parts: readonly string[]): string | null => {
  const rest = reference.slice(target.length);
  const directions = ['forward', 'backward', 'up', 'down'].map((way) => `${target}.${way}${rest}`);
  const there = directions.filter((name) => parts.includes(name));
  return there.length < 2
    ? null
    : `merge: none keeps the directions apart: name ${there.join(' or ')}, both in a layer of type concat, or write merge: concat`;
};

// calls

/** @param names all arguments that must be written */
export const missingArgument = (span: Span, callee: string, name: string, names: readonly string[]): Diagnostic =>
  error('missing-argument', span, `${callee} needs its argument "${name}"`, {
    expected: `${callee}(${names.join(', ')})`,
    found: 'nothing',
    fix: BOUNDS.get(`${callee} ${name}`) ?? `give it: ${callee}(${names.join(', ')})`,
  });
/** Advice for `clip` with only one of its two bounds. */
const BOUNDS: ReadonlyMap<string, string> = new Map([
  ['clip high', 'write clip(x, -3, 3) with both bounds, or maximum(x, -3) for a lower bound alone'],
  ['clip low', 'write clip(x, -3, 3) with both bounds, or minimum(x, 3) for an upper bound alone'],
]);
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
export const splitSizes = (
  span: Span,
  parts: readonly number[] | null,
  count: number,
  total: number,
  alongNamed: boolean,
): Diagnostic => {
  const axis = `${alongNamed ? 'an' : 'the last'} axis of size ${total}`;
  return error(
    'split-size',
    span,
    parts === null
      ? `${axis} does not split into ${count} equal parts`
      : `the parts ${parts.join(' + ')} do not add up to ${axis}`,
    {
      expected: parts === null ? `a multiple of ${count}` : `${total}`,
      found: parts === null ? `${total}` : `${parts.reduce((a, b) => a + b, 0)}`,
      fix: parts === null ? 'change the shape of what is split, or the number of names' : 'change the sizes',
    },
  );
};
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
    fix: 'to choose while the model is built, write A if CONDITION else B',
  });
export const fractionWithInteger = (span: Span, value: number): Diagnostic =>
  error('no-implicit-cast', span, `${value} meets an int32 value`, {
    expected: 'a whole number',
    found: `${value}`,
    fix: 'convert the other side: float(…)',
  });
