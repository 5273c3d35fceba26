import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import * as say from '../../compiler/diagnostics/messages/run.ts';
import type { Preprocessing } from '../data/dataset/preprocessing.ts';
import { isSequence } from '../data/encode/encode.ts';
import type { RawRow } from '../data/table/preprocess.ts';
import type { Feeds } from '../model/feeds/feeds.ts';
import type { RunnableModel } from '../model/runnable-model.ts';
import type { Session, Snapshot } from '../model/session.ts';
import { rawFeeds } from './classify.ts';
import { decodeOutputs, type Prediction } from './decode.ts';
import { mistakeInRows, requireTraining } from './trained.ts';

const WHAT = 'take raw steps';
/** One row at a time. */
const STEP = { width: 1, horizon: 1, stride: 1 } as const;

/**
 * A session that takes and gives raw units: values by column as they stand in the training data, and predictions by column.
 * @throws RnncError from every method after `dispose`.
 */
export class RawSession {
  readonly #model: RunnableModel;
  readonly #session: Session;
  readonly #preprocessing: Preprocessing;

  /** @internal Made by `Model.session`. @throws RnncError `not-trained` */
  constructor(model: RunnableModel, session: Session) {
    const { preprocessing } = requireTraining(model, WHAT);
    this.#model = model;
    this.#session = session;
    this.#preprocessing = { ...preprocessing, windows: preprocessing.windows === null ? null : STEP };
  }

  /**
   * One step of every series; the state moves along.
   * @param given values by column, or a text for a model of text; with several series a list, one for each.
   * @returns what the model says after this step, in the same form.
   * @throws RnncError for a column that is missing and a value that does not fit, and where the model can't stream
   */
  step(given: RawRow | string): Prediction;
  step(given: readonly RawRow[] | readonly string[]): readonly Prediction[];
  step(given: RawRow | string | readonly RawRow[] | readonly string[]): Prediction | readonly Prediction[] {
    const isList = Array.isArray(given);
    const rows = (isList ? given : [given]) as readonly RawRow[];
    const mistake = mistakeInRows('rows', rows, ['row', 'text']);
    if (mistake !== null) throw new RnncError([mistake]);
    if (rows.length !== this.#session.batch)
      throw new RnncError([say.rowPerSeries(this.#session.batch, isList ? rows.length : null)]);
    const outputs = this.#session.process(this.#feedsOf(rows));
    const told = decodeOutputs(this.#model, outputs, {}, true);
    return isList ? told : (told[0] ?? {});
  }

  #feedsOf(rows: readonly RawRow[]): Feeds {
    // the group column does not matter here: each row is a sample of its own
    const alone = rows.map((row, i) => {
      const placeOf = (_: number, column: string | null): string =>
        `${rows.length === 1 ? 'the row' : `rows[${i}]`}${column === null ? '' : `.${column}`}`;
      const one = typeof row === 'string' ? row : this.#oneStep(row);
      return rawFeeds(this.#model, [one] as readonly RawRow[], WHAT, { placeOf, preprocessing: this.#preprocessing });
    });
    const [first] = alone;
    if (first === undefined || alone.length === 1) return first?.feeds ?? {};
    return Object.fromEntries(
      Object.entries(first.batch.feeds).map(([name, { shape, dtype }]) => {
        const parts = alone.map(({ batch }) => batch.feeds[name]?.data ?? []);
        const all = parts.flatMap((part) => Array.from(part));
        return [
          name,
          {
            shape: [rows.length, ...shape.slice(1)],
            data: dtype === 'int32' ? Int32Array.from(all) : Float32Array.from(all),
          },
        ];
      }),
    );
  }

  /** A session takes one step, so a column that holds a list over the steps of a sample gets a list with a single entry. */
  #oneStep(row: RawRow): RawRow {
    const overSteps = new Set(
      Object.values(this.#preprocessing.feeds).flatMap((feed) =>
        feed.from === 'columns' && feed.role === 'input' && isSequence(feed) ? feed.columns : [],
      ),
    );
    if (overSteps.size === 0) return row;
    return Object.fromEntries(
      Object.entries(row).map(([name, value]) => [
        name,
        overSteps.has(name) && !Array.isArray(value) ? [value] : value,
      ]),
    );
  }

  snapshot(): Snapshot {
    return this.#session.snapshot();
  }

  /** @throws RnncError where the snapshot is of another batch or another model. */
  restore(snapshot: Snapshot): void {
    this.#session.restore(snapshot);
  }

  /** Back to the start values. */
  reset(): void {
    this.#session.reset();
  }

  dispose(): void {
    this.#session.dispose();
  }
}
