import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { requireClasses } from '../../src/answers/classify.ts';
import { compile, load, type Model, memorySources } from '../../src/index.ts';
import { headNumbers } from '../../src/uncertainty/heads.ts';

const letters = ['a', 'b', 'c', 'd'];
/** All texts of up to so many letters. */
const textsOf = (longest: number, of: readonly string[]): readonly string[] => {
  const all = [''];
  for (let from = 0; ; ) {
    const next = all.slice(from).flatMap((text) => of.map((letter) => text + letter));
    if ((next[0]?.length ?? 0) > longest) return all;
    from = all.length;
    all.push(...next);
  }
};
const reversed = (text: string): string => [...text].reverse().join('');

const spec = (units: number, training: string) => `
name: reverse
inputs:
  question: {shape: [batch, source], dtype: int32}
  before: {shape: [batch, ahead], dtype: int32}
layers:
  question_vectors: {type: embedding, input: question, vocabulary: auto, units: ${units}}
  before_vectors: {type: embedding, input: before, vocabulary: auto, units: ${units}}
  encoder: {type: recurrent, input: question_vectors, cell: {gru: {units: ${units}}}}
  decoder: {type: recurrent, input: before_vectors, cell: {gru: {units: ${units}}}, initial: encoder}
  logits: {type: dense, input: decoder, units: classes}
outputs: {logits: logits}
data:
  source: texts.csv
  vocabulary: {of: characters}
  columns: {question: {type: text}, answer: {type: text}}
  feeds: {before: {columns: [answer], part: previous}}
  split: {train: 1}
training: ${training}
`;
const fileOf = (texts: readonly string[]): string =>
  ['question,answer', ...texts.map((text) => `${text},${reversed(text)}`)].join('\n');

async function trained(units: number, training: string, texts: readonly string[]): Promise<Model> {
  const { model } = await compile(spec(units, training)).train({
    files: memorySources({ 'texts.csv': fileOf(texts) }),
  });
  return load(model);
}

test('a model that learned to turn texts of four letters round says them so', async () => {
  const texts = textsOf(3, letters).filter((text) => text !== '');
  const model = await trained(24, '{rate: 0.02, epochs: 30, batch: 16}', texts);
  try {
    const told = model.predict(texts);
    expect(told.map(({ answer }) => answer)).toEqual(texts.map(reversed));
    expect(model.predict([{ question: 'abc', id: 7 }])).toEqual([
      { id: 7, answer: 'cba', 'answer.probability': expect.any(Number) },
    ]);
    expect(model.predict(texts, { decoding: { kind: 'beam', width: 3 } }).map(({ answer }) => answer)).toEqual(
      texts.map(reversed),
    );
  } finally {
    model.dispose();
  }
}, 60_000);

describe('a model that has hardly learned', () => {
  let model: Model;
  const asked = ['a', 'bca', 'cc', 'abab', 'b'];
  const longest = 3;
  beforeAll(async () => {
    model = await trained(5, '{rate: 0.3, epochs: 2, batch: 4}', textsOf(2, ['a', 'b', 'c']).slice(1));
  });
  afterAll(() => model.dispose());

  interface Said {
    readonly answer: unknown;
    readonly log: number;
    readonly length: number;
    /** Of the answer, or of going on where it is cut off. */
    readonly rank: number;
  }

  /** Log probabilities of all answers, each by a run that reads it. */
  function allAnswers(question: string): readonly Said[] {
    const columns = model.training?.preprocessing.columns ?? {};
    const tokensOf = (column: string): readonly string[] => {
      const recipe = columns[column];
      return recipe?.type === 'text' ? recipe.vocabulary.tokens : [];
    };
    const tokens = tokensOf('answer');
    const [start, end] = [tokens.indexOf('<s>'), tokens.indexOf('</s>')];
    const said = textsOf(
      longest,
      tokens.flatMap((_, i) => (i === start || i === end ? [] : [String.fromCharCode(i)])),
    );
    const source = Array.from(question, (letter) => tokensOf('question').indexOf(letter));
    const numbers = said.map((text) => Array.from(text, (letter) => letter.charCodeAt(0)));
    const { logits } = model.run({ question: said.map(() => source), before: numbers.map((own) => [start, ...own]) });
    const rows = logits?.toArray() as number[][][];
    return numbers.flatMap((own, i): readonly Said[] => {
      const wanted = [...own, end];
      const logs = wanted.map((token, t) => {
        const row = rows[i]?.[t] ?? [];
        const top = Math.max(...row);
        const total = top + Math.log(row.reduce((n, x) => n + Math.exp(x - top), 0));
        return (row[token] ?? Number.NaN) - total;
      });
      const sum = (of: readonly number[]): number => of.reduce((a, b) => a + b, 0);
      const answer = own.map((token) => tokens[token]).join('');
      const whole = { answer, log: sum(logs), rank: sum(logs), length: wanted.length };
      if (own.length < longest) return [whole];
      const log = sum(logs.slice(0, -1));
      return [whole, { ...whole, log, rank: log + Math.log(1 - Math.exp(logs.at(-1) ?? 0)) }];
    });
  }

  const best = (answers: readonly Said[], penalty: number): Said | undefined =>
    [...answers].sort((a, b) => b.rank / b.length ** penalty - a.rank / a.length ** penalty)[0];

  test.each([0, 0.5, 1, 2])(
    'a beam that holds all beginnings finds the best of all answers, and of those that are cut off, length penalty %d',
    (lengthPenalty) => {
      const told = model.predict(asked, { longest, decoding: { kind: 'beam', width: 64, lengthPenalty } });
      asked.forEach((question, i) => {
        const wanted = best(allAnswers(question), lengthPenalty);
        expect(told[i]?.answer, question).toBe(wanted?.answer);
        expect(told[i]?.['answer.probability']).toBeCloseTo(Math.exp(wanted?.log ?? Number.NaN), 5);
      });
    },
  );

  test('probabilities of what is said are those of the whole text, however tokens are chosen', () => {
    const ways = [undefined, { kind: 'random', temperature: 2 }, { kind: 'beam', width: 2 }] as const;
    for (const decoding of ways) {
      const told = model.predict(asked, { longest, ...(decoding === undefined ? {} : { decoding }) });
      asked.forEach((question, i) => {
        const known = allAnswers(question).find(({ answer }) => answer === told[i]?.answer);
        // a text that came to no end is likelier than with one
        if (known !== undefined && `${told[i]?.answer}`.length < longest)
          expect(told[i]?.['answer.probability']).toBeCloseTo(Math.exp(known.log), 5);
      });
    }
  });

  test('a wider beam finds no worse answer', () => {
    const found = [1, 2, 4, 8].map((width) =>
      model.predict(asked, { longest, decoding: { kind: 'beam', width, lengthPenalty: 0 } }),
    );
    // beams of width 1 keep one beginning and may miss what greedy finds
    const last = found.at(-1);
    for (const told of found)
      for (const [i, row] of told.entries())
        expect(Number(last?.[i]?.['answer.probability'])).toBeGreaterThan(Number(row['answer.probability']) - 1e-6);
  });

  test('the same seed draws the same texts, another one others', () => {
    const many = Array.from({ length: 20 }, () => 'abc');
    const draw = (seed: number) =>
      model.predict(many, { longest: 6, seed, decoding: { temperature: 2 } }).map(({ answer }) => answer);
    expect(draw(3)).toEqual(draw(3));
    expect(draw(3)).not.toEqual(draw(4));
    expect(new Set(draw(3)).size).toBeGreaterThan(3);
    expect(draw(3).every((text) => `${text}`.replaceAll('<unk>', '?').length <= 6)).toBe(true);
  });

  test('what asks for the right steps is refused', () => {
    const refused = 'inputs that are known before the model answers';
    for (const ask of [
      () => model.classifySteps([{ question: 'a', answer: 'a' }]),
      () => model.classify([{ question: 'a', answer: 'a' }]),
      () => model.session({ raw: true }),
    ])
      expect(ask).toThrow(refused);
    expect(() => model.predict(asked, { decoding: { kind: 'beam' } as never })).toThrow('beam');
    expect(() => model.predict(asked, { probabilities: true })).toThrow('probabilities has no effect here');
    expect(() => requireClasses(model, 'classify')).toThrow('use predict');
  });
});

describe('a model that says a text and more', () => {
  const texts = textsOf(2, ['a', 'b', 'c']).slice(1);
  const yaml = spec(
    5,
    '{rate: 0.1, epochs: 1, losses: [{type: cross_entropy, output: logits, target: answer}, {type: cross_entropy, output: kind, target: kind}, {type: mse, output: size, target: size}]}',
  )
    .replace(
      'outputs: {logits: logits}',
      `  kind_logits: {type: dense, input: encoder.last, units: classes}
  size_number: {type: dense, input: decoder.last, units: 1}
outputs: {logits: logits, kind: kind_logits, size: size_number}`,
    )
    .replace('answer: {type: text}}', 'answer: {type: text}, kind: {type: category}, size: {type: number}}');
  const rows = texts.map((text) => [text, reversed(text), text.includes('a') ? 'with' : 'without', text.length]);
  const csv = ['question,answer,kind,size', ...rows.map((row) => row.join(','))].join('\n');
  let model: Model;
  beforeAll(async () => {
    model = await load((await compile(yaml).train({ files: memorySources({ 'texts.csv': csv }) })).model);
  });
  afterAll(() => model.dispose());

  test('tells all of its heads, each as a run says that reads the text', () => {
    const told = model.predict(['a', 'bc', 'cab'], { longest: 4, probabilities: true });
    const { columns = {} } = model.training?.preprocessing ?? {};
    const tokensOf = (name: string): readonly string[] => {
      const recipe = columns[name];
      return recipe?.type === 'text' ? recipe.vocabulary.tokens : [];
    };
    const size = columns.size?.type === 'number' ? columns.size : { offset: [], scale: [] };
    ['a', 'bc', 'cab'].forEach((question, i) => {
      const one = told[i] ?? {};
      const { answer, 'kind.with': yes, 'kind.without': no, kind, 'kind.probability': sure } = one;
      expect(Number(yes) + Number(no)).toBeCloseTo(1, 5);
      expect(Math.max(Number(yes), Number(no))).toBe(sure);
      expect(kind).toBe(Number(yes) > Number(no) ? 'with' : 'without');
      const said = (`${answer}`.match(/<unk>|./g) ?? []).map((token) => tokensOf('answer').indexOf(token));
      const run = model.run({
        question: [Array.from(question, (letter) => tokensOf('question').indexOf(letter))],
        before: [[tokensOf('answer').indexOf('<s>'), ...said]],
      });
      expect(one.size).toBeCloseTo(Number(run.size?.data[0]) * (size.scale[0] ?? 1) + (size.offset[0] ?? 0), 4);
      const logits = run.kind?.data ?? [];
      expect(yes).toBeCloseTo(1 / (1 + Math.exp(Number(logits[1]) - Number(logits[0]))), 5);
    });
    expect(Object.keys(model.predict(['a'])[0] ?? {}).sort()).toEqual(
      ['answer', 'answer.probability', 'kind', 'kind.probability', 'size'].sort(),
    );
  });
});

describe('a decoder of numbers', () => {
  const values = Array.from({ length: 60 }, (_, i) => 20 + 10 * Math.sin(i / 3));
  const series = (loss: string, units: number) => `
name: ahead
inputs: {past: {shape: [batch, time, 1]}, before: {shape: [batch, ahead, 1]}}
layers:
  encoder: {type: recurrent, input: past, cell: {gru: {units: 6}}}
  decoder: {type: recurrent, input: before, cell: {gru: {units: 6}}, initial: encoder}
  y: {type: dense, input: decoder, units: ${units}}
outputs: {y: y}
data:
  source: series.csv
  windows: {width: 8, horizon: 4}
  feeds: {past: {columns: [v]}, before: {columns: [v], part: previous}}
training: {losses: [${loss}], rate: 0.02, epochs: 3}
`;

  test.each([
    ['{type: mse, output: y}', 1],
    ['{type: gaussian_nll, output: y}', 2],
    ['{type: quantile, output: y, quantiles: [0.1, 0.5, 0.9]}', 3],
  ] as const)('reads its own forecasts: %s', async (loss, units) => {
    const file = ['v', ...values].join('\n');
    const { model: bytes } = await compile(series(loss, units)).train({ files: memorySources({ 'series.csv': file }) });
    const model = await load(bytes);
    try {
      const rows = values.map((v) => ({ v }));
      const told = model.forecast(rows).rows;
      const recipe = model.training?.preprocessing.columns.v;
      const {
        offset: [offset = 0],
        scale: [scale = 1],
      } = recipe?.type === 'number' ? recipe : { offset: [], scale: [] };
      const scaled = values.map((v) => (v - offset) / scale);
      const [task] = model.training?.tasks ?? [];
      if (task === undefined) throw new Error('no task');
      // by whole runs, each with one step more that is known
      const said = [scaled.at(-1) ?? 0];
      for (let t = 0; t < 4; t++) {
        const { y } = model.run({ past: [scaled.slice(-8).map((v) => [v])], before: [said.map((v) => [v])] });
        const numbers = headNumbers(task, y?.data as Float32Array, units).at(t);
        said.push(numbers[units === 3 ? 1 : 0] ?? Number.NaN);
      }
      const points = told.map((row) => Number(row.v ?? row['v.q50'] ?? row['v.mean']));
      said.slice(1).forEach((value, t) => {
        expect(points[t]).toBeCloseTo(value * scale + offset, 3);
      });
      expect(model.predict(rows)).toEqual(told);
      // beyond its horizon it goes on from its own rows
      expect(model.forecast(rows, { horizon: 6 }).rows.slice(0, 4)).toEqual(told);
      expect(() => model.forecast(rows, { interval: 0.8 })).toThrow('no band is known');
    } finally {
      model.dispose();
    }
  });

  test('says as many steps in a row as its training had, or as are asked for', async () => {
    const yaml = series('{type: mse, output: y}', 1)
      .replace('windows: {width: 8, horizon: 4}', 'split: {train: 1}')
      .replace('series.csv', 'rows.json')
      .replace('columns: [v]}, before: {columns: [v]', 'columns: [x]}, before: {columns: [w]');
    const rows = [3, 5, 4].map((n) => ({ x: values.slice(0, n), w: values.slice(n, 2 * n) }));
    const { model: bytes } = await compile(yaml).train({ files: memorySources({ 'rows.json': JSON.stringify(rows) }) });
    const model = await load(bytes);
    try {
      const asked = rows.map(({ x }) => ({ x }));
      const told = model.predict(asked);
      expect(told.map(({ w }) => (w as number[]).length)).toEqual([5, 5, 5]);
      const fewer = model.predict(asked, { longest: 2 });
      expect(fewer.map(({ w }) => w)).toEqual(told.map(({ w }) => (w as number[]).slice(0, 2)));
      expect(() => model.predict(asked, { decoding: { kind: 'greedy' } })).toThrow('the model says no text');
    } finally {
      model.dispose();
    }
  });
});
