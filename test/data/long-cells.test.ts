import { expect, test } from 'vitest';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { input, open } from './given.ts';

/** Long enough that a pattern that tries every way to part them would not end. */
const LENGTH = 200_000;
const columns = ['', 'columns: {v: {type: number}}', 'time: v', 'columns: {v: {type: category}}'];

test.each([' ', '\t', '1', '.', ',', ';', '|', '-', '\n', "'", '1,', '1 ', '1.', '1e', '€ ', '\u00a0'])(
  'a cell that repeats %j for ever is read, or refused, at once',
  async (token) => {
    const run = token.repeat(LENGTH / token.length);
    for (const section of columns)
      for (const end of ['', 'x']) {
        const rows = [...['1', '2', '3'].map((v) => [v, v]), [run + end, '4']].map(([v, u]) => `"${v}";${u}`);
        const outcome = await open(`source: a.csv\nsplit: {train: 1}\n${section}`, [input('u', ['batch', 1])], {
          files: { 'a.csv': `v;u\n${rows.join('\n')}\n` },
        }).catch((error: unknown) => error);
        expect(outcome instanceof Error && !(outcome instanceof RnncError) ? outcome : null).toBeNull();
      }
  },
);
