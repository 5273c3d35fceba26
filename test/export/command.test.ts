import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeTogether } from '../../src/cli/files/files.ts';
import { models, rnnc, temporaryFolder } from '../cli/command.ts';

test('writes beside the model, tells what may be fed, and leaves a file that is there', async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'tagger.yaml'), readFileSync(join(models, 'tagger.yaml')));
  const first = await rnnc(['export', 'tagger.yaml', '--to', 'onnx'], { cwd });
  expect(first).toMatchObject({ code: 0, err: '' });
  expect(first.out).toContain('wrote tagger.onnx\n');
  expect(first.out).toContain('lengths of rows may be fed, where the runtime lets optional inputs be: time.lengths');
  const bytes = readFileSync(join(cwd, 'tagger.onnx'));
  const again = await rnnc(['export', 'tagger.yaml', '--to', 'onnx', '--seed', '3'], { cwd });
  expect(again).toMatchObject({ code: 1, out: '' });
  expect(again.err).toContain('error[file-exists]: "tagger.onnx" is there already');
  expect(readFileSync(join(cwd, 'tagger.onnx')).equals(bytes)).toBe(true);
  const forced = await rnnc(['export', 'tagger.yaml', '--to', 'onnx', '--seed', '3', '--force', '--all-inputs'], {
    cwd,
  });
  expect(forced.out).toContain('lengths of rows must be fed: time.lengths');
  expect(readFileSync(join(cwd, 'tagger.onnx')).equals(bytes)).toBe(false);
  expect(readdirSync(cwd).sort()).toEqual(['tagger.onnx', 'tagger.yaml']);
});

test('what is refused is not written', async () => {
  const cwd = temporaryFolder();
  const ended = await rnnc(['export', join(models, 'list-operations.yaml'), '--to', 'tfjs', '-o', 'x.json'], { cwd });
  expect(ended).toMatchObject({ code: 1, out: '' });
  expect(ended.err).toContain('list-operations.yaml:29:3 error[export-refused]:');
  expect(existsSync(join(cwd, 'x.json'))).toBe(false);
});

test.each([
  [['--to', 'onnx', '-o', 'tagger.pb'], 'let the name end in .onnx, not "tagger.pb"'],
  [['--to', 'pickle'], "option '--to <format>' argument 'pickle' is invalid"],
])('wrong usage: %j', async (args, text) => {
  const ended = await rnnc(['export', join(models, 'tagger.yaml'), ...args], { cwd: temporaryFolder() });
  expect(ended).toMatchObject({ code: 2, out: '' });
  expect(ended.err).toContain(text);
});

test('files that belong together are written together', () => {
  const cwd = temporaryFolder();
  const [old, made, missing] = ['old', 'new', 'no/folder'].map((name) => join(cwd, name));
  writeFileSync(old ?? '', 'before');
  const files = [old, made, missing].map((path = '') => ({ path, content: 'after' }));
  expect(() => writeTogether(files)).toThrow(/output-not-writable/);
  expect(readFileSync(old ?? '', 'utf8')).toBe('before');
  expect(readdirSync(cwd)).toEqual(['old']);
  writeTogether(files.slice(0, 2));
  expect(readdirSync(cwd).map((name) => readFileSync(join(cwd, name), 'utf8'))).toEqual(['after', 'after']);
});

test('comes back by import, and answers as before', async () => {
  const cwd = temporaryFolder();
  writeFileSync(
    join(cwd, 'in.json'),
    JSON.stringify({
      x: [
        [
          [0.5, -0.25, 0.75, 1],
          [-1, 0.25, 0.5, 0.1],
        ],
      ],
    }),
  );
  const run = (args: readonly string[]) => rnnc(args, { cwd });
  await run(['export', join(models, 'peephole-cell.yaml'), '--seed', '5', '--to', 'onnx', '-o', 'made.onnx']);
  expect(await run(['import', 'made.onnx', '-o', 'back.yaml'])).toMatchObject({ code: 0, err: '' });
  await run(['compile', 'back.yaml', '--weights', 'back.safetensors']);
  await run(['compile', join(models, 'peephole-cell.yaml'), '--seed', '5', '-o', 'own.rnnc']);
  const answers = await Promise.all(
    ['own.rnnc', 'back.rnnc'].map(async (model) =>
      JSON.parse((await run(['run', model, '--input', 'in.json', '--json'])).out),
    ),
  );
  const logits = answers.map((answer) => (answer.outputs.logits as number[][][]).flat(2));
  expect(logits[0]).toHaveLength(10);
  for (const [i, x] of (logits[0] ?? []).entries()) expect(logits[1]?.[i]).toBeCloseTo(x, 6);
});
