import { type Diagnostic, RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { columnOfRoot } from '../dataset/column-role.ts';
import { calendarOf, columnsByName, orderingColumn } from '../encode/calendar-columns.ts';
import { checkUnits } from '../encode/checks/check-units.ts';
import { isSequence } from '../encode/columns-feed.ts';
import { hasTime } from '../encode/encode.ts';
import { mayLack } from '../encode/target-masks.ts';
import * as aheadMessages from '../messages/ahead.ts';
import * as columnMessages from '../messages/columns.ts';
import * as nestedMessages from '../messages/nested.ts';
import * as partMessages from '../messages/parts.ts';
import * as timeMessages from '../messages/times.ts';
import * as valueMessages from '../messages/values.ts';
import { unitsIn } from '../time/calendar-features.ts';
import { formText } from '../time/time-form.ts';
import type { TablePlan } from './plan-table.ts';
import { borderMistakes } from './scan/split-borders.ts';

/** @throws RnncError for columns that the section names and the files lack, and for rules that do not fit their columns */
export function checkColumns(plan: TablePlan): void {
  const types = new Map(plan.form.columns.map(({ name, type }) => [name, type]));
  const known = [...types.keys()];
  const mistakes: Diagnostic[] = [...plan.spec.columns].flatMap(([name, { span }]) =>
    types.has(name) ? [] : [columnMessages.columnUnknown(span, 'columns', name, known)],
  );
  const { group, split } = plan.spec;
  if (group !== null && !types.has(group.value))
    mistakes.push(columnMessages.columnUnknown(group.span, 'group', group.value, known));
  if (split?.kind === 'column' && !types.has(split.column.value))
    mistakes.push(columnMessages.columnUnknown(split.column.span, 'split', split.column.value, known));
  const order = split?.kind === 'column' ? types.get(split.column.value) : undefined;
  if (split?.kind === 'column' && order !== undefined)
    mistakes.push(
      ...(order === 'number' || order === 'time' || plan.keys.border.type === 'time'
        ? borderMistakes(plan)
        : [partMessages.splitColumnType(split.column.span, split.column.value, order)]),
    );
  const readers = plan.form.readers.flatMap((set) => set ?? []);
  mistakes.push(...unusedArrays(plan));
  for (const reader of readers) {
    for (const name of plan.typing.wanted) reader.refuse?.(name);
    const own = new Set(reader.columns);
    for (const name of plan.typing.wanted)
      if (types.has(name) && !own.has(name) && own.size > 0)
        mistakes.push(columnMessages.columnOfFile(reader.path, name, readers[0]?.path ?? ''));
  }
  if (plan.options.preprocessing === undefined)
    mistakes.push(...checkUnits(plan.spec, plan.feeds, plan.options.inputs, plan.windows, types));
  if (plan.options.preprocessing === undefined) mistakes.push(...cutUnalike(plan), ...lettersUnalike(plan));
  mistakes.push(...cellMistakes(plan), ...unclearDates(plan), ...calendarMistakes(plan));
  for (const { name, kept } of plan.used) {
    const column = plan.spec.columns.get(name);
    const normalize = column?.normalize ?? 'none';
    if (column === undefined || kept === null || normalize === 'none') continue;
    if (normalize === 'minmax' && kept.meaning === 'probabilities') continue;
    mistakes.push(columnMessages.scaledMeaning(column.span, name, normalize, kept.feed, kept.meaning));
  }
  if (plan.windows !== null && group === null && split?.kind === 'ratio' && split.by === 'random')
    mistakes.push(partMessages.randomWindows(split.span));
  if (mistakes.length > 0) throw new RnncError(mistakes);
}

/** Rules for cells that do not fit their columns, and numbers that could as well be others. */
function cellMistakes({ spec, used, feeds, windows, form, options }: TablePlan): readonly Diagnostic[] {
  const { numbers, readers } = form;
  const names = new Set(used.map(({ name }) => name));
  const splitting = spec.split?.kind === 'column' ? [spec.split.column.value] : [];
  const doubtful = [...new Set([...used.map(({ cells }) => cells.source), ...splitting])].flatMap((name) => {
    const example = numbers.doubtful.get(name);
    const span = spec.columns.get(name)?.span ?? spec.span;
    return example === undefined ? [] : [columnMessages.numbersUnclear(span, name, example)];
  });
  const unused = [...spec.columns].flatMap(([name, { span, mask }]) =>
    mask && !names.has(`${name}.missing`) ? [columnMessages.maskUnused(span, name)] : [],
  );
  const filed = new Set(readers.flatMap((set) => set ?? []).flatMap(({ columns }) => columns));
  const namesakes = [...spec.columns].flatMap(([name, { span, mask }]) =>
    mask && filed.has(`${name}.missing`) ? [columnMessages.maskNamesake(span, name)] : [],
  );
  const odd = used.flatMap(({ name, type }) => {
    const column = spec.columns.get(name);
    const fill = column?.fill ?? null;
    if (column === undefined || fill === null || fill === 'skip' || fill === 'forward') return [];
    const isNumber = type === 'number' || type === 'time';
    const fits = typeof fill === 'string' ? isNumber : !isNumber || typeof fill.value === 'number';
    return fits ? [] : [columnMessages.fillMisfit(column.span, name, type)];
  });
  const lengths = used.flatMap(({ name, cells: { overSteps } }) => {
    const column = spec.columns.get(name);
    const written = column?.lengths ?? null;
    if (written === null) return [];
    if (!filed.has(written.value))
      return [columnMessages.columnUnknown(written.span, `lengths of "${name}"`, written.value, [...filed])];
    return overSteps ? [] : [columnMessages.lengthsUnused(written.span, name)];
  });
  const unlisted = [...spec.columns].flatMap(([name, { span, list }]) => {
    // a trained model may be given other files than it was trained with
    if (list === null || form.report.format === 'csv' || options.preprocessing !== undefined) return [];
    const isText = form.head(name).some((value) => typeof value === 'string');
    return [columnMessages.listUnused(span, name, form.report.format, isText)];
  });
  const uncut = used.flatMap(({ name, cells: { overSteps } }) => {
    const longest = spec.columns.get(name)?.longest ?? null;
    return longest === null || overSteps
      ? []
      : [columnMessages.longestUnused(longest.span, name, spec.sequence?.by != null)];
  });
  const unscaled = used.flatMap(({ name, type }) => {
    const column = spec.columns.get(name);
    const normalize = column?.normalize ?? 'none';
    if (column === undefined || normalize === 'none' || type === 'number' || type === 'time') return [];
    return [columnMessages.scaleUnused(column.span, name, normalize, type)];
  });
  const unknowns = used.flatMap(({ name, type }) => {
    const unknown = spec.columns.get(name)?.unknown ?? null;
    if (unknown === null) return [];
    if (type !== 'category') return [valueMessages.unknownUnused(unknown.span, name, type)];
    return feeds.flatMap(({ name: feed, role, columns }) =>
      role === 'target' && columns.some((of) => of === name || columnOfRoot(of) === name)
        ? [valueMessages.unknownTarget(unknown.span, name, feed)]
        : [],
    );
  });
  const madeUp = feeds.flatMap((feed) =>
    feed.role === 'input' || (mayLack(feed) && (windows !== null || hasTime(feed)))
      ? []
      : feed.columns.flatMap((name) => {
          const column = spec.columns.get(name);
          const fill = column?.fill ?? null;
          if (column === undefined || typeof fill !== 'string' || fill === 'skip') return [];
          return [columnMessages.filledTarget(column.span, name, fill, feed.name)];
        }),
  );
  return [
    ...doubtful,
    ...namesakes,
    ...unused,
    ...odd,
    ...lengths,
    ...unlisted,
    ...uncut,
    ...unscaled,
    ...unknowns,
    ...madeUp,
  ];
}

/** Lists and texts of one time axis of which some steps would be cut at other places than those of others. */
function cutUnalike({ spec, feeds, used }: TablePlan): readonly Diagnostic[] {
  const sources = new Map(used.map(({ name, cells }) => [name, cells.source]));
  const first = new Map<string, string>();
  const told = new Set<string>();
  const ruleOf = (column: string): string | null => {
    const longest = spec.columns.get(column)?.longest ?? null;
    return longest === null ? null : `longest: ${longest.steps}${longest.keep === 'end' ? ', keep: end' : ''}`;
  };
  return feeds.filter(isSequence).flatMap(({ dims, columns }) =>
    columns.flatMap((name) => {
      const axis = `${dims[1]}`;
      const column = sources.get(name) ?? name;
      const before = first.get(axis) ?? column;
      first.set(axis, before);
      const [rule, other] = [ruleOf(before), ruleOf(column)];
      if (rule === other || told.has(column)) return [];
      told.add(column);
      const span = spec.columns.get(column)?.longest?.span ?? spec.columns.get(before)?.longest?.span ?? spec.span;
      return [
        columnMessages.longestDiffers(span, axis, [
          { column: before, rule },
          { column, rule: other },
        ]),
      ];
    }),
  );
}

/** Columns of letters whose vocabulary is said to be one of words. */
function lettersUnalike({ spec, form }: TablePlan): readonly Diagnostic[] {
  return form.columns.flatMap(({ name, lettersOf }) => {
    const column = spec.columns.get(name);
    const of = column?.vocabulary?.of ?? null;
    // a rule of a column has what the section says, where it says nothing itself
    return lettersOf === undefined ||
      column === undefined ||
      of === null ||
      of === lettersOf.of ||
      of === spec.vocabulary?.of
      ? []
      : [nestedMessages.lettersOfWords(column.vocabulary?.span ?? column.span, name, lettersOf.of, of)];
  });
}

/** Dates that are fed, or split the rows, and could be read with day and month the other way round. */
function unclearDates({ spec, form, used }: TablePlan): readonly Diagnostic[] {
  const split = spec.split?.kind === 'column' ? spec.split.column : null;
  const read = new Set(used.flatMap(({ name, type }) => (type === 'time' ? [name] : [])));
  return form.columns.flatMap(({ name, times }) => {
    if (times?.unclear !== true || !(read.has(name) || split?.value === name)) return [];
    const span = split?.value === name ? split.span : (spec.columns.get(name)?.span ?? spec.span);
    return [timeMessages.dayMonth(span, name, JSON.stringify(form.head(name)[0] ?? ''))];
  });
}

/** Features of the calendar that times do not tell, and those that are to be predicted. */
function calendarMistakes({ feeds, used }: TablePlan): readonly Diagnostic[] {
  const calendars = new Map(
    used.flatMap(({ name, cells: { recipe } }) => (recipe.calendar === undefined ? [] : [[name, recipe.calendar]])),
  );
  return feeds.flatMap(({ name: feed, role, columns, span }) =>
    columns.flatMap((name): readonly Diagnostic[] => {
      const calendar = calendars.get(name);
      if (calendar === undefined) return [];
      if (role === 'target') return [aheadMessages.calendarTarget(span, feed, name)];
      const units = unitsIn(calendar.forms);
      if (units.includes(calendar.unit)) return [];
      const written = calendar.forms.map(formText).join(' and ');
      const others = units.map((unit) => `${calendar.columns[0] ?? ''}.${unit}`);
      return [aheadMessages.calendarTooFine(span, name, written, calendar.unit, others)];
    }),
  );
}

/** Columns of the data whose names could as well mean the calendar, a sentence for each. */
export function calendarNotes({ feeds, spec, options, form: { columns } }: TablePlan): readonly string[] {
  const made = new Set(columns.flatMap(({ name, calendar }) => (calendar === undefined ? [] : [name])));
  const known = columnsByName(columns);
  const ordering = orderingColumn(spec.time, options.preprocessing ?? null);
  return [...new Set(feeds.flatMap((feed) => feed.columns))].flatMap((name) => {
    const meant = made.has(name) ? null : calendarOf(name, known, ordering);
    return meant === null ? [] : [aheadMessages.realColumnNote(name, meant.column)];
  });
}

/** Arrays that are named one by one and then not used. */
function unusedArrays({ spec: { source, columns }, typing }: TablePlan): readonly Diagnostic[] {
  if (source.kind === 'task') return [];
  const used = new Set(typing.wanted);
  const sets = source.kind === 'files' ? [source.files] : [source.train, source.validation, source.test];
  return sets.flatMap((set) =>
    set?.kind !== 'arrays'
      ? []
      : [...set.files].flatMap(([name, { value, span }]) =>
          used.has(name) || columns.get(name)?.type === 'ignore'
            ? []
            : [columnMessages.arrayUnused(span, name, value, [...used])],
        ),
  );
}
