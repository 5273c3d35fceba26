import { describe, expect, test } from 'vitest';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { type CompiledModel, compile, load, memorySources, readArtifact } from '../../src/index.ts';

const model = (units: number | string, data: string, training = '{epochs: 3}'): string => `
inputs: {x: {shape: [batch, 1]}}
layers: {o: {type: dense, input: x, units: ${units}}}
outputs: {o: o}
data: {source: d.csv${data}}
training: ${training}
`;
const table = (label: (i: number) => string, rows = 60): string =>
  `x,y\n${Array.from({ length: rows }, (_, i) => `${i / rows},${label(i)}`).join('\n')}\n`;

const train = async (text: string, csv: string): Promise<CompiledModel> =>
  (await compile(text).train({ files: memorySources({ 'd.csv': csv }) })).model;
async function mistakes(text: string, csv: string): Promise<readonly string[]> {
  try {
    await train(text, csv);
  } catch (error) {
    if (!(error instanceof RnncError)) throw error;
    return error.diagnostics.map(({ code, message, fix }) => `${code}: ${message}; ${fix}`);
  }
  throw new Error('it trained');
}
const taskOf = ({ training }: CompiledModel) => training?.tasks.map(({ loss, why }) => [loss, why]);

describe('a model that names no loss', () => {
  const words = ['no', 'yes', 'maybe'];

  test('has cross-entropy for a category, found or declared, wherever the feed is written', async () => {
    const csv = table((i) => words[i % 3] ?? '');
    for (const data of ['', ', feeds: {target: {columns: [y]}}', ', columns: {y: {type: category}}'])
      expect(taskOf(await train(model(3, data), csv))).toEqual([['cross_entropy', 'the column "y" is a category']]);
    const numbered = table((i) => `${i % 3}`);
    expect(taskOf(await train(model(3, ', columns: {y: {type: category}}'), numbered))?.[0]?.[0]).toBe('cross_entropy');
  });

  test('has mean squared error for numbers', async () => {
    expect(
      taskOf(
        await train(
          model(1, ', feeds: {x: {columns: [x]}, target: {columns: [y]}}'),
          table((i) => `${i}`),
        ),
      ),
    ).toEqual([['mse', 'the column "y" is made of numbers']]);
  });

  test('takes two classes with one unit as well as with two, and both tell them by name', async () => {
    const csv = table((i) => (i < 30 ? 'ham' : 'spam'));
    for (const units of [1, 2]) {
      const trained = await train(model(units, '', '{epochs: 60, rate: 0.1}'), csv);
      expect(taskOf(trained)?.[0]?.[0]).toBe(units === 1 ? 'sigmoid_cross_entropy' : 'cross_entropy');
      const running = await load(trained);
      const [low, high] = running.classify([{ x: 0.05 }, { x: 0.95 }]);
      running.dispose();
      expect([low?.label, high?.label]).toEqual(['ham', 'spam']);
      expect((high?.probabilities.ham ?? 0) + (high?.probabilities.spam ?? 0)).toBeCloseTo(1, 6);
    }
  });

  test('is recorded with what was found in the data', async () => {
    const { training } = await train(
      model(2, ''),
      table((i) => (i % 4 === 0 ? 'a' : 'b')),
    );
    expect(training?.found).toMatchObject({
      format: 'csv',
      rows: { train: 48, validation: 6, test: 6 },
      samples: { train: 48, validation: 6, test: 6 },
      columns: { x: 'number', y: 'category' },
      skipped: 0,
      notes: [],
    });
    expect(training?.found?.counts.y?.reduce((a, b) => a + b)).toBe(48);
  });

  test('and inspect gives it as plain data, from the artifact too', async () => {
    const trained = await train(
      model(2, ', bad_rows: skip, split: {train: 1}'),
      `${table((i) => (i % 4 === 0 ? 'a' : 'b'))}none,a\n`,
    );
    expect(trained.inspect()).toEqual({
      tasks: [{ target: 'target', loss: 'cross_entropy', why: 'the column "y" is a category' }],
      epochs: 3,
      data: {
        format: 'csv',
        parts: [{ name: 'train', rows: 60, samples: 60 }],
        series: null,
        sequences: null,
        time: null,
        windows: null,
        vocabulary: null,
        columns: [
          {
            name: 'x',
            type: 'number',
            feeds: ['x'],
            scale: {
              normalize: 'standard',
              transform: [],
              offset: expect.closeTo(59 / 120, 6),
              scale: expect.closeTo(Math.sqrt((60 ** 2 - 1) / 12) / 60, 6),
              series: null,
            },
            values: null,
            vocabulary: null,
          },
          { name: 'y', type: 'category', feeds: ['target'], scale: null, values: 2, vocabulary: null },
        ],
        moreColumns: 0,
        classes: [
          {
            target: 'target',
            classes: [
              { name: 'a', count: 15 },
              { name: 'b', count: 45 },
            ],
            more: 0,
          },
        ],
        skipped: 1,
        reasons: ['line 62: column "x" is no number: "none"'],
        notes: [],
      },
    });
    const running = await load(readArtifact(trained.toBytes()));
    expect(running.inspect()).toEqual(trained.inspect());
    running.dispose();
    expect(compile(model(2, '')).inspect()).toBeNull();
  });

  test('counts tags that are only to be guessed, without the token that stands for unknown ones where there is none', async () => {
    const text = `
inputs: {w: {shape: [batch, time], dtype: int32}}
layers:
  e: {type: embedding, input: w, vocabulary: auto, units: 2}
  o: {type: dense, input: e, units: classes}
outputs: {o: o}
data: {source: d.csv, split: {train: 1}, columns: {w: {type: text}, t: {type: text, vocabulary: {unknown: <unk>}}}, feeds: {w: {columns: [w]}, target: {columns: [t]}}}
training: {epochs: 1}
`;
    const made = await train(text, 'w,t\na b,N V\nb a c,V N N\nc,N\n');
    expect(made.inspect()?.data?.classes).toEqual([
      {
        target: 'target',
        classes: [
          { name: 'N', count: 4 },
          { name: 'V', count: 2 },
        ],
        more: 0,
      },
    ]);
    const one = await train(text, 'w,t\na b,N N\nb,N\n');
    expect(one.inspect()?.data?.notes).toEqual([
      'the target "target" has one class in the training part: "t" is "N" wherever it has a value, so there is nothing to tell apart',
    ]);
  });

  test('says where a target has one class alone, and refuses a size or a loss of one class', async () => {
    const one = table(() => 'a');
    const note =
      'the target "target" has one class in the training part: "y" is "a" wherever it has a value, so there is nothing to tell apart';
    const absent =
      '"y": class "b" of 2 never stands in the training part, and nothing teaches it; give rows of it, or leave it out of values:';
    for (const [units, data, notes] of [
      [1, '', [note]],
      [2, ', columns: {y: {type: category, values: [a, b]}}', [absent, note]],
    ] as const)
      expect((await train(model(units, data), one)).training?.found?.notes).toEqual(notes);
    expect(await mistakes(model('classes', ''), one)).toEqual([
      'one-class: units of o (classes of the data) would be 1: the target "target" has one class; give data with another class too, or name another target: between one class and itself there is nothing to learn',
    ]);
    expect(await mistakes(model(1, '', '{losses: [{type: cross_entropy, output: o}]}'), one)).toEqual([
      'one-class: cross_entropy is always 0 here: its output has one class; give data with another class too, or name another target',
    ]);
  });

  test('keeps its loss when it is trained on with other data', async () => {
    const first = await train(
      model(2, ''),
      table((i) => (i % 2 === 0 ? 'a' : 'b')),
    );
    const again = await first.train({ files: memorySources({ 'd.csv': table((i) => (i % 3 === 0 ? 'a' : 'b')) }) });
    expect(taskOf(again.model)).toEqual(taskOf(first));
  });
});

describe('a size that the data does not fit is one mistake, with the number that would', () => {
  const categories = (count: number): string => table((i) => `kind${i % count}`);

  test('classes', async () => {
    expect(await mistakes(model(3, ''), categories(4))).toEqual([
      'data-size: "o" tells 3 classes apart, and the column "y" has 4 classes; write units: 4, or units: classes, in layer "o"',
    ]);
    expect(await mistakes(model(1, ''), categories(4))).toEqual([
      'data-size: "o" tells 2 classes apart, and the column "y" has 4 classes; write units: 4, or units: classes, in layer "o"',
    ]);
  });

  test('two classes and one unit: the loss that takes it is named', async () => {
    const loss = (type: string): string => `{losses: [{type: ${type}, output: o, target: y}], epochs: 1}`;
    expect(await mistakes(model(1, '', loss('cross_entropy')), categories(2))).toEqual([
      'data-size: "o" tells 1 class apart, and the column "y" has 2 classes; write units: 2, or units: classes, in layer "o"; or give the loss type: sigmoid_cross_entropy, for which one unit tells two classes apart',
    ]);
    await train(model(1, '', loss('sigmoid_cross_entropy')), categories(2));
  });

  test('labels that do not count from 0', async () => {
    const loss = '{losses: [{type: cross_entropy, output: o, target: y}], epochs: 1}';
    const [mistake, ...more] = await mistakes(
      model(3, '', loss),
      table((i) => `${1 + (i % 3)}`),
    );
    expect(mistake).toMatch(
      /counted from 0, and the column "y" has numbers from 1 to 3; write columns: \{y: \{type: category\}\}/,
    );
    expect(more).toEqual([]);
    // what the message says works
    await train(
      model(3, ', columns: {y: {type: category}}', loss),
      table((i) => `${1 + (i % 3)}`),
    );
    expect(
      (
        await mistakes(
          model(3, '', loss),
          table((i) => `${i % 5}`),
        )
      )[0],
    ).toContain('write units: 5, or units: classes, in layer "o"');
  });

  test('few tags in lists are text, with a class for each of them and none that is unknown', async () => {
    const text = (columns: string): string => `
inputs: {x: {shape: [batch, time, 1]}}
layers: {o: {type: dense, input: x, units: 2}}
outputs: {o: o}
data: {source: d.csv, format: ndjson, split: {train: 1}${columns}, feeds: {target: {columns: [y]}}}
training: {losses: [{type: cross_entropy, output: o, target: target}], epochs: 1}
`;
    const file = (y: readonly string[]): string =>
      Array.from({ length: 2 }, () => JSON.stringify({ x: [0.1, 0.2, 0.3], y })).join('\n');
    expect(await mistakes(text(''), file(['a', 'c', 'b']))).toEqual([
      'data-size: "o" tells 2 classes apart, and the column "y" has 3 different tokens; write columns: {y: {type: category}}, or units: 3, or units: classes, in layer "o"',
    ]);
    await train(text(', columns: {y: {type: category}}'), file(['a', 'a', 'b']));
    const { training } = await train(text(''), file(['a', 'a', 'b']));
    expect(training?.preprocessing.columns.y).toMatchObject({ type: 'text', vocabulary: { tokens: ['a', 'b'] } });
  });

  test('vocabularies', async () => {
    const text = (vocabulary: number): string => `
inputs: {x: {shape: [batch, time], dtype: int32}}
layers:
  e: {type: embedding, input: x, vocabulary: ${vocabulary}, units: 2}
  r: {type: recurrent, input: e, cell: {gru: {units: 2}}}
  o: {type: dense, input: r.last, units: 2}
outputs: {o: o}
data: {source: d.csv, columns: {x: {type: text}}}
training: {epochs: 1}
`;
    const csv = `x,y\n${Array.from({ length: 20 }, (_, i) => `w${i % 5} w${i % 3},${i % 2 === 0 ? 'a' : 'b'}`).join('\n')}\n`;
    const [mistake, ...more] = await mistakes(text(4), csv);
    expect(mistake).toBe(
      'data-size: the vocabulary of layer "e" is 4, and the column "x" has 6 different tokens; write vocabulary: 6, or vocabulary: auto, in layer "e", or keep the most frequent tokens: data: {vocabulary: {size: 4}}',
    );
    expect(more).toEqual([]);
    await train(text(6), csv);
    await train(text(4).replace('data: {', 'data: {vocabulary: {size: 4}, '), csv);
  });
});
