import { type Diagnostic, RnncError, type Sources, type Span } from '../../../compiler/diagnostics/diagnostic.ts';
import { positionOf } from '../../../compiler/diagnostics/position.ts';
import type { Place, Problem } from './messages.ts';
import { inPageWords } from './page-words.ts';

/** A mistake as plain data, with line and column, in the words of the page. */
export function problemOf(diagnostic: Diagnostic, sources: Sources): Problem {
  const { code, severity, message, span, expected, found, fix, notes } = diagnostic;
  return {
    code,
    severity,
    message: inPageWords(message),
    expected: expected === undefined ? null : inPageWords(expected),
    found: found ?? null,
    fix: fix === undefined ? null : inPageWords(fix),
    notes: notes.map((note) => `${placeText(note.span, sources)}${inPageWords(note.message)}`),
    place: placeOf(span, sources),
  };
}

/** Everything that is wrong, also where the fault is ours. */
export function problemsOf(error: unknown): readonly Problem[] {
  if (error instanceof RnncError) return error.diagnostics.map((each) => problemOf(each, error.sources));
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return [
    {
      code: 'bug',
      severity: 'error',
      message: `rnnc has a bug: ${what}`,
      expected: null,
      found: null,
      fix: 'nothing is wrong with your model; please report it, with this line and the model',
      notes: [],
      place: null,
    },
  ];
}

function placeOf(span: Span | null, sources: Sources): Place | null {
  if (span === null) return null;
  const text = sources.get(span.file);
  return text === undefined ? null : { ...span, ...positionOf(text, span.start) };
}

function placeText(span: Span | null, sources: Sources): string {
  const place = placeOf(span, sources);
  return place === null ? '' : `line ${place.line}, column ${place.column}: `;
}
