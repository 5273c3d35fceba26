import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Spread } from '../../src/train/evaluate/spread.ts';
import { DEVIATION, noisySeries } from '../uncertainty/noisy-series.ts';
import { rnnc, temporaryFolder } from './command.ts';

const HEADS = {
  quantiles: { units: 6, loss: 'type: quantile, quantiles: [0.5, 0.1, 0.9]' },
  gaussian: { units: 4, loss: 'type: gaussian_nll' },
  points: { units: 2, loss: 'type: mse' },
};
const model = ({ units, loss }: { units: number; loss: string }): string => `
name: sales
inputs: {x: {shape: [batch, time, 1]}}
layers:
  m: {type: recurrent, input: x, cell: {gru: {units: 8}}}
  y: {type: dense, input: m.last, units: ${units}}
outputs: {y: y}
data:
  source: sales.csv
  split: {train: 0.4, validation: 0.2, test: 0.4}
  windows: {width: 8, horizon: 2}
  feeds: {x: {columns: [sales]}, target: {columns: [sales], part: horizon}}
training: {losses: [{${loss}, output: y}], epochs: 25, batch: 32, rate: 0.005}
`;

const cwd = temporaryFolder(afterAll);
const run = async (...args: string[]) => {
  const { code, out, err } = await rnnc(args, { cwd });
  return { code, out, err };
};
beforeAll(async () => {
  writeFileSync(join(cwd, 'sales.csv'), noisySeries(4000));
  for (const [name, head] of Object.entries(HEADS)) {
    writeFileSync(join(cwd, `${name}.yaml`), model(head));
    expect(await run('train', `${name}.yaml`)).toMatchObject({ code: 0 });
  }
});

async function spreadOf(name: string): Promise<Spread> {
  const { out } = await run('evaluate', `${name}.rnnc`, '--json');
  const { spread } = JSON.parse(out) as { readonly spread: Spread | null };
  if (spread === null) throw new Error(`${name} has no spread`);
  return spread;
}

describe('a series with known noise', () => {
  test.each(['quantiles', 'gaussian', 'points'])(
    '%s: a band of eighty per cent covers eighty, give or take three, in raw units',
    async (name) => {
      const { units, bands, quantiles } = await spreadOf(name);
      expect(units).toBe('raw');
      const band = bands.find(({ level }) => level === 0.8);
      expect(band?.coverage).toBeGreaterThan(0.77);
      expect(band?.coverage).toBeLessThan(0.83);
      // no band of 80 % is narrower than that of the noise alone
      const least = 2 * 1.2815515655446004 * DEVIATION;
      expect(band?.width).toBeGreaterThan(0.95 * least);
      expect(band?.width).toBeLessThan(1.4 * least);
      for (const { quantile, below } of quantiles) expect(Math.abs(below - quantile)).toBeLessThan(0.04);
      // of the noise alone: the density of the normal distribution at its quantile, times the deviation
      const least10 = 0.17549833193248685 * DEVIATION;
      const tenth = quantiles.find(({ quantile }) => quantile === 0.1)?.pinball ?? 1.2 * least10;
      expect(tenth).toBeGreaterThan(0.95 * least10);
      expect(tenth).toBeLessThan(1.4 * least10);
    },
  );

  test('for people: what should be, and what is', async () => {
    const { out } = await run('evaluate', 'quantiles.rnnc');
    expect(out.replace(/\d+\.\d+/g, '#').replace(/ +/g, ' ')).toContain(
      'quantiles, raw should be below is below pinball loss\nq50 50 % # % #\nq10 10 % # % #\nq90 90 % # % #\nbands, raw should be inside is inside mean width\n80 % band 80 % # % #\n',
    );
    const points = await run('evaluate', 'points.rnnc');
    expect(points.out).toContain('bands, raw, from the errors in the validation part');
  });
});

describe('forecast', () => {
  test.each([
    [
      'quantiles',
      ['day', 'sales.q50', 'sales.q10', 'sales.q90', 'sales.lower', 'sales.upper'],
      "lies between the model's quantiles q10 and q90",
    ],
    [
      'gaussian',
      ['day', 'sales.mean', 'sales.stddev', 'sales.lower', 'sales.upper'],
      "is that of the model's normal distribution",
    ],
    [
      'points',
      ['day', 'sales', 'sales.lower', 'sales.upper'],
      'is as wide as 80 % of the errors at the same step in 799 windows of the validation part',
    ],
  ])('%s: --interval adds the band and says where it is from', async (name, columns, origin) => {
    const { code, out, err } = await run('forecast', `${name}.rnnc`, '-i', 'sales.csv', '--interval', '0.8', '--json');
    expect([code, err]).toEqual([0, expect.stringContaining(`the 80 % band of sales ${origin}`)]);
    const rows = JSON.parse(out) as { readonly [column: string]: number }[];
    expect(rows).toHaveLength(2);
    for (const row of rows) {
      expect(Object.keys(row)).toEqual(columns);
      const { 'sales.lower': lower = 0, 'sales.upper': upper = 0 } = row;
      const size = 2 * 1.2815515655446004 * DEVIATION;
      expect(upper - lower).toBeGreaterThan(0.7 * size);
      expect(upper - lower).toBeLessThan(1.6 * size);
      if (name === 'quantiles') expect([lower, upper]).toEqual([row['sales.q10'], row['sales.q90']]);
      if (name === 'gaussian')
        expect(upper - (row['sales.mean'] ?? 0)).toBeCloseTo(1.2815515655446004 * (row['sales.stddev'] ?? 0), 6);
    }
  });

  test('a table for people has every end once, with the digits of a float32', async () => {
    const { out } = await run('forecast', 'quantiles.rnnc', '-i', 'sales.csv', '--interval', '0.8');
    const [head, ...lines] = out.trimEnd().split('\n');
    expect(head).toBe('day,sales.q50,sales.lower,sales.upper');
    for (const line of lines)
      for (const number of line.split(',').slice(1)) expect(number.replace(/[-.]/g, '').length).toBeLessThan(8);
  });

  test('mistakes say what to do', async () => {
    const forecast = async (...more: string[]) =>
      (await run('forecast', 'quantiles.rnnc', '-i', 'sales.csv', ...more)).err;
    expect(await forecast('--interval', '80')).toContain('Write 0.8 for 80 %.');
    expect(await forecast('--interval', '0.95')).toContain(
      'train with quantiles: [0.025, 0.5, 0.975], or ask for an interval of at most 0.8',
    );
    expect(await forecast('--interval', '0.8', '--horizon', '3')).toContain(
      'ask for 2 steps, leave the interval out, or train a model with windows: {horizon: 3}',
    );
    expect(await forecast('--plot', 'a.svg', '-o', 'a.svg')).toContain('--plot and --out name the same file');
  });

  test('--plot draws the past, the forecast and its band, and leaves the rows as they are', async () => {
    const plain = await run('forecast', 'points.rnnc', '-i', 'sales.csv');
    const drawn = await run('forecast', 'points.rnnc', '-i', 'sales.csv', '--plot', 'next.svg');
    expect([drawn.code, drawn.out]).toEqual([0, plain.out]);
    const svg = readFileSync(join(cwd, 'next.svg'), 'utf8');
    expect(svg).toContain('80 % of what comes');
    expect(svg.match(/<polygon class="band"/g)).toHaveLength(1);
    expect(svg.match(/>\d{4}-\d\d-\d\d</g)?.length).toBeGreaterThan(2);
    expect(svg).not.toContain('NaN');
    expect(svg.length).toBeLessThan(20_000);
    // more steps than the model gives at once: no band
    await run('forecast', 'points.rnnc', '-i', 'sales.csv', '--horizon', '5', '--plot', 'five.svg');
    expect(readFileSync(join(cwd, 'five.svg'), 'utf8')).not.toContain('class="band"');
  });
});
