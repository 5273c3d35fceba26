import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import * as say from '../../compiler/diagnostics/messages/run.ts';
import type { TrainingRecord } from '../artifact/training-record.ts';
import { fillSeries } from '../data/arrange/fill-given.ts';
import { cellsOf } from '../data/arrange/given-cells.ts';
import { StepOrder, type Track } from '../data/arrange/step-order.ts';
import { makeBatch } from '../data/batches/batch.ts';
import { rowsBefore, seriesOfRow } from '../data/batches/encode-given.ts';
import { onlyPiece } from '../data/batches/nested-batch.ts';
import { type NoteOptions, sampleNotes } from '../data/batches/sample-notes.ts';
import type { Batch } from '../data/dataset/dataset.ts';
import { isNested, rowAxes } from '../data/dataset/feed-axes.ts';
import type { Preprocessing } from '../data/dataset/preprocessing.ts';
import { hasTime, isSequence } from '../data/encode/encode.ts';
import { columnsBySeries, scaleIn } from '../data/encode/series-scale.ts';
import { aheadOfStep } from '../data/messages/ahead.ts';
import { stepCarriedNote } from '../data/messages/times.ts';
import { stepsUnscaled } from '../data/messages/units.ts';
import { FilledCell, sourcesOf } from '../data/rows/reading.ts';
import { feedsFromWindows, type PlaceOf, type RawRow } from '../data/table/preprocess.ts';
import type { Feeds } from '../model/feeds/feeds.ts';
import type { AnyModel, ModelTypes, StepPredictionOf } from '../model/model-types.ts';
import { Output } from '../model/output.ts';
import type { RunnableModel } from '../model/runnable-model.ts';
import type { Session, SessionOptions, Snapshot } from '../model/session.ts';
import { planSession } from '../model/session-plan.ts';
import { rawFeeds } from './classify.ts';
import { decodeOutputs, type Prediction } from './decode.ts';
import { originOf } from './forecast-outputs.ts';
import { feedsOf, mistakeInRows, recipeOf, requireTraining } from './trained.ts';
import type { SampleFeeds } from './window-samples.ts';

const WHAT = 'take raw steps';
/** One row at a time. */
const STEP = { width: 1, horizon: 1, stride: 1 } as const;

const placeOfStep = (index: number, rows: number, column: string | null): string =>
  `${rows === 1 ? 'the row' : `rows[${index}]`}${column === null ? '' : `.${column}`}`;

/** What a step is given, for messages. */
function exampleRow({ feeds, cells = {} }: Preprocessing): string {
  const names = Object.values(feeds).flatMap((feed) =>
    feed.role === 'input' && feed.from === 'columns' ? feed.columns : [],
  );
  const sources = new Set(
    names.flatMap((name) => sourcesOf(name, Object.hasOwn(cells, name) ? (cells[name] ?? {}) : {})),
  );
  if (sources.size === 0) return "'TEXT'";
  return `{${[...sources].map((name) => `${/^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name)}: …`).join(', ')}}`;
}

/** As if windows were of one step. */
export const stepByStep = (preprocessing: Preprocessing): Preprocessing => ({
  ...preprocessing,
  windows: preprocessing.windows === null ? null : STEP,
});

/**
 * What one row feeds, as a sample of one step, or a text of as many as it has.
 * @param preprocessing of `stepByStep`
 * @throws RnncError for a row that does not fit
 */
export function stepFeeds(
  model: RunnableModel,
  preprocessing: Preprocessing,
  row: RawRow | string,
  placeOf: PlaceOf = (_, column) => placeOfStep(0, 1, column),
): SampleFeeds {
  const one = typeof row === 'string' ? row : asOneStep(preprocessing, row);
  return rawFeeds(model, [one] as readonly RawRow[], WHAT, { placeOf, preprocessing });
}

/** A column that holds a list over the steps of a sample gets a list with a single entry. */
function asOneStep({ feeds, cells = {} }: Preprocessing, row: RawRow): RawRow {
  /** By column of the rows: how many axes of time its values have. */
  const axes = new Map<string, number>();
  for (const feed of Object.values(feeds))
    if (feed.from === 'columns' && feed.role === 'input' && isSequence(feed))
      for (const name of feed.columns) {
        const letters = Object.hasOwn(cells, name) ? cells[name]?.lettersOf : undefined;
        // words have their letters in themselves
        const own = rowAxes(feed).length - (letters === undefined ? 0 : 1);
        const source = letters?.column ?? name;
        axes.set(source, Math.max(axes.get(source) ?? 1, own));
      }
  if (axes.size === 0) return row;
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, depthOf(value) < (axes.get(name) ?? 0) ? [value] : value]),
  );
}

/** Lists in lists. */
const depthOf = (value: unknown): number => (Array.isArray(value) ? 1 + depthOf(value[0]) : 0);

/** Names of all that a model says of a step. */
export function columnsOf(model: RunnableModel): readonly string[] {
  const nothing = Object.fromEntries(
    model.outputs.map(({ name, dims }) => {
      const sizes = dims.slice(1).map((dim) => (/^\d+$/.test(dim) ? Number(dim) : 0));
      // of a sample that has no step
      return [name, new Output(new Float32Array(0), [1, 0, ...sizes.slice(-1)], dims, new Int32Array(1))];
    }),
  );
  const [told = {}] = decodeOutputs(model, nothing, { origins: [] }, true);
  return Object.keys(told);
}

/** @throws RnncError for a model that can't take its rows step by step, and for feeds that the steps give */
export function checkRawSession(
  model: RunnableModel,
  { preprocessing }: TrainingRecord,
  options: SessionOptions,
): void {
  for (const [name, feed] of Object.entries(preprocessing.feeds))
    if (feed.role === 'input' && feed.from === 'columns' && ['horizon', 'next', 'span'].includes(feed.part))
      throw new RnncError([aheadOfStep(name, feed.part)]);
  const given = options.feeds ?? {};
  const plan = planSession(model.runner, options.over, given);
  if (plan.refusal !== null) throw new RnncError([say.notRawStreaming(plan.refusal)]);
  const early = Object.keys(given).filter(
    (name) => preprocessing.feeds[name]?.role === 'input' && !plan.given.includes(name),
  );
  if (early.length > 0) throw new RnncError(early.map((name) => say.fedBySteps(name, exampleRow(preprocessing))));
}

/**
 * A session that takes and gives raw units: values by column as they stand in the training data, and predictions by column.
 * @throws RnncError from every method after `dispose`.
 */
export class RawSession<T extends ModelTypes = AnyModel> {
  readonly #model: RunnableModel;
  readonly #session: Session;
  readonly #preprocessing: Preprocessing;
  readonly #onNote: NoteOptions['onNote'];
  /** Whether a step is fed as the difference to the one before. */
  readonly #differs: boolean;
  /** The last row of each series, from which values are carried forward and differences are taken. */
  #last: readonly RawRow[] = [];
  readonly #order: StepOrder;
  /** Of each series. */
  #tracks: readonly Track[] = [];
  readonly #kept = new WeakMap<Snapshot, { readonly last: readonly RawRow[]; readonly tracks: readonly Track[] }>();
  /** Notes that are told once. */
  readonly #told = new Set<string>();

  /** @internal Made by `Model.session`. @throws RnncError `not-trained` */
  constructor(model: RunnableModel, session: Session, onNote?: NoteOptions['onNote']) {
    const { preprocessing } = requireTraining(model, WHAT);
    this.#model = model;
    this.#session = session;
    this.#onNote = onNote;
    this.#preprocessing = stepByStep(preprocessing);
    this.#differs = rowsBefore(preprocessing) > 0;
    this.#order = new StepOrder(preprocessing);
  }

  /**
   * One step of every series; the state moves along. A text, or a list over steps, gives as many steps as it has, which may differ from series to
   * series; a series without one stands still, and where the model says something of every step, its answers are null.
   * Where columns are fed as differences, the first step after opening or `reset` is the row that the second one differs from: its answers are null.
   * Rows may have the columns of times and of the group too: then they must be of one series, each later than the one before, and a gap is refused where
   * no window of the training crossed one (`gaps: break`), or told.
   * @param given values by column, or a text for a model of text; with several series a list, one for each.
   * @returns what the model says after this step, in the same form.
   * @throws RnncError for a column that is missing and a value that does not fit, for rows of another series or out of order, where no series has a step,
   *   and where the model can't stream
   */
  step(given: T['row'] | string): StepPredictionOf<T>;
  step(given: readonly T['row'][] | readonly string[]): readonly StepPredictionOf<T>[];
  step(given: object | string): unknown {
    const isList = Array.isArray(given);
    const rows = (isList ? given : [given]) as readonly RawRow[];
    const mistake = mistakeInRows('rows', rows, ['row', 'text']);
    const { batch } = this.#session;
    if (mistake !== null) throw new RnncError([say.stepForm(given, exampleRow(this.#preprocessing), batch)]);
    if (rows.length !== this.#session.batch)
      throw new RnncError([say.rowPerSeries(this.#session.batch, isList ? rows.length : null)]);
    const followed = rows.map((row, i) =>
      typeof row === 'string'
        ? null
        : this.#order.follow(row, this.#tracks[i], (column) => placeOfStep(i, rows.length, column)),
    );
    const filled = rows.map((row, i) => this.#filled(row, this.#last[i]));
    const told = this.#differs && this.#last.length === 0 ? this.#begin(filled) : this.#answers(filled);
    this.#last = filled;
    this.#tracks = followed.flatMap((one) => (one === null ? [] : [one.track]));
    for (const one of followed) if (one?.note != null) this.#tellOnce(one.note.kind, one.note.text);
    for (const [i, row] of rows.entries())
      for (const name of this.#carried(row, filled[i])) this.#tellOnce(`carried ${name}`, stepCarriedNote(name));
    if (this.#onNote !== undefined) for (const note of sampleNotes(this.#preprocessing, filled)) this.#onNote(note);
    return isList ? told : (told[0] ?? {});
  }

  /**
   * A raw session takes its rows with `step`.
   * @throws RnncError always
   */
  process(_rows: never): never {
    throw new RnncError([say.rawProcess()]);
  }

  #tellOnce(key: string, note: string): void {
    if (this.#onNote === undefined || this.#told.has(key)) return;
    this.#told.add(key);
    this.#onNote(note);
  }

  /** Columns that training filled with the help of later rows, where the row has no value. */
  #carried(given: RawRow, filled: RawRow | undefined): readonly string[] {
    if (typeof given === 'string') return [];
    return Object.entries(this.#preprocessing.cells ?? {}).flatMap(([name, { fill, maskOf }]) => {
      if (fill !== 'interpolate' || maskOf !== undefined || !Object.hasOwn(this.#preprocessing.columns, name))
        return [];
      const { source, whole } = cellsOf(this.#preprocessing, name);
      const isCarried = filled?.[source] instanceof FilledCell && !(given[source] instanceof FilledCell);
      return isCarried && !whole ? [name] : [];
    });
  }

  #answers(rows: readonly RawRow[]): readonly Prediction[] {
    const outputs = this.#session.process(this.#feedsOf(rows));
    const of = { preprocessing: this.#preprocessing, plan: { columns: new Set(this.#targets) } };
    const origins = rows.map((row) =>
      originOf(of, typeof row === 'string' ? null : seriesOfRow(this.#preprocessing, row), [row], 1),
    );
    return decodeOutputs(this.#model, outputs, { origins }, true);
  }

  /** The first rows are what the next ones differ from: nothing is said yet. @throws RnncError for what can't be read */
  #begin(rows: readonly RawRow[]): readonly Prediction[] {
    this.#checkScales(rows);
    this.#differencesOf(rows, rows);
    return rows.map(() => Object.fromEntries(this.columns.map((name) => [name, null])));
  }

  /** Names of all that a step says. */
  get columns(): readonly string[] {
    return columnsOf(this.#model);
  }

  /** Feeds of rows that each have one before them. */
  #differencesOf(rows: readonly RawRow[], before: readonly RawRow[]): Batch {
    return feedsFromWindows(
      this.#preprocessing,
      rows.map((row, i) => ({ rows: [before[i] ?? row, row], at: 1 })),
      (row, column) => placeOfStep(rows.indexOf(row), rows.length, column),
    );
  }

  /** Columns that are said. */
  get #targets(): readonly string[] {
    const { feeds } = this.#preprocessing;
    return Object.values(feeds).flatMap((feed) =>
      feed.role === 'target' && feed.from === 'columns' ? feed.columns : [],
    );
  }

  #feedsOf(rows: readonly RawRow[]): Feeds {
    const record = requireTraining(this.#model, WHAT);
    this.#checkScales(rows);
    if (this.#differs) return feedsOf(record, this.#differencesOf(rows, this.#last));
    const layouts = Object.keys(this.#preprocessing.feeds).map((name) => ({ name, ...recipeOf(record, name) }));
    // the group column does not matter here: each row is a sample of its own
    const alone = rows.map((row, i): Batch => {
      const placeOf = (_: number, column: string | null): string => placeOfStep(i, rows.length, column);
      return stepFeeds(this.#model, this.#preprocessing, row, placeOf).batch;
    });
    const fed = layouts.filter(({ name }) => alone.every(({ feeds }) => Object.hasOwn(feeds, name)));
    const stepsOf = ({ feeds }: Batch, layout: (typeof fed)[number]): number =>
      hasTime(layout) ? (feeds[layout.name]?.shape[1] ?? 0) : 1;
    const timed = fed.filter(hasTime);
    if (timed.length > 0 && alone.every((batch) => timed.every((layout) => stepsOf(batch, layout) === 0)))
      throw new RnncError([
        say.noStep(
          rows.length,
          timed.map((layout) => (layout.from === 'columns' ? layout.columns : [])),
        ),
      ]);
    const samples = alone.map((batch) =>
      fed.map((layout) =>
        isNested(layout)
          ? onlyPiece(batch, layout)
          : { steps: stepsOf(batch, layout), data: batch.feeds[layout.name]?.data ?? [] },
      ),
    );
    return feedsOf(record, makeBatch(fed, samples, false));
  }

  /** @throws RnncError for rows of a series that has no scale */
  #checkScales(rows: readonly RawRow[]): void {
    const [scaled] = columnsBySeries(this.#preprocessing);
    const recipe = scaled === undefined ? undefined : this.#preprocessing.columns[scaled];
    if (scaled === undefined || recipe === undefined || !('offset' in recipe)) return;
    for (const row of rows) {
      const key = seriesOfRow(this.#preprocessing, row);
      if (scaleIn(recipe, key) === null) throw new RnncError([stepsUnscaled('a step', scaled, key)]);
    }
  }

  /** A row with what its series had last in place of values that are not there, where the columns are filled so. */
  #filled(row: RawRow, last: RawRow | undefined): RawRow {
    if (typeof row === 'string') return row;
    const known = last === undefined ? [row] : [last, row];
    return fillSeries(this.#preprocessing, known, []).rows.at(-1) ?? row;
  }

  snapshot(): Snapshot {
    const made = this.#session.snapshot();
    this.#kept.set(made, { last: this.#last, tracks: this.#tracks });
    return made;
  }

  /** @throws RnncError where the snapshot is of another batch or another model. */
  restore(snapshot: Snapshot): void {
    this.#session.restore(snapshot);
    const kept = this.#kept.get(snapshot);
    this.#last = kept?.last ?? [];
    this.#tracks = kept?.tracks ?? [];
  }

  /** Back to the start values. */
  reset(): void {
    this.#session.reset();
    this.#last = [];
    this.#tracks = [];
  }

  dispose(): void {
    this.#session.dispose();
  }
}
