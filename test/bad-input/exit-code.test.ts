import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { runCommandLine } from '../../src/cli/command-line.ts';
import { expectedMistakes, fixturesIn } from './harness.ts';

const fixtures = ['read', 'build'].flatMap((folder) =>
  fixturesIn(fileURLToPath(new URL(folder, import.meta.url))).map(({ name, text }) => ({
    name: `${folder}-${name}`,
    text,
  })),
);

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rnnc-bad-'));
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.restoreAllMocks());

test.each(fixtures)(
  'rnnc check $name: every mistake with file, line, column and frame; exit code',
  async ({ name, text }) => {
    const file = join(folder, name);
    writeFileSync(file, text);
    const written: string[] = [];
    const keep = (chunk: unknown): boolean => {
      written.push(String(chunk));
      return true;
    };
    vi.spyOn(process.stderr, 'write').mockImplementation(keep);
    vi.spyOn(process.stdout, 'write').mockImplementation(keep);
    const code = await runCommandLine(['check', file]);
    const output = written.join('');
    const expected = expectedMistakes(text);
    expect(code).toBe(expected.some((line) => line.includes(' error ')) ? 1 : 0);
    for (const line of expected) {
      const [, row, column, severity, mistake = '', message = ''] =
        /^\s*(\d+):(\d+)\s+(error|warning) ([^:]+): (.*)$/.exec(line) ?? [];
      if (row === undefined) continue;
      expect(output).toContain(`:${row}:${column} ${severity}[${mistake}]: ${message}`);
      expect(output).toMatch(new RegExp(`^> *${row} \\|`, 'm'));
    }
    expect(output).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m);
  },
);
