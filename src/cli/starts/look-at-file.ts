import { readSpec } from '../../../compiler/1-read/read.ts';
import { type ColumnType, isTreeFormat } from '../../../compiler/1-read/spec/data-spec.ts';
import { InternalError, RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import type { ColumnRole, Doubt } from '../../data/dataset/column-role.ts';
import type { NumberForm } from '../../data/dataset/number-form.ts';
import { findFiles } from '../../data/files/find-files.ts';
import { BadCell, type CellReading, isEmpty, isNumberList, readCell } from '../../data/rows/cells.ts';
import { detectCsv } from '../../data/rows/csv-rows.ts';
import { cellReading } from '../../data/rows/reading.ts';
import { planTime } from '../../data/table/plan-time.ts';
import { readForm } from '../../data/table/table-form.ts';
import { decodeText, readBytes, shownName } from '../files/files.ts';
import * as say from '../files/messages.ts';
import { nodeSources } from '../files/node-sources.ts';
import { type FoundSequences, SequenceLook } from './look-at-sequences.ts';
import { type FoundTags, TextsLook } from './look-at-texts.ts';
import { type FoundTime, likeliest, SeriesLook, timeChoices } from './look-at-times.ts';

/** What stands in a column, as training would find it. */
export interface FoundColumn {
  readonly name: string;
  readonly type: ColumnType;
  /** Whether its cells are lists. */
  readonly isList: boolean;
  /** Numbers of a step, where cells are lists of numbers. */
  readonly width: number;
  /** Cells without a value. */
  readonly missing: number;
  /** What stands in those cells, where something does, such as NA. */
  readonly marks: readonly string[];
  /** Those of them that the model file has to name: a few texts in a column of numbers. */
  readonly markers: readonly string[];
  /** Different values, sorted; null: more than can be listed, or lists of numbers. */
  readonly values: readonly string[] | null;
  /** Different words and different characters of a column of text. */
  readonly words: number;
  readonly characters: number;
  /** Whether nearly all its texts are single words, such as names. */
  readonly isOneWord: boolean;
  /** Whether it is a whole number that grows by one from row to row. */
  readonly numbersRows: boolean;
  /** A number that can be read in two ways. */
  readonly doubt: string | null;
  /** What many of its cells are, while it is taken for text or a category; null: nothing else. */
  readonly mixed: Doubt | null;
}

export interface FoundTable {
  readonly kind: 'table';
  readonly path: string;
  /** Whether its first row was taken for names, and may be values. */
  readonly isHeaderGuess: boolean;
  readonly rows: number;
  /** Whether the file has more rows than were looked at. */
  readonly hasMore: boolean;
  /** Those that hold something. */
  readonly columns: readonly FoundColumn[];
  readonly time: FoundTime | null;
  /** Null: rows are no steps of sequences, or dates order them. */
  readonly sequences: FoundSequences | null;
  /** Columns of text with a word for each word of another. */
  readonly tags: readonly FoundTags[];
}

export interface FoundText {
  readonly kind: 'text';
  readonly path: string;
  readonly characters: number;
  readonly different: number;
}

/** Rows that are looked at. */
const LOOKED_ROWS = 50_000;
/** Rows that tell a number of rows from values that happen to grow by one. */
const NUMBERED_ROWS = 10;
/** Different values of a column that are kept. */
const LISTED_VALUES = 50;

/**
 * Looks at a file with the detection of training.
 * @throws RnncError where it can't be read, or is neither a table nor a text
 */
export async function lookAt(path: string): Promise<FoundTable | FoundText> {
  const isUnclear = await asksForHeader(path);
  const section = (time: string | null) => sectionOf(path, time, isUnclear);
  const spec = section(null);
  const open = nodeSources('.');
  const files = await findFiles(spec, open);
  if (files.format === 'text') {
    const text = decodeText(readBytes(path), shownName(path));
    return { kind: 'text', path, characters: text.length, different: new Set(text).size };
  }
  if (files.format === 'task' || files.format === 'npy' || isTreeFormat(files.format))
    throw new RnncError([say.noStartFrom(shownName(path), files.format)]);
  const options = { open, seed: 0, inputs: [] };
  const undecided = await readForm(spec, files, options);
  const choices = timeChoices(undecided);
  const tries = await Promise.all(
    (choices.length === 0 ? [null] : choices).map(async (choice) => {
      const chosen = choice === null ? spec : section(choice.text);
      const form = choice === null ? undecided : await readForm(chosen, files, options);
      return { choice, form, recipe: planTime(chosen, form, true, options) };
    }),
  );
  const form = tries[0]?.form ?? undecided;
  const [reader] = form.readers[0];
  if (reader === undefined) throw new InternalError('a table without a file');
  const named = form.columns
    .filter(({ type, maskOf }) => type !== 'ignore' && maskOf === undefined)
    .map((column) => (hasMarkers(column) ? { ...column, type: 'number' as const } : column));
  const looks = named.map(
    ({ name, type }) => new ColumnLook(type, cellReading(written(form.numbers.forms.get(name)), form.decimal, true)),
  );
  let rows = 0;
  const names = named.map(({ name }) => name);
  const series = tries.flatMap(({ choice, recipe }) => {
    if (recipe === null) return [];
    const keys = named.flatMap(({ name, type }, i) =>
      (type === 'category' || type === 'text') && !recipe.columns.includes(name) ? [i] : [],
    );
    return [new SeriesLook(choice, recipe, names, keys)];
  });
  const sequences = new SequenceLook(
    names,
    named.flatMap(({ type }, i) => (type === 'number' || type === 'category' || type === 'text' ? [i] : [])),
  );
  const texts = new TextsLook(
    names,
    named.flatMap(({ type }, i) => (type === 'category' || type === 'text' ? [i] : [])),
  );
  reading: for await (const block of reader.rows(names))
    for (const { values, problem } of block.rows) {
      if (rows >= LOOKED_ROWS) break reading;
      if (problem !== null) continue;
      rows++;
      const lacks = values.flatMap((value, i) => (looks[i]?.add(value, rows === 1) === true ? [i] : []));
      for (const each of series) each.add(values, lacks);
      sequences.add(values);
      texts.add(values);
    }
  const columns = named.map(({ name, type, doubt }, i): FoundColumn => {
    const look = looks[i];
    if (look === undefined) throw new InternalError(`the column ${name} was not looked at`);
    const mixed = doubt === undefined || type === 'number' ? null : doubt;
    return { name, type, ...look.found(), doubt: form.numbers.doubtful.get(name) ?? null, mixed };
  });
  const time = likeliest(series);
  const found = time === null && !columns.some(({ isList }) => isList) ? sequences.found() : null;
  return {
    kind: 'table',
    path,
    isHeaderGuess: isUnclear,
    rows,
    hasMore: rows >= LOOKED_ROWS,
    columns,
    time,
    sequences: found,
    tags: texts.found(),
  };
}

/** Whether its first row may be names or values. */
async function asksForHeader(path: string): Promise<boolean> {
  const spec = sectionOf(path, null);
  const open = nodeSources('.');
  const files = await findFiles(spec, open);
  const [first] = files.train;
  if (files.format !== 'csv' || first === undefined) return false;
  try {
    await detectCsv(first, { delimiter: null, header: null });
    return false;
  } catch (cause) {
    if (cause instanceof RnncError && cause.diagnostics.some(({ code }) => code === 'data-header')) return true;
    throw cause;
  }
}

const textOf = (value: unknown): string => (value === undefined || value === null ? '' : String(value).trim());
const written = (form: NumberForm | undefined) => (form === undefined ? {} : { written: form });

/** The section `data` of a model that says nothing but where its data is. */
function sectionOf(path: string, time: string | null, isHeader = false) {
  const text = `inputs: {x: {shape: [batch, 1]}}\nlayers: {y: {type: dense, input: x, units: 1}}\noutputs: {y: y}\ndata: {source: ${JSON.stringify(path)}${time === null ? '' : `, time: ${time}`}${isHeader ? ', header: true' : ''}}\n`;
  const { spec, diagnostics, sources } = readSpec(text, { file: shownName(path), resolve: () => null });
  if (spec?.data == null) throw new RnncError(diagnostics, sources);
  return spec.data;
}

/** A column of numbers with more other texts has mistakes, not markers. */
const MARKERS = 3;
/** Whether a few texts stand among the numbers of a column. */
const hasMarkers = ({ doubt }: ColumnRole): boolean => doubt?.kind === 'number' && doubt.others.length <= MARKERS;

class ColumnLook {
  readonly #type: ColumnType;
  readonly #numbers: CellReading;
  #missing = 0;
  #isList = false;
  #width = 1;
  #hasNumbers = false;
  #texts = 0;
  #spaced = 0;
  #first: string | null = null;
  readonly #marks = new Set<string>();
  readonly #strange = new Map<string, number>();
  readonly #values = new Map<string, number>();
  readonly #words = new Set<string>();
  readonly #characters = new Set<string>();
  #cells = 0;
  #before = Number.NaN;
  #counts = true;

  /** @param numbers how its numbers are read, where it has any */
  constructor(type: ColumnType, numbers: CellReading) {
    this.#type = type;
    this.#numbers = numbers;
  }

  /** @param isFirst whether it stands in the first row. @returns whether it is no value. */
  add(value: unknown, isFirst: boolean): boolean {
    this.#count(value);
    if (isNumberList(value)) {
      this.#isList = true;
      this.#hasNumbers = true;
      this.#width = Number(value.shape[1] ?? 1);
      return false;
    }
    if (Array.isArray(value)) {
      this.#isList = true;
      for (const item of value) this.#one(item);
      return false;
    }
    if (this.#isMarker(value)) {
      if (isFirst) this.#first = textOf(value);
      this.#strange.set(textOf(value), (this.#strange.get(textOf(value)) ?? 0) + 1);
      return true;
    }
    if (this.#lacks(value)) {
      this.#missing++;
      if (textOf(value) !== '' && this.#marks.size <= MARKERS) this.#marks.add(textOf(value));
      return true;
    }
    this.#one(value);
    return false;
  }

  /** NA may be a text, and then is one. */
  #lacks(value: unknown): boolean {
    return this.#type === 'text' ? textOf(value) === '' : isEmpty(value);
  }

  /** What stands for no value, but only if the model file says so: a text among numbers, and NA among categories. */
  #isMarker(value: unknown): boolean {
    if (typeof value !== 'string' || value.trim() === '' || this.#strange.size > MARKERS) return false;
    if (this.#type === 'category') return isEmpty(value);
    return this.#type === 'number' && readCell(value, 'number', this.#numbers) instanceof BadCell;
  }

  #count(value: unknown): void {
    const number = typeof value === 'string' && /^\s*\d+\s*$/.test(value) ? Number(value) : value;
    this.#counts &&= Number.isSafeInteger(number) && (this.#cells === 0 || number === this.#before + 1);
    this.#cells++;
    if (typeof number === 'number') this.#before = number;
  }

  #one(value: unknown): void {
    const text = String(value).trim();
    if (this.#values.size <= LISTED_VALUES) this.#values.set(text, (this.#values.get(text) ?? 0) + 1);
    const words = text.split(/\s+/);
    this.#texts++;
    if (words.length > 1) this.#spaced++;
    for (const word of words) this.#words.add(word);
    for (const character of text) this.#characters.add(character);
  }

  found(): Omit<FoundColumn, 'name' | 'type' | 'doubt' | 'mixed'> {
    const values = [...this.#values.keys()];
    const areNumbers = values.every((value) => Number.isFinite(Number(value)));
    // what stands in the first row alone is rather the name of the column
    const isName = this.#first !== null && this.#strange.get(this.#first) === 1;
    const markers = isName || this.#strange.size > MARKERS ? [] : [...this.#strange.keys()];
    return {
      isList: this.#isList,
      width: this.#width,
      missing: this.#missing + markers.reduce((n, text) => n + (this.#strange.get(text) ?? 0), 0),
      marks: [...this.#marks, ...markers],
      markers,
      values:
        this.#hasNumbers || values.length > LISTED_VALUES
          ? null
          : values.sort((a, b) => (areNumbers ? Number(a) - Number(b) : a < b ? -1 : 1)),
      words: this.#words.size,
      characters: this.#characters.size,
      isOneWord: this.#spaced <= 0.05 * this.#texts,
      numbersRows: this.#counts && this.#cells >= NUMBERED_ROWS,
    };
  }
}
