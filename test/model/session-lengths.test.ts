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
