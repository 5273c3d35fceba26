import type { DataSpec } from '../../../compiler/1-read/spec/data-spec.ts';
import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { joinRows, SameAtSteps, watched } from '../batches/join-rows.ts';
import { type SingleTarget, singleTargets } from '../batches/lack-count.ts';
import type { Dataset, DatasetOptions } from '../dataset/dataset.ts';
import type { Preprocessing } from '../dataset/preprocessing.ts';
import { copyNotes } from '../encode/checks/check-ahead.ts';
import { checkMarks } from '../encode/checks/check-marks.ts';
import { maskedColumns } from '../encode/masked-steps.ts';
import { markedColumns } from '../encode/previous/marked-steps.ts';
import { UnknownCount } from '../encode/unknown-count.ts';
import type { FoundFiles } from '../files/find-files.ts';
import * as columnMessages from '../messages/columns.ts';
import * as partMessages from '../messages/parts.ts';
import { lackNote } from '../messages/rows.ts';
import { BadRows } from '../rows/bad-rows.ts';
import { PARTS } from '../rows/split-rows.ts';
import { ArrangedRows } from './arranged-rows.ts';
import { calendarNotes, checkColumns } from './check-columns.ts';
import { type EncodedRow, EncodedRows, type ReadRows } from './encoded-rows.ts';
import { type FittedTable, fitTable, keepFit, scaleUnseen } from './fit-table.ts';
import { memoryParts, streamedParts } from './make-parts.ts';
import { PlacedRows } from './placed-rows.ts';
import { planTable, type TablePlan } from './plan-table.ts';
import { readForm } from './table-form.ts';
import { type PartResults, takePart } from './take-part.ts';

/**
 * Opens rows and records: CSV, JSON, NDJSON, NumPy arrays, tasks.
 *
 * A file is read in passes; the rows of a small one are kept in between. Scan: in which order the rows stand, how many each series has, and which can't
 * be read; rows out of order are sorted in memory. Fit: the
 * training part alone. Then in memory: all rows encoded into flat arrays. As a stream: a pass that counts samples, and later one pass per epoch,
 * or, where states are carried, one from the beginning of each track to its end.
 * @throws RnncError for every mistake in files, columns, feeds and rows
 */
export async function openTable(spec: DataSpec, files: FoundFiles, options: DatasetOptions): Promise<Dataset> {
  const { form, plan, bad, arranged, placed } = await scanTable(spec, files, options);
  const {
    preprocessing,
    counts,
    notes: fitted,
  } = options.preprocessing === undefined
    ? await fitTable(plan, placed, arranged.time, bad)
    : { preprocessing: keepFit(plan, options.preprocessing, arranged.time), counts: {}, notes: [] };
  checkMarks(plan.feeds, options.inputs, preprocessing);
  const unseen = await scaleUnseen(plan, placed, preprocessing);
  const unknown = options.preprocessing === undefined ? null : new UnknownCount();
  const encoded = new EncodedRows(plan, placed, unseen.preprocessing, unknown);
  const same = new SameAtSteps(plan.feeds);
  const joined = (isFirst: boolean, rows: ReturnType<ReadRows>): ReturnType<ReadRows> => {
    const whole = joinRows(plan.samples, rows);
    return isFirst ? watched(whole, (row: EncodedRow) => same.add(row)) : whole;
  };
  const read: ReadRows = (unfit, only, from) =>
    plan.joins ? joined(unfit !== null, encoded.read(unfit, only)) : encoded.read(unfit, only, from);
  const single = singleTargets(plan.feeds, plan.used, plan.windows !== null, (column) => bad.uncounted(column) > 0);
  const parts = form.streamed
    ? await streamedParts(plan, read, bad, single)
    : await memoryParts(plan, placed, read, bad, single);
  bad.check();
  const lacking = lackingIn(single, parts, plan.joins);
  const notes = [
    ...copyNotes(plan.feeds, options.inputs, plan.windows),
    ...same.columns.map((column) => columnMessages.sameAtStepsNote(column, spec.group?.value ?? '')),
    ...calendarNotes(plan),
    ...pointNotes(plan),
    ...arranged.notes,
    ...fitted,
    ...unseen.notes,
    ...(unknown?.notes ?? []),
    ...lacking.map(({ note }) => note),
    ...bad.ruled(new Set(lacking.map(({ column }) => column)), maskedColumns(plan.feeds), markedColumns(plan.feeds)),
    ...noTargets(plan, arranged, bad),
    ...oneClassNotes(plan, preprocessing, counts),
  ];
  const lengths = arranged.lengths(0);
  const [train, validation, test] = PARTS.map((part) => takePart(plan, part, parts, lengths, bad.count, notes));
  if (!train) throw new RnncError([partMessages.nothingLeft(spec.span, bad.count)]);
  return {
    train,
    validation: validation ?? null,
    test: test ?? null,
    preprocessing,
    shuffle: spec.shuffle ?? !(options.carry ?? false),
    report: {
      ...form.report,
      rows: { train: parts[0].rows, validation: parts[1].rows, test: parts[2].rows },
      skipped: bad.report,
      time: arranged.report,
      counts,
      ...(spec.group === null ? {} : { series: lengths.length }),
      ...(plan.joins ? { sequences: rangeOf(arranged) } : {}),
      notes,
    },
  };
}

/** How many samples have no target, a sentence for each column. */
function lackingIn(
  single: readonly SingleTarget[],
  parts: PartResults,
  joins: boolean,
): readonly { readonly column: string; readonly note: string }[] {
  const all = parts.reduce((n, { part }) => n + (part?.samples ?? 0), 0);
  return single.flatMap(({ column, isClass }, i) => {
    const lacking = parts.reduce((n, { lacks }) => n + (lacks[i] ?? 0), 0);
    const of = joins ? 'sequence' : 'sample';
    return lacking === 0 ? [] : [{ column, note: lackNote(column, isClass, { lacking, all, of }) }];
  });
}

/** Columns that targets take and of which something was put in. */
function noTargets({ used, masks, drawsAhead }: TablePlan, arranged: ArrangedRows, bad: BadRows): readonly string[] {
  const { time, report } = arranged;
  const rowsPutIn = report?.filled === true && report.missing > 0;
  const columns = masks.flatMap(({ of, inCells, inGaps }) => {
    const name = used[of]?.name ?? '';
    return (inGaps && rowsPutIn) || (inCells && bad.filled(name) > 0) ? [name] : [];
  });
  const isDrawn =
    drawsAhead &&
    ((time?.gaps === 'interpolate' && rowsPutIn) ||
      used.some(({ name, cells: { recipe } }) => recipe.fill === 'interpolate' && bad.filled(name) > 0));
  return [
    ...(columns.length === 0 ? [] : [columnMessages.noTargetsNote(columns)]),
    ...(isDrawn && arranged.untold !== 0 ? [columnMessages.toldTargetsNote(arranged.untold)] : []),
  ];
}

/** Targets that have one class in all of the training part. */
function oneClassNotes(
  { feeds }: TablePlan,
  { columns }: Preprocessing,
  counts: FittedTable['counts'],
): readonly string[] {
  return feeds.flatMap(({ name, role, columns: [column, ...more] }) => {
    const recipe = column === undefined ? undefined : columns[column];
    if (role !== 'target' || column === undefined || more.length > 0) return [];
    const labels =
      recipe?.type === 'category' ? recipe.values : recipe?.type === 'text' ? recipe.vocabulary.tokens : [];
    const [only, ...others] = labels.filter((_, i) => (counts[column]?.[i] ?? 0) > 0);
    return only === undefined || others.length > 0 ? [] : [columnMessages.oneClassNote(name, column, only)];
  });
}

/** @throws RnncError where numbers with points before three digits stand beside whole ones, which the first rows did not show */
function checkPoints({ points, spec }: TablePlan): void {
  const mistakes = [...points].flatMap(([name, { found }]) =>
    found?.hasWhole === true
      ? [columnMessages.numbersUnclear(spec.columns.get(name)?.span ?? spec.span, name, found.example)]
      : [],
  );
  if (mistakes.length > 0) throw new RnncError(mistakes);
}

const pointNotes = ({ points }: TablePlan): readonly string[] =>
  [...points].flatMap(([name, { found }]) => (found === null ? [] : [columnMessages.pointsNote(name, found.example)]));

/** Of a table whose series are samples: how many steps the shortest and the longest have. */
function rangeOf(arranged: ArrangedRows): { readonly shortest: number; readonly longest: number } {
  const lengths = arranged.sets.flatMap((_, set) => arranged.lengths(set));
  return {
    shortest: lengths.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
    longest: lengths.reduce((a, b) => Math.max(a, b), 0),
  };
}

/** What the training part of a table gives, for feeds some of whose sizes are open. @throws RnncError as `openTable` */
export async function measureTable(spec: DataSpec, files: FoundFiles, options: DatasetOptions): Promise<FittedTable> {
  const { plan, bad, arranged, placed } = await scanTable(spec, files, options);
  return fitTable(plan, placed, arranged.time, bad);
}

async function scanTable(spec: DataSpec, files: FoundFiles, options: DatasetOptions) {
  const form = await readForm(spec, files, options);
  const plan = planTable(spec, form, options);
  checkColumns(plan);
  // the section of a trained model can't be changed to measure a file
  const mode = options.undivided === true && spec.badRows === 'stop' ? 'refuse' : spec.badRows;
  const bad = new BadRows(mode, options.preprocessing !== undefined);
  const arranged = await ArrangedRows.scan(plan, bad);
  bad.check();
  checkPoints(plan);
  return { form, plan, bad, arranged, placed: new PlacedRows(plan, arranged) };
}
