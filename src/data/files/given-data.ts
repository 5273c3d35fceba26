import type { DataSpec, PartFiles } from '../../../compiler/1-read/spec/data-spec.ts';
import { type Diagnostic, RnncError, type Span } from '../../../compiler/diagnostics/diagnostic.ts';
import { isNamed } from '../../arguments/kinds.ts';
import * as say from '../messages/given-data.ts';
import type { OpenSource, SourceFile } from './sources.ts';

/** Rows as they would stand in a file: values by column; or arrays by column, whose first axis counts the samples. */
export type GivenData = readonly { readonly [column: string]: unknown }[] | { readonly [column: string]: GivenArray };
/** Nested lists, a typed array of one number for each sample, or numbers in a row with the sizes of the axes. */
export type GivenArray =
  | ArrayLike<unknown>
  | { readonly data: ArrayLike<number | bigint>; readonly shape: ArrayLike<number> };

export interface GivenParts {
  /** What is cut into parts as `data.split` says; with parts of their own, what is trained on. */
  readonly data: GivenData;
  readonly validation?: GivenData;
  readonly test?: GivenData;
}

/** Mistakes that are listed one by one. */
const MOST_TOLD = 10;
/** Rows that become text at a time. */
const BLOCK = 256;

/**
 * Data in memory as a file with a record on each line, so that they are read as such a file is. Messages call the file `data`, its lines are the rows from 1.
 * @param section what the model says of its data; null: nothing. The source and the format that it names make way for what is given.
 * @throws RnncError for what is no rows and no arrays, and for values that no file can hold
 */
export function givenFiles(
  given: { readonly [part in keyof GivenParts]: unknown },
  section: DataSpec | null,
  file: string,
): { readonly spec: DataSpec; readonly open: OpenSource } {
  const parts = Object.entries(given).filter(([, value]) => value !== undefined);
  const byName = new Map(parts.map(([name, value]) => [name, sourceOf(name, rowsOf(name, value))]));
  const span: Span = section?.source.span ?? { file, start: 0, end: 0 };
  const paths = (name: string): PartFiles | null =>
    byName.has(name) ? { kind: 'paths', paths: [{ value: name, span }] } : null;
  const [data, validation, test] = [paths('data'), paths('validation'), paths('test')];
  if (data === null) throw new RnncError([say.dataForm('data', given.data)]);
  const cut = validation === null && test === null;
  return {
    spec: {
      ...(section ?? plainSection(span)),
      source: cut ? { kind: 'files', files: data, span } : { kind: 'parts', train: data, validation, test, span },
      ...(cut ? {} : { split: null }),
      format: { value: section?.format?.value === 'nested' ? 'nested' : 'ndjson', span },
      delimiter: null,
      decimal: null,
      header: null,
    },
    open: {
      async open(path) {
        const found = byName.get(path);
        if (found === undefined) throw new RnncError([say.dataForm(path, undefined)]);
        return found;
      },
      list: async () => null,
    },
  };
}

/** A section `data` in which nothing is written. */
const plainSection = (span: Span): Omit<DataSpec, 'source' | 'format' | 'delimiter' | 'decimal' | 'header'> => ({
  span,
  missing: [],
  columns: new Map(),
  group: null,
  sequence: null,
  time: null,
  windows: null,
  feeds: null,
  split: null,
  vocabulary: null,
  shuffle: null,
  buckets: 1,
  badRows: 'stop',
});

interface Rows {
  readonly count: number;
  row(index: number): { readonly [column: string]: unknown };
}

function rowsOf(name: string, given: unknown): Rows {
  if (Array.isArray(given)) {
    const odd = given.findIndex((row) => !isNamed(row) || row instanceof Map);
    if (given.length === 0 || odd >= 0) throw new RnncError([say.rowForm(name, odd, given[odd])]);
    return { count: given.length, row: (index) => given[index] };
  }
  if (!isNamed(given) || given instanceof Map) throw new RnncError([say.dataForm(name, given)]);
  const arrays = Object.entries(given).map(([column, value]) => [column, arrayOf(name, column, value)] as const);
  const [first, ...others] = arrays;
  if (first === undefined) throw new RnncError([say.dataForm(name, given)]);
  const odd = others.find(([, { count }]) => count !== first[1].count);
  if (odd !== undefined)
    throw new RnncError([say.unlikeArrays(name, [first[0], first[1].count], [odd[0], odd[1].count])]);
  if (first[1].count === 0) throw new RnncError([say.rowForm(name, -1, null)]);
  return {
    count: first[1].count,
    row: (index) => Object.fromEntries(arrays.map(([column, { at }]) => [column, at(index)])),
  };
}

interface Samples {
  readonly count: number;
  at(index: number): unknown;
}
const isList = (value: unknown): value is ArrayLike<unknown> =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));

function arrayOf(name: string, column: string, given: unknown): Samples {
  if (isList(given)) return { count: given.length, at: (index) => given[index] };
  if (!isNamed(given) || !isList(given.data) || !isList(given.shape))
    throw new RnncError([say.arrayForm(name, column, given)]);
  const { data } = given;
  const [count = 1, ...sizes] = Array.from(given.shape, Number);
  const each = sizes.reduce((a, b) => a * b, 1);
  if (given.shape.length === 0 || count * each !== data.length)
    throw new RnncError([say.arraySize(name, column, data.length, [count, ...sizes])]);
  const nested = (start: number, axes: readonly number[]): unknown => {
    const [size, ...inner] = axes;
    if (size === undefined) return data[start];
    const step = inner.reduce((a, b) => a * b, 1);
    return Array.from({ length: size }, (_, i) => nested(start + i * step, inner));
  };
  return { count, at: (index) => nested(index * each, sizes) };
}

function sourceOf(name: string, rows: Rows): SourceFile {
  const encoder = new TextEncoder();
  const blocks = Array.from({ length: Math.ceil(rows.count / BLOCK) }, (_, i) =>
    encoder.encode(linesOf(name, rows, i * BLOCK, Math.min((i + 1) * BLOCK, rows.count))),
  );
  return {
    size: blocks.reduce((sum, { length }) => sum + length, 0),
    async *chunks(start = 0) {
      let before = 0;
      for (const bytes of blocks) {
        if (before + bytes.length > start) yield bytes.subarray(Math.max(0, start - before));
        before += bytes.length;
      }
    },
  };
}

function linesOf(name: string, rows: Rows, from: number, to: number): string {
  const mistakes: Diagnostic[] = [];
  const lines = Array.from({ length: to - from }, (_, i) => {
    const row = rows.row(from + i);
    return JSON.stringify(
      Object.fromEntries(
        Object.entries(row).map(([column, value]) => [
          column,
          plain(value, () => mistakes.push(say.noValue(name, from + i, column, value))),
        ]),
      ),
    );
  });
  if (mistakes.length > 0) throw new RnncError(mistakes.slice(0, MOST_TOLD));
  return lines.map((line) => `${line}\n`).join('');
}

/** The value as JSON has it. @param refuse told of what JSON lacks; NaN and what is not there are no value, as in any data. */
function plain(value: unknown, refuse: () => void): unknown {
  if (value === undefined || value === null || Number.isNaN(value)) return null;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (typeof value === 'bigint' && Number.isSafeInteger(Number(value))) return Number(value);
  if (isList(value)) return Array.from(value, (item) => plain(item, refuse));
  if (isNamed(value) && !(value instanceof Map))
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item, refuse)]));
  if (typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)) return value;
  refuse();
  return null;
}
