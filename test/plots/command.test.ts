import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compile } from '../../src/index.ts';
import { drawPlot, plotGradients, plotValues, plotWeights } from '../../src/pictures.ts';
import { rnnc } from '../cli/command.ts';
import { gaps, tree } from './given.ts';

const x = [
  [
    [1, 2],
    [3, 4],
    [0, 0],
  ],
];
let cwd = '';
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'rnnc-plot-'));
  writeFileSync(join(cwd, 'gaps.yaml'), gaps);
  writeFileSync(join(cwd, 'tree.yaml'), tree);
  writeFileSync(join(cwd, 'x.json'), JSON.stringify({ x }));
});
afterAll(() => rmSync(cwd, { recursive: true }));

test('the command draws what the library draws', async () => {
  const model = compile(gaps);
  const run = async (...args: readonly string[]) => (await rnnc(['plot', 'gaps.yaml', ...args], { cwd })).out;
  const values = plotValues(model, { x }, { of: ['memory.z'] });
  expect(await run('--input', 'x.json', '--of', 'memory.z')).toBe(drawPlot(values));
  expect(await run('--input', 'x.json', '--of', 'memory.z', '--kind', 'lines')).toBe(
    drawPlot(values, { kind: 'lines' }),
  );
  expect(await run('--weights', 'memory')).toBe(drawPlot(plotWeights(model, 'memory')));
  expect(await run('--input', 'x.json', '--gradients')).toBe(drawPlot(plotGradients(model, { x })));
  await run('--input', 'x.json', '--of', 'memory.z', '-o', 'values.json');
  expect(JSON.parse(readFileSync(join(cwd, 'values.json'), 'utf8'))).toEqual(values);
});

const mistakes: readonly (readonly [args: string, code: number, text: string])[] = [
  ['gaps.yaml --input x.json', 2, 'say what to draw'],
  ['gaps.yaml tree.yaml --input x.json --of memory', 2, 'give one model'],
  ['gaps.yaml --weights memory --of memory', 2, 'give one of --of, --gradients and --weights'],
  ['gaps.yaml --weights memory --kind lines', 2, 'change nothing'],
  ['gaps.yaml --input x.json --of memory --loss output', 2, '--loss is of --gradients'],
  ['gaps.yaml --input x.json --of memory -o out.png', 1, 'a name that ends with .svg'],
  ['gaps.yaml --input x.json --of memry.z', 1, 'did you mean "memory.z"'],
  ['gaps.yaml tree.yaml --input x.json --gradients', 1, 'model "tree": '],
  ['gaps.yaml --weights memry', 1, 'did you mean "memory"'],
  ['gaps.yaml --of memory', 1, 'give it with --input FILE'],
];
test.each(mistakes)('%s', async (args, code, text) => {
  const found = await rnnc(['plot', ...args.split(' ')], { cwd });
  expect([found.code, found.out]).toEqual([code, '']);
  expect(found.err).toContain(text);
});
