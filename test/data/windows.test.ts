import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { batchesOf, csv, input, open, samplesOf, target } from './given.ts';
import { groupOf, seriesCsv, seriesLayout, unlessRefused } from './series-table.ts';

const shapes = [
  input('x', ['batch', 'time', 1]),
  target('y', ['batch', 'after', 1]),
  target('z', ['batch', 'time', 1]),
];
const feeds =
  'feeds: {x: {columns: [v]}, y: {columns: [v], part: horizon}, z: {columns: [v], part: next}}\ncolumns: {v: {type: number, normalize: none}, g: {type: category}}';

const layout = fc.record({ ...seriesLayout(40), stride: fc.integer({ min: 1, max: 9 }) });
type Layout = typeof layout extends fc.Arbitrary<infer T> ? T : never;

const section = ({ width, horizon, stride, by, validation }: Layout): string =>
  `source: d.csv\nbad_rows: skip\ngroup: g\nwindows: {width: ${width}, horizon: ${horizon}, stride: ${stride}}\n${feeds}\nsplit: {validation: ${validation}, by: ${by}}`;

/** Opens it, or null where some part has no window. */
const tryOpen = (given: Layout, stream?: number) =>
  unlessRefused(() =>
    open(section(given), shapes, {
      files: { 'd.csv': seriesCsv(given) },
      ...(stream === undefined ? {} : { stream }),
    }),
  );
const flat = (sample: unknown): number[] => (sample as number[][]).flat();

describe('windows', () => {
  test('cross no change of group and no gap; targets of parts share no row, and training reads no row of a later part', async () => {
    let opened = 0;
    await fc.assert(
      fc.asyncProperty(layout, async (given) => {
        const data = await tryOpen(given);
        if (data === null) return;
        opened++;
        const seen: Set<number>[] = [];
        for (const part of [data.train, data.validation]) {
          const rows = new Set<number>();
          seen.push(rows);
          if (part === null) continue;
          const batches = await batchesOf(part, { shuffle: true });
          const [xs, ys, zs] = ['x', 'y', 'z'].map((name) => samplesOf(batches, name).map(flat));
          expect(xs?.length).toBe(part.samples);
          xs?.forEach((x, i) => {
            const [y = [], z = []] = [ys?.[i], zs?.[i]];
            const window = [...x, ...y];
            const first = window[0] ?? 0;
            expect(window).toEqual(window.map((_, k) => first + k));
            expect(z).toEqual(x.map((v) => v + given.horizon));
            expect(new Set(window.map((row) => groupOf(given, row))).size).toBe(1);
            // training owns all that its windows hold, validation what its targets hold
            for (const row of part === data.train ? window : [...y, ...z]) rows.add(row);
          });
        }
        const [train, validation] = seen;
        expect([...(train ?? [])].filter((row) => validation?.has(row))).toEqual([]);
      }),
      { numRuns: 150 },
    );
    expect(opened).toBeGreaterThan(60);
  });

  test('there are as many as fit', async () => {
    await fc.assert(
      fc.asyncProperty(layout, async (given) => {
        const whole: Layout = { ...given, bad: [], validation: 0 };
        const { width, horizon, stride, series } = whole;
        const expected = series.reduce(
          (n, length) => n + Math.max(0, Math.floor((length - width - horizon) / stride) + 1),
          0,
        );
        expect((await tryOpen(whole))?.train.samples ?? 0).toBe(expected);
      }),
      { numRuns: 100 },
    );
  });

  test('a stream gives what memory gives', async () => {
    await fc.assert(
      fc.asyncProperty(layout, fc.integer({ min: 1, max: 50 }), async (given, chunk) => {
        const [held, streamed] = [await tryOpen(given), await tryOpen(given, chunk)];
        expect(streamed === null).toBe(held === null);
        if (held === null || streamed === null) return;
        expect(streamed.preprocessing).toEqual(held.preprocessing);
        expect({ ...streamed.report, streamed: false }).toEqual(held.report);
        for (const [a, b] of [
          [held.train, streamed.train],
          [held.validation, streamed.validation],
        ] as const) {
          if (a === null || b === null) {
            expect(b).toBe(a);
            continue;
          }
          expect([b.samples, b.batchCount(3)]).toEqual([a.samples, a.batchCount(3)]);
          expect(await batchesOf(b, { batch: 3 })).toEqual(await batchesOf(a, { batch: 3 }));
          const order = (batches: Awaited<ReturnType<typeof batchesOf>>) => samplesOf(batches, 'x').map(String).sort();
          expect(order(await batchesOf(b, { shuffle: true }))).toEqual(order(await batchesOf(a)));
        }
      }),
      { numRuns: 60 },
    );
  });

  test('no row outside the training part is used to fit', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 5, max: 40 }),
        fc.constantFrom('order', 'random'),
        fc.integer(),
        async (rows, by, seed) => {
          const values = Array.from({ length: rows }, (_, i) => (i * 37) % 11);
          const kinds = [input('x', ['batch', 1])];
          const spec = `source: d.csv\nfeeds: {x: {columns: [v]}}\ncolumns: {v: {normalize: standard}}\nsplit: {validation: 0.4, by: ${by}}`;
          const plain = await open(spec, kinds, {
            files: {
              'd.csv': csv(
                ['v'],
                values.map((v) => [v]),
              ),
            },
            seed: Math.abs(seed),
          });
          const scale = plain.preprocessing.columns.v;
          const raw = (sample: unknown): number => {
            if (scale?.type !== 'number') throw new Error('no number');
            return ((sample as number[])[0] ?? 0) * (scale.scale[0] ?? 1) + (scale.offset[0] ?? 0);
          };
          const trained = samplesOf(await batchesOf(plain.train, { batch: 100 }), 'x').map(raw);
          const mean = trained.reduce((a, b) => a + b, 0) / trained.length;
          expect(scale).toMatchObject({ offset: [expect.closeTo(mean, 4)] });
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('epochs', () => {
  const rows = Array.from({ length: 57 }, (_, i) => [i]);
  const files = { 'd.csv': csv(['v'], rows) };
  const start = 'source: d.csv\ncolumns: {v: {normalize: none}}\nfeeds: {x: {columns: [v]}}\nsplit: {train: 1}';
  const kinds = [input('x', ['batch', 1])];
  const records = Array.from({ length: 61 }, (_, i) =>
    JSON.stringify({ x: Array.from({ length: (i * 7) % 13 }, () => i) }),
  ).join('\n');
  const ragged = 'source: d.ndjson\ncolumns: {x: {type: number, normalize: none}}\nsplit: {train: 1}\nbuckets: 3';

  test.each([
    ['rows in memory', start, files, kinds, {}],
    ['rows as a stream', start, files, kinds, { stream: 20 }],
    ['windows', `${start}\nwindows: {width: 5}`, files, [input('x', ['batch', 'time', 1])], {}],
    ['buckets', ragged, { 'd.ndjson': records }, [input('x', ['batch', 'time', 1])], {}],
    ['buckets as a stream', ragged, { 'd.ndjson': records }, [input('x', ['batch', 'time', 1])], { stream: 33 }],
  ] as const)(
    '%s: beginning at any batch gives what an uninterrupted epoch gives',
    async (_, section, given, inputs, more) => {
      const data = await open(section, inputs, { files: given, ...more });
      for (const epoch of [0, 1]) {
        const whole = await batchesOf(data.train, { epoch, shuffle: true });
        expect(whole.length).toBe(data.train.batchCount(4));
        for (let from = 0; from <= whole.length; from++)
          expect(await batchesOf(data.train, { epoch, from, shuffle: true })).toEqual(whole.slice(from));
      }
    },
  );

  test('each has another order of the same rows; the same seed gives the same', async () => {
    const data = await open(start, kinds, { files });
    const order = async (epoch: number) => samplesOf(await batchesOf(data.train, { epoch, shuffle: true }), 'x').flat();
    const [first, second] = [await order(0), await order(1)];
    expect(first).not.toEqual(second);
    expect(await order(0)).toEqual(first);
    expect([...first].sort((a, b) => Number(a) - Number(b))).toEqual(rows.flat());
    expect(first.slice(0, 8)).toMatchInlineSnapshot(`
      [
        33,
        20,
        30,
        14,
        52,
        8,
        51,
        34,
      ]
    `);
    const unshuffled = await open(`${start}\nshuffle: false`, kinds, { files });
    expect(samplesOf(await batchesOf(unshuffled.train, { shuffle: true }), 'x').flat()).toEqual(rows.flat());
  });

  test('buckets keep batches of like lengths', async () => {
    const kindsOfSeries = [input('x', ['batch', 'time', 1])];
    const padding = async (section: string): Promise<number> => {
      const data = await open(section, kindsOfSeries, { files: { 'd.ndjson': records } });
      const batches = await batchesOf(data.train, { shuffle: true });
      const all = samplesOf(batches, 'x') as unknown[][];
      expect(all).toHaveLength(61);
      return all.reduce((n, sample) => n + sample.length, 0);
    };
    expect(await padding(ragged)).toBeLessThan(0.8 * (await padding(ragged.replace('\nbuckets: 3', ''))));
  });
});
