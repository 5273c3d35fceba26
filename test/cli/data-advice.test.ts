import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { rnnc } from './command.ts';

const rows = Array.from(
  { length: 40 },
  (_, i) => `${i % 5},${i % 7},${i % 4},${1 + (i % 3)},d ${i} of ${i},${i / 4}`,
).join('\n');

interface Advice {
  readonly name: string;
  readonly layers: string;
  readonly inputs: string;
  readonly data: string;
  /** Null: left to the data. */
  readonly loss: string | null;
  /** What the message says to write, and what that changes in the model. */
  readonly fix: string;
  readonly edits: readonly (readonly [string, string])[];
}
const advices: readonly Advice[] = [
  {
    name: 'feeds that are suggested name columns that nothing else takes',
    inputs: 'a: {shape: [batch, 1]}\n  b: {shape: [batch, 1]}',
    layers: 'c: {type: concat, inputs: [a, b]}\n  out: {type: dense, input: c, units: 1}',
    data: 'feeds: {a: {columns: [x]}, t: {columns: [z]}}',
    loss: 'mse',
    fix: 'feeds: {b: {columns: [y]}}',
    edits: [['{a: {columns: [x]}', '{b: {columns: [y]}, a: {columns: [x]}']],
  },
  {
    name: 'classes from 1: a category numbers them',
    inputs: 'a: {shape: [batch, 1]}',
    layers: 'out: {type: dense, input: a, units: 3}',
    data: 'feeds: {a: {columns: [x]}, t: {columns: [label]}}',
    loss: 'cross_entropy',
    fix: 'write columns: {label: {type: category}}',
    edits: [['data: {', 'data: {columns: {label: {type: category}}, ']],
  },
  {
    name: 'numbers for classes: a category has them',
    inputs: 'a: {shape: [batch, 1]}',
    layers: 'out: {type: dense, input: a, units: classes}',
    data: 'feeds: {a: {columns: [x]}, target: {columns: [label]}}',
    loss: null,
    fix: 'write columns: {"label": {type: category}}',
    edits: [['data: {', 'data: {columns: {label: {type: category}}, ']],
  },
  {
    name: 'numbers for classes, which are counted: a category has them',
    inputs: 'a: {shape: [batch, 1]}',
    layers: 'out: {type: dense, input: a, units: 3}',
    data: 'feeds: {a: {columns: [x]}, target: {columns: [label]}}',
    loss: null,
    fix: 'write columns: {label: {type: category}}',
    edits: [['data: {', 'data: {columns: {label: {type: category}}, ']],
  },
  {
    name: 'a forgotten .last before a horizon',
    inputs: 'a: {shape: [batch, time, 1]}',
    layers: 'm: {type: recurrent, input: a, cell: {gru: {units: 2}}}\n  out: {type: dense, input: m, units: 1}',
    data: 'windows: {width: 4}, feeds: {a: {columns: [x]}, t: {columns: [y], part: horizon}}',
    loss: 'mse',
    fix: 'write input: m.last in layer "out"',
    edits: [['input: m,', 'input: m.last,']],
  },
  {
    name: 'a forgotten .last before the class of a text',
    inputs: 'a: {shape: [batch, time], dtype: int32}',
    layers: `e: {type: embedding, input: a, vocabulary: auto, units: 2}
  m: {type: recurrent, input: e, cell: {gru: {units: 2}}}
  out: {type: dense, input: m, units: 3}`,
    data: 'columns: {label: {type: category}}, feeds: {a: {columns: [note]}, t: {columns: [label]}}',
    loss: 'cross_entropy',
    fix: 'write input: m.last in layer "out"',
    edits: [['input: m,', 'input: m.last,']],
  },
  {
    name: 'measures in an embedding',
    inputs: 'a: {shape: [batch, time], dtype: int32}',
    layers: `e: {type: embedding, input: a, vocabulary: 9, units: 2}
  m: {type: recurrent, input: e, cell: {gru: {units: 2}}}
  out: {type: dense, input: m.last, units: 1}`,
    data: 'windows: {width: 4}, feeds: {a: {columns: [price]}, t: {columns: [y], part: horizon}}',
    loss: 'mse',
    fix: 'declare "a" as {shape: [batch, time, 1], dtype: float32}, leave its embedding out, and read it',
    edits: [
      ['[batch, time], dtype: int32', '[batch, time, 1], dtype: float32'],
      ['e: {type: embedding, input: a, vocabulary: 9, units: 2}', ''],
      ['input: e,', 'input: a,'],
    ],
  },
];

test.each(advices)('$name', async ({ inputs, layers, data, loss, fix, edits }) => {
  const cwd = mkdtempSync(join(tmpdir(), 'rnnc-advice-'));
  onTestFinished(() => rmSync(cwd, { recursive: true }));
  writeFileSync(join(cwd, 'rows.csv'), `x,y,z,label,note,price\n${rows}\n`);
  const model = `inputs:
  ${inputs}
layers:
  ${layers}
outputs: {out: out}
data: {source: rows.csv, ${data}}
training: {${loss === null ? '' : `losses: [{type: ${loss}, output: out, target: t}], `}epochs: 1}
`;
  const file = join(cwd, 'model.yaml');
  writeFileSync(file, model);
  const refused = await rnnc(['train', 'model.yaml'], { cwd });
  expect([refused.code, refused.err]).toEqual([1, expect.stringContaining(fix)]);
  const corrected = edits.reduce((text, [from, to]) => {
    expect(text).toContain(from);
    return text.replace(from, () => to);
  }, model);
  writeFileSync(file, corrected);
  const followed = await rnnc(['train', 'model.yaml'], { cwd });
  expect(followed.code, followed.err).toBe(0);
});
