import { RnncError } from '../../../../compiler/diagnostics/diagnostic.ts';
import { type ArrangeRules, arrangeRows, type MissingRow, seriesKey } from '../../arrange/arrange-rows.ts';
import { OrderCheck } from '../../arrange/check-order.ts';
import { measured } from '../../arrange/check-times.ts';
import { risingColumn } from '../../arrange/rising-column.ts';
import { RowsBehind } from '../../arrange/rows-behind.ts';
import { SeriesCount } from '../../arrange/series-count.ts';
import { meanCell, meanMask, ruledRows } from '../../arrange/settle/settle-rows.ts';
import { isDifferenced } from '../../arrange/transform-cells.ts';
import { MEMORY_LIMIT } from '../../dataset/limits.ts';
import { windowSpan } from '../../encode/encode.ts';
import * as say from '../../messages/times.ts';
import { quotedName } from '../../messages/wording.ts';
import type { BadRows } from '../../rows/bad-rows.ts';
import type { RowReader } from '../../rows/rows.ts';
import type { TypedRow } from '../../rows/typed-rows.ts';
import { type TimeReading, writeTimes } from '../../time/read-time.ts';
import { StepFinder } from '../../time/step.ts';
import { mayBeSetBack } from '../../time/zone.ts';
import type { TablePlan } from '../plan-table.ts';

/** Rows of a window with its horizon; null: every row is a sample. */
export const spanOf = ({ windows }: TablePlan): number | null => (windows === null ? null : windowSpan(windows));
export const placeOf = (readers: readonly RowReader[], { reader, line }: TypedRow): string =>
  `${readers[reader]?.path ?? ''}:${line}`;

interface ScannedSet {
  /** Knows the rows that are no rows of the parts, where rows are not held. */
  readonly behind: RowsBehind | null;
  readonly held: readonly (readonly TypedRow[])[] | null;
  readonly finder: StepFinder | null;
  /** Null where counting takes the distance of rows, or their order. */
  readonly series: SeriesCount | null;
}

/** Reads a set once; its rows are held where they are few, or sorted. */
export async function scanSet(
  plan: TablePlan,
  reading: TimeReading | null,
  readers: readonly RowReader[],
  bad: BadRows,
  notes: string[],
): Promise<ScannedSet> {
  const { form, typing, spec, filling } = plan;
  if (filling.looksAhead && form.streamed)
    throw new RnncError([say.streamAhead(spec.span, plan.options.memoryLimit ?? MEMORY_LIMIT)]);
  const { names, isApart } = plan.forecast;
  const holdRows = form.holdRows || plan.settles || filling.looksAhead || (isApart && names.size > 0 && !form.streamed);
  const [grouped, timed] = [spec.group !== null, reading !== null];
  const check = new OrderCheck({ grouped, timed, repeats: plan.windows === null && !plan.joins });
  const step = plan.windows === null && !plan.joins ? null : (plan.time?.step ?? null);
  const finder = reading === null ? null : new StepFinder(reading.clock, step);
  const held: (readonly TypedRow[])[] = [];
  const holes: MissingRow[] = [];
  const series = new SeriesCount(spanOf(plan));
  const behind = names.size === 0 ? null : new RowsBehind(grouped, isApart);
  const bare: (() => void)[] = [];
  let count = 0;
  let last: TypedRow | null = null;
  const take = (row: TypedRow): void => {
    const isNext = last !== null && seriesKey(row, grouped) === seriesKey(last, grouped);
    if (check.inOrder) finder?.add(isNext ? (last?.time ?? null) : null, row.time);
    const startsSeries = row.group !== (last?.group ?? null);
    series.add(startsSeries, startsSeries || row.gap || row.opens, 0);
    last = row;
    if (row.bare === undefined) return;
    if (form.streamed) row.bare();
    else bare.push(row.bare);
  };
  for await (const block of typing.read(readers, bad)) {
    if (holdRows) {
      held.push(block.rows);
      for (const hole of block.holes) holes.push({ ...hole, at: count + hole.at });
    }
    for (const row of block.rows) {
      const why = check.add(row);
      if (why !== null && form.streamed) {
        const columns = [...(spec.group === null ? [] : [spec.group.value]), ...(plan.time?.columns ?? [])];
        const limit = plan.options.memoryLimit ?? MEMORY_LIMIT;
        const span = spec.time?.span ?? spec.group?.span ?? null;
        throw new RnncError([say.streamUnordered(span, placeOf(readers, row), why, columns, limit)]);
      }
      if (behind === null) take(row);
      else for (const known of behind.next(row)) take(known);
    }
    count += block.rows.length;
  }
  for (const known of behind?.end() ?? []) take(known);
  series.end();
  const tell = (rows: number): void => {
    if (rows > 0) bad.behind(rows, typing.targets, isApart);
  };
  if (check.inOrder) {
    for (const row of bare) row();
    tell(behind?.count ?? 0);
    const past = held.map((rows) => behind?.past(rows) ?? rows);
    const rows = !holdRows ? null : plan.settles || filling.isNeeded ? [filledRows(plan, past.flat(), bad)] : past;
    const isCounted = !timed && !filling.isNeeded && !plan.transforms.some(isDifferenced);
    return { behind, held: rows, finder, series: isCounted ? series : null };
  }
  if (!holdRows)
    for await (const block of typing.read(readers, null, undefined, true)) {
      for (const hole of block.holes)
        holes.push({ ...hole, at: held.reduce((n, rows) => n + rows.length, 0) + hole.at });
      held.push(block.rows);
    }
  const arranged = arrangeRows(held.flat(), holes, rulesOf(plan, reading));
  const columns = plan.time?.columns ?? [];
  const policy = plan.time?.duplicates ?? 'error';
  if (arranged.repeated !== null && reading !== null) {
    const example = measured(plan.time?.forms ?? [], held.flat(), arranged.series, arranged.repeated.count);
    if (example !== null)
      throw new RnncError([say.measuresAsTime(spec.time?.span ?? spec.span, columns[0] ?? '', `${example}`)]);
    const { rows, count: times } = arranged.repeated;
    const [first, second] = rows;
    const found = {
      time: writeTimes(reading, first.time).join(' '),
      series: grouped ? first.group : null,
      rows: [placeOf(readers, first), placeOf(readers, second)] as const,
    };
    const written = columns.length > 1 ? `[${columns.map(quotedName).join(', ')}]` : quotedName(columns[0] ?? '');
    // rows that can't be read are told first
    bad.check();
    if (policy === 'error')
      throw new RnncError([
        say.timeRepeated(spec.time?.span ?? spec.span, found, times, written, grouped, {
          setBack: reading.zone === null && mayBeSetBack(first.time),
          isGuess: spec.time === null,
        }),
      ]);
    notes.push(say.duplicatesNote(times, policy));
  }
  if (plan.joins && !timed && check.apart > 0)
    notes.push(say.apartNote(spec.group?.value ?? '', check.apart, risingColumn(form, spec.group?.value ?? '')));
  if (arranged.moved > 0) notes.push(say.sortedNote(columns, arranged.moved, arranged.falls));
  const ends = names.size === 0 ? null : new RowsBehind(grouped, isApart);
  const pasts = arranged.series.map((rows) =>
    ends === null ? rows : [...rows.flatMap((row) => ends.next(row)), ...ends.end()],
  );
  for (const rows of pasts) for (const row of rows) row.bare?.();
  tell(ends?.count ?? 0);
  const sorted = reading === null ? null : new StepFinder(reading.clock, step);
  for (const series of pasts)
    series.forEach((row, i) => {
      sorted?.add(series[i - 1]?.time ?? null, row.time);
    });
  const rows = plan.settles || filling.isNeeded ? [filledRows(plan, pasts.flat(), bad)] : pasts;
  return { behind: null, held: rows, finder: sorted, series: null };
}

/** Rows that stand by series and in order, with all that rules put in. */
function filledRows(
  { filling, settles, used, spec, joins }: TablePlan,
  rows: readonly TypedRow[],
  bad: BadRows,
): readonly TypedRow[] {
  return filling.all(settles ? ruledRows(rows, used, { grouped: spec.group !== null, joins }, bad) : rows, bad);
}

function rulesOf(plan: TablePlan, reading: TimeReading | null): ArrangeRules<TypedRow> {
  const policy = plan.time?.duplicates ?? 'error';
  return {
    grouped: plan.spec.group !== null,
    timed: reading !== null,
    zone: reading?.zone ?? null,
    duplicates: plan.windows === null && !plan.joins && policy === 'error' ? 'keep' : policy,
    withTime: (row, time) => ({ ...row, time }),
    mean: (rows) => {
      const [first] = rows as readonly [TypedRow, ...TypedRow[]];
      const read = [...plan.used, ...plan.masks.map(({ column }) => column)];
      const cells = read.map(({ name, type, cells: { recipe } }, i) => {
        const same = rows.map((row) => row.cells[i] ?? null);
        if (recipe.maskOf !== undefined) return meanMask(same);
        return meanCell(same, plan.whole.has(name) ? 'category' : type);
      });
      const { bare, ...whole } = first;
      return {
        ...whole,
        cells,
        ...(bare !== undefined && rows.every((row) => row.bare !== undefined) ? { bare } : {}),
      };
    },
  };
}
