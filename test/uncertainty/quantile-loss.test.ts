import { expect, test } from 'vitest';
import { compile, load, memorySources } from '../../src/index.ts';

/** Two columns that follow from the row before, so that places can't be mixed up unseen. */
const ROWS = Array.from({ length: 80 }, (_, i) => ({ a: 10 + (i % 5), b: 1000 + 100 * (i % 3) }));
const CSV = ['a,b', ...ROWS.map(({ a, b }) => `${a},${b}`)].join('\n');
const MODEL = `
name: two
inputs: {x: {shape: [batch, time, 2]}}
layers:
  m: {type: recurrent, input: x, cell: {gru: {units: 4}}}
  y: {type: dense, input: m.last, units: 18}
outputs: {y: y}
data:
  source: rows.csv
  split: {train: 1}
  windows: {width: 6, horizon: 3}
  feeds: {x: {columns: [a, b]}, target: {columns: [a, b], part: horizon}}
training: {losses: [{type: quantile, quantiles: [0.9, 0.1, 0.5], output: y}], epochs: 1, rate: 0.001}
`;

test('over a horizon and several columns an output has the quantiles of each number side by side; in answers they never cross', async () => {
  const { model: compiled } = await compile(MODEL).train({ files: memorySources({ 'rows.csv': CSV }) });
  const model = await load(compiled.toBytes());
  try {
    const { y } = model.run(model.encode(ROWS));
    const columns = compiled.training?.preprocessing.columns ?? {};
    const raw = (name: 'a' | 'b', value: number): number => {
      const recipe = columns[name];
      return recipe !== undefined && 'offset' in recipe
        ? value * (recipe.scale[0] ?? 1) + (recipe.offset[0] ?? 0)
        : value;
    };
    const { rows } = model.forecast(ROWS);
    let crossed = 0;
    rows.forEach((row, step) => {
      expect(Object.keys(row)).toEqual(['a.q90', 'a.q10', 'a.q50', 'b.q90', 'b.q10', 'b.q50']);
      for (const [c, name] of (['a', 'b'] as const).entries()) {
        const first = (2 * step + c) * 3;
        const [q90 = 0, q10 = 0, q50 = 0] = [...(y?.data.slice(first, first + 3) ?? [])].map((value) =>
          raw(name, value),
        );
        if (q90 < q50 || q50 < q10) crossed++;
        const told = [`${name}.q10`, `${name}.q50`, `${name}.q90`].map((column) => Number(row[column]));
        expect(told).toEqual([q10, q50, q90].sort((left, right) => left - right));
      }
    });
    // the weights are hardly trained
    expect(crossed).toBeGreaterThan(0);
  } finally {
    model.dispose();
  }
});

test('the loss is the mean over steps, columns and quantiles', async () => {
  const { model: compiled, history } = await compile(MODEL.replace('train: 1', 'train: 0.5, validation: 0.5')).train({
    files: memorySources({ 'rows.csv': CSV }),
  });
  const model = await load(compiled.toBytes());
  try {
    const { preprocessing } = compiled.training ?? {};
    const scaled = (name: 'a' | 'b', value: number): number => {
      const recipe = preprocessing?.columns[name];
      return recipe !== undefined && 'offset' in recipe
        ? (value - (recipe.offset[0] ?? 0)) / (recipe.scale[0] ?? 1)
        : value;
    };
    // 40 rows of targets, and the width of a window before them
    const validation = ROWS.slice(40 - 6);
    const numbers = validation.map(({ a, b }) => [scaled('a', a), scaled('b', b)]);
    const starts = Array.from({ length: 46 - 9 + 1 }, (_, i) => i);
    const { y } = model.run({ x: starts.map((start) => numbers.slice(start, start + 6)) });
    let sum = 0;
    for (const start of starts)
      for (let k = 0; k < 6; k++) {
        const came = numbers[start + 6 + Math.floor(k / 2)]?.[k % 2] ?? Number.NaN;
        for (const [q, tau] of [0.9, 0.1, 0.5].entries()) {
          const error = came - (y?.data[start * 18 + k * 3 + q] ?? Number.NaN);
          sum += Math.max(tau * error, (tau - 1) * error);
        }
      }
    expect(history.at(-1)?.parts.validation?.loss).toBeCloseTo(sum / (starts.length * 18), 5);
  } finally {
    model.dispose();
  }
});
