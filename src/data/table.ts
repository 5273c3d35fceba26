import type { DataSpec } from '../../compiler/1-read/data-spec.ts';
import { type Diagnostic, RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { BadRows } from './bad-rows.ts';
import type { Piece, Sample } from './batch.ts';
import { BadCell, type Cell, type CellType, isNumberList, readCell } from './cells.ts';
import { csvReader, detectCsv } from './csv-rows.ts';
import type { DataReport, Dataset, DatasetOptions, FeedMeaning, Part } from './dataset.ts';
import { detectDecimal, detectType } from './detect-types.ts';
import { BadValue, givenFeatures, isSequence, rowEncoder, windowSpan } from './encode.ts';
import type { FoundFiles, FoundSet } from './find-files.ts';
import { type ColumnFit, fitCategory, fitNumbers, missingColumns, VocabularyFit } from './fit.ts';
import { jsonReader, ndjsonReader } from './json-rows.ts';
import { HEAD_ROWS, HELD_ROWS, MEMORY_LIMIT } from './limits.ts';
import * as say from './messages.ts';
import { npyReader } from './npy.ts';
import {
  type Buckets,
  bucketBorders,
  lengthOf,
  memoryPart,
  type PartRules,
  RowStore,
  streamPart,
  WindowCutter,
} from './parts.ts';
import { checkFeatures, type PlannedFeed, planFeeds } from './plan-feeds.ts';
import type { ColumnRecipe, Preprocessing } from './preprocessing.ts';
import { firstRows, type Place, type RawRow, type RowReader } from './rows.ts';
import { type Assign, always, byBorders, byChance, byOrder, PARTS, type PartIndex, sharesOf } from './split-rows.ts';
import type { ColumnRole } from './table-columns.ts';
import { tasks } from './tasks/index.ts';

const partName = ['train', 'validation', 'test'] as const;

/**
 * Opens rows and records: CSV, JSON, NDJSON, NumPy arrays, tasks.
 *
 * A file is read in passes; the rows of a small one are kept in between. Scan: how many rows each series has, and which can't be read. Fit: the
 * training part alone. Then in memory: all rows encoded into flat arrays. As a stream: a pass that counts samples, and later one pass per epoch.
 * @throws RnncError for every mistake in files, columns, feeds and rows
 */
export async function openTable(spec: DataSpec, files: FoundFiles, options: DatasetOptions): Promise<Dataset> {
  const form = await readForm(spec, files, options);
  const windows =
    spec.windows === null
      ? null
      : { width: spec.windows.width, horizon: spec.windows.horizon, stride: spec.windows.stride ?? 1 };
  const feeds = planFeeds(spec, form.columns, options.inputs, windows, options.preprocessing ?? null);
  const table = new Table(spec, form, feeds, windows, options);
  const bad = new BadRows(spec.badRows);
  const assigns = await table.scan(bad);
  bad.check();
  const preprocessing =
    options.preprocessing === undefined ? await table.fit(assigns, bad.count) : table.kept(options.preprocessing);
  const parts = form.streamed
    ? await table.streamedParts(preprocessing, assigns, bad)
    : await table.memoryParts(preprocessing, assigns, bad);
  bad.check();
  const [train, validation, test] = PARTS.map((part) => table.takePart(part, parts, bad));
  if (!train) throw new RnncError([say.nothingLeft(spec.span, bad.count)]);
  return {
    train,
    validation: validation ?? null,
    test: test ?? null,
    preprocessing,
    shuffle: spec.shuffle ?? true,
    report: {
      ...form.report,
      rows: { train: parts[0].rows, validation: parts[1].rows, test: parts[2].rows },
      skipped: bad.report,
      notes: table.notes,
    },
  };
}

// the files, and what their columns are

interface Form {
  /** By part; where the whole is to be split, all is in the first. */
  readonly readers: readonly [readonly RowReader[], readonly RowReader[] | null, readonly RowReader[] | null];
  readonly whole: boolean;
  readonly columns: readonly ColumnRole[];
  readonly decimal: '.' | ',';
  readonly streamed: boolean;
  /** Whether rows are few enough to be kept between the passes; otherwise each pass reads the files. */
  readonly holdRows: boolean;
  readonly report: Omit<DataReport, 'rows' | 'skipped' | 'notes'>;
}

async function readForm(spec: DataSpec, files: FoundFiles, options: DatasetOptions): Promise<Form> {
  if (spec.source.kind === 'task') return taskForm(spec, spec.source, options.seed);
  const [first] = files.train;
  if (first === undefined) throw new RnncError([say.nothingLeft(spec.span, 0)]);
  const csv = files.format === 'csv' ? await detectCsv(first, spec) : null;
  const open = async (set: FoundSet): Promise<readonly RowReader[]> => {
    if (files.format === 'npy') return [await npyReader(set)];
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
  if (headRows.length === 0 && (names.length === 0 || files.train.length === 1))
    throw new RnncError([say.fileEmpty(spec.source.span, first.path)]);
  const sound = headRows.filter((row) => row.problem === null);
  const head = (sound.length > 0 ? sound : headRows).map((row) => row.values);
  const decimal = spec.decimal ?? (csv === null ? '.' : detectDecimal(head));
  const columns = names.map((name, i): ColumnRole => {
    const fitted = options.preprocessing?.columns[name]?.type;
    const type =
      fitted ?? spec.columns.get(name)?.type ?? detectType(head.map((row) => row[i]).filter(isGiven), decimal);
    return { name, type, role: null };
  });
  const all = [...files.train, ...(files.validation ?? []), ...(files.test ?? [])];
  const size = all.reduce((n, { file }) => n + (file.size ?? Number.POSITIVE_INFINITY), 0);
  const paths = (set: FoundSet | null): readonly string[] => (set ?? []).map(({ path }) => path);
  return {
    readers: [train, validation, test],
    whole: files.whole,
    columns,
    decimal,
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
const isGiven = (value: unknown): boolean => value !== undefined;

function taskForm(spec: DataSpec, source: Extract<DataSpec['source'], { kind: 'task' }>, seed: number): Form {
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
      yield block;
    },
    locate: (row) => ({ line: row.line, column: 1, text: null }),
  };
  const typed = columns.map((column) => ({ ...column, type: spec.columns.get(column.name)?.type ?? column.type }));
  return {
    readers: [[reader], null, null],
    whole: true,
    columns: typed,
    decimal: '.',
    streamed: false,
    holdRows: true,
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

// rows with values of their types

interface TypedRow {
  /** Of the columns that feeds use. */
  readonly cells: readonly Cell[];
  readonly group: string;
  /** Of the column that splits. */
  readonly border: number;
  /** Rows are missing before it, or it begins a file. */
  readonly gap: boolean;
  readonly reader: number;
  readonly line: number;
}

/** Where a row belongs. */
interface PlacedRow {
  readonly row: TypedRow;
  readonly part: PartIndex;
  /** No window goes from the row before to this one. */
  readonly breaks: boolean;
}

interface EncodedRow {
  /** One per feed. */
  readonly pieces: readonly Piece[];
  readonly part: PartIndex;
  readonly breaks: boolean;
}
/** A row that does not fit what was fitted. */
interface BadRow {
  readonly bad: BadCell;
  readonly column: string;
}

/** Rows that are read together: those of one part, or of all of them. */
interface RowSet {
  readonly readers: readonly RowReader[];
  /** All rows, where they are held in memory. */
  held: readonly (readonly TypedRow[])[] | null;
}

type Assigns = readonly (() => Assign)[];

interface PartResult {
  readonly part: Part | null;
  readonly rows: number;
}
type PartResults = readonly [PartResult, PartResult, PartResult];

interface UsedColumn {
  readonly name: string;
  readonly type: CellType;
  /** What its numbers mean to a loss where they must not be scaled, and the feed that says so. */
  readonly kept: { readonly feed: string; readonly meaning: FeedMeaning } | null;
}

class Table {
  readonly notes: string[] = [];
  readonly #spec: DataSpec;
  readonly #form: Form;
  readonly #feeds: readonly PlannedFeed[];
  readonly #windows: Preprocessing['windows'];
  readonly #options: DatasetOptions;
  readonly #used: readonly UsedColumn[];
  readonly #sets: readonly RowSet[];
  readonly #borderType: 'number' | 'time';
  /** One text for each value of a category or group, so that rows do not keep the file's text alive. */
  readonly #texts = new Map<string, string>();

  constructor(
    spec: DataSpec,
    form: Form,
    feeds: readonly PlannedFeed[],
    windows: Preprocessing['windows'],
    options: DatasetOptions,
  ) {
    this.#spec = spec;
    this.#form = form;
    this.#feeds = feeds;
    this.#windows = windows;
    this.#options = options;
    this.#sets = form.readers.flatMap((readers) => (readers === null ? [] : [{ readers, held: null }]));
    const types = new Map(form.columns.map(({ name, type }) => [name, type]));
    const names = [...new Set(feeds.flatMap((feed) => feed.columns))];
    this.#used = names.map((name) => {
      const meant = options.inputs.flatMap(({ name: feed, meaning }) =>
        meaning !== undefined && feeds.some((f) => f.name === feed && f.columns.includes(name))
          ? [{ feed, meaning }]
          : [],
      );
      return { name, type: (types.get(name) ?? 'number') as CellType, kept: meant[0] ?? null };
    });
    this.#borderType =
      spec.split?.kind === 'column' && types.get(spec.split.column.value) === 'time' ? 'time' : 'number';
    this.#checkColumns(types);
  }

  /** Columns that the section names and the files lack. */
  #checkColumns(types: ReadonlyMap<string, string>): void {
    const known = [...types.keys()];
    const mistakes = [...this.#spec.columns].flatMap(([name, { span }]) =>
      types.has(name) ? [] : [say.columnUnknown(span, 'columns', name, known)],
    );
    const { group, split } = this.#spec;
    if (group !== null && !types.has(group.value))
      mistakes.push(say.columnUnknown(group.span, 'group', group.value, known));
    if (split?.kind === 'column' && !types.has(split.column.value))
      mistakes.push(say.columnUnknown(split.column.span, 'split', split.column.value, known));
    const order = split?.kind === 'column' ? types.get(split.column.value) : undefined;
    if (split?.kind === 'column' && order !== undefined && order !== 'number' && order !== 'time')
      mistakes.push(say.splitColumnType(split.column.span, split.column.value, order));
    for (const { readers } of this.#sets)
      for (const reader of readers)
        for (const name of this.#wanted)
          if (types.has(name) && !reader.columns.includes(name) && reader.columns.length > 0)
            mistakes.push(say.columnOfFile(reader.path, name, this.#sets[0]?.readers[0]?.path ?? ''));
    for (const { name, kept } of this.#used) {
      const column = this.#spec.columns.get(name);
      const normalize = column?.normalize ?? 'none';
      if (column === undefined || kept === null || normalize === 'none') continue;
      if (normalize === 'minmax' && kept.meaning === 'probabilities') continue;
      mistakes.push(say.scaledMeaning(column.span, name, normalize, kept.feed, kept.meaning));
    }
    if (this.#windows !== null && group === null && split?.kind === 'ratio' && split.by === 'random')
      mistakes.push(say.randomWindows(split.span));
    if (mistakes.length > 0) throw new RnncError(mistakes);
  }

  get #wanted(): readonly string[] {
    const { group, split } = this.#spec;
    const more = [group?.value, split?.kind === 'column' ? split.column.value : undefined];
    return [...this.#used.map((column) => column.name), ...more.filter((name) => name !== undefined)];
  }

  /** Typed rows of the files, in blocks. Rows that can't be read go to `bad`. */
  async *#typed(set: RowSet, bad: BadRows | null): AsyncGenerator<readonly TypedRow[]> {
    const wanted = this.#wanted;
    for (const [index, reader] of set.readers.entries()) {
      let gap = true;
      for await (const block of reader.rows(wanted)) {
        const typed: TypedRow[] = [];
        for (const row of block) {
          const read = this.#readRow(row);
          if ('reason' in read) {
            bad?.add(reader.path, bad.wantsPlaces ? reader.locate(row, read.column) : null, read.reason, read.fix);
            gap = true;
            continue;
          }
          const { cells, group, border } = read;
          typed.push({ cells, group, border, gap, reader: index, line: row.line });
          gap = false;
        }
        yield typed;
      }
    }
  }

  #readRow(
    row: RawRow,
  ):
    | Pick<TypedRow, 'cells' | 'group' | 'border'>
    | { readonly reason: string; readonly fix: string; readonly column: string | null } {
    if (row.problem !== null) return { ...row.problem, column: null };
    const { group, split } = this.#spec;
    const { decimal } = this.#form;
    const cells: Cell[] = [];
    for (const [i, { name, type, kept }] of this.#used.entries()) {
      const read = readCell(row.values[i], type, decimal);
      const cell = kept?.meaning === 'sample weights' ? asWeight(read) : read;
      if (cell instanceof BadCell) return { reason: `column "${name}" ${cell.reason}`, fix: cell.fix, column: name };
      cells.push(type === 'category' && typeof cell === 'string' ? this.#intern(cell) : cell);
    }
    let at = this.#used.length;
    let series = '';
    if (group !== null) {
      const cell = readCell(row.values[at++], 'category', decimal);
      if (cell instanceof BadCell)
        return { reason: `column "${group.value}" ${cell.reason}`, fix: cell.fix, column: group.value };
      series = this.#intern(String(cell));
    }
    if (split?.kind !== 'column') return { cells, group: series, border: 0 };
    const border = readCell(row.values[at], this.#borderType, decimal);
    if (typeof border === 'number') return { cells, group: series, border };
    const why = border instanceof BadCell ? border : new BadCell('is a list', 'name a column of single values');
    return { reason: `column "${split.column.value}" ${why.reason}`, fix: why.fix, column: split.column.value };
  }

  #intern(text: string): string {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    // more of them than a category can have are no category
    if (this.#texts.size < 2 ** 17) this.#texts.set(text, text);
    return text;
  }

  async *#rows(set: RowSet): AsyncGenerator<readonly TypedRow[]> {
    if (set.held === null) yield* this.#typed(set, null);
    else yield* set.held;
  }

  async *#placed(set: RowSet, assign: () => Assign): AsyncGenerator<readonly PlacedRow[]> {
    const partOf = assign();
    let group: string | null = null;
    let last: PartIndex | null = null;
    for await (const block of this.#rows(set))
      yield block.map((row): PlacedRow => {
        const startsSeries = row.group !== group;
        group = row.group;
        const part = partOf({ startsSeries, value: row.border });
        const breaks = startsSeries || row.gap || part !== last;
        last = part;
        return { row, part, breaks };
      });
  }

  /** First pass: counts rows and series, holds the rows in memory if they are few, and finds bad ones. Gives how each set is split. */
  async scan(bad: BadRows): Promise<Assigns> {
    const assigns: (() => Assign)[] = [];
    for (const [index, set] of this.#sets.entries()) {
      const lengths: number[] = [];
      const held: (readonly TypedRow[])[] = [];
      let group: string | null = null;
      for await (const block of this.#typed(set, bad)) {
        if (this.#form.holdRows) held.push(block);
        for (const row of block) {
          if (row.group !== group) lengths.push(0);
          group = row.group;
          lengths[lengths.length - 1] = (lengths.at(-1) ?? 0) + 1;
        }
      }
      if (this.#form.holdRows) set.held = held;
      assigns.push(this.#form.whole ? this.#split(lengths) : () => always((this.#partOfSet(index) ?? 0) as PartIndex));
    }
    return assigns;
  }

  /** Sets stand in the order of the parts, absent ones left out. */
  #partOfSet(index: number): PartIndex | undefined {
    return PARTS.filter((part) => this.#form.readers[part] !== null)[index];
  }

  #split(lengths: readonly number[]): () => Assign {
    const { split, group } = this.#spec;
    if (split?.kind === 'column') {
      const borders = split.at.map(({ value, span }) => {
        const border = readCell(value, this.#borderType, '.');
        const isOfType = this.#borderType === 'number' || typeof value === 'string';
        if (isOfType && typeof border === 'number') return border;
        throw new RnncError([say.borderType(span, split.column.value, JSON.stringify(value))]);
      });
      return () => byBorders(borders);
    }
    const shares = sharesOf(split);
    const by = (split?.kind === 'ratio' ? split.by : null) ?? (this.#windows === null ? 'random' : 'order');
    if (by === 'order') return () => byOrder(lengths, shares);
    const rows = lengths.reduce((a, b) => a + b, 0);
    const { seed } = this.#options;
    return group === null
      ? () => byChance(rows, shares, seed, 'rows')
      : () => byChance(lengths.length, shares, seed, 'series');
  }

  /** Learns from the rows of the training part alone. */
  async fit(assigns: Assigns, skipped: number): Promise<Preprocessing> {
    const { columns: written, vocabulary: rule } = this.#spec;
    const vocabulary = new VocabularyFit(rule);
    const isArray = this.#form.report.format === 'npy' || this.#form.report.format === 'task';
    const fits = this.#used.map(({ name, type, kept }): ColumnFit => {
      const spec = written.get(name);
      const overTime = this.#feeds.some((feed) => feed.columns.includes(name) && isSequence(feed));
      if (type === 'category') return fitCategory(name, spec);
      if (type === 'text') return vocabulary.column();
      const usual = isArray || kept !== null ? 'none' : type === 'time' ? 'standard' : null;
      return fitNumbers(type, spec?.normalize ?? usual, overTime);
    });
    const first: TypedRow[] = [];
    let placed = 0;
    for (const [i, set] of this.#sets.entries())
      for await (const block of this.#placed(set, assigns[i] ?? (() => always(0))))
        for (const { row, part } of block) {
          placed++;
          if (part !== 0) continue;
          if (first.length < 5) first.push(row);
          row.cells.forEach((cell, c) => {
            fits[c]?.add(cell);
          });
        }
    if (first.length === 0) throw new RnncError([this.#nothingToTrain(placed, skipped)]);
    const columns: Record<string, ColumnRecipe> = {};
    this.#used.forEach(({ name }, i) => {
      const recipe = fits[i]?.recipe();
      if (recipe !== undefined) columns[name] = recipe;
    });
    const preprocessing: Preprocessing = {
      version: 1,
      kind: 'table',
      columns,
      vocabulary: this.#used.some(({ type }) => type === 'text') ? vocabulary.vocabulary() : null,
      group: this.#spec.group?.value ?? null,
      decimal: this.#form.decimal,
      windows: this.#windows,
      feeds: this.#recipes,
    };
    this.#checkWidths(preprocessing, first);
    return preprocessing;
  }

  #nothingToTrain(rows: number, skipped: number): Diagnostic {
    const { split, span } = this.#spec;
    if (rows === 0 || !this.#form.whole) return say.nothingLeft(span, skipped);
    const border = split?.kind === 'column' ? (split.at[0] ?? null) : null;
    return say.splitLeavesNothing(
      border?.span ?? split?.span ?? span,
      rows,
      border === null ? null : JSON.stringify(border.value),
    );
  }

  get #recipes(): Preprocessing['feeds'] {
    return Object.fromEntries(this.#feeds.map(({ name, span: _, ...feed }) => [name, feed]));
  }

  /** A feed that no one of the first rows fits does not fit. */
  #checkWidths(preprocessing: Preprocessing, rows: readonly TypedRow[]): void {
    const mistakes = this.#feeds.flatMap((feed) => {
      const places = this.#placesOf(feed);
      const found = rows.map((row) => {
        const given = givenFeatures(
          preprocessing,
          feed,
          places.map((place) => row.cells[place] ?? 0),
        );
        return given === null ? null : checkFeatures(feed, given, this.#windows);
      });
      const [first] = found;
      return first !== null && first !== undefined && found.every((mistake) => mistake !== null) ? [first] : [];
    });
    if (mistakes.length > 0) throw new RnncError(mistakes);
  }

  #placesOf(feed: PlannedFeed): readonly number[] {
    return feed.columns.map((name) => this.#used.findIndex((column) => column.name === name));
  }

  /**
   * What an earlier training learned of the columns, for the feeds as they are now.
   * @throws RnncError where the data does not have the columns that the model was trained with
   */
  kept(preprocessing: Preprocessing): Preprocessing {
    if (preprocessing.kind !== 'table')
      throw new RnncError([say.kindMismatch(preprocessing.kind === 'text' ? 'text' : 'batches', 'rows of a table')]);
    const mistakes = [...missingColumns(preprocessing.columns, this.#used)];
    const vocabulary = this.#used.some(({ type }) => type === 'text') ? preprocessing.vocabulary : null;
    const wanted = this.#spec.vocabulary?.of ?? vocabulary?.of;
    if (vocabulary !== null && wanted !== undefined && wanted !== vocabulary.of)
      mistakes.push(say.vocabularyOfOther(wanted, vocabulary.of));
    if (mistakes.length > 0) throw new RnncError(mistakes);
    const names = new Set(this.#used.map(({ name }) => name));
    return {
      ...preprocessing,
      columns: Object.fromEntries(Object.entries(preprocessing.columns).filter(([name]) => names.has(name))),
      vocabulary,
      group: this.#spec.group?.value ?? null,
      windows: this.#windows,
      feeds: this.#recipes,
    };
  }

  #encoder(preprocessing: Preprocessing): (row: TypedRow) => readonly Piece[] | BadRow {
    const encoders = this.#feeds.map((feed) => ({
      feed,
      encode: rowEncoder(preprocessing, feed),
      places: this.#placesOf(feed),
    }));
    return (row) => {
      const pieces: Piece[] = [];
      for (const { feed, encode, places } of encoders) {
        const piece = encode(places.map((place) => row.cells[place] ?? 0));
        if (piece instanceof BadValue) return { bad: piece.bad, column: feed.columns[piece.column] ?? '' };
        pieces.push(piece);
      }
      return unequal(this.#feeds, pieces) ?? pieces;
    };
  }

  /** Encoded rows in order, in blocks; rows that do not fit what was fitted go to `bad` and leave a gap. */
  async *#encoded(
    preprocessing: Preprocessing,
    assigns: Assigns,
    bad: BadRows | null,
    only: PartIndex | null,
  ): AsyncGenerator<readonly EncodedRow[]> {
    const encode = this.#encoder(preprocessing);
    for (const [i, set] of this.#sets.entries()) {
      if (only !== null && !this.#form.whole && this.#partOfSet(i) !== only) continue;
      let gap = false;
      for await (const block of this.#placed(set, assigns[i] ?? (() => always(0)))) {
        const encoded: EncodedRow[] = [];
        for (const { row, part, breaks } of block) {
          if (only !== null && part !== only) continue;
          const pieces = encode(row);
          if ('bad' in pieces) {
            if (bad !== null) await this.#reportBad(bad, set, row, pieces);
            gap = true;
            continue;
          }
          encoded.push({ pieces, part, breaks: breaks || gap });
          gap = false;
        }
        yield encoded;
      }
    }
  }

  async #reportBad(bad: BadRows, set: RowSet, row: TypedRow, { bad: why, column }: BadRow): Promise<void> {
    const reader = set.readers[row.reader];
    if (reader === undefined) return;
    const place = bad.wantsPlaces ? await placeAgain(reader, row.line, column, this.#wanted) : null;
    bad.add(reader.path, place, `column "${column}" ${why.reason}`, why.fix.replace('NAME', column));
  }

  async memoryParts(preprocessing: Preprocessing, assigns: Assigns, bad: BadRows): Promise<PartResults> {
    const stores = PARTS.map(() => new RowStore(this.#feeds, this.#windows));
    for await (const block of this.#encoded(preprocessing, assigns, bad, null))
      for (const { pieces, part, breaks } of block) stores[part]?.add(pieces, breaks);
    for (const set of this.#sets) set.held = null;
    const lengths = new Map<number, number>();
    const [train] = stores;
    if (this.#spec.buckets > 1 && train !== undefined)
      for (let i = 0; i < train.count; i++) count(lengths, lengthOf(train.get(i)));
    const result = (index: PartIndex): PartResult => {
      const store = stores[index];
      return store === undefined || store.count === 0
        ? { part: null, rows: store?.rows ?? 0 }
        : { part: memoryPart(store, this.#rules(index, lengths)), rows: store.rows };
    };
    return [result(0), result(1), result(2)];
  }

  async streamedParts(preprocessing: Preprocessing, assigns: Assigns, bad: BadRows): Promise<PartResults> {
    const counts = PARTS.map(() => ({ rows: 0, samples: 0, lengths: new Map<number, number>() }));
    const cutters = PARTS.map(() => new WindowCutter(this.#feeds, this.#windows));
    for await (const block of this.#encoded(preprocessing, assigns, bad, null))
      for (const { pieces, part, breaks } of block) {
        const [known, cutter] = [counts[part], cutters[part]];
        if (known === undefined || cutter === undefined) continue;
        known.rows++;
        if (!cutter.add(pieces, breaks)) continue;
        known.samples++;
        // windows are equally long
        count(known.lengths, this.#windows === null ? lengthOf(pieces) : this.#windows.width);
      }
    const result = (index: PartIndex): PartResult => {
      const known = counts[index] ?? { rows: 0, samples: 0, lengths: new Map<number, number>() };
      if (known.samples === 0) return { part: null, rows: known.rows };
      const open = (): AsyncIterable<Sample> => this.#samples(preprocessing, assigns, index);
      return { part: streamPart(open, known, this.#rules(index, counts[0]?.lengths ?? new Map())), rows: known.rows };
    };
    return [result(0), result(1), result(2)];
  }

  async *#samples(preprocessing: Preprocessing, assigns: Assigns, part: PartIndex): AsyncGenerator<Sample> {
    const cutter = new WindowCutter(this.#feeds, this.#windows);
    for await (const block of this.#encoded(preprocessing, assigns, null, part))
      for (const { pieces, breaks } of block) if (cutter.add(pieces, breaks)) yield cutter.sample();
  }

  #rules(part: PartIndex, lengths: ReadonlyMap<number, number>): PartRules {
    const buckets: Buckets = this.#spec.buckets > 1 ? bucketBorders(lengths, this.#spec.buckets) : [];
    return { name: partName[part], layouts: this.#feeds, shuffle: this.#spec.shuffle ?? true, buckets };
  }

  /** A part, or null where there is none. @throws RnncError where one was asked for and has no sample */
  takePart(index: PartIndex, parts: PartResults, bad: BadRows): Part | null {
    const { part, rows } = parts[index];
    if (part !== null) return part;
    const { split } = this.#spec;
    const name = partName[index];
    const asked = this.#form.whole
      ? index === 0 || (split?.kind === 'ratio' ? split[name] > 0 : split !== null && index <= split.at.length)
      : this.#form.readers[index] !== null;
    const need = this.#windows === null ? null : windowSpan(this.#windows);
    if (rows === 0 && index === 0)
      throw new RnncError([this.#nothingToTrain(parts[1].rows + parts[2].rows, bad.count)]);
    if (asked) throw new RnncError([say.partEmpty(split?.span ?? this.#spec.span, name, rows, need)]);
    if (this.#form.whole && split === null) this.notes.push(`too few rows for a ${name} part`);
    return null;
  }
}

/** A cell of sample weights, or why it can't be one. */
function asWeight(cell: Cell | BadCell): Cell | BadCell {
  const numbers: ArrayLike<number> = typeof cell === 'number' ? [cell] : isNumberList(cell) ? cell.data : [];
  for (let i = 0; i < numbers.length; i++) {
    const weight = numbers[i] ?? 0;
    if (!(weight >= 0 && weight < Number.POSITIVE_INFINITY))
      return new BadCell(`is no sample weight: ${weight}`, 'write 0 or more; a sample of weight 0 does not count');
  }
  return cell;
}

/** Two sequences of a row along one time axis that are not equally long. */
function unequal(feeds: readonly PlannedFeed[], pieces: readonly Piece[]): BadRow | null {
  for (const [f, feed] of feeds.entries()) {
    const first = feeds.findIndex((other) => isSequence(other) && other.dims[1] === feed.dims[1]);
    const [own, steps] = [pieces[f]?.steps ?? 0, pieces[first]?.steps ?? 0];
    if (first < 0 || first >= f || !isSequence(feed) || own === steps) continue;
    const reason = `gives "${feed.name}" ${own} steps, and "${feeds[first]?.name}" has ${steps} along "${feed.dims[1]}"`;
    return { bad: new BadCell(reason, 'make the lists of a row equally long'), column: feed.columns[0] ?? '' };
  }
  return null;
}

function count(counts: Map<number, number>, key: number): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** Reads a file once more up to a row that has turned out bad, for its place. */
async function placeAgain(
  reader: RowReader,
  line: number,
  column: string,
  wanted: readonly string[],
): Promise<Place | null> {
  for await (const block of reader.rows(wanted)) {
    const row = block.find((r) => r.line === line);
    if (row !== undefined) return reader.locate(row, column);
  }
  return null;
}
