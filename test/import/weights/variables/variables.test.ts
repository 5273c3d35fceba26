import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compileModel } from '../../../../compiler/compile.ts';
import { evaluateGraph } from '../../../../compiler/reference/evaluate.ts';
import { weightsOf } from '../../../../src/artifact/artifact.ts';
import { type Dialect, mapWeights } from '../../../../src/import/weights/index.ts';
import { evaluatorInputs, evaluatorWeights } from '../../../goldens/training-cases.ts';

type Nested = number | readonly Nested[];
interface Case {
  readonly name: string;
  readonly from: Dialect;
  readonly models: readonly string[];
  readonly feeds: { readonly [name: string]: Nested };
  readonly outputs: { readonly y: Nested };
}

/** Variables by the names that the frameworks give them, with their numbers: made by make_tf1_variables.py and make_keras_variables.py. */
const read = (file: string): Buffer => readFileSync(join(import.meta.dirname, file));
const cases: readonly Case[] = ['tf1', 'keras'].flatMap(
  (name) => JSON.parse(read(`${name}-cases.json`).toString()).cases,
);
const shapeOf = (nested: Nested): number[] =>
  typeof nested === 'number' ? [] : [nested.length, ...shapeOf(nested[0] ?? 0)];
const flat = (nested: Nested): number[] => (typeof nested === 'number' ? [nested] : nested.flatMap(flat));

/** The order of cells above each other is in no name. */
const cellsOf = (cells: string): string => `${cells}/lstm_cell,${cells}/lstm_cell_1`;
const MAPS: { readonly [name: string]: ReadonlyMap<string, string> } = {
  keras_cells: new Map([['stack', cellsOf('sequential_1/stack/stacked_rnn_cells')]]),
};
const mapped = ({ name, from }: Case, model: string, map: ReadonlyMap<string, string>) => {
  const compiled = compileModel(model, { file: 'model.yaml', resolve: () => null });
  const target = { spec: compiled.spec, weights: weightsOf(compiled.graphs) };
  const file = `${name}.safetensors`;
  return { compiled, ...mapWeights(new Uint8Array(read(file)), target, { from, file, map }) };
};

describe('variables by their names give the numbers of their framework', () => {
  const ways = cases.flatMap((each) =>
    each.models.map((model) => ({ ...each, each, model, cell: /cell: (.*?\})/.exec(model)?.[1] ?? '' })),
  );
  test.each(ways)('$name onto $cell', ({ each, model }) => {
    const { compiled, weights, unused } = mapped(each, model, MAPS[each.name] ?? new Map());
    expect(unused).toEqual([]);
    const { inference } = compiled.graphs;
    const inputs = new Map(
      Object.entries(each.feeds).map(([key, value]) => [key, { shape: shapeOf(value), data: flat(value) }]),
    );
    const found = evaluateGraph(inference, {
      inputs: evaluatorInputs(inference, inputs),
      weights: evaluatorWeights(new Map(weights.map(({ path, ...weight }) => [path, weight])) as never),
    }).outputs.get('y');
    expect(found?.shape).toEqual(shapeOf(each.outputs.y));
    const worst = Math.max(...flat(each.outputs.y).map((x, i) => Math.abs(x - Number(found?.data[i]))));
    expect(worst).toBeLessThan(1e-6);
  });

  test('cells above each other whose order is in no name are asked for', () => {
    const each = cases.find(({ name }) => name === 'keras_cells');
    if (each === undefined) throw new Error('no case');
    expect(() => mapped(each, each.models[0] ?? '', new Map())).toThrow(
      /from the bottom up: --map stack=MODULE,MODULE/,
    );
  });
});
