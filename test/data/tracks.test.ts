import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { goesOn } from '../../src/data/batches/batch.ts';
import type { Part } from '../../src/data/dataset/dataset.ts';
import { batchesOf, csv, input, mistakes, open, samplesOf, target } from './given.ts';
import { groupOf, seriesCsv, seriesLayout, unlessRefused } from './series-table.ts';

const shapes = [input('x', ['batch', 'time', 1]), target('z', ['batch', 'time', 1])];
const feeds =
  'feeds: {x: {columns: [v]}, z: {columns: [v], part: next}}\ncolumns: {v: {type: number, normalize: none}, g: {type: category}}';

const layout = fc.record({ ...seriesLayout(60), batch: fc.integer({ min: 1, max: 7 }) });
type Layout = typeof layout extends fc.Arbitrary<infer T> ? T : never;

const section = ({ width, horizon, by, validation }: Layout): string =>
  `source: d.csv\nbad_rows: skip\ngroup: g\nwindows: {width: ${width}, horizon: ${horizon}}\n${feeds}\nsplit: {validation: ${validation}, by: ${by}}`;

/** Opens it, or null where some part has no window. */
const tryOpen = (given: Layout, stream?: number) =>
  unlessRefused(() =>
    open(section(given), shapes, {
      carry: true,
      files: { 'd.csv': seriesCsv(given) },
      ...(stream === undefined ? {} : { stream }),
    }),
  );
const first = (sample: unknown): number => (sample as number[][]).flat()[0] ?? -1;

describe('tracks', () => {
  test('a row of a batch goes on from the same row before exactly where the same series does, and every window is there once', async () => {
    let carried = 0;
    await fc.assert(
      fc.asyncProperty(layout, async (given) => {
        const data = await tryOpen(given);
        if (data === null) return;
        for (const part of [data.train, data.validation]) {
          const batches = part === null ? null : await batchesOf(part, { batch: given.batch });
          if (part === null || batches === null) continue;
          expect(batches.length).toBe(part.batchCount(given.batch));
          const before: number[] = [];
          const seen: number[] = [];
          for (const [n, batch] of batches.entries()) {
            const starts = samplesOf([batch], 'x').map(first);
            expect(starts.length).toBeLessThanOrEqual(n === 0 ? given.batch : before.length);
            starts.forEach((start, row) => {
              const last = before[row];
              const isNext =
                last !== undefined &&
                start === last + given.width &&
                groupOf(given, start) === groupOf(given, last) &&
                !given.bad.some((bad) => bad >= last && bad < start);
              expect(goesOn(batch, row)).toBe(isNext);
              if (isNext) carried++;
            });
            before.splice(0, before.length, ...starts);
            seen.push(...starts);
          }
          expect(seen.length).toBe(part.samples);
          expect(new Set(seen).size).toBe(seen.length);
        }
      }),
      { numRuns: 150 },
    );
    expect(carried).toBeGreaterThan(300);
  });

  test('a stream gives what memory gives, from any batch on', async () => {
    await fc.assert(
      fc.asyncProperty(layout, fc.integer({ min: 1, max: 50 }), async (given, chunk) => {
        const [held, streamed] = [await tryOpen(given), await tryOpen(given, chunk)];
        expect(streamed === null).toBe(held === null);
        if (held === null || streamed === null) return;
        expect(streamed.preprocessing).toEqual(held.preprocessing);
        for (const [a, b] of [
          [held.train, streamed.train],
          [held.validation, streamed.validation],
        ] as const) {
          expect(b === null).toBe(a === null);
          if (a === null || b === null) continue;
          const whole = await batchesOf(a, { batch: given.batch });
          expect(await batchesOf(b, { batch: given.batch })).toEqual(whole);
          for (const from of [1, Math.floor(whole.length / 2), whole.length]) {
            expect(await batchesOf(a, { batch: given.batch, from })).toEqual(whole.slice(from));
            expect(await batchesOf(b, { batch: given.batch, from })).toEqual(whole.slice(from));
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  test('records, files of their own for each part and several files are read from the middle too', async () => {
    const lines = (from: number, count: number): string =>
      Array.from({ length: count }, (_, i) => JSON.stringify({ v: from + i })).join('\n');
    const files = {
      'a.ndjson': lines(0, 40),
      'b.ndjson': `\n${lines(100, 31)}\n\n`,
      'c.ndjson': lines(200, 23),
    };
    const spec = `source: {train: [a.ndjson, b.ndjson], validation: [c.ndjson]}\nwindows: {width: 3}\n${feeds.split('\n')[0]}\ncolumns: {v: {type: number, normalize: none}}`;
    const [held, streamed] = [
      await open(spec, shapes, { carry: true, files }),
      await open(spec, shapes, { carry: true, files, stream: 7 }),
    ];
    expect(streamed.report.streamed).toBe(true);
    for (const part of ['train', 'validation'] as const)
      expect(await batchesOf(streamed[part], { batch: 5 })).toEqual(await batchesOf(held[part], { batch: 5 }));
  });

  test('the other parts have as many tracks as make them as long as those of the training part', async () => {
    const files = {
      'd.csv': csv(
        ['v'],
        Array.from({ length: 200 }, (_, i) => [i]),
      ),
    };
    const spec = `source: d.csv\nwindows: {width: 2}\n${feeds.split('\n')[0]}\ncolumns: {v: {type: number, normalize: none}}\nsplit: {train: 0.805, validation: 0.195}`;
    const { train, validation, shuffle } = await open(spec, shapes, { carry: true, files });
    expect(shuffle).toBe(false);
    const sizes = async (part: Part | null): Promise<readonly number[]> =>
      (await batchesOf(part, { batch: 8 })).map(({ samples }) => samples);
    // 80 windows and 19
    expect(await sizes(train)).toEqual(Array.from({ length: 10 }, () => 8));
    expect(await sizes(validation)).toEqual(Array.from({ length: 19 }, () => 1));
  });

  test('a training part in which nothing goes on is a mistake', async () => {
    const files = {
      'd.csv': csv(
        ['v', 'g'],
        Array.from({ length: 40 }, (_, i) => [i, `s${Math.floor(i / 4)}`]),
      ),
    };
    const spec = (windows: string, group: string): string =>
      `source: d.csv\n${group}windows: ${windows}\n${feeds}\nsplit: {train: 1}`;
    const tried = async (windows: string, batch: number, group = ''): Promise<readonly string[]> =>
      mistakes(async () =>
        (await open(spec(windows, group), shapes, { carry: true, files })).train.checkTraining?.(batch),
      );
    expect(await tried('{width: 4}', 9)).toEqual([
      '- no-effect: carry has no effect: no window of the training part goes on from another',
    ]);
    expect(await tried('{width: 3}', 2, 'group: g\n')).toEqual([
      '- no-effect: carry has no effect: no window of the training part goes on from another',
    ]);
    const data = await open(spec('{width: 4}', ''), shapes, { carry: true, files });
    expect((await batchesOf(data.train, { batch: 8 })).map(({ samples }) => samples)).toEqual([8, 1]);
  });
});
