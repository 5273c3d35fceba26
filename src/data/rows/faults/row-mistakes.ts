import { type Diagnostic, RnncError } from '../../../../compiler/diagnostics/diagnostic.ts';
import type { Preprocessing } from '../../dataset/preprocessing.ts';
import type { PlaceOf, RawRow } from '../../dataset/raw-row.ts';
import * as say from '../../messages/values.ts';
import { BadCell, fixOf } from './bad-cell.ts';
import { type CauseOfRows, Causes, commonReason, rowsInWords } from './causes.ts';

/** @param several rows that are told together; null: one. @param isAll they are all that there are. */
type Tell = (where: string, several: CauseOfRows<RowAt> | null, isAll: boolean) => Diagnostic;

interface RowAt {
  readonly index: number;
  readonly tell: Tell;
}

/** What is wrong with rows that a trained model is given, each cause once. */
export class RowMistakes {
  readonly #causes = new Causes<RowAt>();
  readonly #placeOf: PlaceOf;

  constructor(placeOf: PlaceOf) {
    this.#placeOf = placeOf;
  }

  get count(): number {
    return this.#causes.count;
  }

  /** A value that can't be read. */
  value(index: number, column: string | null, bad: BadCell): void {
    this.#add(index, column, bad, (where, several) =>
      several === null
        ? say.rowValue(where, bad.reason, fixOf(bad, column, true))
        : say.rowsValue(
            `${where} ${commonReason(bad)}: ${rowsInWords(several, this.#row)}`,
            fixOf(bad, column, true, several.shown),
          ),
    );
  }

  /** A value of a category that no row of the training had. */
  unknown(index: number, column: string, step: number | null, value: string, known: readonly string[]): void {
    const cause = { text: 'is not among the values of the training', shown: JSON.stringify(value) };
    this.#add(index, column, new BadCell('', '', step, { cause }), (where, several) =>
      several === null
        ? say.valueUnknown(where, column, value, known)
        : say.valuesUnknown(`${where} ${cause.text}: ${rowsInWords(several, this.#row)}`, column, several.shown, known),
    );
  }

  /** A row without a column. */
  lacks(index: number, column: string, row: RawRow, known: Preprocessing['columns']): void {
    const bad = new BadCell(`lacks ${column}`, '');
    const keys = Object.keys(row);
    this.#add(index, null, bad, (where, several, isAll) => {
      const rows = several === null || isAll ? null : rowsInWords(several, this.#row);
      return say.rowLacks(several === null ? `${where} lacks` : `${where} lack`, column, keys, known, rows);
    });
  }

  /** @param all rows that there are. */
  diagnostics(all: number): readonly Diagnostic[] {
    const { list } = this.#causes;
    return list.flatMap((cause): readonly Diagnostic[] => {
      const { count, column, bad, rows } = cause;
      const [first] = rows;
      if (first === undefined) return [];
      const { index, tell } = first.at;
      if (count === 1) return [tell(this.#placeOf(index, column, bad.step), null, all === 1)];
      const isAll = count === all;
      const who = isAll ? `all ${count} rows` : `${count} rows`;
      return [tell(column === null ? who : `${who}: ${JSON.stringify(column)}`, cause, isAll)];
    });
  }

  /** @throws RnncError where rows are bad. @param all rows that there are. */
  check(all: number): void {
    if (this.count > 0) throw new RnncError(this.diagnostics(all));
  }

  readonly #row = ({ index }: RowAt): string => this.#placeOf(index, null);

  #add(index: number, column: string | null, bad: BadCell, tell: Tell): void {
    this.#causes.add('', column, bad, { index, tell });
  }
}
