/** Texts of phase 1 about the section `training`. One function per mistake; each takes the place in the model's file. */
import type { Diagnostic, Span } from '../../diagnostic.ts';
import { didYouMean, error, list, quote } from '../../phrase.ts';

// the optimiser

export const unknownOptimizer = (span: Span, name: string, known: readonly string[]): Diagnostic =>
  error('unknown-optimizer', span, `there is no optimiser ${quote(name)}`, {
    expected: `one of ${list(known)}`,
    found: quote(name),
    fix: didYouMean(name, known) ?? 'choose one of these; adam suits most models',
  });
const namesOfRate: ReadonlySet<string> = new Set(['lr', 'rate', 'learning_rate']);
/** `owners`: the optimisers that have such an option. */
export const unknownOption = (
  span: Span,
  optimizer: string,
  option: string,
  known: readonly string[],
  owners: readonly string[],
): Diagnostic =>
  error(
    'unknown-option',
    span,
    owners.length === 0
      ? `${optimizer} has no option ${quote(option)}`
      : `${optimizer} has no option ${quote(option)}: it belongs to ${list(owners)}`,
    {
      expected: `one of ${list(known)}`,
      found: quote(option),
      fix: namesOfRate.has(option)
        ? 'write rate: beside optimizer:'
        : option === 'convention'
          ? `remove it: every framework computes ${optimizer} like this`
          : owners.length > 0
            ? `remove it, or choose ${owners.join(' or ')}`
            : (didYouMean(option, known) ?? 'remove it'),
    },
  );

// the learning rate

export const bareSchedule = (span: Span, name: string, example: string): Diagnostic =>
  error('missing-argument', span, `the schedule ${quote(name)} needs its numbers`, {
    expected: example,
    found: quote(name),
    fix: `write rate: ${example}`,
  });
export const warmUpTwice = (span: Span): Diagnostic =>
  error('no-effect', span, 'a warm-up inside a warm-up multiplies both', {
    expected: 'a number or another schedule',
    found: 'warm_up',
    fix: 'write one warm_up',
  });
export const floorAboveStart = (span: Span, schedule: string, start: number, floor: number): Diagnostic =>
  error('out-of-range', span, `floor of ${schedule} is ${floor}, above its start`, {
    expected: `a number below ${start}`,
    found: `${floor}`,
    fix: 'make floor smaller or start larger',
  });
export const plateauTooPatient = (span: Span, plateau: number, stopping: number): Diagnostic => ({
  ...error(
    'plateau-too-patient',
    span,
    `early stopping ends the training after ${stopping} epochs without improvement, before reduce_on_plateau lowers the rate after ${plateau}`,
    {
      expected: `patience: ${2 * plateau} or so`,
      found: `patience: ${stopping}`,
      fix: 'give early_stopping more patience than reduce_on_plateau',
    },
  ),
  severity: 'warning',
});

// losses

/** `owners`: the losses that have such a key. */
export const keyOfOtherLoss = (span: Span, key: string, loss: string, owners: readonly string[]): Diagnostic =>
  error('no-effect', span, `${key} has no effect on a loss of type ${loss}`, {
    expected: `a loss of type ${list(owners)}`,
    found: loss,
    fix: `remove ${key}`,
  });
export const penaltyKey = (span: Span, key: string, penalty: string): Diagnostic =>
  error('no-effect', span, `${key} has no effect on ${penalty}, which measures the values of its output alone`, {
    expected: 'type, output, weight and reduce',
    found: key,
    fix: `remove ${key}`,
  });
export const targetNeeded = (span: Span, loss: string): Diagnostic =>
  error('missing-key', span, `one of several losses with a target must name it: ${loss} lacks "target"`, {
    expected: 'target: NAME',
    found: 'nothing',
    fix: 'add target: with a name; data.feeds or the input of that name says what it is',
  });
export const targetIsLayer = (span: Span, key: string, name: string): Diagnostic =>
  error('target-is-layer', span, `${key} ${quote(name)} is a layer, and what is compared with must be fed`, {
    expected: 'an input, or a name of its own',
    found: `the layer ${quote(name)}`,
    fix: 'choose another name',
  });
export const lossOfLayerOrOutput = (span: Span, name: string, output: Span): Diagnostic =>
  error(
    'ambiguous-path',
    span,
    `a layer and an output are called ${quote(name)}, and the output gives something else`,
    {
      expected: 'a name that means one thing',
      found: quote(name),
      fix: 'give the output another name',
      notes: [{ message: 'the output', span: output }],
    },
  );
export const lossOfInput = (span: Span, loss: string, input: string): Diagnostic =>
  error('no-effect', span, `${loss} of the input ${quote(input)} has no effect: no weight changes it`, {
    expected: 'a layer or a part of one',
    found: `the input ${quote(input)}`,
    fix: 'name the layer that computes the prediction',
  });
export const weightOfNothing = (span: Span, loss: string): Diagnostic =>
  error('no-effect', span, `the ${loss} loss has no effect: its weight is 0`, {
    expected: 'a number above 0',
    found: '0',
    fix: 'remove the loss, or give it a weight',
  });
export const quantileTwice = (span: Span, quantile: number): Diagnostic =>
  error('no-effect', span, `the quantile ${quantile} is listed twice`, {
    expected: 'each quantile once',
    found: 'twice',
    fix: 'remove one of them',
  });

// the rest

export const frozenTwice = (span: Span, name: string, other: string, first: Span): Diagnostic =>
  error('no-effect', span, `freezing ${quote(name)} has no effect: ${quote(other)} freezes it already`, {
    expected: 'each weight once',
    found: 'twice',
    fix: 'remove one of them',
    notes: [{ message: 'frozen here', span: first }],
  });
export const metricTwice = (span: Span, name: string, first: Span): Diagnostic =>
  error('no-effect', span, `the metric ${quote(name)} is listed twice`, {
    expected: 'each metric once',
    found: 'twice',
    fix: 'remove one of them',
    notes: [{ message: 'first listed here', span: first }],
  });
export const weighedByNothing = (span: Span): Diagnostic =>
  error('no-effect', span, 'weighted_metrics has no effect: the first loss has no weights', {
    expected: 'sample_weights or step_weights in the first loss, which metrics measure',
    found: 'a loss in which all count alike',
    fix: 'name the feed of the weights in the loss, as in sample_weights: w, or remove the key',
  });
export const monitorUnknown = (
  span: Span,
  name: string,
  listed: readonly string[],
  metrics: readonly string[],
): Diagnostic =>
  error('unknown-value', span, `early stopping can't monitor ${quote(name)}`, {
    expected: `one of ${list(['loss', ...listed])}`,
    found: quote(name),
    fix: metrics.includes(name)
      ? `add ${name} to metrics:`
      : (didYouMean(name, ['loss', ...metrics]) ?? 'choose one of these, or add a metric to metrics:'),
  });
export const carryShuffled = (span: Span, data: Span): Diagnostic =>
  error('conflicting-keys', span, 'carry needs samples in their order, and they are shuffled', {
    expected: 'data that is not shuffled',
    found: 'shuffle: true',
    fix: 'remove it, or shuffle: true under data',
    notes: [{ message: 'the data', span: data }],
  });
/** The span is null where the mistake is found only after the data was opened. */
export const carryWithoutWindows = (span: Span | null, data: Span): Diagnostic =>
  error('no-effect', span ?? data, 'carry has no effect: every row of the data is a sample of its own', {
    expected: 'windows of a series, that go on from each other',
    found: 'data without windows',
    fix: 'add windows: {width: …} under data, or remove carry: true',
    ...(span === null ? {} : { notes: [{ message: 'the data', span: data }] }),
  });
export const carryInitial = (span: Span, initial: Span): Diagnostic =>
  error(
    'no-effect',
    span,
    'carry has no effect: every recurrent layer starts from what initial: names, in every batch',
    {
      expected: 'a recurrent layer without initial',
      found: 'none',
      fix: 'remove it, or initial',
      notes: [{ message: 'the initial state', span: initial }],
    },
  );
export const carryStride = (span: Span, width: number, stride: number): Diagnostic =>
  error('conflicting-keys', span, 'carry needs windows that begin where the one before ends', {
    expected: `stride: ${width}, which is the width, or no stride`,
    found: `stride: ${stride}`,
    fix: 'remove stride, or carry: true under training',
  });
export const rematNothing = (span: Span): Diagnostic =>
  error('no-effect', span, 'remat has no effect: no layer is recurrent or recursive', {
    expected: 'a recurrent or recursive layer, whose loop keeps values of every step',
    found: 'none',
    fix: 'remove it',
  });
export const rematUnrolled = (span: Span, unroll: number): Diagnostic =>
  error('conflicting-keys', span, 'remat needs loops, and they are unrolled', {
    expected: 'a model without unroll',
    found: `unroll: ${unroll}`,
    fix: 'remove unroll, or remat',
  });
export const carryNothing = (span: Span): Diagnostic =>
  error('no-effect', span, 'carry has no effect: no layer is recurrent', {
    expected: 'a recurrent layer whose states go on',
    found: 'none',
    fix: 'remove it',
  });
