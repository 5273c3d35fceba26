import { afterAll, describe, expect, test } from 'vitest';
import { compile, load, type Model, memorySources, RnncError, type TrainingData } from '../../src/index.ts';
import { input, open } from './given.ts';

const made: Model[] = [];
afterAll(() => {
  for (const model of made) model.dispose();
});

const model = (data: string, { mask = 'present', reader = 'm.last', more = '' } = {}): string => `
inputs: {x: {shape: [batch, time, 2]}, present: {shape: [batch, time, 1]}}
layers:
  wide: {type: dense, input: x, units: 3}
  m: {type: recurrent, input: wide, cell: {gru: {units: 3}}, mask: ${mask}}
${more}  y: {type: dense, input: ${reader}, units: 1}
outputs: {y: y}
${data}training: {losses: [{type: mse, output: y, target: t}], epochs: 2, batch: 4}
`;

interface Trained {
  readonly model: Model;
  readonly losses: readonly unknown[];
}

async function trained(yaml: string, files: { readonly [name: string]: string } | null, data?: TrainingData) {
  const compiled = compile(yaml);
  const given = data ?? { files: memorySources(files ?? {}) };
  const { model: bytes, history } = await compiled.train(given);
  const loaded = await load(bytes);
  made.push(loaded);
  return { model: loaded, losses: history.map(({ parts }) => parts) } satisfies Trained;
}

const diagnosticsOf = async (run: () => unknown) => {
  try {
    await run();
  } catch (error) {
    if (error instanceof RnncError) return error.diagnostics;
    throw error;
  }
  return [];
};
const mistakesOf = async (run: () => unknown): Promise<readonly string[]> =>
  (await diagnosticsOf(run)).map(({ message }) => message);

/** Sequences in lists, some of whose steps have nothing. */
const SEQUENCES = Array.from({ length: 12 }, (_, s) => ({
  present: Array.from({ length: 3 + (s % 3) }, (_, t) => [(s + t) % 3 === 0 ? 0 : 1]),
  t: (s % 5) / 5,
}));
type Nothing = 0 | null;
const lists = (nothing: Nothing) =>
  SEQUENCES.map(({ present, t }, s) => ({
    x: present.map(([is], step) => (is === 0 ? [nothing, nothing] : [(s * 3 + step) % 7, step / 4])),
    present,
    t,
  }));
const ndjson = (nothing: Nothing): string =>
  lists(nothing)
    .map((row) => `${JSON.stringify(row)}\n`)
    .join('');
const LISTS = `data:
  source: a.ndjson
  columns: {x: {normalize: none}}
  feeds: {x: {columns: [x]}, present: {columns: [present]}, t: {columns: [t]}}
`;

describe('what nobody reads may be missing', () => {
  test('in lists of a file: training, figures and answers are those of zeros there', async () => {
    const [missing, zeros] = [
      await trained(model(LISTS), { 'a.ndjson': ndjson(null) }),
      await trained(model(LISTS), { 'a.ndjson': ndjson(0) }),
    ];
    expect(missing.losses).toEqual(zeros.losses);
    const of = ({ x, present }: ReturnType<typeof lists>[number]) => ({ x, present });
    expect(missing.model.predict(lists(null).map(of))).toEqual(zeros.model.predict(lists(0).map(of)));
    const read = {
      x: [
        [1, 2],
        [null, 1],
      ],
      present: [[1], [1]],
    };
    expect(await diagnosticsOf(() => missing.model.predict([read]))).toMatchObject([
      {
        message: 'rows[0].x[1] has nothing at a step',
        fix: 'give the value, or write 0 in "present": the mask of the model then leaves the step out',
      },
    ]);
    missing.model.predict([{ ...read, present: [[1], [0]] }]);
  });

  test('in rows that are steps, and in windows', async () => {
    const lines = (nothing: string): string =>
      [
        'id,step,a,b,present,t',
        ...ROWS.map(
          ({ id, step, is, t }) => `${id},${step},${is === 1 ? `${t},2` : `${nothing},${nothing}`},${is},${t / 7}`,
        ),
      ].join('\n');
    const steps = `data:
  source: a.csv
  time: step
  sequence: {by: id}
  columns: {a: {normalize: none}, b: {normalize: none}}
  feeds: {x: {columns: [a, b]}, present: {columns: [present]}, t: {columns: [id]}}
`.replace('t: {columns: [id]}', 't: {columns: [size]}');
    const sized = (text: string): string =>
      text
        .split('\n')
        .map((line, i) => `${line},${i === 0 ? 'size' : Number(line.slice(0, line.indexOf(','))) / 8}`)
        .join('\n');
    const of = async (nothing: string) => (await trained(model(steps), { 'a.csv': sized(lines(nothing)) })).losses;
    expect(await of('')).toEqual(await of('0'));
    const windows = `data:
  source: a.csv
  time: {column: step, order: false}
  windows: {width: 4, horizon: 1}
  columns: {a: {normalize: none}, b: {normalize: none}}
  feeds: {x: {columns: [a, b]}, present: {columns: [present]}, t: {columns: [t], part: horizon}}
`.replace('{column: step, order: false}', 'false');
    const cut = async (nothing: string) => (await trained(model(windows), { 'a.csv': lines(nothing) })).losses;
    expect(await cut('nan')).toEqual(await cut('0'));
  });

  test('and is counted', async () => {
    const masked = { ...input('x', ['batch', 'time', 2]), masks: [{ feed: 'present', value: null }] };
    const { report } = await open(
      'source: a.ndjson\nsplit: {train: 1}\nfeeds: {x: {columns: [x]}, present: {columns: [present]}}',
      [masked, input('present', ['batch', 'time', 1])],
      { files: { 'a.ndjson': ndjson(null) } },
    );
    expect(report.notes).toEqual([expect.stringMatching(/^\d+ missing values of "x" at steps that masks leave out$/)]);
  });

  test('in batches of one’s own', async () => {
    const batch = (nothing: number) => ({
      feeds: {
        x: [
          [
            [1, 2],
            [nothing, nothing],
          ],
          [
            [nothing, nothing],
            [3, 4],
          ],
        ],
        present: [
          [[1], [0]],
          [[0], [1]],
        ],
        t: [[1], [2]],
      },
    });
    const run = (nothing: number) => trained(model(''), null, { train: () => [batch(nothing)] });
    expect((await run(Number.NaN)).losses).toEqual((await run(0)).losses);
    const read = {
      feeds: {
        ...batch(Number.NaN).feeds,
        present: [
          [[1], [0]],
          [[1], [1]],
        ],
      },
    };
    expect(await mistakesOf(() => trained(model(''), null, { train: () => [read] }))).toEqual([
      'x[1][0][0] is NaN',
      'x[1][0][1] is NaN',
    ]);
  });
});

const ROWS = Array.from({ length: 40 }, (_, i) => ({
  id: Math.floor(i / 5),
  step: i % 5,
  is: i % 3 === 1 ? 0 : 1,
  t: (i * 5) % 7,
}));

describe('what somebody reads may not', () => {
  const wrong = (yaml: string, text = ndjson(null)) => mistakesOf(() => trained(yaml, { 'a.ndjson': text }));

  test('at a step that its mask lets count: with its place', async () => {
    const rows = lists(null).map((row, s) =>
      s === 5 ? { ...row, x: row.x.map((pair, t) => (t === 1 ? [1, null] : pair)) } : row,
    );
    const [first = {}] = rows.flatMap((row, s) => (s === 5 ? [{ counts: row.present[1]?.[0] }] : []));
    expect(first).toEqual({ counts: 0 });
    const read = rows.map((row, s) => (s === 5 ? { ...row, present: row.present.map(() => [1]) } : row));
    const text = read.map((row) => `${JSON.stringify(row)}\n`).join('');
    const [mistake, ...others] = await diagnosticsOf(() => trained(model(LISTS), { 'a.ndjson': text }));
    expect(others).toEqual([]);
    expect(mistake?.message).toMatch(/row .*"x" .*has nothing at a step|a\.ndjson:6/);
    expect(mistake?.fix).toContain('or write 0 in "present": the mask');
  });

  test('where another layer reads all steps, or a mask is made in the model', async () => {
    const [all = ''] = await wrong(
      model(LISTS, {
        reader: 'both',
        more: '  mean: {type: mean, input: x}\n  both: {type: concat, inputs: [m.last, mean]}\n',
      }),
    );
    expect(all).toMatch(/"x"/);
    const [made = ''] = await wrong(
      model(LISTS, {
        mask: 'there',
        more: '  there: {type: equations, inputs: {p: present}, equations: is = p > 0.5, output: is}\n',
      }),
    );
    expect(made).toMatch(/"x"/);
  });
});
