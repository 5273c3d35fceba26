import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { rnnc } from './command.ts';

const rows = Array.from({ length: 40 }, (_, i) => `${i % 5},${i % 7},${i % 4},${1 + (i % 3)},d ${i} of ${i}`).join(
  '\n',
);

interface Advice {
  readonly name: string;
  readonly layers: string;
  readonly inputs: string;
  readonly data: string;
  readonly loss: string;
  /** What the message says to write, and what that changes in the model. */
  readonly fix: string;
  readonly edit: readonly [string, string];
}
const advices: readonly Advice[] = [
  {
    name: 'feeds that are suggested name columns that nothing else takes',
    inputs: 'a: {shape: [batch, 1]}\n  b: {shape: [batch, 1]}',
    layers: 'c: {type: concat, inputs: [a, b]}\n  out: {type: dense, input: c, units: 1}',
    data: 'feeds: {a: {columns: [x]}, t: {columns: [z]}}',
    loss: 'mse',
    fix: 'feeds: {b: {columns: [y]}}',
    edit: ['{a: {columns: [x]}', '{b: {columns: [y]}, a: {columns: [x]}'],
  },
  {
    name: 'classes from 1: a category numbers them',
    inputs: 'a: {shape: [batch, 1]}',
    layers: 'out: {type: dense, input: a, units: 3}',
    data: 'feeds: {a: {columns: [x]}, t: {columns: [label]}}',
    loss: 'cross_entropy',
    fix: 'write columns: {label: {type: category}}',
    edit: ['data: {', 'data: {columns: {label: {type: category}}, '],
  },
];

test.each(advices)('$name', async ({ inputs, layers, data, loss, fix, edit }) => {
  const cwd = mkdtempSync(join(tmpdir(), 'rnnc-advice-'));
  onTestFinished(() => rmSync(cwd, { recursive: true }));
  writeFileSync(join(cwd, 'rows.csv'), `x,y,z,label,note\n${rows}\n`);
  const model = `inputs:
  ${inputs}
layers:
  ${layers}
outputs: {out: out}
data: {source: rows.csv, ${data}}
training: {losses: [{type: ${loss}, output: out, target: t}], epochs: 1}
`;
  const file = join(cwd, 'model.yaml');
  writeFileSync(file, model);
  const refused = await rnnc(['train', 'model.yaml'], { cwd });
  expect([refused.code, refused.err]).toEqual([1, expect.stringContaining(fix)]);
  expect(model).toContain(edit[0]);
  writeFileSync(file, model.replace(...edit));
  const followed = await rnnc(['train', 'model.yaml'], { cwd });
  expect(followed.code, followed.err).toBe(0);
});
