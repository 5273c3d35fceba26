import { expect, test } from 'vitest';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { compile, load } from '../../src/index.ts';

test.each([
  'r: {type: recurrent, input: x, cell: {rnn: {units: 2}}, direction: backward}',
  'r: {type: mean, input: x}',
])('a second `process` of a model that needs the whole sequence is refused: %s', async (layer) => {
  const model = await load(compile(`inputs: {x: {shape: [batch, time, 2]}}\nlayers:\n  ${layer}\noutputs: {y: r}\n`));
  try {
    const chunks = () => {
      const session = model.session();
      session.process({ x: [[[1, 2]]] });
      session.process({ x: [[[3, 4]]] });
    };
    expect(chunks).toThrow(RnncError);
  } finally {
    model.dispose();
  }
});
