import type { DataSpec } from '../../../compiler/1-read/spec/data-spec.ts';
import type { FeedMeaning } from '../dataset/dataset.ts';
import type { BadRows } from './bad-rows.ts';
import { BadCell, type Cell, type CellReading, type CellType, isNumberList, readCell } from './cells.ts';
import { type ColumnCells, readColumn } from './reading.ts';
import { FIRST_ROW, type Place, type RawRow, type RowPlace, type RowReader } from './rows.ts';

/** A row whose values are of the types of their columns. */
export interface TypedRow {
  /** Values of the columns that feeds use. */
  readonly cells: readonly Cell[];
  readonly group: string;
  /** Value of the column that splits the rows into parts. */
  readonly border: number;
  /** Rows are missing before it, or it begins a file. */
  readonly gap: boolean;
  readonly reader: number;
  readonly line: number;
  /** See `RawRow`. */
  readonly indent: number;
}

/** Where reading can go on among some files. */
export interface TypedPlace {
  readonly reader: number;
  readonly place: RowPlace;
  /** Of the next row. */
  readonly gap: boolean;
}

export interface TypedBlock {
  readonly rows: readonly TypedRow[];
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
}

/** How the column that splits the rows is read. */
export interface Border {
  readonly type: 'number' | 'time';
  readonly written: '.' | ',' | CellReading;
}

/** Equal texts are stored once, up to this many different ones. A column with more is no category. */
const MAX_TEXTS = 2 ** 17;

/** Reads the columns that are used, and those that group and split. */
export class RowTyping {
  readonly #spec: DataSpec;
  readonly #decimal: '.' | ',';
  readonly #used: readonly UsedColumn[];
  readonly #border: Border;
  /** One text for each value of a category or group, so that rows do not keep the file's text alive. */
  readonly #texts = new Map<string, string>();

  constructor(spec: DataSpec, decimal: '.' | ',', used: readonly UsedColumn[], border: Border) {
    this.#spec = spec;
    this.#decimal = decimal;
    this.#used = used;
    this.#border = border;
  }

  /** Columns as readers are asked for them. */
  get wanted(): readonly string[] {
    const { group, split } = this.#spec;
    const more = [group?.value, split?.kind === 'column' ? split.column.value : undefined];
    return [...this.#used.map(({ cells }) => cells.source), ...more.filter((name) => name !== undefined)];
  }

  /** Reads the rows of all files in order, in blocks. Rows that can't be read go to `bad`. @param from the end of a block, to go on there. */
  async *read(readers: readonly RowReader[], bad: BadRows | null, from?: TypedPlace): AsyncGenerator<TypedBlock> {
    const { wanted } = this;
    const first = from?.reader ?? 0;
    for (const [index, reader] of readers.entries()) {
      if (index < first) continue;
      const resumed = index === first ? from : undefined;
      let gap = resumed?.gap ?? true;
      for await (const block of reader.rows(wanted, resumed?.place ?? FIRST_ROW)) {
        const rows: TypedRow[] = [];
        for (const row of block.rows) {
          const read = this.#readRow(row, bad);
          if ('left' in read) {
            bad?.leave(read.left);
            gap = true;
            continue;
          }
          if ('reason' in read) {
            const path = reader.pathOf?.(read.column) ?? reader.path;
            bad?.add(path, bad.wantsPlaces ? reader.locate(row, read.column, read.step) : null, read.reason, read.fix);
            gap = true;
            continue;
          }
          const { cells, group, border } = read;
          rows.push({ cells, group, border, gap, reader: index, line: row.line, indent: row.indent ?? 0 });
          gap = false;
        }
        yield { rows, end: block.end === null ? null : { reader: index, place: block.end, gap } };
      }
    }
  }

  #readRow(
    row: RawRow,
    counts: BadRows | null,
  ):
    | { readonly left: string }
    | Pick<TypedRow, 'cells' | 'group' | 'border'>
    | { readonly reason: string; readonly fix: string; readonly column: string | null; readonly step: number | null } {
    if (row.problem !== null) return { ...row.problem, column: null, step: null };
    const { group, split } = this.#spec;
    const cells: Cell[] = [];
    for (const [i, { name, type, kept, cells: column }] of this.#used.entries()) {
      const read = readColumn(row.values[i], column);
      if (read === null) return { left: name };
      const found = read instanceof BadCell ? read : read.cell;
      const cell = kept?.meaning === 'sample weights' ? asWeight(found) : found;
      if (cell instanceof BadCell)
        return {
          reason: `column "${column.source}" ${cell.reason}`,
          fix: cell.fix.replaceAll('NAME', column.source),
          column: column.source,
          step: cell.step,
        };
      if (!(read instanceof BadCell) && read.lacks > 0) counts?.lack(name, read.lacks, read.isFilled);
      cells.push(type === 'category' && typeof cell === 'string' ? this.#intern(cell) : cell);
    }
    let at = this.#used.length;
    let series = '';
    if (group !== null) {
      const cell = readCell(row.values[at++], 'category', this.#decimal);
      if (cell instanceof BadCell)
        return {
          reason: `column "${group.value}" ${cell.reason}`,
          fix: cell.fix,
          column: group.value,
          step: cell.step,
        };
      series = this.#intern(String(cell));
    }
    if (split?.kind !== 'column') return { cells, group: series, border: 0 };
    const border = readCell(row.values[at], this.#border.type, this.#border.written);
    if (typeof border === 'number') return { cells, group: series, border };
    const why = border instanceof BadCell ? border : new BadCell('is a list', 'name a column of single values');
    return {
      reason: `column "${split.column.value}" ${why.reason}`,
      fix: why.fix,
      column: split.column.value,
      step: why.step,
    };
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
      );
  }
  return cell;
}
