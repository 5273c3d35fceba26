import { appendFileSync, mkdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { writeArtifact } from '../../artifact/write.ts';
import type { Dataset } from '../../data/dataset.ts';
import { pauses } from '../../pauses.ts';
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from '../../train/checkpoint.ts';
import type { CheckpointStore } from '../../train/checkpoint-store.ts';
import { type EpochSeconds, type History, historyTable } from '../../train/history.ts';
import { type Series, terminalCurve } from '../../train/loss-curve.ts';
import { svgCurve } from '../../train/loss-curve-svg.ts';
import type { Trainable } from '../../train/prepare.ts';
import { Progress } from '../../train/progress.ts';
import { checkIdentity, trainingRecord } from '../../train/record.ts';
import { eventFileName, eventFileStart, scalarEvent } from '../../train/tensorboard.ts';
import { type TrainingCallbacks, type TrainingResult, train } from '../../train/train.ts';
import { checkWritable, shownName, writeWhole } from '../files.ts';
import * as say from '../messages.ts';
import { openCheckpoint } from '../node-file-store.ts';
import { type ModelOptions, parseCount, pathOption, seedOption, setOption } from '../options.ts';
import type { Terminal } from '../terminal.ts';
import { openTraining, type TrainingSetup } from '../training-setup.ts';
import { UsageError } from '../usage.ts';

interface TrainCommandOptions extends ModelOptions {
  readonly epochs?: number;
  readonly batch?: number;
  readonly data?: string;
  readonly resume?: boolean;
  readonly init?: string;
  readonly checkpointEvery?: number;
  readonly out?: string;
  readonly json?: boolean;
  readonly plot?: string;
  readonly logdir?: string;
  readonly path: 'auto' | 'fast' | 'public';
}

/** Ended by Ctrl-C, as shells report it. */
const INTERRUPTED = 130;

export const trainCommand = (terminal: Terminal): Command =>
  new Command('train')
    .description('Train a model on its data; writes the best weights as a compiled model.')
    .argument('<model>', 'YAML model with sections training and data, or a compiled model to train on')
    .option('-o, --out <file>', 'where to write the model (default: beside it, ending in .rnnc)')
    .addOption(new Option('--epochs <n>', "epochs, instead of the model's").argParser(parseCount))
    .addOption(new Option('--batch <n>', "samples per batch, instead of the model's").argParser(parseCount))
    .option('--data <path>', "file or folder with the data, instead of the model's data.source")
    .option('--init <file>', 'start from the weights of a compiled model or safetensors file')
    .option('--resume', 'go on from the checkpoint, OUT.checkpoint')
    .addOption(
      new Option(
        '--checkpoint-every <steps>',
        'write a checkpoint every so many steps, not only after each epoch',
      ).argParser(parseCount),
    )
    .option('--json', 'print one JSON object with the history; progress goes to standard error')
    .option('--plot <file>', 'draw the losses as an SVG')
    .option('--logdir <folder>', 'write events for TensorBoard')
    .addOption(setOption())
    .addOption(seedOption())
    .addOption(pathOption())
    .addHelpText(
      'after',
      `
Examples:
  rnnc train prices.yaml
  rnnc train prices.yaml --data other.csv --epochs 50 -o other.rnnc --plot loss.svg
  rnnc train prices.yaml --resume
  rnnc train prices.yaml --init other.rnnc -o finer.rnnc

Ctrl-C writes a checkpoint and ends with exit code 130; --resume goes on from there as if nothing had happened.`,
    )
    .action(async (file: string, options: TrainCommandOptions) => {
      const target = options.out ?? defaultOutput(file);
      checkWritable(target);
      if (options.plot !== undefined) checkWritable(options.plot);
      const setup = await openTraining(file, options, terminal);
      try {
        await runTraining(setup, target, options, terminal);
      } finally {
        setup.model.dispose();
      }
    });

function defaultOutput(file: string): string {
  if (/\.ya?ml$/.test(file)) return file.replace(/\.ya?ml$/, '.rnnc');
  throw new UsageError(`say with -o where to write what is trained from "${shownName(file)}"`);
}

async function runTraining(
  setup: TrainingSetup,
  target: string,
  options: TrainCommandOptions,
  terminal: Terminal,
): Promise<void> {
  const { trainable, data, model, metrics } = setup;
  const checkpointFile = `${target}.checkpoint`;
  const store = openCheckpoint(checkpointFile);
  const resume = options.resume === true ? resumeFrom(store, checkpointFile, trainable, terminal) : null;
  store.removeLeftovers();
  const report = new Report(trainable, data, options, terminal);
  const stop = new AbortController();
  const interrupt = (): void => stop.abort();
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  try {
    const result = await train(model, trainable, data, {
      callbacks: { ...report.callbacks, onCheckpoint: (checkpoint) => store.save(encodeCheckpoint(checkpoint)) },
      signal: stop.signal,
      pause: pauses(),
      checkpointEvery: options.checkpointEvery ?? null,
      resume,
      metrics,
    });
    report.end();
    if (result.end === 'aborted') {
      terminal.notice(say.interrupted(result.steps, checkpointFile));
      process.exitCode = INTERRUPTED;
      return;
    }
    finish(setup, target, result, report.seconds, options, terminal);
  } catch (cause) {
    report.end();
    throw cause;
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}

function resumeFrom(store: CheckpointStore, file: string, trainable: Trainable, terminal: Terminal): Checkpoint {
  const loaded = store.load();
  if (loaded === null) throw new RnncError([say.noCheckpoint(shownName(file))]);
  if (loaded.notice !== null) terminal.notice(loaded.notice);
  const checkpoint = decodeCheckpoint(loaded.payload, shownName(file));
  checkIdentity(checkpoint, trainable, shownName(file));
  return checkpoint;
}

/** Writes the model, and says how it went. */
function finish(
  { trainable, data }: TrainingSetup,
  target: string,
  result: TrainingResult,
  seconds: EpochSeconds,
  options: TrainCommandOptions,
  terminal: Terminal,
): void {
  const { compiled } = trainable;
  const training = trainingRecord(trainable, data.preprocessing, result.history);
  const bytes = writeArtifact({ ...compiled, weights: result.weights, training });
  writeWhole(target, bytes);
  if (options.plot !== undefined)
    writeWhole(options.plot, svgCurve(curves(result.history), chartTitles(compiled.name)));
  const best = result.history.findLast((record) => record.best);
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
    `wrote ${shownName(target)} with the weights of ${best === undefined ? 'the last epoch' : `epoch ${best.epoch}`}${how}`,
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

/** Shows progress and writes events. Nothing of it decides on a number. */
class Report {
  readonly callbacks: TrainingCallbacks;
  readonly #seconds = new Map<number, number>();
  readonly #progress: Progress;

  constructor(trainable: Trainable, data: Dataset, options: TrainCommandOptions, terminal: Terminal) {
    for (const note of data.report.notes) terminal.notice(note);
    const { count } = data.report.skipped;
    if (count > 0) terminal.notice(say.rowsSkipped(count, data.report.skipped.first));
    const isTerminal = process.stderr.isTTY === true;
    const progress = new Progress(
      {
        write: (text) => process.stderr.write(text),
        now: () => performance.now(),
        columns: () => (isTerminal ? (process.stderr.columns ?? 80) : null),
      },
      trainable.objective.epochs,
    );
    this.#progress = progress;
    const events = options.logdir === undefined ? null : new Events(options.logdir);
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
        progress.step({ step, samples: report.samples, loss: report.loss });
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
          events?.step(record.steps, { [`${part}/loss`]: loss ?? Number.NaN });
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

/** A file of events for TensorBoard, one for this run. */
class Events {
  readonly #file: string;

  constructor(folder: string) {
    const seconds = Date.now() / 1000;
    mkdirSync(folder, { recursive: true });
    this.#file = join(folder, eventFileName(seconds, hostname()));
    appendFileSync(this.#file, eventFileStart(seconds));
  }

  step(step: number, scalars: { readonly [tag: string]: number }): void {
    appendFileSync(this.#file, scalarEvent(Date.now() / 1000, step, scalars));
  }
}
