import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compile, load } from '../../src/index.ts';
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
/** Of characters, and of windows of a price. */
const trained = {
  words: `
inputs: {c: {shape: [batch, time], dtype: int32}}
layers:
  v: {type: embedding, input: c, vocabulary: auto, units: 2}
  m: {type: recurrent, input: v, cell: {rnn: {units: 2}}}
  next: {type: dense, input: m, units: classes}
outputs: {next: next}
data: {source: text.txt, vocabulary: {of: characters}, windows: {width: 4}}
training: {losses: [{type: cross_entropy, output: next}], epochs: 1, batch: 1}
`,
  rows: `
inputs: {past: {shape: [batch, time, 1]}}
layers: {m: {type: recurrent, input: past, cell: {rnn: {units: 2}}}, y: {type: dense, input: m.last, units: 1}}
outputs: {y: y}
data: {source: rows.csv, windows: {width: 3}, feeds: {past: {columns: [price]}, target: {columns: [price], part: horizon}}}
training: {losses: [{type: mse, output: y}], epochs: 1}
`,
};
let cwd = '';
beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'rnnc-plot-'));
  writeFileSync(join(cwd, 'gaps.yaml'), gaps);
  writeFileSync(join(cwd, 'tree.yaml'), tree);
  writeFileSync(join(cwd, 'x.json'), JSON.stringify({ x }));
  writeFileSync(join(cwd, 'text.txt'), 'the cat sat on the mat. '.repeat(12));
  writeFileSync(join(cwd, 'rows.csv'), `price\n${Array.from({ length: 20 }, (_, i) => 100 + i).join('\n')}\n`);
  for (const [name, text] of Object.entries(trained)) {
    writeFileSync(join(cwd, `${name}.yaml`), text);
    const { code, err } = await rnnc(['train', `${name}.yaml`], { cwd });
    if (code !== 0) throw new Error(err);
  }
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

test('a trained model takes texts and rows as they stand in the data', async () => {
  const run = async (...args: readonly string[]) => {
    const { code, out, err } = await rnnc(['plot', ...args, '--format', 'json'], { cwd });
    if (code !== 0) throw new Error(err);
    return JSON.parse(out);
  };
  const text = await run('words.rnnc', '--text', 'the', '--of', 'm');
  expect(text.panels[0].steps.map(({ token }: { readonly token: string }) => token)).toEqual(['t', 'h', 'e']);
  const model = await load(readFileSync(join(cwd, 'rows.rnnc')));
  const feeds = model.encode([{ price: 103 }, { price: 105 }, { price: 101 }]);
  model.dispose();
  const { data } = feeds.past as { readonly data: ArrayLike<number> };
  writeFileSync(join(cwd, 'feeds.json'), JSON.stringify({ past: [Array.from(data, (price) => [price])] }));
  writeFileSync(join(cwd, 'last.csv'), 'price\n103\n105\n101\n');
  const asked = await run('rows.rnnc', '--data', 'last.csv', '--of', 'm');
  expect(asked.panels[0].steps).toHaveLength(3);
  expect(asked).toEqual(await run('rows.rnnc', '--input', 'feeds.json', '--of', 'm'));
  const joined = await run('rows.rnnc', 'rows.rnnc', '--data', 'last.csv', '--gradients');
  expect(joined.losses).toHaveLength(2);
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
  ['gaps.yaml --data rows.csv --of memory', 1, 'plot --data and --text'],
  ['gaps.yaml --input x.json --text x --of memory', 2, 'one of --input FILE, --data FILE and --text TEXT'],
  ['gaps.yaml --weights memory --data rows.csv', 2, 'change nothing'],
  ['rows.rnnc --data rows.csv --gradients --loss training', 2, 'needs the targets'],
  ['rows.rnnc rows.rnnc --data - --gradients', 2, 'can be read once'],
  ['rows.rnnc --data never.csv --of m', 1, 'never.csv'],
  ['rows.rnnc --input rows.csv --of m', 1, 'rnnc plot rows.rnnc --data rows.csv'],
];
test.each(mistakes)('%s', async (args, code, text) => {
  const found = await rnnc(['plot', ...args.split(' ')], { cwd });
  expect([found.code, found.out]).toEqual([code, '']);
  expect(found.err).toContain(text);
});
