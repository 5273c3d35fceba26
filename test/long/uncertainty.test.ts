import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Spread } from '../../src/train/evaluate/spread.ts';
import { normalQuantile } from '../../src/uncertainty/normal.ts';
import { rnnc, temporaryFolder } from '../cli/command.ts';

/** Of y(t) = PHI y(t - 1) + DEVIATION e(t), with normal e: what lies h steps ahead is normal, and its standard deviation is known. */
const PHI = 0.9;
const DEVIATION = 5;
const HORIZON = 12;
const ROWS = 30_000;
const deviationAt = (h: number): number => DEVIATION * Math.sqrt((1 - PHI ** (2 * h)) / (1 - PHI ** 2));
/** Half of a band of 80 %, in standard deviations. */
const HALF = normalQuantile(0.9);

function series(): string {
  let state = 3;
  const uniform = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  const lines = ['day,sales'];
  for (let i = 0, y = 0; i < ROWS; i++) {
    y = PHI * y + DEVIATION * normalQuantile(uniform());
    lines.push(`${new Date(Date.UTC(1950, 0, 1 + i)).toISOString().slice(0, 10)},${(100 + y).toFixed(4)}`);
  }
  return `${lines.join('\n')}\n`;
}

const HEADS = {
  quantiles: { numbers: 5, loss: 'type: quantile, quantiles: [0.1, 0.25, 0.5, 0.75, 0.9]' },
  gaussian: { numbers: 2, loss: 'type: gaussian_nll' },
  points: { numbers: 1, loss: 'type: mse' },
};
const model = ({ numbers, loss }: { numbers: number; loss: string }): string => `
name: sales
inputs: {x: {shape: [batch, time, 1]}}
layers:
  m: {type: recurrent, input: x, cell: {gru: {units: 12}}}
  y: {type: dense, input: m.last, units: ${HORIZON * numbers}}
outputs: {y: y}
data:
  source: sales.csv
  split: {train: 0.6, validation: 0.1, test: 0.3}
  windows: {width: 10, horizon: ${HORIZON}}
  feeds: {x: {columns: [sales]}, target: {columns: [sales], part: horizon}}
training: {losses: [{${loss}, output: y}], epochs: 8, batch: 64, rate: 0.003}
`;

const cwd = temporaryFolder(afterAll);
beforeAll(() => writeFileSync(join(cwd, 'sales.csv'), series()));

test.each(Object.entries(HEADS))(
  '%s: over twelve steps a band of eighty per cent covers eighty, and widens as the noise does',
  async (name, head) => {
    writeFileSync(join(cwd, `${name}.yaml`), model(head));
    expect(await rnnc(['train', `${name}.yaml`], { cwd })).toMatchObject({ code: 0 });
    const { spread } = JSON.parse((await rnnc(['evaluate', `${name}.rnnc`, '--json'], { cwd })).out) as {
      readonly spread: Spread;
    };
    const coverage = spread.bands.find(({ level }) => level === 0.8)?.coverage ?? Number.NaN;
    expect(Math.abs(coverage - 0.8)).toBeLessThan(0.03);
    // windows overlap and the noise goes on from day to day: 9,000 of them tell as much as some 450 that are independent
    for (const { quantile, below } of spread.quantiles) expect(Math.abs(below - quantile)).toBeLessThan(0.05);
    const { out } = await rnnc(['forecast', `${name}.rnnc`, '-i', 'sales.csv', '--interval', '0.8', '--json'], { cwd });
    const rows = JSON.parse(out) as readonly { readonly [column: string]: number }[];
    expect(rows).toHaveLength(HORIZON);
    rows.forEach((row, i) => {
      const width = (row['sales.upper'] ?? Number.NaN) - (row['sales.lower'] ?? Number.NaN);
      const should = 2 * HALF * deviationAt(i + 1);
      expect(width / should, `width at step ${i + 1}`).toBeGreaterThan(0.85);
      expect(width / should, `width at step ${i + 1}`).toBeLessThan(1.2);
      if (name !== 'quantiles') return;
      const told = ['q10', 'q25', 'q50', 'q75', 'q90'].map((q) => row[`sales.${q}`] ?? Number.NaN);
      expect(told).toEqual([...told].sort((a, b) => a - b));
    });
  },
);
