import type { Compiled } from '../../../compiler/compile.ts';
import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { forEachWord } from '../../../compiler/initialize/coordinates.ts';
import { randomSource } from '../../../compiler/initialize/random.ts';
import { BATCH, evaluateShape, symbolsOf } from '../../../compiler/ir/dim.ts';
import type { Dtype } from '../../../compiler/ir/types.ts';
import type { ModelDefinition } from '../../artifact/definition.ts';
import type { TrainingRecord } from '../../artifact/training-record.ts';
import { feedSpecs } from '../../model/feeds/feed-specs.ts';
import { treeSpecs } from '../../model/feeds/feed-trees.ts';
import type { Feeds } from '../../model/feeds/feeds.ts';
import type { Output } from '../../model/output.ts';
import type { Model } from '../../model.ts';
import { keptPreprocessing } from '../../train/loop/record.ts';
import { batchFeeds } from '../../train/prepare/batch-feeds.ts';
import { prepareTraining } from '../../train/prepare/prepare.ts';
import { formatFigure } from '../../train/report/figures.ts';
import { shownName } from '../files/files.ts';
import * as say from '../files/messages.ts';
import { readInput, runFile } from '../inputs/run-file.ts';
import type { Terminal } from '../inputs/terminal.ts';
import { dataPlace, openData } from '../inputs/training-setup.ts';

type Outputs = { readonly [name: string]: Output };

/** What a model is run on to see what rounding its weights does. */
export interface Example {
  readonly run: (model: Model) => Outputs;
  /** For people: `32 samples of its validation data`. */
  readonly what: string;
}

export interface ExampleSource {
  readonly compiled: Compiled;
  readonly training: TrainingRecord | null;
  /** The model's file; what `data` names lies beside it. */
  readonly file: string;
  /** Whether what `data` names must lie there: the model is a compiled one. */
  readonly confined: boolean;
  /** A file with feeds, where the user names one. */
  readonly input: string | undefined;
}

const RANDOM_BATCH = 4;
const RANDOM_STEPS = 32;
/** Of integers that index no table. */
const RANDOM_INTEGERS = 10;

/** What the user names, else a batch of the model's data, else random numbers. */
export async function findExample(source: ExampleSource, terminal: Terminal): Promise<Example> {
  const { compiled, input } = source;
  if (input !== undefined) return { run: (model) => runFile(model, readInput(input), 'error'), what: shownName(input) };
  try {
    const example = await exampleFromData(source);
    if (example !== null) return example;
  } catch (cause) {
    if (!(cause instanceof RnncError)) throw cause;
    terminal.notice(say.exampleWithoutData(cause.diagnostics[0]?.message ?? cause.message));
  }
  return randomExample(compiled);
}

/** The first batch of the part that is for measuring; null where the model names no data. @throws RnncError for mistakes in it */
async function exampleFromData({ compiled, training, file, confined }: ExampleSource): Promise<Example | null> {
  if (compiled.spec.data === null || compiled.spec.training === null) return null;
  const trainable = prepareTraining(compiled);
  const asked = { source: null, isArtifact: confined, untrusted: false };
  const place = await dataPlace({ compiled, training }, file, asked, { notice: () => {} });
  const data = await openData(trainable, place, keptPreprocessing(training?.preprocessing ?? null, null));
  const inputs = trainable.feeds.filter(({ role }) => role === 'input');
  const [name, part] =
    data.validation !== null
      ? ['validation', data.validation]
      : data.test !== null
        ? ['test', data.test]
        : ['training', data.train];
  const { batch: size } = trainable.objective;
  for await (const batch of part.batches({ batch: size, epoch: 0, from: 0, seed: compiled.seed, shuffle: false })) {
    const feeds = batchFeeds(batch, inputs);
    const count = `${batch.samples} sample${batch.samples === 1 ? '' : 's'}`;
    return { run: (model) => model.run(feeds, { nan: 'allow' }), what: `${count} of its ${name} data` };
  }
  return null;
}

/** Numbers between -1 and 1, and integers that the model's tables have; equal for equal models. */
function randomExample({ graphs: { inference }, seed, unroll }: Compiled): Example {
  const steps = unroll ?? RANDOM_STEPS;
  const required = feedSpecs(inference).filter((spec) => spec.required);
  const symbols = new Set(required.flatMap(({ shape }) => shape.flatMap(symbolsOf)));
  const sizes = Object.fromEntries([...symbols].map((s) => [s, s === BATCH ? RANDOM_BATCH : steps]));
  const feeds: Feeds = Object.fromEntries(
    required.map(({ name, dtype, shape, limit }) => {
      const sized = evaluateShape(shape, sizes);
      const data = new Float32Array(sized.reduce((count, size) => count * size, 1));
      forEachWord(sized, randomSource(seed, 'example', name, 0), (i, word) => {
        data[i] = randomNumber(word / 2 ** 32, dtype, limit);
      });
      return [name, { shape: sized, data: dtype === 'float32' ? data : Int32Array.from(data) }];
    }),
  );
  const trees = Object.fromEntries(
    treeSpecs(inference).map(({ name, axis, mostChildren }) => [
      name,
      Array.from({ length: RANDOM_BATCH }, () => balancedTree(sizes[axis] ?? steps, mostChildren ?? 2)),
    ]),
  );
  return {
    run: (model) => model.run({ ...feeds, ...trees }),
    what: `random inputs, ${RANDOM_BATCH} series of ${steps} steps`,
  };
}

/** Parents of nodes that have so many children, as far as there are some. */
const balancedTree = (nodes: number, children: number): readonly number[] =>
  Array.from({ length: nodes }, (_, node) => (node === 0 ? -1 : Math.floor((node - 1) / children)));

/** @param share from 0 to below 1 */
function randomNumber(share: number, dtype: Dtype, limit: number | null): number {
  switch (dtype) {
    case 'float32':
      return 2 * share - 1;
    case 'int32':
      return Math.floor(share * (limit ?? RANDOM_INTEGERS));
    case 'bool':
      return share < 0.5 ? 0 : 1;
    default:
      return dtype satisfies never;
  }
}

/** How far one output is from what it was. */
export interface OutputError {
  readonly name: string;
  /** NaN where one of the two is not finite and the other is. */
  readonly largest: number;
  /** The largest finite magnitude before. */
  readonly magnitude: number;
  /** For an output that is no float: how many entries differ, and how many there are. */
  readonly changed: { readonly count: number; readonly of: number } | null;
}

/** Runs both models and compares their outputs. @throws RnncError where the example does not fit the model */
export async function roundingErrors(
  exact: ModelDefinition,
  rounded: ModelDefinition,
  example: Example,
  terminal: Terminal,
): Promise<readonly OutputError[]> {
  const { load } = await import('../../load.ts');
  const run = async (definition: ModelDefinition): Promise<Outputs> => {
    const model = await load(definition, { onNotice: terminal.notice });
    try {
      return example.run(model);
    } finally {
      model.dispose();
    }
  };
  const before = await run(exact);
  return compareOutputs(before, await run(rounded));
}

export function compareOutputs(before: Outputs, after: Outputs): readonly OutputError[] {
  return Object.entries(before).map(([name, { data }]) => {
    const other = after[name]?.data ?? [];
    let [largest, magnitude, count] = [0, 0, 0];
    data.forEach((value, i) => {
      const found = other[i] ?? Number.NaN;
      if (Number.isFinite(value)) magnitude = Math.max(magnitude, Math.abs(value));
      if (Object.is(value, found) || value === found) return;
      count += 1;
      largest = Math.max(largest, Math.abs(value - found));
    });
    return { name, largest, magnitude, changed: data instanceof Float32Array ? null : { count, of: data.length } };
  });
}

/** The errors as a table. `suiting` of `all` weights are held in 16 bits. */
export function roundingText(measured: {
  readonly suiting: number;
  readonly all: number;
  readonly example: Example;
  readonly errors: readonly OutputError[];
}): string {
  const { suiting, all, example, errors } = measured;
  const width = Math.max(...errors.map(({ name }) => name.length));
  return [
    `${suiting} of ${all} weights ${suiting === 1 ? 'is' : 'are'} in 16 bits; largest error of each output on ${example.what}:`,
    ...errors.map((error) => `  ${error.name.padEnd(width)}  ${errorText(error)}`),
  ].join('\n');
}

function errorText({ largest, magnitude, changed }: OutputError): string {
  if (changed !== null) return `${changed.count} of ${changed.of} entries are others`;
  if (!Number.isFinite(largest)) return 'is not finite where it was, or finite where it was not';
  if (largest === 0 || magnitude === 0) return formatFigure(largest);
  return `${formatFigure(largest)}, ${formatFigure(largest / magnitude)} of the largest entry`;
}
