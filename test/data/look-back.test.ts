import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PARTS } from '../../src/data/rows/split-rows.ts';
import { batchesOf, csv, input, open, samplesOf, target } from './given.ts';
import { unlessRefused } from './series-table.ts';

const shapes = [input('x', ['batch', 'time', 1]), target('y', ['batch', 'after', 1])];
const messageOf = (opening: Promise<unknown>): Promise<string> =>
  opening.then(
    () => 'nothing was thrown',
    (cause: unknown) => String(cause),
  );
const flat = (sample: unknown): number[] => (sample as number[][]).flat();

/** Rows with the part that each is of, of two series one after the other; `null`: a row that can't be read. */
const layout = fc.record({
  parts: fc.array(
    fc.array(fc.tuple(fc.constantFrom(0, 1, 2, null), fc.integer({ min: 1, max: 9 })), { maxLength: 7 }),
    {
      minLength: 2,
      maxLength: 2,
    },
  ),
  width: fc.integer({ min: 1, max: 5 }),
  horizon: fc.integer({ min: 1, max: 3 }),
  lead: fc.integer({ min: 0, max: 3 }),
  stride: fc.integer({ min: 1, max: 7 }),
  part: fc.constantFrom('horizon', 'next'),
});
type Layout = typeof layout extends fc.Arbitrary<infer T> ? T : never;

interface Row {
  readonly n: number;
  readonly series: number;
  readonly part: number | null;
}
function rowsOf({ parts }: Layout): readonly Row[] {
  let n = 0;
  // training has windows in any case
  const open: readonly Row[] = Array.from({ length: 12 }, () => ({ n: n++, series: 9, part: 0 }));
  return [
    ...open,
    ...parts.flatMap((runs, series) =>
      runs.flatMap(([part, length]) =>
        Array.from({ length: part === null ? 1 : length }, () => ({ n: n++, series, part })),
      ),
    ),
  ];
}

const section = ({ width, horizon, lead, stride, part }: Layout): string =>
  `source: d.csv\nbad_rows: skip\ngroup: g\nwindows: {width: ${width}, horizon: ${horizon}, lead: ${lead}, stride: ${stride}}
feeds: {x: {columns: [v]}, y: {columns: [v], part: ${part}}}\ncolumns: {v: {type: number, normalize: none}, g: {type: category}}
split: {column: p, at: [1, 2]}`;

/** First rows of the windows of a part, as the rules are told: targets lie in one run of its rows, inputs reach back to earlier parts. */
function startsOf(given: Layout, part: number): number[] {
  const rows = rowsOf(given);
  const { width, horizon, lead, stride } = given;
  const span = width + lead + horizon;
  const reach = lead + (given.part === 'horizon' ? width : horizon);
  const follows = (i: number): boolean =>
    i > 0 && rows[i]?.series === rows[i - 1]?.series && rows[i - 1]?.part !== null;
  const starts: number[] = [];
  for (let from = 0; from < rows.length; from++) {
    if (rows[from]?.part !== part || (follows(from) && rows[from - 1]?.part === part)) continue;
    let end = from + 1;
    while (end < rows.length && rows[end]?.part === part && follows(end)) end++;
    let start = from;
    while (start > from - reach && follows(start) && (rows[start - 1]?.part ?? 9) <= part) start--;
    for (; start + span <= end; start += stride) starts.push(start);
  }
  return starts;
}

const opened = (given: Layout, stream?: number) =>
  unlessRefused(() =>
    open(section(given), shapes, {
      files: {
        'd.csv': csv(
          ['v', 'g', 'p'],
          rowsOf(given).map(({ n, series, part }) => [part === null ? 'bad' : n, `s${series}`, part ?? 0]),
        ),
      },
      ...(stream === undefined ? {} : { stream }),
    }),
  );

describe('windows across borders of parts', () => {
  test('have targets of their own part alone, and inputs of it and of those before, in memory and as a stream', async () => {
    let windows = 0;
    await fc.assert(
      fc.asyncProperty(layout, fc.integer({ min: 1, max: 60 }), async (given, chunk) => {
        const expected = PARTS.map((part) => startsOf(given, part));
        const { width, horizon, lead } = given;
        const first = width + lead;
        for (const data of [await opened(given), await opened(given, chunk)]) {
          expect(data === null).toBe(expected.some(({ length }) => length === 0));
          if (data === null) continue;
          for (const part of PARTS) {
            const own = [data.train, data.validation, data.test][part];
            if (own === null || own === undefined) throw new Error('no part');
            const batches = await batchesOf(own, { batch: 3 });
            const [xs = [], ys = []] = ['x', 'y'].map((name) => samplesOf(batches, name).map(flat));
            expect(own.samples).toBe(xs.length);
            expect(xs.map(([start]) => start)).toEqual(expected[part]);
            xs.forEach((x, i) => {
              const start = x[0] ?? 0;
              expect(x).toEqual(x.map((_, k) => start + k));
              const offset = given.part === 'horizon' ? first : lead + horizon;
              expect(ys[i]).toEqual((ys[i] ?? []).map((_, k) => start + offset + k));
            });
            windows += xs.length;
          }
        }
      }),
      { numRuns: 250 },
    );
    expect(windows).toBeGreaterThan(500);
  });

  const series = csv(
    ['v'],
    Array.from({ length: 40 }, (_, i) => [i]),
  );
  const plain = (windows: string, split: string): string =>
    `source: d.csv\nwindows: ${windows}\nfeeds: {x: {columns: [v]}, y: {columns: [v], part: horizon}}\ncolumns: {v: {normalize: none}}\nsplit: ${split}`;
  const counts = async (spec: string): Promise<readonly (number | null | undefined)[]> => {
    const { train, validation, test: last } = await open(spec, shapes, { files: { 'd.csv': series } });
    return [train.samples, validation?.samples, last?.samples];
  };

  test('a part of as many rows as the horizon has a window', async () => {
    const spec = plain('{width: 10, horizon: 4}', '{validation: 0.1, test: 0.1}');
    expect(await counts(spec)).toEqual([19, 1, 1]);
    const { report } = await open(spec, shapes, { files: { 'd.csv': series } });
    expect(report.notes.filter((note) => note.includes('tells little'))).toEqual([
      'the validation part has 1 sample, which tells little',
      'the test part has 1 sample, which tells little',
    ]);
  });

  test.each([
    ['the validation part has 4 rows and no window', '{width: 10, horizon: 6}', '{validation: 0.1, test: 0.2}'],
    [
      'the test part has 4 rows and no window',
      '{width: 10, horizon: 6}',
      '{train: 0.7, validation: 0.2, test: 0.1, by: order}',
    ],
    [
      'the train part has 8 rows and no window',
      '{width: 10, horizon: 2, lead: 1}',
      '{train: 0.2, validation: 0.4, test: 0.4}',
    ],
  ])('%s: what the message says to write works', async (message, windows, split) => {
    const found = await messageOf(open(plain(windows, split), shapes, { files: { 'd.csv': series } }));
    expect(found).toContain(message);
    const fix = /write (split|windows): (\{[^}]*\})/.exec(found);
    expect(fix).not.toBeNull();
    const mended = fix?.[1] === 'split' ? plain(windows, fix[2] ?? '') : plain(fix?.[2] ?? '', split);
    const left = await counts(mended);
    expect(left.every((count) => (count ?? 0) > 0)).toBe(true);
    if (message.includes('train')) expect(left[0]).toBeGreaterThan(2);
    // what is forecast stays
    for (const key of windows.match(/(horizon|lead): \d+/g) ?? []) expect(mended).toContain(key);
  });
});
