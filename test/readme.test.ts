import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { main, rnnc } from './cli/command.ts';
import { blocks, readme } from './readme-blocks.ts';

const root = resolve(import.meta.dirname, '..');

/** The commands of a console block, each with the output under it. */
const commands = blocks
  .filter(({ language }) => language === 'console')
  .flatMap(({ text }) =>
    text
      .split(/^\$ /m)
      .slice(1)
      .map((part) => {
        const [command = '', ...output] = part.split('\n');
        return { command, output: output.join('\n') };
      }),
  );

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rnnc-readme-'));
  for (const { file, text } of blocks) if (file !== undefined) writeFileSync(join(folder, file), text);
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(root, join(folder, 'node_modules/rnnc'));
  const npx = join(folder, 'npx');
  writeFileSync(npx, `#!/bin/sh\nshift\nexec "${process.execPath}" "${main}" "$@"\n`);
  chmodSync(npx, 0o755);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('README', () => {
  test('shows a model of twelve lines', () => {
    expect(
      blocks
        .find(({ language }) => language === 'yaml')
        ?.text.trimEnd()
        .split('\n'),
    ).toHaveLength(12);
  });

  test.each(commands)('$command', async ({ command, output }) => {
    // what a shell has no part in runs in this process
    const [, plain] = /^npx rnnc ([\w ./=:-]+)$/.exec(command) ?? [];
    if (plain !== undefined) {
      const { code, out } = await rnnc(plain.split(' '), { cwd: folder });
      expect([code, out.trimEnd()]).toEqual([0, output.trimEnd()]);
      return;
    }
    const found = execFileSync('bash', ['-c', command], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, PATH: `${folder}:${process.env.PATH}`, NO_COLOR: '1' },
    });
    expect(found.trimEnd()).toBe(output.trimEnd());
  });

  test('names files that exist', () => {
    for (const [, path = ''] of readme.matchAll(/\]\(((?!https?:)[^)]+)\)/g))
      expect(() => readFileSync(join(root, path, path.includes('.') ? '' : '.')), path).not.toThrow(/ENOENT/);
  });
});
