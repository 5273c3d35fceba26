import { describe, expect, test } from 'vitest';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { type CompiledModel, compile, memorySources } from '../../src/index.ts';

const model = (units: number, weights: string, more = ''): string => `
inputs: {x: {shape: [batch, 1]}}
layers: {o: {type: dense, input: x, units: ${units}}}
outputs: {o: o}
data: {source: d.csv, split: {train: 1}, columns: {x: {normalize: none}}, feeds: {target: {columns: [kind]}${more === '' ? '' : ', w: {columns: [w]}'}}}
training:
  losses: [{type: ${units === 1 ? 'sigmoid_cross_entropy' : 'cross_entropy'}, output: o, target: target${weights}${more}}]
  optimizer: {sgd: {}}
  rate: 0.5
  epochs: 3
  batch: 64
`;
/** 8 of ham and 2 of spam. */
const rows = Array.from({ length: 10 }, (_, i) => ({ x: (i * 7) % 10, kind: i % 5 === 0 ? 'spam' : 'ham' }));
const csv = (weightOf: (kind: string) => number): string =>
  `x,kind,w\n${rows.map(({ x, kind }) => `${x / 10},${kind},${weightOf(kind)}`).join('\n')}\n`;
const train = async (text: string, weightOf: (kind: string) => number = () => 1): Promise<CompiledModel> =>
  (await compile(text).train({ files: memorySources({ 'd.csv': csv(weightOf) }) })).model;
const numbers = ({ weights }: CompiledModel) => [...weights].flatMap(([, { data }]) => [...data]);

describe('class weights', () => {
  test.each([1, 2])('by name are weights of the samples of each class, with %i units', async (units) => {
    const ofClasses = await train(model(units, ', class_weights: {spam: 4}'));
    const ofSamples = await train(model(units, '', ', sample_weights: w'), (kind) => (kind === 'spam' ? 4 : 1));
    const plain = await train(model(units, ''));
    const [own, expected] = [numbers(ofClasses), numbers(ofSamples)];
    own.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i] ?? Number.NaN, 5);
    });
    expect(own).not.toEqual(numbers(plain));
    expect(ofClasses.training?.history.at(-1)?.parts.training?.loss).toBeCloseTo(
      ofSamples.training?.history.at(-1)?.parts.training?.loss ?? Number.NaN,
      5,
    );
  });

  test.each([1, 2])('balanced gives every class the same share, with %i units', async (units) => {
    // 10 / (2 · 8) and 10 / (2 · 2)
    const [balanced, named] = [
      await train(model(units, ', class_weights: balanced')),
      await train(model(units, ', class_weights: {ham: 0.625, spam: 2.5}')),
    ];
    expect(numbers(balanced)).toEqual(numbers(named));
  });

  test('multiply with the weights of samples', async () => {
    const both = await train(model(2, ', class_weights: {spam: 2}', ', sample_weights: w'), (kind) =>
      kind === 'spam' ? 2 : 1,
    );
    const one = await train(model(2, '', ', sample_weights: w'), (kind) => (kind === 'spam' ? 4 : 1));
    numbers(both).forEach((value, i) => {
      expect(value).toBeCloseTo(numbers(one)[i] ?? Number.NaN, 5);
    });
  });

  test('a name that is no class, weights that are all 0, and a loss without classes are mistakes', async () => {
    const mistakes = async (run: () => Promise<unknown>): Promise<readonly string[]> => {
      try {
        await run();
      } catch (error) {
        if (!(error instanceof RnncError)) throw error;
        return error.diagnostics.map(({ message, fix }) => `${message}; ${fix}`);
      }
      throw new Error('it trained');
    };
    expect(await mistakes(() => train(model(2, ', class_weights: {spa: 4}')))).toEqual([
      'class_weights: there is no class "spa"; did you mean "spam"?',
    ]);
    expect(await mistakes(() => train(model(2, ', class_weights: {ham: 0, spam: 0}')))).toEqual([
      'class_weights leave every class at 0; give one class a weight, or remove class_weights',
    ]);
    expect(
      (await mistakes(async () => compile(model(2, ', class_weights: balanced').replace('cross_entropy', 'mse'))))[0],
    ).toContain('class_weights');
  });

  test('over time they weigh each step by its own class, and padding counts for nothing', async () => {
    const text = (weights: string): string => `
inputs: {x: {shape: [batch, time, 1]}}
layers: {o: {type: dense, input: x, units: 2}}
outputs: {o: o}
data: {source: d.ndjson, split: {train: 1}, columns: {x: {normalize: none}, y: {type: category}}, feeds: {target: {columns: [y]}}}
training: {losses: [{type: cross_entropy, output: o, target: target${weights}}], epochs: 1, batch: 8}
`;
    const file = [
      { x: [0.1, 0.2, 0.3], y: ['a', 'a', 'b'] },
      { x: [0.4], y: ['a'] },
    ];
    const sources = memorySources({ 'd.ndjson': file.map((row) => JSON.stringify(row)).join('\n') });
    const trained = async (weights: string) => numbers((await compile(text(weights)).train({ files: sources })).model);
    // 4 / (2 · 3) and 4 / (2 · 1)
    const [balanced, named] = [
      await trained(', class_weights: balanced'),
      await trained(', class_weights: {a: 0.6666666666666666, b: 2}'),
    ];
    expect(balanced).toEqual(named);
    expect(balanced.every(Number.isFinite)).toBe(true);
  });
});
