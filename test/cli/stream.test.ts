import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { linesOf, MAX_LINE_BYTES } from '../../src/cli/stream/lines.ts';
import { runStream } from '../../src/cli/stream/run-stream.ts';
import type { Stepper } from '../../src/cli/stream/stepper.ts';
import { compile, load } from '../../src/index.ts';
import { main, models, rnnc } from './command.ts';

const leaky = `
inputs: {x: {shape: [batch, time, 2]}, on: {shape: [batch, time], dtype: int32}}
cells:
  leaky:
    parameters: {units: size}
    inputs: {x: [n]}
    state: [{h: [units]}, {peak: [units]}]
    weights: {w: {shape: [n, units]}}
    equations: |
      h' = 0.8 * h + 0.2 * tanh(x @ w)
      peak' = maximum(peak, h')
    output: h' + peak'
layers:
  m: {type: recurrent, input: x, cell: {leaky: {units: 3}}, mask: on}
outputs: {m: m, peak: m.final.peak}
`;
const deep = `
inputs: {x: {shape: [batch, time, 2]}}
layers:
  a: {type: recurrent, input: x, cell: [{lstm: {units: 4}}, {gru: {units: 3}}, {rnn: {units: 4}}], wrap: [{dropout: {output_keep_prob: 0.9}}]}
  y: {type: dense, input: a, units: 2}
outputs: {y: y, last: a.last}
`;
const prices = `
inputs: {x: {shape: [batch, time, 1]}}
layers:
  memory: {type: recurrent, input: x, cell: {gru: {units: 4}}}
  next: {type: dense, input: memory, units: 1}
outputs: {next: next}
data:
  source: prices.csv
  windows: {width: 5}
  feeds: {x: {columns: [price]}, target: {columns: [price], part: next}}
training: {epochs: 2}
`;
const changes = prices.replace('data:', 'data:\n  columns: {price: {type: number, transform: difference}}');
const tags = `
inputs: {words: {shape: [batch, time], dtype: int32}}
layers:
  v: {type: embedding, input: words, vocabulary: auto, units: 4}
  m: {type: recurrent, input: v, cell: {lstm: {units: 6}}}
  tags: {type: dense, input: m, units: classes}
outputs: {tags: tags}
data: {source: tags.ndjson, columns: {words: {type: text}, tags: {type: category}}, feeds: {words: {columns: [words]}, tag: {columns: [tags]}}}
training: {epochs: 2, losses: [{type: cross_entropy, output: tags, target: tag}]}
`;
const characters = `
inputs: {c: {shape: [batch, time], dtype: int32}}
layers:
  v: {type: embedding, input: c, vocabulary: 30, units: 4}
  m: {type: recurrent, input: v, cell: {gru: {units: 6}}}
  next: {type: dense, input: m, units: 30}
outputs: {next: next}
data: {source: text.txt, vocabulary: {of: characters}, windows: {width: 10}}
training: {losses: [{type: cross_entropy, output: next}], epochs: 1, batch: 4}
`;

let folder = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rnnc-stream-'));
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  for (const [name, text] of Object.entries({ leaky, deep, prices, changes, tags, characters }))
    write(`${name}.yaml`, text);
  const values = Array.from({ length: 60 }, (_, i) => (10 + Math.sin(i / 3)).toFixed(3));
  write('prices.csv', `price\n${values.join('\n')}\n`);
  const words = ['the', 'a', 'cat', 'dog', 'sees', 'runs'];
  const kinds = ['D', 'D', 'N', 'N', 'V', 'V'];
  const sentences = Array.from({ length: 20 }, (_, i) =>
    Array.from({ length: 3 }, (_unused, t) => (i * 5 + t * 3) % 6),
  );
  write(
    'tags.ndjson',
    sentences
      .map((s) => `${JSON.stringify({ words: s.map((w) => words[w]), tags: s.map((w) => kinds[w]) })}\n`)
      .join(''),
  );
  write('text.txt', 'The cat sat on the mat. The dog saw The cat. '.repeat(12));
  for (const name of ['prices', 'changes', 'tags', 'characters']) {
    const { code, err } = await rnnc(['train', `${name}.yaml`], { cwd: folder });
    if (code !== 0) throw new Error(err);
  }
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

/** Streams these lines from a file through a model. */
async function streamed(
  model: string,
  lines: readonly string[],
  options: readonly string[] = [],
): Promise<{ readonly code: number | null; readonly lines: readonly string[]; readonly err: string }> {
  writeFileSync(join(folder, 'steps.txt'), lines.map((line) => `${line}\n`).join(''));
  const args = ['run', model, '--stream', '--input', 'steps.txt', ...options];
  const { code, out, err } = await rnnc(args, { cwd: folder });
  return { code, lines: out.split('\n').slice(0, -1), err };
}
const jsonOf = (lines: readonly string[]): readonly { readonly [name: string]: never }[] =>
  lines.map((line) => JSON.parse(line) as { readonly [name: string]: never });

/** The largest difference of numbers at the same place. */
function distance(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return Math.abs(a - b);
  if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return Number.POSITIVE_INFINITY;
  return a.reduce((most: number, each, i) => Math.max(most, distance(each, b[i])), 0);
}

describe('the steps of a stream give what one run over the whole series gives', () => {
  test('a stack of different cells, as JSON and as CSV', async () => {
    const x = Array.from({ length: 9 }, (_, t) => [Math.sin(t), Math.cos(2 * t)]);
    const model = await load(compile(deep));
    const { y, last } = model.run({ x: [x] });
    model.dispose();
    const json = await streamed(
      'deep.yaml',
      x.map((step) => JSON.stringify({ x: step })),
    );
    expect([json.code, json.err]).toEqual([0, '']);
    const steps = jsonOf(json.lines);
    expect(distance([steps.map((step) => step.y)], y?.toArray())).toBeLessThan(1e-6);
    expect(distance([steps.at(-1)?.last], last?.toArray())).toBeLessThan(1e-6);
    const csv = await streamed('deep.yaml', ['first,second', ...x.map((step) => step.join(','))]);
    expect([csv.code, csv.lines[0]]).toEqual([0, 'y.0,y.1,last.0,last.1,last.2,last.3']);
    const rows = csv.lines.slice(1).map((line) => line.split(',').map(Number));
    expect(distance([rows.map((row) => row.slice(0, 2))], y?.toArray())).toBeLessThan(1e-6);
  });

  test("one's own cell with two inputs, and sequences that an empty line parts", async () => {
    const x = Array.from({ length: 6 }, (_, t) => [Math.sin(t), t / 5]);
    const on = x.map((_, t) => (t % 3 === 1 ? 0 : 1));
    const model = await load(compile(leaky));
    const { m } = model.run({ x: [x.slice(0, 4), x.slice(4)], on: [on.slice(0, 4), on.slice(4)] });
    model.dispose();
    const lines = x.map((step, t) => JSON.stringify({ on: on[t], x: step }));
    const { code, lines: told } = await streamed('leaky.yaml', [...lines.slice(0, 4), '', ...lines.slice(4)]);
    expect([code, told[4]]).toEqual([0, '']);
    const [first = [], second = []] = (m?.toArray() ?? []) as never as readonly (readonly number[][])[];
    const steps = jsonOf(told.filter((line) => line !== '')).map((step) => step.m);
    expect(distance(steps, [...first, ...second.slice(0, 2)])).toBeLessThan(1e-6);
  });

  test('a forecaster in the units of its data: the last step of a window says what predict says of it', async () => {
    const rows = ['10.1', '10.4', '9.8', '9.9', '10.2', '10', '9.7', '9.6', '10.3', '10.5'];
    const { code, lines } = await streamed('prices.rnnc', ['price', ...rows.slice(0, 5), '', ...rows.slice(5)]);
    expect([code, lines[0], lines[6]]).toEqual([0, 'price', '']);
    const answers = [lines[5], lines[11]].map(Number);
    for (const [i, window] of [rows.slice(0, 5), rows.slice(5)].entries()) {
      writeFileSync(join(folder, 'window.csv'), `price\n${window.join('\n')}\n`);
      const { out } = await rnnc(['predict', 'prices.rnnc', '--data', 'window.csv', '--keep', 'none'], { cwd: folder });
      const [said = Number.NaN] = out
        .split('\n')
        .slice(1)
        .map((line) => Number(line.split(',').at(-1)));
      expect(Math.abs((answers[i] ?? 0) - said)).toBeLessThan(1e-5);
    }
  });

  test('a column that is fed as differences: the first step of a sequence is answered with nothing', async () => {
    const { code, lines } = await streamed('changes.rnnc', ['price', '10', '10.1', '', '10', '10.1']);
    expect([code, lines.slice(0, 2)]).toEqual([0, ['price', '""']]);
    expect(lines.slice(3)).toEqual(['', '""', lines[2]]);
    expect(Number(lines[2])).toBeGreaterThan(9);
  });

  test('a tagger: a word on each line', async () => {
    const words = ['the', 'dog', 'runs', 'a', 'cat'];
    const lines = words.map((word) => JSON.stringify({ words: word }));
    const { code, lines: told } = await streamed('tags.rnnc', lines);
    writeFileSync(join(folder, 'sentence.ndjson'), `${JSON.stringify({ words })}\n`);
    const args = ['predict', 'tags.rnnc', '--data', 'sentence.ndjson', '--format', 'ndjson'];
    const [sentence] = jsonOf((await rnnc(args, { cwd: folder })).out.trim().split('\n'));
    expect([code, jsonOf(told).map((step) => step.tags)]).toEqual([0, sentence?.tags]);
    const probabilities = jsonOf(told).map((step) => step['tags.probability']);
    expect(distance(probabilities, sentence?.['tags.probability'])).toBeLessThan(1e-6);
  });

  test('texts, and the numbers that a trained model computes with', async () => {
    const texts = await streamed('characters.rnnc', ['"T"', '"h"']);
    expect([texts.code, texts.lines.length]).toEqual([0, 2]);
    const whole = await rnnc(['predict', 'characters.rnnc', '--text', 'Th', '--format', 'ndjson'], { cwd: folder });
    const [{ next: said = [] } = {}] = jsonOf([whole.out]) as readonly { readonly next?: readonly string[] }[];
    expect(jsonOf(texts.lines).map(({ next }) => next)).toEqual(said);
    const prepared = await streamed('prices.rnnc', ['{"x": [0.5]}'], ['--prepared']);
    expect([prepared.code, Object.keys(jsonOf(prepared.lines)[0] ?? {})]).toEqual([0, ['next']]);
  });

  test('start values, and inputs that hold for all steps', async () => {
    const text = `
inputs: {question: {shape: [batch, words, 2]}, answer: {shape: [batch, time, 3]}}
layers:
  encoder: {type: recurrent, input: question, cell: {gru: {units: 4}}, direction: bidirectional, merge: sum}
  decoder: {type: recurrent, input: answer, cell: {gru: {units: 4}}, initial: encoder}
outputs: {decoder: decoder}
`;
    writeFileSync(join(folder, 'answer.yaml'), text);
    const given = {
      question: [
        [
          [1, 0],
          [0, 1],
          [1, 1],
        ],
      ],
    };
    writeFileSync(join(folder, 'question.json'), JSON.stringify(given));
    const answer = [
      [1, 0, 0],
      [0, 1, 0],
    ];
    const model = await load(compile(text));
    const { decoder } = model.run({ ...given, answer: [answer] });
    model.dispose();
    const lines = answer.map((step) => JSON.stringify({ answer: step }));
    const { code, lines: told } = await streamed('answer.yaml', lines, ['--start', 'question.json', '--over', 'time']);
    expect(code).toBe(0);
    expect(distance([jsonOf(told).map((step) => step.decoder)], decoder?.toArray())).toBeLessThan(1e-6);
  });
});

describe('broken lines', () => {
  test('each is reported with its number, what was expected and found; the state is as it was and the lines of the output stay in their places', async () => {
    const good = ['{"x": [1, 2]}', '{"x": [0.5, -1]}'];
    const lines = [
      good[0] ?? '',
      '{"x": [1]}',
      '{"x": [1, "a"], "z": 1}',
      '{"x": [1, 2',
      '[1, 2]',
      '{"x": [NaN, 1]}',
      good[1] ?? '',
    ];
    const { code, lines: told, err } = await streamed('deep.yaml', lines);
    expect(code).toBe(1);
    expect([told[0], told[6]]).toEqual((await streamed('deep.yaml', good)).lines);
    expect(told.slice(1, 6).map((line) => Object.keys(JSON.parse(line) as object))).toEqual(Array(5).fill(['error']));
    expect(err).toMatchInlineSnapshot(`
      "error[input-size]: steps.txt:2: "x" must be a list of 2 numbers
        expected: a list of 2 numbers
        found:    a list of 1
        fix:      write a step as {"x": [0, 0]}
      error[input-unknown]: steps.txt:3: the model has no input "z"
        expected: one of x
        found:    "z"
        fix:      give what the model takes: x

      error[input-not-a-number]: steps.txt:3: x[1] is not a number
        expected: a number
        found:    "a"
        fix:      feed numbers
      error[stream-line]: steps.txt:4: the line is no JSON: the text ends inside […], at character 12
        expected: one JSON object on a line of its own
        fix:      correct the line; a whole step stands on one line
      error[stream-line]: steps.txt:5: a step can't be a list of 2
        expected: {"x": [0, 0]}
        found:    a list of 2
        fix:      write a step as {"x": [0, 0]}
      error[stream-line]: steps.txt:6: the line is no JSON: NaN is no value of JSON, at character 8
        expected: one JSON object on a line of its own
        fix:      correct the line; a whole step stands on one line
      5 lines were broken and left the state as it was, the first of them line 2; 2 steps were taken
      "
    `);
  });

  test('of CSV', async () => {
    const { code, lines, err } = await streamed('deep.yaml', ['a,b', '1,2', '1', '1,x', '1,"2', '1,2', '', '1,2']);
    expect([code, lines.slice(2, 5), lines[6], lines[7]]).toEqual([1, Array(3).fill(',,,,,'), '', lines[1]]);
    expect(err.match(/steps\.txt:\d+/g)).toEqual(['steps.txt:3', 'steps.txt:4', 'steps.txt:5']);
    expect(err).toContain(
      '3 lines were broken and left the state as it was, the first of them line 3; 3 steps were taken',
    );
  });

  test('in raw units, where a later column is wrong', async () => {
    const good = await streamed('prices.rnnc', ['price', '10', '10.5']);
    const { code, lines, err } = await streamed('prices.rnnc', ['price', '10', 'ten', '10.5']);
    expect([code, lines]).toEqual([1, [...good.lines.slice(0, 2), '""', ...good.lines.slice(2)]]);
    expect(err).toContain('steps.txt:3: ');
  });

  test.each<[string, string, readonly string[], string]>([
    ['a first line without the columns', 'prices.rnnc', ['cost', '1'], 'error[csv-header]'],
    ['CSV for a model of text', 'characters.rnnc', ['T'], 'the steps of a model of text are JSON'],
    ['CSV for two inputs', 'leaky.yaml', ['1,2'], 'error[csv-input]'],
  ])('%s ends the stream at once', async (_, model, lines, message) => {
    const { code, lines: told, err } = await streamed(model, lines);
    expect([code, told]).toEqual([1, []]);
    expect(err).toContain(message);
  });

  test('a model that can not step is refused before anything is read; options of streams need one', async () => {
    const { code, err } = await rnnc(['run', join(models, 'tagger.yaml'), '--stream'], { cwd: folder });
    expect(code).toBe(1);
    expect(err).toContain('reads its sequence backward');
    expect((await rnnc(['run', 'deep.yaml', '--over', 'time'], { cwd: folder })).code).toBe(2);
  });
});

describe('lines', () => {
  const read = async (...chunks: readonly (string | readonly number[])[]): Promise<readonly (string | null)[]> => {
    async function* bytes(): AsyncGenerator<Uint8Array> {
      for (const chunk of chunks)
        yield typeof chunk === 'string' ? new TextEncoder().encode(chunk) : Uint8Array.from(chunk);
    }
    const lines: (string | null)[] = [];
    for await (const { text, problem } of linesOf(bytes())) lines.push(problem ?? text);
    return lines;
  };

  test('are cut wherever chunks end', async () => {
    expect(await read('a\r\nb', 'c\n', '\n\nd')).toEqual(['a', 'bc', '', '', 'd']);
    expect(await read('\uFEFFa\n\uFEFFb\n')).toEqual(['a', '\uFEFFb']);
    expect(await read([0xc3], [0xa4, 10, 0xff, 10, 97])).toEqual(['ä', 'not-utf8', 'a']);
    expect(await read()).toEqual([]);
  });

  test('that have no end are not kept', async () => {
    const part = 'x'.repeat(MAX_LINE_BYTES / 4);
    expect(await read(part, part, part, part, part, 'y\nz')).toEqual(['too-long', 'z']);
  });
});

test('no more is read before there is room for what was said', async () => {
  const echo: Stepper<string> = {
    takesTexts: false,
    columns: ['x'],
    step: (given) => [JSON.stringify(given)],
    finish: () => [],
    reset: () => {},
    toJson: (told) => told,
    toFields: (told) => [told],
    csv: () => ({ hasHeader: false, read: (line) => line }),
  };
  let read = 0;
  async function* input(): AsyncGenerator<Uint8Array> {
    for (; read < 4; ) {
      read++;
      yield new TextEncoder().encode('{}\n{}\n');
    }
  }
  const written: string[] = [];
  const waiting: (() => void)[] = [];
  const done = runStream(echo, false, {
    input: input(),
    write: (line) => {
      written.push(line);
      return new Promise<void>((resolve) => waiting.push(resolve));
    },
    report: () => {},
    isStopped: () => false,
  });
  for (let lines = 1; lines <= 8; lines++) {
    await new Promise(setImmediate);
    expect([written.length, read]).toEqual([lines, Math.ceil(lines / 2)]);
    waiting.at(-1)?.();
  }
  expect(await done).toEqual({ steps: 8, broken: 0, firstBroken: null });
});

test('an answer comes before the next line is written; an interrupt ends the stream, as does a reader that goes away', async () => {
  const start = (): ReturnType<typeof spawn> =>
    spawn(process.execPath, [main, 'run', join(folder, 'deep.yaml'), '--stream'], { stdio: ['pipe', 'pipe', 'pipe'] });
  const asked = start();
  const answers = createInterface({ input: asked.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]();
  for (const step of ['{"x": [1, 2]}', 'no', '{"x": [3, 4]}']) {
    asked.stdin?.write(`${step}\n`);
    expect((await answers.next()).value).toMatch(step === 'no' ? /^\{"error"/ : /^\{"y"/);
  }
  asked.kill('SIGINT');
  expect(await once(asked, 'exit')).toEqual([130, null]);
  const left = start();
  let err = '';
  left.stderr?.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  left.stdin?.on('error', () => {});
  left.stdout?.once('data', () => left.stdout?.destroy());
  const feed = setInterval(() => left.stdin?.write('{"x": [1, 2]}\n'.repeat(100)), 5);
  const ended = await once(left, 'exit');
  clearInterval(feed);
  expect([ended, err]).toEqual([[0, null], '']);
});
