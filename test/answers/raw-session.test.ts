import { describe, expect, test } from 'vitest';
import { compile, load, type Model, memorySources, type Prediction, RnncError } from '../../src/index.ts';

async function trained(yaml: string, file: string, text: string): Promise<Model> {
  const { model } = await compile(yaml).train({ files: memorySources({ [file]: text }) });
  return load(model);
}

const letters = await trained(
  `
inputs: {t: {shape: [batch, time], dtype: int32}}
layers:
  e: {type: embedding, input: t, vocabulary: 6, units: 4}
  r: {type: recurrent, input: e, cell: {gru: {units: 6}}}
  o: {type: dense, input: r, units: 6}
outputs: {o: o}
data: {source: letters.txt, vocabulary: {of: characters}}
training: {losses: [{type: cross_entropy, output: o}], epochs: 2, rate: 0.03, batch: 4}
`,
  'letters.txt',
  'abcde'.repeat(200),
);
const rows = Array.from({ length: 24 }, (_, i) => ({
  n: [0.1 * i, 2, 3].slice(0, 1 + (i % 3)),
  y: [1, 0, 1].slice(0, 1 + (i % 3)),
}));
const lists = (loss: string, units: number): Promise<Model> =>
  trained(
    `
inputs: {n: {shape: [batch, time, 1]}}
layers:
  r: {type: recurrent, input: n, cell: {lstm: {units: 5}}}
  o: {type: dense, input: r, units: ${units}}
outputs: {o: o}
data: {source: a.ndjson, feeds: {n: {columns: [n]}, y: {columns: [y]}}}
training: {losses: [{type: ${loss}, output: o, target: y}], epochs: 1, rate: 0.01, batch: 4}
`,
    'a.ndjson',
    rows.map((row) => JSON.stringify(row)).join('\n'),
  );
const numbers = await lists('mse', 1);

/** The last entry of every list. */
const lastOf = (told: Prediction | undefined): Prediction =>
  Object.fromEntries(
    Object.entries(told ?? {}).map(([name, value]) => [name, Array.isArray(value) ? value.at(-1) : value]),
  );
const close = (found: readonly Prediction[], expected: readonly Prediction[]): void =>
  expect(found).toEqual(
    expected.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, value]) => [
          name,
          typeof value === 'number' ? expect.closeTo(value, 5) : value,
        ]),
      ),
    ),
  );

describe('series whose steps differ in number', () => {
  test.each([
    [
      ['ab', 'e', 'cda'],
      ['c', 'abcd', 'e'],
    ],
    [
      ['e', 'abcd'],
      ['abc', 'e'],
    ],
  ])('texts %j, then %j: each as if it were alone', (first, second) => {
    const session = letters.session({ raw: true, batch: first.length });
    close(
      session.step(first),
      first.map((text) => lastOf(letters.predict([text])[0])),
    );
    close(
      session.step(second),
      first.map((text, i) => lastOf(letters.predict([text + second[i]])[0])),
    );
    session.dispose();
  });

  test('lists', () => {
    const given = [{ n: [1, 2] }, { n: [3] }, { n: [4, 5, 6] }];
    const more = [{ n: [0.5] }, { n: [7, 8] }, { n: 9 }];
    const session = numbers.session({ raw: true, batch: 3 });
    close(session.step(given), numbers.predict(given).map(lastOf));
    const whole = given.map(({ n }, i) => ({ n: [...n, more[i]?.n ?? []].flat() }));
    close(session.step(more), numbers.predict(whole).map(lastOf));
    session.dispose();
  });

  test('a series without a step has no answer and stands still', () => {
    const session = letters.session({ raw: true, batch: 2 });
    expect(session.step(['ab', ''])[1]).toEqual({ next: null, 'next.probability': null });
    expect(session.step(['', 'cd'])[0]).toEqual({ next: null, 'next.probability': null });
    close(
      session.step(['c', 'e']),
      ['abc', 'cde'].map((text) => lastOf(letters.predict([text])[0])),
    );
    session.dispose();
    const other = numbers.session({ raw: true, batch: 2 });
    expect(other.step([{ n: [1] }, { n: [] }])[1]).toEqual({ y: null });
    other.dispose();
  });
});

test('a call in which no series has a step says what is empty, and changes nothing', () => {
  const session = letters.session({ raw: true });
  const before = session.snapshot();
  expect(() => session.step('')).toThrow('the row has no step: the text is empty');
  expect(session.snapshot()).toEqual(before);
  session.dispose();
  const other = numbers.session({ raw: true, batch: 2 });
  expect(() => other.step([{ n: [] }, { n: [] }])).toThrow('no row has a step: "n" is empty in all');
  expect(() => other.step([{ n: [] }])).toThrow(RnncError);
  other.dispose();
});

test.each([
  ['mse', 1, { y: [] }],
  ['gaussian_nll', 2, { 'y.mean': [], 'y.stddev': [] }],
  ['quantile, quantiles: [0.1, 0.9]', 2, { 'y.q10': [], 'y.q90': [] }],
] as const)(
  'a list without steps is told as one without answers, with its columns: %s',
  async (loss, units, nothing) => {
    const model = await lists(loss, units);
    const columns = Object.keys(nothing);
    expect(model.predict([{ n: [] }])).toEqual([nothing]);
    const [empty, other] = model.predict([{ n: [] }, { n: [1, 2] }]);
    expect(empty).toEqual(nothing);
    expect(Object.keys(other ?? {})).toEqual(columns);
    model.dispose();
  },
);

test('a text without tokens, with the probability of every label', () => {
  const [empty] = letters.predict([''], { probabilities: true });
  const [one] = letters.predict(['a'], { probabilities: true });
  expect(Object.keys(empty ?? {})).toEqual(Object.keys(one ?? {}));
  expect(Object.values(empty ?? {}).flat()).toEqual([]);
});

test('a value that is not there is carried forward where training filled its column so, and forgotten with the state', async () => {
  const model = await trained(
    `
inputs: {x: {shape: [batch, time, 1]}}
layers:
  r: {type: recurrent, input: x, cell: {gru: {units: 3}}}
  o: {type: dense, input: r, units: 1}
outputs: {o: o}
data:
  source: v.csv
  windows: {width: 3}
  columns: {v: {type: number, fill: forward}}
  feeds: {x: {columns: [v]}, target: {columns: [v], part: next}}
training: {losses: [{type: mse, output: o}], epochs: 1, rate: 0.01, batch: 4}
`,
    'v.csv',
    `v\n${Array.from({ length: 40 }, (_, i) => (i % 5 === 3 ? '' : i)).join('\n')}\n`,
  );
  const [given, whole] = [model.session({ raw: true }), model.session({ raw: true })];
  given.step({ v: 7 });
  whole.step({ v: 7 });
  const snapshot = given.snapshot();
  const expected = whole.step({ v: 7 });
  expect(given.step({ v: null })).toEqual(expected);
  given.step({ v: 9 });
  given.restore(snapshot);
  expect(given.step({ v: '' })).toEqual(expected);
  given.reset();
  expect(() => given.step({ v: null })).toThrow('the row.v is empty');
});

describe('columns that are fed as differences', () => {
  const grown = Array.from({ length: 60 }, (_, i) => ({ v: 100 + 3 * i + (i % 4) * 5, w: i % 3 }));
  const file = ['v,w', ...grown.map(({ v, w }) => `${v},${w}`)].join('\n');
  test.each([
    ['at every step', 'm', 1, 'next', '[difference]'],
    ['over a horizon', 'm.last', 3, 'horizon', '[log, difference]'],
  ])('%s: the first step is what the second one differs from', async (_, input, units, part, transform) => {
    const model = await trained(
      `
inputs: {x: {shape: [batch, time, 2]}}
layers:
  m: {type: recurrent, input: x, cell: {gru: {units: 3}}}
  y: {type: dense, input: ${input}, units: ${units}}
outputs: {y: y}
data:
  source: g.csv
  windows: {width: 6, horizon: ${units}}
  feeds: {x: {columns: [v, w]}, target: {columns: [v], part: ${part}}}
  columns: {v: {transform: ${transform}}, w: {type: number}}
training: {losses: [{type: mse, output: y}], epochs: 1, batch: 16}
`,
      'g.csv',
      file,
    );
    const session = model.session({ raw: true });
    const last = grown.slice(-7);
    expect(() => session.step({ v: 'x', w: 1 })).toThrow('the row.v is no number');
    const told = last.map((row) => session.step(row));
    expect(told[0]).toEqual({ v: null });
    const wanted = model.forecast(grown).rows.map(({ v }) => expect.closeTo(Number(v), 3));
    expect(told.at(-1)).toEqual({ v: units === 1 ? wanted[0] : wanted });
    const kept = session.snapshot();
    const next = session.step({ v: 300, w: 0 });
    session.restore(kept);
    expect(session.step({ v: 300, w: 0 })).toEqual(next);
    session.reset();
    expect(session.step({ v: 300, w: 0 })).toEqual({ v: null });
    const two = model.session({ raw: true, batch: 2 });
    const pairs = last.map((row) => two.step([row, { ...row, v: row.v + (row.w === 1 ? 1 : 0) }]));
    close([pairs.at(-1)?.[0] ?? {}], [told.at(-1) ?? {}]);
    session.dispose();
    two.dispose();
    model.dispose();
  });
});

describe('rows that have their times and their series', () => {
  const yaml = (time: string, column = '{type: number}'): string => `
inputs: {x: {shape: [batch, time, 1]}}
layers:
  r: {type: recurrent, input: x, cell: {gru: {units: 3}}}
  o: {type: dense, input: r, units: 1}
outputs: {o: o}
data:
  source: v.csv
  group: id
  time: ${time}
  windows: {width: 3}
  columns: {v: ${column}}
  feeds: {x: {columns: [v]}, target: {columns: [v], part: next}}
training: {losses: [{type: mse, output: o}], epochs: 1, rate: 0.01, batch: 4}
`;
  const minutes = (i: number): string =>
    `2024-03-01 ${String(Math.floor(i / 6)).padStart(2, '0')}:${(i % 6) * 10}0`.slice(0, 16);
  const at = (i: number, id = 'a'): { id: string; time: string; v: number } => ({
    id,
    time: minutes(i),
    v: (i * 7) % 5,
  });
  const file = (empty: number): string =>
    [
      'id,time,v',
      ...['a', 'b'].flatMap((id) =>
        Array.from({ length: 30 }, (_, i) => `${id},${minutes(i)},${i === empty ? '' : (i * 7) % 5}`),
      ),
    ].join('\n');

  test('a row that goes back, repeats a time or is of another series changes nothing', async () => {
    const model = await trained(yaml('time'), 'v.csv', file(-1));
    const session = model.session({ raw: true });
    session.step(at(3));
    const before = session.snapshot();
    expect(() => session.step(at(2))).toThrow(
      'the row.time: the row of 2024-03-01 00:20 comes after the one of 2024-03-01 00:30',
    );
    expect(() => session.step(at(3))).toThrow('the time 2024-03-01 00:30 stands twice in the session');
    expect(() => session.step(at(4, 'b'))).toThrow('the row is of "id" "b", and those before it are of "a"');
    expect(() => session.step({ ...at(4), time: 'soon' })).toThrow('the row.time');
    expect(() => session.step(at(7))).toThrow(
      'the row: 3 rows are missing between 2024-03-01 00:30 and 2024-03-01 01:10',
    );
    expect(session.snapshot()).toEqual(before);
    const told = session.step(at(4));
    session.restore(before);
    expect(session.step({ v: at(4).v })).toEqual(told);
    // a row without a time counts as one step
    session.step(at(5));
    expect(() => session.step(at(5))).toThrow('stands twice');
    session.reset();
    session.step(at(2, 'b'));
    const two = model.session({ raw: true, batch: 2 });
    two.step([at(3), at(8, 'b')]);
    expect(() => two.step([at(4), at(4, 'b')])).toThrow('rows[1].time: the row of');
    two.step([at(4), at(9, 'b')]);
    model.dispose();
  });

  test('a gap that training filled, rows that are closer, and what later rows would have filled are told once', async () => {
    const model = await trained(yaml('{column: time, gaps: forward}', '{fill: interpolate}'), 'v.csv', file(7));
    const notes: string[] = [];
    const session = model.session({ raw: true, onNote: (note) => notes.push(note) });
    for (const i of [0, 4, 8]) session.step(at(i));
    session.step({ ...at(9), v: null });
    session.step({ ...at(10), v: '' });
    session.step({ ...at(11), time: '2024-03-01 01:41' });
    expect(notes).toMatchInlineSnapshot(`
      [
        "3 rows are missing between 2024-03-01 00:00 and 2024-03-01 00:40 (the rows of the training: every 10 minutes): a session puts none in, and takes the row as the next step. Further gaps are not told",
        ""v" has no value: a session knows no later rows, so the value before is carried forward, where training took one on the line to the next (fill: interpolate). Further ones are not told",
        "the rows of 2024-03-01 01:40 and 2024-03-01 01:41 are closer than those of the training (every 10 minutes): each is taken as the next step. Further ones are not told",
      ]
    `);
    model.dispose();
  });
});
