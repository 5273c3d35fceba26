import { describe, expect, test } from 'vitest';
import { batchesOf, csv, input, mistakes, open, samplesOf, target } from './given.ts';

/** Numbers that tell their series and time: 1000 per series, 1 per day. */
const day = (i: number): string => new Date(Date.UTC(2021, 0, 1 + i)).toISOString().slice(0, 10);
const random = (seed: number): (() => number) => {
  let state = seed * 7919 + 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
};
const numbers = (value: unknown): readonly number[] => (value as number[][]).flat();

describe('inputs that are known ahead', () => {
  test.each([1, 2, 3, 4, 5, 6])('are those of the steps that are forecast, on random panels: %s', async (seed) => {
    const next = random(seed);
    const between = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
    const [width, horizon, lead] = [between(1, 4), between(1, 3), between(0, 2)];
    const rows = Array.from({ length: between(1, 4) }, (_, s) =>
      Array.from(
        { length: between(10, 20) },
        (_unused, i) => [day(i), `s${s}`, 1000 * s + i, 5000 + 1000 * s + i] as const,
      ),
    ).flat();
    const shuffled = rows.map((row) => ({ row, at: next() })).sort((a, b) => a.at - b.at);
    const data = await open(
      `
source: a.csv
group: shop
time: day
split: {train: 1}
windows: {width: ${width}, horizon: ${horizon}, lead: ${lead}}
feeds:
  x: {columns: [v]}
  plan: {columns: [known, v2], part: horizon}
  each: {columns: [known], part: next}
  y: {columns: [v], part: horizon}
columns: {v: {normalize: none}, known: {normalize: none, type: number}, v2: {normalize: none}}
`,
      [
        input('x', ['batch', 'time', 1]),
        input('plan', ['batch', 'ahead', 2]),
        input('each', ['batch', 'time', 1]),
        target('y', ['batch', horizon]),
      ],
      {
        files: {
          'a.csv': csv(
            ['day', 'shop', 'v', 'known', 'v2'],
            shuffled.map(({ row: [time, shop, v, known] }) => [time, shop, v, known, v % 1000]),
          ),
        },
      },
    );
    const batches = await batchesOf(data.train);
    const [x = [], plan = [], each = [], y = []] = ['x', 'plan', 'each', 'y'].map((feed) => samplesOf(batches, feed));
    expect(x.length).toBeGreaterThan(0);
    x.forEach((window, i) => {
      const [first = 0] = numbers(window);
      const ahead = Array.from({ length: horizon }, (_, h) => first + width + lead + h);
      expect(y[i]).toEqual(ahead);
      expect(plan[i]).toEqual(ahead.map((v) => [v + 5000, v % 1000]));
      expect(numbers(each[i])).toEqual(numbers(window).map((v) => v + 5000 + lead + horizon));
    });
  });

  const SECTION = `
source: a.csv
group: shop
split: {train: 1}
windows: {width: 2}
feeds: {x: {columns: [v]}, plan: {columns: [promo], part: horizon}, y: {columns: [v], part: horizon}}
columns: {v: {normalize: none}, promo: {type: number, normalize: none}}
`;
  const SHAPES = [input('x', ['batch', 'time', 1]), input('plan', ['batch', 1]), target('y', ['batch', 1])];
  const table = (shop: string, count: number, empty: readonly number[]) =>
    Array.from({ length: count }, (_, i) => [day(i), shop, i, empty.includes(i) ? '' : i] as const);
  const files = (...rows: readonly (readonly (string | number)[])[]) => ({
    'a.csv': csv(['day', 'shop', 'promo', 'v'], rows),
  });

  test.each([undefined, 40])('rows behind the last target are no bad ones (chunks of %s)', async (stream) => {
    const rows = [...table('a', 8, [6, 7]), ...table('b', 6, [5]), ...table('c', 6, [])];
    const data = await open(SECTION, SHAPES, {
      files: files(...(stream === undefined ? rows.toReversed() : rows)),
      ...(stream === undefined ? {} : { stream }),
    });
    const batches = await batchesOf(data.train);
    expect(samplesOf(batches, 'y').toSorted()).toEqual([[2], [2], [2], [3], [3], [3], [4], [4], [4], [5], [5]]);
    expect(samplesOf(batches, 'plan')).toEqual(samplesOf(batches, 'y'));
    expect(data.report.notes.at(-1)).toBe('3 rows behind the last value of v: what is known ahead, in no part');
    expect(data.report.skipped.count).toBe(0);
  });

  test('one before the last target is, and so are all where no series has any', async () => {
    const told = (...rows: readonly (readonly (string | number)[])[]) =>
      mistakes(() => open(SECTION, SHAPES, { files: files(...rows) }));
    expect(await told(...table('a', 8, [4, 7]), ...table('b', 2, [0, 1]))).toEqual([
      expect.stringContaining('a.csv:6:16: column "v" is empty'),
    ]);
    expect(await told(...table('b', 2, [0, 1]))).toEqual(
      ['x', 'y'].map((feed) => `- data-feeds: feed "${feed}" can't take the column "v": it holds nothing`),
    );
  });
});

describe('rows behind the last value', () => {
  const section = (fill: string, plan: string, time: string): string => `
source: a.csv
group: shop
${time}
windows: {width: 2}
feeds: {x: {columns: [v, promo]}, ${plan} y: {columns: [v], part: horizon}}
columns: {v: {fill: ${fill}, normalize: {by: standard${fill === 'mean' ? '' : ', over: series'}}}, promo: {type: number}}
`;
  const PLAN = 'plan: {columns: [promo], part: horizon},';
  const SHAPES = [
    input('x', ['batch', 'time', 2]),
    input('plan', ['batch', 1]),
    { ...target('y', ['batch', 1]), missing: true as const },
  ];
  const HEADER = ['day', 'shop', 'promo', 'v'];
  type Row = readonly (string | number)[];
  /** Series with values that are missing, each with rows behind its last value; and one without any value. */
  const panel = (seed: number): { readonly past: readonly Row[]; readonly behind: readonly Row[] } => {
    const next = random(seed);
    const past: Row[] = [];
    const behind: Row[] = [];
    for (let s = 0; s < 4; s++) {
      const [length, ahead] = [24 + Math.floor(next() * 9), Math.floor(next() * 4) + (s === 0 ? 1 : 0)];
      for (let i = 0; i < length + ahead; i++) {
        const isMissing = i > 0 && i < length - 1 && next() < 0.2;
        const row = [day(i), `s${s}`, i % 3, i >= length || isMissing ? '' : Math.round(next() * 100)] as const;
        (i >= length ? behind : past).push(row);
      }
    }
    // of a series without any value all rows are ahead
    for (let i = 0; i < 5; i++) behind.push([day(i), 's9', i % 3, '']);
    return { past, behind };
  };
  const sorted = (rows: readonly Row[]): readonly Row[] =>
    rows.toSorted((a, b) => `${a[1]}`.localeCompare(`${b[1]}`) || `${a[0]}`.localeCompare(`${b[0]}`));

  const WAYS: readonly (readonly [fill: string, way: 'sorted' | 'shuffled' | 'streamed', time: string])[] = [
    'forward',
    'interpolate',
    'mean',
    '{value: 0}',
    'skip',
  ].flatMap((fill) =>
    (['sorted', 'shuffled', 'streamed'] as const)
      .filter((way) => way !== 'streamed' || fill !== 'interpolate')
      .flatMap((way) => ['time: day', ...(way === 'shuffled' ? [] : [''])].map((time) => [fill, way, time] as const)),
  );
  test.each(WAYS)('change nothing of what is learned: fill %s, %s, %s', async (fill, way, time) => {
    const { past, behind } = panel(fill.length + way.length);
    const next = random(5);
    const first = (row: Row): boolean => row[0] === day(0);
    // in order of their first rows, series are numbered alike
    const ordered = (rows: readonly Row[]): readonly Row[] => {
      if (way !== 'shuffled') return sorted(rows);
      const mixed = rows.map((row) => ({ row, at: next() })).sort((a, b) => a.at - b.at);
      return [...rows.filter(first), ...mixed.flatMap(({ row }) => (first(row) ? [] : [row]))];
    };
    const opened = async (rows: readonly Row[]) => {
      const data = await open(section(fill, PLAN, time), SHAPES, {
        files: { 'a.csv': csv(HEADER, ordered(rows)) },
        ...(way === 'streamed' ? { stream: 40 } : {}),
      });
      const parts = await Promise.all(
        [data.train, data.validation, data.test].map(async (part) => (part === null ? null : batchesOf(part))),
      );
      const { notes, ...report } = data.report;
      return { parts, preprocessing: data.preprocessing, report, notes };
    };
    const [without, whole] = [await opened(past), await opened([...past, ...behind])];
    expect(whole.parts).toEqual(without.parts);
    expect(whole.preprocessing).toEqual(without.preprocessing);
    expect(whole.report).toEqual(without.report);
    const isMoved = (note: string): boolean => note.includes('put in the order of');
    const told = `${behind.length} rows behind the last value of v: what is known ahead, in no part`;
    expect(whole.notes).toContain(told);
    expect(whole.notes.filter((note) => note !== told && !isMoved(note))).toEqual(
      without.notes.filter((note) => !isMoved(note)),
    );
  });

  test('count as others where the model reads nothing ahead, which is told', async () => {
    const { past, behind: all } = panel(1);
    const behind = all.filter(([, shop]) => shop !== 's9');
    const shapes = SHAPES.filter(({ name }) => name !== 'plan');
    const files = { 'a.csv': csv(HEADER, sorted([...past, ...behind])) };
    const data = await open(section('forward', '', 'time: day'), shapes, { files });
    expect(data.report.notes).toContain(
      `${behind.length} rows behind the last value of v: no feed reads ahead, so they count as any other row without it`,
    );
    const { train, validation, test } = data.report.rows;
    expect(train + validation + test).toBe(past.length + behind.length);
  });
});

test.each([
  [
    'target',
    'plan: {columns: [p], part: horizon}',
    'target: {columns: [v]}',
    ['"target" has 3 steps along "ahead", and "plan" has 2'],
  ],
  [
    'plan',
    'plan: {columns: [p]}',
    'target: {columns: [v], part: horizon}',
    ['"target" has 2 steps along "ahead", and "plan" has 3'],
  ],
  [null, 'plan: {columns: [p], part: horizon}', 'target: {columns: [v], part: horizon}', []],
])(
  'a target has the steps of the inputs on its axis: part: horizon is missing in %s',
  async (feed, plan, goal, said) => {
    const opened = open(
      `{source: a.csv, windows: {width: 3, horizon: 2}, split: {train: 1}, feeds: {past: {columns: [v]}, ${plan}, ${goal}}}`,
      [
        input('past', ['batch', 'time', 1]),
        input('plan', ['batch', 'ahead', 1]),
        target('target', ['batch', 'ahead', 1]),
      ],
      {
        files: {
          'a.csv': csv(
            ['v', 'p'],
            Array.from({ length: 12 }, (_, i) => [i, i % 3]),
          ),
        },
      },
    );
    const found = await opened.then(
      () => [],
      (cause: unknown) => (cause as { diagnostics: { message: string; fix?: string }[] }).diagnostics,
    );
    expect(found.map(({ message }) => message)).toEqual(said.map((text) => expect.stringContaining(text)));
    for (const { fix } of found) expect(fix).toBe(`write part: horizon in feed "${feed}"`);
  },
);
