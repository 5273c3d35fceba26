import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { seriesKey } from '../arrange/arrange-rows.ts';
import { futureNote, otherStepNote, timesMistake } from '../arrange/check-times.ts';
import { cellBetween, maskBetween, missingBetween, timesBetween } from '../arrange/fill-gaps.ts';
import type { Carried } from '../arrange/fill-rows.ts';
import type { RowsBehind } from '../arrange/rows-behind.ts';
import { cutSeries, SeriesCount, SeriesCut } from '../arrange/series-count.ts';
import { RowTransform, type TransformedTo } from '../arrange/transform-cells.ts';
import type { DataReport } from '../dataset/dataset.ts';
import type { TimeRecipe } from '../dataset/preprocessing.ts';
import { maskInGap } from '../encode/target-masks.ts';
import { cutNote } from '../messages/rows.ts';
import * as say from '../messages/times.ts';
import type { BadRows } from '../rows/bad-rows.ts';
import { calendarCell } from '../rows/reading.ts';
import type { RowReader } from '../rows/rows.ts';
import { PARTS, type PartIndex } from '../rows/split-rows.ts';
import type { TypedPlace, TypedRow } from '../rows/typed-rows.ts';
import { type TimeReading, timeReading } from '../time/read-time.ts';
import { type StepFinder, stepText } from '../time/step.ts';
import { formText } from '../time/time-form.ts';
import type { TablePlan } from './plan-table.ts';
import { placeOf, scanSet, spanOf } from './scan/scan-set.ts';

/** Rows that are read at once. */
export interface Block<Row, End> {
  readonly rows: readonly Row[];
  /** Where the next block begins; null where the rows are in memory. */
  readonly end: End | null;
}

/** A row at its place in its series. */
export interface ArrangedRow {
  readonly row: TypedRow;
  readonly startsSeries: boolean;
  /** No window may hold both the row before and this one. */
  readonly breaks: boolean;
  /** It was missing, and was put in. */
  readonly put: boolean;
}

/** Where reading can go on, with the row before. */
export interface ArrangedEnd extends FilledPlace {
  readonly before: TypedRow | null;
  readonly transformed: TransformedTo;
  readonly drawn: readonly boolean[];
}

/** Where reading can go on, with what is carried forward there. */
interface FilledPlace extends TypedPlace {
  readonly carried: Carried | null;
}

/** Rows of one set of files after the first pass. */
interface ArrangedSet {
  readonly index: PartIndex;
  readonly readers: readonly RowReader[];
  /** All rows in order, where they are held in memory. */
  held: readonly (readonly TypedRow[])[] | null;
  /** Where rows are not held, it leaves out those that are not of the parts. */
  readonly behind: RowsBehind | null;
  readonly series: SeriesCount;
  /** Targets that inputs tell something of; null: the set was not yet read to its end. */
  untold: number | null;
}

/** Rows that may be put in for all gaps together, beside as many as ten times those of the file. */
const MOST_FILLED = 100_000;

/** The rows of a table by series and in the order of time. They can be read again and again. */
export class ArrangedRows {
  readonly #plan: TablePlan;
  readonly #sets: readonly ArrangedSet[];
  readonly #reading: TimeReading | null;
  /** With the step that was found. */
  readonly time: TimeRecipe | null;
  readonly #notes: readonly string[];
  /** Rows that have none before them. */
  #undiffered = 0;

  private constructor(
    plan: TablePlan,
    sets: readonly ArrangedSet[],
    time: TimeRecipe | null,
    reading: TimeReading | null,
    notes: readonly string[],
  ) {
    this.#plan = plan;
    this.#sets = sets;
    this.time = time;
    this.#reading = reading;
    this.#notes = notes;
  }

  /**
   * First pass: finds the order of the rows and how far they are apart, holds them in memory if they are few or must be sorted, and finds those that
   * can't be read.
   * @throws RnncError where a time stands twice, or rows that are too many to be sorted are not in order
   */
  static async scan(plan: TablePlan, bad: BadRows): Promise<ArrangedRows> {
    const reading = plan.time === null ? null : timeReading(plan.time.forms, plan.time.zone);
    const notes: string[] = [];
    const sets: ArrangedSet[] = [];
    let finder: StepFinder | null = null;
    for (const index of PARTS) {
      const readers = plan.form.readers[index];
      if (readers === null) continue;
      const first = await scanSet(plan, reading, readers, bad, notes);
      const { held, behind, series } = first;
      sets.push({ index, readers, held, behind, series: series ?? new SeriesCount(spanOf(plan)), untold: null });
      finder ??= first.finder;
      if (plan.time === null || first.finder === null) continue;
      const trained = plan.options.preprocessing !== undefined;
      const mistake = timesMistake(plan.spec, plan.time, first.finder, trained);
      if (mistake !== null) throw new RnncError([mistake]);
      const told = [
        ...futureNote(plan.time, first.finder, Date.now() / 1000),
        ...(trained ? otherStepNote(plan.time, first.finder) : []),
      ];
      notes.push(...told.filter((note) => !notes.includes(note)));
    }
    const time = plan.time === null ? null : withStep(plan.time, finder);
    if (time !== null && time.step === null && plan.windows !== null && (finder?.pairs ?? 0) > 1)
      notes.push(say.unevenNote(time.columns));
    const arranged = new ArrangedRows(plan, sets, time, reading, notes);
    await arranged.#count(bad);
    return arranged;
  }

  get sets(): readonly { readonly index: PartIndex; readonly readers: readonly RowReader[] }[] {
    return this.#sets;
  }

  /** Rows of each series of a set, in order. */
  lengths(set: number): readonly number[] {
    const lengths = this.#sets[set]?.series.lengths ?? [];
    const most = this.#plan.longest?.steps ?? Number.POSITIVE_INFINITY;
    return lengths.map((length) => Math.min(length, most));
  }

  /** What may surprise. */
  get notes(): readonly string[] {
    const span = spanOf(this.#plan);
    const all = this.#sets.reduce((n, { series }) => n + series.lengths.length, 0);
    const short = this.#sets.reduce((n, { series }) => n + series.short, 0);
    const { longest } = this.#plan;
    const cut = longest === null ? 0 : this.#sets.reduce((n, { series }) => n + cutSeries(series.lengths, longest), 0);
    const told = [
      ...this.#notes,
      ...(this.#undiffered === 0 ? [] : [say.undifferedNote(this.#undiffered)]),
      ...(longest === null || cut === 0 ? [] : [cutNote(null, cut, longest)]),
    ];
    if (span === null || short === 0 || short === all) return told;
    return [...told, say.shortNote(short, all, span)];
  }

  /** What is told of times; null where nothing orders the rows. */
  get report(): DataReport['time'] {
    if (this.time === null) return null;
    const { columns, forms, zone, step, gaps } = this.time;
    const sum = (of: (series: SeriesCount) => number): number =>
      this.#sets.reduce((n, { series }) => n + of(series), 0);
    return {
      columns,
      written: forms.map(formText).join(' and '),
      zone,
      step: step === null ? null : stepText(step),
      gaps: sum((series) => series.gaps),
      missing: sum((series) => series.missing),
      filled: gaps !== 'break',
    };
  }

  /** The most rows that follow each other without a gap. */
  get longest(): number {
    return Math.max(0, ...this.#sets.map(({ series }) => series.longest));
  }

  /** Reads a set in order, or what is left of it. Rows that are missing in it are put in where the section `data` says so. */
  async *read(
    set: number,
    from: ArrangedEnd | null = null,
    bad: BadRows | null = null,
  ): AsyncGenerator<Block<ArrangedRow, ArrangedEnd>> {
    const one = this.#sets[set];
    if (one === undefined) return;
    let before = from?.before ?? null;
    const transform = this.#transform(from?.transformed ?? null);
    const untold = this.#plan.untold(from?.drawn ?? []);
    const cut = new SeriesCut(one.series.lengths, this.#plan.longest);
    for await (const { rows, end } of this.#ordered(one, from, bad)) {
      const arranged: ArrangedRow[] = [];
      for (const row of rows) {
        for (const found of this.#after(before, row, one)) {
          const done = transform.next(found.row.cells, found);
          if (done === null) continue;
          const place = cut.next(done);
          if (place === null) continue;
          const { startsSeries, breaks } = place;
          const cells = untold.next(done.cells, breaks, found.row.drawn === true);
          arranged.push({ ...found, startsSeries, breaks, row: { ...found.row, cells } });
        }
        before = row;
      }
      yield {
        rows: arranged,
        end: end === null ? null : { ...end, before, transformed: transform.end, drawn: untold.end },
      };
    }
    if (from === null) one.untold = untold.count;
  }

  /** Targets that are left out because inputs before them tell something of them; null: the rows were not yet read to their end. */
  get untold(): number | null {
    return this.#sets.reduce<number | null>(
      (sum, { untold }) => (sum === null || untold === null ? null : sum + untold),
      0,
    );
  }

  /** The rows are no longer held in memory. */
  release(): void {
    for (const set of this.#sets) set.held = null;
  }

  /** A row, and before it those that are missing. */
  #after(before: TypedRow | null, row: TypedRow, { readers, series }: ArrangedSet): readonly ArrangedRow[] {
    const startsSeries = before === null || row.group !== before.group;
    const isGrouped = this.#plan.spec.group !== null;
    const [step, clock] = [this.time?.step ?? null, this.#reading?.clock];
    if (before === null || startsSeries || step === null || clock === undefined)
      return [{ row, startsSeries, breaks: startsSeries || row.gap || row.opens, put: false }];
    if (seriesKey(row, isGrouped) !== seriesKey(before, isGrouped))
      return [{ row, startsSeries, breaks: true, put: false }];
    const missing = missingBetween(step, before.time, row.time, clock);
    const rule = this.time?.gaps ?? 'break';
    // a row of the file that was left out is not put back
    const isCut = missing > 0 && (rule === 'break' || row.gap);
    if (missing === 0 || isCut) return [{ row, startsSeries, breaks: isCut, put: false }];
    if (missing > MOST_FILLED + 10 * series.rows)
      throw new RnncError([say.gapTooLong(this.#plan.spec.time?.span ?? null, placeOf(readers, row), missing)]);
    const { spec, used, masks, whole, drawsInGaps } = this.#plan;
    const columns = this.time?.columns ?? [];
    const once = new Set(this.#plan.feeds.flatMap((feed) => (feed.part === 'series' ? feed.columns : [])));
    const put = [...timesBetween(step, before.time, missing, clock)].map(({ time, share }): ArrangedRow => {
      const cells = used.map(({ name, type, cells: column }, i) => {
        const { maskOf, calendar } = column.recipe;
        if (calendar !== undefined && calendar.columns[0] === columns[0]) return calendarCell(time, column);
        if (name === columns[0] && columns.length === 1 && type === 'time') return time;
        const [cell, next] = [before.cells[i] ?? null, row.cells[i] ?? null];
        if (maskOf !== undefined) return maskBetween(cell);
        if (once.has(name)) return cell;
        return cellBetween(cell, next, share, { type, rule, whole: whole.has(name) });
      });
      cells.push(
        ...masks.map(({ column, of }, i) => maskInGap(before.cells[used.length + i] ?? null, used[of] ?? column, rule)),
      );
      const orders = spec.split?.kind === 'column' && columns[0] === spec.split.column.value;
      const filled = {
        ...before,
        cells,
        time,
        border: orders ? time : before.border,
        gap: false,
        opens: false,
        drawn: drawsInGaps || (typeof rule !== 'object' && before.drawn === true),
      };
      return { row: filled, startsSeries: false, breaks: false, put: true };
    });
    return [...put, { row, startsSeries, breaks: false, put: false }];
  }

  async *#ordered(
    { held, behind, readers }: ArrangedSet,
    from: FilledPlace | null,
    bad: BadRows | null,
  ): AsyncGenerator<Block<TypedRow, FilledPlace>> {
    if (held !== null) {
      for (const rows of held) yield { rows, end: null };
      return;
    }
    let carried = from?.carried ?? null;
    for await (const { rows, end } of this.#plan.typing.read(readers, null, from ?? undefined)) {
      const filled = this.#plan.filling.forward(behind?.past(rows) ?? rows, carried, bad);
      carried = filled.last;
      yield { rows: filled.rows, end: end === null ? null : { ...end, carried } };
    }
  }

  #transform(from: TransformedTo | null): RowTransform {
    const { transforms, levels, used, masks } = this.#plan;
    const changes = masks.flatMap(({ differenced }, i) => (differenced ? [used.length + i] : []));
    const places = levels.map((name) => used.findIndex((column) => column.name === name));
    return new RowTransform(transforms, places, changes, from);
  }

  /** Counts series: in a second pass where that takes the order or the distance of rows. */
  async #count(bad: BadRows): Promise<void> {
    for (const set of this.#sets) {
      const { series } = set;
      if (series.rows > 0) continue;
      let before: TypedRow | null = null;
      // the row before, which may have been put in
      let last: TypedRow | null = null;
      let missing: number | 'put' = 0;
      const transform = this.#transform(null);
      for await (const { rows } of this.#ordered(set, null, bad))
        for (const row of rows) {
          for (const found of this.#after(before, row, set)) {
            const between = found.put ? 'put' : this.#missing(last, row, found.startsSeries);
            last = found.row;
            missing = between === 0 ? missing : between;
            const kept = transform.next(found.row.cells, found);
            if (kept === null) {
              this.#undiffered++;
              continue;
            }
            series.add(kept.startsSeries, kept.breaks, missing);
            missing = 0;
          }
          before = row;
        }
      series.end();
    }
  }

  #missing(before: TypedRow | null, row: TypedRow, startsSeries: boolean): number {
    const step = this.time?.step ?? null;
    if (before === null || startsSeries || step === null || this.#reading === null) return 0;
    if (this.#plan.spec.group === null && row.reader !== before.reader) return 0;
    // what was left out is counted as such
    if (row.gap && this.time?.gaps !== 'break') return 0;
    return missingBetween(step, before.time, row.time, this.#reading.clock);
  }
}

/** The step as it was written, or else as it was found. */
function withStep(time: TimeRecipe, finder: StepFinder | null): TimeRecipe {
  const { step } = time;
  if (step === null) return { ...time, step: finder?.find() ?? null };
  if (step.unit !== 'month' || step.day > 0) return time;
  return { ...time, step: { ...step, day: finder?.dayOfMonth() ?? 31 } };
}
