import type { DataFeedSpec, DataSpec } from '../../../compiler/1-read/spec/data-spec.ts';
import type { Located } from '../../../compiler/1-read/spec/located.ts';
import { type Diagnostic, RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { axesIn } from '../../../compiler/ir/dim.ts';
import type { ColumnRole } from '../dataset/column-role.ts';
import type { FeedShape } from '../dataset/dataset.ts';
import { isNested, rowAxes } from '../dataset/feed-axes.ts';
import type { CellRecipe, Preprocessing } from '../dataset/preprocessing.ts';
import * as aheadMessages from '../messages/ahead.ts';
import * as say from '../messages/columns.ts';
import * as nestedMessages from '../messages/nested.ts';
import { asNumbers } from '../messages/sizes.ts';
import { quotedName } from '../messages/wording.ts';
import { CALENDAR_UNITS, parseFeature } from '../time/calendar-features.ts';
import { columnsByName, namedColumn } from './calendar-columns.ts';
import type { PlannedFeed } from './columns-feed.ts';
import { type ColumnsFeed, featuresOf, hasTime, product, windowSteps } from './encode.ts';
import { LETTERS, lettersIn } from './letter-columns.ts';
import { besideSteps } from './masked-steps.ts';
import { saidAgain, withEnds } from './previous/plan-previous.ts';

export type { PlannedFeed } from './columns-feed.ts';

/** Columns that an example names. */
const MAX_EXAMPLE = 8;

export const printDims = ({ dtype, dims }: Pick<FeedShape, 'dtype' | 'dims'>): string =>
  `${dtype}[${dims.map((dim) => (Number.isNaN(dim) ? 'columns' : dim)).join(', ')}]`;

/** Whether the data will give a size of the feed. */
export const isOpen = ({ dims }: Pick<FeedShape, 'dims'>): boolean => dims.some((dim) => Number.isNaN(dim));

/**
 * Which columns make each input and target: as written, or as they can only be meant.
 * @param fitted what was decided when the model was trained goes before what can be deduced.
 * @param path of the data, which messages name where a trained model reads others
 * @throws RnncError with every feed that is unclear or does not fit
 */
export function planFeeds(
  spec: DataSpec,
  columns: readonly ColumnRole[],
  shapes: readonly FeedShape[],
  windows: Preprocessing['windows'],
  fitted: Preprocessing | null,
  path: string | null = null,
): readonly PlannedFeed[] {
  const mistakes: Diagnostic[] = [];
  const joins = spec.sequence?.by != null;
  const names = shapes.map((shape) => shape.name);
  for (const [name, feed] of spec.feeds ?? [])
    if (!names.includes(name)) mistakes.push(say.feedUnknown(feed.span, name, names));
  for (const shape of shapes)
    if (isNested(shape) && windows !== null)
      mistakes.push(
        nestedMessages.nestedWindows(spec.feeds?.get(shape.name)?.span ?? null, shape.name, printDims(shape)),
      );
  if (mistakes.length > 0) throw new RnncError(mistakes);
  const planned = new Map<string, PlannedFeed>();
  for (const shape of shapes) {
    const written = spec.feeds?.get(shape.name);
    if (written === undefined) continue;
    const lacking = fitted === null || written.kind !== 'columns' ? [] : lacks(fitted, written, columns);
    for (const name of lacking)
      mistakes.push(
        say.columnLacks(
          path,
          name,
          shape,
          columns.map((column) => column.name),
        ),
      );
    if (lacking.length > 0) continue;
    const feed = readWritten(shape, written, columns, windows, joins, mistakes);
    if (feed !== null) planned.set(shape.name, feed);
  }
  const open = shapes.filter((shape) => spec.feeds?.get(shape.name) === undefined);
  const said = saidAgain(open, [...planned.values()], windows);
  const known = new Set(columns.map((column) => column.name));
  // those with a column of their name take it first, then feeds of whole numbers, since fewer columns fit them; what takes all that is left is last
  const order = (shape: FeedShape): number =>
    known.has(shape.name) ? 0 : isOpen(shape) ? 3 : shape.dtype === 'int32' ? 1 : 2;
  for (const shape of [...open].sort((a, b) => order(a) - order(b))) {
    const trained = fitted !== null && Object.hasOwn(fitted.feeds, shape.name) ? fitted.feeds[shape.name] : undefined;
    const found =
      trained?.from === 'columns'
        ? trained
        : (said.get(shape.name) ?? deduce(spec, shape, shapes, columns, [...planned.values()], windows));
    if (found === null)
      mistakes.push(
        say.feedUnclear(
          spec.span,
          shape.name,
          printDims(shape),
          shape.tree === undefined
            ? exampleFor(freeFor(spec, columns, planned), windows, shape, partOf(shape, shapes, windows, joins))
            : null,
          columns.map((c) => c.name),
        ),
      );
    else planned.set(shape.name, { ...recipe(shape, found.columns, found.part), name: shape.name, span: spec.span });
  }
  const guessed = open.some(({ name }) => !known.has(name));
  const doubts = doubtful(spec, columns, [...planned.values()], guessed);
  if (doubts.length > 0) throw new RnncError(doubts);
  for (const feed of planned.values()) check(feed, columns, shapes, windows, mistakes);
  if (mistakes.length > 0) throw new RnncError(mistakes);
  const all = [...planned.values()];
  return withEnds(
    shapes.flatMap(({ name }) => {
      const feed = planned.get(name);
      return feed === undefined ? [] : [besideSteps(feed, all)];
    }),
    columns,
    windows,
  );
}

/** Columns whose types might as well be others: those that are fed, and where feeds are made of all numbers those that may be numbers. */
function doubtful(
  spec: DataSpec,
  columns: readonly ColumnRole[],
  planned: readonly PlannedFeed[],
  guessed: boolean,
): readonly Diagnostic[] {
  const fed = new Map(planned.flatMap((feed) => feed.columns.map((name) => [name, feed.span] as const)));
  const keys = new Set([
    spec.group?.value,
    spec.sequence?.by?.value,
    ...(spec.time?.columns ?? []).map((c) => c.value),
  ]);
  return columns.flatMap(({ name, type, doubt }) =>
    doubt === undefined || !(fed.has(name) || (guessed && doubt.kind === 'number' && !keys.has(name)))
      ? []
      : [say.columnDoubtful(spec.columns.get(name)?.span ?? fed.get(name) ?? spec.span, name, type, doubt)],
  );
}

/** Columns of a feed that are not there; not those that follow from others, which are in no file. */
const lacks = (
  { cells = {} }: Preprocessing,
  written: Extract<DataFeedSpec, { kind: 'columns' }>,
  columns: readonly ColumnRole[],
): readonly string[] => {
  const names = new Set(columns.map(({ name }) => name));
  return written.columns.flatMap(({ value }) =>
    names.has(value) || (Object.hasOwn(cells, value) && isDerived(cells[value] ?? {})) ? [] : [value],
  );
};

const isDerived = ({ calendar, lettersOf }: CellRecipe): boolean => calendar !== undefined || lettersOf !== undefined;

const recipe = (
  { role, dtype, dims, missing, masks }: FeedShape,
  columns: readonly string[],
  part: ColumnsFeed['part'],
): ColumnsFeed => ({
  from: 'columns',
  role,
  dtype,
  dims,
  columns,
  part,
  ...(missing === undefined ? {} : { missing }),
  ...(masks === undefined ? {} : { masks }),
});

function readWritten(
  shape: FeedShape,
  written: DataFeedSpec,
  columns: readonly ColumnRole[],
  windows: Preprocessing['windows'],
  joins: boolean,
  mistakes: Diagnostic[],
): PlannedFeed | null {
  if (written.kind === 'tokens') {
    mistakes.push(say.tokensOfTable(written.span, shape.name));
    return null;
  }
  const known = columns.map((column) => column.name);
  const names = new Set(known);
  const unknown = written.columns.filter((column) => !names.has(column.value));
  for (const column of unknown) mistakes.push(columnMissing(column, shape.name, columns));
  if (windows === null && written.part !== null && written.part !== 'previous')
    mistakes.push(say.windowless(written.span, shape.name, written.part));
  if (unknown.length > 0) return null;
  const part = windows === null ? rowPart(shape, joins) : (written.part ?? 'window');
  const chosen = written.columns.map((column) => column.value);
  const later = windows === null && written.part === 'previous' ? { previous: { longest: 0 } } : {};
  return { ...recipe(shape, chosen, part), ...later, name: shape.name, span: written.span };
}

/** Of samples that are rows, or whole series. */
const rowPart = (shape: FeedShape, joins: boolean): 'row' | 'step' => (joins && hasTime(shape) ? 'step' : 'row');

/** A column that is not there; where it looks like the calendar of a column, what that has. */
function columnMissing({ value, span }: Located<string>, feed: string, columns: readonly ColumnRole[]): Diagnostic {
  const other = lettersIn(value, columnsByName(columns));
  if (other !== null) return nestedMessages.lettersOfOther(span, feed, value, other.column.name, other.column.type);
  const named = namedColumn(value, columnsByName(columns));
  if (named !== null && named.column.type === 'time')
    return aheadMessages.calendarUnknown(span, feed, named.column.name, named.rest, CALENDAR_UNITS);
  if (named !== null && parseFeature(named.rest) !== null)
    return aheadMessages.calendarOfOther(span, feed, value, named.column.name, named.column.type);
  const letters = LETTERS.find((of) => value.endsWith(`.${of}`));
  const known = columns.flatMap(({ name, type }) =>
    letters === undefined ? [name] : type === 'text' || type === 'category' ? [`${name}.${letters}`] : [],
  );
  return say.columnUnknown(span, `feed "${feed}"`, value, known);
}

interface Deduced {
  readonly columns: readonly string[];
  readonly part: ColumnsFeed['part'];
}

function deduce(
  spec: DataSpec,
  shape: FeedShape,
  shapes: readonly FeedShape[],
  columns: readonly ColumnRole[],
  planned: readonly PlannedFeed[],
  windows: Preprocessing['windows'],
): Deduced | null {
  const joins = spec.sequence?.by != null;
  const ordering = joins ? (spec.time?.columns ?? []).map(({ value }) => value) : [];
  const set = [spec.group?.value, spec.split?.kind === 'column' ? spec.split.column.value : undefined, ...ordering];
  const usable = columns.filter(
    ({ name, type, nameless, calendar, lettersOf }) =>
      type !== 'ignore' &&
      nameless !== true &&
      calendar === undefined &&
      lettersOf === undefined &&
      !set.includes(name),
  );
  const part = partOf(shape, shapes, windows, joins);
  const ofTree = usable.filter((column) => column.type === 'tree');
  const [tree] = ofTree;
  if (shape.tree !== undefined && ofTree.length === 1 && tree !== undefined) return { columns: [tree.name], part };
  const named = usable.find((column) => column.name === shape.name);
  // one value per tree is that of the root
  const ofRoot = named?.over === 'nodes' && !hasTime(shape);
  const own = (ofRoot ? usable.find((column) => column.name === `root.${shape.name}`) : undefined) ?? named;
  if (own !== undefined) return { columns: [own.name], part };
  // of sequences of sequences only the column of their name is meant for sure
  if (shape.tree !== undefined || isNested(shape)) return null;
  const isTree = ({ type }: ColumnRole): boolean => type === 'tree';
  const meant = usable.filter((column) => column.role === shape.role && !isTree(column));
  const only = shapes.filter((other) => other.role === shape.role && other.tree === undefined).length === 1;
  const [forRole] = meant;
  if (only && meant.length === 1 && forRole !== undefined) return { columns: [forRole.name], part };
  const found = windows === null ? ofRows(shape, usable, planned, joins) : ofWindows(shape, usable, part, windows);
  return found === null ? null : { columns: found, part };
}

/** A target with the time axis of an input is asked for at every step, another one after the window. */
function partOf(
  shape: FeedShape,
  shapes: readonly FeedShape[],
  windows: Preprocessing['windows'],
  joins: boolean,
): ColumnsFeed['part'] {
  if (windows === null) return rowPart(shape, joins);
  if (shape.role === 'input') return 'window';
  const shared = shapes.some((other) => other.role === 'input' && hasTime(other) && other.dims[1] === shape.dims[1]);
  return hasTime(shape) && shared ? 'next' : 'horizon';
}

/** All columns of numbers, if they are as many as the feed has features. */
function ofWindows(
  shape: FeedShape,
  usable: readonly ColumnRole[],
  part: ColumnsFeed['part'],
  windows: Preprocessing['windows'],
): readonly string[] | null {
  const numbers = usable.filter((column) => column.type === (shape.dtype === 'int32' ? 'category' : 'number'));
  const names = numbers.map((column) => column.name);
  const fits = isOpen(shape) || featuresOf(recipe(shape, names, part), windows) === names.length;
  return names.length > 0 && fits ? names : null;
}

function ofRows(
  shape: FeedShape,
  usable: readonly ColumnRole[],
  planned: readonly PlannedFeed[],
  joins: boolean,
): readonly string[] | null {
  const taken = new Set(planned.flatMap((feed) => feed.columns));
  const free = usable.filter(
    ({ name, over }) => !taken.has(name) && (over === null || (over === 'nodes') === hasTime(shape)),
  );
  const ofType = (type: ColumnRole['type']): readonly string[] =>
    free.filter((column) => column.type === type).map((column) => column.name);
  if (joins && hasTime(shape)) return ofSteps(shape, free);
  if (shape.dtype === 'int32') {
    const wanted = hasTime(shape) && shape.role === 'input' ? ofType('text') : ofType('category');
    return wanted.length === 1 ? wanted : null;
  }
  const numbers = ofType('number');
  const size = product(shape.dims.filter((dim) => typeof dim === 'number'));
  if (numbers.length === 1 && (hasTime(shape) || size === 1)) return numbers;
  if (!hasTime(shape) && numbers.length === size) return numbers;
  if (!hasTime(shape) && isOpen(shape) && numbers.length > 0) return numbers;
  const categories = ofType('category');
  return shape.meaning === 'probabilities' && size === 1 && categories.length === 1 ? categories : null;
}

/** A row is a step: all columns of numbers, if they are as many as the feed has features, or the only category. */
function ofSteps(shape: FeedShape, free: readonly ColumnRole[]): readonly string[] | null {
  const wanted = free.filter(({ type }) =>
    shape.dtype === 'int32' ? type === 'category' || type === 'text' : type === 'number',
  );
  const fits = isOpen(shape) || product(shape.dims.filter((dim) => typeof dim === 'number')) === wanted.length;
  return wanted.length > 0 && fits ? wanted.map(({ name }) => name) : null;
}

/** Columns that an example may name: no times and no group, and none that something else takes, where there are others. */
function freeFor(
  spec: DataSpec,
  columns: readonly ColumnRole[],
  planned: ReadonlyMap<string, PlannedFeed>,
): readonly ColumnRole[] {
  const set = new Set([spec.group?.value, spec.sequence?.by?.value, ...(spec.time?.columns ?? []).map((c) => c.value)]);
  const taken = new Set([...planned.values()].flatMap((feed) => feed.columns));
  const usable = columns.filter(
    ({ name, type, calendar, lettersOf }) =>
      type !== 'ignore' && type !== 'time' && calendar === undefined && lettersOf === undefined && !set.has(name),
  );
  const free = usable.filter(({ name }) => !taken.has(name));
  return free.length > 0 ? free : usable.length > 0 ? usable : columns;
}

function exampleFor(
  columns: readonly ColumnRole[],
  windows: Preprocessing['windows'],
  shape: FeedShape,
  part: ColumnsFeed['part'],
): string {
  const ofType = columns.filter((column) =>
    shape.dtype === 'int32' ? column.type === 'category' || column.type === 'text' : column.type === 'number',
  );
  // what is said usually stands last
  const fitting = shape.role === 'target' ? [...ofType].reverse() : ofType;
  const count = Math.min(MAX_EXAMPLE, shape.dtype === 'int32' ? 1 : featuresOf(recipe(shape, [], part), windows) || 1);
  const others = fitting.length > 0 ? fitting : columns;
  const areLetters = isNested(shape) && shape.dtype === 'int32' && fitting.length > 0;
  const names = Array.from({ length: count }, (_, i) =>
    quotedName(`${others[i]?.name ?? 'NAME'}${areLetters ? `.${LETTERS[0]}` : ''}`),
  );
  const written = windows !== null && shape.role === 'target' ? ', part: horizon' : '';
  return `{columns: [${names.join(', ')}]${written}}`;
}

function check(
  feed: PlannedFeed,
  columns: readonly ColumnRole[],
  shapes: readonly FeedShape[],
  windows: Preprocessing['windows'],
  mistakes: Diagnostic[],
): void {
  if (feed.part === 'series' && (hasTime(feed) || feed.role === 'target')) {
    mistakes.push(
      hasTime(feed)
        ? aheadMessages.seriesOverTime(feed.span, feed.name, printDims(feed))
        : aheadMessages.seriesTarget(feed.span, feed.name),
    );
    return;
  }
  if (isNested(feed) && feed.previous !== undefined)
    mistakes.push(nestedMessages.nestedPrevious(feed.span, feed.name, printDims(feed)));
  const features = featuresOf(feed, windows);
  if (features === null) {
    const size = product(feed.dims.filter((dim) => typeof dim === 'number'));
    const steps = windowSteps(feed, windows);
    mistakes.push(
      say.feedShape(
        feed.span,
        feed.name,
        printDims(feed),
        say.windowShape(size, steps, { ...feed, columns: feed.columns.length }),
      ),
    );
    return;
  }
  const shape = shapes.find((other) => other.name === feed.name);
  const roles = new Map(columns.map((column) => [column.name, column]));
  for (const name of feed.columns) {
    const { type, markers = [], lettersOf } = roles.get(name) ?? {};
    if (lettersOf !== undefined && rowAxes(feed).length === 0) {
      const [axis = null] = axesIn(feed.dims);
      const known = { dims: printDims(feed), axis, isTarget: feed.role === 'target' };
      mistakes.push(nestedMessages.lettersFlat(feed.span, feed.name, name, known));
      continue;
    }
    const refuse = (why: string, fix: string): void => {
      mistakes.push(say.columnTypeRefused(feed.span, feed.name, name, why, fix));
    };
    if (type === 'ignore') refuse('it holds nothing', 'name another column, or give it a type');
    const takesTrees = shape?.tree !== undefined;
    if (takesTrees && (type !== 'tree' || feed.columns.length > 1))
      refuse('the input takes trees', 'name one column of type tree');
    if (!takesTrees && type === 'tree') refuse('it holds trees', 'declare the input as {tree: node}');
    if (type === 'tree' && windows !== null) refuse('trees have no place in windows', 'remove windows:');
    if (type === 'time' && feed.dtype === 'int32')
      refuse(
        'times are no numbers of things',
        `${asNumbers(feed)}, or feed what they are in the calendar: columns: [${quotedName(`${name}.weekday`)}]`,
      );
    if (feed.dtype === 'float32' && markers.length > 0) {
      const shown = markers.map((text) => JSON.stringify(text)).join(', ');
      refuse(
        `its lists of numbers hold ${shown}`,
        `where that stands for a number that is missing, write columns: {${quotedName(name)}: {missing: [${shown}], fill: forward}} (or interpolate, mean, skip)`,
      );
      continue;
    }
    if (type !== 'text') continue;
    if (feed.dtype === 'float32')
      refuse(
        'text is fed as whole numbers',
        `for words declare the input as {shape: [batch, time], dtype: int32}; where they are numbers or times, write columns: {${quotedName(name)}: {type: number}} or {type: time}`,
      );
    else if (windows !== null) refuse('text has no place in windows', 'remove windows:, or name columns of numbers');
    else if (!hasTime(feed) || features !== 1 || feed.columns.length > 1)
      refuse('a text is one token per step', 'declare the input as {shape: [batch, time], dtype: int32}');
  }
}

/** Compares what the columns of the first row give with what the feed takes. */
export function checkFeatures(
  feed: PlannedFeed,
  given: number,
  windows: Preprocessing['windows'],
  meaning: FeedShape['meaning'],
): Diagnostic | null {
  const taken = featuresOf(feed, windows) ?? 0;
  if (given === taken || isOpen(feed)) return null;
  const count =
    feed.role === 'target' && given === 1
      ? say.oneForMany(taken, feed.columns[0] ?? '')
      : say.featureCount(given, taken, feed.columns);
  const isOfSteps = meaning === 'sample weights' && !hasTime(feed);
  return say.feedShape(feed.span, feed.name, printDims(feed), isOfSteps ? say.weightsOfSteps(count, feed.name) : count);
}
