import type { DataSpec } from '../../../compiler/1-read/spec/data-spec.ts';
import type { FeedMeaning } from '../dataset/dataset.ts';
import { groupKey } from '../dataset/group-key.ts';
import { readTimes, type TimeReading } from '../time/read-time.ts';
import type { BadRows } from './bad-rows.ts';
import { BadCell, badTime, type Cell, type CellReading, type CellType, isNumberList, readCell } from './cells.ts';
import { lacking } from './fill-cells.ts';
import { awaitingRows, type ColumnCells, calendarCell, readColumn } from './reading.ts';
import { FIRST_ROW, type Place, type RawRow, type RowPlace, type RowReader } from './rows.ts';
import { WithoutTargets } from './without-targets.ts';

/** A row whose values are of the types of their columns. */
export interface TypedRow {
  /** Values of the columns that feeds use. */
  readonly cells: readonly Cell[];
  readonly group: string;
  /** Value of the column that splits the rows into parts. */
  readonly border: number;
  /** Seconds since 1970; NaN where nothing orders the rows. */
  readonly time: number;
  /** A row before it could not be read. */
  readonly gap: boolean;
  /** It is the first of its file. */
  readonly opens: boolean;
  readonly reader: number;
  readonly line: number;
  /** See `RawRow`. */
  readonly indent: number;
  /** A value of it that inputs read lies on the line to a later row. */
  readonly drawn?: boolean;
  /** Only where it has no value of what is forecast: counts what it lacks, once it is known to be a row of the parts. */
  readonly bare?: () => void;
}

/** Where reading can go on among some files. */
export interface TypedPlace {
  readonly reader: number;
  readonly place: RowPlace;
  /** Of the next row. */
  readonly gap: boolean;
  readonly opens: boolean;
}

/** A row that could not be read, as far as it could. */
export interface Hole {
  /** Rows of the block before it. */
  readonly at: number;
  readonly reader: number;
  /** Null where it can't be told. */
  readonly group: string | null;
  /** NaN where it can't be told. */
  readonly time: number;
}

export interface TypedBlock {
  readonly rows: readonly TypedRow[];
  readonly holes: readonly Hole[];
  /** Null where the rows are in memory. */
  readonly end: TypedPlace | null;
}

export interface UsedColumn {
  readonly name: string;
  readonly type: CellType;
  /** What its numbers mean to a loss where they must not be scaled, and the feed that says so. */
  readonly kept: { readonly feed: string; readonly meaning: FeedMeaning } | null;
  /** How its cells are read. */
  readonly cells: ColumnCells;
  /** Why a cell can't be transformed; null: nothing has to be. */
  readonly refuse: ((cell: Cell) => BadCell | null) | null;
}

/** How columns are read that no feed needs: those that order and split the rows. */
export interface RowKeys {
  readonly time: { readonly columns: readonly string[]; readonly reading: TimeReading } | null;
  readonly border: { readonly type: 'number' | 'time'; readonly written: '.' | ',' | CellReading };
}

/** What a model forecasts. */
export interface ForecastColumns {
  readonly names: ReadonlySet<string>;
  /** Whether the model reads others ahead, so that rows behind the last values are no rows of the parts. */
  readonly isApart: boolean;
}

/** Equal texts are stored once, up to this many different ones. A column with more is no category. */
const MAX_TEXTS = 2 ** 17;

/** Reads the columns that are used, and those that group and split. */
export class RowTyping {
  readonly #spec: DataSpec;
  readonly #decimal: '.' | ',';
  readonly #used: readonly UsedColumn[];
  readonly #keys: RowKeys;
  /** Columns, by their place, without which a row may be one of the future. */
  readonly #targets: readonly number[];
  readonly #apart: boolean;
  readonly #settles: boolean;
  /** By used column: where among the values of a row the number of its steps stands. */
  readonly #lengthAt: ReadonlyMap<number, number>;
  /** One text for each value of a category or group, so that rows do not keep the file's text alive. */
  readonly #texts = new Map<string, string>();

  /**
   * @param forecast none: every row must have what feeds need.
   * @param settles rows of one time become one: what cells lack stays missing and is not counted, and no row is left out for it.
   */
  constructor(
    spec: DataSpec,
    decimal: '.' | ',',
    used: readonly UsedColumn[],
    keys: RowKeys,
    forecast: ForecastColumns,
    settles: boolean,
  ) {
    this.#settles = settles;
    this.#spec = spec;
    this.#decimal = decimal;
    this.#used = used;
    this.#keys = keys;
    this.#targets = used.flatMap(({ name }, i) => (forecast.names.has(name) ? [i] : []));
    this.#apart = forecast.isApart;
    const lengths = this.#lengths;
    const first = this.wanted.length - lengths.length;
    this.#lengthAt = new Map(lengths.map(({ of }, i) => [of, first + i]));
  }

  /** Columns as readers are asked for them. */
  get wanted(): readonly string[] {
    const { group, split } = this.#spec;
    const more = [group?.value, split?.kind === 'column' ? split.column.value : undefined];
    return [
      ...this.#used.map(({ cells }) => cells.source),
      ...more.filter((name) => name !== undefined),
      ...(this.#keys.time?.columns ?? []),
      ...this.#lengths.map(({ column }) => column),
    ];
  }

  /** Columns that say how many steps of others count, with the places of those among the used ones. */
  get #lengths(): readonly { readonly column: string; readonly of: number }[] {
    return this.#used.flatMap(({ cells: { recipe } }, of) =>
      recipe.lengths === undefined ? [] : [{ column: recipe.lengths.column, of }],
    );
  }

  /**
   * Reads the rows of all files in order, in blocks. Rows that can't be read go to `bad`.
   * @param from the end of a block, to go on there.
   * @param marks whether rows without a value of what is forecast are told.
   */
  async *read(
    readers: readonly RowReader[],
    bad: BadRows | null,
    from?: TypedPlace,
    marks = bad !== null,
  ): AsyncGenerator<TypedBlock> {
    const { wanted } = this;
    const first = from?.reader ?? 0;
    const grouped = this.#spec.group !== null;
    const open = bad === null || this.#targets.length === 0 ? null : new WithoutTargets(this.#keys.time !== null);
    for (const [index, reader] of readers.entries()) {
      if (index < first) continue;
      const resumed = index === first ? from : undefined;
      let gap = resumed?.gap ?? false;
      let opens = resumed?.opens ?? true;
      for await (const block of reader.rows(wanted, resumed?.place ?? FIRST_ROW)) {
        const rows: TypedRow[] = [];
        const holes: Hole[] = [];
        for (const row of block.rows) {
          const isBare = marks && this.#targets.length > 0 && this.#lacksTargets(row);
          const later: Later | null = isBare && this.#apart && bad !== null ? new Later(bad) : null;
          const read = this.#readRow(row, later ?? bad);
          if ('bad' in read || 'left' in read) {
            const tell = (): void => {
              later?.tell();
              if ('left' in read) bad?.leave(read.left, read.group);
              else {
                const path = reader.pathOf?.(read.column) ?? reader.path;
                bad?.add(path, row.line, read.column, read.bad)?.(reader.locate(row, read.column, read.bad.step));
              }
            };
            if (!isBare || !this.#apart) tell();
            if (isBare) open?.add(grouped ? read.group : `${index}`, read.time, this.#apart ? tell : () => {});
            holes.push({ at: rows.length, reader: index, group: read.group, time: read.time });
            gap = true;
            continue;
          }
          const { cells, group, border, time } = read;
          if (!isBare) open?.seen(grouped ? group : `${index}`, time);
          // key by key: spreading takes a fifth of the time of reading a file
          const whole = {
            cells,
            group,
            border,
            time,
            gap,
            opens,
            reader: index,
            line: row.line,
            indent: row.indent ?? 0,
          };
          rows.push(isBare ? { ...whole, bare: () => later?.tell() } : whole);
          gap = false;
          opens = false;
        }
        yield { rows, holes, end: block.end === null ? null : { reader: index, place: block.end, gap, opens } };
      }
    }
    const ahead = open?.end(this.#apart) ?? 0;
    if (ahead > 0) bad?.behind(ahead, this.targets, this.#apart);
  }

  /** Columns that are forecast. */
  get targets(): readonly string[] {
    return this.#targets.map((i) => this.#used[i]?.name ?? '');
  }

  #lacksTargets({ values, problem }: RawRow): boolean {
    if (problem !== null) return false;
    return this.#targets.every((i) => {
      const column = this.#used[i];
      if (column === undefined) return false;
      const { type, reading } = column.cells;
      const cell = readCell(values[i], type, { ...reading, mayLack: true });
      return !(cell instanceof BadCell) && lacking(cell) > 0;
    });
  }

  #readRow(
    row: RawRow,
    counts: Counts | null,
  ): Pick<TypedRow, 'cells' | 'group' | 'border' | 'time'> | UnreadRow | LeftRow {
    const { group: grouping, split } = this.#spec;
    let [group, time]: [string | null, number] = [grouping === null ? '' : null, Number.NaN];
    const unread = (column: string | null, bad: BadCell): UnreadRow => ({ bad, column, group, time });
    if (row.problem !== null) return unread(null, new BadCell(row.problem.reason, row.problem.fix));
    // what tells where a row belongs comes first: it holds for rows that can't be read too
    let at = this.#used.length;
    let badGroup: BadCell | null = null;
    if (grouping !== null) {
      const cell = readCell(row.values[at++], 'category', this.#decimal);
      if (cell instanceof BadCell) badGroup = cell;
      else group = this.#intern(groupKey(cell));
    }
    const border = split?.kind === 'column' ? row.values[at++] : undefined;
    const ordering = this.#keys.time;
    const found =
      ordering === null ? time : readTimes(ordering.reading, row.values.slice(at, at + ordering.columns.length));
    if (typeof found === 'number') time = found;
    const cells: Cell[] = [];
    for (const [i, { name, type, kept, cells: column, refuse }] of this.#used.entries()) {
      const isOfRow = ordering !== null && column.recipe.calendar?.columns[0] === ordering.columns[0];
      if (isOfRow && typeof found !== 'number') return unread(ordering.columns[found.at] ?? '', badTime(found));
      const at = this.#lengthAt.get(i);
      const length = at === undefined ? undefined : (row.values[at] ?? null);
      const ruled = isOfRow
        ? { cell: calendarCell(time, column), lacks: 0, isFilled: false }
        : readColumn(row.values[i], column, length);
      const isOpen = this.#settles && !(ruled instanceof BadCell) && (ruled === null || ruled.lacks > 0);
      const read = isOpen ? readColumn(row.values[i], awaitingRows(column), length) : ruled;
      if (read === null) return { left: name, group, time };
      // what a rule puts in must fit, too, where it is put in later
      const asked = ruled ?? read;
      const value = asked instanceof BadCell ? asked : (refuse?.(asked.cell) ?? asked.cell);
      const fits = kept?.meaning === 'sample weights' && ruled !== null ? asWeight(value) : value;
      if (fits instanceof BadCell) return unread(column.source, fits);
      if (read instanceof BadCell) return unread(column.source, read);
      const cell = isOpen ? read.cell : fits;
      const { longest } = column.recipe;
      if (read.isCut === true && longest !== undefined) counts?.cut(name, longest);
      if (read.lacks > 0) counts?.lack(name, read.lacks, read.isFilled);
      if (typeof cell !== 'string' || type !== 'text') cells.push(typeof cell === 'string' ? this.#intern(cell) : cell);
      else cells.push(this.#spec.sequence?.by == null ? cell : stepText(this.#intern(cell), column));
    }
    if (grouping !== null && (group === null || badGroup !== null))
      return unread(grouping.value, badGroup ?? new BadCell('is empty', 'fill it'));
    if (typeof found !== 'number') return unread(ordering?.columns[found.at] ?? '', badTime(found));
    if (split?.kind !== 'column') return { cells, group: group ?? '', border: 0, time };
    if (ordering?.columns[0] === split.column.value) return { cells, group: group ?? '', border: time, time };
    const value = readCell(border, this.#keys.border.type, this.#keys.border.written);
    if (typeof value === 'number') return { cells, group: group ?? '', border: value, time };
    const why = value instanceof BadCell ? value : new BadCell('is a list', 'name a column of single values');
    return unread(split.column.value, why);
  }

  #intern(text: string): string {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    if (this.#texts.size < MAX_TEXTS) this.#texts.set(text, text);
    return text;
  }

  /** Reads a file once more up to a row that has turned out bad, for the place of a column. */
  async placeAgain(
    reader: RowReader,
    { line, indent }: Pick<TypedRow, 'line' | 'indent'>,
    column: string,
    step: number | null,
  ): Promise<Place | null> {
    for await (const { rows } of reader.rows(this.wanted)) {
      const row = rows.find((r) => r.line === line && (r.indent ?? 0) === indent);
      if (row !== undefined) return reader.locate(row, column, step);
    }
    return null;
  }
}

type Counts = Pick<BadRows, 'lack' | 'cut'>;

/** What is counted later, or never. */
class Later implements Counts {
  readonly #counts: Counts;
  readonly #all: (() => void)[] = [];
  constructor(counts: Counts) {
    this.#counts = counts;
  }
  lack(...what: Parameters<Counts['lack']>): void {
    this.#all.push(() => this.#counts.lack(...what));
  }
  cut(...what: Parameters<Counts['cut']>): void {
    this.#all.push(() => this.#counts.cut(...what));
  }
  tell(): void {
    for (const one of this.#all) one();
  }
}

/** A row without a value in a column whose rule leaves such rows out. */
interface LeftRow extends Pick<Hole, 'group' | 'time'> {
  readonly left: string;
}

interface UnreadRow extends Pick<Hole, 'group' | 'time'> {
  readonly bad: BadCell;
  /** Null: the row as a whole is at fault. */
  readonly column: string | null;
}

/** Where a row is a step, its text is one token, unless the step is a sequence of tokens itself. */
export const stepText = (text: string, { overSteps }: Pick<ColumnCells, 'overSteps'>): string | readonly string[] =>
  overSteps ? text.trim() : [text.trim()];

/** A cell of sample weights, or why it can't be one. */
function asWeight(cell: Cell | BadCell): Cell | BadCell {
  const numbers: ArrayLike<number> = typeof cell === 'number' ? [cell] : isNumberList(cell) ? cell.data : [];
  for (let i = 0; i < numbers.length; i++) {
    const weight = numbers[i] ?? 0;
    if (!(weight >= 0 && weight < Number.POSITIVE_INFINITY))
      return new BadCell(
        `is no sample weight: ${weight}`,
        'write 0 or more; a sample of weight 0 does not count',
        isNumberList(cell) ? i : null,
        { cause: { text: 'is no sample weight', shown: `${weight}` } },
      );
  }
  return cell;
}
