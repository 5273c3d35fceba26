import type { DataSpec, LongestSpec, Transform, VocabularySpec } from '../../../compiler/1-read/spec/data-spec.ts';
import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { carryWithoutWindows } from '../../../compiler/diagnostics/messages/read/training.ts';
import { type FilledColumn, RowFilling } from '../arrange/fill-rows.ts';
import { textFormOf } from '../arrange/given-cells.ts';
import { refuseCell } from '../arrange/transform-cells.ts';
import { columnOfRoot } from '../dataset/column-role.ts';
import type { DatasetOptions } from '../dataset/dataset.ts';
import { depthIn, rowAxes } from '../dataset/feed-axes.ts';
import type {
  CalendarRecipe,
  CellRecipe,
  LettersRecipe,
  Longest,
  Preprocessing,
  TimeRecipe,
} from '../dataset/preprocessing.ts';
import { checkAhead, forecastColumns } from '../encode/checks/check-ahead.ts';
import { checkSteps } from '../encode/checks/check-steps.ts';
import { ownRule, textForm } from '../encode/fit-text.ts';
import { type PlannedFeed, planFeeds } from '../encode/plan-feeds.ts';
import { seriesFeeds } from '../encode/series-feed.ts';
import { drawnAhead, mayLack, type TargetMask, targetMasks, UntoldTargets } from '../encode/target-masks.ts';
import { type ColumnRule, columnRule, unitFeeds } from '../encode/unit-feeds.ts';
import type { CellType } from '../rows/cells.ts';
import { PointWatch } from '../rows/detect-numbers.ts';
import { rowFill } from '../rows/fill-cells.ts';
import { type ColumnCells, cellReading, columnCells, sharedReadings } from '../rows/reading.ts';
import { type ForecastColumns, type RowKeys, RowTyping, type UsedColumn } from '../rows/typed-rows.ts';
import { type TimeReading, timeReading } from '../time/read-time.ts';
import { planTime } from './plan-time.ts';
import type { TableForm } from './table-form.ts';

/** What is known of a table before its rows are read. */
export interface TablePlan {
  readonly spec: DataSpec;
  readonly form: TableForm;
  readonly feeds: readonly PlannedFeed[];
  readonly windows: Preprocessing['windows'];
  /** All rows of a series are one sample. */
  readonly joins: boolean;
  /** What is read of the rows of a sequence; null: all. */
  readonly longest: Longest | null;
  readonly options: DatasetOptions;
  /** The columns that the feeds need. The cells of a typed row stand in this order. */
  readonly used: readonly UsedColumn[];
  /** Of columns of the file whose points may part thousands: what their texts say. */
  readonly points: ReadonlyMap<string, PointWatch>;
  /** Behind them stand masks of targets. */
  readonly masks: readonly TargetMask[];
  /** What is done to the numbers of all these before they are scaled, by place. */
  readonly transforms: readonly (readonly Transform[])[];
  /** The feeds, for each target whose numbers need more than a scale to be raw ones again a feed of what it takes, and perhaps the name of the series. */
  readonly samples: readonly PlannedFeed[];
  /** Columns whose levels, and then those in the row before, stand behind the cells and masks of a row, in their order, for the feeds that are no feeds of the model. */
  readonly levels: readonly string[];
  /** What orders the rows. Its step is as written, or still to be found. */
  readonly time: TimeRecipe | null;
  readonly keys: RowKeys;
  /** Columns of which some feed takes whole numbers. */
  readonly whole: ReadonlySet<string>;
  /** What is forecast. */
  readonly forecast: ForecastColumns;
  /** Rows of one time become one before what they lack is filled. */
  readonly settles: boolean;
  readonly typing: RowTyping;
  /** Whether windows may end with a value on the line to a later row. */
  readonly drawsAhead: boolean;
  /** Whether inputs have values on the line to a later row in rows that are put into gaps. */
  readonly drawsInGaps: boolean;
  /** Leaves out targets that inputs tell. @param from where another left off */
  readonly untold: (from: readonly boolean[]) => UntoldTargets;
  readonly filling: RowFilling;
}

const firstPath = ({ readers }: TableForm): string | null => readers.flatMap((set) => set ?? [])[0]?.path ?? null;

/** @throws RnncError for mistakes in feeds */
export function planTable(spec: DataSpec, form: TableForm, options: DatasetOptions): TablePlan {
  const windows = windowsOf(spec, options.carry ?? false);
  const feeds = planFeeds(spec, form.columns, options.inputs, windows, options.preprocessing ?? null, firstPath(form));
  const mistakes = [...checkAhead(feeds, options.inputs, windows), ...checkSteps(feeds, options.inputs, windows)];
  if (mistakes.length > 0) throw new RnncError(mistakes);
  const types = new Map(form.columns.map(({ name, type }) => [name, type]));
  const fed = feeds.flatMap((feed) => feed.columns);
  // a column whose categories another one shares must be read too
  const overNodes = nodeCategories(form);
  const numbered = fed.flatMap((name) =>
    types.get(name) === 'category' ? (sharedCategory(overNodes, name) ?? []) : [],
  );
  const names = [...new Set([...fed, ...numbered])];
  const meant = new Map<string, NonNullable<UsedColumn['kept']>>();
  for (const { name: feed, meaning } of options.inputs) {
    if (meaning === undefined) continue;
    for (const { name, columns } of feeds)
      if (name === feed) for (const column of columns) if (!meant.has(column)) meant.set(column, { feed, meaning });
  }
  const joins = spec.sequence?.by != null;
  const asked = onlyAsked(feeds);
  const sequences = new Set(feeds.filter((feed) => rowAxes(feed).length > 0).flatMap(({ columns }) => columns));
  const depthOf = (name: string): number => depthIn(feeds.filter(({ columns }) => columns.includes(name)));
  const whole = new Set(feeds.flatMap(({ dtype, columns }) => (dtype === 'int32' ? columns : [])));
  const zone = options.preprocessing?.time?.zone ?? spec.time?.zone?.value ?? null;
  const roles = new Map(form.columns.map((column) => [column.name, column]));
  const timesOf = (name: string): TimeReading | null => {
    const written = roles.get(roles.get(name)?.maskOf?.column ?? name)?.times?.form;
    return written === undefined ? null : timeReading([written], zone);
  };
  const time = planTime(spec, form, windows !== null || joins, options);
  const calendarOf = (name: string): CalendarRecipe | null => {
    const trained = options.preprocessing?.cells;
    if (trained !== undefined && Object.hasOwn(trained, name)) return trained[name]?.calendar ?? null;
    const calendar = roles.get(name)?.calendar;
    if (calendar === undefined) return null;
    const { column, feature } = calendar;
    // a date and a clock are one time
    if (time?.columns.includes(column) === true) return { ...feature, columns: time.columns, forms: time.forms, zone };
    const form = roles.get(column)?.times?.form;
    return form === undefined ? null : { ...feature, columns: [column], forms: [form], zone };
  };
  const points = new Map([...form.numbers.unproven].map((name) => [name, new PointWatch()]));
  const ruleOf = (name: string): ColumnRule => columnRule(spec, options.preprocessing ?? null, name);
  const readingOf = sharedReadings();
  const used = names.map((name): UsedColumn => {
    const type = (types.get(name) ?? 'number') as CellType;
    const calendar = calendarOf(name);
    const times = calendar === null ? timesOf(name) : timeReading(calendar.forms, calendar.zone);
    const [overSteps, isWhole] = [sequences.has(name), whole.has(name)];
    const depth = depthOf(name);
    const column = {
      name,
      type,
      mayLack: asked.has(name),
      overSteps,
      depth,
      whole: isWhole,
      times,
      calendar,
      readingOf,
    };
    const { transform, bySeries } = ruleOf(name);
    const refuse = refuseCell(transform, bySeries);
    return {
      name,
      type,
      kept: meant.get(name) ?? null,
      cells: watched(cellsOf(spec, form, options, column), points),
      refuse,
    };
  });
  const companions = unitFeeds(feeds, ruleOf);
  const levels = [...new Set(companions.flatMap(({ columns }) => columns))];
  const split = spec.split?.kind === 'column' ? spec.split.column.value : null;
  const written = form.numbers.forms.get(split ?? '');
  // a column that orders the rows tells their times, whatever its type
  const splitTimes =
    split === null
      ? null
      : time !== null && split === time.columns[0]
        ? timeReading(time.forms.slice(0, 1), time.zone)
        : timesOf(split);
  const isTimes = split !== null && (split === time?.columns[0] || types.get(split) === 'time');
  const keys: RowKeys = {
    time: time === null ? null : { columns: time.columns, reading: timeReading(time.forms, time.zone) },
    border: {
      type: isTimes ? 'time' : 'number',
      written: cellReading(written === undefined ? {} : { written }, form.decimal, false, splitTimes),
    },
  };
  const forecast = forecastColumns(feeds, options.inputs);
  const fedTransforms = used.map(({ name }) => ruleOf(name).transform);
  const atSteps = new Set(
    feeds.flatMap(({ role, part, columns }) => (role === 'input' && part !== 'series' ? columns : [])),
  );
  const filled = used.flatMap(({ name, cells: { recipe, overSteps } }, at): readonly FilledColumn[] => {
    const fill = overSteps ? null : rowFill(recipe.fill, whole.has(name));
    return fill === null ? [] : [{ ...fill, name, at, isInput: atSteps.has(name) }];
  });
  const filling = new RowFilling(filled, spec.group !== null);
  const gaps = time?.gaps ?? 'break';
  const drawsInGaps =
    gaps === 'interpolate' &&
    used.some(({ name, type, cells: { recipe } }) => {
      const isOwn = recipe.maskOf === undefined && recipe.calendar === undefined;
      return isOwn && type === 'number' && atSteps.has(name) && !whole.has(name);
    });
  const reach = drawnAhead(feeds, windows, filling.drawsInputs || drawsInGaps);
  const masks = targetMasks(feeds, used, fedTransforms, { gaps, all: reach !== null });
  const places = masks.map((_, i) => used.length + i);
  const transforms = [...fedTransforms, ...masks.map(() => [])];
  const settles = time !== null && time.duplicates !== 'error' && !form.streamed;
  const read = [...used, ...masks.map(({ column }) => column)];
  const typing = new RowTyping(spec, form.decimal, read, keys, forecast, settles);
  const samples = [...feeds, ...companions, ...seriesFeeds(feeds, windows, spec.group !== null)];
  return {
    spec,
    form,
    feeds,
    windows,
    joins,
    longest: options.preprocessing === undefined ? longestIn(spec) : (options.preprocessing.longest ?? null),
    options,
    used,
    points,
    masks,
    drawsAhead: reach !== null,
    drawsInGaps,
    untold: (from) => new UntoldTargets(places, reach, from),
    transforms,
    samples,
    levels,
    time,
    keys,
    whole,
    forecast,
    settles,
    typing,
    filling,
  };
}

const longestIn = ({ sequence }: DataSpec): Longest | null =>
  sequence?.longest == null ? null : longestOf(sequence.longest);

const longestOf = ({ steps, keep }: LongestSpec): Longest => ({ steps, ...(keep === 'end' ? { keep } : {}) });

/** Words are cut as those of their column are; small letters are a matter of the letters themselves. */
function lettersRecipe(column: string, rule: VocabularySpec | null, longest: LongestSpec | null): LettersRecipe {
  const { lower: _, ...words } = textForm(rule, 'words');
  return { column, words, ...(longest === null ? {} : { longest: longestOf(longest) }) };
}

/** @returns the cells, whose texts are looked at as they are read */
function watched(cells: ColumnCells, points: TablePlan['points']): ColumnCells {
  const watch = points.get(cells.source);
  const { number } = cells.reading;
  if (watch === undefined || cells.type !== 'number' || cells.reading.items !== null) return cells;
  const read = (text: string): number | null => {
    const value = number(text);
    if (value !== null) watch.see(text);
    return value;
  };
  return { ...cells, reading: { ...cells.reading, number: read } };
}

/** Columns that nothing is fed from but targets, which losses leave out where they are missing, and inputs that may be masked. */
function onlyAsked(feeds: readonly PlannedFeed[]): ReadonlySet<string> {
  const must = new Set(feeds.flatMap((feed) => (mayLack(feed) || feed.masks !== undefined ? [] : feed.columns)));
  return new Set(feeds.flatMap(({ columns }) => columns).filter((name) => !must.has(name)));
}

/** How the cells of a column are read: as training did, or as the model file says and the first rows show. */
function cellsOf(
  spec: DataSpec,
  form: TableForm,
  options: DatasetOptions,
  {
    name,
    type,
    calendar,
    ...rest
  }: {
    readonly name: string;
    readonly type: CellType;
    readonly mayLack: boolean;
    readonly overSteps: boolean;
    readonly depth: number;
    readonly whole: boolean;
    readonly times: TimeReading | null;
    readonly calendar: CalendarRecipe | null;
    readonly readingOf: typeof cellReading;
  },
): ColumnCells {
  const { decimal, columns, numbers } = form;
  if (calendar !== null)
    return columnCells(
      name,
      type,
      { calendar },
      { ...rest, decimal, mayLack: false, awaitsMean: false, trained: false },
    );
  if (options.preprocessing !== undefined) {
    const { cells = {} } = options.preprocessing;
    const recipe = Object.hasOwn(cells, name) ? cells[name] : undefined;
    const cut = recipe?.lettersOf?.words ?? textFormOf(options.preprocessing, recipe?.maskOf?.column ?? name);
    return columnCells(name, type, recipe ?? {}, { ...rest, decimal, awaitsMean: false, trained: true, form: cut });
  }
  const mask = name.endsWith('.missing') ? columns.find((column) => column.name === name)?.maskOf : undefined;
  const letters = columns.find((column) => column.name === name)?.lettersOf;
  const source = mask?.column ?? letters?.column ?? name;
  const { fill = null, missing = [], padded = null, longest = null } = spec.columns.get(source) ?? {};
  const rule = ownRule(spec, source);
  const list = form.lists.get(source);
  const lengths = form.lengths.get(source);
  const markers = [...spec.missing, ...missing];
  const written = numbers.forms.get(source);
  const recipe: CellRecipe = {
    ...(written === undefined ? {} : { written }),
    ...(markers.length === 0 ? {} : { missing: markers }),
    ...(list === undefined ? {} : { list }),
    ...(lengths === undefined ? {} : { lengths: { column: lengths, ...(padded === 'start' ? { from: 'end' } : {}) } }),
    ...(longest === null || (letters !== undefined && rest.depth === 0) ? {} : { longest: longestOf(longest) }),
    ...(letters === undefined
      ? {}
      : { lettersOf: lettersRecipe(letters.column, rule, spec.columns.get(name)?.longest ?? null) }),
    ...(mask === undefined ? {} : { maskOf: { column: source, type: mask.type as CellType } }),
    ...(mask !== undefined || fill === null || fill === 'mean'
      ? {}
      : { fill: typeof fill === 'string' ? fill : { value: [fill.value] } }),
  };
  const awaitsMean = mask === undefined && fill === 'mean';
  const textual = mask?.type ?? type;
  const cut = textual !== 'text' ? null : textForm(rule, letters === undefined ? (rule?.of ?? 'words') : 'words');
  return columnCells(name, type, recipe, { ...rest, decimal, awaitsMean, trained: false, form: cut });
}

/** Columns with a category at every node of a tree. */
export const nodeCategories = ({ columns }: TableForm): ReadonlySet<string> =>
  new Set(columns.flatMap(({ name, over, type }) => (over === 'nodes' && type === 'category' ? [name] : [])));

/**
 * The column whose categories another column shares: labels of roots are numbered as those of all nodes.
 * Null where the column has its own.
 */
export function sharedCategory(overNodes: ReadonlySet<string>, name: string): string | null {
  const over = columnOfRoot(name);
  return over !== null && overNodes.has(over) ? over : null;
}

/** Checks `carry` too: that the data is a table is known only once its files are found. */
function windowsOf({ windows, span }: DataSpec, carry: boolean): Preprocessing['windows'] {
  if (windows === null) {
    if (carry) throw new RnncError([carryWithoutWindows(null, span)]);
    return null;
  }
  const { width, horizon, lead, stride } = windows;
  const ahead = lead > 0 ? { lead } : {};
  return { width, horizon, ...ahead, stride: stride ?? (carry ? width : 1), ...(carry ? { carry } : {}) };
}

/** Where the columns of a feed stand among those that are used. */
export function placesOf(used: readonly UsedColumn[], feed: PlannedFeed): readonly number[] {
  const places = new Map(used.map(({ name }, i) => [name, i]));
  return feed.columns.map((name) => places.get(name) ?? -1);
}
