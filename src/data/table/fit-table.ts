import { InternalError, RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { isNested, rowAxes } from '../dataset/feed-axes.ts';
import { numberReader } from '../dataset/number-form.ts';
import type { CellRecipe, ColumnRecipe, Preprocessing, TimeRecipe } from '../dataset/preprocessing.ts';
import { checkSizes } from '../encode/checks/check-sizes.ts';
import { ClassUse } from '../encode/checks/class-use.ts';
import { BadValue, givenFeatures, hasTime, isSequence, rowEncoder } from '../encode/encode.ts';
import {
  type ColumnFit,
  caseTwins,
  fitCalendar,
  fitCategory,
  fitNumbers,
  missingColumns,
  numberTwins,
} from '../encode/fit.ts';
import { columnVocabularies } from '../encode/fit-text.ts';
import { checkFeatures, type PlannedFeed } from '../encode/plan-feeds.ts';
import { columnsBySeries, fitSeries, UnseenScales } from '../encode/series-scale.ts';
import { endingOf } from '../files/file-form.ts';
import * as columnMessages from '../messages/columns.ts';
import * as valueMessages from '../messages/values.ts';
import type { BadRows } from '../rows/bad-rows.ts';
import { isSomeNumber } from '../rows/detect-numbers.ts';
import { filledCell } from '../rows/fill-cells.ts';
import type { TypedRow } from '../rows/typed-rows.ts';
import type { TimeForm } from '../time/time-form.ts';
import type { PlacedRows } from './placed-rows.ts';
import { nodeCategories, placesOf, sharedCategory, type TablePlan } from './plan-table.ts';
import { nothingToTrain } from './take-part.ts';

/** Times that no file has written. */
const NUMBERS: TimeForm = { kind: 'number', pattern: '', offset: '' };

export interface FittedTable {
  readonly preprocessing: Preprocessing;
  /** Of columns of categories: how often each value stands in the training part, in the order of their numbers. */
  readonly counts: { readonly [column: string]: readonly number[] };
  /** Numbers that the columns of a feed give at each step, as the first rows have them. */
  readonly widths: { readonly [feed: string]: number };
  /** The greatest number of columns of numbers. */
  readonly greatest: { readonly [column: string]: number };
  /** Sentences about what may surprise. */
  readonly notes: readonly string[];
}

/**
 * Learns how columns are encoded, from the rows of the training part alone.
 * @param time what orders the rows, with its step.
 * @param bad rows that could not be read, or were left out
 * @throws RnncError where no row is left to train with, or a feed does not have the features it needs
 */
export async function fitTable(
  plan: TablePlan,
  placed: PlacedRows,
  time: TimeRecipe | null,
  bad: BadRows,
): Promise<FittedTable> {
  const { columns: written } = plan.spec;
  const inputs = new Set(plan.feeds.flatMap(({ role, columns }) => (role === 'input' ? columns : [])));
  const marked = new Set(plan.feeds.flatMap(({ previous, columns }) => (previous === undefined ? [] : columns)));
  const texts = plan.used.filter(({ type }) => type === 'text');
  const letters = lettersIn(plan);
  const vocabularies = columnVocabularies(
    plan.spec,
    new Map(
      texts.map(({ name }) => [
        name,
        { isInput: inputs.has(name), isMarked: marked.has(name), letters: letters.get(name) ?? null },
      ]),
    ),
  );
  const isArray = plan.form.report.format === 'npy' || plan.form.report.format === 'task';
  const axesOf = (name: string): number =>
    plan.feeds.reduce((most, feed) => (feed.columns.includes(name) ? Math.max(most, rowAxes(feed).length) : most), 0);
  const zone = time?.zone ?? plan.spec.time?.zone?.value ?? null;
  const fits = plan.used.map(({ name, type, kept, cells }): ColumnFit => {
    const spec = written.get(name);
    const axes = axesOf(name);
    const { calendar } = cells.recipe;
    if (calendar !== undefined) return fitCalendar(calendar);
    if (type === 'category') return fitCategory(name, spec);
    if (type === 'text') {
      const vocabulary = vocabularies.get(name);
      if (vocabulary === undefined) throw new InternalError(`the column "${name}" has no vocabulary`);
      return vocabulary.column(cells.recipe.lettersOf?.longest);
    }
    if (type === 'tree') return { add: () => {}, recipe: () => ({ type }) };
    const isMask = cells.recipe.maskOf !== undefined;
    const usual = isMask || isArray || kept !== null ? 'none' : type === 'time' ? 'standard' : null;
    const form = cells.reading.times?.forms[0] ?? NUMBERS;
    const ownFit = (): ColumnFit =>
      fitNumbers(type === 'time' ? { type, form, zone } : { type }, spec?.normalize ?? usual, axes, spec?.transform);
    return spec?.over === 'series' ? fitSeries(ownFit) : ownFit();
  });
  const overNodes = nodeCategories(plan.form);
  const places = new Map(plan.used.map(({ name }, i) => [name, i]));
  plan.used.forEach(({ name, type }, i) => {
    const over = type === 'category' ? sharedCategory(overNodes, name) : null;
    const shared = over === null ? undefined : fits[places.get(over) ?? -1];
    if (shared !== undefined && !written.has(name)) fits[i] = shared;
  });
  // what a sequence has one of is learned once from it: the counts of its classes, and their balance, are those of sequences
  const atSteps = new Set(plan.feeds.filter(hasTime).flatMap((feed) => feed.columns));
  const isOnce = plan.used.map(({ name }) => plan.joins && !atSteps.has(name));
  const use = new ClassUse(plan.feeds, plan.options.inputs, plan.used);
  const first: TypedRow[] = [];
  let count = 0;
  let series: string | null = null;
  const gone = new Set(plan.joins ? bad.holed : []);
  const sequences = new Set<string>();
  let last: string | null = null;
  for (const index of placed.sets.keys())
    for await (const { rows } of placed.read(index))
      for (const { row, part } of rows) {
        count++;
        if (row.group !== last) {
          last = row.group;
          gone.delete(row.group);
          if (bad.holed.size > 0) sequences.add(row.group);
        }
        if (part !== 0) continue;
        if (first.length < 5) first.push(row);
        use.add(row.cells);
        const opens = row.group !== series;
        series = row.group;
        row.cells.forEach((cell, c) => {
          if (opens || isOnce[c] !== true) fits[c]?.add(cell, row.group);
        });
      }
  if (first.length === 0) throw new RnncError([nothingToTrain(plan, count, bad.count)]);
  const columns = Object.fromEntries(
    plan.used.flatMap(({ name }, i): [string, ColumnRecipe][] => {
      const recipe = fits[i]?.recipe();
      return recipe === undefined ? [] : [[name, recipe]];
    }),
  );
  const cells = cellRecipes(plan, (i) => fits[i]?.means?.() ?? []);
  const preprocessing: Preprocessing = {
    version: 1,
    kind: 'table',
    columns,
    vocabulary: null,
    group: plan.spec.group?.value ?? null,
    ...(plan.joins ? { sequence: true as const } : {}),
    ...(plan.longest === null ? {} : { longest: plan.longest }),
    time,
    decimal: plan.form.decimal,
    ...filesOf(plan),
    ...(Object.keys(cells).length === 0 ? {} : { cells }),
    windows: plan.windows,
    feeds: recipesOf(plan.feeds, (column) => fits[places.get(column) ?? -1]?.longest?.() ?? 0),
  };
  checkSizes(plan.feeds, plan.options.inputs, preprocessing, plan.spec.badRows === 'skip', (column) =>
    // of windows not all rows are read
    plan.windows === null ? (fits[places.get(column) ?? -1]?.range?.() ?? null) : null,
  );
  checkWidths(plan, preprocessing, first);
  checkSteps(plan, preprocessing, first);
  // of categories that two columns share the counts are those of both
  const seen = new Set<(typeof fits)[number]>();
  const shared = new Set(fits.filter((fit) => seen.size === seen.add(fit).size));
  const counts = Object.fromEntries(
    plan.used.flatMap(({ name }, i) => {
      const fit = fits[i];
      const isShared = fit !== undefined && shared.has(fit);
      const found = isShared ? undefined : fits[i]?.counts?.();
      return found === undefined || found.length === 0 ? [] : [[name, found] as const];
    }),
  );
  const greatest = Object.fromEntries(
    plan.used.flatMap(({ name }, i) => {
      const range = fits[i]?.range?.() ?? null;
      return range === null ? [] : [[name, range.greatest] as const];
    }),
  );
  const widths = Object.fromEntries(
    plan.feeds.flatMap((feed) => {
      const [width] = givenIn(plan, preprocessing, feed, first).filter((given) => given !== null);
      return width === undefined ? [] : [[feed.name, width] as const];
    }),
  );
  const unknown = plan.used.flatMap(({ name }, i) => {
    const found = fits[i]?.others?.();
    return found === undefined ? [] : [valueMessages.unknownNote(name, found, written.get(name)?.unknown?.below ?? 1)];
  });
  const twins = Object.entries(columns).flatMap(([name, recipe]) => {
    if (recipe.type !== 'category') return [];
    const [capitals, numbers] = [caseTwins(recipe.values), numberTwins(recipe.values)];
    const isOpen = (written.get(name)?.type ?? null) === null && (written.get(name)?.values ?? null) === null;
    const areNumbers = isOpen && recipe.values.length > 1 && recipe.values.every(isSomeNumber);
    return [
      ...(areNumbers ? [columnMessages.numbersAsWordsNote(name, recipe.values)] : []),
      ...(capitals.length === 0 ? [] : [columnMessages.caseNote(name, capitals)]),
      ...(numbers.length === 0 ? [] : [columnMessages.numberTwinsNote(name, numbers)]),
    ];
  });
  const emptied = gone.size === 0 ? [] : [valueMessages.emptiedSequencesNote([...gone], sequences.size + gone.size)];
  const empty = plan.used.flatMap(({ name }, i) => {
    const found = fits[i]?.texts?.();
    if (found === undefined) return [];
    const lacking = valueMessages.lackingTokensNote(JSON.stringify(name), found.lacking);
    // a target may be empty: it is not read
    return [
      ...(found.empty === 0 || !inputs.has(name) ? [] : [valueMessages.emptyTextsNote(name, found.empty)]),
      ...(lacking === null ? [] : [lacking]),
    ];
  });
  return {
    preprocessing,
    counts,
    widths,
    greatest,
    notes: [...emptied, ...unknown, ...empty, ...use.notes(columns, counts), ...twins],
  };
}

/** Numbers that the columns of a feed give at each step in some rows; null: a row does not fit at all. */
function givenIn(
  plan: TablePlan,
  preprocessing: Preprocessing,
  feed: PlannedFeed,
  rows: readonly TypedRow[],
): readonly (number | null)[] {
  const places = placesOf(plan.used, feed);
  return rows.map((row) =>
    givenFeatures(
      preprocessing,
      feed,
      places.map((place, i) => filledCell(row.cells[place] ?? null, fillOf(preprocessing, feed.columns[i] ?? ''))),
    ),
  );
}

/**
 * What an earlier training learned of the columns, for the feeds as they are now.
 * @throws RnncError where the data does not have the columns that the model was trained with
 */
export function keepFit(plan: TablePlan, preprocessing: Preprocessing, time: TimeRecipe | null): Preprocessing {
  if (preprocessing.kind !== 'table')
    throw new RnncError([
      valueMessages.kindMismatch(preprocessing.kind === 'text' ? 'text' : 'batches', 'rows of a table'),
    ]);
  const mistakes = [...missingColumns(preprocessing.columns, plan.used)];
  for (const { name, type } of plan.used) {
    const recipe = Object.hasOwn(preprocessing.columns, name) ? preprocessing.columns[name] : undefined;
    if (type !== 'text' || recipe?.type !== 'text' || lettersIn(plan).has(name)) continue;
    const wanted = (plan.spec.columns.get(name)?.vocabulary ?? plan.spec.vocabulary)?.of ?? recipe.vocabulary.of;
    if (wanted !== recipe.vocabulary.of) mistakes.push(valueMessages.vocabularyOfOther(wanted, recipe.vocabulary.of));
  }
  if (mistakes.length > 0) throw new RnncError(mistakes);
  checkSizes(plan.feeds, plan.options.inputs, preprocessing, plan.spec.badRows === 'skip', () => null);
  const names = new Set(plan.used.map(({ name }) => name));
  return {
    ...preprocessing,
    columns: Object.fromEntries(Object.entries(preprocessing.columns).filter(([name]) => names.has(name))),
    vocabulary: null,
    group: plan.spec.group?.value ?? null,
    decimal: plan.form.report.format === 'csv' ? plan.form.decimal : preprocessing.decimal,
    ...filesOf(plan),
    time,
    windows: plan.windows,
    feeds: recipesOf(plan.feeds, (_, name) => longestOf(preprocessing, name)),
  };
}

/** Columns that have the letters of words. */
const lettersIn = ({ form }: TablePlan): ReadonlyMap<string, 'characters' | 'bytes'> =>
  new Map(form.columns.flatMap(({ name, lettersOf }) => (lettersOf === undefined ? [] : [[name, lettersOf.of]])));

function filesOf({ form: { report } }: TablePlan): Pick<Preprocessing, 'files'> {
  const { format, files, delimiter, header } = report;
  if (format === 'task' || format === 'batches') return {};
  const endings = [...new Set([...files.train, ...files.validation, ...files.test].map(endingOf))];
  return { files: { format, endings, delimiter, header } };
}

/** How cells are read and filled, of columns that have anything unusual. */
function cellRecipes(
  plan: TablePlan,
  meansOf: (column: number) => readonly number[],
): { readonly [name: string]: CellRecipe } {
  return Object.fromEntries(
    plan.used.flatMap(({ name, cells: { recipe, awaitsMean } }, i) => {
      const whole = awaitsMean ? { ...recipe, fill: { value: meansOf(i), mean: true as const } } : recipe;
      return Object.keys(whole).length === 0 ? [] : [[name, whole] as const];
    }),
  );
}

const fillOf = ({ cells = {} }: Preprocessing, name: string): CellRecipe['fill'] =>
  Object.hasOwn(cells, name) ? cells[name]?.fill : undefined;

/** @param longest steps of the longest sequence of a column that a feed reads one step later. */
const recipesOf = (
  feeds: readonly PlannedFeed[],
  longest: (column: string, feed: string) => number,
): Preprocessing['feeds'] =>
  Object.fromEntries(
    feeds.map(({ name, span: _, ...feed }) => [
      name,
      feed.previous === undefined ? feed : { ...feed, previous: { longest: longest(feed.columns[0] ?? '', name) } },
    ]),
  );

function longestOf({ feeds }: Preprocessing, name: string): number {
  const feed = Object.hasOwn(feeds, name) ? feeds[name] : undefined;
  return feed?.from === 'columns' ? (feed.previous?.longest ?? 0) : 0;
}

/** A cell that was read as one number, whose groups of three digits could as well be several. */
function readAsOne({ form }: TablePlan, name: string): columnMessages.ReadAsOne | null {
  const written = form.numbers.forms.get(name);
  const sign = written?.thousands;
  if (written === undefined || sign === undefined || sign === "'") return null;
  const read = numberReader(written);
  for (const value of form.head(name)) {
    const number = typeof value === 'string' && /\d[\s,.]\d/.test(value) ? read(value.trim()) : null;
    if (number !== null) return { column: name, text: String(value).trim(), number, separator: sign };
  }
  return null;
}

/** Samples of one step are a mistake, unless the section says that they are meant. */
function checkSteps(plan: TablePlan, preprocessing: Preprocessing, [row]: readonly TypedRow[]): void {
  if (plan.spec.sequence !== null || row === undefined) return;
  const types = new Map(plan.used.map(({ name, type }) => [name, type]));
  const mistakes = plan.feeds.flatMap((feed) => {
    if (feed.role !== 'input' || !isSequence(feed) || isNested(feed)) return [];
    const cells = placesOf(plan.used, feed).map((place) => row.cells[place] ?? null);
    const isPlain = cells.every((cell) => cell === null || typeof cell === 'number' || typeof cell === 'string');
    if (!isPlain || feed.columns.some((name) => types.get(name) === 'text' || types.get(name) === 'tree')) return [];
    const encoded = rowEncoder(preprocessing, feed)(cells);
    if (encoded instanceof BadValue || encoded.steps !== 1) return [];
    const read = feed.columns.flatMap((name) => readAsOne(plan, name) ?? []);
    return [
      columnMessages.oneStep(feed.span, feed.name, feed.columns, plan.spec.group?.value ?? null, read[0] ?? null),
    ];
  });
  if (mistakes.length > 0) throw new RnncError(mistakes);
}

/** Adds scales for series that the training part lacks, from all rows that there are of them. */
export async function scaleUnseen(
  plan: TablePlan,
  placed: PlacedRows,
  preprocessing: Preprocessing,
): Promise<{ readonly preprocessing: Preprocessing; readonly notes: readonly string[] }> {
  const names = columnsBySeries(preprocessing);
  if (names.length === 0) return { preprocessing, notes: [] };
  const found = new UnseenScales(preprocessing);
  const places = names.map((name) => [name, plan.used.findIndex((column) => column.name === name)] as const);
  for (const index of placed.sets.keys())
    for await (const { rows } of placed.read(index))
      for (const { row } of rows)
        for (const [name, place] of places) found.add(name, row.cells[place] ?? null, row.group);
  return found.result();
}

/** A feed is wrong where none of the first rows gives the features that it needs. */
function checkWidths(plan: TablePlan, preprocessing: Preprocessing, rows: readonly TypedRow[]): void {
  const meant = new Map(plan.options.inputs.map(({ name, meaning }) => [name, meaning]));
  const mistakes = plan.feeds.flatMap((feed) => {
    const found = givenIn(plan, preprocessing, feed, rows).map((given) =>
      given === null ? null : checkFeatures(feed, given, plan.windows, meant.get(feed.name)),
    );
    const [first] = found;
    return first !== null && first !== undefined && found.every((mistake) => mistake !== null) ? [first] : [];
  });
  if (mistakes.length > 0) throw new RnncError(mistakes);
}
