import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { compile, type ForecastRow, load, type Model, memorySources } from '../../src/index.ts';

type Row = { readonly [column: string]: string | number };

const dayAt = (i: number): string => new Date(Date.UTC(2021, 0, 1 + i)).toISOString().slice(0, 10);
/** 50, and 80 where there is a promotion, whose days follow no rule that a model could find. */
const promoAt = (i: number, shop = 0): number => (((i * 7919 + shop * 31) % 13) % 3 === 0 ? 1 : 0);
const rowAt = (i: number, shop: number): Row => ({
  day: dayAt(i),
  shop: 'AB'[shop] ?? '',
  promo: promoAt(i, shop),
  sales: 50 + 30 * promoAt(i, shop) + 10 * shop,
});
const ROWS = [0, 1].flatMap((shop) => Array.from({ length: 60 }, (_, i) => rowAt(i, shop)));
const csvOf = (rows: readonly Row[]): string =>
  ['day,shop,promo,sales', ...rows.map(({ day, shop, promo, sales }) => [day, shop, promo, sales].join())].join('\n');

/** The forecast is the promotion of the step itself: a model whose weights are set says whether each value stands at its step. */
const spec = (windows = '{width: 4, horizon: 3}', past = '[sales, promo]') => `
name: shop
inputs:
  past: {shape: [batch, time, ${past.split(',').length}]}
  plan: {shape: [batch, ahead, 1]}
layers:
  m: {type: recurrent, input: past, cell: {gru: {units: 2}}}
  d: {type: recurrent, input: plan, cell: {gru: {units: 2}}, initial: m}
  both: {type: concat, inputs: [plan, d]}
  y: {type: dense, input: both, units: 1}
outputs: {y: y}
data:
  source: rows.csv
  time: day
  group: shop
  windows: ${windows}
  feeds:
    past: {columns: ${past}}
    plan: {columns: [promo], part: horizon}
    target: {columns: [sales], part: horizon}
  columns: {sales: {normalize: none}, promo: {normalize: none, type: number}}
training: {losses: [{type: mse, output: y}], epochs: 1, batch: 64}
`;

async function trained(text: string, kernel: readonly number[] = [100, 0, 0]): Promise<Model> {
  const { model } = await compile(text).train({ files: memorySources({ 'rows.csv': csvOf(ROWS) }) });
  const loaded = await load(model.toBytes());
  loaded.setWeights({
    'y.kernel': { data: Float32Array.from(kernel), shape: [kernel.length, 1] },
    'y.bias': { data: Float32Array.of(7), shape: [1] },
  });
  return loaded;
}
const told = (rows: readonly ForecastRow[]): readonly string[] =>
  rows.map(({ day, shop, sales }) => `${shop} ${day} ${Math.round(Number(sales))}`);
const expected = (shop: number, from: number, steps: number): readonly string[] =>
  Array.from({ length: steps }, (_, i) => `${'AB'[shop]} ${dayAt(from + i)} ${7 + 100 * promoAt(from + i, shop)}`);
const open = (row: Row): Row => ({ ...row, sales: '' });
const past = (shop: number, count = 60): readonly Row[] =>
  ROWS.filter((row) => row.shop === 'AB'[shop]).slice(0, count);
const future = (shop: number, from: number, steps: number): readonly Row[] =>
  Array.from({ length: steps }, (_, i) => open(rowAt(from + i, shop)));
const mistakeOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof RnncError) return error.diagnostics.map((d) => `${d.code}: ${d.message}`).join('\n');
    throw error;
  }
  throw new Error('nothing was thrown');
};

describe('columns that are known ahead', () => {
  let model: Model;
  beforeAll(async () => {
    model = await trained(spec());
  });
  afterAll(() => model.dispose());

  test('come from rows behind the last target, in any order, and from rows of their own', () => {
    const behind = [...past(0), ...future(0, 60, 3), ...past(1, 50), ...future(1, 50, 3)];
    const told1 = model.forecast(behind.toReversed());
    const right = [...expected(0, 60, 3), ...expected(1, 50, 3)];
    expect([...told(told1.rows)].sort()).toEqual([...right].sort());
    expect(told1.notes).toContain('6 rows without sales at the end: what is known ahead');
    expect(() => model.session({ raw: true })).toThrow('"plan" is of part horizon, which lies after the step');
    expect(() => model.session({ raw: true, feeds: { past: [[[1]]] } })).toThrow('use predict or forecast');
    const apart = model.forecast([...past(0), ...past(1, 50)], {
      future: [...future(1, 50, 5), ...future(0, 55, 8)].map(({ sales: _, ...row }) => row),
    });
    expect(told(apart.rows)).toEqual(right);
    expect(apart.notes).toEqual([
      '5 rows of the future are not after the last row of their series: not used',
      '2 rows beyond the 3 steps ahead not used',
    ]);
  });

  test('are read at every step of a longer forecast', () => {
    const { rows } = model.forecast(past(1, 40), { future: future(1, 40, 9), horizon: 7 });
    expect(told(rows)).toEqual(expected(1, 40, 7));
    expect(mistakeOf(() => model.forecast(past(1, 40), { future: future(1, 40, 7), horizon: 7 }))).toBe(
      'future-missing: the model reads promo ahead: there is no row of the series "B" for 2021-02-17, 2021-02-18',
    );
  });

  test.each([
    ['no rows', [], 'there is no row of the series "A" for 2021-03-02, 2021-03-03, 2021-03-04'],
    [
      'another time',
      [...future(0, 60, 2), { ...open(rowAt(62, 0)), day: '2021-03-04T12:00' }],
      'there is no row of the series "A" for 2021-03-04',
    ],
    [
      'only another series',
      [{ ...rowAt(60, 0), shop: 'C' }],
      '2021-03-04; rows of the future of the series "C", of which no past is given: not used',
    ],
    [
      'no series',
      future(0, 60, 3).map(({ shop: _, ...row }) => row),
      'unknown-column: the rows of the future have no column "shop", which tells the series apart',
    ],
    [
      'no column',
      future(0, 60, 3).map(({ promo: _, ...row }) => row),
      'future[0] and 2 more rows lack the column "promo"',
    ],
    ['no time', future(0, 60, 3).map(({ day: _, ...row }) => row), 'the rows of the future have no column "day"'],
  ])('with %s of the future: an error that says what is needed', (_, given, problem) => {
    expect(mistakeOf(() => model.forecast(past(0), { future: given }))).toContain(problem);
  });

  test('series that can not be forecast are left out, and said; the others are forecast', () => {
    const short = [...past(0), ...past(1).filter((_, i) => i !== 57)];
    const gap = model.forecast(short, { future: [...future(0, 60, 3), ...future(1, 60, 3)] });
    expect(told(gap.rows)).toEqual(expected(0, 60, 3));
    expect(gap.notes).toEqual([
      'left out, 1 of 2 series: "B" has fewer than 4 rows after the last gap in time, too few for a window (give the missing rows, or train with data: {time: {gaps: forward}})',
    ]);
    const both = [...past(0), ...past(1)];
    const lacks = model.forecast(both, { future: [...future(0, 60, 3), ...future(1, 61, 2)] });
    expect(told(lacks.rows)).toEqual(expected(0, 60, 3));
    expect(lacks.notes).toEqual(['left out, 1 of 2 series: there is no row of the series "B" for 2021-03-02']);
    const more = model.forecast(past(0), { future: [...future(0, 60, 3), { ...rowAt(60, 0), shop: 'C' }] });
    expect(told(more.rows)).toEqual(expected(0, 60, 3));
    expect(more.notes).toEqual(['rows of the future of the series "C", of which no past is given: not used']);
    expect(mistakeOf(() => model.forecast(both, { horizon: 7 }))).toBe(
      'future-missing: the model reads promo ahead: there is no row of the series "A", "B" for 2021-03-02 to 2021-03-10',
    );
  });

  test('rows of several series without the group column are not taken for repeated times', () => {
    const bare = [...past(0), ...past(1)].map(({ shop: _, ...row }) => row);
    expect(mistakeOf(() => model.forecast(bare))).toBe(
      'unknown-column: the rows have no column "shop", which tells the series apart: the time 2021-01-01 stands twice, rows[0] and rows[60]',
    );
    expect(mistakeOf(() => model.forecast([...past(0), ...bare.slice(60)]))).toContain('shop');
    const one = bare.slice(0, 60);
    const rows = future(0, 60, 3).map(({ shop: _, ...row }) => row);
    const { notes } = model.forecast(one, { future: rows });
    expect(notes).toContain('the rows have no column "shop": they are taken as one series');
  });

  test('times in a column with another name are asked about, not passed over', () => {
    const renamed = (name: string) =>
      past(0).map((row) => {
        const { day, ...rest } = open(row);
        return { ...rest, [name]: day };
      });
    for (const name of ['Day', 'when'])
      expect(mistakeOf(() => model.forecast(renamed(name)))).toBe(
        'unknown-column: the rows have no column "day", whose times order them',
      );
    expect(() => model.forecast(renamed('2021-01-01'))).toThrow(
      'write the names above it, as in training, or --no-header',
    );
    expect(mistakeOf(() => model.forecast(past(0), { future: [] }))).not.toContain('order');
  });

  test('a value that is missing there is told with its row', () => {
    const [first = {}, ...rest] = future(0, 60, 3);
    const empty = [{ ...first, promo: '' }, ...rest];
    expect(mistakeOf(() => model.forecast(past(0), { future: empty }))).toContain('future[0] has no value of "promo"');
    const both = model.forecast([...past(0), ...past(1)], { future: [...future(1, 60, 3), ...empty] });
    expect(told(both.rows)).toEqual(expected(1, 60, 3));
    expect(both.notes).toEqual(['left out, 1 of 2 series: future[3] has no value of "promo"']);
    expect(mistakeOf(() => model.forecast(past(0), { future: [{ ...first, promo: 'yes' }, ...rest] }))).toContain(
      'future[0].promo is no number',
    );
  });

  test('rows of what is known ahead alone are told as such', () => {
    expect(mistakeOf(() => model.forecast(future(0, 60, 3)))).toBe(
      'data-empty: no row has a value of sales, so there is nothing to go on from',
    );
  });

  test('predict takes rows behind the last target too', () => {
    expect(told(model.predict([...past(0), ...future(0, 60, 3)]) as readonly ForecastRow[])).toEqual(
      expected(0, 60, 3),
    );
    const apart = model.predict(past(0), { future: future(0, 60, 3) }) as readonly ForecastRow[];
    expect(told(apart)).toEqual(expected(0, 60, 3));
  });

  test('predict answers windows at every n-th row: each is what a forecast from there says', () => {
    const notes: string[] = [];
    const rows = [...past(1, 30), ...past(0, 20), ...past(0, 3).map((row) => ({ ...row, shop: 'C' }))];
    const all = model.predict(rows.toReversed(), { every: 4, onNote: (note) => notes.push(note) });
    const ends = [...new Set(all.map((row) => `${row['shop']} ${row['day.last']}`))];
    const of = (shop: string, at: readonly number[]): readonly string[] => at.map((i) => `${shop} ${dayAt(i)}`);
    // the last windows lack what is ahead of them
    expect(ends).toEqual([...of('A', [3, 7, 11, 15]), ...of('B', [5, 9, 13, 17, 21, 25])]);
    expect(notes).toContain('left out, 1 of 3 series: "C" has fewer than 4 rows, too few for a window');
    expect(notes).toContain(
      '2 of 12 windows left out: of the steps behind them, what the model reads ahead is not known',
    );
    const numberOf = (shop: number, i: number): number => rows.length - (shop === 1 ? i : 30 + i);
    for (const [shop, i] of [
      [0, 11],
      [1, 25],
    ] as const) {
      const own = all.filter((row) => row['shop'] === 'AB'[shop] && row['day.last'] === dayAt(i));
      expect(told(own as readonly ForecastRow[])).toEqual(expected(shop, i + 1, 3));
      expect(own.map((row) => row['row'])).toEqual([0, 0, 0].map(() => numberOf(shop, i)));
      const alone = model.forecast(past(shop, i + 1), { future: future(shop, i + 1, 3) }).rows;
      expect(own.map((row) => row['sales'])).toEqual(alone.map(({ sales }) => expect.closeTo(Number(sales), 3)));
    }
    expect(mistakeOf(() => model.predict(past(0), { every: 0 }))).toContain('every');
  });
});

describe('classes of windows', () => {
  const kinds = (i: number, shop = 0): string => (promoAt(i, shop) === 1 ? 'hot' : 'cold');
  const labelled = ROWS.map((row, i) => ({ ...row, kind: kinds(i % 60, i < 60 ? 0 : 1) }));
  const classes = (ahead: string): string => `
name: kind
inputs: {past: {shape: [batch, time, 1]}, plan: {shape: [batch, 1]}}
layers:
  m: {type: recurrent, input: past, cell: {gru: {units: 2}}}
  both: {type: concat, inputs: [plan, m.last]}
  y: {type: dense, input: both, units: 2}
outputs: {y: y}
data:
  source: rows.csv
  time: day
  group: shop
  windows: {width: 4}
  feeds:
    past: {columns: [sales]}
    plan: {columns: [${ahead}], part: horizon}
    target: {columns: [kind], part: horizon}
  columns: {sales: {normalize: none}}
training: {losses: [{type: cross_entropy, output: y}], epochs: 1, batch: 64}
`;
  const trainedOn = async (ahead: string, kernel: readonly number[], bias: readonly number[]): Promise<Model> => {
    const file = ['day,shop,promo,sales,kind', ...labelled.map((row) => Object.values(row).join())].join('\n');
    const { model } = await compile(classes(ahead)).train({ files: memorySources({ 'rows.csv': file }) });
    const loaded = await load(model.toBytes());
    loaded.setWeights({
      'y.kernel': { data: Float32Array.from([...kernel, 0, 0, 0, 0]), shape: [3, 2] },
      'y.bias': { data: Float32Array.from(bias), shape: [2] },
    });
    return loaded;
  };

  test('read what is known ahead, at every door; a series that lacks it or is short is left out and told', async () => {
    // cold, hot
    const model = await trainedOn('promo', [-20, 20], [10, -10]);
    try {
      const notes: string[] = [];
      const onNote = (note: string): number => notes.push(note);
      const ahead = [...future(0, 60, 1), ...future(1, 60, 1)];
      const last = model.predict(labelled, { future: ahead });
      expect(last.map(({ shop, kind }) => `${shop} ${kind}`)).toEqual([`A ${kinds(60, 0)}`, `B ${kinds(60, 1)}`]);
      expect(model.classify(labelled, { future: ahead }).map(({ label }) => label)).toEqual([
        kinds(60, 0),
        kinds(60, 1),
      ]);
      const behind = [...labelled, ...ahead.map((row) => ({ ...row, kind: '' }))];
      expect(model.predict(behind)).toEqual(last);
      // rows without labels are all of the past
      expect(model.predict(ROWS, { future: ahead })).toEqual(last);
      expect(
        model.classify([...labelled, { ...rowAt(0, 0), shop: 'C' }], { future: ahead.slice(1), onNote }),
      ).toHaveLength(1);
      expect(notes).toEqual([
        'left out, 1 of 3 series: "C" has fewer than 4 rows, too few for a window',
        'left out, 1 of 2 series: there is no row of the series "A" for 2021-03-02',
      ]);
      const all = model.predict(labelled, { every: 1 });
      const right = [0, 1].flatMap((shop) =>
        Array.from({ length: 56 }, (_, i) => [60 * shop + i + 4, dayAt(i + 3), kinds(i + 4, shop)]),
      );
      expect(all.map((row) => [row['row'], row['day.last'], row['kind']])).toEqual(right);
      expect(model.classify(labelled, { every: 1 }).map(({ label }) => label)).toEqual(right.map(([, , kind]) => kind));
      const encoded = model.encode(labelled, { future: ahead });
      expect(model.decode(model.run(encoded)).map(({ kind }) => kind)).toEqual(last.map(({ kind }) => kind));
      expect(model.encode([...labelled, { ...rowAt(0, 0), shop: 'C' }], { future: ahead })).toEqual(encoded);
      expect(mistakeOf(() => model.predict(labelled))).toContain(
        'there is no row of the series "A", "B" for 2021-03-02',
      );
      expect(mistakeOf(() => model.forecast(labelled))).toContain("can't forecast");
    } finally {
      model.dispose();
    }
  });

  test('the calendar needs no rows', async () => {
    const model = await trainedOn('day.weekday.sin', [-20, 20], [0, 0]);
    try {
      const all = model.predict(ROWS.slice(0, 60), { every: 1 });
      expect(all).toHaveLength(57);
      for (const row of all) {
        const sine = Math.sin((2 * Math.PI * ((new Date(`${row['day.last']}`).getUTCDay() + 7) % 7)) / 7);
        if (Math.abs(sine) > 0.1) expect(row['kind']).toBe(sine > 0 ? 'hot' : 'cold');
      }
      expect(model.classify(ROWS)).toHaveLength(2);
      expect(mistakeOf(() => model.classify(ROWS, { future: future(0, 60, 1) }))).toContain('no-effect');
    } finally {
      model.dispose();
    }
  });
});

test('a column that is forecast is no input ahead; two time axes have two names', async () => {
  const train = (text: string) => trained(text).then((model) => model.dispose());
  const codes = async (text: string): Promise<string> => {
    const error: unknown = await train(text).catch((cause: unknown) => cause);
    return error instanceof RnncError ? error.diagnostics.map(({ message }) => message).join('\n') : `${error}`;
  };
  expect(await codes(spec().replace('plan: {columns: [promo]', 'plan: {columns: [sales]'))).toBe(
    'feed "plan" gives the model what it is to forecast: "sales" is in "target" too',
  );
  expect(await codes(spec().replace('[batch, ahead, 1]', '[batch, time, 1]'))).toBe(
    'feed "plan" has 3 steps (part: horizon) along "time", and "past" has 4',
  );
});

test('after a lead, the steps of the horizon alone must be known', async () => {
  const model = await trained(spec('{width: 4, horizon: 2, lead: 2}', '[sales]'));
  try {
    expect(told(model.forecast([...past(0), ...future(0, 62, 2)]).rows)).toEqual(expected(0, 62, 2));
    expect(mistakeOf(() => model.forecast([...past(0), ...future(0, 60, 2)]))).toContain('for 2021-03-04, 2021-03-05');
  } finally {
    model.dispose();
  }
});

test('the calendar is known by itself, however far', async () => {
  const text = spec(undefined, '[sales]')
    .replace('plan: {shape: [batch, ahead, 1]}', 'plan: {shape: [batch, ahead, columns]}')
    .replace('plan: {columns: [promo]', 'plan: {columns: [day.weekday]')
    .replace(', promo: {normalize: none, type: number}', '');
  const model = await trained(text, [0, 1, 2, 3, 4, 5, 6, 0, 0]);
  try {
    const { rows, notes } = model.forecast(past(0), { horizon: 9 });
    // 2021-03-02 is a Tuesday
    expect(told(rows)).toEqual(Array.from({ length: 9 }, (_, i) => `A ${dayAt(60 + i)} ${7 + ((1 + i) % 7)}`));
    expect(notes).toEqual([]);
    expect(mistakeOf(() => model.forecast(past(0), { future: future(0, 60, 3) }))).toContain('no-effect');
  } finally {
    model.dispose();
  }
});

test('static columns are those of the series, as far as a forecast goes', async () => {
  const model = await trained(
    `
name: shop
inputs: {past: {shape: [batch, time, 1]}, kind: {shape: [batch, columns]}}
layers:
  m: {type: recurrent, input: past, cell: {gru: {units: 2}}}
  both: {type: concat, inputs: [kind, m.last]}
  y: {type: dense, input: both, units: 1}
outputs: {y: y}
data:
  source: rows.csv
  time: day
  group: shop
  windows: {width: 4}
  feeds:
    past: {columns: [sales]}
    kind: {columns: [shop], part: series}
    target: {columns: [sales], part: horizon}
  columns: {sales: {normalize: none}}
training: {losses: [{type: mse, output: y}], epochs: 1, batch: 64}
`,
    [0, 20, 0, 0],
  );
  try {
    // longer than a window, so that rows ahead are the first of one
    expect(told(model.forecast([...past(1), ...past(0)], { horizon: 6 }).rows)).toEqual(
      [1, 0].flatMap((shop) => Array.from({ length: 6 }, (_, i) => `${'AB'[shop]} ${dayAt(60 + i)} ${7 + 20 * shop}`)),
    );
  } finally {
    model.dispose();
  }
});

test.each([
  ['rows without times', 'false', (i: number) => dayAt(i)],
  ['uneven times, which the rows ahead tell', 'day', (i: number) => dayAt(3 * i + ((i * i) % 3))],
])('%s: rows ahead are taken in their order', async (_, time, dayOf) => {
  const rows = Array.from({ length: 60 }, (_unused, i) => ({ ...rowAt(i, 0), day: dayOf(i) }));
  const text = spec().replace('time: day', `time: ${time}`);
  const { model: compiled } = await compile(text).train({ files: memorySources({ 'rows.csv': csvOf(rows) }) });
  const model = await load(compiled.toBytes());
  try {
    model.setWeights({
      'y.kernel': { data: Float32Array.of(100, 0, 0), shape: [3, 1] },
      'y.bias': { data: Float32Array.of(7), shape: [1] },
    });
    const future = Array.from({ length: 3 }, (_unused, i) => open({ ...rowAt(60 + i, 0), day: dayOf(60 + i) }));
    const right = [0, 1, 2].map((i) => 7 + 100 * promoAt(60 + i));
    for (const { rows: found } of [model.forecast([...rows, ...future]), model.forecast(rows, { future })]) {
      expect(found.map(({ sales }) => Math.round(Number(sales)))).toEqual(right);
      expect(found.map(({ day }) => day)).toEqual([60, 61, 62].map((i) => (time === 'day' ? dayOf(i) : undefined)));
    }
    expect(mistakeOf(() => model.forecast(rows, { future: future.slice(1) }))).toContain('for step 3');
  } finally {
    model.dispose();
  }
});

test('a model of the steps that are given says what would make it forecast', async () => {
  const present = spec('{width: 4}').replaceAll(', part: horizon', '').replace('batch, ahead', 'batch, time');
  const { model } = await compile(present).train({ files: memorySources({ 'rows.csv': csvOf(ROWS) }) });
  const loaded = await load(model.toBytes());
  expect(() => loaded.forecast(ROWS)).toThrow('write part: horizon at the feed "target"');
  loaded.dispose();
});

test('a column that is carried forward goes on from the last row of the input, in every series', async () => {
  const model = await trained(spec().replace('type: number}', 'type: number, fill: forward}'));
  const without = (row: Row): Row => ({ ...row, promo: '' });
  const ahead = [...future(0, 60, 3).map(without), ...future(1, 60, 3)];
  for (const [last, given] of [
    [0, ahead],
    [1, ahead.toReversed()],
  ] as const) {
    const rows = [...past(0, 59), { ...rowAt(59, 0), promo: last }, ...past(1)];
    const apart = model.forecast(rows, { future: given });
    const carried = Array.from({ length: 3 }, (_, i) => `A ${dayAt(60 + i)} ${7 + 100 * last}`);
    expect(told(apart.rows)).toEqual([...carried, ...expected(1, 60, 3)]);
    expect(told(model.forecast([...rows, ...ahead]).rows)).toEqual(told(apart.rows));
  }
  const nothing = [...past(0).map(without), ...past(1)];
  expect(mistakeOf(() => model.forecast(nothing.slice(0, 60), { future: ahead.slice(0, 3) }))).toContain(
    'future[0] and 2 more rows have no value of "promo"',
  );
  model.dispose();
});
