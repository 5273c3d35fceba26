/** Texts about training and what surrounds it. One function per mistake. */
import type { Diagnostic, Span } from '../../compiler/diagnostics/diagnostic.ts';
import { printBytes } from '../../compiler/diagnostics/messages/run.ts';
import { error, list } from '../../compiler/diagnostics/phrase.ts';
import { percent } from '../uncertainty/heads.ts';

// checkpoints

/** What a system's error code means to the user. */
const REASONS: { readonly [code: string]: string } = {
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'a part of its path is a file',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EFBIG: 'it would be larger than files may be here',
  EDQUOT: 'the disk quota is used up',
  EIO: 'the disk reports an error',
  EMFILE: 'too many files are open in this process',
  ENFILE: 'too many files are open on this machine',
};
export const reasonOf = (code: string): string => {
  const reason = REASONS[code];
  return reason === undefined ? code : `${reason} (${code})`;
};

export const checkpointNotWritten = (file: string, code: string): Diagnostic =>
  error('checkpoint-not-written', null, `the checkpoint "${file}" can't be written: ${reasonOf(code)}`, {
    fix: 'make room or allow writing, then go on with --resume: an earlier checkpoint is still whole',
  });
export const checkpointUnreadable = (file: string, code: string): Diagnostic =>
  error('checkpoint-unreadable', null, `the checkpoint "${file}" can't be read: ${reasonOf(code)}`, {
    fix: 'check that you may read it',
  });
export const checkpointDamaged = (file: string, damages: readonly string[]): Diagnostic =>
  error('checkpoint-damaged', null, `no checkpoint of "${file}" is whole`, {
    expected: 'a checkpoint of rnnc with a checksum that fits its bytes',
    found: damages.join('; '),
    fix: 'train from the start, or copy the checkpoint here again',
  });
/** `damage` is null where the newest is not there. */
export const fellBack = (file: string, previous: string, damage: string | null): string =>
  damage === null
    ? `"${file}" was not finished: going on from the checkpoint before it, "${previous}"`
    : `"${file}" is damaged (${damage}): going on from the checkpoint before it, "${previous}"`;

// measuring a model

export const noPart = (wanted: string | null, there: readonly string[]): Diagnostic =>
  error('no-part', null, `the data has no ${wanted ?? 'test and no validation'} part`, {
    expected: `one of ${there.join(', ')}`,
    found: wanted ?? 'a training part alone',
    fix: wanted === null ? 'say --part train, or split the data' : 'name another part, or split the data',
  });
export const seasonWithoutSeries = (): Diagnostic =>
  error('no-effect', null, 'a season has no effect: the samples are no windows of a series', {
    expected: 'data with windows',
    found: 'samples that know nothing of each other',
    fix: 'leave --season out',
  });
export const seasonTooLong = (season: number, width: number): Diagnostic =>
  error('season-too-long', null, `a season of ${season} steps is longer than the window of ${width}`, {
    expected: `1 to ${width}`,
    found: `${season}`,
    fix: 'baselines see what the model sees: use a shorter season or wider windows',
  });

// the training loop

export const noTraining = (file: string): Diagnostic =>
  error('no-training', null, `"${file}" has no section "training"`, {
    expected: 'the key training',
    found: 'nothing',
    fix: 'add `training: {}` for sensible defaults',
  });
/** All counts are bytes. `needed` is what the plan of a step takes at the least. */
export const trainingTooLarge = (
  span: Span,
  of: {
    readonly needed: number;
    readonly limit: number;
    readonly weights: number;
    readonly slots: number;
    readonly gradients: number;
    readonly optimizer: string;
    readonly isAveraged: boolean;
  },
): Diagnostic => {
  const fixes = [
    'use fewer units or a smaller vocabulary',
    'freeze weights (training.frozen)',
    ...(of.isAveraged ? ['leave the average of the weights out'] : []),
    ...(of.optimizer === 'sgd' ? [] : ['take an optimizer that keeps less beside each weight, such as sgd']),
  ];
  return error(
    'training-too-large',
    span,
    `a training step needs ${printBytes(of.needed)} before any data, the limit is ${printBytes(of.limit)}`,
    {
      expected: `at most ${printBytes(of.limit)} (${of.limit} bytes)`,
      found: `weights ${printBytes(of.weights)}, optimizer slots (${of.optimizer}${of.isAveraged ? ' and the average' : ''}) ${printBytes(of.slots)}, gradients ${printBytes(of.gradients)}`,
      fix: `${fixes.slice(0, -1).join(', ')} or ${fixes.at(-1)}`,
    },
  );
};
export const notFinite = (
  step: number,
  what: 'loss' | 'gradient',
  culprit: { readonly name: string; readonly span: Span | null; readonly value: string } | null,
): Diagnostic =>
  error(
    'not-finite',
    culprit?.span ?? null,
    `the ${what} of step ${step} is not a number${culprit === null ? '' : `: "${culprit.name}" is the first value with ${culprit.value}`}`,
    {
      expected: 'finite numbers',
      found: culprit?.value ?? 'NaN',
      fix: 'the weights are as they were before this step: try a lower rate, a lower clip, or look for a logarithm, root or division that can fail here',
    },
  );
export const weightless = (part: string, span: Span | null): Diagnostic =>
  error('no-weight', span, `the weights of the ${part} part are all 0`, {
    expected: 'at least one sample, or step, of a weight above 0',
    found: '0 for each',
    fix: 'give samples a weight above 0, or leave sample_weights and step_weights out',
  });
export const nothingToCompare = (part: string, span: Span | null, target: string): Diagnostic =>
  error(
    'no-labels',
    span,
    `there is nothing to compare the output with: the ${part} part has no value of "${target}"`,
    {
      expected: 'a value at one step of one sample at least',
      found: 'samples without steps, or steps without a value',
      fix: 'label some of the data, or name another target',
    },
  );
export const lossNotFinite = (part: string): Diagnostic =>
  error('not-finite', null, `the loss on the ${part} part is not a number`, {
    expected: 'finite numbers',
    found: 'NaN or Infinity',
    fix: 'look for values far outside those of the training part, or a logarithm, root or division that can fail',
  });
export const checkpointOfOther = (file: string, what: string, expected: string, found: string): Diagnostic =>
  error('checkpoint-mismatch', null, `the checkpoint "${file}" belongs to another ${what}`, {
    expected,
    found,
    fix: 'resume with the model, data and options that it was made with, or train from the start',
  });
/** @param expected the value in the model @param found that in the checkpoint */
export const checkpointOfOtherKey = (file: string, key: string, expected: string, found: string): Diagnostic =>
  error('checkpoint-mismatch', null, `the checkpoint "${file}" was made with another model: ${key} differs`, {
    expected: `${key}: ${expected}, as in the model`,
    found: `${key}: ${found}`,
    fix: `write ${key} as it was to resume; to train on with the change, give the trained weights: --init CHECKPOINT`,
  });
export const checkpointOfOtherData = (file: string): Diagnostic =>
  error('checkpoint-mismatch', null, `the checkpoint "${file}" was made on other data`, {
    expected: 'the data that the training began with',
    found: 'other rows, or rows with another vocabulary, other categories or another scale',
    fix: 'resume with the data as it was; to train on with other data, give the trained model: --init MODEL.rnnc',
  });
export const checkpointForm = (file: string, problem: string): Diagnostic =>
  error('checkpoint-damaged', null, `the checkpoint "${file}" can't be understood: ${problem}`, {
    fix: 'train from the start',
  });
export const noBatches = (part: string): Diagnostic =>
  error('no-samples', null, `the ${part} part of the data has no samples`, {
    expected: 'at least one sample',
    found: 'none',
    fix: 'use shorter windows, another split or more data',
  });
export const carryNeedsBatch = (expected: number, found: number): Diagnostic =>
  error('batch-changed', null, 'states are carried on, but the batch has more samples than the one before', {
    expected: `at most ${expected} samples that go on`,
    found: `${found}`,
    fix: 'give batches of one size, or say with carry: [true, …, false] which samples go on',
  });
export const carryIsOff = (batch: number): Diagnostic =>
  error('no-effect', null, `batch ${batch} goes on from the one before, and the model does not carry states`, {
    expected: 'carry: true in the section training, or batches with carry: false',
    found: 'a batch with carry: true',
    fix: 'add carry: true under training, or leave carry out of the batches',
  });
export const metricDoesNotFit = (span: Span, metric: string, loss: string, fitting: readonly string[]): Diagnostic =>
  error('metric-does-not-fit', span, `"${metric}" can't be computed from what the loss ${loss} measures`, {
    expected: fitting.length === 0 ? `no metric: ${loss} has none` : `one of ${list(fitting)}`,
    found: `"${metric}"`,
    fix: 'use another metric, or put the loss it belongs to first',
  });
export const metricOfTwoClasses = (span: Span, metric: 'f1' | 'auc', classes: number): Diagnostic =>
  error('metric-does-not-fit', span, `metric ${metric} is for two classes, one of which is positive`, {
    expected: '2 classes',
    found: `${classes}`,
    fix: metric === 'f1' ? 'write f1_macro, the mean over all classes' : 'write accuracy, or f1_macro',
  });
export const targetNoClass = (target: number, classes: number): Diagnostic =>
  error(
    'metric-does-not-fit',
    null,
    `a metric of classes met the target ${target}, which is none of ${classes} classes`,
    {
      expected: `whole numbers from 0 to ${classes - 1}`,
      found: `${target}`,
      fix: 'leave out metrics of classes: these targets are probabilities',
    },
  );
export const topOfFew = (span: Span, k: number, classes: number): Diagnostic =>
  error(
    'no-effect',
    span,
    `metric top_k is always 1: it looks among the ${k} highest scores, and there are ${classes}`,
    {
      expected: `more than ${k} classes`,
      found: `${classes}`,
      fix: classes > 2 ? `use accuracy, or {top_k: ${Math.ceil(classes / 2)}}` : 'use accuracy',
    },
  );
export const metricNeedsSeries = (span: Span): Diagnostic =>
  error(
    'metric-does-not-fit',
    span,
    'metric mase compares with the last value as a forecast, and there is no past to take it from',
    {
      expected: 'data with windows whose target is the future of a column that is also an input',
      found: 'targets without their past',
      fix: 'use mae, or add windows under data',
    },
  );
export const noDataSection = (file: string): Diagnostic =>
  error('no-data', null, `"${file}" does not say what it is trained on`, {
    expected: 'the key data, with a source',
    found: 'nothing',
    fix: 'add data: {source: FILE.csv}, or give batches of your own',
  });

// sentences beside figures

export const teacherForced = (): string =>
  'the loss and its figures are teacher-forced: at each step the model reads the right step before';
/** @param weights such as `each sample by "w"` */
export const weighedFigures = (weights: readonly string[], isAsked: boolean): string =>
  `the loss ${isAsked ? 'and weighted figures weigh' : 'weighs'} ${weights.join(' and ')}; ${isAsked ? 'plain' : 'other'} figures count once what has a weight above 0${isAsked ? '' : ' (training: {weighted_metrics: true} shows both)'}`;
export const readingItself = (): string =>
  'at each step the model reads what it said itself at the step before, as when it answers; the loss of the training is that with the right ones';

// scheduled sampling

export const samplingUnread = (span: Span, feed: string, found: string): Diagnostic =>
  error('no-effect', span, `scheduled_sampling can't tell from the losses what "${feed}" would read`, {
    expected: `a loss that compares the target of "${feed}" as numbers or as classes`,
    found,
    fix: 'write such a loss under training: losses:, or remove scheduled_sampling',
  });
export const samplingOfBatches = (span: Span): Diagnostic =>
  error('no-effect', span, 'scheduled_sampling must know which input reads the step before, and batches do not tell', {
    expected: 'files, of which data: {feeds: {INPUT: {columns: [TARGET], part: previous}}} tells it',
    found: 'batches of your own',
    fix: 'train on files or rows, or remove scheduled_sampling',
  });
/** @param from share of right steps at the start; `over` such as `20 epochs`. */
export const scheduledSampling = (from: number, to: number, over: string): string =>
  `scheduled sampling: in training ${percent(from)} % of the steps read the right step before, ${from === to ? 'the others' : `and ${percent(to)} % after ${over}; the others`} what the model says itself; validation reads the right ones`;
/** @param reason why the model can't take its steps one by one. */
export const previousUnstepped = (span: Span | null, feed: string, axis: string, reason: string): Diagnostic =>
  error(
    'data-feeds',
    span,
    `"${feed}" reads what the model says at the step before, and the model can't take one step at a time: ${reason}`,
    {
      expected: 'layers that go forward, each step with what was said before it alone',
      found: `a layer that needs all steps of "${axis}", the axis of "${feed}", at once`,
      fix: `write direction: forward in that layer where it reads backward; or write "${feed}" and the layers after it over an axis of their own, such as [batch, said, 2], in a decoder beside the encoder; or leave part: previous out, with the input "${feed}"`,
    },
  );
