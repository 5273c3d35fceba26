import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { decodeOutputs, type Prediction } from '../../answers/decode.ts';
import { stepByStep, stepFeeds } from '../../answers/raw-session.ts';
import { type Followed, StepOrder, type Track } from '../../data/arrange/step-order.ts';
import { sampleNotes } from '../../data/batches/sample-notes.ts';
import type { Preprocessing } from '../../data/dataset/preprocessing.ts';
import type { RawRow } from '../../data/table/preprocess.ts';
import { isShapedData } from '../../model/feeds/feed-values.ts';
import { Output } from '../../model/output.ts';
import type { StepFeeds, StepResults } from '../../model/stream-binding.ts';
import type { Model } from '../../model.ts';
import * as say from './messages.ts';
import type { PreparedForm, StepPorts } from './prepared-form.ts';
import { RawForm } from './raw-form.ts';
import type { Stepper } from './stepper.ts';

/** How the steps of a stream that looks ahead are read, and what is said of them written. */
export interface AheadForm<Told> extends Omit<Stepper<Told>, 'step' | 'finish' | 'reset'> {
  readonly inputs: StepPorts['inputs'];
  readonly outputs: StepPorts['outputs'];
  /** The numbers of a step, flat. @throws RnncError with every mistake of it */
  feedsOf(given: unknown): StepFeeds;
  /** Before the first step of a sequence. */
  restart(): void;
  /** What the results of one step mean. */
  tell(results: StepResults): Told;
}

/** Rows and texts as they stand in the data of a training. */
export class RawAheadForm implements AheadForm<Prediction> {
  readonly inputs: StepPorts['inputs'];
  readonly outputs: StepPorts['outputs'];
  readonly #form: RawForm;
  readonly #model: Model;
  readonly #known: Preprocessing;
  readonly #onNote: (note: string) => void;
  readonly #order: StepOrder;
  /** Of the rows of this sequence. */
  #track: Track | undefined;

  constructor(model: Model, known: Preprocessing, { inputs, outputs }: StepPorts, onNote: (note: string) => void) {
    this.inputs = inputs;
    this.outputs = outputs;
    this.#form = new RawForm(model, known);
    this.#model = model;
    this.#known = stepByStep(known);
    this.#onNote = onNote;
    this.#order = new StepOrder(known);
  }

  get takesTexts(): boolean {
    return this.#form.takesTexts;
  }

  get columns(): readonly string[] {
    return this.#form.columns;
  }

  feedsOf(given: unknown): StepFeeds {
    const row = this.#form.rowOf(given);
    const followed = typeof row === 'string' ? null : this.#follow(row);
    const { feeds } = stepFeeds(this.#model, this.#known, row);
    const flat = Object.fromEntries(
      this.inputs.map(({ name, dtype }) => {
        const fed = feeds[name];
        if (!isShapedData(fed) || fed.shape[1] !== 1) throw new RnncError([say.oneStepEach(name)]);
        const numbers = Array.from(fed.data, Number);
        return [name, dtype === 'float32' ? Float32Array.from(numbers) : Int32Array.from(numbers)];
      }),
    );
    if (followed !== null) this.#track = followed.track;
    if (followed?.note != null) this.#onNote(followed.note.text);
    for (const note of sampleNotes(this.#known, [row] as readonly RawRow[])) this.#onNote(note);
    return flat;
  }

  restart(): void {
    this.#track = undefined;
  }

  /** As a session does. @throws RnncError for a row of another series or out of order */
  #follow(row: RawRow): Followed {
    const { group } = this.#known;
    const before = this.#track?.key ?? null;
    const key = group === null || !Object.hasOwn(row, group) ? before : String(row[group] ?? '').trim();
    if (group !== null && before !== null && key !== null && key !== before)
      throw new RnncError([say.aheadOfOther(group, before, key)]);
    return this.#order.follow(row, this.#track, (column) => (column === null ? 'the row' : `the row.${column}`));
  }

  tell(results: StepResults): Prediction {
    const whole = Object.entries(results).map(([name, { data, shape, dims }]) => {
      const [batch = 1, ...rest] = shape;
      const [first = '', ...others] = dims;
      return [name, new Output(data, [batch, 1, ...rest], [first, 'time', ...others])] as const;
    });
    return decodeOutputs(this.#model, Object.fromEntries(whole), {}, true)[0] ?? {};
  }

  toJson(told: Prediction): string {
    return this.#form.toJson(told);
  }

  toFields(told: Prediction): readonly string[] {
    return this.#form.toFields(told);
  }

  csv(first: string): ReturnType<PreparedForm['csv']> {
    return this.#form.csv(first);
  }
}
