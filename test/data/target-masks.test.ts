import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Preprocessing } from '../../src/data/dataset/preprocessing.ts';
import { batchesOf, input, mistakes, open, samplesOf, target } from './given.ts';

const inputs = (horizon: number) => [
  input('x', ['batch', 'time', 1]),
  { ...target('y', ['batch', horizon]), missing: true as const },
];
const csv = (rows: readonly (readonly [day: number, value: number | string])[]): string =>
  `day,v\n${rows.map(([day, v]) => `2024-01-${String(day).padStart(2, '0')},${v}`).join('\n')}\n`;

/** Windows of one step, with the step after it as the target. */
async function windows(
  file: string,
  v: string,
  {
    gaps = 'break',
    horizon = 1,
    lead = 0,
    ...given
  }: { gaps?: string; horizon?: number; lead?: number; stream?: number; preprocessing?: Preprocessing } = {},
) {
  const data = await open(
    `source: t.csv
time: {column: day, every: 1 day, gaps: ${gaps}}
columns: {v: {type: number, ${v}}}
windows: {width: 1, horizon: ${horizon}, lead: ${lead}}
feeds: {x: {columns: [v]}, y: {columns: [v], part: horizon}}
split: {train: 1}`,
    inputs(horizon),
    { files: { 't.csv': file }, ...given },
  );
  const batches = await batchesOf(data.train, { batch: 100 });
  return { data, x: samplesOf(batches, 'x').flat(2), y: samplesOf(batches, 'y').flat() };
}

describe('what is put in where a target has no value is fed, and is no target', () => {
  const file = csv([
    [1, 2],
    [2, ''],
    [3, 8],
    [4, 5],
    [5, ''],
    [6, 1],
  ]);
  const told = (targets = '2 targets'): string =>
    `${targets} behind values on the line to a later row left out of losses and metrics: such a value is made of a row that comes after it, which nobody has when it is to be predicted. With forward instead of interpolate they count`;
  const noTarget = 'what is filled of "v" is fed, and is no target: losses and metrics leave it out';

  test.each([
    ['forward', [2, 2, 8, 5, 5], [Number.NaN, 8, 5, Number.NaN, 1], []],
    // behind 5, which is made of 2 and 8, 8 is no riddle
    ['interpolate', [2, 5, 8, 5, 3], [Number.NaN, Number.NaN, 5, Number.NaN, Number.NaN], [told()]],
    ['mean', [2, 4, 8, 5, 4], [Number.NaN, 8, 5, Number.NaN, 1], []],
  ])('fill: %s', async (rule, x, y, more) => {
    const found = await windows(file, `normalize: none, fill: ${rule}`);
    expect([found.x, found.y]).toEqual([x, y]);
    expect(found.data.report.notes).toEqual(['2 missing values of "v" filled', noTarget, ...more]);
    // another file, with what was learned of the first
    const { preprocessing } = found.data;
    const later = await windows(file, `normalize: none, fill: ${rule}`, { preprocessing });
    expect([later.x, later.y]).toEqual([found.x, found.y]);
    if (rule === 'interpolate') return;
    const streamed = await windows(file, `normalize: none, fill: ${rule}`, { stream: 20 });
    expect([streamed.x, streamed.y]).toEqual([found.x, found.y]);
  });

  test('a value that the model file gives is one', async () => {
    const found = await windows(file, 'normalize: none, fill: {value: 0}');
    expect([found.x, found.y]).toEqual([
      [2, 0, 8, 5, 0],
      [0, 8, 5, 0, 1],
    ]);
    expect(found.data.report.notes).toEqual(['2 missing values of "v" filled']);
  });

  test.each(['forward', 'interpolate', '{value: 7}'])('also beside gaps: %s', async (gaps) => {
    const rule = 'normalize: none, fill: {value: 0}';
    const whole = await windows(file, rule, { gaps });
    expect(whole.y).toEqual([0, 8, 5, 0, 1]);
    expect(whole.data.report.notes).toEqual(['2 missing values of "v" filled']);
    const gapped = await windows(
      csv([
        [1, 2],
        [2, ''],
        [4, 8],
        [5, ''],
        [6, 3],
      ]),
      rule,
      { gaps },
    );
    const isGiven = gaps === '{value: 7}';
    expect(gapped.y).toEqual([0, isGiven ? 7 : Number.NaN, gaps === 'interpolate' ? Number.NaN : 8, 0, 3]);
    expect(gapped.data.report.notes).toEqual([
      '2 missing values of "v" filled',
      ...(isGiven ? [] : [noTarget]),
      ...(gaps === 'interpolate' ? [told('1 target')] : []),
    ]);
  });

  test('lines count where inputs read them, and where a later value stands', async () => {
    const of = async (second: number | '', fed: string) => {
      const data = await open(
        `source: t.csv
time: {column: day, every: 1 day}
columns: {v: {type: number, normalize: none, fill: interpolate}, w: {type: number, normalize: none, fill: interpolate}}
windows: {width: 1}
feeds: {x: {columns: [${fed}]}, y: {columns: [v], part: horizon}}
split: {train: 1}`,
        inputs(1),
        {
          files: {
            't.csv': `day,v,w\n2024-01-01,2,1\n2024-01-02,,${second}\n2024-01-03,8,5\n2024-01-04,5,\n2024-01-05,6,\n`,
          },
        },
      );
      const y = samplesOf(await batchesOf(data.train, { batch: 100 }), 'y').flat();
      return [y, data.report.notes.filter((note) => note.includes('behind values'))];
    };
    // nobody reads the line of v, and w is carried behind its last value
    expect(await of(3, 'w')).toEqual([[Number.NaN, 8, 5, 6], []]);
    expect(await of(3, 'v')).toEqual([[Number.NaN, Number.NaN, 5, 6], [told('1 target')]]);
    expect(await of('', 'w')).toEqual([[Number.NaN, Number.NaN, 5, 6], [told('1 target')]]);
  });

  test('rows that are put into gaps', async () => {
    const gapped = csv([
      [1, 2],
      [4, 8],
      [5, 7],
    ]);
    const forward = await windows(gapped, 'normalize: none', { gaps: 'forward' });
    expect([forward.x, forward.y]).toEqual([
      [2, 2, 2, 8],
      [Number.NaN, Number.NaN, 8, 7],
    ]);
    expect(forward.data.report.notes).toEqual([noTarget]);
    const given = await windows(gapped, 'normalize: none', { gaps: '{value: 0}' });
    expect([given.x, given.y]).toEqual([
      [2, 0, 0, 8],
      [0, 0, 8, 7],
    ]);
    expect(given.data.report.notes).toEqual([]);
  });

  test('targets behind values on a line are counted, also of a stream', async () => {
    const gapped = csv([
      [1, 2],
      [4, 8],
      [5, 7],
      [6, 1],
    ]);
    for (const stream of [{}, { stream: 20 }]) {
      const { data } = await windows(gapped, 'normalize: none', { gaps: 'interpolate', ...stream });
      expect(data.report.notes).toEqual([noTarget, told('1 target')]);
    }
  });

  test('of rows without steps there is none that could be left out: such a rule is a mistake', async () => {
    const of = (fill: string) =>
      open(
        `source: t.csv\ncolumns: {v: {fill: ${fill}}}\nfeeds: {x: {columns: [w]}, y: {columns: [v]}}`,
        [input('x', ['batch', 1]), target('y', ['batch', 1])],
        { files: { 't.csv': `w,v\n${Array.from({ length: 30 }, (_, i) => `${i},${i === 3 ? '' : i}`).join('\n')}\n` } },
      );
    for (const rule of ['mean', 'forward', 'interpolate'])
      expect(await mistakes(() => of(rule))).toEqual([
        expect.stringContaining(`fill: ${rule} makes up values of the column "v", which the target "y" takes`),
      ]);
    expect((await of('skip')).report.rows).toMatchObject({ train: 23 });
    expect((await of('{value: 0}')).report.rows).toMatchObject({ train: 24 });
  });

  test('a change is one where both its values are of the file', async () => {
    const found = await windows(file, 'normalize: none, transform: difference, fill: forward');
    expect([found.x, found.y]).toEqual([
      [0, 6, -3, 0],
      [Number.NaN, -3, Number.NaN, Number.NaN],
    ]);
  });

  test('no input of a window that is measured changes with its targets', async () => {
    const cell = fc.option(fc.integer({ min: 1, max: 9 }), { nil: '' as const, freq: 2 });
    const table = fc.array(fc.tuple(fc.integer({ min: 1, max: 2 }), cell), { minLength: 12, maxLength: 16 });
    await fc.assert(
      fc.asyncProperty(
        table,
        fc.boolean(),
        fc.integer({ min: 0, max: 1 }),
        fc.nat(15),
        async (given, fills, lead, pick) => {
          let day = 0;
          const rows = given.map(([days, v], i) => {
            day += days;
            return [day, i < 2 || i === given.length - 1 ? 5 : fills ? v : v === '' ? 3 : v] as const;
          });
          const changed = pick % rows.length;
          if (rows[changed]?.[1] === '') return;
          const other = rows.map(([d, v], i) => [d, i === changed ? 1000 : v] as const);
          const rule = fills ? 'normalize: none, fill: interpolate' : 'normalize: none';
          const options = { gaps: 'interpolate', horizon: 2, lead };
          const [a, b] = [await windows(csv(rows), rule, options), await windows(csv(other), rule, options)];
          expect(b.y.length).toBe(a.y.length);
          for (let i = 0; i < a.y.length; i++)
            if (b.y[i] === 1000)
              expect(b.x[Math.floor(i / 2)], `window ${Math.floor(i / 2)}`).toBe(a.x[Math.floor(i / 2)]);
        },
      ),
      { numRuns: 60, seed: 4 },
    );
  });
});
