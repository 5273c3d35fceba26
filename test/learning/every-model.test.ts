import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { models, rnnc, temporaryFolder } from '../cli/command.ts';

interface Use {
  /** For training: what a full vocabulary would make slow. */
  readonly set?: readonly string[];
  /** Where its data is, seen from the repository; absent for tasks. A compiled model finds it by itself only beside its own YAML file. */
  readonly data?: string;
  /** What this kind of model is for, besides `run` and `evaluate`. `series.csv` is a series in a column `value`. */
  readonly command?: readonly string[];
}

const carbonDioxide = 'models/data/co2.csv';
const uses: { readonly [model: string]: Use } = {
  adding: {},
  characters: { data: 'LICENSE', command: ['generate', '--prompt', 'You may', '--length', '20'] },
  co2: { data: carbonDioxide, command: ['forecast', '--input', carbonDioxide] },
  copy: {},
  'dependency-trees': { data: 'models/data/dependency-trees' },
  'list-operations': { set: ['--set', 'samples=500'] },
  'mackey-glass': { command: ['forecast', '--input', 'series.csv', '--horizon', '30'] },
  'ptb-small': {
    set: ['--set', 'vocabulary=200'],
    data: 'models/data/ptb-small',
    command: ['generate', '--length', '20'],
  },
  reber: {},
  'tree-sentiment': { set: ['--set', 'vocabulary=100'], data: 'models/data/tree-sentiment' },
  waves: {},
};

test('these are the models that have a section `training`', () => {
  const trainable = readdirSync(models).filter(
    (file) => file.endsWith('.yaml') && /^training:/m.test(readFileSync(join(models, file), 'utf8')),
  );
  expect(Object.keys(uses).map((name) => `${name}.yaml`)).toEqual(trainable.sort());
});

test.each(Object.entries(uses))(
  '%s: needs nothing but its name to be trained for an epoch; the result can be used',
  async (name, { set = [], data, command: more }) => {
    const folder = temporaryFolder();
    const file = join(folder, 'trained.rnnc');
    const series = join(folder, 'series.csv');
    writeFileSync(series, ['value', ...Array.from({ length: 60 }, (_, t) => 1 + 0.3 * Math.sin(t / 7))].join('\n'));
    const ok = async (...args: readonly string[]): Promise<string> => {
      const { code, out, err } = await rnnc(args);
      expect(code, `rnnc ${args.join(' ')}\n${err}`).toBe(0);
      return out;
    };
    const trained = await ok('train', join(models, `${name}.yaml`), '--epochs', '1', '-o', file, '--json', ...set);
    const { history } = JSON.parse(trained);
    expect(history).toHaveLength(1);
    expect(history[0].parts.validation.loss).toBeTypeOf('number');
    const run = await ok('run', file, '--input', join(models, 'data', `${name}.json`), '--json');
    expect(Object.keys(JSON.parse(run).outputs)).not.toEqual([]);
    const evaluated = await ok('evaluate', file, '--json', ...(data === undefined ? [] : ['--data', data]));
    expect(JSON.parse(evaluated).part).toBe(data === undefined ? 'test' : 'all');
    if (more === undefined) return;
    const [command = '', ...options] = more.map((option) => (option === 'series.csv' ? series : option));
    expect((await ok(command, file, ...options)).length).toBeGreaterThan(20);
  },
  60_000,
);
