import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Compiled, compileModel, lossModel } from '../../../compiler/compile.ts';
import { evaluateGraph } from '../../../compiler/reference/evaluate.ts';
import { weightsOf } from '../../../src/artifact/artifact.ts';
import type { WeightData } from '../../../src/artifact/definition.ts';
import { readWeights } from '../../../src/artifact/weights/weights.ts';
import { type Exported, everyWeight, FORMATS } from '../../../src/export/index.ts';
import { mapWeights } from '../../../src/import/weights/index.ts';
import { compile, RnncError } from '../../../src/index.ts';
import { flatTree } from '../../../src/trees/flat-tree.ts';
import { evaluatorInputs, evaluatorWeights } from '../../goldens/training-cases.ts';

const here = import.meta.dirname;
const root = resolve(here, '../../..');
/** What verify_pytorch.py found right in PyTorch, or refused. */
const {
  models: verified,
  trained,
  trees,
} = JSON.parse(readFileSync(join(here, 'verified.json'), 'utf8')) as {
  readonly trained: {
    readonly [name: string]: {
      readonly sha256: string;
      readonly losses: readonly number[];
      readonly variance: readonly number[];
    };
  };
  readonly trees: readonly number[];
  readonly models: {
    readonly [name: string]: { readonly sha256?: string; readonly refused?: string; readonly loss?: number };
  };
};
const files = [join(root, 'models'), here].flatMap((folder) =>
  readdirSync(folder).flatMap((name) => (name.endsWith('.yaml') ? [join(folder, name)] : [])),
);
const compiledOf = (file: string): Compiled =>
  compileModel(readFileSync(file, 'utf8'), { file: basename(file), resolve: () => null });

/** Numbers that all differ, and that no order of gates or axes leaves as they are. */
const numbered = ({ graphs }: Compiled): ReadonlyMap<string, WeightData> => {
  let next = 0;
  return new Map(
    weightsOf(graphs).map(({ path, shape }) => [
      path,
      { shape, data: Float32Array.from({ length: shape.reduce((n, size) => n * size, 1) }, () => ++next / 8) },
    ]),
  );
};
const exported = async (
  compiled: Compiled,
  weights: ReadonlyMap<string, WeightData>,
  format: string,
  file: string,
): Promise<Exported> => {
  const exporter = FORMATS[format];
  if (exporter === undefined) throw new Error(`no format ${format}`);
  return exporter.exportModel({ compiled, weights, file, allInputs: false });
};

test('every model was looked at in PyTorch', () => {
  expect(files.map((file) => basename(file, '.yaml')).sort()).toEqual(Object.keys(verified).sort());
});

describe.each(files.map((file) => [basename(file, '.yaml'), file] as const))('%s', (name, file) => {
  const { sha256, refused } = verified[name] ?? {};
  if (refused !== undefined)
    test('is refused, with its place', async () => {
      const compiled = compiledOf(file);
      const made = exported(compiled, new Map(), 'pytorch', `${name}.py`);
      await expect(made).rejects.toThrow(RnncError);
      await expect(made).rejects.toThrow(refused.replace('[export-refused]: ', ''));
    });
  else
    test('is written as it was verified, and its state dict comes back', async () => {
      const compiled = compiledOf(file);
      const weights = numbered(compiled);
      const { files: written } = await exported(compiled, weights, 'pytorch', `${name}.py`);
      const [python, state] = written;
      const hash = createHash('sha256')
        .update(python?.content ?? '')
        .digest('hex');
      expect(hash, 'run verify_pytorch.py: the text is another one than it found right').toBe(sha256);
      expect(state?.name).toBe(`${name}.torch.safetensors`);
      const target = { spec: compiled.spec, weights: weightsOf(compiled.graphs) };
      const back = mapWeights(state?.content as Uint8Array, target, { from: 'torch', file: 'state', map: new Map() });
      expect(back.unused).toEqual([]);
      for (const { path, shape, data } of back.weights) {
        expect(shape).toEqual(weights.get(path)?.shape);
        expect(
          Buffer.from(data.buffer, data.byteOffset, data.byteLength).equals(
            Buffer.from(weights.get(path)?.data.buffer ?? new ArrayBuffer(0)),
          ),
          path,
        ).toBe(true);
      }
    });
});

test.each(['torch-tagger', 'own-cell', 'trees'])('%s reads as its model does', async (name) => {
  const compiled = compiledOf(join(here, `${name}.yaml`));
  const { files: written, report } = await exported(compiled, numbered(compiled), 'pytorch', `${name}.py`);
  await expect(written[0]?.content).toMatchFileSnapshot(`${name}.py`);
  expect(report.filter((line) => !line.includes(' from '))).toMatchSnapshot();
});

test('the loss is that of the model', () => {
  const compiled = compiledOf(join(here, 'torch-tagger.yaml'));
  const { training } = compiled.spec;
  if (training === null) throw new Error('no training');
  const graph = lossModel(compiled, training);
  const weights = everyWeight({ graphs: compiled.graphs, seed: compiled.seed, weights: new Map() });
  const rows = JSON.parse(readFileSync(join(here, 'torch-tagger.samples.json'), 'utf8')) as {
    readonly [feed: string]: readonly (readonly number[])[];
  };
  const padded = Object.entries(rows).map(([feed, lists]): [string, { shape: number[]; data: number[] }] => {
    const steps = Math.max(...lists.map(({ length }) => length));
    const data = lists.flatMap((list) => Array.from({ length: steps }, (_, t) => list[t] ?? 0));
    return [feed, { shape: [lists.length, steps], data }];
  });
  const lengths = (rows.tokens ?? []).map(({ length }) => length);
  const { loss } = graph.learning ?? {};
  const given = { ...graph, outputs: graph.outputs.filter(({ value }) => value === loss) };
  const found = evaluateGraph(given, {
    inputs: evaluatorInputs(
      given,
      new Map<string, { shape: number[]; data: number[] }>([
        ...padded,
        ['time.lengths', { shape: [lengths.length], data: lengths }],
      ]),
    ),
    weights: evaluatorWeights(weights as never),
  });
  const [[, value] = []] = [...found.outputs];
  expect(Math.abs(Number(value?.data[0]) - Number(verified['torch-tagger']?.loss))).toBeLessThan(1e-6);
});

const sections = JSON.parse(readFileSync(join(here, 'training-sections.json'), 'utf8')) as {
  readonly [name: string]: string;
};
test.each(Object.entries(sections))('%s trains under torchrun as rnnc does', async (name, section) => {
  const [model = ''] = readFileSync(join(here, 'torch-tagger.yaml'), 'utf8').split('optimizer:');
  const text = `${model}epochs: 3\n  batch: 2\n  ${section.replaceAll('\n', '\n  ')}\n`;
  const compiled = compileModel(text, { file: 'torch-tagger.yaml', resolve: () => null });
  const { files: written, report } = await exported(compiled, numbered(compiled), 'pytorch', `${name}.py`);
  const hash = createHash('sha256').update(String(written[0]?.content));
  expect(hash.digest('hex'), 'run verify_pytorch.py').toBe(trained[name]?.sha256);
  expect(report.filter((line) => !line.includes(' from '))).toMatchSnapshot();
  const { tokens, labels } = JSON.parse(readFileSync(join(here, 'torch-tagger.samples.json'), 'utf8'));
  const batch = { feeds: { tokens: [tokens[0], tokens[0]], labels: [labels[0], labels[0]] } };
  const losses: number[] = [];
  const { model: after } = await compile(text).train(
    { train: () => [batch, batch], batchCount: 2 },
    { callbacks: { onStep: ({ loss }) => losses.push(loss) } },
  );
  const found = trained[name]?.losses ?? [];
  expect(found).toHaveLength(losses.length);
  expect(Math.max(...losses.map((loss, at) => Math.abs(loss - Number(found[at]))))).toBeLessThan(2e-6);
  if (!section.includes('keep: last')) return;
  const variance = after.weights.get('normed.moving_variance')?.data ?? [];
  expect(variance).toHaveLength(4);
  for (const [i, x] of (trained[name]?.variance ?? []).entries())
    expect(Math.abs(x - Number(variance[i]))).toBeLessThan(2e-6);
});

test('a model over trees trains under torchrun as rnnc does', async () => {
  interface TreeNode {
    readonly words?: number;
    readonly tag: number;
    readonly children?: readonly TreeNode[];
  }
  const { parse, context, label } = JSON.parse(readFileSync(join(here, 'trees.samples.json'), 'utf8')) as {
    readonly parse: readonly [TreeNode];
    readonly context: readonly (readonly number[])[];
    readonly label: readonly number[];
  };
  const nodes: TreeNode[] = [];
  const children: number[][] = [];
  const visit = (node: TreeNode): number => {
    const number = nodes.push(node) - 1;
    const list: number[] = [];
    children.push(list);
    for (const child of node.children ?? []) list.push(visit(child));
    return number;
  };
  visit(parse[0]);
  const flat = flatTree(children);
  const twice = <T>(value: T): readonly T[] => [value, value];
  const feeds = {
    parse: { data: [...flat.data, ...flat.data], shape: [2, ...flat.shape] },
    words: twice(nodes.map(({ words = -1 }) => words)),
    tag: twice(nodes.map(({ tag }) => tag)),
    context: twice(context[0]),
    label: twice(label[0]),
  } as never;
  const losses: number[] = [];
  await compile(readFileSync(join(here, 'trees.yaml'), 'utf8')).train(
    { train: () => [{ feeds }, { feeds }], batchCount: 2 },
    { callbacks: { onStep: ({ loss }) => losses.push(loss) } },
  );
  expect(trees).toHaveLength(losses.length);
  expect(Math.max(...losses.map((loss, at) => Math.abs(loss - Number(trees[at]))))).toBeLessThan(2e-6);
});

test('a module without weights asks no weight for its type', async () => {
  const text = 'inputs: {x: {shape: [batch, time, 2]}}\nlayers: {end: {type: last, input: x}}\noutputs: {end: end}\n';
  const { files: written } = await exported(
    compileModel(text, { file: 'end.yaml', resolve: () => null }),
    new Map(),
    'pytorch',
    'end.py',
  );
  const content = String(written[0]?.content);
  expect(content).toContain('like = torch.zeros(())');
  expect(content).not.toContain('self.parameters()');
});

test('weights alone are what --weights takes', async () => {
  const compiled = compiledOf(join(here, 'own-cell.yaml'));
  const weights = numbered(compiled);
  const { files: written } = await exported(compiled, weights, 'safetensors', 'own-cell.safetensors');
  const [only] = written;
  expect(readWeights(only?.content as Uint8Array, weightsOf(compiled.graphs), 'own-cell.safetensors')).toEqual(weights);
});
