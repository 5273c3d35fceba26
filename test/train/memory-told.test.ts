import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compileModel } from '../../compiler/compile.ts';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { compile } from '../../src/index.ts';
import { load } from '../../src/load.ts';
import { checkTrainingMemory } from '../../src/train/prepare/memory.ts';
import { prepareTraining, trainingDefinition } from '../../src/train/prepare/prepare.ts';
import { rnnc, temporaryFolder } from '../cli/command.ts';

/** 1.9 GiB of weights, of which nothing is allocated here. */
const large = (training: string): string => `
inputs: {x: {shape: [batch, time], dtype: int32}}
layers:
  vectors: {type: embedding, input: x, vocabulary: 4000000, units: 128}
  encoder: {type: recurrent, input: vectors, cell: {gru: {units: 8}}}
  y: {type: dense, input: encoder.last, units: 1}
outputs: {y: y}
training: {losses: [{type: mse, output: y, target: t}]${training}}
`;
const small = (training: string): string =>
  large(training).replace('4000000', '100').replace('units: 128', 'units: 16').replace('{units: 8}', '{units: 16}');

const prepared = (yaml: string) => prepareTraining(compileModel(yaml, { file: 'm.yaml', resolve: () => null }));

/** What is refused, or null. */
function told(yaml: string, limit?: number) {
  try {
    checkTrainingMemory(prepared(yaml), limit);
    return null;
  } catch (error) {
    if (!(error instanceof RnncError)) throw error;
    return error.diagnostics[0];
  }
}

describe('what training needs beside its data, against 4 GiB', () => {
  test('weights, slots and gradients of Adam', () => {
    expect(told(large(', optimizer: adam'))).toMatchObject({
      code: 'training-too-large',
      message: 'a training step needs 7.6 GiB before any data, the limit is 4 GiB',
      expected: 'at most 4 GiB (4294967296 bytes)',
      found: 'weights 1.9 GiB, optimizer slots (adam) 3.8 GiB, gradients 1.9 GiB',
      fix: 'use fewer units or a smaller vocabulary, freeze weights (training.frozen) or take an optimizer that keeps less beside each weight, such as sgd',
    });
  });
  test('the average of the weights', () => {
    expect(told(large(', optimizer: sgd, average: 0.99'))).toMatchObject({
      found: 'weights 1.9 GiB, optimizer slots (sgd and the average) 1.9 GiB, gradients 1.9 GiB',
      fix: 'use fewer units or a smaller vocabulary, freeze weights (training.frozen) or leave the average of the weights out',
    });
  });
  test.each([
    ['another optimizer', ', optimizer: sgd'],
    ['frozen weights', ', optimizer: adam, frozen: [vectors]'],
  ])('%s fits', (_, training) => {
    expect(told(large(training))).toBeNull();
  });
});

describe('no data is opened', () => {
  test('by the library, also with a limit of its own', async () => {
    let opened = 0;
    const data = {
      train: () => {
        opened++;
        return [];
      },
    };
    await expect(compile(large('')).train(data)).rejects.toThrow(/training-too-large/);
    await expect(compile(small('')).train(data, { memoryLimit: 10_000 })).rejects.toThrow(/training-too-large/);
    expect(opened).toBe(0);
  });
  test('by the command line', async () => {
    const cwd = temporaryFolder();
    writeFileSync(
      join(cwd, 'm.yaml'),
      `${large('')}data: {source: missing.csv, feeds: {x: {columns: [a, b]}, t: {columns: [t]}}}\n`,
    );
    const { code, err } = await rnnc(['train', 'm.yaml'], { cwd });
    expect(err).toContain('training-too-large');
    expect(err.match(/error\[/g)).toHaveLength(1);
    expect(code).toBe(1);
  });
});

test.each(['sgd', 'adam', 'momentum', 'adadelta'])(
  'with %s nothing is refused that the first batch would not have been refused for',
  async (optimizer) => {
    const yaml = small(`, optimizer: ${optimizer}`);
    const model = await load(trainingDefinition(prepared(yaml)));
    const { peakBytes } = model.stats({ batch: 1, time: 1 }, 'training');
    model.dispose();
    expect(told(yaml, peakBytes)).toBeNull();
    expect(told(yaml, peakBytes / 4)?.code).toBe('training-too-large');
  },
);
