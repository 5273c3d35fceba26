import Papa from 'papaparse';
import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import type { TrainedCsv } from '../files/file-form.ts';
import type { FoundFile } from '../files/find-files.ts';
import { isHeader, isNumber } from '../files/header.ts';
import { textChunks, textPieces, utf8Length } from '../files/text-chunks.ts';
import * as say from '../messages/rows.ts';
import { FIRST_ROW, type RawRow, type RowPlace, type RowReader } from './rows.ts';

/** Characters that delimiter and header are detected from. */
const HEAD = 2 ** 18;
/** Longest row. */
const MAX_ROW = 2 ** 24;
const DELIMITERS = ['\t', ';', '|', ','] as const;

export interface CsvForm {
  readonly delimiter: string;
  readonly newline: '\n' | '\r';
  readonly header: boolean;
  /** That of the training, where the file is written as its files were; null: not known before its numbers are read. */
  readonly decimal?: '.' | ',' | null;
}

/**
 * Detects from its first rows what is not said about a CSV file.
 * @throws RnncError where the first row may be names or values
 * @param trained how files of the training were written: this one is too if the columns of then are found so
 */
export async function detectCsv(
  found: FoundFile,
  written: { readonly delimiter: string | null; readonly header: boolean | null },
  trained: TrainedCsv | null = null,
): Promise<CsvForm> {
  const { text, whole } = await headOf(found);
  const newline = text.includes('\n') || !text.includes('\r') ? '\n' : '\r';
  if (trained !== null) {
    const delimiter = written.delimiter ?? trained.delimiter;
    const header = written.header ?? trained.header;
    const names = parsePiece(text, { delimiter, newline }, whole).find((row) => !isBlank(row))?.fields ?? [];
    const columns = new Set(columnsOf(names, header).columns);
    if (trained.columns.some((name) => columns.has(name)))
      return { delimiter, newline, header, decimal: trained.decimal };
  }
  const delimiter = written.delimiter ?? detectDelimiter(text, newline);
  if (written.header !== null) return { delimiter, newline, header: written.header };
  const [first, ...below] = parsePiece(text, { delimiter, newline }, whole).filter((row) => !isBlank(row));
  if (first === undefined) return { delimiter, newline, header: false };
  const header =
    isHeader(
      first.fields,
      below.map(({ fields }) => fields),
    ) ?? trained?.header;
  if (header === undefined) throw headerUnclear(found.path, first);
  return { delimiter, newline, header };
}

async function headOf(found: FoundFile): Promise<{ readonly text: string; readonly whole: boolean }> {
  let text = '';
  let hasRow = false;
  for await (const chunk of textChunks(found)) {
    const room = HEAD - text.length;
    text += chunk;
    hasRow ||= /[\r\n]/.test(chunk);
    if (text.length < HEAD || !hasRow) continue;
    // the first row may be longer than the head
    const within = room > 0 && /[\r\n]/.test(text.slice(0, HEAD));
    return { text: within ? text.slice(0, HEAD) : text, whole: false };
  }
  return { text, whole: true };
}

/** The delimiter that cuts most of the first rows into as many fields as the first row, at least two; a comma may be a decimal sign, so it comes last. */
function detectDelimiter(text: string, newline: '\n' | '\r'): string {
  let best = { delimiter: ',', rows: 0 };
  for (const delimiter of DELIMITERS) {
    const { data } = Papa.parse<string[]>(text, { delimiter, newline, preview: 20 });
    const width = data[0]?.length ?? 0;
    const rows = width < 2 ? 0 : data.filter((fields) => fields.length === width).length;
    if (rows > best.rows) best = { delimiter, rows };
  }
  return best.rows === 0 && isSpaced(text, newline) ? ' ' : best.delimiter;
}

/** Whether spaces part the fields: all of the first rows have as many, and nearly all below the first are numbers, so that they are no sentences. */
function isSpaced(text: string, newline: '\n' | '\r'): boolean {
  const { data } = Papa.parse<string[]>(text, { delimiter: ' ', newline, preview: 20, skipEmptyLines: true });
  const whole = data.slice(0, text.endsWith(newline) || data.length >= 20 ? undefined : -1);
  const width = whole[0]?.length ?? 0;
  const below = whole.slice(1).flat();
  const numbers = below.filter((field) => isNumber(field.trim())).length;
  return width > 1 && below.length > 0 && whole.every((row) => row.length === width) && numbers >= 0.8 * below.length;
}

/** @throws RnncError where a row never ends. */
export async function csvReader(found: FoundFile, form: CsvForm): Promise<RowReader> {
  const first = await firstRow(found, form);
  const fields = first?.fields ?? [];
  const { columns, nameless } = columnsOf(fields, form.header);
  const width = columns.length;
  const placeOf = new Map<string, number>();
  const repeated = new Map<string, number>();
  for (const [i, name] of columns.entries())
    if (!placeOf.has(name)) placeOf.set(name, i);
    else if (!repeated.has(name)) repeated.set(name, i);
  return {
    path: found.path,
    columns: [...placeOf.keys()],
    nameless,
    refuse(name) {
      const again = repeated.get(name);
      if (first === null || again === undefined) return;
      throw repeatedColumn(found.path, first, again, form.delimiter);
    },
    async *rows(wanted, from) {
      const places = wanted.map((name) => placeOf.get(name) ?? -1);
      let isHeader = form.header && (from === undefined || from.byte === 0);
      for await (const { rows: block, end } of pieces(found, form, from)) {
        const rows: RawRow[] = [];
        for (const row of block) {
          if (isBlank(row) && (width !== 1 || isHeader)) continue;
          if (isHeader) {
            isHeader = false;
            continue;
          }
          const { fields, text, line, quotes } = row;
          const values = places.map((place) => fields[place]);
          const problem =
            quotes !== null
              ? {
                  reason: `the quotes do not fit: ${quotes}`,
                  fix: 'close the quote, and write a quote inside a field as ""',
                  at: 0,
                }
              : fields.length === width
                ? null
                : {
                    reason: `${fields.length} fields where there are ${width} columns`,
                    fix: 'give every row the same number of fields, and put text with delimiters in quotes',
                    at: 0,
                  };
          rows.push({ values, line, text, problem });
        }
        yield { rows, end };
      }
    },
    locate(row, column) {
      const text = withoutLineEnd(row.text ?? '');
      const at = column === null ? 0 : fieldStart(text, placeOf.get(column) ?? -1, form.delimiter);
      const before = text.slice(0, at);
      const lineStart = before.lastIndexOf('\n') + 1;
      const lineEnd = text.indexOf('\n', at);
      return {
        line: row.line + before.split('\n').length - 1,
        column: Array.from(before.slice(lineStart)).length + 1,
        text: text.slice(lineStart, lineEnd < 0 ? text.length : lineEnd),
      };
    },
  };
}

/** Names of columns in order; those without a name are called by their place, as in a file without a header. */
function columnsOf(
  fields: readonly string[],
  header: boolean,
): { readonly columns: readonly string[]; readonly nameless: ReadonlySet<string> } {
  const written = header ? fields.map((name) => name.trim()) : fields.map(() => '');
  const taken = new Set(written);
  const nameless = new Set<string>();
  const columns = written.map((name, i) => {
    if (name !== '') return name;
    let own = `c${i + 1}`;
    while (taken.has(own)) own += '_';
    if (header) nameless.add(own);
    return own;
  });
  return { columns, nameless };
}

function headerUnclear(path: string, { fields, text, line }: Row): RnncError {
  const before = '\n'.repeat(line - 1);
  const span = { file: path, start: before.length, end: before.length + text.trimEnd().length };
  return new RnncError([say.headerUnclear(span, path, fields)], new Map([[path, before + text]]));
}

function repeatedColumn(path: string, { fields, text, line }: Row, index: number, delimiter: string): RnncError {
  const before = '\n'.repeat(line - 1);
  const start = before.length + fieldStart(text, index, delimiter);
  const name = fields[index]?.trim() ?? '';
  return new RnncError(
    [say.columnRepeated({ file: path, start, end: start + name.length }, path, name)],
    new Map([[path, before + text]]),
  );
}

async function firstRow(found: FoundFile, form: CsvForm): Promise<Row | null> {
  for await (const { rows } of pieces(found, form)) {
    const first = rows.find((row) => !isBlank(row));
    if (first !== undefined) return first;
  }
  return null;
}

interface Row {
  readonly fields: readonly string[];
  readonly text: string;
  readonly line: number;
  readonly quotes: string | null;
}

const isBlank = ({ fields }: Row): boolean => fields.length === 1 && fields[0]?.trim() === '';

/** Rows of one chunk after the other. An unfinished row at the end of a chunk is put before the next chunk. */
async function* pieces(
  found: FoundFile,
  form: CsvForm,
  from: RowPlace = FIRST_ROW,
): AsyncGenerator<{ readonly rows: readonly Row[]; readonly end: RowPlace }> {
  let rest = '';
  let { byte, line } = from;
  for await (const { text, bytes } of textPieces(found, byte)) {
    byte += bytes;
    rest += text;
    // a piece within one row completes nothing: a long row is not parsed again for each of its pieces
    if (!text.includes(form.newline) && rest.length <= MAX_ROW) continue;
    const rows = parsePiece(rest, form, false, line);
    const last = rows.at(-1);
    if (last !== undefined) {
      rest = rest.slice(rows.reduce((n, row) => n + row.length, 0));
      line = last.line + last.lines;
      yield { rows, end: { byte: byte - utf8Length(rest), line } };
    }
    if (rest.length > MAX_ROW) throw new RnncError([say.rowTooLong(found.path, line)]);
  }
  if (rest === '') return;
  const rows = parsePiece(rest, form, true, line);
  const last = rows.at(-1);
  yield { rows, end: { byte, line: last === undefined ? line : last.line + last.lines } };
}

interface Parsed {
  readonly data: readonly (readonly string[])[];
  readonly errors: readonly { readonly type: string; readonly message: string }[];
  readonly meta: { readonly cursor: number };
}

/** Rows of a text; the last is left out where `ends` is false, because more may belong to it. */
function parsePiece(
  text: string,
  { delimiter, newline }: Pick<CsvForm, 'delimiter' | 'newline'>,
  ends: boolean,
  firstLine = 1,
): readonly (Row & { readonly length: number; readonly lines: number })[] {
  const rows: (Row & { readonly length: number; readonly lines: number })[] = [];
  let start = 0;
  let line = firstLine;
  const step = ({ data, errors, meta }: Parsed): void => {
    const [fields = []] = data;
    const raw = text.slice(start, meta.cursor);
    const lines = raw.includes('"') ? raw.split(newline).length - 1 : 1;
    const last = fields.length - 1;
    const clean = fields[last]?.endsWith('\r') === true ? fields.with(last, (fields[last] ?? '').slice(0, -1)) : fields;
    const quotes = errors.find((e) => e.type === 'Quotes')?.message ?? null;
    rows.push({ fields: clean, text: raw, line, quotes, length: raw.length, lines });
    start = meta.cursor;
    line += Math.max(1, lines);
  };
  new Papa.Parser({ delimiter, newline, step: (result) => step(result as unknown as Parsed) }).parse(text, 0, !ends);
  // a line end at the end of the file begins no row
  const last = rows.at(-1);
  return ends && last !== undefined && last.text === '' && text.endsWith(newline) ? rows.slice(0, -1) : rows;
}

function withoutLineEnd(text: string): string {
  let end = text.length;
  while (text[end - 1] === '\n' || text[end - 1] === '\r') end--;
  return text.slice(0, end);
}

/** Where field `index` of a row begins. Delimiters inside quotes do not count. */
function fieldStart(text: string, index: number, delimiter: string): number {
  let quoted = false;
  let field = 0;
  for (let at = 0; at < text.length; at++) {
    if (field === index) return at;
    if (text[at] === '"') quoted = !quoted;
    if (!quoted && text[at] === delimiter) field++;
  }
  return field === index ? text.length : 0;
}
