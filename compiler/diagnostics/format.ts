import { codeFrameColumns } from '@babel/code-frame';
import type { Diagnostic, Note, Sources, Span } from './diagnostic.ts';
import { positionAt } from './position.ts';

export interface FormatOptions {
  /** ANSI colours; off by default. */
  readonly colour?: boolean;
}

type Paint = (text: string) => string;
const paint =
  (open: number, close: number, on: boolean): Paint =>
  (text) =>
    on ? `\u001b[${open}m${text}\u001b[${close}m` : text;

/**
 * One diagnostic as text:
 *
 *   model.yaml:14:13 error[shape-mismatch]: …
 *     13 | …
 *   > 14 | …
 *        |   ^^^
 *     expected: …
 *     found: …
 *     fix: …
 *     note: model.yaml:9:12 …
 */
export function formatDiagnostic(
  diagnostic: Diagnostic,
  sources: Sources,
  { colour = false }: FormatOptions = {},
): string {
  const strong = paint(1, 22, colour);
  const faint = paint(2, 22, colour);
  const severity = diagnostic.severity === 'error' ? paint(31, 39, colour) : paint(33, 39, colour);
  const place = placeOf(diagnostic.span, sources);
  const lines = [
    `${place === null ? '' : `${strong(place)} `}${severity(`${diagnostic.severity}[${diagnostic.code}]`)}: ${diagnostic.message}`,
  ];
  const frame = frameOf(diagnostic.span, sources);
  if (frame !== null) lines.push(frame);
  for (const key of ['expected', 'found', 'fix'] as const) {
    const text = diagnostic[key];
    if (text !== undefined) lines.push(`  ${faint(`${key}:`)} ${text}`);
  }
  for (const note of diagnostic.notes) lines.push(`  ${faint('note:')} ${formatNote(note, sources)}`);
  return lines.join('\n');
}

/** All of them, by file and place, a blank line between. */
export function formatDiagnostics(
  diagnostics: readonly Diagnostic[],
  sources: Sources,
  options: FormatOptions = {},
): string {
  return sortDiagnostics(diagnostics)
    .map((d) => formatDiagnostic(d, sources, options))
    .join('\n\n');
}

/** By file and place; those without a place first. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const file = (d: Diagnostic): string => d.span?.file ?? '';
  return diagnostics.toSorted((a, b) => {
    if (file(a) !== file(b)) return file(a) < file(b) ? -1 : 1;
    return (a.span?.start ?? -1) - (b.span?.start ?? -1);
  });
}

function placeOf(span: Span | null, sources: Sources): string | null {
  if (span === null) return null;
  const text = sources.get(span.file);
  if (text === undefined) return span.file;
  const { line, column } = positionAt(text, span.start);
  return `${span.file}:${line}:${column}`;
}

function formatNote(note: Note, sources: Sources): string {
  const place = placeOf(note.span, sources);
  return place === null ? note.message : `${place} ${note.message}`;
}

/** Longest line a frame shows whole. */
const MAX_LINE = 400;

function frameOf(span: Span | null, sources: Sources): string | null {
  const text = span === null ? undefined : sources.get(span.file);
  if (span === null || text === undefined || text === '') return null;
  const start = positionAt(text, span.start);
  const end = positionAt(text, Math.max(span.start + 1, span.end));
  const lines = text.split('\n');
  if (lines.slice(Math.max(0, start.line - 3), start.line + 2).some((l) => l.length > MAX_LINE)) return null;
  const oneLine = end.line === start.line;
  const last = [...(lines[start.line - 1] ?? '').replace(/\r$/, '')].length + 1;
  const frame = codeFrameColumns(
    text,
    { start, end: oneLine ? end : { line: start.line, column: Math.max(start.column + 1, last) } },
    { highlightCode: false, linesAbove: 2, linesBelow: 1 },
  );
  return frame
    .split('\n')
    .map((line) => `  ${line}`.trimEnd())
    .join('\n');
}
