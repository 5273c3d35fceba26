import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rnnc, temporaryFolder } from './command.ts';

interface Report {
  readonly part: string;
  readonly data?: string;
  readonly samples: number;
  readonly loss: number;
  readonly figures: readonly { readonly name: string; readonly baselines: { readonly [name: string]: number } }[];
  readonly notes: readonly string[];
}

const wave = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from }, (_, i) => 50 + 9 * Math.sin((from + i) / 3) + (((from + i) * 7919) % 5));
const csv = (values: readonly number[]): string => `v\n${values.join('\n')}\n`;
const MODEL = `
parameters: {units: 3}
inputs: {x: {shape: [batch, time, 1]}}
layers:
  m: {type: recurrent, input: x, cell: {gru: {units: units}}}
  y: {type: dense, input: m.last, units: 1}
outputs: {y: y}
data:
  source: wave.csv
  windows: {width: 4}
  feeds: {x: {columns: [v]}, target: {columns: [v], part: horizon}}
training: {losses: [{type: mse, output: y}], epochs: 1}
`;

/** `m/model.yaml` with its data beside it, and `d/other.csv`. */
function folders(): string {
  const cwd = temporaryFolder();
  for (const folder of ['m', 'd', 'out']) mkdirSync(join(cwd, folder));
  writeFileSync(join(cwd, 'm/model.yaml'), MODEL);
  writeFileSync(join(cwd, 'm/wave.csv'), csv(wave(0, 100)));
  writeFileSync(join(cwd, 'd/other.csv'), csv(wave(500, 560)));
  return cwd;
}

async function evaluated(cwd: string, ...args: string[]): Promise<Report> {
  const { code, out, err } = await rnnc(['evaluate', ...args, '--json'], { cwd });
  expect([code, err]).toEqual([0, '']);
  return JSON.parse(out) as Report;
}

test('all of a file that is given is measured, a part of it where one is named', async () => {
  const cwd = folders();
  expect((await rnnc(['train', 'm/model.yaml'], { cwd })).code).toBe(0);
  const all = await evaluated(cwd, 'm/model.rnnc', '--data', 'd/other.csv');
  expect([all.part, all.data, all.samples]).toEqual(['all', 'd/other.csv', 60 - 4]);
  // the mean over all windows is that over the three parts of the same rows, cut without a loss of windows
  writeFileSync(join(cwd, 'd/first.csv'), csv(wave(500, 530)));
  writeFileSync(join(cwd, 'd/second.csv'), csv(wave(526, 560)));
  const [first, second, test, own] = [
    await evaluated(cwd, 'm/model.rnnc', '--data', 'd/first.csv'),
    await evaluated(cwd, 'm/model.rnnc', '--data', 'd/second.csv'),
    await evaluated(cwd, 'm/model.rnnc', '--data', 'd/other.csv', '--part', 'train'),
    await evaluated(cwd, 'm/model.rnnc'),
  ];
  expect(first.samples + second.samples).toBe(all.samples);
  expect((first.loss * first.samples + second.loss * second.samples) / all.samples).toBeCloseTo(all.loss, 5);
  expect([test.part, test.samples]).toEqual(['train', 0.8 * 60 - 4]);
  expect([own.part, own.data]).toEqual(['test', undefined]);
  // baselines are fitted on the training part of the training data
  const mean = wave(0, 80)
    .slice(4)
    .reduce((a, b, _, { length }) => a + b / length, 0);
  const expected = wave(500, 560)
    .slice(4)
    .reduce((sum, v, _, { length }) => sum + Math.abs(v - mean) / length, 0);
  expect(all.figures.find(({ name }) => name === 'mae')?.baselines.mean).toBeCloseTo(expected, 3);
});

test('a folder with a file for each part is measured as a whole too, and so is a text', async () => {
  const cwd = folders();
  mkdirSync(join(cwd, 'd/parts'));
  for (const [name, values] of [
    ['train', wave(0, 40)],
    ['valid', wave(40, 60)],
    ['test', wave(60, 70)],
  ] as const)
    writeFileSync(join(cwd, `d/parts/${name}.csv`), csv(values));
  expect((await rnnc(['train', 'm/model.yaml'], { cwd })).code).toBe(0);
  const all = await evaluated(cwd, 'm/model.rnnc', '--data', 'd/parts');
  expect([all.part, all.samples]).toEqual(['all', 36 + 16 + 6]);
  expect((await evaluated(cwd, 'm/model.rnnc', '--data', 'd/parts', '--part', 'validation')).samples).toBe(16);
  writeFileSync(join(cwd, 'letters.txt'), 'abcde'.repeat(100));
  writeFileSync(join(cwd, 'more.txt'), 'edcba'.repeat(41));
  writeFileSync(
    join(cwd, 'text.yaml'),
    `
inputs: {x: {shape: [batch, time], dtype: int32}}
layers:
  e: {type: embedding, input: x, vocabulary: 6, units: 2}
  y: {type: dense, input: e, units: 6}
outputs: {y: y}
data: {source: letters.txt, windows: {width: 4}}
training: {losses: [{type: cross_entropy, output: y}], epochs: 1, batch: 1}
`,
  );
  expect((await rnnc(['train', 'text.yaml'], { cwd })).code).toBe(0);
  // of 205 characters, 204 have one after them
  expect((await evaluated(cwd, 'text.rnnc', '--data', 'more.txt')).samples).toBe(204 / 4);
});

test('--data, --set and --seed of the training hold later, wherever the artifact is written', async () => {
  const cwd = folders();
  const set = ['--set', 'units=5', '--seed', '9'];
  expect(
    (await rnnc(['train', 'm/model.yaml', '--data', 'd/other.csv', ...set, '-o', 'out/o.rnnc'], { cwd })).code,
  ).toBe(0);
  expect((await rnnc(['train', 'm/model.yaml', '-o', 'out/w.rnnc'], { cwd })).code).toBe(0);
  expect((await evaluated(cwd, 'out/o.rnnc', '--part', 'train')).samples).toBe(48 - 4);
  expect((await evaluated(cwd, 'out/w.rnnc', '--part', 'train')).samples).toBe(80 - 4);
  // compiled again elsewhere, and from another working folder
  expect((await rnnc(['compile', 'out/o.rnnc', '-o', 'd/p.rnnc'], { cwd })).code).toBe(0);
  expect((await evaluated(join(cwd, 'm'), '../d/p.rnnc', '--part', 'train')).samples).toBe(48 - 4);
  // a model that was trained on goes on from the same data
  expect((await rnnc(['train', 'out/o.rnnc', '-o', 'm/n.rnnc'], { cwd })).code).toBe(0);
  expect((await evaluated(cwd, 'm/n.rnnc', '--part', 'train')).samples).toBe(48 - 4);

  writeFileSync(join(cwd, 'd/other.csv'), csv(wave(500, 570)));
  const changed = await rnnc(['evaluate', 'd/p.rnnc'], { cwd });
  expect([changed.code, changed.err]).toEqual([
    0,
    '"d/other.csv" has changed since the training: its parts may hold other rows than they did then\n',
  ]);
  renameSync(join(cwd, 'd/other.csv'), join(cwd, 'd/moved.csv'));
  const moved = await rnnc(['evaluate', 'out/o.rnnc'], { cwd });
  expect([moved.code, moved.err]).toEqual([
    1,
    expect.stringMatching(/is not there: "d\/other\.csv"[\s\S]*with --data/),
  ]);
  const named = await evaluated(cwd, 'out/o.rnnc', '--data', 'd/moved.csv', '--part', 'train');
  expect(named.samples).toBe(56 - 4);
  // with no training data there are baselines still, and what they are fitted on is said
  const alone = await evaluated(cwd, 'out/o.rnnc', '--data', 'd/moved.csv');
  expect(alone.samples).toBe(70 - 4);
  expect(alone.notes.at(-1)).toMatch(/"d\/other\.csv"\), so the baselines are fitted on the very rows/);
});
