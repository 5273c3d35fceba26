import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { rnnc } from './command.ts';

const MODEL = `
parameters: {units: 4}
inputs: {x: {shape: [batch, time, columns]}}
layers:
  memory: {type: recurrent, input: x, cell: {gru: {units: units}}}
  answer: {type: dense, input: memory.last, units: classes}
outputs: {answer: answer}
data:
  source: steps.csv
  sequence: {by: id}
  feeds: {x: {columns: [a, b]}, target: {columns: [label]}}
training: {epochs: 1}
`;
const ROWS = Array.from(
  { length: 60 },
  (_, i) => `s${Math.floor(i / 4)},${i % 7}.5,${i % 5}.25,${'uvw'[Math.floor(i / 4) % 3]}`,
);

test('sizes that a model leaves to its data are those of the data where they can be read, and else words', async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'rnnc-inspect-'));
  onTestFinished(() => rmSync(cwd, { recursive: true }));
  mkdirSync(join(cwd, 'apart'));
  for (const folder of ['', 'apart']) writeFileSync(join(cwd, folder, 'model.yaml'), MODEL);
  writeFileSync(join(cwd, 'steps.csv'), `id,a,b,label\n${ROWS.join('\n')}\n`);

  const known = await rnnc(['inspect', 'model.yaml', '--json'], { cwd });
  expect([known.code, known.err]).toEqual([
    0,
    'model.yaml leaves sizes to its data, which give x.columns = 2, answer.units = 3\n',
  ]);
  const weights = (out: string): readonly unknown[] =>
    JSON.parse(out).weights.map(({ shape }: { readonly shape: unknown }) => shape);
  expect(weights(known.out)).toEqual([[2, 12], [12], [4, 12], [12], [4, 3], [3]]);

  const open = await rnnc(['inspect', 'apart/model.yaml', '--json'], { cwd });
  expect([open.code, open.err]).toEqual([0, '']);
  const [columns, classes] = ['columns (from the data)', 'classes (from the data)'];
  expect(weights(open.out)).toEqual([[columns, 12], [12], [4, 12], [12], [4, classes], [classes]]);
  expect(JSON.parse(open.out)).toMatchObject({
    inputs: [{ shape: `[batch, time, ${columns}]` }],
    outputs: [{ shape: `[batch, ${classes}]` }],
    layers: [{ parameters: null }, { parameters: null }],
    total: null,
  });
  const printed = await rnnc(['inspect', 'apart/model.yaml'], { cwd });
  expect(printed.out).toContain(
    'model: training finds columns of x (columns of the data), units of answer (classes of the data), seed 0',
  );
  expect(printed.out).not.toMatch(/null|NaN|undefined/);
  const stage = await rnnc(['inspect', 'model.yaml', '--after', 'read'], { cwd });
  expect(stage.out).toContain('size answer.units = 3');
  const standing = await rnnc(['inspect', 'apart/model.yaml', '--after', 'read'], { cwd });
  expect(standing.err).toContain("can't be read here: in what follows, x.columns = ");
});
