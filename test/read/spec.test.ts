import { describe, expect, test } from 'vitest';
import { printSpec } from '../../compiler/1-read/print.ts';
import { mistakes, oneLayer, read } from './given.ts';

/** The Spec of a model without mistakes, printed. */
function spec(text: string, options: Parameters<typeof read>[1] = {}): string {
  const result = read(text, options);
  expect(mistakes(result)).toEqual([]);
  return result.spec === null ? 'nothing' : printSpec(result.spec);
}
const lines = (text: string, start: string): readonly string[] =>
  text.split('\n').filter((line) => line.startsWith(start));

describe('a whole model', () => {
  test('the model of the design: parameters, an own cell, depth, wrap, defaults', () => {
    const text = `# yaml-language-server: $schema=../schema/model.schema.json
name: tagger
parameters: {units: 128}
inputs:
  x: {shape: [batch, time, 16]}
cells:
  peephole:
    parameters: {units: size, forget_bias: 1}
    inputs: {x: [n]}                     # n is a free size
    state:
      - c: [units]
      - h: [units]
    weights:
      kernel: {shape: [n + units, 4 * units], init: glorot_uniform}
      bias:   {shape: [4 * units], init: zeros}
      w_i:    {shape: [units]}
      w_f:    {shape: [units]}
      w_o:    {shape: [units]}
    equations: |
      i, j, f, o = split([x, h] @ kernel + bias)
      c' = sigmoid(f + forget_bias + w_f * c) * c + sigmoid(i + w_i * c) * tanh(j)
      h' = sigmoid(o + w_o * c') * tanh(c')
    output: h'
layers:
  encoder: {type: recurrent, input: x, cell: {peephole: {units: units}}, depth: 2, wrap: [{dropout: {output_keep_prob: 0.8}}]}
  logits:  {type: dense, input: encoder, units: 5}
outputs: {logits: logits}
`;
    expect(spec(text)).toMatchInlineSnapshot(`
      "model tagger, seed 0
      parameter units = 128
      input x: float32[batch, time, 16]
      cell peephole
        input x: [n]
        state c: [units]
        state h: [units]
        weight kernel: [n + units, 4 * units], glorot_uniform
        weight bias: [4 * units], zeros
        weight w_i: [units], zeros
        weight w_f: [units], zeros
        weight w_o: [units], zeros
        i, j, f, o = split([x, h] @ kernel + bias)
        c' = sigmoid(f + forget_bias + w_f * c) * c + sigmoid(i + w_i * c) * tanh(j)
        h' = sigmoid(o + w_o * c') * tanh(c')
        output h'
      layer encoder: recurrent of x, forward, padding zero
        0: peephole(units=128, forget_bias=1) | dropout(keep input 1, output 0.8, state 1)
        1: peephole(units=128, forget_bias=1) | dropout(keep input 1, output 0.8, state 1)
      layer logits: dense of encoder, units 5
      output logits = logits"
    `);
  });

  test('every type of layer, in an order in which all is defined before it is used', () => {
    const text = `
outputs: {y: out, state: enc.1.final.h, inner: "enc.0.forward.step.h'"}
parameters: {width: 6, keep: 0.75}
seed: 7
layers:
  out: {type: activation, input: joined, function: "leaky_relu(alpha=0.1 * 2)"}
  joined: {type: concat, inputs: [summed, top.last, average, peak, tail]}
  summed: {type: last, input: sum}
  sum: {type: add, inputs: [hidden, gated]}
  gated:
    type: equations
    inputs: {a: hidden, b: x}
    weights: {w: {shape: [width, width], init: {normal: {stddev: 1 / sqrt(width)}}}}
    equations: |
      y = sigmoid(a @ w) * b
    output: y
  hidden: {type: dense, input: dropped, units: width, bias: false, activation: relu, init: {kernel: he_normal}}
  dropped: {type: dropout, input: top, output_keep_prob: keep, variational: true}
  average: {type: mean, input: enc}
  peak: {type: max, input: enc}
  tail: {type: last, input: top}
  top:
    type: recurrent
    inputs: {x: enc}
    cell: {gru: {units: width, reset_after: false, recurrent_activation: "hard_sigmoid(alpha=0.2, beta=0.5)"}}
    direction: bidirectional
    merge: ave
    initial: {0.forward.h: enc.1.final.h}
    padding: zero
  enc:
    type: recurrent
    input: words
    cell:
      - {tf1.basic_lstm: {units: 4, forget_bias: 0.5}, wrap: [residual]}
      - tf1.basic_rnn: {units: 2 * 3}
    direction: backward
    wrap: [{dropout: {rate: 0.25, input_keep_prob: 0.9}}]
  words: {type: embedding, input: tokens, vocabulary: 100, units: 4}
inputs:
  tokens: {shape: [batch, time], dtype: int32}
  x: {shape: [batch, time, width]}
`;
    expect(spec(text)).toMatchInlineSnapshot(`
      "model model, seed 7
      parameter width = 6
      parameter keep = 0.75
      input tokens: int32[batch, time]
      input x: float32[batch, time, 6]
      cell tf1.basic_lstm
        input x: [n]
        state c: [units], no dropout
        state h: [units]
        weight kernel: [n + units, 4 * units], glorot_uniform
        weight bias: [4 * units], zeros
        z_i, z_j, z_f, z_o = split([x, h] @ kernel + bias)
        i = sigmoid(z_i)
        j = activation(z_j)
        f = sigmoid(z_f + forget_bias)
        o = sigmoid(z_o)
        c' = c * f + i * j
        h' = activation(c') * o
        output h'
      cell tf1.basic_rnn
        input x: [n]
        state h: [units]
        weight kernel: [n + units, units], glorot_uniform
        weight bias: [units], zeros
        before_activation = [x, h] @ kernel + bias
        h' = activation(before_activation)
        output h'
      cell keras.gru
        input x: [n]
        state h: [units]
        weight kernel: [n, 3 * units], glorot_uniform
        weight recurrent_kernel: [units, 3 * units], orthogonal(gain=1)
        weight bias: [3 * units] when use_bias, zeros
        weight recurrent_bias: [3 * units] when use_bias and reset_after, zeros
        x_z, x_r, x_h = split(x @ kernel + bias if use_bias else x @ kernel)
        h_z, h_r, h_h = split(h @ recurrent_kernel + recurrent_bias if use_bias and reset_after else h @ recurrent_kernel)
        z = recurrent_activation(x_z + h_z)
        r = recurrent_activation(x_r + h_r)
        candidate = activation(x_h + r * h_h if reset_after else x_h + r * h @ recurrent_kernel[2 * units:])
        h' = z * h + (1 - z) * candidate
        output h'
      layer words: embedding of tokens, vocabulary 100, units 4
      layer enc: recurrent of words, backward, padding zero
        0: tf1.basic_lstm(units=4, forget_bias=0.5, activation=tanh) | residual | dropout(keep input 0.9, output 0.75, state 1)
        1: tf1.basic_rnn(units=6, activation=tanh) | dropout(keep input 0.9, output 0.75, state 1)
      layer top: recurrent of x: enc, bidirectional, merge ave, initial 0.forward.h: enc.1.backward.final.h, padding zero
        0: keras.gru(units=6, reset_after=false, activation=tanh, recurrent_activation=hard_sigmoid(alpha=0.2, beta=0.5), use_bias=true)
      layer dropped: dropout of top, keep 0.75, variational
      layer hidden: dense of dropped, units 6, no bias, relu, init kernel=he_normal
      layer gated: equations of a: hidden, b: x
        weight w: [width, width], normal(mean=0, stddev=1 / sqrt(width))
        y = sigmoid(a @ w) * b
        output y
      layer sum: add of hidden, gated
      layer summed: last of sum
      layer average: mean of enc
      layer peak: max of enc
      layer tail: last of top
      layer joined: concat of summed, top.last, average, peak, tail
      layer out: activation of joined, leaky_relu(alpha=0.2)
      output y = out
      output state = enc.1.backward.final.h
      output inner = enc.0.forward.step.h'"
    `);
  });
});

describe('parts of the language', () => {
  test('what is dropped and what is zoned out', () => {
    const text = `
parameters: {off: 0, p: 0.25}
inputs: {t: {shape: [batch, time], dtype: int32}}
layers:
  e: {type: embedding, input: t, vocabulary: 9, units: 4, dropout: {rate: p}}
  f: {type: embedding, input: t, vocabulary: 9, units: 4, dropout: {rate: off}}
  sum: {type: add, inputs: [e, f]}
  r:
    type: recurrent
    input: sum
    cell: [{lstm: {units: 4}, wrap: [{zoneout: {rate: off}}, {zoneout: {rate: {c: off, h: p / 5}}}]}, {gru: {units: 4}}]
    wrap: [{zoneout: {rate: {c: 0.5}}}, {dropout: {state_keep_prob: 0.9, variational: sample}}, {zoneout: {rate: 0.1}}]
  d: {type: dropout, input: r, rate: 0.5, variational: sample}
outputs: {d: d}
`;
    expect(lines(spec(text), 'layer')).toMatchInlineSnapshot(`
      [
        "layer e: embedding of t, vocabulary 9, units 4, keep 0.75",
        "layer f: embedding of t, vocabulary 9, units 4",
        "layer sum: add of e, f",
        "layer r: recurrent of sum, forward, padding previous",
        "layer d: dropout of r, keep 0.5, variational by sample",
      ]
    `);
    expect(lines(spec(text), '  ').filter((line) => line.includes('|'))).toMatchInlineSnapshot(`
      [
        "  0: keras.lstm(units=4, activation=tanh, recurrent_activation=sigmoid, use_bias=true, unit_forget_bias=true) | zoneout(c 0, h 0.05) | zoneout(c 0.5) | dropout(keep input 1, output 1, state 0.9, variational by sample) | zoneout(0.1)",
        "  1: keras.gru(units=4, reset_after=true, activation=tanh, recurrent_activation=sigmoid, use_bias=true) | dropout(keep input 1, output 1, state 0.9, variational by sample) | zoneout(0.1)",
      ]
    `);
  });

  test('library cells and their short names give the same cell', () => {
    const [short, long] = ['lstm', 'keras.lstm'].map((name) => spec(oneLayer(`cell: {${name}: {units: 3}}`)));
    expect(short).toBe(long);
    expect(lines(long ?? '', 'cell')).toEqual(['cell keras.lstm']);
  });

  test('a cell without parameters that must be given is used by its name', () => {
    const cells = `cells:
  mean:
    inputs: {x: [n]}
    state: [{h: [n]}]
    equations: |
      h' = (h * float(step) + x) / (float(step) + 1)
    output: h'
`;
    expect(lines(spec(oneLayer('cell: mean', cells)), '  0')).toEqual(['  0: mean()']);
  });

  test('what the cell says of padding holds unless the layer says otherwise', () => {
    const padding = (layer: string): string => /padding \w+/.exec(spec(oneLayer(layer)))?.[0] ?? '';
    expect(padding('cell: {keras.gru: {units: 3}}')).toBe('padding previous');
    expect(padding('cell: {tf1.gru: {units: 3}}')).toBe('padding zero');
    expect(padding('cell: {keras.gru: {units: 3}}\npadding: zero')).toBe('padding zero');
  });

  test('--set, --seed and --unroll go before the file', () => {
    const text = oneLayer('cell: {rnn: {units: units}}', 'parameters: {units: 3}\nseed: 1\nunroll: 5\n');
    expect(lines(spec(text), 'model')).toEqual(['model model, seed 1, unroll 5']);
    const set = spec(text, { set: { units: 9 }, seed: 2, unroll: 8 });
    expect(lines(set, 'model')).toEqual(['model model, seed 2, unroll 8']);
    expect(lines(set, '  0')).toEqual(['  0: keras.simple_rnn(units=9, activation=tanh, use_bias=true)']);
  });

  test('x- keys are ignored, anchors and merge keys work', () => {
    const text = `
x-defaults: &defaults {type: recurrent, input: x, cell: {rnn: {units: 3}}}
x-note: .nan
inputs:
  x: {shape: [batch, time, 4], x-unit: metres}
layers:
  a: {<<: *defaults, x-why: try both}
  b: {<<: [{direction: backward}, *defaults], input: a}
outputs: {y: b}
`;
    expect(lines(spec(text), 'layer')).toEqual([
      'layer a: recurrent of x, forward, padding previous',
      'layer b: recurrent of a, backward, padding previous',
    ]);
  });

  test('a probability of 1 from a parameter turns dropout off', () => {
    const text = oneLayer(
      'cell: {rnn: {units: 3}}\nwrap: [{dropout: {output_keep_prob: keep}}]',
      'parameters: {keep: 0.5}\n',
    );
    expect(lines(spec(text), '  0')).toEqual([
      '  0: keras.simple_rnn(units=3, activation=tanh, use_bias=true) | dropout(keep input 1, output 0.5, state 1)',
    ]);
    expect(lines(spec(text, { set: { keep: 1 } }), '  0')).toEqual([
      '  0: keras.simple_rnn(units=3, activation=tanh, use_bias=true)',
    ]);
  });

  test('sharing through several layers names the owner of the weights', () => {
    const text = `
inputs: {x: {shape: [batch, time, 4]}}
layers:
  c: {type: dense, input: b, units: 4, share: b}
  b: {type: dense, input: a, units: 4, share: a}
  a: {type: dense, input: x, units: 4, init: {kernel: [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]], bias: [ones, {constant: -1}]}}
outputs: {y: c}
`;
    expect(lines(spec(text), 'layer')).toMatchInlineSnapshot(`
      [
        "layer a: dense of x, units 4, init kernel=literal[4, 4], init bias=[ones, constant(value=-1)]",
        "layer b: dense of a, units 4, share a",
        "layer c: dense of b, units 4, share a",
      ]
    `);
  });

  test('share: self within a stack', () => {
    const layer = lines(spec(oneLayer('cell: {rnn: {units: 4}}\ndepth: 3\nshare: self')), 'layer');
    expect(layer).toEqual(['layer encoder: recurrent of x, forward, padding previous, share self']);
  });

  test('a file without name takes that of the file', () => {
    expect(lines(spec(oneLayer('cell: {rnn: {units: 4}}'), { file: 'a/b/tagger.yaml' }), 'model')).toEqual([
      'model tagger, seed 0',
    ]);
  });

  test('limits hold, and one more does not', () => {
    const depth = (n: number) => read(oneLayer(`cell: {rnn: {units: 4}}\ndepth: ${n}`));
    expect(depth(256).spec?.layers[0]).toHaveProperty('cells.length', 256);
    expect(mistakes(depth(257))).toEqual(['out-of-range at 8:12 of models/model.yaml']);
    const units = (n: number) => mistakes(read(oneLayer(`cell: {rnn: {units: ${n}}}`)));
    expect(units(2 ** 24)).toEqual([]);
    expect(units(2 ** 24 + 1)).toEqual(['out-of-range at 7:25 of models/model.yaml']);
    const unroll = (n: number) => mistakes(read(oneLayer('cell: {rnn: {units: 4}}'), { unroll: n }));
    expect(unroll(10_000)).toEqual([]);
    expect(unroll(10_001)).toEqual(['out-of-range']);
    expect(unroll(0)).toEqual(['no-effect']);
    const name = (n: number) =>
      mistakes(
        read(
          `inputs: {${'x'.repeat(n)}: {shape: [batch, 2]}}\nlayers: {a: {type: dense, input: ${'x'.repeat(n)}, units: 1}}\noutputs: {y: a}\n`,
        ),
      );
    expect(name(64)).toEqual([]);
    expect(name(65)).toEqual(['name-too-long at 1:10 of models/model.yaml']);
  });

  test('10,000 layers in a row are read quickly; one more is refused', () => {
    const chain = (n: number): string =>
      `inputs: {x: {shape: [batch, 2]}}\nlayers:\n${Array.from({ length: n }, (_, i) => `  l${i}: {type: dense, input: ${i + 1 < n ? `l${i + 1}` : 'x'}, units: 1}\n`).join('')}outputs: {y: l0}\n`;
    expect(read(chain(10_000)).spec?.layers[0]?.name).toBe('l9999');
    expect(mistakes(read(chain(10_001)))).toEqual(['wrong-count at 2:1 of models/model.yaml']);
  });

  test('a mistake in one layer leaves the others to the next phase', () => {
    const { spec: part } = read(`
inputs: {x: {shape: [batch, time, 4]}}
layers:
  good: {type: dense, input: x, units: 2}
  bad: {type: dense, input: x, units: 0}
  after: {type: dense, input: bad, units: 2}
outputs: {good: good, after: after}
`);
    expect(part?.layers.map((l) => l.name)).toEqual(['good']);
    expect(part?.outputs.map((o) => o.name)).toEqual(['good']);
  });

  test('--set of what is no parameter', () => {
    const result = read(oneLayer('cell: {rnn: {units: units}}', 'parameters: {units: 3}\n'), {
      set: { unit: 4, units: Number.NaN },
    });
    expect(result.diagnostics.map((d) => `${d.code}: ${d.message}. ${d.fix}`)).toEqual([
      'unknown-parameter: --set unit=…: the model has no parameter "unit". did you mean "units"?',
      'out-of-range: --set units is NaN. choose a finite number',
    ]);
    const [none] = read(oneLayer('cell: {rnn: {units: 3}}'), { set: { units: 4 } }).diagnostics;
    expect(none).toMatchObject({
      message: '--set units=…: the model has no parameters',
      fix: 'change the number here; or write units: units, and parameters: {units: NUMBER}, and set that',
    });
    expect(none?.span).not.toBeNull();
  });
});
