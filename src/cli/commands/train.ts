import { existsSync } from 'node:fs';
import { Command, Option } from 'commander';
import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { writeArtifact } from '../../artifact/file/write.ts';
import type { History } from '../../artifact/training-record.ts';
import type { Dataset } from '../../data/dataset/dataset.ts';
import { pauses } from '../../pauses.ts';
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from '../../train/checkpoint/checkpoint.ts';
import type { CheckpointStore } from '../../train/checkpoint/checkpoint-store.ts';
import { validationErrors } from '../../train/evaluate/validation-errors.ts';
import { checkIdentity, trainingIdentity, trainingRecord } from '../../train/loop/record.ts';
import { type TrainingCallbacks, type TrainingResult, train } from '../../train/loop/train.ts';
import type { Trainable } from '../../train/prepare/prepare.ts';
import { type EpochSeconds, historyTable } from '../../train/report/history.ts';
import { type Series, terminalCurve } from '../../train/report/loss-curve.ts';
import { svgCurve } from '../../train/report/loss-curve-svg.ts';
import { Progress } from '../../train/report/progress.ts';
import { tokenCounter } from '../../train/report/tokens-read.ts';
import { bandNotes } from '../../uncertainty/bands.ts';
import {
  checkNotInput,
  checkWritable,
  isInTheWay,
  isSameFile,
  readBytes,
  shownName,
  writeWhole,
} from '../files/files.ts';
import * as say from '../files/messages.ts';
import { namedData } from '../files/named-data.ts';
import { openCheckpoint } from '../files/node-file-store.ts';
import { lockOutput } from '../files/output-lock.ts';
import { epochsOf } from '../inputs/open-model.ts';
import {
  kernelsOption,
  type LoadingOptions,
  type ModelOptions,
  parseCount,
  parseName,
  pathOption,
  relaxedOption,
  seedOption,
  setOption,
  untrustedOption,
} from '../inputs/options.ts';
import type { Terminal } from '../inputs/terminal.ts';
import { openTraining, type TrainingSetup } from '../inputs/training-setup.ts';
import { UsageError } from '../inputs/usage.ts';
import { dataFound, dataLeftOut, figuresFound, samplingFound } from '../reports/data-found.ts';
import { EventLog } from '../reports/event-log.ts';
import { modelFiles } from '../watch/model-files.ts';
import { runOrWatch } from '../watch/rerun.ts';

interface TrainCommandOptions extends ModelOptions, LoadingOptions {
  readonly epochs?: number;
  readonly batch?: number;
  readonly data?: string;
  readonly resume?: boolean;
  readonly init?: string;
  readonly partial?: boolean;
  readonly untrusted?: boolean;
  readonly checkpointEvery?: number;
  readonly out?: string;
  readonly json?: boolean;
  readonly plot?: string;
  readonly logdir?: string;
  readonly watch?: boolean;
}

/** Ended by Ctrl-C, as shells report it. */
const INTERRUPTED = 130;

export const trainCommand = (terminal: Terminal): Command =>
  new Command('train')
    .description('Train a model on its data; writes the best weights as a compiled model.')
    .argument('<model>', 'YAML model with sections training and data, or a compiled model to train on')
    .addOption(
      new Option('-o, --out <file>', 'where to write the model (default: beside it, ending in .rnnc)').argParser(
        parseName,
      ),
    )
    .addOption(new Option('--epochs <n>', "epochs, instead of the model's").argParser(parseCount))
    .addOption(new Option('--batch <n>', "samples per batch, instead of the model's").argParser(parseCount))
    .option('--data <path>', "file or folder with the data, instead of the model's data.source")
    .option(
      '--init <file>',
      'start from the weights of a compiled model, checkpoint or safetensors file, or PATH=FILE.npy',
    )
    .option('--partial', 'with --init: take the weights that fit by path and shape, and say which')
    .option('--resume', 'go on from the checkpoint, OUT.checkpoint')
    .addOption(
      new Option(
        '--checkpoint-every <steps>',
        'write a checkpoint every so many steps, not only after each epoch',
      ).argParser(parseCount),
    )
    .option('--watch', 'train anew whenever the model or a file that it reads changes, until Ctrl-C')
    .option('--json', 'print one JSON object with the history; progress goes to standard error')
    .addOption(new Option('--plot <file>', 'draw the losses as an SVG').argParser(parseName))
    .addOption(new Option('--logdir <folder>', 'write events for TensorBoard').argParser(parseName))
    .addOption(setOption())
    .addOption(seedOption())
    .addOption(pathOption())
    .addOption(kernelsOption())
    .addOption(relaxedOption())
    .addOption(untrustedOption())
    .addHelpText(
      'after',
      `
Examples:
  rnnc train prices.yaml
  rnnc train prices.yaml --data other.csv --epochs 50 -o other.rnnc --plot loss.svg
  rnnc train prices.yaml --resume
  rnnc train prices.yaml --watch
  rnnc train prices.yaml --init other.rnnc -o finer.rnnc

What stands under data: and training: is described in schema/model.schema.json of the package, and in the README.

Ctrl-C writes a checkpoint and ends with exit code 130; --resume goes on from there as if nothing had happened.
With --watch a change ends a training that runs, with a checkpoint, and begins another one from the start.`,
    )
    .action(async (file: string, { watch = false, ...options }: TrainCommandOptions) => {
      const given = [options.data, options.init].filter((name) => name !== undefined);
      const files = async (): Promise<readonly string[]> => [...(await modelFiles(file)), ...given];
      let runs = 0;
      const run = (stop: AbortSignal): Promise<void> => {
        // a model that has changed can't go on from the checkpoint of the other
        const { resume, ...anew } = options;
        runs++;
        return trainOnce(file, runs === 1 ? options : anew, terminal, stop);
      };
      await runOrWatch(watch, { files, run }, terminal);
    });

async function trainOnce(
  file: string,
  options: TrainCommandOptions,
  terminal: Terminal,
  stop: AbortSignal,
): Promise<void> {
  const target = options.out ?? defaultOutput(file);
  checkPlaces(target, options);
  if (options.resume === true && options.init !== undefined) throw new UsageError(say.resumeWithInit());
  if (options.partial === true && options.init === undefined) throw new UsageError(say.partialWithoutInit());
  const checkpoint = checkpointOf(target);
  const release = lockOutput(target);
  try {
    const store = openCheckpoint(checkpoint);
    const resume = options.resume === true ? resumeFrom(store, checkpoint, terminal) : null;
    const setup = await openTraining(file, options, terminal, { resume });
    try {
      await checkInputs(setup, file, target, options);
      if (resume === null) tellReplaced(target, file, terminal);
      await runTraining(setup, { file, target, store, resume, until: stop }, options, terminal);
    } finally {
      setup.model.dispose();
    }
  } finally {
    release();
  }
}

function defaultOutput(file: string): string {
  if (/\.ya?ml$/.test(file)) return file.replace(/\.ya?ml$/, '.rnnc');
  if (/\.(csv|tsv|txt|json|ndjson|jsonl|npy|npz)(\.gz)?$/i.test(file))
    throw new UsageError(
      `"${shownName(file)}" is data, and a model is trained: rnnc init --from ${shownName(file)} writes one for it`,
    );
  throw new UsageError(`say with -o where to write what is trained from "${shownName(file)}"`);
}

const checkpointOf = (target: string): string => `${target}.checkpoint`;

const checkpointsOf = (target: string): readonly string[] => [checkpointOf(target), `${checkpointOf(target)}.previous`];

/** Checks the places of the outputs before anything is read. */
function checkPlaces(target: string, { plot, logdir }: TrainCommandOptions): void {
  const checkpoints = checkpointsOf(target);
  for (const output of [target, ...checkpoints]) checkWritable(output, { plain: true });
  const written = [
    { output: target, what: 'the model' },
    ...checkpoints.map((output) => ({ output, what: 'its checkpoint' })),
  ];
  if (plot !== undefined) {
    checkWritable(plot);
    for (const { output, what } of written)
      if (isSameFile(plot, output)) throw new RnncError([say.outputTwice(shownName(plot), what, '--plot')]);
    written.push({ output: plot, what: 'the plot' });
  }
  if (logdir === undefined) return;
  for (const { output, what } of written)
    if (isInTheWay(output, logdir)) throw new RnncError([say.outputTwice(shownName(output), what, '--logdir')]);
}

/** A compiled model may be replaced by what is trained from it; nothing else that is read, or that the model names as its data, may be. */
async function checkInputs(
  { inputs, trainable }: TrainingSetup,
  file: string,
  target: string,
  { plot, init }: TrainCommandOptions,
): Promise<void> {
  const models = [file, ...(init === undefined ? [] : [init])];
  checkNotInput(target, inputs);
  const others = [...checkpointsOf(target), ...(plot === undefined ? [] : [plot])];
  for (const output of others) checkNotInput(output, [...inputs, ...models]);
  const data = await namedData(trainable.compiled, file);
  for (const output of [target, ...others]) checkNotInput(output, data, say.outputIsData);
}

/** Says that a trained model will be replaced, unless this training starts from it. */
function tellReplaced(target: string, file: string, terminal: Terminal): void {
  if (!existsSync(target) || isSameFile(target, file)) return;
  const epochs = epochsOf(readBytes(target));
  if (epochs !== null) terminal.notice(say.replaces(shownName(target), epochs));
}

interface TrainingFiles {
  readonly file: string;
  readonly target: string;
  readonly store: CheckpointStore;
  readonly resume: Checkpoint | null;
  /** Ends the training as Ctrl-C does. */
  readonly until: AbortSignal;
}

async function runTraining(
  setup: TrainingSetup,
  { file, target, store, resume, until }: TrainingFiles,
  options: TrainCommandOptions,
  terminal: Terminal,
): Promise<void> {
  const { trainable, data, model, metrics, keepsPreprocessing } = setup;
  const checkpointFile = checkpointOf(target);
  if (resume !== null) checkIdentity(resume, await trainingIdentity(trainable, data), shownName(checkpointFile));
  store.removeLeftovers();
  let isKept = resume !== null;
  const report = new Report(trainable, data, options, terminal);
  const stop = new AbortController();
  const interrupt = (): void => stop.abort();
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  try {
    const result = await train(model, trainable, data, {
      callbacks: {
        ...report.callbacks,
        onCheckpoint: (checkpoint) => {
          store.save(encodeCheckpoint(checkpoint));
          isKept = true;
        },
      },
      signal: AbortSignal.any([stop.signal, until]),
      pause: pauses(),
      checkpointEvery: options.checkpointEvery ?? null,
      resume,
      keepsPreprocessing,
      metrics,
    });
    report.end();
    if (result.end === 'aborted') {
      terminal.notice(say.interrupted(result.steps, checkpointFile, options.init !== undefined));
      process.exitCode = INTERRUPTED;
      return;
    }
    await finish(setup, target, result, report.seconds, options, terminal);
  } catch (cause) {
    report.end();
    if (isKept && cause instanceof RnncError) throw withWayOn(cause, file, target);
    throw cause;
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}

/** Where numbers stopped being finite: how to go on from the checkpoint that is there. */
function withWayOn(error: RnncError, file: string, target: string): RnncError {
  const message = say.goOnFrom(shownName(file), shownName(checkpointOf(target)));
  return new RnncError(
    error.diagnostics.map((mistake) =>
      mistake.code === 'not-finite' ? { ...mistake, notes: [...mistake.notes, { message, span: null }] } : mistake,
    ),
    error.sources,
  );
}

function resumeFrom(store: CheckpointStore, file: string, terminal: Terminal): Checkpoint {
  const loaded = store.load();
  if (loaded === null) throw new RnncError([say.noCheckpoint(shownName(file))]);
  if (loaded.notice !== null) terminal.notice(loaded.notice);
  return decodeCheckpoint(loaded.payload, shownName(file));
}

/** Writes the model, and says how it went. */
async function finish(
  { trainable, data, model, remember }: TrainingSetup,
  target: string,
  result: TrainingResult,
  seconds: EpochSeconds,
  options: TrainCommandOptions,
  terminal: Terminal,
): Promise<void> {
  const { compiled } = trainable;
  const errors = await validationErrors(model, trainable, data, result.weights);
  const record = trainingRecord(trainable, data, result.history, errors);
  for (const task of record.tasks) for (const note of bandNotes(task)) terminal.notice(note);
  const training = remember === null ? record : { ...record, data: remember(target) };
  const { makeKernels } = await import('../../generate-kernels.ts');
  const bytes = writeArtifact({
    ...compiled,
    weights: result.weights,
    training,
    kernels: () => makeKernels(compiled),
  });
  writeWhole(target, bytes);
  if (options.plot !== undefined)
    writeWhole(options.plot, svgCurve(curves(result.history), chartTitles(compiled.name)));
  const kept = trainable.objective.keep === 'best' ? result.history.findLast((record) => record.best) : undefined;
  if (options.json === true) {
    terminal.result(
      JSON.stringify({ file: shownName(target), end: result.end, steps: result.steps, history: result.history }),
    );
    return;
  }
  terminal.verbatim(historyTable(result.history, seconds));
  const width = Math.min(72, process.stdout.columns ?? 72);
  const chart = result.history.length > 1 ? terminalCurve(curves(result.history), { width, height: 8 }) : '';
  if (chart !== '') terminal.verbatim(`\n${chart}`);
  const how = result.end === 'early-stopping' ? ', stopped early' : '';
  terminal.result(
    `wrote ${shownName(target)} with the weights of ${kept === undefined ? 'the last epoch' : `epoch ${kept.epoch}`}${how}`,
  );
}

const curves = (history: History): readonly Series[] =>
  ['training', 'validation'].flatMap((name) => {
    const points = history.flatMap(({ epoch, parts }) => {
      const loss = parts[name]?.loss;
      return loss === undefined ? [] : [{ x: epoch, y: loss ?? Number.NaN }];
    });
    return points.length === 0 ? [] : [{ name, points }];
  });

const chartTitles = (name: string) => ({ title: name, xTitle: 'epoch', yTitle: 'loss' });

/** Shows progress and writes events. It has no influence on the results of the training. */
class Report {
  readonly callbacks: TrainingCallbacks;
  readonly #seconds = new Map<number, number>();
  readonly #progress: Progress;

  constructor(trainable: Trainable, data: Dataset, options: TrainCommandOptions, terminal: Terminal) {
    terminal.notice(dataFound(data, trainable.compiled.spec.data, trainable.objective.losses));
    const figures = figuresFound(trainable, data);
    if (figures !== null) terminal.notice(figures);
    const sampling = samplingFound(trainable);
    if (sampling !== null) terminal.notice(sampling);
    for (const line of dataLeftOut(data)) terminal.notice(line);
    const isTerminal = process.stderr.isTTY === true;
    const progress = new Progress(
      {
        write: (text) => process.stderr.write(text),
        now: () => performance.now(),
        columns: () => (isTerminal ? (process.stderr.columns ?? 80) : null),
      },
      trainable.objective.epochs,
      tokenCounter(data.preprocessing)?.unit,
    );
    this.#progress = progress;
    const events = options.logdir === undefined ? null : new EventLog(options.logdir);
    let began = 0;
    let step = 0;
    this.callbacks = {
      onEpochBegin: (epoch, steps, done) => {
        began = performance.now();
        step = done.step;
        progress.startEpoch(epoch, steps, done);
      },
      onStep: (report) => {
        step = report.stepOfEpoch;
        const { samples, loss, tokens } = report;
        progress.step({ step, samples, loss, ...(tokens === null ? {} : { tokens }) });
        events?.step(report.step, {
          'training/step_loss': report.loss,
          rate: report.rate,
          gradient_norm: report.gradientNorm,
        });
      },
      onEpochEnd: (history) => {
        const record = history.at(-1);
        if (record === undefined) return;
        this.#seconds.set(record.epoch, (performance.now() - began) / 1000);
        const figures: { [name: string]: number | null } = {};
        for (const [part, { loss, metrics }] of Object.entries(record.parts)) {
          figures[part === 'training' ? 'loss' : `${part} loss`] = loss;
          for (const [name, value] of Object.entries(metrics)) figures[`${part} ${name}`] = value;
          const measured = Object.entries({ loss: loss ?? Number.NaN, ...metrics }).flatMap(([name, value]) =>
            value === null ? [] : [[`${part}/${name}`, value] as const],
          );
          events?.step(record.steps, Object.fromEntries(measured));
        }
        progress.endEpoch({ step }, { figures, ...(record.best ? { note: 'best' } : {}) });
      },
    };
  }

  get seconds(): EpochSeconds {
    return this.#seconds;
  }

  end(): void {
    this.#progress.clear();
  }
}
