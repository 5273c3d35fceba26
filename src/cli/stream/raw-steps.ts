import type { Prediction } from '../../answers/decode.ts';
import type { RawSession } from '../../answers/raw-session.ts';
import type { Preprocessing } from '../../data/dataset/preprocessing.ts';
import type { Model, RawSessionOptions } from '../../model.ts';
import { RawForm } from './raw-form.ts';
import type { CsvForm, Stepper } from './stepper.ts';

/** Takes rows or texts as they stand in the data of a training, and says what the model predicts in their units. */
export class RawSteps implements Stepper<Prediction> {
  readonly #session: RawSession;
  readonly #form: RawForm;

  /** @throws RnncError as `Model.session` does */
  constructor(model: Model, known: Preprocessing, options: RawSessionOptions) {
    this.#session = model.session({ ...options, raw: true });
    this.#form = new RawForm(model, known);
  }

  get takesTexts(): boolean {
    return this.#form.takesTexts;
  }

  get columns(): readonly string[] {
    return this.#form.columns;
  }

  step(given: unknown): readonly Prediction[] {
    const row = this.#form.rowOf(given);
    const before = this.#session.snapshot();
    try {
      return [this.#session.step(row as string)];
    } catch (mistake) {
      this.#session.restore(before);
      throw mistake;
    }
  }

  finish(): readonly Prediction[] {
    return [];
  }

  reset(): void {
    this.#session.reset();
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
