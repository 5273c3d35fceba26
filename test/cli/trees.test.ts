import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Ended, rnnc, temporaryFolder } from './command.ts';

const model = `inputs:
  word: {shape: [batch, node], dtype: int32}
  parse: {tree: node}
layers:
  vectors: {type: embedding, input: word, vocabulary: 9, units: 3}
  encoder: {type: recursive, input: vectors, tree: parse, cell: {tree.child_sum_lstm: {units: 4}}}
  label: {type: dense, input: encoder.root, units: 2}
outputs: {label: label}
training: {losses: [{type: cross_entropy, output: label, target: wanted}], remat: true}
`;
/** Five nodes in three levels, two of them below the second child of the root; and two nodes in two levels. */
const trees = {
  parse: [
    { word: 1, children: [{ word: 2 }, { word: 3, children: [{ word: 4 }, { word: 5 }] }] },
    { word: 6, children: [{ word: 7 }] },
  ],
};

/** Runs `rnnc inspect m.yaml` where the model and the trees are. */
function inspect(args: readonly string[], files: { readonly [name: string]: string } = {}): Promise<Ended> {
  const cwd = temporaryFolder();
  for (const [name, text] of Object.entries({ 'm.yaml': model, 'trees.json': JSON.stringify(trees), ...files }))
    writeFileSync(join(cwd, name), text);
  return rnnc(['inspect', 'm.yaml', ...args], { cwd });
}

const given = ['--input', 'trees.json'];
const ofParse = '7 nodes in 2 samples, of 10 with padding (30 % avoided)';
const upwards = '3 levels; rows per level: mean 2.3, largest 4; 5 links, at most 3 in a level';

describe('the summary of a model over trees', () => {
  test('lists the trees among the inputs', async () => {
    const { code, out } = await inspect([]);
    expect(code).toBe(0);
    expect(out).toMatch(/^word +input, int32 +\[batch, node\]\nparse +input, tree +\[batch, node\]$/m);
    expect(out).toMatch(/^runs step by step: no, layer "encoder" runs over trees/m);
  });

  test('tells the trees of a file', async () => {
    const { code, out } = await inspect(given);
    expect(code).toBe(0);
    const planned = /^planned for .*\n/m.exec(out)?.[0] ?? '';
    expect(planned).toMatch(/^planned for batch 2, node 5: [\d,]+ bytes of memory; [\d,]+ multiply-adds, /);
    expect(out.replace(planned, '')).toBe(
      `${(await inspect([])).out}\ntrees of trees.json\n  parse     ${ofParse}\n  parse.up  ${upwards}\n`,
    );
    expect(JSON.parse((await inspect([...given, '--json'])).out).trees).toEqual([
      {
        name: 'parse',
        samples: 2,
        nodes: 7,
        padded: 10,
        walks: [{ name: 'parse.up', levels: 3, rows: { largest: 4, mean: 7 / 3 }, links: { all: 5, largest: 3 } }],
      },
    ]);
  });

  test.each<readonly [string, string, RegExp]>([
    [
      'from the root down',
      model.replace('{units: 4}}}', '{units: 4}}, direction: down}'),
      /^ {2}parse\.down {2}3 levels; rows per level: mean 2\.3, largest 3; 5 links, at most 3 in a level$/m,
    ],
    [
      'both ways',
      model.replace('{units: 4}}}', '{units: 4}}, direction: both}'),
      /^ {2}parse {7}7 nodes.*\n {2}parse\.up {4}3 levels; .*\n {2}parse\.down {2}3 levels; /m,
    ],
    [
      'children with names, which are no links',
      model.replace('child_sum_lstm', 'nary_lstm'),
      /^ {2}parse\.up {2}3 levels; rows per level: mean 2\.3, largest 4$/m,
    ],
  ])('%s', async (_, text, expected) => {
    expect((await inspect(given, { 'm.yaml': text })).out).toMatch(expected);
  });
});

describe('what depends on the trees', () => {
  test('statistics, of a run and of a training step', async () => {
    const { code, out } = await inspect([...given, '--stats']);
    expect(code).toBe(0);
    expect(out).toMatch(/^sizes +batch 2, node 5\nparse +7 nodes in 2 samples, .*\nparse\.up +3 levels; /m);
    expect(out).toMatch(/^planned peak +\d+ bytes/m);
    const alone = { 'trees.json': JSON.stringify({ parse: trees.parse.slice(1) }) };
    const numbers = async (files: { readonly [name: string]: string }, ...more: readonly string[]) =>
      JSON.parse((await inspect([...given, '--stats', '--json', ...more], files)).out);
    const [two, one, step] = [await numbers({}), await numbers(alone), await numbers({}, '--variant', 'training')];
    expect(two).toMatchObject({ sizes: { batch: 2, node: 5 }, trees: [{ nodes: 7 }] });
    expect(one).toMatchObject({ sizes: { batch: 1, node: 2 }, trees: [{ nodes: 2, walks: [{ levels: 2 }] }] });
    for (const what of ['calls', 'flops', 'bytesMoved', 'peakBytes']) {
      expect(one[what], what).toBeLessThan(two[what]);
      expect(two[what], what).toBeLessThan(step[what]);
    }
    expect(one.kernels).toEqual(two.kernels);
  });

  test('the unrolled model has a copy of the cell for each level, which share their weights', async () => {
    const { code, out } = await inspect([...given, '--after', 'unroll']);
    expect(code).toBe(0);
    expect(out).not.toMatch(/ = loop /);
    for (const [level, rows] of [4, 2, 1].entries())
      expect(out).toMatch(
        new RegExp(`^ {2}%encoder\\.0\\.up\\.step\\.h'\\.t${level}: float32\\[${rows}, 4\\] = mul `, 'm'),
      );
    expect(out).not.toMatch(/\.t3\b/);
    // the leaves have no children to forget
    expect(out.match(/ = matmul %\S+, encoder\.0\.up\.u_f$/gm)).toHaveLength(2);
    expect(out.match(/^ {2}weight encoder\.0\.up\.u_f: /gm)).toHaveLength(1);
    expect((await inspect([...given, '--after', 'unroll', '--variant', 'training'])).out).toMatch(
      /^ {2}update encoder\.0\.up\.u_f = /m,
    );
  });

  test('the plan', async () => {
    const deep = { 'trees.json': JSON.stringify({ parse: [[-1, 0, 1, 2, 3, 4, 5, 6, 7]] }) };
    const plan = async (files: { readonly [name: string]: string }) =>
      (await inspect([...given, '--after', 'plan'], files)).out;
    expect(await plan({})).toMatch(/^ {2}arena \d+ bytes/m);
    expect(await plan(deep)).not.toBe(await plan({}));
  });

  test.each([
    ['--stats', ['--stats']],
    ['unroll', ['--after', 'unroll']],
    ['plan', ['--after', 'plan']],
  ])('%s without a file asks for one', async (what, args) => {
    const { code, out, err } = await inspect(args);
    expect([code, out]).toEqual([1, '']);
    expect(err).toBe(
      [
        `error[trees-missing]: "${what}" shows a model over trees for trees that are given, and none are`,
        '  expected: a file with "parse"',
        '  found:    none',
        '  fix:      give one with --input FILE, such as rnnc run takes',
        '',
      ].join('\n'),
    );
  });

  test.each(['--stats', '--after=unroll', '--after=plan', '--json'])(
    'a mistake in the trees has its place in the file: %s',
    async (what) => {
      const bad = '{"parse": [[-1, 0],\n  [-1, 7]]}';
      const { code, out, err } = await inspect([...given, what], { 'trees.json': bad });
      expect([code, out]).toEqual([1, '']);
      expect(err).toContain('trees.json:2:8 error[tree-node-out-of-range]: parse[1][1] names node 7');
    },
  );

  test.each([
    [
      ['--stats', '--batch', '3'],
      '--batch changes nothing here: it works with --stats and --after plan, without --input',
    ],
    [
      ['--after', 'build'],
      '--input changes nothing here: it works with --stats, --after unroll and plan, and the summary',
    ],
  ])('%j beside a file', async (args, message) => {
    const { code, out, err } = await inspect([...given, ...args]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(message);
  });
});

describe('a file beside a model over time', () => {
  const overTime = {
    'm.yaml':
      'inputs: {x: {shape: [batch, time, 2]}}\nlayers: {m: {type: recurrent, input: x, cell: {gru: {units: 3}}}}\noutputs: {m: m}\n',
    'trees.json': '{"x": [[[1, 2], [3, 4], [5, 6]]]}',
  };

  test('tells sizes', async () => {
    const stats = async (...args: readonly string[]) =>
      JSON.parse((await inspect(['--stats', '--json', ...args], overTime)).out);
    const { profiles: _, stock, ...found } = await stats(...given);
    expect(found).toMatchObject({ sizes: { batch: 1, time: 3 } });
    expect(await stats('--time', '3')).toMatchObject({ ...found, stock });
    const unrolled = await inspect([...given, '--after', 'unroll'], overTime);
    expect(unrolled.out).toMatch(/ %m\.0\.forward\.\S*t2\S*: float32\[1, 3\] = /);
    expect(unrolled.out).not.toMatch(/\.t3\b/);
  });

  test('has nothing to say to the summary', async () => {
    const { code, err } = await inspect(given, overTime);
    expect(code).toBe(2);
    expect(err).toContain('--input changes nothing here: the model is not over trees');
  });
});

describe('unroll and trees', () => {
  test('an option, of a model and of a compiled one', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'm.yaml'), model);
    writeFileSync(join(cwd, 'trees.json'), JSON.stringify(trees));
    expect((await rnnc(['compile', 'm.yaml'], { cwd })).code).toBe(0);
    for (const args of [
      ['run', 'm.yaml', '--unroll', '3', ...given],
      ['run', 'm.rnnc', '--unroll', '3', ...given],
      ['inspect', 'm.rnnc', '--unroll', '3', '--after', 'unroll', ...given],
    ]) {
      const { code, out, err } = await rnnc(args, { cwd });
      expect([code, out], args.join(' ')).toEqual([1, '']);
      expect(err).toContain('m.yaml:6:3 error[conflicting-keys]: layer "encoder" runs over trees, and the model is');
      expect(err).toMatch(/fix: +leave unroll out; rnnc inspect MODEL --after unroll --input FILE/);
    }
  });
});
