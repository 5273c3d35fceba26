import { expect, test } from 'vitest';
import { compileModel } from '../../compiler/compile.ts';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { checkPrevious } from '../../src/train/prepare/check-previous.ts';
import { prepareTraining } from '../../src/train/prepare/prepare.ts';

const model = (layers: string, units: number | 'classes' = 2): string => `
inputs: {x: {shape: [batch, time, 1]}, said: {shape: [batch, time, 2]}}
layers:
  both: {type: concat, inputs: [x, said]}
${layers}
  y: {type: dense, input: m, units: ${units}}
outputs: {y: y}
data:
  source: d.csv
  sequence: {by: s}
  feeds:
    x: {columns: [value]}
    said: {columns: [tag], part: previous}
    target: {columns: [tag]}
training: {losses: [{type: cross_entropy, output: y}]}
`;
const told = (text: string, check: typeof prepareTraining | typeof checkPrevious = prepareTraining): string[] => {
  const compiled = compileModel(text, { file: 'm.yaml', resolve: () => null });
  try {
    check(compiled);
  } catch (cause) {
    if (!(cause instanceof RnncError)) throw cause;
    return cause.diagnostics.map(({ span, message }) => `${text.slice(span?.start, span?.end)}: ${message}`);
  }
  return [];
};

test('a model that reads what it says takes its steps one by one', () => {
  expect(told(model('  m: {type: recurrent, input: both, cell: {gru: {units: 3}}}'))).toEqual([]);
  expect(told(model('  m: {type: recurrent, input: both, cell: {gru: {units: 3}}, direction: bidirectional}'))).toEqual(
    [
      'said: "said" reads what the model says at the step before, and the model can\'t take one step at a time: layer "m" reads its sequence backward, which needs the whole sequence',
    ],
  );
  for (const layers of [
    '  m: {type: recurrent, input: both, cell: {gru: {units: 3}}, direction: backward}',
    '  r: {type: recurrent, input: x, cell: {gru: {units: 3}}, direction: bidirectional}\n  m: {type: concat, inputs: [r, both]}',
  ])
    expect(told(model(layers))).toEqual([expect.stringMatching(/^said: "said" reads what the model says/)]);
  const words = model(
    '  r: {type: recurrent, input: x, cell: {gru: {units: 3}}, direction: bidirectional}\n  c: {type: concat, inputs: [r, said]}\n  m: {type: recurrent, input: c, cell: {gru: {units: 3}}}',
  ).replace('  both: {type: concat, inputs: [x, said]}\n', '');
  expect(() => prepareTraining(compileModel(words, { file: 'm.yaml', resolve: () => null }))).toThrow(
    /layer "r" reads its sequence backward[\s\S]*found: +a layer that needs all steps of "time", the axis of "said", at once\n +fix: +write direction: forward in that layer/,
  );
  // also before the data have told the sizes
  const open = model(
    '  m: {type: recurrent, input: both, cell: {gru: {units: 3}}, direction: bidirectional}',
    'classes',
  );
  expect(told(open, checkPrevious)).toHaveLength(1);
});

test('what is known from the start may be read in both directions', () => {
  const text = `
inputs: {past: {shape: [batch, time, 2]}, before: {shape: [batch, ahead, 2]}}
layers:
  encoder: {type: recurrent, input: past, cell: {gru: {units: 2}}, direction: bidirectional, merge: sum}
  seen: {type: repeat, input: encoder.last, along: ahead}
  both: {type: concat, inputs: [seen, before]}
  decoder: {type: recurrent, input: both, cell: {gru: {units: 3}}}
  y: {type: dense, input: decoder, units: 2}
outputs: {y: y}
data:
  source: d.csv
  windows: {width: 4, horizon: 6}
  feeds: {past: {columns: [v, w]}, before: {columns: [v, w], part: previous}, target: {columns: [v, w], part: horizon}}
training: {losses: [{type: mse, output: y}]}
`;
  expect(told(text)).toEqual([]);
});
