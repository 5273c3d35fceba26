import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rnnc, temporaryFolder } from '../cli/command.ts';

const spec = `inputs: {x: {shape: [batch, time, 1]}}
layers: {a: {type: recurrent, input: x, cell: {gru: {units: 3}}}}
outputs: {a: a.last}
`;

const runOn = async (input: unknown) => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'm.yaml'), spec);
  writeFileSync(join(cwd, 'x.json'), JSON.stringify(input));
  return rnnc(['run', 'm.yaml', '--input', 'x.json'], { cwd });
};

test('all wrong numbers of a JSON file are reported at once, as those of a CSV file are', async () => {
  const { err } = await runOn({ x: [[['a'], [1], ['b']]] });
  expect(err.match(/x\.json:1:\d+ error/g)).toHaveLength(2);
});

test('thousands of mistakes of one kind are cut short, as those of a CSV file are', async () => {
  const series = Array.from({ length: 3000 }, () => [[1]]);
  const { err } = await runOn({ x: series, 'time.lengths': series.map(() => 9) });
  expect(err.split('\n').length).toBeLessThan(1000);
});
