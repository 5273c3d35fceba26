import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { SourceFile } from '../../src/data/files/sources.ts';
import { type CompiledModel, compile, load, type Model, memorySources, RnncError } from '../../src/index.ts';
import { rnnc, temporaryFolder } from '../cli/command.ts';

/** Two series of different length, a row that can't be read in the second. */
const LENGTHS = { A: 47, B: 90 };
const ROWS = Object.entries(LENGTHS).flatMap(([shop, length]) =>
  Array.from({ length }, (_, i) => ({ shop, price: 3 + Math.sin(i / 3) + (shop === 'A' ? 0 : Math.cos(i / 5)) })),
);
const csvOf = (rows: readonly { readonly [column: string]: unknown }[]): string =>
  [Object.keys(rows[0] ?? {}), ...rows.map((row) => Object.values(row))].map((fields) => fields.join()).join('\n');
const CSV = csvOf(ROWS);

interface Written {
  readonly layers?: string;
  readonly shape?: string;
  readonly windows?: string;
  readonly part?: string;
  readonly source?: string;
  readonly split?: string;
  readonly training?: string;
}
const yaml = ({
  layers = 'y: {type: dense, input: m, units: 1}',
  shape = '[batch, time, 1]',
  windows = '{width: 4}',
  part = 'next',
  source = 'rows.csv',
  split = '{train: 1}',
  training = 'epochs: 1, rate: 1.0e-30',
}: Written = {}): string => `
name: carried
seed: 5
inputs: {x: {shape: ${shape}}}
layers:
  m: {type: recurrent, input: x, cell: {lstm: {units: 5}}}
  ${layers}
outputs: {y: y}
data:
  source: ${source}
  group: shop
  columns: {price: {normalize: none}}
  split: ${split}
  windows: ${windows}
  feeds: {x: {columns: [price]}, target: {columns: [price], part: ${part}}}
training: {losses: [{type: mse, output: y}], carry: true, batch: 3, ${training}}
`;
const train = async (text: string, csv = CSV): Promise<CompiledModel> =>
  (await compile(text).train({ files: memorySources({ 'rows.csv': csv }) })).model;

const pricesOf = (shop: string): readonly number[] => ROWS.filter((row) => row.shop === shop).map(({ price }) => price);

describe('carried over windows of a table', () => {
  test('the loss of an epoch is that of one run over each whole series, in float32', async () => {
    // one track, and a rate that changes no weight
    const trained = await train(yaml({ training: 'epochs: 1, rate: 1.0e-30, batch: 1' }).replace('batch: 3, ', ''));
    const model = await load(trained.toBytes());
    let [sum, count] = [0, 0];
    for (const shop of ['A', 'B']) {
      const prices = pricesOf(shop);
      const { y } = model.run({ x: [prices.map((price) => [price])] });
      // whole windows alone are read, each with the row after it
      const rows = 4 * Math.floor((prices.length - 1) / 4);
      for (let t = 0; t < rows; t++) sum += ((y?.data[t] ?? 0) - (prices[t + 1] ?? 0)) ** 2;
      count += rows;
    }
    model.dispose();
    expect(trained.training?.history[0]?.parts.training?.loss).toBeCloseTo(sum / count, 6);
  });

  test('in a batch each row has its own past: as many runs as there are tracks, from zero where a series begins', async () => {
    const trained = await train(yaml());
    const model = await load(trained.toBytes());
    // 11 windows of A and 22 of B make 3 tracks of 11
    const tracks = [pricesOf('A').slice(0, 45), pricesOf('B').slice(0, 45), pricesOf('B').slice(44, 89)];
    const runs = tracks.map((prices) => {
      const { y } = model.run({ x: [prices.slice(0, 44).map((price) => [price])] });
      return prices.slice(1).map((price, t) => ((y?.data[t] ?? 0) - price) ** 2);
    });
    model.dispose();
    const loss = runs.flat().reduce((a, b) => a + b, 0) / (3 * 44);
    expect(trained.training?.history[0]?.parts.training?.loss).toBeCloseTo(loss, 6);
  });

  test('a training called off within an epoch and resumed ends with the same bytes', async () => {
    const compiled = compile(yaml({ training: 'epochs: 3, rate: 0.02', split: '{train: 0.7, validation: 0.3}' }));
    const files = { files: memorySources({ 'rows.csv': CSV }) };
    const whole = await compiled.train(files);
    expect(whole.steps).toBeGreaterThan(15);
    for (const stopAt of [3, 10]) {
      const stop = new AbortController();
      let kept: Uint8Array | null = null;
      await compiled.train(files, {
        signal: stop.signal,
        callbacks: {
          onStep: ({ step }) => {
            if (step === stopAt) stop.abort();
          },
          onCheckpoint: (bytes) => {
            kept = bytes;
          },
        },
      });
      if (kept === null) throw new Error('no checkpoint');
      const second = await compiled.train(files, { resume: kept });
      expect(Buffer.from(second.model.toBytes()).equals(Buffer.from(whole.model.toBytes()))).toBe(true);
    }
  });

  test('a file that is read as a stream is begun in the middle, not read from its start for every track', async () => {
    const long = Array.from({ length: 20_000 }, (_, i) => ({ shop: 'A', price: Math.sin(i / 7).toFixed(4) }));
    const text = new TextEncoder().encode(csvOf(long));
    const source = memorySources({ 'rows.csv': text }, 4096);
    const starts: number[] = [];
    const watched = {
      ...source,
      open: async (path: string): Promise<SourceFile> => {
        const file = await source.open(path);
        return {
          // so large that it is a stream
          size: 2 ** 30,
          chunks: (start = 0) => {
            starts.push(start);
            return file.chunks(start);
          },
        };
      },
    };
    const options = yaml({ windows: '{width: 100}', training: 'epochs: 1, rate: 0.01', split: '{train: 1}' });
    const streamed = await compile(options).train({ files: watched });
    const held = await compile(options).train({ files: source });
    expect(Buffer.from(streamed.model.toBytes()).equals(Buffer.from(held.model.toBytes()))).toBe(true);
    const inside = starts.filter((start) => start > 0).sort((a, b) => a - b);
    expect(inside.length).toBeGreaterThanOrEqual(2);
    // no more than two blocks before a third and two thirds of the windows
    expect(inside.some((start) => start > text.length / 3 - 8192 && start <= text.length / 3)).toBe(true);
    expect(inside.some((start) => start > (2 * text.length) / 3 - 8192)).toBe(true);
  });

  test('mistakes', async () => {
    const mistakesOf = async (written: Written, files: { readonly [path: string]: string }) => {
      try {
        await compile(yaml(written)).train({ files: memorySources(files) });
      } catch (error) {
        if (error instanceof RnncError) return error.diagnostics.map((d) => d.message);
        throw error;
      }
      return [];
    };
    const none = 'carry has no effect: no window of the training part goes on from another';
    expect(await mistakesOf({ windows: '{width: 60}' }, { 'rows.csv': CSV })).toEqual([none]);
    // a folder that turns out to hold a table
    const folder = yaml({ source: 'f' })
      .replace(/^ {2}windows: .*$/m, '')
      .replace('part: next', 'part: row')
      .replace(', part: row', '');
    const opened = compile(folder).train({ files: memorySources({ 'f/rows.csv': CSV }) });
    await expect(opened).rejects.toThrow('carry has no effect: every row of the data is a sample of its own');
  });
});

describe('forecast with carried states', () => {
  const priceAhead = (model: Model, rows: typeof ROWS, horizon: number, shop: string): readonly number[] =>
    model.forecast(rows, { horizon }).rows.flatMap((row) => (row.shop === shop ? [Number(row.price)] : []));

  test('a model that guesses at each step has read the whole of every series', async () => {
    const model = await load((await train(yaml({ training: 'epochs: 4, rate: 0.02' }))).toBytes());
    for (const shop of ['A', 'B']) {
      const ahead = priceAhead(model, ROWS, 3, shop);
      const seen = [...pricesOf(shop), ...ahead.slice(0, 2)].map((price) => [price]);
      const { y } = model.run({ x: [seen] });
      ahead.forEach((price, i) => {
        expect(price).toBeCloseTo(y?.data[seen.length - 3 + i] ?? Number.NaN, 5);
      });
    }
    expect(() => model.forecast(ROWS.slice(0, 3))).toThrow(/the model sees 4 steps/);
    model.dispose();
  });

  test('a model that guesses after each window goes on from the windows before, and from what it forecast', async () => {
    const ahead = {
      layers: 'y: {type: dense, input: m.last, units: 2}',
      part: 'horizon',
      windows: '{width: 4, horizon: 2}',
    };
    const model = await load((await train(yaml({ ...ahead, training: 'epochs: 4, rate: 0.02' }))).toBytes());
    for (const shop of ['A', 'B']) {
      const found = priceAhead(model, ROWS, 5, shop);
      const series = [...pricesOf(shop)];
      for (let at = 0; at < 5; at += 2) {
        const { y } = model.run({ x: [series.map((price) => [price])] });
        const both = [y?.data[0] ?? Number.NaN, y?.data[1] ?? Number.NaN];
        found.slice(at, at + 2).forEach((price, i) => {
          expect(price).toBeCloseTo(both[i] ?? Number.NaN, 5);
        });
        series.push(...found.slice(at, at + 2));
      }
    }
    model.dispose();
  });

  test('after a row that can not be read the states start anew, as in training, and a note says so', async () => {
    const model = await load((await train(yaml({ training: 'epochs: 4, rate: 0.02' }))).toBytes());
    const bad = ROWS.map((row, i) => (i === 20 ? { ...row, price: 'dear' as unknown as number } : row));
    const { rows, notes } = model.forecast(bad, { horizon: 2 });
    expect(notes).toEqual(['rows[20].price is no number: "dear": the states start after this row']);
    expect(rows.filter(({ shop }) => shop === 'A')).toEqual(model.forecast(ROWS.slice(21, 47), { horizon: 2 }).rows);
    expect(rows.filter(({ shop }) => shop === 'B')).toEqual(model.forecast(ROWS.slice(47), { horizon: 2 }).rows);
    // in the last window it is a mistake, at its place among all rows
    const last = ROWS.map((row, i) => (i === 45 ? { ...row, price: 'dear' as unknown as number } : row));
    expect(() => model.forecast(last)).toThrow('rows[45].price is no number: "dear"');
    model.dispose();
  });

  test('windows of a fixed size leave out what does not fill one, at the beginning', async () => {
    const text = yaml({
      layers: 'both: {type: concat, inputs: [m.last, recent]}\n  y: {type: dense, input: both, units: 1}',
      part: 'horizon',
      training: 'epochs: 2, rate: 0.02',
    })
      .replace('{x: {columns', '{recent: {columns: [price]}, x: {columns')
      .replace(
        'inputs: {x: {shape: [batch, time, 1]}}',
        'inputs:\n  x: {shape: [batch, time, 1]}\n  recent: {shape: [batch, 4]}',
      );
    const model = await load((await train(text)).toBytes());
    // 47 rows are 11 windows and 3 rows
    const all = priceAhead(model, ROWS, 1, 'A');
    const less = ROWS.filter(({ shop }) => shop === 'A');
    expect(priceAhead(model, less.slice(3), 1, 'A')).toEqual(all);
    expect(priceAhead(model, less.slice(43), 1, 'A')).not.toEqual(all);
    model.dispose();
  });
});

test('train, evaluate and forecast at the command line; the baselines see windows as they stand in the series, and more of its past', async () => {
  const cwd = temporaryFolder();
  const values = Array.from({ length: 400 }, (_, i) => Math.sin((i * Math.PI) / 4) + ((i * 7919) % 13) / 40);
  writeFileSync(join(cwd, 'rows.csv'), `v\n${values.join('\n')}\n`);
  const text = (carry: boolean): string => `
inputs: {x: {shape: [batch, time, 1]}}
layers:
  m: {type: recurrent, input: x, cell: {gru: {units: 8}}}
  y: {type: dense, input: m.last, units: 2}
outputs: {y: y}
data:
  source: rows.csv
  split: {train: 0.6, test: 0.4}
  windows: {width: 10, horizon: 2, stride: 10}
  feeds: {x: {columns: [v]}, target: {columns: [v], part: horizon}}
training: {losses: [{type: mse, output: y}], epochs: 3, rate: 0.02, batch: 4${carry ? ', carry: true' : ''}}
`;
  interface Report {
    readonly figures: readonly { readonly name: string; readonly baselines: { readonly [name: string]: number } }[];
  }
  const reports: Report[] = [];
  for (const carry of [true, false]) {
    writeFileSync(join(cwd, 'm.yaml'), text(carry));
    const { code, err } = await rnnc(['train', 'm.yaml'], { cwd });
    expect([code, err]).toEqual([0, expect.not.stringContaining('error')]);
    const evaluated = await rnnc(['evaluate', 'm.rnnc', '--json'], { cwd });
    expect([evaluated.code, evaluated.err]).toEqual([0, '']);
    reports.push(JSON.parse(evaluated.out) as Report);
  }
  const [tracks, inOrder] = reports;
  expect(tracks?.figures.length).toBeGreaterThan(2);
  tracks?.figures.forEach(({ name, baselines }, i) => {
    for (const [rival, value] of Object.entries(baselines)) {
      const other = inOrder?.figures[i]?.baselines[rival] ?? Number.NaN;
      // the noise comes again after 13 steps: a season of 104 is far beyond a window
      // such a season repeats exactly, so MASE has no scale
      if (name === 'mase') expect(value).toBeNull();
      else if (rival !== 'seasonal naive') expect(value, `${name} of ${rival}`).toBeCloseTo(other, 5);
      else if (name === 'mse') expect(value).toBeLessThan(0.9 * other);
    }
  });
  writeFileSync(join(cwd, 'm.yaml'), text(true));
  expect((await rnnc(['train', 'm.yaml'], { cwd })).code).toBe(0);
  const forecast = await rnnc(['forecast', 'm.rnnc', '--input', 'rows.csv', '--horizon', '3', '--json'], { cwd });
  expect([forecast.code, forecast.err]).toEqual([0, '']);
  const model = await load(readFileSync(join(cwd, 'm.rnnc')));
  const rows = values.map((v) => ({ v }));
  expect(JSON.parse(forecast.out)).toEqual(model.forecast(rows, { horizon: 3 }).rows);
  model.dispose();
}, 60_000);

test('the season of a baseline is judged on all series, those too that are shorter than it', async () => {
  const cwd = temporaryFolder();
  let state = 3;
  const noise = (): number => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return state / 2 ** 31 - 0.5;
  };
  const series = Array.from({ length: 17 }, (_, g) =>
    Array.from({ length: g === 0 ? 1000 : 200 }, (_unused, i) => ({
      g: `g${g}`,
      v: (g === 0 ? 1 : 4) * (Math.sin((i * Math.PI) / 6) + 0.6 * noise()),
    })),
  ).flat();
  writeFileSync(join(cwd, 'rows.csv'), csvOf(series));
  const text = yaml({ source: 'rows.csv', split: '{train: 0.7, test: 0.3}', windows: '{width: 24}' });
  writeFileSync(join(cwd, 'm.yaml'), text.replaceAll('shop', 'g').replaceAll('price', 'v'));
  expect((await rnnc(['train', 'm.yaml'], { cwd })).code).toBe(0);
  const { out } = await rnnc(['evaluate', 'm.rnnc', '--json'], { cwd });
  const { notes } = JSON.parse(out) as { readonly notes: readonly string[] };
  expect(notes[0]).toBe('season 12, found in the training part; --season sets another');
});
