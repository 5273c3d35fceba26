import { RnncError, type Span } from '../../../compiler/diagnostics/diagnostic.ts';
import { positionOf } from '../../../compiler/diagnostics/position.ts';
import { readTree } from '../../trees/read-tree.ts';
import { HEAD_ROWS } from '../dataset/limits.ts';
import type { FoundFile } from '../files/find-files.ts';
import { findJsonProblem, locateInJson } from '../files/strict-json.ts';
import { textPieces, utf8Length, wholeText } from '../files/text-chunks.ts';
import * as say from '../messages/rows.ts';
import { FIRST_ROW, type Place, type RawRow, type RowPlace, type RowReader } from './rows.ts';

type JsonRecord = { readonly [key: string]: unknown };
const isRecord = (value: unknown): value is JsonRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const valuesOf = (record: JsonRecord, wanted: readonly string[]): readonly unknown[] =>
  wanted.map((name) => (Object.hasOwn(record, name) ? record[name] : undefined));

/** One record per line. Columns are the keys of the first thousand records. */
export async function ndjsonReader(found: FoundFile): Promise<RowReader> {
  const columns = new Set<string>();
  let rows = 0;
  for await (const block of lines(found)) {
    for (const { text } of block.lines) {
      if (findJsonProblem(text) !== null) continue;
      const value: unknown = JSON.parse(text);
      if (isRecord(value)) for (const key of Object.keys(value)) columns.add(key);
      rows++;
    }
    if (rows >= HEAD_ROWS) break;
  }
  return {
    path: found.path,
    columns: [...columns],
    async *rows(wanted, from) {
      for await (const { lines: block, end } of lines(found, from))
        yield { rows: block.map((line) => recordOf(line, wanted)), end };
    },
    locate(row, column, step = null) {
      const text = row.text ?? '';
      const at = row.problem?.at ?? (column === null ? 0 : offsetIn(text, JSON.parse(text), [], column, step));
      return { line: row.line, column: Array.from(text.slice(0, at)).length + 1, text };
    },
  };
}

/** Offset of a value, or of an element of its list or a node of its tree. */
function offsetIn(
  text: string,
  record: unknown,
  path: readonly (string | number)[],
  column: string,
  step: number | null,
): number {
  const value = isRecord(record) ? record[column] : undefined;
  const whole = [...path, column];
  const tree = step === null ? null : readTree(value, column);
  const within =
    step === null ? [] : tree !== null && 'children' in tree && tree.nodes !== null ? tree.pathOf(step) : [step];
  return (
    (locateInJson(text, [...whole, ...within]) ?? locateInJson(text, whole) ?? locateInJson(text, path))?.start ?? 0
  );
}

function recordOf({ text, line }: Line, wanted: readonly string[]): RawRow {
  const problem = findJsonProblem(text);
  if (problem !== null) {
    const reason = `it is no JSON: ${problem.message}`;
    return { values: [], line, text, problem: { reason, fix: 'write one record per line', at: problem.offset } };
  }
  const value: unknown = JSON.parse(text);
  if (isRecord(value)) return { values: valuesOf(value, wanted), line, text, problem: null };
  return { values: [], line, text, problem: { reason: 'it is no record', fix: 'write {"x": …}', at: 0 } };
}

interface Line {
  readonly text: string;
  readonly line: number;
}

/** Lines that are not blank. */
async function* lines(
  found: FoundFile,
  from: RowPlace = FIRST_ROW,
): AsyncGenerator<{ readonly lines: readonly Line[]; readonly end: RowPlace }> {
  let rest = '';
  let { byte, line } = from;
  /** Bytes of `rest`. */
  let open = 0;
  for await (const { text, bytes } of textPieces(found, byte)) {
    byte += bytes;
    // what is left of earlier pieces has no end of a line: it is not looked at again
    const parts = text.split('\n');
    parts[0] = rest + (parts[0] ?? '');
    open = parts.length === 1 ? open + bytes : utf8Length(parts.at(-1) ?? '');
    rest = parts.pop() ?? '';
    const first = line;
    line += parts.length;
    yield {
      lines: parts.map((part, i) => ({ text: part.replace(/\r$/, ''), line: first + i })).filter(isFilled),
      end: { byte: byte - open, line },
    };
  }
  if (rest.trim() !== '') yield { lines: [{ text: rest, line }], end: { byte, line: line + 1 } };
}
const isFilled = ({ text }: Line): boolean => text.trim() !== '';

/**
 * A list of records, held in memory.
 * @throws RnncError where it is no JSON, no list of records, or larger than `limit` bytes
 */
export async function jsonReader(found: FoundFile, limit: number, span: Span | null): Promise<RowReader> {
  const { path, file } = found;
  if (file.size !== null && file.size > limit) throw new RnncError([say.jsonTooLarge(span, path, file.size, limit)]);
  const text = await wholeText(found);
  const problem = findJsonProblem(text);
  if (problem !== null)
    throw new RnncError(
      [say.dataNotJson({ file: path, start: problem.offset, end: problem.offset + 1 }, problem.message)],
      new Map([[path, text]]),
    );
  const value: unknown = JSON.parse(text);
  if (!Array.isArray(value)) throw new RnncError([say.jsonNotRecords(span, path)]);
  const records: readonly unknown[] = value;
  const columns = new Set(
    records.slice(0, HEAD_ROWS).flatMap((record) => (isRecord(record) ? Object.keys(record) : [])),
  );
  /** The number of a record stands in for its line until somebody asks for its place. */
  const placeOf = (index: number, column: string | null, step: number | null): Place => {
    const at =
      column === null
        ? (locateInJson(text, [index])?.start ?? 0)
        : offsetIn(text, records[index], [index], column, step);
    const { line, column: character } = positionOf(text, at);
    return { line, column: character, text: text.split(/\r\n|\n|\r/, line)[line - 1] ?? null };
  };
  return {
    path,
    columns: [...columns],
    async *rows(wanted) {
      const rows = records.map((record, i): RawRow => {
        const row = { line: i + 1, text: null };
        return isRecord(record)
          ? { ...row, values: valuesOf(record, wanted), problem: null }
          : { ...row, values: [], problem: { reason: 'it is no record', fix: 'write {"x": …}', at: 0 } };
      });
      yield { rows, end: null };
    },
    locate: (row, column, step = null) => placeOf(row.line - 1, column, step),
  };
}
