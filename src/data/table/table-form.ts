import { type DataSpec, isTreeFormat } from '../../../compiler/1-read/spec/data-spec.ts';
import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { isStamp, learnTimes, settleOrder } from '../arrange/learn-times.ts';
import type { ColumnRole, Doubt } from '../dataset/column-role.ts';
import type { DataReport, DatasetOptions } from '../dataset/dataset.ts';
import { HEAD_ROWS, HELD_ROWS, MEMORY_LIMIT } from '../dataset/limits.ts';
import type { ListForm } from '../dataset/preprocessing.ts';
import { calendarColumns } from '../encode/calendar-columns.ts';
import { letterColumns } from '../encode/letter-columns.ts';
import { formOf } from '../files/file-form.ts';
import type { FoundFiles, FoundSet } from '../files/find-files.ts';
import * as columnMessages from '../messages/columns.ts';
import * as partMessages from '../messages/parts.ts';
import * as sourceMessages from '../messages/sources.ts';
import { isNumberList, isWrittenAsNumber } from '../rows/cells.ts';
import { csvReader, detectCsv } from '../rows/csv-rows.ts';
import { areNumbers, learnNumberForms, type NumberForms } from '../rows/detect-numbers.ts';
import { detectDecimal, detectType, doubtOf } from '../rows/detect-types.ts';
import { jsonReader, ndjsonReader } from '../rows/json-rows.ts';
import { itemsOfAll, learnList, learnMarkedList, listMarkers } from '../rows/list-cells.ts';
import { npyReader } from '../rows/npy-rows.ts';
import { cellReading } from '../rows/reading.ts';
import { firstRows, type RawRow, type RowReader } from '../rows/rows.ts';
import { treeReader } from '../rows/tree-rows.ts';
import { tasks } from '../tasks/index.ts';
import type { LearnedForm } from '../time/learn-form.ts';

/** The files of a table, and what their columns are. */
export interface TableForm {
  /** Readers of each part. Where the rows are still to be split, the first entry has all of them. */
  readonly readers: readonly [readonly RowReader[], readonly RowReader[] | null, readonly RowReader[] | null];
  readonly whole: boolean;
  readonly columns: readonly ColumnRole[];
  readonly decimal: '.' | ',';
  /** How numbers are written where not plainly. */
  readonly numbers: Pick<NumberForms, 'forms' | 'doubtful' | 'unproven'>;
  /** Columns whose cells are lists of numbers as text. */
  readonly lists: ReadonlyMap<string, ListForm>;
  /** By column: the one with the number of its steps that count. */
  readonly lengths: ReadonlyMap<string, string>;
  readonly streamed: boolean;
  /** Whether rows are few enough to be kept between the passes; otherwise each pass reads the files. */
  readonly holdRows: boolean;
  /** The first values of a column that are filled. */
  readonly head: (column: string) => readonly unknown[];
  readonly report: Omit<DataReport, 'rows' | 'skipped' | 'counts' | 'notes' | 'time'>;
}

/** Opens the files and detects from their first rows what the model file does not say. @throws RnncError for files that are no table */
export async function readForm(spec: DataSpec, files: FoundFiles, options: DatasetOptions): Promise<TableForm> {
  if (spec.source.kind === 'task') return taskForm(spec, spec.source, options.seed);
  const [first] = files.train;
  if (first === undefined) throw new RnncError([partMessages.nothingLeft(spec.span, 0)]);
  const { preprocessing } = options;
  const format = files.format === 'task' ? null : files.format;
  const form = preprocessing === undefined ? spec : formOf(preprocessing, first.path, { ...spec, format });
  const trained = 'trained' in form ? form.trained : null;
  const csv = files.format === 'csv' ? await detectCsv(first, form, trained) : null;
  const open = async (set: FoundSet): Promise<readonly RowReader[]> => {
    const { format } = files;
    if (format === 'npy') return [await npyReader(set)];
    if (isTreeFormat(format)) return Promise.all(set.map((found) => treeReader(found, format)));
    return Promise.all(
      set.map((found) =>
        csv !== null
          ? csvReader(found, csv)
          : files.format === 'json'
            ? jsonReader(found, MEMORY_LIMIT, spec.source.span)
            : ndjsonReader(found),
      ),
    );
  };
  const train = await open(files.train);
  const validation = files.validation === null ? null : await open(files.validation);
  const test = files.test === null ? null : await open(files.test);
  const names = train[0]?.columns ?? [];
  const headRows = train[0] === undefined ? [] : await firstRows(train[0], names, HEAD_ROWS);
  if (headRows.length === 0 && (names.length === 0 || train.length === 1))
    throw new RnncError([sourceMessages.fileEmpty(spec.source.span, first.path)]);
  const sound = headRows.filter((row) => row.problem === null);
  const looked = sound.length > 0 ? sound : headRows;
  const head = looked.map((row) => row.values);
  const told =
    form.decimal ?? csv?.decimal ?? (preprocessing !== undefined && csv !== null ? detectDecimal(head) : null);
  const headOf = names.map((name, i) => {
    const isMarker = markersOf(spec, name);
    return head.map((row) => row[i]).filter((value) => isGiven(value) && !isMarker(value));
  });
  const delimiter = csv?.delimiter ?? null;
  const columnsOf = (valuesOf: (name: string, values: readonly unknown[]) => readonly unknown[]) =>
    names.map((name, i) => {
      const column = spec.columns.get(name);
      const { decimal = null, thousands = null } = column ?? {};
      return { name, values: valuesOf(name, headOf[i] ?? []), type: column?.type ?? null, decimal, thousands };
    });
  const doubtIn = (name: string, i: number): Doubt | null => {
    const isMarker = markersOf(spec, name);
    const values = head.map((row) => (isMarker(row[i]) ? undefined : row[i]));
    return doubtOf(values, (at) => `${first.path}:${looked[at]?.line ?? 1}`);
  };
  const ordering = new Set((spec.time?.columns ?? []).map(({ value }) => value));
  const lists =
    csv === null || preprocessing !== undefined
      ? new Map<string, ListForm>()
      : learnLists(spec, options, names, headOf);
  const numbers = learnNumberForms(
    preprocessing === undefined
      ? columnsOf((name, values) => {
          const list = lists.get(name);
          if (list === undefined) return values;
          const isMarker = markersOf(spec, name);
          return itemsOfAll(values, list).filter((item) => !isMarker(item));
        })
      : [],
    { decimal: told, delimiter },
  );
  const { decimal } = numbers;
  const sequences = sequenceColumns(spec, options);
  const lengths = lengthsOf(spec, options, names);
  const isLength = new Set(lengths.values());
  const known = new Map(train[0]?.known?.map((column) => [column.name, column]));
  const found = names.flatMap((name, i): readonly ColumnRole[] => {
    const fitted = options.preprocessing?.columns[name];
    const values = headOf[i] ?? [];
    const given = fitted?.type ?? spec.columns.get(name)?.type ?? known.get(name)?.type ?? null;
    const detected =
      given ??
      (lists.has(name) ? 'number' : null) ??
      (isStamp(name, values)
        ? 'time'
        : asSequence(
            detectType(values, decimal, numbers.forms.get(name) ?? null),
            sequences.has(name) && !values.some(isList),
          ));
    const isWords = given === null && (detected === 'category' || detected === 'text');
    const doubt = isWords ? doubtIn(name, i) : null;
    // what is said to order the rows has times, and mistakes among them
    const isOrdering = doubt?.kind === 'time' && ordering.has(name);
    const type = isOrdering ? 'time' : detected;
    const learned = (): LearnedForm =>
      fitted?.type === 'time' ? { form: fitted.form, unclear: false } : learnTimes(values, spec.time?.order ?? null);
    const times = type === 'time' ? { times: learned() } : {};
    const isUnread = csv !== null && preprocessing === undefined && spec.columns.get(name)?.type == null;
    // a few lists may look like values of a category, but only brackets tell them from those
    const markers =
      isUnread && (type === 'text' || (type === 'category' && values.every(isBracketed))) ? listMarkers(values) : [];
    const isNameless = train[0]?.nameless?.has(name) === true;
    const over = known.get(name)?.over ?? null;
    const mask = `${name}.missing`;
    const hasMask = spec.columns.get(name)?.mask === true || options.preprocessing?.cells?.[mask] !== undefined;
    return [
      {
        name,
        type,
        role: null,
        over,
        ...(isNameless || isLength.has(name) ? { nameless: true } : {}),
        ...times,
        ...(doubt === null || isOrdering ? {} : { doubt }),
        ...(markers.length === 0 ? {} : { markers }),
      },
      ...(hasMask ? [{ name: mask, type: 'number', role: null, over, maskOf: { column: name, type } } as const] : []),
    ];
  });
  if (preprocessing === undefined && spec.decimal !== null) checkDecimal(spec, spec.decimal, found, headOf);
  const settled = await settleOrder(found, train);
  const columns = [
    ...settled,
    ...calendarColumns(spec, preprocessing ?? null, settled),
    ...letterColumns(spec, preprocessing ?? null, settled),
  ];
  const places = new Map(names.map((name, i) => [name, i]));
  const all = [...files.train, ...(files.validation ?? []), ...(files.test ?? [])];
  const size = all.reduce((n, { file }) => n + (file.size ?? Number.POSITIVE_INFINITY), 0);
  const paths = (set: FoundSet | null): readonly string[] => (set ?? []).map(({ path }) => path);
  return {
    readers: [train, validation, test],
    whole: files.whole,
    columns,
    decimal,
    numbers,
    lists,
    lengths,
    head: (name) => headOf[places.get(name) ?? -1] ?? [],
    holdRows: size <= Math.min(HELD_ROWS, options.memoryLimit ?? MEMORY_LIMIT),
    streamed: size > (options.memoryLimit ?? MEMORY_LIMIT) && files.format !== 'npy',
    report: {
      files: { train: paths(files.train), validation: paths(files.validation), test: paths(files.test) },
      format: files.format,
      columns: Object.fromEntries(columns.map(({ name, type }) => [name, type])),
      delimiter: csv?.delimiter ?? null,
      decimal: csv === null ? null : decimal,
      header: csv?.header ?? null,
      streamed: size > (options.memoryLimit ?? MEMORY_LIMIT) && files.format !== 'npy',
    },
  };
}
/** @throws RnncError where no number of the file has the sign that is written, and some have the other */
function checkDecimal(
  { columns, source }: DataSpec,
  sign: '.' | ',',
  found: readonly ColumnRole[],
  headOf: readonly (readonly unknown[])[],
): void {
  const other = sign === '.' ? ',' : '.';
  const isFraction = (value: unknown, by: '.' | ','): boolean =>
    typeof value === 'string' && value.includes(by) && isWrittenAsNumber(value.trim(), by);
  if (headOf.some((values) => values.some((value) => isFraction(value, sign)))) return;
  const at = found.findIndex(({ name }, i) => {
    const values = headOf[i] ?? [];
    const isOwn = (columns.get(name)?.decimal ?? null) !== null;
    return !isOwn && values.length > 0 && values.every((value) => isFraction(value, other));
  });
  const name = found[at]?.name;
  if (name === undefined) return;
  throw new RnncError([columnMessages.decimalWrong(source.span, sign, name, String(headOf[at]?.[0] ?? ''))]);
}

/** Whether a value of a column is one that the model file says to stand for none. */
function markersOf({ missing, columns }: DataSpec, name: string): (value: unknown) => boolean {
  const all = [...missing, ...(columns.get(name)?.missing ?? [])];
  return all.length === 0 ? () => false : cellReading({ missing: all }, '.', false).isMarker;
}

/** Columns of lists as text. A column of numbers is none. */
function learnLists(
  spec: DataSpec,
  options: DatasetOptions,
  names: readonly string[],
  headOf: readonly (readonly unknown[])[],
): ReadonlyMap<string, ListForm> {
  const takesTokens = options.inputs.some(({ dtype, dims }) => dtype === 'int32' && typeof dims[1] === 'string');
  return new Map(
    names.flatMap((name, i): readonly (readonly [string, ListForm])[] => {
      const separator = spec.columns.get(name)?.list ?? null;
      if (separator !== null) return [[name, { separator }]];
      const type = spec.columns.get(name)?.type ?? null;
      const values = headOf[i] ?? [];
      if ((type !== null && type !== 'number') || areNumbers(values)) return [];
      const list =
        learnList(values, takesTokens && type === null, markersOf(spec, name)) ??
        (type === 'number' && values.every(isBracketed) ? learnMarkedList(values) : null);
      return list === null ? [] : [[name, list]];
    }),
  );
}

/** By column: the one with the number of its steps that count. */
function lengthsOf(
  spec: DataSpec,
  { preprocessing }: DatasetOptions,
  names: readonly string[],
): ReadonlyMap<string, string> {
  const known = new Set(names);
  return new Map(
    names.flatMap((name): readonly (readonly [string, string])[] => {
      const trained = preprocessing?.cells?.[name]?.lengths?.column;
      const own = `${name}.lengths`;
      const found =
        preprocessing === undefined
          ? (spec.columns.get(name)?.lengths?.value ?? (known.has(own) ? own : undefined))
          : trained;
      return found === undefined ? [] : [[name, found]];
    }),
  );
}

/** Columns that alone make a feed of whole numbers, one for each step of a row. */
function sequenceColumns({ feeds, windows, sequence }: DataSpec, { inputs }: DatasetOptions): ReadonlySet<string> {
  if (windows !== null || sequence?.by != null) return new Set();
  return new Set(
    inputs.flatMap(({ name, dtype, dims, tree }): readonly string[] => {
      if (dtype !== 'int32' || tree !== undefined || dims.length !== 2 || typeof dims[1] !== 'string') return [];
      const written = feeds?.get(name);
      if (written === undefined) return [name];
      return written.kind === 'columns' && written.columns.length === 1
        ? written.columns.map(({ value }) => value)
        : [];
    }),
  );
}

const isBracketed = (value: unknown): boolean =>
  typeof value === 'string' && value.trim().startsWith('[') && value.trim().endsWith(']');
const isList = (value: unknown): boolean => Array.isArray(value) || isNumberList(value);

/** A few texts that come back often are classes, unless each has to give a number for every step: then they are tags. */
const asSequence = (type: ColumnRole['type'], isSequence: boolean): ColumnRole['type'] =>
  isSequence && type === 'category' ? 'text' : type;

const isGiven = (value: unknown): boolean => value !== undefined;

function taskForm(spec: DataSpec, source: Extract<DataSpec['source'], { kind: 'task' }>, seed: number): TableForm {
  const { columns, rows } = tasks[source.name]((name) => source.arguments.get(name) ?? 0, seed);
  const reader: RowReader = {
    path: `task ${source.name}`,
    columns: columns.map((column) => column.name),
    async *rows(wanted) {
      const places = wanted.map((name) => columns.findIndex((column) => column.name === name));
      let line = 0;
      const block: RawRow[] = [];
      for (const row of rows)
        block.push({ values: places.map((p) => row[p]), line: ++line, text: null, problem: null });
      yield { rows: block, end: null };
    },
    locate: (row) => ({ line: row.line, column: 1, text: null }),
  };
  const typed = columns.map((column) => ({ ...column, type: spec.columns.get(column.name)?.type ?? column.type }));
  return {
    readers: [[reader], null, null],
    whole: true,
    columns: typed,
    decimal: '.',
    numbers: { forms: new Map(), doubtful: new Map(), unproven: new Set() },
    lists: new Map(),
    lengths: new Map(),
    streamed: false,
    holdRows: true,
    head: (column) => {
      const at = columns.findIndex(({ name }) => name === column);
      return [...rows].slice(0, HEAD_ROWS).map((row) => row[at]);
    },
    report: {
      files: { train: [], validation: [], test: [] },
      format: 'task',
      columns: Object.fromEntries(typed.map(({ name, type }) => [name, type])),
      delimiter: null,
      decimal: null,
      header: null,
      streamed: false,
    },
  };
}
