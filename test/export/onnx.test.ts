import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compileModel } from '../../compiler/compile.ts';
import { expectNear, imported, renamed } from './imported.ts';
import { evaluated, exportOnnx, noisyWeights, numbersFrom, randomFeeds, runOnnx, sizesFor } from './run-onnx.ts';

/** Models of the package, with what they are called in messages. */
const folder = join(import.meta.dirname, '../../models');
const names = readdirSync(folder).flatMap((name) => (name.endsWith('.yaml') ? [name.slice(0, -'.yaml'.length)] : []));
/** What makes the slow evaluator's share of a model small; its structure stays. */
const SMALL: { readonly [name: string]: { readonly [parameter: string]: number } } = {
  'ptb-small': { vocabulary: 40, units: 12 },
};
const compiledOf = (name: string) =>
  compileModel(readFileSync(join(folder, `${name}.yaml`), 'utf8'), {
    file: `${name}.yaml`,
    resolve: () => null,
    set: SMALL[name] ?? {},
  });

/** Models over trees have a test of their own. */
const isOverTrees = (name: string): boolean =>
  compiledOf(name).graphs.inference.inputs.some(({ role }) => role === 'structure');

/** Those whose YAML is looked at. */
const SHOWN: ReadonlySet<string> = new Set(['tagger', 'peephole-cell', 'waves']);

describe.each(names.filter((name) => !isOverTrees(name)))('%s', (name) => {
  test.each([
    ['feeds alone', false],
    ['lengths and states too', true],
  ])('gives its numbers in onnxruntime, and when it is imported again: %s', async (_, allInputs) => {
    const compiled = compiledOf(name);
    const { inference } = compiled.graphs;
    const random = numbersFrom(name.length + (allInputs ? 100 : 0));
    const weights = noisyWeights(compiled, random);
    const feeds = randomFeeds(inference, { sizes: sizesFor(inference), optional: allInputs }, random);
    const file = await exportOnnx(compiled, weights, allInputs);
    const wanted = evaluated(compiled, weights, feeds);
    expectNear(await runOnnx(file, feeds), wanted, 1e-5);
    const { text, outputs } = imported(name, file, feeds);
    expectNear(outputs, renamed(wanted), 1e-6);
    if (SHOWN.has(name) && !allInputs) expect(text).toMatchSnapshot();
  });
});

test.each([
  ['norms, starts and cells in cells', false],
  ['convolutions in front of them', true],
])('a model with %s gives its numbers in onnxruntime, and comes back', async (_, hasConvolutions) => {
  const whole = readFileSync(join(import.meta.dirname, 'pytorch/layers.yaml'), 'utf8');
  const text = hasConvolutions
    ? whole
    : whole
        .replace(/^ {2}(near|around): .*\n/gm, '')
        .replace('input: around, init: {moving', 'input: x, init: {moving')
        .replace(/(moving_mean|moving_variance|gamma|beta): \[([^\]]*), [^,\]]*\]/g, '$1: [$2]');
  const compiled = compileModel(text, { file: 'layers.yaml', resolve: () => null });
  const { inference } = compiled.graphs;
  const random = numbersFrom(11);
  const noisy = noisyWeights(compiled, random);
  const weights = new Map(
    [...noisy].map(([path, { shape, data }]) => [
      path,
      { shape, data: path.endsWith('moving_variance') ? data.map((x) => Math.abs(x) + 0.2) : data },
    ]),
  );
  const feeds = randomFeeds(inference, { sizes: sizesFor(inference), optional: true }, random);
  const file = await exportOnnx(compiled, weights, true);
  const wanted = evaluated(compiled, weights, feeds);
  expectNear(await runOnnx(file, feeds), wanted, 1e-5);
  const again = imported('layers', file, feeds);
  expectNear(again.outputs, renamed(wanted), 1e-6);
  if (hasConvolutions) expect(again.text.match(/type: conv1d/g)?.length).toBe(2);
});

test('a learned start gives its numbers in onnxruntime, of an operator and of a Scan', async () => {
  const text = `inputs: {x: {shape: [batch, time, 3]}}
layers:
  a: {type: recurrent, input: x, cell: {lstm: {units: 2}}, initial: learned}
  b: {type: recurrent, input: a, cell: {paper.mgu: {units: 3}}, initial: learned}
outputs: {y: b, final: a.final.c}
`;
  const compiled = compileModel(text, { file: 'start.yaml', resolve: () => null });
  const { inference } = compiled.graphs;
  const random = numbersFrom(9);
  const weights = noisyWeights(compiled, random);
  const feeds = randomFeeds(inference, { sizes: sizesFor(inference), optional: true }, random);
  const wanted = evaluated(compiled, weights, feeds);
  expectNear(await runOnnx(await exportOnnx(compiled, weights, true), feeds), wanted, 1e-5);
});

test('a model over sequences of sequences gives its numbers in onnxruntime, with lengths at both levels', async () => {
  const whole = readFileSync(join(import.meta.dirname, 'pytorch/speller.yaml'), 'utf8');
  // some words have no letters, and no largest
  const text = whole.replace('type: max', 'type: mean');
  const compiled = compileModel(text, { file: 'speller.yaml', resolve: () => null });
  const { inference } = compiled.graphs;
  const random = numbersFrom(13);
  const weights = noisyWeights(compiled, random);
  for (const optional of [true, false]) {
    const feeds = randomFeeds(inference, { sizes: { batch: 3, words: 4, letters: 5 }, optional }, random);
    const wanted = evaluated(compiled, weights, feeds);
    expectNear(await runOnnx(await exportOnnx(compiled, weights, optional), feeds), wanted, 1e-5);
  }
});

test('every other layer gives its numbers in onnxruntime, and comes back', async () => {
  const text = `inputs: {tokens: {shape: [batch, time], dtype: int32}, x: {shape: [batch, time, 3]}}
layers:
  words: {type: embedding, input: tokens, vocabulary: 3, units: 3}
  sum: {type: add, inputs: [words, x]}
  product: {type: multiply, inputs: [sum, x]}
  side: {type: concat, inputs: [product, sum]}
  wide: {type: dense, input: side, units: 4, activation: gelu}
  dropped: {type: dropout, input: wide, rate: 0.2}
  soft: {type: activation, input: dropped, function: "leaky_relu(x, 0.3)"}
  own: {type: equations, inputs: {a: soft, b: wide}, weights: {w: {shape: [4]}}, equations: "y = where(a > b, w * a, erf(b))", output: y}
  back: {type: recurrent, input: own, cell: {gru: {units: 2}}, direction: backward, padding: previous}
  last: {type: last, input: own}
  mean: {type: mean, input: own}
  largest: {type: max, input: own}
  all: {type: concat, inputs: [last, mean, largest]}
  chances: {type: dense, input: all, units: 3, activation: softmax}
  again: {type: repeat, input: chances, times: 3}
  answer: {type: recurrent, input: again, cell: {paper.mgu: {units: 2}}}
outputs: {answer: answer, back: back, chances: chances, own: own}
`;
  const compiled = compileModel(text, { file: 'all.yaml', resolve: () => null });
  const { inference } = compiled.graphs;
  const random = numbersFrom(17);
  const weights = noisyWeights(compiled, random);
  const feeds = randomFeeds(inference, { sizes: sizesFor(inference), optional: true }, random);
  const file = await exportOnnx(compiled, weights, true);
  const wanted = evaluated(compiled, weights, feeds);
  expectNear(await runOnnx(file, feeds), wanted, 1e-5);
  expectNear(imported('all', file, feeds).outputs, renamed(wanted), 1e-6);
});
