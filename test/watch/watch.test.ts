import { getEventListeners } from 'node:events';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { modelFiles } from '../../src/cli/watch/model-files.ts';
import { rerunOnChange } from '../../src/cli/watch/rerun.ts';
import { rnnc, temporaryFolder } from '../cli/command.ts';

const heard = () => {
  const lines: string[] = [];
  return {
    lines,
    listener: {
      notice: (text: string) => lines.push(text),
      warn: (found: readonly { readonly code: string }[]) => lines.push(...found.map(({ code }) => code)),
    },
  };
};

test('it runs again after a change and after a save by renaming, mistakes do not end it, and what runs long is ended', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'model.yaml');
  writeFileSync(file, '1');
  const later = join(folder, 'later', 'data.csv');
  const end = new AbortController();
  const { lines, listener } = heard();
  const seen: string[] = [];
  // each change is made once the run before it has begun, and read by the next one
  const steps = [
    () => writeFileSync(file, 'wrong'),
    () => {
      writeFileSync(join(folder, 'model.tmp'), 'long');
      renameSync(join(folder, 'model.tmp'), file);
    },
    () => {
      mkdirSync(join(folder, 'later'));
      writeFileSync(later, '1');
    },
    () => end.abort(),
  ];
  const left: number[] = [];
  const run = async (stop: AbortSignal): Promise<void> => {
    left.push(getEventListeners(end.signal, 'abort').length);
    const text = readFileSync(file, 'utf8');
    seen.push(text);
    const next = steps.shift();
    setTimeout(() => next?.(), 0);
    if (text === 'wrong') throw new RnncError([{ code: 'bad', severity: 'error', message: '', span: null, notes: [] }]);
    if (text === 'long')
      await new Promise<void>((done) => stop.addEventListener('abort', () => done(), { once: true }));
  };
  await rerunOnChange({ files: async () => [file, later], run }, listener, end.signal, () => '12:00:00');
  expect(seen).toEqual(['1', 'wrong', 'long', 'long']);
  expect(new Set(left)).toEqual(new Set([0]));
  const shown = `── 12:00:00 watching ${file}, ${later}; Ctrl-C ends ──`;
  const again = '── 12:00:00 again: a file has changed ──';
  expect(lines).toEqual([shown, again, 'bad', shown, again, again]);
});

test('what is no mistake of a file ends it', async () => {
  const run = async (): Promise<void> => {
    throw new TypeError('ours');
  };
  const { listener } = heard();
  const files = async () => [join(temporaryFolder(), 'm.yaml')];
  await expect(rerunOnChange({ files, run }, listener, new AbortController().signal)).rejects.toThrow('ours');
});

test('a model is read with what it imports and its data, also where there are mistakes', async () => {
  const folder = temporaryFolder();
  const model = join(folder, 'm.yaml');
  const text = `imports: [cells.yaml]
inputs: {x: {shape: [batch, 1]}}
layers: {y: {type: dense, input: x, units: 1}}
outputs: {y: y}
data: {source: rows.csv, feeds: {x: {columns: [a]}, target: {columns: [b]}}}
training: {losses: [{type: mse, output: y}]}
`;
  writeFileSync(model, text);
  expect(await modelFiles(model)).toEqual([model, join(folder, 'cells.yaml')]);
  writeFileSync(model, text.replace(/^imports.*\n/, ''));
  expect(await modelFiles(model)).toEqual([model, join(folder, 'rows.csv')]);
});

test("standard input can't be watched", async () => {
  const { code, err } = await rnnc(['check', '-', '--watch']);
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('--watch needs a file') });
});
