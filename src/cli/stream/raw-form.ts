import { describeValue } from '../../../compiler/diagnostics/describe-value.ts';
import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import type { Prediction } from '../../answers/decode.ts';
import { columnsOf } from '../../answers/raw-session.ts';
import type { Preprocessing } from '../../data/dataset/preprocessing.ts';
import type { RawRow } from '../../data/table/preprocess.ts';
import type { RunnableModel } from '../../model/runnable-model.ts';
import { sourceColumns } from '../inputs/prepared.ts';
import { fieldText, rounded } from '../reports/predictions.ts';
import { fieldsOf } from './csv-fields.ts';
import * as say from './messages.ts';
import type { CsvForm } from './stepper.ts';

/** How steps are written as they stand in the data of a training. */
export class RawForm {
  readonly takesTexts: boolean;
  readonly #model: RunnableModel;
  readonly #known: Preprocessing;
  #columns: readonly string[] | null = null;

  constructor(model: RunnableModel, known: Preprocessing) {
    this.#model = model;
    this.#known = known;
    this.takesTexts = known.kind === 'text';
  }

  get columns(): readonly string[] {
    this.#columns ??= columnsOf(this.#model);
    return this.#columns;
  }

  /** A row, or a text. @throws RnncError for anything else */
  rowOf(given: unknown): RawRow | string {
    const isText = typeof given === 'string' && this.takesTexts;
    if (!isText && (typeof given !== 'object' || given === null || Array.isArray(given)))
      throw new RnncError([say.notAStep(describeValue(given), this.#example)]);
    return given as RawRow | string;
  }

  get #example(): string {
    if (this.takesTexts) return TEXT;
    return `{${sourceColumns(this.#known)
      .map((name) => `${JSON.stringify(name)}: …`)
      .join(', ')}}`;
  }

  toJson(told: Prediction): string {
    return JSON.stringify(told);
  }

  toFields(told: Prediction): readonly string[] {
    return this.columns.map((name) => fieldText(rounded(told[name])));
  }

  csv(first: string): CsvForm {
    if (this.takesTexts) throw new RnncError([say.textsAreJson(TEXT)]);
    const needed = sourceColumns(this.#known);
    const headers = DELIMITERS.map((delimiter) => ({ delimiter, names: namesOf(first, delimiter) }));
    const known = ({ names }: (typeof headers)[number]): number => needed.filter((name) => names.includes(name)).length;
    const most = Math.max(...headers.map(known));
    const header = headers.find((each) => known(each) === most);
    if (header === undefined || most < needed.length)
      throw new RnncError([say.columnsUnnamed(needed, header?.names ?? [])]);
    const { delimiter, names } = header;
    return {
      hasHeader: true,
      read: (line) => {
        const fields = fieldsOf(line, delimiter);
        if (fields.length !== names.length) throw new RnncError([say.fieldCount(names.length, fields.length)]);
        return Object.fromEntries(names.map((name, i) => [name, fields[i] ?? '']));
      },
    };
  }
}

const TEXT = '"some text"';
const DELIMITERS = [',', ';', '\t', '|'] as const;

const namesOf = (line: string, delimiter: string): readonly string[] =>
  fieldsOf(line, delimiter).map((name) => name.trim());
