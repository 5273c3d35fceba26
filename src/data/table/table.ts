import type { DataSpec } from '../../../compiler/1-read/spec/data-spec.ts';
import { type Diagnostic, RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { carryWithoutWindows } from '../../../compiler/diagnostics/messages/read/training.ts';
import type { Piece, Sample } from '../batches/batch.ts';
import {
  type Buckets,
  bucketBorders,
  lengthOf,
  memoryPart,
  type PartRules,
  RowStore,
  streamPart,
  WindowCutter,
} from '../batches/parts.ts';
import { type SeriesSample, trackedPart } from '../batches/tracks.ts';
import { columnOfRoot } from '../dataset/column-role.ts';
import type { Dataset, DatasetOptions, FeedShape, Part } from '../dataset/dataset.ts';
import type { ColumnRecipe, Preprocessing } from '../dataset/preprocessing.ts';
import {
  BadValue,
  givenFeatures,
  isSequence,
  rowEncoder,
  windowOffset,
  windowSpan,
  windowSteps,
} from '../encode/encode.ts';
import { findUnfit, findUnfitTree, type Unfit } from '../encode/find-unfit.ts';
import { type ColumnFit, fitCategory, fitNumbers, missingColumns, VocabularyFit } from '../encode/fit.ts';
import { checkFeatures, type PlannedFeed, planFeeds } from '../encode/plan-feeds.ts';
import type { FoundFiles } from '../files/find-files.ts';
import * as columnMessages from '../messages/columns.ts';
import * as partMessages from '../messages/parts.ts';
import * as valueMessages from '../messages/values.ts';
import { BadRows } from '../rows/bad-rows.ts';
import { BadCell, type CellType, readCell } from '../rows/cells.ts';
import type { RowReader } from '../rows/rows.ts';
import {
  type Assign,
  always,
  byBorders,
  byChance,
  byOrder,
  PARTS,
  type PartIndex,
  sharesOf,
} from '../rows/split-rows.ts';
import { RowTyping, type TypedPlace, type TypedRow, type UsedColumn } from '../rows/typed-rows.ts';
import { readForm, type TableForm } from './table-form.ts';

const partName = ['train', 'validation', 'test'] as const;

/**
 * Opens rows and records: CSV, JSON, NDJSON, NumPy arrays, tasks.
 *
 * A file is read in passes; the rows of a small one are kept in between. Scan: how many rows each series has, and which can't be read. Fit: the
 * training part alone. Then in memory: all rows encoded into flat arrays. As a stream: a pass that counts samples, and later one pass per epoch,
 * or, where states are carried, one from the beginning of each track to its end.
 * @throws RnncError for every mistake in files, columns, feeds and rows
 */
export async function openTable(spec: DataSpec, files: FoundFiles, options: DatasetOptions): Promise<Dataset> {
  const form = await readForm(spec, files, options);
  const carry = options.carry ?? false;
  const windows = windowsOf(spec, carry);
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
  if (!train) throw new RnncError([partMessages.nothingLeft(spec.span, bad.count)]);
  return {
    train,
    validation: validation ?? null,
    test: test ?? null,
    preprocessing,
    shuffle: spec.shuffle ?? !carry,
    report: {
      ...form.report,
      rows: { train: parts[0].rows, validation: parts[1].rows, test: parts[2].rows },
      skipped: bad.report,
      notes: table.notes,
    },
  };
}

/** The category over the nodes of which a column has what stands at the root. */
function nodesColumn(columns: TableForm['columns'], name: string): string | null {
  const over = columnOfRoot(name);
  return columns.some((c) => c.name === over && c.over === 'nodes' && c.type === 'category') ? over : null;
}

/** Of a folder it is known only now that it holds a table. */
function windowsOf({ windows, span }: DataSpec, carry: boolean): Preprocessing['windows'] {
  if (windows === null) {
    if (carry) throw new RnncError([carryWithoutWindows(null, span)]);
    return null;
  }
  const { width, horizon, stride } = windows;
  return { width, horizon, stride: stride ?? (carry ? width : 1), ...(carry ? { carry } : {}) };
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

/** A feed as it is made of a row. */
interface RowFeed {
  readonly feed: PlannedFeed;
  readonly encode: ReturnType<typeof rowEncoder>;
  readonly places: readonly number[];
  readonly shape: Pick<FeedShape, 'meaning' | 'classes' | 'dims' | 'tree' | 'missing'>;
}

/** Where placing rows can go on in a set, and what it knows of the rows before. */
interface PlacedEnd extends TypedPlace {
  readonly group: string | null;
  readonly last: PartIndex | null;
  readonly assign: Assign;
}

/** Where encoding rows can go on. */
interface EncodedEnd extends PlacedEnd {
  readonly set: number;
  /** The row before did not fit. */
  readonly left: boolean;
  /** Of the next row in its series. */
  readonly position: number;
}

/** A block, and where the next begins; null where the rows are in memory. */
interface Block<Row, End> {
  readonly rows: readonly Row[];
  readonly end: End | null;
}

/** A place that the samples of a part can be read from. */
interface Mark {
  readonly end: EncodedEnd;
  /** Rows of the part before it. */
  readonly row: number;
  /** Rows from here to the first of the next window. */
  readonly ahead: number;
  /** Samples that begin before it. */
  sample: number;
}

type Assigns = readonly (() => Assign)[];

interface PartResult {
  readonly part: Part | null;
  readonly rows: number;
}

type PartResults = readonly [PartResult, PartResult, PartResult];

class Table {
  readonly notes: string[] = [];
  readonly #spec: DataSpec;
  readonly #form: TableForm;
  readonly #feeds: readonly PlannedFeed[];
  readonly #windows: Preprocessing['windows'];
  readonly #options: DatasetOptions;
  readonly #used: readonly UsedColumn[];
  readonly #sets: readonly RowSet[];
  readonly #borderType: 'number' | 'time';
  readonly #typing: RowTyping;

  constructor(
    spec: DataSpec,
    form: TableForm,
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
    const fed = feeds.flatMap((feed) => feed.columns);
    // labels of roots are numbered as those of all nodes
    const numbered = fed.flatMap((name) =>
      types.get(name) === 'category' ? (nodesColumn(form.columns, name) ?? []) : [],
    );
    const names = [...new Set([...fed, ...numbered])];
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
    this.#typing = new RowTyping(spec, form.decimal, this.#used, this.#borderType);
    this.#checkColumns(types);
  }

  /** Columns that the section names and the files lack. */
  #checkColumns(types: ReadonlyMap<string, string>): void {
    const known = [...types.keys()];
    const mistakes = [...this.#spec.columns].flatMap(([name, { span }]) =>
      types.has(name) ? [] : [columnMessages.columnUnknown(span, 'columns', name, known)],
    );
    const { group, split } = this.#spec;
    if (group !== null && !types.has(group.value))
      mistakes.push(columnMessages.columnUnknown(group.span, 'group', group.value, known));
    if (split?.kind === 'column' && !types.has(split.column.value))
      mistakes.push(columnMessages.columnUnknown(split.column.span, 'split', split.column.value, known));
    const order = split?.kind === 'column' ? types.get(split.column.value) : undefined;
    if (split?.kind === 'column' && order !== undefined && order !== 'number' && order !== 'time')
      mistakes.push(partMessages.splitColumnType(split.column.span, split.column.value, order));
    for (const { readers } of this.#sets)
      for (const reader of readers)
        for (const name of this.#typing.wanted)
          if (types.has(name) && !reader.columns.includes(name) && reader.columns.length > 0)
            mistakes.push(columnMessages.columnOfFile(reader.path, name, this.#sets[0]?.readers[0]?.path ?? ''));
    for (const { name, kept } of this.#used) {
      const column = this.#spec.columns.get(name);
      const normalize = column?.normalize ?? 'none';
      if (column === undefined || kept === null || normalize === 'none') continue;
      if (normalize === 'minmax' && kept.meaning === 'probabilities') continue;
      mistakes.push(columnMessages.scaledMeaning(column.span, name, normalize, kept.feed, kept.meaning));
    }
    if (this.#windows !== null && group === null && split?.kind === 'ratio' && split.by === 'random')
      mistakes.push(partMessages.randomWindows(split.span));
    if (mistakes.length > 0) throw new RnncError(mistakes);
  }

  async *#rows(set: RowSet, from: TypedPlace | null): AsyncGenerator<Block<TypedRow, TypedPlace>> {
    if (set.held !== null) for (const rows of set.held) yield { rows, end: null };
    else yield* this.#typing.read(set.readers, null, from ?? undefined);
  }

  async *#placed(
    set: RowSet,
    assign: () => Assign,
    from: PlacedEnd | null = null,
  ): AsyncGenerator<Block<PlacedRow, PlacedEnd>> {
    const partOf = from === null ? assign() : from.assign.fork();
    let group = from?.group ?? null;
    let last = from?.last ?? null;
    for await (const { rows, end } of this.#rows(set, from)) {
      const placed = rows.map((row): PlacedRow => {
        const startsSeries = row.group !== group;
        group = row.group;
        const part = partOf.next({ startsSeries, value: row.border });
        const breaks = startsSeries || row.gap || part !== last;
        last = part;
        return { row, part, breaks };
      });
      yield { rows: placed, end: end === null ? null : { ...end, group, last, assign: partOf.fork() } };
    }
  }

  /** First pass: counts rows and series, holds the rows in memory if they are few, and finds bad ones. Gives how each set is split. */
  async scan(bad: BadRows): Promise<Assigns> {
    const assigns: (() => Assign)[] = [];
    for (const [index, set] of this.#sets.entries()) {
      const lengths: number[] = [];
      const held: (readonly TypedRow[])[] = [];
      let group: string | null = null;
      for await (const { rows } of this.#typing.read(set.readers, bad)) {
        if (this.#form.holdRows) held.push(rows);
        for (const row of rows) {
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
        throw new RnncError([partMessages.borderType(span, split.column.value, JSON.stringify(value))]);
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
      if (type === 'tree') return { add: () => {}, recipe: () => ({ type }) };
      const usual = isArray || kept !== null ? 'none' : type === 'time' ? 'standard' : null;
      return fitNumbers(type, spec?.normalize ?? usual, overTime);
    });
    this.#used.forEach(({ name, type }, i) => {
      const over = type === 'category' ? nodesColumn(this.#form.columns, name) : null;
      const shared = fits[this.#used.findIndex((column) => column.name === over)];
      if (shared !== undefined && !written.has(name)) fits[i] = shared;
    });
    const first: TypedRow[] = [];
    let placed = 0;
    for (const [i, set] of this.#sets.entries())
      for await (const { rows } of this.#placed(set, assigns[i] ?? (() => always(0))))
        for (const { row, part } of rows) {
          placed++;
          if (part !== 0) continue;
          if (first.length < 5) first.push(row);
          row.cells.forEach((cell, c) => {
            fits[c]?.add(cell);
          });
        }
    if (first.length === 0) throw new RnncError([this.#nothingToTrain(placed, skipped)]);
    const columns = Object.fromEntries(
      this.#used.flatMap(({ name }, i): [string, ColumnRecipe][] => {
        const recipe = fits[i]?.recipe();
        return recipe === undefined ? [] : [[name, recipe]];
      }),
    );
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
    if (rows === 0 || !this.#form.whole) return partMessages.nothingLeft(span, skipped);
    const border = split?.kind === 'column' ? (split.at[0] ?? null) : null;
    return partMessages.splitLeavesNothing(
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
      throw new RnncError([
        valueMessages.kindMismatch(preprocessing.kind === 'text' ? 'text' : 'batches', 'rows of a table'),
      ]);
    const mistakes = [...missingColumns(preprocessing.columns, this.#used)];
    const vocabulary = this.#used.some(({ type }) => type === 'text') ? preprocessing.vocabulary : null;
    const wanted = this.#spec.vocabulary?.of ?? vocabulary?.of;
    if (vocabulary !== null && wanted !== undefined && wanted !== vocabulary.of)
      mistakes.push(valueMessages.vocabularyOfOther(wanted, vocabulary.of));
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

  /** @returns for a row and its place in its series what the feeds take of it. */
  #encoder(preprocessing: Preprocessing): (row: TypedRow, position: number) => readonly Piece[] | BadRow {
    const encoders = this.#feeds.map(
      (feed): RowFeed => ({
        feed,
        encode: rowEncoder(preprocessing, feed),
        places: this.#placesOf(feed),
        shape: this.#options.inputs.find((shape) => shape.name === feed.name) ?? { dims: feed.dims },
      }),
    );
    const weightFeeds = encoders.flatMap(({ shape }, f) => (shape.meaning === 'sample weights' ? [f] : []));
    return (row, position) => {
      const pieces: Piece[] = [];
      for (const { feed, encode, places } of encoders) {
        const piece = encode(places.map((place) => row.cells[place] ?? 0));
        if (piece instanceof BadValue) return { bad: piece.bad, column: feed.columns[piece.column] ?? '' };
        pieces.push(piece);
      }
      const isWeightless = weightFeeds.length > 0 && weightFeeds.every((f) => pieces[f]?.data[0] === 0);
      for (const [f, { feed, shape }] of encoders.entries()) {
        if (!isRead(feed, this.#windows, position) || (isWeightless && shape.classes === undefined)) continue;
        const { data, steps } = pieces[f] ?? { data: [], steps: 0 };
        const unfit = shape.tree === undefined ? findUnfit(shape, data) : findUnfitTree(shape.tree, data, steps);
        if (unfit !== null) return badOf(unfit, columnAt(feed.columns, unfit.index), preprocessing);
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
    from: EncodedEnd | null = null,
  ): AsyncGenerator<Block<EncodedRow, EncodedEnd>> {
    const encode = this.#encoder(preprocessing);
    for (const [i, set] of this.#sets.entries()) {
      if (only !== null && !this.#form.whole && this.#partOfSet(i) !== only) continue;
      if (from !== null && i < from.set) continue;
      const resumed = from?.set === i ? from : null;
      let left = resumed?.left ?? false;
      let position = resumed?.position ?? 0;
      for await (const { rows, end } of this.#placed(set, assigns[i] ?? (() => always(0)), resumed)) {
        const encoded: EncodedRow[] = [];
        for (const { row, part, breaks } of rows) {
          if (only !== null && part !== only) continue;
          if (breaks || left) position = 0;
          const pieces = encode(row, position++);
          if ('bad' in pieces) {
            if (bad !== null) await this.#reportBad(bad, set, row, pieces);
            left = true;
            continue;
          }
          encoded.push({ pieces, part, breaks: breaks || left });
          left = false;
        }
        yield { rows: encoded, end: end === null ? null : { ...end, set: i, left, position } };
      }
    }
  }

  async #reportBad(bad: BadRows, set: RowSet, row: TypedRow, { bad: why, column }: BadRow): Promise<void> {
    const reader = set.readers[row.reader];
    if (reader === undefined) return;
    const place = bad.wantsPlaces ? await this.#typing.placeAgain(reader, row, column, why.step) : null;
    const path = reader.pathOf?.(column) ?? reader.path;
    bad.add(path, place, `column "${column}" ${why.reason}`, why.fix.replace('NAME', column));
  }

  async memoryParts(preprocessing: Preprocessing, assigns: Assigns, bad: BadRows): Promise<PartResults> {
    const stores = PARTS.map(() => new RowStore(this.#feeds, this.#windows));
    for await (const { rows } of this.#encoded(preprocessing, assigns, bad, null))
      for (const { pieces, part, breaks } of rows) stores[part]?.add(pieces, breaks);
    for (const set of this.#sets) set.held = null;
    const lengths = new Map<number, number>();
    const [train] = stores;
    if (this.#spec.buckets > 1 && train !== undefined)
      for (let i = 0; i < train.count; i++) count(lengths, lengthOf(train.get(i)));
    const training = train?.count ?? 0;
    const result = (index: PartIndex): PartResult => {
      const store = stores[index];
      if (store === undefined || store.count === 0) return { part: null, rows: store?.rows ?? 0 };
      const part =
        this.#windows?.carry === true
          ? trackedPart(store, { layouts: this.#feeds, training })
          : memoryPart(store, this.#rules(index, lengths));
      return { part, rows: store.rows };
    };
    return [result(0), result(1), result(2)];
  }

  async streamedParts(preprocessing: Preprocessing, assigns: Assigns, bad: BadRows): Promise<PartResults> {
    const counts = PARTS.map(() => new PartCount(new WindowCutter(this.#feeds, this.#windows)));
    for await (const { rows, end } of this.#encoded(preprocessing, assigns, bad, null)) {
      // windows are equally long
      for (const { pieces, part, breaks } of rows)
        counts[part]?.add(pieces, breaks, this.#windows === null ? lengthOf(pieces) : this.#windows.width);
      if (end !== null) for (const known of counts) known.mark(end);
    }
    const training = counts[0]?.samples ?? 0;
    const result = (index: PartIndex): PartResult => {
      const known = counts[index];
      if (known === undefined || known.samples === 0) return { part: null, rows: known?.rows ?? 0 };
      const from = (sample: number): AsyncGenerator<SeriesSample, void> =>
        this.#samples(preprocessing, assigns, index, known.markBefore(sample), sample);
      const open = async function* (): AsyncGenerator<Sample> {
        for await (const { sample } of from(0)) yield sample;
      };
      const part =
        this.#windows?.carry === true
          ? trackedPart({ count: known.samples, openings: known.openings, from }, { layouts: this.#feeds, training })
          : streamPart(open, known, this.#rules(index, counts[0]?.lengths ?? new Map()));
      return { part, rows: known.rows };
    };
    return [result(0), result(1), result(2)];
  }

  /** @param mark a place before the first sample that is wanted; null: the beginning. */
  async *#samples(
    preprocessing: Preprocessing,
    assigns: Assigns,
    part: PartIndex,
    mark: Mark | null,
    first: number,
  ): AsyncGenerator<SeriesSample, void> {
    const cutter = new WindowCutter(this.#feeds, this.#windows, mark?.ahead ?? null);
    let skip = first - (mark?.sample ?? 0);
    for await (const { rows } of this.#encoded(preprocessing, assigns, null, part, mark?.end ?? null))
      for (const { pieces, breaks } of rows)
        if (cutter.add(pieces, breaks) && skip-- <= 0) yield { sample: cutter.sample(), goesOn: cutter.goesOn };
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
    if (asked) throw new RnncError([partMessages.partEmpty(split?.span ?? this.#spec.span, name, rows, need)]);
    if (this.#form.whole && split === null) this.notes.push(`too few rows for a ${name} part`);
    return null;
  }
}

/** Counts the rows and samples of a part that is read as a stream, and marks places to begin at. */
class PartCount {
  samples = 0;
  /** Samples that begin a series. */
  openings = 0;
  readonly lengths = new Map<number, number>();
  readonly #cutter: WindowCutter;
  readonly #marks: Mark[] = [];
  /** Marks whose sample is not known yet, in the order of their rows. */
  #open: Mark[] = [];

  constructor(cutter: WindowCutter) {
    this.#cutter = cutter;
  }

  get rows(): number {
    return this.#cutter.seen;
  }

  /** @param length of the sample that the row may complete. */
  add(row: readonly Piece[], breaks: boolean, length: number): void {
    if (!this.#cutter.add(row, breaks)) return;
    for (let next = this.#open[0]; next !== undefined && next.row <= this.#cutter.start; next = this.#open[0]) {
      next.sample = this.samples;
      this.#marks.push(next);
      this.#open.shift();
    }
    this.samples++;
    if (!this.#cutter.goesOn) this.openings++;
    count(this.lengths, length);
  }

  /** Blocks are large enough for a mark at the end of each. */
  mark(end: EncodedEnd): void {
    const last = this.#open.at(-1) ?? this.#marks.at(-1);
    if (this.rows === (last?.row ?? 0)) return;
    this.#open.push({ end, row: this.rows, ahead: this.#cutter.ahead, sample: 0 });
  }

  /** The last mark from which this sample can be read; null: it takes the whole. */
  markBefore(sample: number): Mark | null {
    return this.#marks.findLast((mark) => mark.sample <= sample) ?? null;
  }
}

/** A text is numbered by the vocabulary, in which classes have no place. */
function badOf({ reason, fix, step }: Unfit, column: string, { columns }: Preprocessing): BadRow {
  const isText = Object.hasOwn(columns, column) && columns[column]?.type === 'text';
  return { bad: new BadCell(reason, isText ? `write columns: {${column}: {type: category}}` : fix, step), column };
}

/** Whether some window reads this row of a series for a feed. */
function isRead(feed: PlannedFeed, windows: Preprocessing['windows'], position: number): boolean {
  if (windows === null) return true;
  const past = position - windowOffset(feed, windows);
  return past >= 0 && past % windows.stride < windowSteps(feed, windows);
}

/** The column that a number of a feed comes from, as far as each gives one. */
const columnAt = (columns: readonly string[], index: number): string =>
  columns[index % columns.length] ?? columns[0] ?? '';

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
