import { describe, expect, test } from 'vitest';
import { compile, load, memorySources } from '../../src/index.ts';

const value = (s: number, t: number): number => (s + 1) * (20 + t + 5 * Math.sin(t));
const ROWS = ['a', 'b'].flatMap((g, s) => Array.from({ length: 30 }, (_, t) => ({ g, v: value(s, t) })));
const csv = ['g,v', ...ROWS.map(({ g, v }) => `${g},${v}`)].join('\n');

/** Its output is 0 whatever it reads, so what it tells is the mean of the numbers that it is trained on. */
async function modelOfMeans(column: string, { part = 'horizon', horizon = 3 } = {}) {
  const spec = `
inputs: {x: {shape: [batch, time, 1]}}
layers:
  m: {type: recurrent, input: x, cell: {gru: {units: 2}}}
  y: {type: dense, input: ${part === 'next' ? 'm' : 'm.last'}, units: ${part === 'next' ? 1 : horizon}}
outputs: {y: y}
data:
  source: d.csv
  group: g
  windows: {width: 4, horizon: ${horizon}}
  split: {train: 0.7, validation: 0.3, test: 0}
  columns: {v: ${column}}
  feeds: {x: {columns: [v]}, target: {columns: [v], part: ${part}}}
training: {losses: [{type: mse, output: y}], epochs: 1, batch: 8}
`;
  const { model } = await compile(spec).train({ files: memorySources({ 'd.csv': csv }) });
  const loaded = await load(model);
  const units = part === 'next' ? 1 : horizon;
  loaded.setWeights({
    'y.kernel': { shape: [2, units], data: new Float32Array(2 * units) },
    'y.bias': { shape: [units], data: new Float32Array(units) },
  });
  return loaded;
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const trainedOn = (s: number): readonly number[] => Array.from({ length: 21 }, (_, t) => value(s, t));
const changes = (values: readonly number[]): readonly number[] => values.slice(1).map((v, i) => v - (values[i] ?? 0));

describe('forecasts of transformed and scaled columns are in raw units', () => {
  test.each([
    ['{normalize: {by: standard, over: series}}', (s: number) => () => mean(trainedOn(s))],
    [
      '{normalize: {by: standard, over: series}, transform: log}',
      (s: number) => () => Math.exp(mean(trainedOn(s).map(Math.log))),
    ],
    [
      '{normalize: {by: standard, over: series}, transform: difference}',
      (s: number) => (k: number) => value(s, 29) + k * mean(changes(Array.from({ length: 21 }, (_, t) => value(s, t)))),
    ],
    ['{normalize: none, transform: [log, difference]}', (s: number) => () => value(s, 29)],
    [
      '{normalize: {by: standard, over: series}, transform: [log1p, difference]}',
      (s: number) => (k: number) =>
        Math.expm1(Math.log1p(value(s, 29)) + k * mean(changes(trainedOn(s).map(Math.log1p)))),
    ],
  ])('%s', async (column, expected) => {
    for (const options of [{}, { part: 'next', horizon: 1 }]) {
      const model = await modelOfMeans(column, options);
      const { rows } = { rows: model.forecast(ROWS, { horizon: 5 }).rows };
      model.dispose();
      expect(rows).toHaveLength(10);
      rows.forEach(({ g, v }, i) => {
        const wanted = expected(g === 'a' ? 0 : 1)((i % 5) + 1);
        // the split by order takes the first 21 rows; where differences are taken, the first of them is left out before
        expect(Math.abs(Number(v) - wanted)).toBeLessThan(0.02 * wanted);
      });
    }
  });

  test('a band of changes is that of their sums, and the model is told of series that it never saw', async () => {
    const model = await modelOfMeans('{normalize: {by: standard, over: series}, transform: difference}');
    const given = ROWS.map(({ g, v }) => ({ g: g === 'a' ? 'a' : 'new', v }));
    const { rows, notes } = model.forecast(given, { interval: 0.5 });
    expect(notes.join('\n')).toContain(
      '1 series of which no row was trained on (new): v scaled by the rows that are given',
    );
    const widths = rows.slice(0, 3).map((row) => Number(row['v.upper']) - Number(row['v.lower']));
    expect(widths.every((width) => width > 0)).toBe(true);
    expect(widths[2]).not.toBeCloseTo(widths[0] ?? 0, 3);
    const session = model.session({ raw: true });
    expect(session.step({ g: 'a', v: 5 })).toEqual({ v: null });
    expect(() => session.step({ g: 'new', v: 5 })).toThrow('those before it are of "a"');
    session.reset();
    expect(() => session.step({ g: 'new', v: 5 })).toThrow('no scale for the series "new"');
    session.dispose();
    model.dispose();
  });

  test('quantiles of changes are refused over several steps', async () => {
    const spec = `
inputs: {x: {shape: [batch, time, 1]}}
layers: {m: {type: recurrent, input: x, cell: {gru: {units: 2}}}, y: {type: dense, input: m.last, units: 6}}
outputs: {y: y}
data: {source: d.csv, group: g, windows: {width: 4, horizon: 3}, columns: {v: {transform: difference}}, feeds: {x: {columns: [v]}, target: {columns: [v], part: horizon}}}
training: {losses: [{type: quantile, output: y, quantiles: [0.1, 0.9]}], epochs: 1}
`;
    await expect(compile(spec).train({ files: memorySources({ 'd.csv': csv }) })).rejects.toThrow(
      /quantiles of changes do not add up over steps/,
    );
  });
});

test('a gap that is too long to be filled is told', async () => {
  const days = Array.from({ length: 30 }, (_, t) => ({
    d: new Date(Date.UTC(2021, 0, 1 + t)).toISOString().slice(0, 10),
    v: t,
  }));
  const spec = `
inputs: {x: {shape: [batch, time, 1]}}
layers: {m: {type: recurrent, input: x, cell: {gru: {units: 2}}}, y: {type: dense, input: m.last, units: 1}}
outputs: {y: y}
data: {source: d.csv, time: {column: d, gaps: forward}, windows: {width: 2}, feeds: {x: {columns: [v]}, target: {columns: [v], part: horizon}}}
training: {losses: [{type: mse, output: y}], epochs: 1}
`;
  const text = ['d,v', ...days.map(({ d, v }) => `${d},${v}`)].join('\n');
  const { model } = await compile(spec).train({ files: memorySources({ 'd.csv': text }) });
  const loaded = await load(model);
  const { notes, rows } = loaded.forecast([...days, { d: '2521-01-01', v: 3 }, { d: '2521-01-02', v: 4 }]);
  loaded.dispose();
  expect(notes.join('\n')).toMatch(
    /rows\[30\]: \d+ rows are missing before it, more than 100000: the gap is not filled/,
  );
  expect(rows).toMatchObject([{ d: '2521-01-03' }]);
});
