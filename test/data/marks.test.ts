import { describe, expect, test } from 'vitest';
import type { FeedShape } from '../../src/data/dataset/dataset.ts';
import { compile, memorySources, type RnncError } from '../../src/index.ts';
import { input, mistakes, open } from './given.ts';

const marked = (value: number, dims: FeedShape['dims'], dtype: FeedShape['dtype'] = 'float32', isWritten = true) => ({
  ...input('x', dims, dtype),
  marks: [{ layer: 'r', value, span: { file: 'model.yaml', start: 0, end: 1 }, isWritten }],
});
const lists = (values: readonly (readonly unknown[])[]): string =>
  values.map((x) => `${JSON.stringify({ x })}\n`).join('');
const tried = (feed: FeedShape, values: readonly (readonly unknown[])[], columns = '{}') =>
  open(`source: a.ndjson\nsplit: {train: 1}\ncolumns: ${columns}\nfeeds: {x: {columns: [x]}}`, [feed], {
    files: { 'a.ndjson': lists(values) },
  });
const numbers = [
  [3, -1, 4],
  [5, 2.5, -1],
];
const steps = ['batch', 'time'] as const;

describe('a mask compares numbers of the data', () => {
  test('that the column scales: a mistake, unless it says not to', async () => {
    for (const columns of ['{}', '{x: {normalize: standard}}', '{x: {normalize: minmax}}'])
      expect(await mistakes(() => tried(marked(-1, steps), numbers, columns))).toEqual([
        '- mask: the mask of layer "r" compares "x" with -1, and column "x" is scaled before',
      ]);
    const { preprocessing } = await tried(marked(-1, steps), numbers, '{x: {normalize: none}}');
    expect(preprocessing.columns.x).toMatchObject({ normalize: 'none', offset: [0], scale: [1] });
    const again = open('source: a.ndjson\nsplit: {train: 1}\nfeeds: {x: {columns: [x]}}', [marked(-1, steps)], {
      files: { 'a.ndjson': lists(numbers) },
      preprocessing: (await tried(input('x', steps), numbers)).preprocessing,
    });
    expect(await mistakes(() => again)).toHaveLength(1);
  });

  test('with 0 where it names none: zeros and ones are never scaled, counts are', async () => {
    const flags = [
      [1, 0, 1],
      [0, 1, 1],
    ];
    await tried(marked(0, steps, 'float32', false), flags);
    expect(await mistakes(() => tried(marked(0, steps, 'float32', false), numbers))).toHaveLength(1);
  });

  test('that are categories, fed as their places', async () => {
    const values = [
      [3, -1, 4],
      [4, 3, -1],
    ];
    const category = '{x: {type: category}}';
    expect(await mistakes(() => tried(marked(3, steps, 'int32'), values, category))).toEqual([
      '- mask: the mask of layer "r" compares "x" with 3, and column "x" is a category',
    ]);
    // no value of the column is 0, so it can only be meant as a place
    await tried(marked(0, steps, 'int32'), values, category);
    await tried(marked(0, steps, 'int32'), [['pad', 'a', 'b']], '{x: {type: category, values: [pad, a, b]}}');
  });

  test('that stand for no value', async () => {
    const columns = (fill: string): string => `{x: {normalize: none, missing: [-1], fill: ${fill}}}`;
    expect(await mistakes(() => tried(marked(-1, steps), numbers, columns('mean')))).toEqual([
      '- mask: the mask of layer "r" compares "x" with -1, which stands for no value in column "x"',
    ]);
    await tried(marked(-1, steps), numbers, columns('{value: -1}'));
  });
});

const model = (mask: string): string => `inputs: {x: {shape: [batch, time, 1]}, z: {shape: [batch, time, 1]}}
layers:
  both: {type: concat, inputs: [x, z]}
  dropped: {type: dropout, input: both, output_keep_prob: 0.5}
  r: {type: recurrent, input: both, cell: {rnn: {units: 1}}, mask: ${mask}}
  o: {type: dense, input: r.last, units: 1}
outputs: {o: o${mask.includes('dropped') ? '' : ', dropped: dropped'}}
data: {source: a.ndjson, split: {train: 1}}
training: {losses: [{type: mse, output: o, target: y}], epochs: 1}
`;
const rows = Array.from({ length: 8 }, (_, i) => ({ x: [i, -1, 2], z: [1, i, -1], y: i }));

test.each([
  ['{input: x, value: -1}', ['x']],
  ['x', ['x']],
  ['{input: z, value: -1}', ['z']],
  ['{input: both, value: -1}', ['x', 'z']],
  ['{input: dropped, value: -1}', ['x', 'z']],
])('training says so at the mask: %s', async (mask, columns) => {
  const files = memorySources({ 'a.ndjson': rows.map((row) => `${JSON.stringify(row)}\n`).join('') });
  const error = await compile(model(mask))
    .train({ files })
    .then(
      () => null,
      (cause: RnncError) => cause,
    );
  expect(error?.diagnostics.map(({ code, fix, span }) => [code, span?.file, fix])).toEqual(
    columns.map((column) => [
      'mask',
      'model.yaml',
      `write columns: {${column}: {normalize: none}}, or name a sequence of 0 and 1 as the mask`,
    ]),
  );
});
