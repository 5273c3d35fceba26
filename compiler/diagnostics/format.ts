import { type Colours, coloursOf } from './colours.ts';
import { type Diagnostic, type Sources, type Span, UNKNOWN_LINE } from './diagnostic.ts';
import { lineAt, lineStarts, type Position, positionOf } from './position.ts';
import { printable } from './printable-text.ts';

export interface FormatOptions {
  /** ANSI colours; off unless asked for. */
  readonly colour?: boolean;
}

/** Where a span is: the file, and line and column where its text is known. Null: no place. */
export interface Place {
  readonly file: string;
  readonly position: Position | null;
}
export function placeOf(span: Span | null, sources: Sources): Place | null {
  if (span === null) return null;
  const text = sources.get(span.file);
  return { file: span.file, position: text === undefined ? null : positionOf(text, span.start) };
}

/**
 * One diagnostic as text without a final line end: `file:line:col error[code]: message`, the lines around the place, what was expected
 * and found, what to do, then the notes with places of their own.
 */
export function formatDiagnostic(diagnostic: Diagnostic, sources: Sources, options: FormatOptions = {}): string {
  const colours = coloursOf(options.colour ?? false);
  const { severity, code, span } = diagnostic;
  const paint = severity === 'error' ? colours.red : colours.yellow;
  const title = `${paint(colours.bold(`${severity}[${code}]:`))} ${colours.bold(printable(diagnostic.message))}`;
  const lines = [withPlace(span, sources, title, colours), ...frame(span, sources, 2, colours)];
  const details = [
    ['expected', diagnostic.expected],
    ['found', diagnostic.found],
    ['fix', diagnostic.fix],
  ] as const;
  for (const [label, text] of details)
    if (text !== undefined) lines.push(`  ${colours.cyan(`${label}:`.padEnd(9))} ${indented(text)}`);
  for (const note of diagnostic.notes) {
    lines.push(`  ${withPlace(note.span, sources, `${colours.cyan('note:')} ${printable(note.message)}`, colours)}`);
    lines.push(...frame(note.span, sources, 0, colours));
  }
  return lines.join('\n');
}

/** All of them by file and place, those without a place last, with an empty line between. */
export function formatDiagnostics(
  diagnostics: readonly Diagnostic[],
  sources: Sources,
  options: FormatOptions = {},
): string {
  return sortDiagnostics(diagnostics)
    .map((d) => formatDiagnostic(d, sources, options))
    .join('\n\n');
}

/** By file and place; those at one place keep their order, those without one come last. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...diagnostics].sort(({ span: a }, { span: b }) => {
    if (a === null || b === null) return (a === null ? 1 : 0) - (b === null ? 1 : 0);
    if (a.file !== b.file) return a.file < b.file ? -1 : 1;
    return a.start - b.start || a.end - b.end;
  });
}

function withPlace(span: Span | null, sources: Sources, title: string, colours: Colours): string {
  const place = placeOf(span, sources);
  if (place === null) return title;
  const { file, position } = place;
  const where = position === null ? file : `${file}:${position.line}:${position.column}`;
  return `${colours.bold(printable(where))} ${title}`;
}

/** Lines longer than this are cut to a window around the place. */
const widest = 160;

function frame(span: Span | null, sources: Sources, context: number, colours: Colours): readonly string[] {
  const text = span === null ? undefined : sources.get(span.file);
  if (span === null || text === undefined || text === '') return [];
  const starts = lineStarts(text);
  const line = lineAt(starts, Math.min(span.start, text.length));
  const textOf = (i: number): string => text.slice(starts[i], starts[i + 1] ?? text.length).replace(/[\r\n]+$/, '');
  let first = line;
  while (first > Math.max(0, line - context) && textOf(first - 1) !== UNKNOWN_LINE) first--;
  let last = line;
  while (last < Math.min(starts.length - 1, line + context) && textOf(last + 1) !== UNKNOWN_LINE) last++;
  const lines: string[] = [];
  for (let i = first; i <= last; i++) lines.push(printable(textOf(i)));

  const lineStart = starts[line] ?? 0;
  const length = lines[line - first]?.length ?? 0;
  const start = Math.min(span.start - lineStart, length);
  const end = Math.min(Math.max(span.end - lineStart, start), length);
  const cut = length > widest ? Math.max(0, start - widest / 2) : 0;
  const shown = lines.map((l) => (l.length > widest || cut > 0 ? window(l, cut) : l));
  const width = String(last + 1).length;
  const gutter = (number: string): string => colours.gray(` ${number.padStart(width)} |`);
  const behind = (shownLine: string): string => (shownLine === '' ? '' : ` ${shownLine}`);
  return shown.flatMap((l, i) => {
    const numbered = `${gutter(String(first + i + 1))}${behind(l)}`;
    if (first + i !== line) return [` ${numbered}`];
    // Tabs stay, so that the carets stand below what they point at.
    const indent = l.slice(0, start - cut).replace(/[^\t]/g, ' ');
    const carets = '^'.repeat(Math.max(1, Math.min(end - cut, widest) - (start - cut)));
    return [`${colours.red('>')}${numbered}`, ` ${gutter('')}${colours.red(` ${indent}${carets}`)}`];
  });
}

/** `cut` characters left out at the start, an ellipsis in place of the last of them. */
function window(line: string, cut: number): string {
  const shown = line.slice(cut, cut + widest);
  const opened = cut > 0 && shown !== '' ? `…${shown.slice(1)}` : shown;
  return line.length > cut + widest ? `${opened}…` : opened;
}

/** Lines of a detail below each other, behind its label. */
const indented = (text: string): string =>
  text
    .split('\n')
    .map(printable)
    .join(`\n${' '.repeat(12)}`);
