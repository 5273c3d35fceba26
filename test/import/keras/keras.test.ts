import { describe, expect, test } from 'vitest';
import { evaluateGraph } from '../../../compiler/reference/evaluate.ts';
import { importFile, modelYaml } from '../../../src/import/index.ts';
import { compile, load } from '../../../src/index.ts';
import { evaluatorInputs, evaluatorWeights } from '../../goldens/training-cases.ts';
import { beside, bytesOf, cases, type Nested } from './files.ts';

const flat = (nested: Nested): number[] => (typeof nested === 'number' ? [nested] : nested.flatMap(flat));
const shapeOf = (nested: Nested): number[] =>
  typeof nested === 'number' ? [] : [nested.length, ...shapeOf(nested[0] ?? 0)];

test('there are files of all formats', () => {
  expect(cases.length).toBeGreaterThan(30);
  expect(new Set(cases.map(({ file }) => file.split('.').at(-1)))).toEqual(new Set(['keras', 'h5', 'json']));
});

describe.each(cases)('$file', ({ name, file, feeds, outputs }) => {
  test('gives the numbers of its framework, in kernels and by the evaluator', async () => {
    const model = await importFile(bytesOf(file), { file, name, beside });
    const compiled = compile(modelYaml(model, `${name}.yaml`, `${name}.safetensors`), { file: `${name}.yaml` });
    expect(compiled.diagnostics).toEqual([]);
    const weights = new Map(model.weights.map(({ path, shape, data }) => [path, { shape, data }]));
    expect([...weights.keys()].sort()).toEqual(compiled.graphs.inference.weights.map(({ path }) => path).sort());
    // an input that has other axes here than in the file is the same numbers, row by row
    const shaped = model.inputs.map((one, at) => {
      const { name: input } = one;
      const shape = 'shape' in one ? one.shape : [];
      const given = feeds[at] ?? [];
      const data = flat(given);
      const [batch = 0, ...others] = shapeOf(given);
      const isOne = shape.length < others.length + 1;
      return [
        input,
        { shape: [batch, ...(isOne ? others.filter((size) => size !== 1) : others)], data, rank: shape.length },
      ] as const;
    });
    const fed = new Map(
      shaped.map(([input, { shape, data, rank }]) => [
        input,
        { shape: rank > shape.length ? [...shape, 1] : shape, data },
      ]),
    );
    const { inference } = compiled.graphs;
    const exact = evaluateGraph(inference, {
      inputs: evaluatorInputs(inference, fed),
      weights: evaluatorWeights(weights as never),
    });
    const running = await load(compiled, { weights });
    try {
      const found = running.run(Object.fromEntries(fed));
      const isReversed = (output: string): boolean =>
        model.notes.some((note) => note.startsWith(`output ${output}:`) && note.includes('reverse'));
      for (const [at, { name: output }] of model.outputs.entries()) {
        const given = outputs[at] ?? [];
        const expected = isReversed(output) && typeof given !== 'number' ? given.map(turned) : given;
        for (const [how, value] of [
          ['kernels', found[output]],
          ['evaluator', exact.outputs.get(output)],
        ] as const) {
          expect(value?.shape, `${how}: ${output}`).toEqual(shapeOf(expected));
          const worst = flat(expected).reduce((most, x, i) => {
            const difference = Math.abs(x - Number(value?.data[i]));
            return Number.isNaN(difference) ? Infinity : Math.max(most, difference / Math.max(1, Math.abs(x)));
          }, 0);
          expect(worst, `${how}: ${output}`).toBeLessThan(1e-6);
        }
      }
    } finally {
      running.dispose();
    }
  });
});

const turned = (row: Nested): Nested => (typeof row === 'number' ? row : [...row].reverse());
