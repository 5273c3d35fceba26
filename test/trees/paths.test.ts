import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compileModel } from '../../compiler/compile.ts';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { printGraph } from '../../compiler/ir/print.ts';
import { readArtifact } from '../../src/artifact/file/read.ts';
import { resolvedSpecText } from '../../src/cli/reports/resolved-spec.ts';
import { makeKernels } from '../../src/generate-kernels.ts';
import { type CompiledModel, compile, type Feeds, load } from '../../src/index.ts';
import { load as loadAlone } from '../../src/runtime.ts';
import { bareContext } from '../bare/bare-context.ts';
import type { runTreesAlone } from '../bare/run-alone.ts';

/** Models of every kind that has trees, with feeds. */
interface Kind {
  readonly yaml: string;
  readonly feeds: Feeds;
}

const attentive = `cells:
  attentive:
    children: any
    inputs: {x: [n]}
    state: [{h: [3]}]
    weights: {w: {shape: [n, 3]}, u: {shape: [3, 3]}, v: {shape: [3]}}
    equations: |
      share = softmax_children(sum(tanh(h @ u + x @ w) * v))
      context = sum_children(share * h)
      h' = tanh(context + x @ w)
    output: h'
`;
const counting = `cells:
  counting:
    children: any
    inputs: {x: [n]}
    state: [{size: []}, {depth: []}, {q: [2, 3]}, {h: [3]}]
    weights: {w: {shape: [n, 3]}, p: {shape: [2, 3], init: {uniform: {low: 1, high: 2}}}}
    equations: |
      counted = 1 + sum_children(size)
      size' = counted
      depth' = 1 + max_children(depth)
      q' = p + mean_children(q)
      h' = x @ w + sum_children(h)
    output: h'
`;
const x = [
  [
    [1, 2],
    [3, 4],
    [5, 6],
  ],
  [[-1, 0.5]],
  [],
];
const parse = [[-1, 0, 0], [-1], []];
const bare = { x, parse };
const inputs = (more = ''): string => `inputs: {x: {shape: [batch, node, 2]}, parse: {tree: node}${more}}\n`;
const over = (cell: string, more = '', input = 'x'): string =>
  `{type: recursive, input: ${input}, tree: parse, cell: ${cell}${more}}`;

const kinds: { readonly [name: string]: Kind } = {
  'a list of children': {
    yaml: `${inputs()}layers: {r: ${over('{tree.child_sum_lstm: {units: 20}}')}}\noutputs: {y: r, root: r.root, c: r.final.c}\n`,
    feeds: bare,
  },
  'named children': {
    yaml: `${inputs()}layers: {r: ${over('{tree.nary_lstm: {units: 20}}')}}\noutputs: {y: r, root: r.root}\n`,
    feeds: { x, parse: [[[1, 2], [], []], [[]], []] },
  },
  'down and up': {
    yaml: `${inputs()}layers: {r: ${over('{tree.gru: {units: 4}}', ', direction: both, depth: 2')}}\noutputs: {y: r}\n`,
    feeds: bare,
  },
  'directions apart': {
    yaml: `${inputs()}layers: {r: ${over('{tree.gru: {units: 4}}', ', direction: both, merge: none')}}\noutputs: {up: r.up, down: r.down, root: r.up.root}\n`,
    feeds: bare,
  },
  'weights shared between layers': {
    yaml: `${inputs()}layers:\n  r: ${over('{tree.gru: {units: 2}}')}\n  s: ${over('{tree.gru: {units: 2}}', ', share: r', 'r')}\noutputs: {y: s}\n`,
    feeds: bare,
  },
  'weights shared within a stack': {
    yaml: `${inputs()}layers:\n  r: ${over('{tree.gru: {units: 2}}', ', depth: 3, share: self')}\noutputs: {y: r}\n`,
    feeds: bare,
  },
  'words, some of them missing': {
    yaml: `inputs: {words: {shape: [batch, node], dtype: int32}, parse: {tree: node}}\nlayers:\n  v: {type: embedding, input: words, vocabulary: 6, units: 3}\n  r: ${over('{tree.gru: {units: 4}}', '', 'v')}\noutputs: {y: r, v: v}\n`,
    feeds: { words: [[-1, 4, 5], [2], []], parse },
  },
  'a decoder that starts from the root': {
    yaml: `${inputs(', steps: {shape: [batch, time, 1]}')}layers:\n  r: ${over('{tree.gru: {units: 4}}')}\n  d: {type: recurrent, input: steps, cell: {gru: {units: 4}}, initial: {h: r.root}}\noutputs: {y: d}\n`,
    feeds: { ...bare, steps: [[[1], [2]], [[3]], [[4], [5]]] },
  },
  'a recurrent layer in reading order below': {
    yaml: `${inputs()}layers:\n  l: {type: recurrent, input: x, cell: {lstm: {units: 3}}}\n  r: ${over('{tree.gru: {units: 4}}', '', 'l')}\noutputs: {y: r}\n`,
    feeds: bare,
  },
  'states of rank 0 and 2': {
    yaml: `${inputs()}${counting}layers: {r: ${over('counting')}}\noutputs: {y: r, sizes: r.0.up.step.counted, size: r.final.size, depth: r.final.depth, q: r.final.q}\n`,
    feeds: bare,
  },
  'attention over children': {
    yaml: `${inputs()}${attentive}layers: {r: ${over('attentive')}}\noutputs: {y: r, context: r.0.up.step.context}\n`,
    feeds: bare,
  },
  'two trees': {
    yaml: `inputs: {x: {shape: [batch, node, 2]}, parse: {tree: node}, z: {shape: [batch, part, 2]}, other: {tree: part}}\nlayers:\n  r: ${over('{tree.gru: {units: 4}}')}\n  s: {type: recursive, input: z, tree: other, cell: {tree.gru: {units: 4}}, initial: {h: r.root}}\noutputs: {y: r, s: s}\n`,
    feeds: {
      ...bare,
      z: [
        [[1, 1]],
        [
          [2, 2],
          [3, 3],
        ],
        [],
      ],
      other: [[-1], [1, -1], []],
    },
  },
  'a list and names over the same tree': {
    yaml: `${inputs()}layers:\n  r: ${over('{tree.gru: {units: 4}}')}\n  s: ${over('{tree.nary_lstm: {units: 3}}', '', 'r')}\noutputs: {y: s, r: r}\n`,
    feeds: { x, parse: [[[1, 2], [], []], [[]], []] },
  },
};
const named = Object.entries(kinds).map(([name, kind]) => [name, kind] as const);

async function run(model: CompiledModel, feeds: Feeds, kernels: 'auto' | 'stock' = 'auto') {
  const loaded = await load(model, { kernels });
  try {
    return Object.fromEntries(
      Object.entries(loaded.run(feeds)).map(([name, { data, shape }]) => [name, { data: [...data], shape }]),
    );
  } finally {
    loaded.dispose();
  }
}

describe.each(named)('%s', (_, { yaml, feeds }) => {
  test('generated kernels and those of tfjs give the same', async () => {
    const model = compile(yaml);
    const [generated, stock] = [await run(model, feeds), await run(model, feeds, 'stock')];
    for (const [name, { data, shape }] of Object.entries(generated)) {
      expect(stock[name]?.shape).toEqual(shape);
      data.forEach((value, i) => {
        expect(Math.abs((stock[name]?.data[i] ?? Number.NaN) - value), name).toBeLessThan(1e-5);
      });
    }
  });

  test('a resolved spec is the same model', () => {
    const options = { file: 'm.yaml', resolve: () => null, set: {} };
    const first = compileModel(yaml, options);
    const text = resolvedSpecText(first.spec, yaml);
    const again = compileModel(text, options);
    expect(printGraph(again.graphs.inference)).toBe(printGraph(first.graphs.inference));
    expect(resolvedSpecText(again.spec, text)).toBe(text);
  });

  test('a file that is written, read and run by the runtime alone gives the same bits', async () => {
    const model = compile(yaml);
    const bytes = model.toBytes();
    const loaded = await loadAlone(bytes);
    const found = loaded.run(feeds);
    for (const [name, { data }] of Object.entries(await run(model, feeds)))
      expect([...(found[name]?.data ?? [])]).toEqual(data);
    loaded.dispose();
    expect(printGraph(readArtifact(bytes).graphs.inference)).toBe(printGraph(model.graphs.inference));
  });

  test('weights of 16 bits stay near', async () => {
    const exact = await run(compile(yaml), feeds);
    const found = await run(compile(yaml, { precision: 'int16' }), feeds);
    for (const [name, { data }] of Object.entries(exact)) {
      const scale = Math.max(1, ...data.map(Math.abs));
      data.forEach((value, i) => {
        expect(Math.abs((found[name]?.data[i] ?? Number.NaN) - value), name).toBeLessThan(1e-3 * scale);
      });
    }
  });

  test('a session is refused, with the reason', async () => {
    const model = await load(compile(yaml));
    try {
      expect(() => model.session()).toThrowError(RnncError);
      expect(() => model.session()).toThrowError(/tree/);
    } finally {
      model.dispose();
    }
  });

  test('a batch whose trees are all empty has no nodes, and zeros per sample', async () => {
    const empty = Object.fromEntries(
      Object.entries(feeds).map(([name, value]) => [name, name === 'steps' ? value : [[], [], []]]),
    ) as Feeds;
    for (const kernels of ['auto', 'stock'] as const) {
      const outputs = await run(compile(yaml), empty, kernels);
      for (const [name, { data, shape }] of Object.entries(outputs)) {
        if (shape[1] === 0) expect(data).toEqual([]);
        else if (!('steps' in feeds)) expect([kernels, name, ...new Set(data)]).toEqual([kernels, name, 0]);
      }
    }
  });
});

const bareWorld = bareContext();
const alone = bareWorld.load(join(import.meta.dirname, '../bare/run-alone.ts')).runTreesAlone as typeof runTreesAlone;

test.each(named)('in a bare context: %s', async (name, { yaml, feeds }) => {
  const model = compile(yaml);
  const modules = [...makeKernels(model).modules].map(([title, { bytes }]) => [title, [...bytes]] as const);
  const found = alone({ name, seed: model.seed, unroll: null, graph: model.graphs.inference, modules }, feeds);
  const expected = await run(model, feeds);
  expect(JSON.parse(JSON.stringify(found))).toEqual(
    Object.fromEntries(Object.entries(expected).map(([output, { data }]) => [output, data])),
  );
});

test('numbers of children, depths and means come out right', async () => {
  const { yaml } = kinds['states of rank 0 and 2'] as Kind;
  const outputs = await run(compile(yaml), {
    x: [
      [
        [1, 0],
        [0, 0],
        [0, 0],
        [0, 0],
        [0, 0],
      ],
    ],
    // node 0 has 1 and 2, and 2 has 3 and 4
    parse: [[-1, 0, 0, 2, 2]],
  });
  expect(outputs.sizes).toEqual({ data: [5, 1, 3, 1, 1], shape: [1, 5] });
  expect(outputs.size?.data).toEqual([5]);
  expect(outputs.depth?.data).toEqual([3]);
  expect(outputs.q?.shape).toEqual([1, 2, 3]);
});

test.each(['auto', 'stock'] as const)(
  'integers of nodes come out as they went in, also beyond 2^24 (%s)',
  async (kernels) => {
    const yaml = `inputs: {id: {shape: [batch, node, 2], dtype: int32}, x: {shape: [batch, node, 1]}, parse: {tree: node}}
cells:
  own:
    inputs: {x: [n], id: [m]}
    children: any
    state: [{h: [1]}]
    equations: |
      h' = x + sum_children(h) + where(id[0:1] > 0, 0, 1)
    output: h'
layers: {e: {type: recursive, inputs: {x: x, id: id}, tree: parse, cell: {own: {}}}}
outputs: {e: e, id: e.0.up.step.id}
`;
    const loaded = await load(compile(yaml), { kernels });
    const id = [
      [2 ** 24 + 1, 2 ** 31 - 1],
      [2 ** 25 + 1, 5],
      [-(2 ** 31), 7],
    ];
    try {
      const outputs = loaded.run({ id: [id, [[3, 4]]], x: [[[1], [2], [3]], [[1]]], parse: [[-1, 0, 0], [-1]] });
      const padding = [0, 0];
      expect(outputs.id?.toArray()).toEqual([id, [[3, 4], padding, padding]]);
      expect(outputs.e?.toArray()).toEqual([
        [[7], [2], [4]],
        [[1], [0], [0]],
      ]);
    } finally {
      loaded.dispose();
    }
  },
);

test('a chain of 10,000 nodes runs as deep as it is', async () => {
  const { yaml } = kinds['a list of children'] as Kind;
  const nodes = 10_000;
  const feeds = {
    x: { shape: [1, nodes, 2], data: Float32Array.from({ length: 2 * nodes }, (_, i) => Math.sin(i)) },
    parse: [Int32Array.from({ length: nodes }, (_, n) => n - 1)],
  };
  const loaded = await load(compile(yaml));
  try {
    const { root } = loaded.run(feeds);
    expect(root?.data.every(Number.isFinite)).toBe(true);
    expect(new Set(root?.data).size).toBe(20);
  } finally {
    loaded.dispose();
  }
});

test('attention gives one child everything, equal children equal shares, and nothing without children', async () => {
  const { yaml } = kinds['attention over children'] as Kind;
  const contextOf = async (children: number[][]) => {
    const { y, context } = await run(compile(yaml), {
      x: [
        [
          [1, 2],
          [1, 2],
          [3, 1],
        ],
      ],
      parse: [children],
    });
    const row = (of: typeof y, n: number): number[] => of?.data.slice(3 * n, 3 * n + 3) ?? [];
    return { leaf: row(y, 0), none: row(context, 0), context: row(context, 2) };
  };
  const one = await contextOf([[], [], [0]]);
  expect(one.none).toEqual([0, 0, 0]);
  for (const { leaf, context } of [one, await contextOf([[], [], [0, 1]]), await contextOf([[], [], [0, 0]])])
    context.forEach((value, i) => {
      expect(Math.abs(value - (leaf[i] ?? Number.NaN))).toBeLessThan(1e-6);
    });
});

test('a word that is missing gives zeros and trains nothing', async () => {
  const { yaml, feeds } = kinds['words, some of them missing'] as Kind;
  const { v } = await run(compile(yaml), feeds);
  expect(v?.data.slice(0, 3)).toEqual([0, 0, 0]);
  expect(v?.data.slice(3, 6)).not.toEqual([0, 0, 0]);
});
