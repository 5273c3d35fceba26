import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic } from '../../compiler/diagnostics/diagnostic.ts';

/**
 * Fixtures say in comments what is wrong with them: `# expected-error@+1:7 {{code: text}}` stands for an error one line below, at column 7.
 * `@-2:1` counts from the comment's own line upwards, `@12:3` from the top of the file, `@none` is a mistake without a place.
 * `expected-warning` is the same for warnings.
 */
const comment = /#\s*expected-(error|warning)@(none|([+-]?)(\d+):(\d+))\s*\{\{(.*)\}\}\s*$/;

/** What the fixture's comments ask for, one line per mistake, in the order of places. */
export function expectedMistakes(text: string): readonly string[] {
  const expected = text.split('\n').flatMap((line, index): readonly string[] => {
    const found = comment.exec(line);
    if (found === null) return [];
    const [, severity = '', place, sign, row = '0', column = '0', message = ''] = found;
    if (place === 'none') return [print(null, severity, message)];
    const own = index + 1;
    const at = sign === '+' ? own + Number(row) : sign === '-' ? own - Number(row) : Number(row);
    return [print({ line: at, column: Number(column) }, severity, message)];
  });
  return sorted(expected);
}

/** What was reported, in the same form. Lines and columns count from 1. */
export function foundMistakes(text: string, diagnostics: readonly Diagnostic[]): readonly string[] {
  return sorted(
    diagnostics.map(({ span, severity, code, message }) => {
      const before = text.slice(0, span?.start ?? 0);
      const place = { line: before.split('\n').length, column: before.length - before.lastIndexOf('\n') };
      return print(span === null ? null : place, severity, `${code}: ${message}`);
    }),
  );
}

const print = (
  place: { readonly line: number; readonly column: number } | null,
  severity: string,
  message: string,
): string =>
  `${place === null ? 'none' : `${String(place.line).padStart(3)}:${String(place.column).padEnd(3)}`} ${severity} ${message}`;
const sorted = (lines: readonly string[]): readonly string[] => [...lines].sort();

export interface Fixture {
  readonly name: string;
  readonly text: string;
}

/** The `.yaml` files of a folder, by name. */
export const fixturesIn = (folder: string): readonly Fixture[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
