import Papa from 'papaparse';
import type { Diagnostic, Span } from '../../../compiler/diagnostics/diagnostic.ts';
import type { Port } from '../feeds/ports.ts';
import type { LocatedFeeds } from './located-feeds.ts';
import * as say from './messages.ts';

const MAX_MISTAKES = 50;

/** The input that a CSV file feeds: rows are steps, fields are features. */
export interface CsvTarget {
  readonly name: string;
  /** Null: a step is one number, not a row of them. */
  readonly features: number | null;
}

type Fail = (mistakes: readonly Diagnostic[]) => never;

/** The one input of numbers per step of a model. */
export function csvTarget(inputs: readonly Port[], fail: Fail): CsvTarget {
  const [input] = inputs;
  const isSize = (dim: string | undefined): boolean => dim !== undefined && /^\d+$/.test(dim);
  const dims = input?.dims ?? [];
  const perStep =
    dims[0] === 'batch' &&
    dims.length >= 2 &&
    dims.length <= 3 &&
    !isSize(dims[1]) &&
    (dims.length === 2 || isSize(dims[2]));
  if (input === undefined || inputs.length > 1 || input.dtype === 'bool' || !perStep)
    return fail([say.csvNeedsOneSeries(inputs.map((i) => `${i.name}: ${i.dtype}[${i.dims.join(', ')}]`))]);
  return { name: input.name, features: dims[2] === undefined ? null : Number(dims[2]) };
}

interface Row {
  readonly fields: readonly string[];
  readonly start: number;
  readonly end: number;
}

/** One series from CSV text. Tab, semicolon or comma is found out; a first row without any number is a header. */
export function readCsv(
  text: string,
  file: string,
  target: CsvTarget,
  nan: 'error' | 'allow',
  fail: Fail,
): LocatedFeeds {
  const mistakes: Diagnostic[] = [];
  const width = target.features ?? 1;
  const delimiter = findDelimiter(text, width);
  const rows = parse(text, file, delimiter, mistakes);
  const steps = withoutBlankRows(rows, width);
  if (steps[0] !== undefined && isHeader(steps[0])) steps.shift();
  const series = steps.map((row) => {
    if (row.fields.length !== width) {
      mistakes.push(say.csvColumns({ file, start: row.start, end: row.end }, width, row.fields.length, target.name));
      return [];
    }
    return row.fields.map((field, i) =>
      readNumber(field, nan, () => fieldSpan(text, file, row, i, delimiter), mistakes),
    );
  });
  if (series.length === 0 && mistakes.length === 0) mistakes.push(say.csvNoRows({ file, start: 0, end: 0 }));
  if (mistakes.length > 0) return fail(shorten(mistakes));
  return {
    feeds: { [target.name]: [target.features === null ? series.flat() : series] },
    locate: (mistake) => mistake,
  };
}

/**
 * The delimiter by which most of the first rows have as many fields as a step. A comma may also be a decimal sign, so it is taken only
 * where no other delimiter fits as many rows.
 */
function findDelimiter(text: string, width: number): string {
  const fitting = ['\t', ';', ','].map((delimiter) => {
    const { data } = Papa.parse<string[]>(text, { delimiter, preview: 20 });
    return { delimiter, rows: data.filter((fields) => fields.length === width).length };
  });
  const most = Math.max(...fitting.map(({ rows }) => rows));
  return (most === 0 ? undefined : fitting.find(({ rows }) => rows === most)?.delimiter) ?? ',';
}

function parse(text: string, file: string, delimiter: string, mistakes: Diagnostic[]): readonly Row[] {
  const rows: Row[] = [];
  let start = 0;
  Papa.parse<string[]>(text, {
    delimiter,
    step: ({ data, errors, meta }) => {
      const row = { fields: data, start, end: endOfRow(text, start, meta.cursor) };
      rows.push(row);
      for (const error of errors)
        if (error.type === 'Quotes') mistakes.push(say.csvQuotes({ file, start, end: row.end }, error.message));
      start = meta.cursor;
    },
  });
  return rows;
}

function endOfRow(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && (text[at - 1] === '\n' || text[at - 1] === '\r')) at--;
  return at;
}

const isBlank = (row: Row): boolean => row.fields.length === 1 && row.fields[0]?.trim() === '';

/** An empty line between others is an empty field where there is one column. Otherwise it is skipped. */
function withoutBlankRows(rows: readonly Row[], width: number): Row[] {
  const last = rows.findLastIndex((row) => !isBlank(row));
  return rows.filter((row, i) => !isBlank(row) || (width === 1 && i < last));
}

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const isGap = (field: string): boolean => field === '' || /^nan$/i.test(field);
/** Whether a first row names its columns: none of its fields is a number. */
export const isHeader = ({ fields }: Pick<Row, 'fields'>): boolean => {
  const filled = fields.map((field) => field.trim()).filter((field) => !isGap(field));
  return filled.length > 0 && filled.every((field) => !NUMBER.test(field) && !/^[+-]?\d+,\d+$/.test(field));
};

/** The number in a field; NaN where there is none, with a mistake unless NaN is allowed and nothing else stands there. */
export function readNumber(
  field: string,
  nan: 'error' | 'allow',
  span: () => Span | null,
  mistakes: Diagnostic[],
): number {
  const trimmed = field.trim();
  if (NUMBER.test(trimmed)) return Number(trimmed);
  if (!isGap(trimmed)) mistakes.push(say.csvNotANumber(span(), field));
  else if (nan === 'error') mistakes.push(say.csvEmpty(span(), trimmed));
  return Number.NaN;
}

/** Finds where a field begins in its line. Delimiters inside quotes do not count. */
function fieldSpan(text: string, file: string, row: Row, index: number, delimiter: string): Span {
  let start = row.start;
  let quoted = false;
  let field = 0;
  for (let at = row.start; at < row.end; at++) {
    if (text[at] === '"') quoted = !quoted;
    if (quoted || text[at] !== delimiter) continue;
    if (field === index) return { file, start, end: Math.max(at, start + 1) };
    field++;
    start = at + 1;
  }
  return { file, start, end: Math.max(row.end, start + 1) };
}

function shorten(mistakes: readonly Diagnostic[]): readonly Diagnostic[] {
  const last = mistakes[MAX_MISTAKES - 1];
  if (mistakes.length <= MAX_MISTAKES || last === undefined) return mistakes;
  return [...mistakes.slice(0, MAX_MISTAKES - 1), say.andMore(last, mistakes.length - MAX_MISTAKES)];
}
