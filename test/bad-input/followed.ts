/** Mistakes with what their messages say to write instead: after it, the model must compile. */
export interface Followed {
  readonly name: string;
  readonly model: string;
  /** A part of the advice of the only mistake. */
  readonly fix: string;
  /** What following it changes in the text: each first entry becomes the second. */
  readonly edits: readonly (readonly [string, string])[];
}

const model = (layers: string, output = 'r.last', inputs = 'x: {shape: [batch, time, 2]}'): string => `inputs:
  ${inputs}
layers:
${layers}
outputs: {out: ${output}}
`;
const recurrent = (keys: string, cell = '{lstm: {units: 3}}', rest = ''): string =>
  model(`  r: {type: recurrent, input: x, cell: ${cell}${keys}}${rest}`);
const inCell = (argument: string): string => recurrent('', `{lstm: {units: 3, ${argument}}}`);
const own = (equations: string, output = "h'", name = 'mine'): string => `inputs:
  x: {shape: [batch, time, 2]}
cells:
  ${name}:
    parameters: {units: size}
    inputs: {x: [n]}
    state: [{h: [units]}]
    weights:
      w: {shape: [n + units, units]}
    equations: |
      ${equations}
    output: ${output}
layers:
  r: {type: recurrent, input: x, cell: {${name}: {units: 3}}}
outputs: {out: r.last}
`;
const row = (name: string, text: string, fix: string, ...edits: readonly (readonly [string, string])[]): Followed => ({
  name,
  model: text,
  fix,
  edits,
});
const dense = (keys: string): string => model(`  r: {type: dense, input: x, units: 3, ${keys}}`, 'r');
const embedding = (keys: string, size = 'vocabulary: 5, '): string =>
  model(
    `  e: {type: embedding, input: x, ${size}units: 3, ${keys}}\n  r: {type: recurrent, input: e, cell: {rnn: {units: 2}}}`,
    'r.last',
    'x: {shape: [batch, time], dtype: int32}',
  );

export const followed: readonly Followed[] = [
  row(
    'a decoder of another size than its encoder',
    model(
      '  r: {type: recurrent, input: x, cell: {gru: {units: 3}}}\n  d: {type: recurrent, input: x, cell: {gru: {units: 2}}, initial: r}',
      'd.last',
    ),
    'write units: 3 in layer "d"',
    ['units: 2', 'units: 3'],
  ),
  row(
    'states as a mapping',
    own("h' = tanh([x, h] @ w)").replace('state: [{h: [units]}]', 'state: {h: [units]}'),
    'write state: [{h: [units]}]',
    ['state: {h: [units]}', 'state: [{h: [units]}]'],
  ),
  row(
    'states as names alone',
    own("h' = tanh([x, h] @ w)").replace('state: [{h: [units]}]', 'state: [h]'),
    'write {h: [units]}',
    ['state: [h]', 'state: [{h: [units]}]'],
  ),
  row('outputs as a list', recurrent('').replace('{out: r.last}', '[r.last]'), 'write outputs: {r_last: r.last}', [
    '[r.last]',
    '{r_last: r.last}',
  ]),
  row('a number for batch', recurrent('').replace('[batch, time, 2]', '[32, time, 2]'), 'write [batch, time, 2]', [
    '[32,',
    '[batch,',
  ]),
  row('null for a time axis', recurrent('').replace('time', 'null'), 'such as time: [batch, time, 16]', [
    'null',
    'time',
  ]),
  row(
    'a layer along an input, and not along its time axis',
    model(
      '  r: {type: repeat, input: s, along: x}\n  q: {type: concat, inputs: [r, x]}',
      'q',
      's: {shape: [batch, 2]}\n  x: {shape: [batch, time, 2]}',
    ),
    'write along: time',
    ['along: x', 'along: time'],
  ),
  row(
    'whole numbers in a cell',
    model(
      '  r: {type: recurrent, input: x, cell: {gru: {units: 3}}}',
      'r.last',
      'x: {shape: [batch, time, 2], dtype: int32}',
    ),
    'declare the input of the model without dtype',
    [', dtype: int32', ''],
  ),
  row(
    'mask at an input',
    model(
      '  r: {type: recurrent, input: x, cell: {lstm: {units: 3}}}',
      'r.last',
      'x: {shape: [batch, time, 2], mask: 0}',
    ),
    'mask: {input: x, value: 0} at each layer over time that reads "x"',
    [', mask: 0', ''],
    ['input: x, cell', 'input: x, mask: {input: x, value: 0}, cell'],
  ),
  row('masking', recurrent(', masking: -1'), 'write mask: {input: x, value: -1}', [
    'masking: -1',
    'mask: {input: x, value: -1}',
  ]),
  row('mask: true in the cell', inCell('mask: true'), 'beside cell: write mask: {input: ', [
    ', mask: true}}',
    '}}, mask: {input: x, value: 0}',
  ]),
  row('zoneout', recurrent(', zoneout: 0.1'), 'write wrap: [{zoneout: {rate: 0.1}}]', [
    'zoneout: 0.1',
    'wrap: [{zoneout: {rate: 0.1}}]',
  ]),
  row('zoneout in the cell', inCell('zoneout: 0.1'), 'beside cell: write wrap: [{zoneout: {rate: 0.1}}]', [
    ', zoneout: 0.1}}',
    '}}, wrap: [{zoneout: {rate: 0.1}}]',
  ]),
  row('dropout beside the cell', recurrent(', dropout: 0.1'), 'write wrap: [{dropout: {rate: 0.1}}]', [
    'dropout: 0.1',
    'wrap: [{dropout: {rate: 0.1}}]',
  ]),
  row('residual', recurrent(', residual: true', '{lstm: {units: 2}}'), 'write wrap: [residual]', [
    'residual: true',
    'wrap: [residual]',
  ]),
  row('proj_size in the cell', inCell('proj_size: 2'), 'take a cell that has it: torch.lstm', [
    '{lstm: {units: 3, proj_size: 2}}',
    '{torch.lstm: {units: 3, proj_size: 2}}',
  ]),
  row(
    'a gap of windows',
    model('  r: {type: dense, input: x, units: 3}', 'r').replace(
      'outputs:',
      'data: {source: a.csv, windows: {width: 4, gap: 7}}\ntraining: {losses: [{type: mse, output: out}]}\noutputs:',
    ),
    'write lead: 7',
    ['gap: 7', 'lead: 7'],
  ),
  row(
    'the order of sequence',
    model('  r: {type: dense, input: x, units: 3}', 'r').replace(
      'outputs:',
      'data: {source: a.csv, sequence: {by: id, order: t}}\ntraining: {losses: [{type: mse, output: out}]}\noutputs:',
    ),
    'write time: t under data',
    ['{by: id, order: t}', '{by: id}, time: t'],
  ),
  row(
    'a number in words',
    model('  r: {type: dense, input: x, units: 3}', 'r').replace(
      'outputs:',
      'data: {source: a.csv}\ntraining: {losses: [{type: mse, output: out}], epochs: twelve}\noutputs:',
    ),
    'write a number',
    ['twelve', '12'],
  ),
  row(
    'fill: linear',
    model('  r: {type: dense, input: x, units: 3}', 'r').replace(
      'outputs:',
      'data: {source: a.csv, columns: {v: {fill: linear}}}\ntraining: {losses: [{type: mse, output: out}]}\noutputs:',
    ),
    'interpolate',
    ['linear', 'interpolate'],
  ),
  row(
    'return_sequences: true',
    recurrent(', return_sequences: true'),
    '"r" is all steps',
    [', return_sequences: true', ''],
    ['out: r.last', 'out: r'],
  ),
  row(
    'return_sequences: false',
    recurrent(', return_sequences: false').replace('r.last', 'r'),
    'name "r.last"',
    [', return_sequences: false', ''],
    ['out: r', 'out: r.last'],
  ),
  row('return_sequences in the cell', inCell('return_sequences: true'), '"r.last" the last valid one', [
    ', return_sequences: true',
    '',
  ]),
  row(
    'return_state',
    recurrent(', return_state: true'),
    'such as r.final.h',
    [', return_state: true', ''],
    ['r.last', 'r.final.h'],
  ),
  row('go_backwards', recurrent(', go_backwards: true'), 'write direction: backward', [
    'go_backwards: true',
    'direction: backward',
  ]),
  row('go_backwards in the cell', inCell('go_backwards: true'), 'beside cell: write direction: backward', [
    ', go_backwards: true}}',
    '}}, direction: backward',
  ]),
  row(
    'stateful',
    recurrent(', stateful: true'),
    'training: {carry: true}',
    [', stateful: true', ''],
    [
      'outputs:',
      'data: {source: a.csv, windows: {width: 4}, shuffle: false}\ntraining: {carry: true, losses: [{type: mse, output: out}]}\noutputs:',
    ],
    ['r.last', 'r'],
  ),
  row(
    'use_bias beside the cell',
    recurrent(', use_bias: false'),
    'cell: {lstm: {use_bias: false, …}}',
    [', use_bias: false', ''],
    ['units: 3', 'units: 3, use_bias: false'],
  ),
  row('bias in the cell', inCell('bias: false'), 'write use_bias: false', ['bias: false', 'use_bias: false']),
  row(
    'use_bias of a cell without it',
    recurrent('', '{tf1.basic_rnn: {units: 3, use_bias: false}}'),
    'init: {bias: zeros}',
    [', use_bias: false}}', '}}, init: {bias: zeros}'],
    ['outputs:', 'training: {frozen: [r.bias], losses: [{type: mse, output: out}]}\noutputs:'],
  ),
  row('use_bias of a dense layer', dense('use_bias: false'), 'write bias: false', ['use_bias', 'bias']),
  row('direction: reverse', recurrent(', direction: reverse'), 'write backward', ['reverse', 'backward']),
  row('bidirectional', recurrent(', bidirectional: true'), 'direction: bidirectional', [
    'bidirectional: true',
    'direction: bidirectional',
  ]),
  row('direction: both', recurrent(', direction: both'), 'write bidirectional', ['both', 'bidirectional']),
  row('merge_mode', recurrent(', direction: bidirectional, merge_mode: sum'), 'write merge: sum', [
    'merge_mode',
    'merge',
  ]),
  row('merge: average', recurrent(', direction: bidirectional, merge: average'), 'write ave', ['average', 'ave']),
  row(
    'initial_state',
    recurrent(', initial_state: q', '{rnn: {units: 3}}').replace('  x:', '  q: {shape: [batch, 3]}\n  x:'),
    'write initial: q',
    ['initial_state', 'initial'],
  ),
  row(
    'initial_state in the cell',
    inCell('initial_state: q').replace('lstm', 'rnn').replace('  x:', '  q: {shape: [batch, 3]}\n  x:'),
    'beside cell: write initial: q',
    [', initial_state: q}}', '}}, initial: q'],
  ),
  row('input: {x: x}', model('  r: {type: recurrent, input: {x: x}, cell: {rnn: {units: 2}}}'), 'write input: x', [
    'input: {x: x}',
    'input: x',
  ]),
  row(
    'input: [x, x]',
    model('  r: {type: recurrent, input: [x, x], cell: {rnn: {units: 2}}}'),
    'joined: {type: concat, inputs: [x, x]}, and write input: joined',
    ['  r:', '  joined: {type: concat, inputs: [x, x]}\n  r:'],
    ['input: [x, x]', 'input: joined'],
  ),
  row('inputs: x', model('  r: {type: recurrent, inputs: x, cell: {rnn: {units: 2}}}'), 'write input: x', [
    'inputs: x',
    'input: x',
  ]),
  row(
    'inputs: [x, x] of a cell',
    model('  r: {type: recurrent, inputs: [x, x], cell: {rnn: {units: 2}}}'),
    'joined: {type: concat, inputs: [x, x]}, and write input: joined',
    ['  r:', '  joined: {type: concat, inputs: [x, x]}\n  r:'],
    ['inputs: [x, x], cell', 'input: joined, cell'],
  ),
  row('inputs: {a: x} of a join', model('  r: {type: concat, inputs: {a: x, b: x}}', 'r'), 'write inputs: [x, x]', [
    '{a: x, b: x}',
    '[x, x]',
  ]),
  row('mask: true', recurrent(', mask: true'), 'mask: {input: x, value: 0}', [
    'mask: true',
    'mask: {input: x, value: 0}',
  ]),
  row('mask of several numbers', recurrent(', mask: x'), 'write mask: {input:', [
    'mask: x',
    'mask: {input: x, value: 0}',
  ]),
  row('mask in the cell', inCell('mask: x'), 'write it beside cell:', [
    ', mask: x}}',
    '}}, mask: {input: x, value: 0}',
  ]),
  row(
    'mask_zero',
    embedding('mask_zero: true'),
    'write mask: x',
    [', mask_zero: true', ''],
    ['units: 2}}', 'units: 2}}, mask: x'],
  ),
  row(
    'padding_idx',
    embedding('padding_idx: 4'),
    'mask: {input: x, value: 4}',
    [', padding_idx: 4', ''],
    ['units: 2}}', 'units: 2}}, mask: {input: x, value: 4}'],
  ),
  row('num_embeddings', embedding('num_embeddings: 9', ''), 'write vocabulary: 9', ['num_embeddings', 'vocabulary']),
  row(
    'hidden_size beside the cell',
    recurrent(', hidden_size: 4', '{lstm: {units: 3}}'),
    'cell: {lstm: {units: 4, …}}',
    [', hidden_size: 4', ''],
    ['units: 3', 'units: 4'],
  ),
  row('hidden_size in the cell', recurrent('', '{lstm: {hidden_size: 4}}'), 'write units: 4', ['hidden_size', 'units']),
  row('num_layers', recurrent(', num_layers: 2'), 'write depth: 2', ['num_layers', 'depth']),
  row('num_layers in the cell', inCell('num_layers: 2'), 'as depth: 2', [', num_layers: 2}}', '}}, depth: 2']),
  row('batch_first', recurrent(', batch_first: true'), '[batch, time, features]', [', batch_first: true', '']),
  row('dropout in the cell', inCell('dropout: 0.1'), 'wrap: [{dropout: {rate: 0.1}}]', [
    ', dropout: 0.1}}',
    '}}, wrap: [{dropout: {rate: 0.1}}]',
  ]),
  row('recurrent_dropout', recurrent(', recurrent_dropout: 0.1'), 'state_keep_prob: 0.9', [
    'recurrent_dropout: 0.1',
    'wrap: [{dropout: {state_keep_prob: 0.9, variational: sample}}]',
  ]),
  row(
    'dropout of a dense layer',
    dense('dropout: 0.5'),
    '{type: dropout, input: r, rate: 0.5}',
    [', dropout: 0.5}', '}\n  d: {type: dropout, input: r, rate: 0.5}'],
    ['out: r', 'out: d'],
  ),
  row('kernel_initializer', dense('kernel_initializer: zeros'), 'init: {kernel: zeros}', [
    'kernel_initializer: zeros',
    'init: {kernel: zeros}',
  ]),
  row('reset_after of a cell without it', inCell('reset_after: true'), 'keras.gru', ['lstm:', 'keras.gru:']),
  row('in_features', dense('in_features: 2'), 'the size follows', [', in_features: 2', '']),
  row(
    'trainable',
    dense('trainable: false'),
    'training: {frozen: [r]}',
    [', trainable: false', ''],
    [
      'outputs:',
      '  s: {type: dense, input: r, units: 1}\ntraining: {frozen: [r], losses: [{type: mse, output: out}]}\noutputs:',
    ],
    ['out: r', 'out: s'],
  ),
  row(
    'lengths as an input',
    model(
      '  r: {type: dense, input: x, units: 2}',
      'r',
      'x: {shape: [batch, time, 2]}\n  lengths: {shape: [batch], dtype: int32}',
    ),
    'fed as "time.lengths"',
    ['\n  lengths: {shape: [batch], dtype: int32}', ''],
  ),

  row('an activation that needs a number', inCell('activation: leaky_relu'), '"leaky_relu(alpha=0.01)"', [
    'leaky_relu',
    '"leaky_relu(alpha=0.01)"',
  ]),
  row('one number of two', inCell('activation: "hard_sigmoid(0.25)"'), '"hard_sigmoid(alpha=0.25, beta=0.5)"', [
    '"hard_sigmoid(0.25)"',
    '"hard_sigmoid(alpha=0.25, beta=0.5)"',
  ]),
  row('numbers where there are none', inCell('activation: tanh(2)'), 'write tanh', ['tanh(2)', 'tanh']),
  row(
    'its number in a mapping',
    inCell('activation: {leaky_relu: {negative_slope: 0.2}}'),
    'write "leaky_relu(alpha=0.2)"',
    ['{leaky_relu: {negative_slope: 0.2}}', '"leaky_relu(alpha=0.2)"'],
  ),
  row('its number in a mapping, of a layer', dense('activation: {elu: {alpha: 0.5}}'), 'write "elu(alpha=0.5)"', [
    '{elu: {alpha: 0.5}}',
    '"elu(alpha=0.5)"',
  ]),
  row('a formula with a function of another name', dense('activation: "max(x, 0.1 * x)"'), 'maximum', [
    'max(',
    'maximum(',
  ]),
  row('a function of two values as activation', dense('activation: maximum'), '"maximum(x, 0)"', [
    'maximum',
    '"maximum(x, 0)"',
  ]),
  row('an activation by another name', dense('activation: swish'), 'write silu', ['swish', 'silu']),
  row('relu6', dense('activation: relu6'), 'write "clip(low=0, high=6)"', ['relu6', '"clip(low=0, high=6)"']),

  row('a weight left of the data', own("h' = tanh(w @ [x, h])"), 'as in [x, h] @ w', ['w @ [x, h]', '[x, h] @ w']),
  row(
    'a weight that lies the other way',
    own("h' = tanh([x, h] @ w)").replace('[n + units, units]', '[units, n + units]'),
    'write transpose(w)',
    ['@ w', '@ transpose(w)'],
  ),
  row('where with a number as condition', own("h' = where(x[0:1], tanh([x, h] @ w), h)"), 'compare, as in a > 0', [
    'x[0:1]',
    'x[0:1] > 0',
  ]),
  row(
    'where with a whole number',
    own("h' = tanh([x, h] @ w) * where(step > 3, step, 1)"),
    'float(…) around what is int32',
    ['step, 1', 'float(step), 1'],
  ),
  row('where over parameters', own("h' = tanh([x, h] @ w) * where(units > 3, 1, 0.5)"), 'A if CONDITION else B', [
    'where(units > 3, 1, 0.5)',
    '(1 if units > 3 else 0.5)',
  ]),
  row('clip with one bound', own("h' = clip([x, h] @ w, -3)"), 'clip(x, -3, 3)', ['-3)', '-3, 3)']),
  row('clip with one bound, the other way', own("h' = clip([x, h] @ w, -3)"), 'maximum(x, -3)', ['clip(', 'maximum(']),
  row('where without its last argument', own("h' = tanh([x, h] @ w) * where(step > 3, 1)"), 'where(condition, a, b)', [
    '> 3, 1)',
    '> 3, 1, 0)',
  ]),
  row('two outputs of a cell', own("h' = tanh([x, h] @ w)", "h', x"), `"[h', x]"`, [
    "output: h', x",
    `output: "[h', x]"`,
  ]),
  row('two outputs in a list', own("h' = tanh([x, h] @ w)", "[h', x]"), `output: "[h', x]"`, [
    "output: [h', x]",
    `output: "[h', x]"`,
  ]),
  row('a cell called like a function', own("h' = gru([x, h]) @ w"), 'inside a cell write its equations out', [
    'gru([x, h]) @ w',
    'tanh([x, h] @ w)',
  ]),
  row('max of two values', own("h' = max(0, [x, h] @ w)"), 'write maximum(a, b)', ['max(', 'maximum(']),

  row(
    'both directions of merge: none',
    recurrent(', direction: bidirectional, merge: none'),
    'name r.forward.last or r.backward.last',
    ['out: r.last', 'out: r.forward.last'],
  ),
  row(
    'merge: none in the next layer',
    recurrent(
      ', direction: bidirectional, merge: none',
      '{lstm: {units: 3}}',
      '\n  d: {type: dense, input: r, units: 2}',
    ).replace('r.last', 'd'),
    'both in a layer of type concat',
    ['input: r,', 'input: c,'],
    ['\n  d:', '\n  c: {type: concat, inputs: [r.forward, r.backward]}\n  d:'],
  ),
  row(
    '.last forgotten in a join',
    recurrent('', '{lstm: {units: 3}}', '\n  c: {type: concat, inputs: [r, s]}')
      .replace('r.last', 'c')
      .replace('  x:', '  s: {shape: [batch, 1]}\n  x:'),
    'write .last behind the sequence',
    ['[r, s]', '[r.last, s]'],
  ),
  row(
    '.last forgotten before a loss',
    recurrent('', '{lstm: {units: 3}}', '\n  d: {type: dense, input: r, units: 1}')
      .replace('r.last', 'd')
      .replace('  x:', '  y: {shape: [batch, 1]}\n  x:')
      .replace('outputs:', 'training: {losses: [{type: mse, output: out, target: y}]}\noutputs:'),
    'write LAYER.last',
    ['input: r,', 'input: r.last,'],
  ),
];
