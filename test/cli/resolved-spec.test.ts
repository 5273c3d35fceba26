import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { printSpec } from '../../compiler/1-read/print.ts';
import { type Compiled, compileModel } from '../../compiler/compile.ts';
import { printGraph } from '../../compiler/ir/print.ts';
import { resolvedSpecText } from '../../src/cli/reports/resolved-spec.ts';
import { models } from './command.ts';

const compiled = (text: string, file = 'model.yaml'): Compiled =>
  compileModel(text, { file, set: {}, resolve: (path) => readFileSync(join(models, path), 'utf8') });
const graphs = ({ graphs: { inference, training } }: Compiled): string =>
  printGraph(inference) + (training === null ? '' : printGraph(training));
const withoutNote = (text: string): string => text.replace(/^x-parameters:.*\n(?: .*\n)*/m, '');

/** The printed model must be the same model, and print as itself. */
function expectSame(text: string, file?: string): void {
  const model = compiled(text, file);
  const resolved = resolvedSpecText(model.spec, text);
  const again = compiled(resolved, file);
  expect(graphs(again)).toBe(graphs(model));
  expect({ ...again, graphs: null, spec: null, sources: null, parameters: null }).toEqual({
    ...model,
    graphs: null,
    spec: null,
    sources: null,
    parameters: null,
  });
  expect(withoutNote(resolvedSpecText(again.spec, resolved))).toBe(withoutNote(resolved));
}

test.each(readdirSync(models).filter((file) => file.endsWith('.yaml')))('%s', (file) => {
  expectSame(readFileSync(join(models, file), 'utf8'), file);
});

test('everything the language has', () => {
  expectSame(`
name: all
description: of everything a little
seed: 3
parameters: {n: 4, p: 0.75}
inputs:
  x: {shape: [batch, time, 4]}
  h0: {shape: [batch, n]}
  tokens: {shape: [batch, time], dtype: int32}
cells:
  odd:
    description: has a bit of all
    parameters: {units: size, scale: 0.5, act: tanh, extra: false}
    inputs: {x: [m]}
    state:
      - h: [units]
      - {e: {shape: [units], dropout: false}}
    weights:
      a: {shape: [m, 2 * units], init: [{uniform: {low: -0.1, high: 1 / units}}, glorot_normal]}
      b: {shape: [units, units], init: {orthogonal: {gain: 0.5}}}
      c: {shape: [units], init: {constant: 0.25}, when: extra}
    equations: |
      u, v = split(x @ a)
      w = [u, v][units:] - -h * (scale + 1)
      g = hard_sigmoid(w + c, alpha=0.2, beta=0.5) if extra else act(w)  # a choice
      h' = clip(g + h @ b, -1, 1)
      e' = e + g
    output: h' * scale + e'
    padding: previous
layers:
  table: {type: embedding, input: tokens, vocabulary: 10, units: n, dropout: {rate: 0.25}}
  both: {type: concat, inputs: [x, table]}
  stack:
    type: recurrent
    input: both
    cell: [{odd: {units: n}}, {odd: {units: n, act: relu}, wrap: [residual]}]
    wrap: [{dropout: {output_keep_prob: p, variational: true}}, {zoneout: {rate: {h: 1 - p, e: 0.125}}}]
  again: {type: recurrent, input: x, cell: {odd: {units: n, extra: true}}, direction: bidirectional, merge: ave, init: {b: identity}}
  begun: {type: recurrent, input: x, cell: {gru: {units: n}}, initial: {h: h0}, direction: backward, padding: zero, mask: {input: x, value: 1 - n}, wrap: [{zoneout: {rate: 0.5}}]}
  own:
    type: equations
    inputs: {a: stack, b: again}
    weights: {k: {shape: [4, 2], init: zeros}}
    equations: |
      y = (a + b) @ k
    output: softmax(y)
  thin: {type: dropout, input: own, rate: 0.5, variational: sample}
  sum: {type: add, inputs: [begun, begun]}
  mean: {type: mean, input: sum, mask: tokens}
  out: {type: dense, input: mean, units: n - 1, activation: "leaky_relu(alpha=0.3)", bias: false, init: {kernel: he_normal}}
outputs: {thin: thin, out: out, u: stack.0.forward.step.u, last: stack.last}
`);
});

test('scheduled sampling', () => {
  const text = `
inputs: {before: {shape: [batch, time, 1]}}
layers: {m: {type: recurrent, input: before, cell: {gru: {units: 2}}}, y: {type: dense, input: m, units: 1}}
outputs: {y: y}
data: {source: d.csv, windows: {width: 4, horizon: 3}, feeds: {before: {columns: [v], part: previous}}}
training: {epochs: 8, scheduled_sampling: {decay: exponential, from: 0.75, to: 1 / 8}}
`;
  expectSame(text);
  expect(resolvedSpecText(compiled(text).spec, text)).toMatch(
    /scheduled_sampling:\s+decay: exponential\s+from: 0.75\s+to: 0.125\s+over: 8\s+unit: epoch\s+passes: 1\n/,
  );
  expect(printSpec(compiled(text).spec)).toContain(
    'scheduled sampling: decay=exponential, from=0.75, to=0.125, over=8, unit=epoch, passes=1',
  );
});

test('defaults are written out, numbers computed', () => {
  const text =
    'parameters: {n: 3}\ninputs: {x: {shape: [batch, time, 1]}}\nlayers:\n  r: {type: recurrent, input: x, cell: {lstm: {units: 2 * n}}}\noutputs: {y: r}\n';
  expect(resolvedSpecText(compiled(text).spec, text)).toMatchInlineSnapshot(`
    "name: model
    seed: 0
    x-parameters: {n: 3}
    inputs: {x: {shape: [batch, time, 1], dtype: float32}}
    layers:
      r:
        type: recurrent
        input: x
        cell:
          keras.lstm:
            units: 6
            activation: tanh
            recurrent_activation: sigmoid
            use_bias: true
            unit_forget_bias: true
          wrap: []
        direction: forward
        padding: previous
    outputs: {y: r}
    "
  `);
});
