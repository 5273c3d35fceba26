import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { evaluateGraph } from '../../compiler/reference/evaluate.ts';
import { importModel, modelYaml } from '../../src/import/index.ts';
import { compile, load } from '../../src/index.ts';
import { evaluatorInputs, evaluatorWeights } from '../goldens/training-cases.ts';

type Nested = number | readonly Nested[];
interface Case {
  readonly name: string;
  readonly feeds: { readonly [name: string]: Nested };
  readonly outputs: { readonly [name: string]: Nested };
}

/** Files with the numbers of onnxruntime, made by make_onnx.py. */
const folder = join(import.meta.dirname, 'models');
const { cases } = JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8')) as { readonly cases: readonly Case[] };

const shapeOf = (nested: Nested): number[] =>
  typeof nested === 'number' ? [] : [nested.length, ...shapeOf(nested[0] ?? 0)];
const flat = (nested: Nested): number[] => (typeof nested === 'number' ? [nested] : nested.flatMap(flat));
const numbersOf = (values: Case['feeds']) =>
  new Map(Object.entries(values).map(([name, value]) => [name, { shape: shapeOf(value), data: flat(value) }]));

function imported(name: string) {
  const model = importModel(readFileSync(join(folder, `${name}.onnx`)), {
    file: `${name}.onnx`,
    name,
    beside: (file) => (existsSync(join(folder, file)) ? readFileSync(join(folder, file)) : null),
  });
  return { model, text: modelYaml(model, `${name}.yaml`, `${name}.safetensors`) };
}

function expectNear(
  what: string,
  found: { readonly shape: readonly number[]; readonly data: ArrayLike<number> } | undefined,
  expected: Nested,
): void {
  expect(found?.shape, what).toEqual(shapeOf(expected));
  const wanted = flat(expected);
  const worst = wanted.reduce(
    (most, x, i) => Math.max(most, Math.abs(x - Number(found?.data[i])) || (Number.isFinite(found?.data[i]) ? 0 : 1)),
    0,
  );
  expect(worst, what).toBeLessThan(1e-5);
}

test('every file has its numbers', () => {
  const files = readdirSync(folder).flatMap((file) => (file.endsWith('.onnx') ? [file.slice(0, -5)] : []));
  expect(files.sort()).toEqual(cases.map(({ name }) => name).sort());
  expect(cases.length).toBeGreaterThan(35);
});

describe.each(cases)('$name', ({ name, feeds, outputs }) => {
  test('gives the numbers of onnxruntime, in kernels and by the evaluator', async () => {
    const { model, text } = imported(name);
    const compiled = compile(text, { file: `${name}.yaml` });
    expect(compiled.diagnostics).toEqual([]);
    const weights = new Map(model.weights.map(({ path, shape, data }) => [path, { shape, data }]));
    expect([...weights.keys()].sort()).toEqual(compiled.graphs.inference.weights.map(({ path }) => path).sort());
    const running = await load(compiled, { weights });
    try {
      const found = running.run(feeds);
      expect(Object.keys(found).sort()).toEqual(Object.keys(outputs).sort());
      for (const [output, expected] of Object.entries(outputs)) expectNear(output, found[output], expected);
    } finally {
      running.dispose();
    }
    const { inference } = compiled.graphs;
    const exact = evaluateGraph(inference, {
      inputs: evaluatorInputs(inference, numbersOf(feeds)),
      weights: evaluatorWeights(weights as never),
    });
    for (const [output, expected] of Object.entries(outputs))
      expectNear(`evaluator: ${output}`, exact.outputs.get(output), expected);
  });
});
