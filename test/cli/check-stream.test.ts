import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { models, rnnc, temporaryFolder } from './command.ts';

/** What check says of a model as a stream. */
async function checked(
  text: string,
): Promise<{ readonly code: number | null; readonly out: string; readonly err: string }> {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'm.yaml'), text);
  return rnnc(['check', 'm.yaml', '--stream'], { cwd: folder });
}

describe('check --stream', () => {
  test('says of a model that runs step by step over which axis, and what is given first', async () => {
    const { code, out } = await checked(`
inputs: {question: {shape: [batch, words, 2]}, answer: {shape: [batch, time, 3]}}
layers:
  encoder: {type: recurrent, input: question, cell: {gru: {units: 4}}, direction: bidirectional, merge: sum}
  decoder: {type: recurrent, input: answer, cell: {gru: {units: 4}}, initial: encoder}
outputs: {decoder: decoder}
`);
    expect([code, out]).toEqual([
      0,
      'm.yaml: ok, 300 numbers in 12 weights\nm.yaml: runs step by step, over "time", with question given when the session opens; delay 0: what it says of a step follows from the steps up to it\n',
    ]);
  });

  test('with --json as data, a line for each model', async () => {
    const folder = temporaryFolder();
    const model = (direction: string): string =>
      `inputs: {x: {shape: [batch, time, 2]}}\nlayers:\n  memory: {type: recurrent, input: x, cell: {gru: {units: 2}}, direction: ${direction}}\noutputs: {memory: memory}\n`;
    writeFileSync(join(folder, 'a.yaml'), model('forward'));
    writeFileSync(join(folder, 'b.yaml'), model('backward'));
    const { code, out } = await rnnc(['check', 'a.yaml', 'b.yaml', '--stream', '--json'], { cwd: folder });
    const [a, b] = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(code).toBe(1);
    expect(a).toMatchObject({ file: 'a.yaml', ok: true, stream: { delay: 0, over: [{ over: 'time', given: [] }] } });
    expect(b).toMatchObject({ file: 'b.yaml', ok: false, mistakes: [{ file: 'b.yaml', line: 3 }] });
    expect(b.mistakes[0].code).toMatch(/^[a-z-]+$/);
  });

  test('says for how many steps convolutions wait together', async () => {
    const { code, err } = await checked(`
inputs: {x: {shape: [batch, time, 2]}}
layers:
  more: {type: conv1d, input: near, units: 3, kernel_size: 3, dilation: 2, padding: same}
  near: {type: conv1d, input: x, units: 3, kernel_size: 4, padding: same}
outputs: {y: more}
`);
    expect(code).toBe(1);
    expect(err).toContain('layer "more" reads 2 steps ahead');
    expect(err).toContain('rnnc run --stream --lookahead 4; or write padding: causal');
  });

  test('tells everything that prevents it at once, with the key, reference or name', async () => {
    const { code, err } = await checked(`
inputs: {x: {shape: [batch, time, 2]}}
layers:
  first: {type: recurrent, input: x, cell: {gru: {units: 2}}, direction: bidirectional, depth: 2}
  middle: {type: recurrent, input: first, cell: {rnn: {units: 2}}}
  second:
    type: recurrent
    input: middle
    cell: {lstm: {units: 2}}
    direction: backward
  third: {type: recurrent, input: middle, cell: {rnn: {units: 2}}, initial: middle}
  average: {type: mean, input: second}
outputs: {average: average, third: third}
`);
    expect(code).toBe(1);
    expect(err).toMatchInlineSnapshot(`
      "m.yaml:4:74 error[not-streaming]: the model can't run one step at a time: layer "first" reads its sequence backward, which needs the whole sequence
        2 | inputs: {x: {shape: [batch, time, 2]}}
        3 | layers:
      > 4 |   first: {type: recurrent, input: x, cell: {gru: {units: 2}}, direction: bidirectional, depth: 2}
          |                                                                          ^^^^^^^^^^^^^
        5 |   middle: {type: recurrent, input: first, cell: {rnn: {units: 2}}}
        6 |   second:
        expected: that what is said of a step follows from the steps up to it
        found:    layer "first" reads its sequence backward, which needs the whole sequence
        fix:      change this where answers must come step by step; rnnc run and rnnc predict take whole sequences

      m.yaml:10:16 error[not-streaming]: the model can't run one step at a time: layer "second" reads its sequence backward, which needs the whole sequence
         8 |     input: middle
         9 |     cell: {lstm: {units: 2}}
      > 10 |     direction: backward
           |                ^^^^^^^^
        11 |   third: {type: recurrent, input: middle, cell: {rnn: {units: 2}}, initial: middle}
        12 |   average: {type: mean, input: second}
        expected: that what is said of a step follows from the steps up to it
        found:    layer "second" reads its sequence backward, which needs the whole sequence
        fix:      change this where answers must come step by step; rnnc run and rnnc predict take whole sequences

      m.yaml:11:77 error[not-streaming]: the model can't run one step at a time: layer "third" starts from the final state of "middle", which needs that layer's whole sequence
         9 |     cell: {lstm: {units: 2}}
        10 |     direction: backward
      > 11 |   third: {type: recurrent, input: middle, cell: {rnn: {units: 2}}, initial: middle}
           |                                                                             ^^^^^^
        12 |   average: {type: mean, input: second}
        13 | outputs: {average: average, third: third}
        expected: that what is said of a step follows from the steps up to it
        found:    layer "third" starts from the final state of "middle", which needs that layer's whole sequence
        fix:      change this where answers must come step by step; rnnc run and rnnc predict take whole sequences

      m.yaml:12:19 error[not-streaming]: the model can't run one step at a time: layer "average" takes the mean over all steps, which needs the whole sequence
        10 |     direction: backward
        11 |   third: {type: recurrent, input: middle, cell: {rnn: {units: 2}}, initial: middle}
      > 12 |   average: {type: mean, input: second}
           |                   ^^^^
        13 | outputs: {average: average, third: third}
        14 |
        expected: that what is said of a step follows from the steps up to it
        found:    layer "average" takes the mean over all steps, which needs the whole sequence
        fix:      change this where answers must come step by step; rnnc run and rnnc predict take whole sequences
      "
    `);
  });

  test('tells it for every time axis where there are several', async () => {
    const { code, err } = await checked(`
inputs: {a: {shape: [batch, source, 2]}, b: {shape: [batch, target, 2]}}
layers:
  one: {type: recurrent, input: a, cell: {gru: {units: 2}}, direction: backward}
  two: {type: recurrent, input: b, cell: {gru: {units: 2}}, direction: backward, initial: one}
outputs: {one: one, two: two}
`);
    expect(code).toBe(1);
    expect([...err.matchAll(/m\.yaml:\d+:\d+/g)].map(([place]) => place)).toEqual([
      'm.yaml:4:72',
      'm.yaml:5:3',
      'm.yaml:5:72',
    ]);
  });

  test('tells inputs that no row of the data gives', async () => {
    const { code, err } = await checked(`
inputs: {past: {shape: [batch, time, 1]}, plan: {shape: [batch, 1]}}
layers:
  memory: {type: recurrent, input: past, cell: {gru: {units: 2}}}
  both: {type: concat, inputs: [memory.last, plan]}
  next: {type: dense, input: both, units: 1}
outputs: {next: next}
data:
  source: sales.csv
  windows: {width: 4}
  feeds:
    past: {columns: [sales]}
    plan: {columns: [promo], part: horizon}
    target: {columns: [sales], part: horizon}
training: {losses: [{type: mse, output: next}]}
`);
    expect(code).toBe(1);
    expect(err).toContain('m.yaml:13:5 error[rows-needed]');
  });

  test('over trees there are no steps; files are checked one by one', async () => {
    const { code, out, err } = await rnnc([
      'check',
      ...['seed-rnn', 'tagger', 'tree-sentiment'].map((name) => join(models, `${name}.yaml`)),
      '--stream',
    ]);
    expect(code).toBe(1);
    expect(out).toContain('seed-rnn.yaml: runs step by step; delay 0');
    expect(err.match(/models\/.*error.*/g)?.map((line) => line.replace(/^.*models\//, ''))).toEqual([
      expect.stringMatching(/^tagger\.yaml:15:16 error\[not-streaming\]: .* backward/),
      expect.stringMatching(/^tree-sentiment\.yaml:.* runs over trees/),
    ]);
  });
});
