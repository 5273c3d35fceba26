import { expect, test } from 'vitest';
import { compile, load } from '../../src/index.ts';

test('the outputs of process tell the steps of each series, as those of run', async () => {
  const model = await load(
    compile(
      'inputs: {x: {shape: [batch, time, 1]}}\nlayers: {r: {type: recurrent, input: x, cell: {gru: {units: 2}}}}\noutputs: {r: r}\n',
    ),
  );
  const session = model.session({ batch: 2 });
  const x = [[[1], [2], [3]], [[1]]];
  expect(session.process({ x }).r?.lengths).toEqual(Int32Array.of(3, 1));
  expect(model.run({ x }).r?.lengths).toEqual(Int32Array.of(3, 1));
  expect(session.process({ x: [[[1]], []] }).r?.lengths).toEqual(Int32Array.of(1, 0));
  expect(session.process({ x: [[[1]], [[1]]] }).r?.lengths).toBeNull();
  model.dispose();
});

test('what follows from an input that was given at the opening has the lengths of that', async () => {
  const model = await load(
    compile(`
inputs:
  question: {shape: [batch, words, 2]}
  answer: {shape: [batch, time, 2]}
layers:
  encoder: {type: recurrent, input: question, cell: {gru: {units: 3}}}
  decoder: {type: recurrent, input: answer, cell: {gru: {units: 3}}, initial: encoder}
outputs: {encoder: encoder, decoder: decoder}
`),
  );
  const question = [
    [
      [1, 2],
      [3, 4],
    ],
    [[5, 6]],
  ];
  const session = model.session({ feeds: { question } });
  const step = session.step({ answer: Float32Array.of(1, 2, 3, 4) });
  expect([step.encoder?.lengths, step.decoder?.lengths]).toEqual([Int32Array.of(2, 1), null]);
  const answer = [
    [[1, 2]],
    [
      [1, 2],
      [3, 4],
    ],
  ];
  const chunk = session.process({ answer });
  const whole = model.run({ question, answer });
  for (const name of ['encoder', 'decoder']) expect(chunk[name]?.lengths).toEqual(whole[name]?.lengths);
  model.dispose();
});

test.each(['gru: {units: 2}', 'lstm: {units: 2}', 'rnn: {units: 2}'])(
  'a series without a step in a call keeps its last output: %s',
  async (cell) => {
    const model = await load(
      compile(`
inputs: {x: {shape: [batch, time, 1]}}
layers:
  r: {type: recurrent, input: x, cell: {${cell}}}
  second: {type: recurrent, input: r, cell: {${cell}}}
  y: {type: dense, input: second.last, units: 2}
outputs: {y: y, last: r.last}
`),
    );
    const parts = [
      [[[0.5], [0.2]], [[0.5]], []],
      [[[0.3]], [], [[1], [2]]],
      [[], [[0.1]], []],
    ];
    const session = model.session({ batch: 3 });
    const whole: number[][][] = [[], [], []];
    for (const x of parts) {
      for (const [i, steps] of x.entries()) whole[i]?.push(...steps);
      const told = session.process({ x });
      const expected = model.run({ x: whole });
      for (const name of ['y', 'last'])
        expect([...(told[name]?.data ?? [])]).toEqual(
          [...(expected[name]?.data ?? [])].map((value) => expect.closeTo(value, 5)),
        );
    }
    model.dispose();
  },
);

test('where a layer looks for the last step among those of the call, a series without one is refused', async () => {
  const model = await load(
    compile(`
inputs: {x: {shape: [batch, time, 1]}}
layers:
  r: {type: recurrent, input: x, cell: {gru: {units: 2}}}
  l: {type: last, input: r}
outputs: {l: l}
`),
  );
  const session = model.session({ batch: 2 });
  session.process({ x: [[[0.5], [0.2]], [[0.5]]] });
  const before = session.snapshot();
  expect(() => session.process({ x: [[[0.3]], []] })).toThrow('"l" has no last step of series 1');
  expect(() => session.process({ x: [[], []] })).toThrow('"l" has no last step of series 0');
  expect(session.snapshot()).toEqual(before);
  model.dispose();
});

test('a model that reads no lengths may be given them: its outputs end where the samples do', async () => {
  const model = await load(
    compile(
      'inputs: {x: {shape: [batch, time, 1]}}\nlayers: {y: {type: dense, input: x, units: 1, init: {kernel: ones}}}\noutputs: {y: y}\n',
    ),
  );
  const x = { data: Float32Array.of(1, 2, 3, 0), shape: [2, 2, 1] };
  const { y } = model.run({ x, 'time.lengths': [2, 1] });
  expect(y?.lengths).toEqual(Int32Array.of(2, 1));
  expect(Array.from(y?.data ?? []).slice(0, 3)).toEqual([1, 2, 3]);
  expect(() => model.run({ x, 'time.lengths': [2, 3] })).toThrow('time.lengths[1]');
  model.dispose();
});
