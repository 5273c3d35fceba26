import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import type { Prediction } from '../../answers/decode.ts';
import type { RawSession } from '../../answers/raw-session.ts';
import type { Preprocessing } from '../../data/dataset/preprocessing.ts';
import type { RawRow } from '../../data/table/preprocess.ts';
import type { Snapshot } from '../../model/session.ts';
import type { Model, RawSessionOptions } from '../../model.ts';
import * as say from './messages.ts';
import { RawForm } from './raw-form.ts';
import type { CsvForm, Stepper } from './stepper.ts';

/** Series of one stream that may be under way at a time: of each a state is kept. */
export const MOST_SERIES = 10_000;

/**
 * Takes rows or texts as they stand in the data of a training, and says what the model predicts in their units. Where rows say of which series they are, series
 * may be mixed as they like: each has a state of its own.
 */
export class RawSteps implements Stepper<Prediction> {
  readonly #session: RawSession;
  readonly #form: RawForm;
  /** The column that tells series apart; null: rows are of one. */
  readonly #group: string | null;
  readonly #start: Snapshot;
  /** The series of the last row; null: no row was of any. */
  #key: string | null = null;
  /** Where the other series are. */
  readonly #others = new Map<string, Snapshot>();

  /** @throws RnncError as `Model.session` does */
  constructor(model: Model, known: Preprocessing, options: RawSessionOptions) {
    this.#session = model.session({ ...options, raw: true });
    this.#form = new RawForm(model, known);
    // where each row is a sample of its own, its group does not matter
    this.#group = known.windows !== null || known.sequence === true ? known.group : null;
    this.#start = this.#session.snapshot();
  }

  get takesTexts(): boolean {
    return this.#form.takesTexts;
  }

  get columns(): readonly string[] {
    return this.#form.columns;
  }

  step(given: unknown): readonly Prediction[] {
    const row = this.#form.rowOf(given);
    const key = this.#keyOf(row);
    const before = this.#session.snapshot();
    const isOther = key !== null && this.#key !== null && key !== this.#key;
    try {
      if (isOther) this.#session.restore(this.#stateOf(key));
      const told = this.#session.step(row as string);
      if (isOther) this.#others.set(this.#key ?? '', before).delete(key);
      this.#key = key ?? this.#key;
      return [told];
    } catch (mistake) {
      this.#session.restore(before);
      throw mistake;
    }
  }

  /** The series of a row; null: it does not say so. @throws RnncError where it could be one of several */
  #keyOf(row: RawRow | string): string | null {
    const group = this.#group;
    if (group === null || typeof row === 'string') return null;
    if (Object.hasOwn(row, group)) return String(row[group] ?? '').trim();
    if (this.#others.size > 0) throw new RnncError([say.seriesUnnamed(group)]);
    return null;
  }

  #stateOf(key: string): Snapshot {
    const state = this.#others.get(key);
    if (state === undefined && this.#others.size + 1 >= MOST_SERIES)
      throw new RnncError([say.tooManySeries(key, MOST_SERIES)]);
    return state ?? this.#start;
  }

  finish(): readonly Prediction[] {
    return [];
  }

  reset(): void {
    this.#session.reset();
    this.#key = null;
    this.#others.clear();
  }

  toJson(told: Prediction): string {
    return this.#form.toJson(told);
  }

  toFields(told: Prediction): readonly string[] {
    return this.#form.toFields(told);
  }

  csv(first: string): CsvForm {
    return this.#form.csv(first);
  }
}
