import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { checkNotInput, decodeText, isInTheWay, isSameFile, readText, writeWhole } from '../../src/cli/files/files.ts';
import { temporaryFolder } from './command.ts';

const codeOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (!(error instanceof RnncError)) throw error;
    return error.diagnostics.map((d) => `${d.code}: ${d.found ?? d.message}`).join();
  }
  return 'nothing was thrown';
};

test('a file is replaced as a whole, and nothing else is left', () => {
  const folder = temporaryFolder();
  const file = join(folder, 'a.txt');
  writeWhole(file, 'first');
  writeWhole(file, Uint8Array.of(0x68, 0x69));
  expect(readFileSync(file, 'utf8')).toBe('hi');
  expect(readdirSync(folder)).toEqual(['a.txt']);
});

test('what can not be written leaves everything as it was', () => {
  const folder = temporaryFolder();
  const inner = join(folder, 'inner');
  mkdirSync(inner);
  writeFileSync(join(folder, 'file'), '');
  expect(codeOf(() => writeWhole(inner, 'x'))).toContain('it is a folder');
  expect(codeOf(() => writeWhole(join(folder, 'none', 'x'), 'x'))).toContain('its folder does not exist');
  expect(codeOf(() => writeWhole(join(folder, 'file', 'x'), 'x'))).toContain('a part of its path is a file');
  expect(readdirSync(folder).sort()).toEqual(['file', 'inner']);
});

test('what reads and what is written are told apart by the files, not by their names', () => {
  const folder = temporaryFolder();
  const at = (name: string): string => join(folder, name);
  writeFileSync(at('a'), '');
  mkdirSync(at('in'));
  symlinkSync('a', at('link'));
  symlinkSync('in', at('other'));
  for (const output of ['a', 'in/../a', 'link'])
    expect(codeOf(() => checkNotInput(at(output), [at('a')]))).toContain('is-input');
  expect(isSameFile(at('in/new'), at('other/new'))).toBe(true);
  expect(isSameFile(at('in/new'), at('new'))).toBe(false);
  expect(isInTheWay(at('in/new'), at('other/new/events'))).toBe(true);
  expect(isInTheWay(at('in/new'), at('in'))).toBe(false);
  expect(isInTheWay(at('in/new'), at('in/..new'))).toBe(false);
});

test('text that is not UTF-8 is refused with the first bad byte', () => {
  expect(codeOf(() => decodeText(Uint8Array.of(0x61, 0xc3, 0xa4, 0xff), 'f'))).toBe(
    'file-not-utf8: other bytes from byte 3 on',
  );
  expect(codeOf(() => decodeText(Uint8Array.of(0x61, 0xc3), 'f'))).toBe('file-not-utf8: other bytes from byte 1 on');
  expect(decodeText(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61), 'f')).toBe('\uFEFFa');
});

test('missing files, folders and links to nowhere', () => {
  const folder = temporaryFolder();
  symlinkSync(join(folder, 'gone'), join(folder, 'link'));
  expect(codeOf(() => readText(join(folder, 'no')))).toContain('file-missing');
  expect(codeOf(() => readText(join(folder, 'link')))).toContain('file-missing');
  expect(codeOf(() => readText(folder))).toContain('file-is-folder');
});
