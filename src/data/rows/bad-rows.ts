import { type Diagnostic, RnncError, type Sources, UNKNOWN_LINE } from '../../../compiler/diagnostics/diagnostic.ts';
import { plural } from '../../../compiler/diagnostics/phrase.ts';
import type { SkippedRow } from '../dataset/dataset.ts';
import type { Longest } from '../dataset/preprocessing.ts';
import { behindNote } from '../messages/ahead.ts';
import * as say from '../messages/rows.ts';
import { type BadCell, fixOf } from './faults/bad-cell.ts';
import { type CauseOfRows, Causes, commonReason, rowsInWords } from './faults/causes.ts';
import type { Place } from './rows.ts';

/** Messages show the text of lines up to this one. Of later lines they give the number alone. */
const FRAMED_LINES = 100_000;

/** Series that are remembered for having rows left out. */
const MOST_HOLED = 100_000;

/** Collects rows that can't be used, by what is wrong with them. */
export class BadRows {
  readonly #mode: 'stop' | 'skip' | 'refuse';
  readonly #trained: boolean;
  readonly #causes = new Causes<number>();
  /** Where the first row of each cause stands. */
  readonly #places = new Map<CauseOfRows<number>, Place>();

  /**
   * @param mode `data.bad_rows`, or `refuse`: there is no such choice.
   * @param trained whether the rules of columns stand, because a model was trained with them.
   */
  constructor(mode: 'stop' | 'skip' | 'refuse', trained = false) {
    this.#mode = mode;
    this.#trained = trained;
  }

  /** Rows that were left out by the rule of a column, and values that were put in, by column. */
  readonly #ruled = new Map<string, { left: number; filled: number; uncounted: number }>();

  /** A row is left out, as the rule of a column says. */
  leave(column: string, series: string | null): void {
    this.#ruleOf(column).left++;
    if (series !== null && this.#holed.size < MOST_HOLED) this.#holed.add(series);
  }
  readonly #holed = new Set<string>();
  /** Series that have rows which were left out so. */
  get holed(): ReadonlySet<string> {
    return this.#holed;
  }
  /** Values of a column were missing and are filled, as its rule says, or are targets that losses leave out. */
  lack(column: string, count: number, isFilled: boolean): void {
    this.#ruleOf(column)[isFilled ? 'filled' : 'uncounted'] += count;
  }
  readonly #cut = new Map<string, { count: number; readonly longest: Longest }>();
  /** A cell is longer than the rule of its column says. */
  cut(column: string, longest: Longest): void {
    const found = this.#cut.get(column);
    if (found === undefined) this.#cut.set(column, { count: 1, longest });
    else found.count++;
  }
  #ruleOf(column: string): { left: number; filled: number; uncounted: number } {
    const known = this.#ruled.get(column);
    if (known !== undefined) return known;
    const made = { left: 0, filled: 0, uncounted: 0 };
    this.#ruled.set(column, made);
    return made;
  }
  #behind: { readonly rows: number; readonly targets: readonly string[]; readonly isApart: boolean } | null = null;
  /** Rows behind the last ones that have these targets. @param isApart whether they are no rows of the parts */
  behind(rows: number, targets: readonly string[], isApart: boolean): void {
    this.#behind = { rows: rows + (this.#behind?.rows ?? 0), targets, isApart };
  }

  /** What the rules of columns did, and what is known ahead, a sentence for each. @param told targets whose missing values are told otherwise @param masked columns that masks leave out where they are missing @param marked columns of texts with marks at their start and end */
  ruled(
    told: ReadonlySet<string>,
    masked: ReadonlySet<string> = new Set(),
    marked: ReadonlySet<string> = new Set(),
  ): readonly string[] {
    const rules = [...this.#ruled].flatMap(([column, { left, filled, uncounted }]) => [
      ...(left === 0 ? [] : [`${plural(left, 'row')} without "${column}" left out`]),
      ...(uncounted === 0 || told.has(column)
        ? []
        : [
            masked.has(column)
              ? `${plural(uncounted, 'missing value')} of "${column}" at steps that masks leave out`
              : `${plural(uncounted, 'missing value')} of the target "${column}" left out of losses and metrics`,
          ]),
      ...(filled === 0 ? [] : [`${plural(filled, 'missing value')} of "${column}" filled`]),
    ]);
    const cut = [...this.#cut].map(([column, { count, longest }]) =>
      say.cutNote(column, count, longest, marked.has(column)),
    );
    const { rows = 0, targets = [], isApart = false } = this.#behind ?? {};
    return [...rules, ...cut, ...(rows === 0 ? [] : [behindNote(rows, targets, isApart)])];
  }

  /** Values of a column that were put in. */
  filled(column: string): number {
    return this.#ruled.get(column)?.filled ?? 0;
  }

  /** Values of a column that are missing and left out of losses. */
  uncounted(column: string): number {
    return this.#ruled.get(column)?.uncounted ?? 0;
  }

  get count(): number {
    return this.#causes.count;
  }

  /**
   * @param column of the file; null: the row as a whole is at fault.
   * @returns what takes the place of this row, where messages show it; null: they do not.
   */
  add(path: string, line: number, column: string | null, bad: BadCell): ((place: Place) => void) | null {
    const cause = this.#causes.add(path, column, bad, line);
    return cause === null ? null : (place) => this.#places.set(cause, place);
  }

  get report(): { readonly count: number; readonly first: readonly SkippedRow[] } {
    return {
      count: this.count,
      first: this.#placed.map(({ cause, place }) => {
        const reason =
          cause.count === 1 ? reasonOf(cause) : say.badRowsReason(cause.count, commonOf(cause), lines(cause, place));
        return { file: cause.path, line: place.line, column: place.column, reason };
      }),
    };
  }

  /** @throws RnncError with each cause and its first rows, unless bad rows are skipped. */
  check(): void {
    if (this.count === 0 || this.#mode === 'skip') return;
    const sources = this.#sources();
    const mistakes = this.#placed.map(({ cause, place }): Diagnostic => {
      const { line, column } = place;
      const { path, count, bad, shown } = cause;
      const text = sources.get(path);
      const lineStart = text === undefined ? 0 : startOfLine(text, line);
      const start = lineStart + Math.max(0, column - 1);
      const span = text === undefined ? null : { file: path, start, end: start + 1 };
      const fix = fixOf(bad, cause.column, this.#trained, shown);
      if (count === 1) return say.badRow(span, `${path}:${line}:${column}`, reasonOf(cause), fix);
      return say.badRows(span, path, count, { reason: commonOf(cause), lines: lines(cause, place), fix });
    });
    const last = mistakes.at(-1);
    if (last !== undefined && (mistakes.length > 1 || this.#mode === 'stop'))
      mistakes[mistakes.length - 1] = say.moreBadRows(last, this.count, this.#mode === 'stop');
    throw new RnncError(mistakes, sources);
  }

  get #placed(): readonly { readonly cause: CauseOfRows<number>; readonly place: Place }[] {
    return this.#causes.list.flatMap((cause) => {
      const place = this.#places.get(cause);
      return place === undefined ? [] : [{ cause, place }];
    });
  }

  /** The bad lines at their places between unknown ones, so that messages can show them without the whole file. */
  #sources(): Sources {
    const lines = new Map<string, string[]>();
    for (const {
      cause: { path },
      place,
    } of this.#placed) {
      if (place.text === null || place.line > FRAMED_LINES) continue;
      const known = lines.get(path) ?? [];
      known[place.line - 1] = place.text;
      lines.set(path, known);
    }
    return new Map(
      [...lines].map(([path, known]) => [path, Array.from(known, (line) => line ?? UNKNOWN_LINE).join('\n')]),
    );
  }
}

const ofColumn = (column: string | null, reason: string): string =>
  column === null ? reason : `column "${column}" ${reason}`;
const reasonOf = ({ column, bad }: CauseOfRows<number>): string => ofColumn(column, bad.reason);
const commonOf = ({ column, bad }: CauseOfRows<number>): string => ofColumn(column, commonReason(bad));
/** Rows of arrays have no lines. */
const lines = (cause: CauseOfRows<number>, { text }: Place): string =>
  `${text === null ? 'rows' : 'lines'} ${rowsInWords(cause, String)}`;

function startOfLine(text: string, line: number): number {
  let at = 0;
  for (let n = 1; n < line; n++) {
    const end = text.indexOf('\n', at);
    if (end < 0) return at;
    at = end + 1;
  }
  return at;
}
