/**
 * Texts about layers and inputs: references, shared weights, shapes of inputs. One function per mistake; each takes the place of
 * what is wrong. Every text says what is wrong with what; `expected`, `found` and `fix` complete it.
 */
import type { Diagnostic, Note, Span } from '../../diagnostic.ts';
import { didYouMean, error, list, quote } from '../../phrase.ts';

export const invalidReference = (span: Span, text: string): Diagnostic =>
  error('invalid-reference', span, `${quote(text)} is no reference`, {
    expected: 'a name with parts, such as encoder.last',
    found: quote(text),
    fix: 'for formulas use an equations layer',
  });
export const unknownReference = (span: Span, name: string, known: readonly string[]): Diagnostic =>
  error('unknown-reference', span, `there is no layer or input ${quote(name)}`, {
    expected: `one of ${list(known)}`,
    found: quote(name),
    fix: didYouMean(name, known) ?? 'name a layer or an input',
  });
/** @param both the axis, where a number is written beside it */
export const repeatSteps = (span: Span, layer: string, both: string | null, axes: readonly string[]): Diagnostic =>
  error(
    'repeat-steps',
    span,
    `layer ${quote(layer)} (repeat) ${both === null ? 'does not say' : 'says twice'} how many steps it gives`,
    {
      expected: 'along: AXIS, the time axis of an input, or times: N',
      found: both === null ? 'neither' : 'both',
      fix:
        both !== null
          ? axes.includes(both)
            ? `leave out times for as many steps as inputs along ${both} have, or along for always the same number`
            : `leave out along: ${quote(both)} is the time axis of no input`
          : axes.length === 0
            ? 'write times: 12'
            : `write along: ${axes[0]}, or times: 12`,
    },
  );
/** @param own the time axis of an input that is called so; null: none is */
export const unknownAxis = (
  span: Span,
  layer: string,
  axis: string,
  axes: readonly string[],
  own: string | null,
): Diagnostic =>
  error(
    'unknown-axis',
    span,
    `layer ${quote(layer)} repeats along ${quote(axis)}, which is the time axis of no input`,
    {
      expected: axes.length === 0 ? 'a number of steps: no input has a time axis' : `one of ${list(axes)}`,
      found: quote(axis),
      fix:
        own === null
          ? (didYouMean(axis, axes) ?? `where nothing is fed at these steps, write times: N, such as times: 12`)
          : `write along: ${own}, the time axis of ${quote(axis)}`,
    },
  );
export const partOfInput = (span: Span, input: string, part: string): Diagnostic =>
  error('unknown-reference', span, `the input ${quote(input)} has no part ${quote(part)}`, {
    expected: quote(input),
    found: quote(`${input}.${part}`),
    fix: 'for its last step use a layer of type last',
  });
export const ambiguousPath = (span: Span, text: string, meant: readonly string[]): Diagnostic =>
  error('ambiguous-path', span, `${quote(text)} may mean ${meant.length} different things`, {
    expected: `one of ${list(meant)}`,
    found: quote(text),
    fix: `write ${meant[0] ?? 'the whole path'}, or the one of these that is meant`,
  });
export const initialTwice = (span: Span, layer: string, state: string, first: Span): Diagnostic =>
  error('initial-state', span, `state ${quote(state)} of layer ${quote(layer)} is given two initial values`, {
    expected: 'one',
    found: 'a short and a full name for the same state',
    fix: 'remove one of them',
    notes: [{ message: 'the other one', span: first }],
  });
export const learnedTaken = (span: Span, layer: string, word: string): Diagnostic =>
  error('initial-state', span, `initial of layer ${quote(layer)} may mean two things`, {
    expected: 'a start that is trained, or a reference',
    found: `${quote(word)}, which is also the name of a layer or an input`,
    fix: 'give the layer or the input another name',
  });
export const unknownShare = (span: Span, name: string, known: readonly string[]): Diagnostic =>
  error('unknown-reference', span, `there is no layer ${quote(name)} to share weights with`, {
    expected: `one of ${list(known)}`,
    found: quote(name),
    fix: didYouMean(name, known) ?? 'name a layer of the same type',
  });
export const shareMismatch = (
  span: Span,
  layer: string,
  other: string,
  what: string,
  expected: string,
  found: string,
  declared: Span,
): Diagnostic =>
  error('share-mismatch', span, `layer ${quote(layer)} can't use the weights of ${quote(other)}: ${what} differs`, {
    expected,
    found,
    fix: 'layers that share weights are built alike',
    notes: [{ message: `${quote(other)} is defined here`, span: declared }],
  });
export const cyclicLayers = (span: Span, chain: readonly string[], notes: readonly Note[]): Diagnostic =>
  error('cyclic-layers', span, `layers need each other: ${chain.join(' → ')}`, {
    expected: 'layers without a circle',
    found: 'a circle',
    fix: 'recurrence lives inside cells: keep the earlier value as a state of a cell',
    notes,
  });
export const unknownState = (span: Span, what: string, name: string, known: readonly string[]): Diagnostic =>
  error('unknown-state', span, `${what} has no state ${quote(name)}`, {
    expected: `one of ${list(known)}`,
    found: quote(name),
    fix: didYouMean(name, known) ?? 'choose one of these',
  });
/** @param others the dimensions after the first, as written */
export const batchFirst = (span: Span, input: string, found: string, others: readonly string[]): Diagnostic =>
  error('batch-first', span, `the shape of input ${quote(input)} must start with batch`, {
    expected: '[batch, …]',
    found,
    fix: batchFix(found, others),
  });
/** `[32, time, 2]` names a number for batch; in `[time, 2]` and `[4]` it is missing. */
function batchFix(found: string, others: readonly string[]): string {
  const behind = /^\d+$/.test(found) && others.length > 0 ? others : [found, ...others];
  const [first = '', ...rest] = behind;
  const shape = `[${['batch', ...behind].join(', ')}]`;
  const isSized = (size: string): boolean => /^[\w*+/() -]+$/.test(size) && size !== 'null';
  if (!behind.every(isSized) || behind.length > 2)
    return 'write [batch, time, 16] for a value per step, [batch, 16] for one per sequence';
  if (/^\d/.test(first) && rest.length === 0)
    return `write ${shape} for one value per sequence, [batch, time, ${first}] for one per step`;
  return `write ${shape}`;
}
export const timeSecond = (span: Span, input: string, found: string, parameters: readonly string[]): Diagnostic =>
  error('unknown-symbol', span, `input ${quote(input)}: ${quote(found)} is neither a number nor a parameter`, {
    expected: `a number, or one of ${list(parameters)}`,
    found: quote(found),
    fix: didYouMean(found, parameters) ?? 'the names of time axes stand before all sizes: [batch, time, 16]',
  });
export const axisTwice = (span: Span, input: string, axis: string): Diagnostic =>
  error('time-mismatch', span, `input ${quote(input)} names the axis ${quote(axis)} twice`, {
    expected: 'a name of its own for each axis of time, as [batch, words, letters]',
    found: `${quote(axis)} again`,
    fix: 'rename the inner one',
  });
export const nestedTwice = (
  span: Span,
  input: string,
  axis: string,
  found: string | null,
  known: { readonly outer: string | null; readonly input: string; readonly span: Span },
): Diagnostic => {
  const within = (outer: string | null): string => (outer === null ? 'right behind batch' : `within ${quote(outer)}`);
  return error('time-mismatch', span, `input ${quote(input)}: the axis ${quote(axis)} stands ${within(found)}`, {
    expected: `${within(known.outer)}, as in input ${quote(known.input)}`,
    found: within(found),
    fix: 'give it a name of its own if its steps are others',
    notes: [{ message: `as input ${quote(known.input)} has it`, span: known.span }],
  });
};
