import { positionOf } from './position.ts';
import { printable } from './printable-text.ts';

/** A piece of a source file: offsets in UTF-16 code units, `end` exclusive. */
export interface Span {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

export interface Note {
  readonly message: string;
  readonly span: Span | null;
}

/** One mistake with its address. Codes are lower-case kebab words and part of the public contract. */
export interface Diagnostic {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  /** One sentence that names the thing and says what is wrong with it. */
  readonly message: string;
  readonly span: Span | null;
  readonly expected?: string;
  readonly found?: string;
  readonly fix?: string;
  readonly notes: readonly Note[];
}

/** Text of every file that took part, by the path shown to the user. */
export type Sources = ReadonlyMap<string, string>;

/** Stands in a source for a line whose text is not known, so that it is not shown as an empty line. */
export const UNKNOWN_LINE = '\0';

/**
 * Thrown by the compiler's front door (and by the runtime for bad feeds and files) with all mistakes found. Exit code 1.
 * Its `message` says of each where it is, what was expected and found, and what to do; `formatDiagnostics` shows the lines around the place too.
 */
export class RnncError extends Error {
  override readonly name = 'RnncError';
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: Sources;
  constructor(diagnostics: readonly Diagnostic[], sources: Sources = new Map()) {
    super(diagnostics.map((d) => inWords(d, sources)).join('\n'));
    this.diagnostics = diagnostics;
    this.sources = sources;
  }

  /** What `RnncError.from` takes: plain data, for `postMessage`, which leaves of an error only its message, and for JSON. */
  toJSON(): RnncErrorData {
    return { name: this.name, diagnostics: this.diagnostics, sources: Object.fromEntries(this.sources) };
  }

  /** The error that `toJSON` was asked of. @throws TypeError where the data come from elsewhere */
  static from(data: unknown): RnncError {
    if (!isErrorData(data)) throw new TypeError('RnncError.from() takes what toJSON() of an RnncError gave');
    return revived(data);
  }
}

/** Outside the class: a bundler renames a class that names itself. */
const revived = ({ diagnostics, sources }: RnncErrorData): RnncError =>
  new RnncError(diagnostics, new Map(Object.entries(sources)));

/** An `RnncError` as data. */
export interface RnncErrorData {
  readonly name: 'RnncError';
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: { readonly [file: string]: string };
}

const isObject = (value: unknown): value is { readonly [key: string]: unknown } =>
  typeof value === 'object' && value !== null;
const isErrorData = (data: unknown): data is RnncErrorData =>
  isObject(data) &&
  data.name === 'RnncError' &&
  Array.isArray(data.diagnostics) &&
  data.diagnostics.every(
    (d: unknown) =>
      isObject(d) && typeof d.code === 'string' && typeof d.message === 'string' && Array.isArray(d.notes),
  ) &&
  isObject(data.sources) &&
  Object.values(data.sources).every((text) => typeof text === 'string');

/** `FILE:LINE:COLUMN CODE: MESSAGE`, and a line each for what was expected, what was found, what to do, and the notes. */
function inWords({ code, message, span, expected, found, fix, notes }: Diagnostic, sources: Sources): string {
  const lines = [`${placeIn(span, sources)}${code}: ${printable(message)}`];
  const add = (label: string, text: string | undefined): void => {
    if (text === undefined || text === '') return;
    const [first = '', ...rest] = text.split('\n').map(printable);
    lines.push(`  ${label.padEnd(9)} ${first}`, ...rest.map((line) => `${' '.repeat(12)}${line}`));
  };
  add('expected:', expected);
  add('found:', found);
  add('fix:', fix);
  for (const note of notes) add('note:', `${placeIn(note.span, sources)}${note.message}`);
  return lines.join('\n');
}

function placeIn(span: Span | null, sources: Sources): string {
  if (span === null) return '';
  const text = sources.get(span.file);
  if (text === undefined) return `${printable(span.file)} `;
  const { line, column } = positionOf(text, span.start);
  return `${printable(span.file)}:${line}:${column} `;
}

/** A bug of ours: never caused by what the user wrote. Exit code 70. */
export class InternalError extends Error {
  override readonly name = 'InternalError';
  constructor(message: string) {
    super(message.startsWith('internal:') ? message : `internal: ${message}`);
  }
}
