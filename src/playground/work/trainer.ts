import type { Compiled } from '../../../compiler/compile.ts';
import type { CompiledModel } from '../../index.ts';
import { memorySources } from '../../index.ts';
import { ChosenNames } from './chosen-names.ts';
import { GateWatch } from './gate-watch.ts';
import type { TrainingEnd, TrainingNews, TrainingOrder } from './messages.ts';
import { inPageWords } from './page-words.ts';

/** Milliseconds between two reports of steps. */
const REPORT_EVERY = 100;
const LAST_ROWS = 100;

/** A model to train, with what the compiler gave of it. */
export interface Start {
  readonly model: CompiledModel;
  readonly compiled: Compiled;
}

/** Trains, and keeps what it takes to go on where it was stopped. */
export class Trainer {
  readonly #tell: (news: TrainingNews) => void;
  #abort: AbortController | null = null;
  /** Where the last training stands, with the model that it started from. */
  #stopped: { readonly model: CompiledModel; readonly checkpoint: Uint8Array } | null = null;

  #data: TrainingOrder['data'] = {};
  #watch: GateWatch | null = null;

  constructor(tell: (news: TrainingNews) => void) {
    this.#tell = tell;
  }

  get canResume(): boolean {
    return this.#stopped !== null;
  }

  watch(path: string): void {
    this.#watch?.choose(path);
  }

  stop(): void {
    this.#abort?.abort();
  }

  /** The model is another one now. */
  forget(): void {
    this.stop();
    this.#abort = null;
    this.#stopped = null;
    this.#watch = null;
  }

  /** The last rows of the first file, below its first line; null: there is none. */
  async lastRows(): Promise<string | null> {
    const [file] = Object.values(this.#data);
    if (file === undefined) return null;
    const [head = '', ...rows] = (typeof file === 'string' ? file : await file.text()).trimEnd().split(/\r?\n/);
    return `${[head, ...rows.slice(-LAST_ROWS)].join('\n')}\n`;
  }

  /** @throws RnncError as `train` of the library, of files as they are called where they were chosen */
  async train(
    given: Start,
    order: TrainingOrder,
  ): Promise<Omit<TrainingEnd, 'kept'> & { readonly model: CompiledModel }> {
    const names = new ChosenNames(order.data);
    try {
      const { notes, ...end } = await this.#train(given, order);
      return { ...end, notes: notes.map((note) => inPageWords(names.text(note))) };
    } catch (error) {
      throw names.error(error);
    }
  }

  async #train(
    given: Start,
    { data, epochs, resume, input, watched }: TrainingOrder,
  ): Promise<Omit<TrainingEnd, 'kept'> & { readonly model: CompiledModel }> {
    this.stop();
    const abort = new AbortController();
    this.#abort = abort;
    this.#data = data;
    const from = resume ? this.#stopped : null;
    const start = from?.model ?? given.model;
    let checkpoint: Uint8Array | null = null;
    let told = 0;
    const files = memorySources(data);
    const watch = new GateWatch(given.compiled, { input, path: watched, files }, (news) => {
      if (this.#abort === abort) this.#tell(news);
    });
    this.#watch = watch;
    const { model, end, steps, history } = await start.train(
      { files },
      {
        epochs,
        signal: abort.signal,
        ...(from === null ? {} : { resume: from.checkpoint }),
        callbacks: {
          onCheckpoint: (bytes) => {
            checkpoint = bytes;
            return watch.take(bytes);
          },
          onStep: ({ step, epoch, loss }) => {
            if (this.#abort !== abort) return;
            if (performance.now() - told < REPORT_EVERY) return;
            told = performance.now();
            this.#tell({ kind: 'step', step, epoch, loss });
          },
          onEpochEnd: (past) => {
            const last = past.at(-1);
            if (last === undefined || this.#abort !== abort) return;
            const { epoch, steps: step, parts } = last;
            const losses = Object.fromEntries(Object.entries(parts).map(([part, { loss }]) => [part, loss]));
            this.#tell({
              kind: 'epoch',
              step,
              epoch,
              losses,
              metrics: (parts.validation ?? parts.training)?.metrics ?? {},
            });
          },
        },
      },
    );
    await watch.show(model.weights, history.length);
    if (this.#abort === abort)
      this.#stopped = end === 'aborted' && checkpoint !== null ? { model: start, checkpoint } : null;
    return { model, end, steps, epochs: history.length, notes: model.training?.found?.notes ?? [] };
  }
}
