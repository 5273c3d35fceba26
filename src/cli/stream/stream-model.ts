import { createReadStream, existsSync } from 'node:fs';
import { constants } from 'node:os';
import type { Readable } from 'node:stream';
import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import type { StateHistory } from '../../../compiler/graph/state-history.ts';
import type { Graph } from '../../../compiler/ir/graph.ts';
import type { SessionOptions } from '../../model/session.ts';
import type { Model } from '../../model.ts';
import { STDIN, shownName } from '../files/files.ts';
import { fileMissing } from '../files/messages.ts';
import { readInput, withFile } from '../inputs/run-file.ts';
import type { Terminal } from '../inputs/terminal.ts';
import { RawAheadForm } from './ahead-form.ts';
import { AheadSteps } from './ahead-steps.ts';
import * as say from './messages.ts';
import { PreparedForm } from './prepared-form.ts';
import { PreparedSteps, stepPorts } from './prepared-steps.ts';
import { RawSteps } from './raw-steps.ts';
import { runStream } from './run-stream.ts';
import type { Stepper } from './stepper.ts';

export interface StreamOptions {
  readonly input: string;
  readonly nan: 'error' | 'allow';
  readonly json: boolean;
  /** Take and give the numbers that a trained model computes with. */
  readonly prepared: boolean;
  /** A file with start values, and inputs that hold for all steps. */
  readonly start: string | null;
  /** How the model reads ahead; null: it takes its steps one by one. */
  readonly ahead: Lookahead | null;
  /** The time axis whose steps are taken. */
  readonly over: string | null;
}

/** For a model that reads backward too. */
export interface Lookahead {
  /** Steps that are waited for before something is said of one. */
  readonly steps: number;
  /** What the model was loaded of. */
  readonly history: StateHistory;
  /** Of the model as it was written. */
  readonly graph: Graph;
}

/** Notes that are remembered, so that each is told once. */
const MOST_NOTES = 1000;

/** What a process ends with that an interrupt has ended. */
const INTERRUPTED = 128 + constants.signals.SIGINT;
const BROKEN = 1;

/**
 * Runs the steps of a file or of standard input through a model. Sets the exit code where lines were broken, and where somebody interrupts it.
 * @throws RnncError where the model can't take steps, and for start values and a first line that do not fit
 */
export async function streamModel(model: Model, options: StreamOptions, terminal: Terminal): Promise<void> {
  const { input, json } = options;
  if (input !== STDIN && !existsSync(input)) throw new RnncError([fileMissing(shownName(input))]);
  const stepper: Stepper<unknown> = openStepper(model, options, terminal);
  const source: Readable = input === STDIN ? process.stdin : createReadStream(input);
  let isStopped = false;
  let hasReader = true;
  const leave = (): void => {
    hasReader = false;
  };
  const stop = (): void => {
    // somebody who has seen enough, as in `| head`, interrupts too
    if (!hasReader) process.exit();
    isStopped = true;
    source.destroy();
  };
  process.stdout.prependListener('error', leave);
  process.on('SIGINT', stop);
  try {
    const { steps, broken, firstBroken } = await runStream(stepper, json, {
      input: untilStopped(source, () => isStopped),
      write: (line) => terminal.line(line),
      report: (line, mistakes) => {
        terminal.warn(
          mistakes.map((mistake) => say.inLine(shownName(input), line, mistake)),
          new Map(),
        );
      },
      isStopped: () => isStopped,
    });
    if (firstBroken !== null) {
      terminal.notice(say.brokenLines(broken, firstBroken, steps));
      process.exitCode = BROKEN;
    }
    if (isStopped) process.exitCode = INTERRUPTED;
  } finally {
    process.off('SIGINT', stop);
    process.stdout.off('error', leave);
    source.destroy();
  }
}

/** Ends without an error where the stream was stopped. */
async function* untilStopped(source: Readable, isStopped: () => boolean): AsyncGenerator<Uint8Array, void> {
  try {
    for await (const chunk of source) yield chunk as Uint8Array;
  } catch (cause) {
    if (!isStopped()) throw cause;
  }
}

function openStepper(model: Model, options: StreamOptions, terminal: Terminal): Stepper<unknown> {
  const { nan, prepared, start, over, ahead } = options;
  const known = prepared ? undefined : model.training?.preprocessing;
  const told = new Set<string>();
  const onNote = (note: string): void => {
    if (told.has(note) || told.size >= MOST_NOTES) return;
    told.add(note);
    terminal.notice(note);
  };
  if (ahead !== null) {
    const ports = stepPorts(ahead.graph, null, []);
    return known === undefined
      ? new AheadSteps(model, new PreparedForm(ports, nan), ahead, nan)
      : new AheadSteps(model, new RawAheadForm(model, known, ports, onNote), ahead, nan);
  }
  const open = (given: SessionOptions): Stepper<unknown> =>
    known === undefined ? new PreparedSteps(model, given) : new RawSteps(model, known, { ...given, onNote });
  const common = { nan, ...(over === null ? {} : { over }) };
  // a file without inputs of its own gives start values alone
  return start === null ? open(common) : withFile(model, readInput(start), nan, (feeds) => open({ ...common, feeds }));
}
