/**
 * Texts about recurrent layers: inputs and arguments of their cells, and initial states. One function per mistake; each takes the place of
 * what is wrong. Every text says what is wrong with what; `expected`, `found` and `fix` complete it.
 */
import type { Diagnostic, Span } from '../../diagnostic.ts';
import { didYouMean, error, list, plural } from '../../phrase.ts';

export const cellInputMissing = (span: Span, cell: string, input: string, index: number): Diagnostic =>
  error('cell-input', span, `input "${input}" of cell "${cell}" (layer ${index} of the stack) is not given`, {
    expected: `inputs: {${input}: …}`,
    found: 'nothing',
    fix: `name them: inputs: {${input}: LAYER}`,
  });
export const cellInputDtype = (span: Span, cell: string, input: string, found: string): Diagnostic =>
  error('dtype-mismatch', span, `input "${input}" of cell "${cell}" is ${found}, and the cell computes with float32`, {
    expected: 'float32',
    found,
    fix: 'for measures declare the input of the model without dtype; for tokens put an embedding between: {type: embedding, input: NAME, vocabulary: auto, units: 16}',
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
/** Describes the two states, one of each direction, that were joined into one. */
export interface JoinedParts {
  readonly merge: string;
  readonly parts: readonly string[];
}
export const initialShape = (
  span: Span,
  layer: string,
  state: string,
  expected: string,
  found: string,
  {
    isSequence,
    missing,
    joined,
    instead,
  }: {
    readonly isSequence: boolean;
    /** The axis of time around the layer's, where the value is one per sample. */
    readonly missing: string | null;
    readonly joined: JoinedParts | null;
    readonly instead: string | null;
  },
): Diagnostic =>
  error('shape-mismatch', span, `the initial value of state "${state}" of layer "${layer}" has another shape`, {
    expected,
    found: isSequence
      ? `a sequence ${found}`
      : joined === null
        ? found
        : `${found}, both directions joined by merge: ${joined.merge}`,
    fix: isSequence
      ? 'use a final state or .last'
      : missing !== null
        ? `repeat it in a layer of its own, {type: repeat, input: …, along: ${missing}}, and start from that`
        : joined === null
          ? instead === null
            ? 'use a value of that shape'
            : `write ${instead} in layer "${layer}", or use a value of that shape`
          : `change the units, or name one direction: ${joined.parts.join(' or ')}`,
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
/** What a key says of a weight or state that `when` switches off. @param what the key with its preposition: "init of" */
const ofAbsent =
  (what: string, kind: 'weight' | 'state') =>
  (span: Span, name: string, cell: string, declared: Span): Diagnostic =>
    error(
      'no-effect',
      span,
      `${what} "${name}" has no effect: cell "${cell}" has no such ${kind} with these arguments`,
      {
        expected: `a ${kind} that is there`,
        found: `"${name}", switched off by its when`,
        fix: 'remove it, or change the arguments',
        notes: [{ message: 'declared here', span: declared }],
      },
    );
export const initOfAbsentWeight = ofAbsent('init of', 'weight');
export const rateOfAbsentState = ofAbsent('zoneout of', 'state');
export const startOfAbsentState = ofAbsent('initial of', 'state');
export const sampleIsPlain = (span: Span, layer: string): Diagnostic =>
  error('no-effect', span, `variational: sample of layer "${layer}" has no effect: its input has no steps`, {
    expected: 'something that changes the model',
    found: 'one mask for each sample, with or without it',
    fix: 'remove it',
  });
export const initialNotRecurrent = (span: Span, layer: string, target: string): Diagnostic =>
  error('initial-state', span, `layer "${layer}" can't start from "${target}", which has no states`, {
    expected: 'a recurrent layer, a final state or an input',
    found: `"${target}"`,
    fix: `name a final state: LAYER.final.STATE`,
  });
export const initialDepth = (
  span: Span,
  layer: string,
  needs: number,
  target: string,
  has: number,
  fix: string,
): Diagnostic =>
  error(
    'initial-state',
    span,
    `layer "${layer}" stacks ${plural(needs, 'cell')}, "${target}" has final states of ${has}`,
    { expected: `${needs}`, found: `${has}`, fix },
  );
export const initialDirections = (
  span: Span,
  layer: string,
  needs: readonly string[],
  target: string,
  has: readonly string[],
  fix: string,
): Diagnostic =>
  error('initial-state', span, `layer "${layer}" and "${target}" have not the same directions`, {
    expected: `final states of ${needs.join(' and ')}`,
    found: has.join(' and '),
    fix,
  });
export const initialStates = (
  span: Span,
  layer: string,
  needs: readonly string[],
  target: string,
  has: readonly string[],
  fix: string,
): Diagnostic =>
  error(
    'initial-state',
    span,
    `layer "${layer}" has the states ${needs.join(', ')}, "${target}" has ${has.join(', ')}`,
    {
      expected: 'the same states on both sides, by name',
      found: `${[...needs.filter((name) => !has.includes(name)), ...has.filter((name) => !needs.includes(name))].join(', ')} on one side alone`,
      fix,
    },
  );
export const initialOfWhole = (span: Span, layer: string, target: string, finals: readonly string[]): Diagnostic =>
  error('initial-state', span, `layer "${layer}" starts one state from "${target}", which has several`, {
    expected: `one of ${list(finals)}`,
    found: `"${target}"`,
    fix: `name one: ${finals[0] ?? `${target}.final.STATE`}`,
  });
export const wholeNeedsSequence = (span: Span, cell: string, input: string, declared: Span): Diagnostic =>
  error(
    'needs-sequence',
    span,
    `input "${input}" of cell "${cell}" is a whole sequence, and it gets one value per sequence`,
    {
      expected: 'a sequence, such as an encoder',
      found: 'a value without a time axis',
      fix: `give it a layer over time; for one value declare ${input} without sequence`,
      notes: [{ message: 'it is declared here', span: declared }],
    },
  );
export const wholeOutput = (span: Span, cell: string): Diagnostic =>
  error('per-step', span, `the output of cell "${cell}" has a row for each step of a whole sequence`, {
    expected: 'one value at every step of the layer',
    found: 'one for each step of the sequence that it reads',
    fix: 'join the steps: sum_steps(…), mean_steps(…) or max_steps(…)',
  });
export const wholeState = (target: Span, state: string, declared: Span): Diagnostic =>
  error('per-step', target, `the next value of state "${state}" has a row for each step of a whole sequence`, {
    expected: 'one value per sample',
    found: 'one for each step of the sequence that the cell reads',
    fix: 'join the steps: sum_steps(…), mean_steps(…) or max_steps(…)',
    notes: [{ message: 'the state is declared here', span: declared }],
  });
export const notWhole = (
  span: Span,
  callee: string,
  declaration: { readonly name: string; readonly formula: string; readonly span: Span } | undefined,
): Diagnostic =>
  error('per-step', span, `${callee} goes over the steps of a whole sequence, and this has none`, {
    expected: 'a value made of an input that the cell declares as {sequence: …}',
    found: 'one value at every step of the layer',
    fix: `leave ${callee} out, or declare the input whole: memory: {sequence: [m]}`,
    notes:
      declaration === undefined
        ? []
        : [{ message: `"${declaration.name}" is declared ${declaration.formula}`, span: declaration.span }],
  });
/** What is wrong in equations of the library, at the place of the model that uses the cell. */
export const inLibrary = (span: Span, cell: string, { notes, ...mistake }: Diagnostic): Diagnostic => ({
  ...mistake,
  span,
  message: `in cell "${cell}" of the library: ${mistake.message}`,
  ...(mistake.code === 'model-too-large'
    ? {}
    : {
        fix: `change what "${cell}" is given: its parameters, the features of its input, or a cell that it goes around`,
      }),
  notes: [{ message: 'this line of the library', span: mistake.span }, ...notes],
});
