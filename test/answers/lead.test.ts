import { describe, expect, test } from 'vitest';
import { compile, load, memorySources } from '../../src/index.ts';

const DAYS = Array.from({ length: 90 }, (_, i) => ({
  day: new Date(Date.UTC(2021, 0, 1 + i)).toISOString().slice(0, 10),
  sales: [10, 20, 30, 40, 50, 60, 70, 80, 90, 100][i % 10] ?? 0,
}));
const csv = ['day,sales', ...DAYS.map(({ day, sales }) => `${day},${sales}`)].join('\n');

const spec = (windows: string, part: 'horizon' | 'next') => `
name: late
inputs: {past: {shape: [batch, time, 1]}}
layers:
  m: {type: recurrent, input: past, cell: {gru: {units: 12}}}
  y: {type: dense, input: ${part === 'next' ? 'm' : 'm.last'}, units: 1}
outputs: {y: y}
data:
  source: shop.csv
  time: day
  windows: ${windows}
  feeds: {past: {columns: [sales]}, target: {columns: [sales], part: ${part}}}
training: {losses: [{type: mse, output: y}], rate: 0.02, epochs: 40, batch: 16}
`;

const trained = async (windows: string, part: 'horizon' | 'next' = 'horizon') => {
  const { model } = await compile(spec(windows, part)).train({ files: memorySources({ 'shop.csv': csv }) });
  return load(model);
};

describe('a lead between the window and the horizon', () => {
  test.each(['horizon', 'next'] as const)('forecasts the step behind it, with its date: %s', async (part) => {
    const model = await trained('{width: 10, horizon: 1, lead: 6}', part);
    try {
      const { rows } = model.forecast(DAYS.slice(0, 85));
      // 85 rows, six of lead, then the 92nd
      expect(rows).toEqual([{ day: '2021-04-02', sales: expect.any(Number) }]);
      expect(Math.abs(Number(rows[0]?.sales) - 20)).toBeLessThan(8);
    } finally {
      model.dispose();
    }
  });

  test('steps of the lead are never guessed', async () => {
    const model = await trained('{width: 10, horizon: 1, lead: 6}');
    try {
      expect(() => model.forecast(DAYS, { horizon: 2 })).toThrow(/windows: \{horizon: 2, lead: 6\}/);
    } finally {
      model.dispose();
    }
  });
});
