import { type Diagnostic, RnncError, type Sources, UNKNOWN_LINE } from '../../../compiler/diagnostics/diagnostic.ts';
import { plural } from '../../../compiler/diagnostics/phrase.ts';
import type { SkippedRow } from '../dataset/dataset.ts';
import { LISTED_ROWS } from '../dataset/limits.ts';
import * as say from '../messages/rows.ts';
import type { Place } from './rows.ts';

/** Messages show the text of lines up to this one. Of later lines they give the number alone. */
const FRAMED_LINES = 100_000;

/** Collects rows that can't be used: their number and the first of them. */
export class BadRows {
  readonly #mode: 'stop' | 'skip' | 'refuse';
  readonly #first: { readonly place: Place; readonly path: string; readonly reason: string; readonly fix: string }[] =
    [];
  #count = 0;

  /** @param mode `data.bad_rows`, or `refuse`: there is no such choice. */
  constructor(mode: 'stop' | 'skip' | 'refuse') {
    this.#mode = mode;
  }

  /** Rows that were left out by the rule of a column, and values that were put in, by column. */
  readonly #ruled = new Map<string, { left: number; filled: number; uncounted: number }>();

  /** A row is left out, as the rule of a column says. */
  leave(column: string): void {
    this.#ruleOf(column).left++;
  }
  /** Values of a column were missing and are filled, as its rule says, or are targets that losses leave out. */
  lack(column: string, count: number, isFilled: boolean): void {
    this.#ruleOf(column)[isFilled ? 'filled' : 'uncounted'] += count;
  }
  #ruleOf(column: string): { left: number; filled: number; uncounted: number } {
    const known = this.#ruled.get(column);
    if (known !== undefined) return known;
    const made = { left: 0, filled: 0, uncounted: 0 };
    this.#ruled.set(column, made);
    return made;
  }
  /** What the rules of columns did, a sentence for each. */
  get ruled(): readonly string[] {
    return [...this.#ruled].flatMap(([column, { left, filled, uncounted }]) => [
      ...(left === 0 ? [] : [`${plural(left, 'row')} without "${column}" left out`]),
      ...(uncounted === 0
        ? []
        : [`${plural(uncounted, 'missing value')} of the target "${column}" left out of losses and metrics`]),
      ...(filled === 0 ? [] : [`${plural(filled, 'missing value')} of "${column}" filled`]),
    ]);
  }

  get count(): number {
    return this.#count;
  }
  /** Whether the place of another bad row would still be reported. */
  get wantsPlaces(): boolean {
    return this.#first.length < LISTED_ROWS;
  }

  add(path: string, place: Place | null, reason: string, fix: string): void {
    this.#count++;
    if (place !== null && this.wantsPlaces) this.#first.push({ path, place, reason, fix });
  }

  get report(): { readonly count: number; readonly first: readonly SkippedRow[] } {
    return {
      count: this.#count,
      first: this.#first.map(({ path, place, reason }) => ({
        file: path,
        line: place.line,
        column: place.column,
        reason,
      })),
    };
  }

  /** @throws RnncError with the first rows, unless bad rows are skipped. */
  check(): void {
    if (this.#count === 0 || this.#mode === 'skip') return;
    const sources = this.#sources();
    const mistakes = this.#first.map(({ path, place: { line, column }, reason, fix }): Diagnostic => {
      const text = sources.get(path);
      const lineStart = text === undefined ? 0 : startOfLine(text, line);
      const start = lineStart + Math.max(0, column - 1);
      const span = text === undefined ? null : { file: path, start, end: start + 1 };
      return say.badRow(span, `${path}:${line}:${column}`, reason, fix);
    });
    const last = mistakes.at(-1);
    if (last !== undefined && (this.#count > 1 || this.#mode === 'stop'))
      mistakes[mistakes.length - 1] = say.moreBadRows(last, this.#count, this.#mode === 'stop');
    throw new RnncError(mistakes, sources);
  }

  /** The bad lines at their places between unknown ones, so that messages can show them without the whole file. */
  #sources(): Sources {
    const lines = new Map<string, string[]>();
    for (const { path, place } of this.#first) {
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

function startOfLine(text: string, line: number): number {
  let at = 0;
  for (let n = 1; n < line; n++) {
    const end = text.indexOf('\n', at);
    if (end < 0) return at;
    at = end + 1;
  }
  return at;
}
