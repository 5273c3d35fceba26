import { describe, expect, test } from 'vitest';
import { evaluateGraph } from '../../compiler/reference/evaluate.ts';
import { differentiated, floatLeaves, withLoss, worstDifference } from '../gradients/check.ts';
import { randomFeeds } from '../passes/equal.ts';
import { graphOf } from '../trees/given.ts';

const model = (cells: string, cell: string, more = '', outputs = ''): string => `inputs: {x: {shape: [batch, time, 3]}}
cells:
${cells}
layers:
  r: {type: recurrent, input: x, cell: ${cell}${more}}
outputs: {y: r, last: r.last${outputs}}
`;

const mine = `  mine:
    parameters: {units: size, scale: 1, activation: tanh, gated: true}
    inputs: {x: [n]}
    state: [{h: [units]}, {c: {shape: [units], when: gated}}]
    weights: {k: {shape: [n + units, units]}, g: {shape: [n, units], init: {uniform: {low: -1, high: scale}}, when: gated}}
    equations: |
      z = activation([x, h] @ k) * scale
      c' = c * sigmoid(x @ g) + z
      h' = c' + z if gated else z
    output: h'`;

/** A cell with cells inside, the same written out, and the names of weights and states of the first in the second. */
interface Pair {
  readonly inner: string;
  readonly cell: string;
  readonly flat: string;
  readonly more?: string;
}
const pairs: { readonly [what: string]: Pair } = {
  'all states of a cell at once, one of them switched off, new and old': {
    inner: `${mine}
  outer:
    parameters: {cell: cell}
    inputs: {x: [n]}
    cells: {other: {mine: {units: n}}}
    weights: {w: {shape: [cell.state_size, other.state_size]}}
    equations: |
      y = cell(x) + other(x)
      all = cell.states' @ w + other.states
    output: y + all[:n]`,
    cell: '{outer: {cell: {mine: {units: 3, gated: false}}}}',
    flat: `  outer:
    inputs: {x: [n]}
    state: [{cell_h: [n]}, {other_h: [n]}, {other_c: [n]}]
    weights: {w: {shape: [n, 2 * n]}, cell_k: {shape: [2 * n, n]}, other_k: {shape: [2 * n, n]}, other_g: {shape: [n, n]}}
    equations: |
      cell_h' = tanh([x, cell_h] @ cell_k)
      other_z = tanh([x, other_h] @ other_k)
      other_c' = other_c * sigmoid(x @ other_g) + other_z
      other_h' = other_c' + other_z
      y = cell_h' + other_h'
      all = cell_h' @ w + [other_h, other_c]
    output: y + all[:n]`,
  },
  'sizes and functions of the outer cell, and a computed input': {
    inner: `${mine}
  outer:
    parameters: {units: size, activation: sin}
    inputs: {x: [n]}
    cells: {a: {mine: {units: 2 * units, activation: activation, scale: 0.5}}}
    weights: {w: {shape: [2 * units, n]}}
    equations: |
      y = a([x, a.h @ w]) @ w + x
    output: y`,
    cell: '{outer: {units: 2}}',
    flat: `  outer:
    parameters: {units: size}
    inputs: {x: [n]}
    state: [{a_h: [2 * units]}, {a_c: [2 * units]}]
    weights: {w: {shape: [2 * units, n]}, a_k: {shape: [2 * n + 2 * units, 2 * units]}, a_g: {shape: [2 * n, 2 * units]}}
    equations: |
      a_x = [x, a_h @ w]
      z = sin([a_x, a_h] @ a_k) * 0.5
      a_c' = a_c * sigmoid(a_x @ a_g) + z
      a_h' = a_c' + z
      y = a_h' @ w + x
    output: y`,
  },
  'a cell in a cell in a cell, a state that is switched off, a formula, and wrappers': {
    inner: `${mine}
  middle:
    parameters: {units: size, f: "2 * tanh(x)"}
    inputs: {x: [n]}
    cells: {deep: {mine: {units: units, gated: false, activation: f}}}
    state: [{m: [units]}]
    equations: |
      m' = 0.5 * m + deep(x=x)
    output: m'
  outer:
    inputs: {x: [n]}
    cells: {a: {middle: {units: n}}}
    equations: |
      y = x * a(x) + a.deep.h'
    output: y`,
    cell: '{outer: {}}',
    more: ', wrap: [{zoneout: {rate: 0.3}}, residual]',
    flat: `  outer:
    inputs: {x: [n]}
    state: [{a_m: [n]}, {a_deep_h: [n]}]
    weights: {a_deep_k: {shape: [2 * n, n]}}
    equations: |
      a_deep_h' = 2 * tanh([x, a_deep_h] @ a_deep_k)
      a_m' = 0.5 * a_m + a_deep_h'
      y = x * a_m' + a_deep_h'
    output: y`,
  },
  'a cell as an argument, with one of its own in it': {
    inner: `${mine}
  around:
    parameters: {cell: cell, bias: 0.25}
    inputs: {x: [n]}
    equations: |
      y = cell(x + bias)
    output: y + cell.h
  outer:
    parameters: {cell: cell}
    inputs: {x: [n]}
    cells: {other: {around: {cell: {mine: {units: n, gated: false}}}}}
    equations: |
      y = other(cell(x))
    output: y * 2`,
    cell: '{outer: {cell: {mine: {units: 3, gated: false, scale: 0.7}}}}',
    flat: `  outer:
    inputs: {x: [n]}
    state: [{cell_h: [n]}, {other_cell_h: [n]}]
    weights: {cell_k: {shape: [2 * n, n]}, other_cell_k: {shape: [2 * n, n]}}
    equations: |
      cell_h' = tanh([x, cell_h] @ cell_k) * 0.7
      other_cell_x = cell_h' + 0.25
      other_cell_h' = tanh([other_cell_x, other_cell_h] @ other_cell_k)
      y = other_cell_h' + other_cell_h
    output: y * 2`,
  },
};

const plain = (name: string): string => {
  const [layer, index, direction, ...rest] = name.split('.');
  const final = rest[0] === 'final' ? ['final'] : [];
  return [layer, index, direction, ...final, rest.slice(final.length).join('_')].join('.');
};

describe.each(Object.entries(pairs))('%s', (_, { inner, cell, flat, more }) => {
  const whole = graphOf(model(inner, cell, more));

  test('gives what the equations give, written out', () => {
    const written = graphOf(model(flat, cell.replace(/\{cell: .*\}\}$/, '{}}').replace(/\}\}\}$/, '}}'), more));
    expect(whole.weights.map(({ path }) => plain(path)).sort()).toEqual(written.weights.map(({ path }) => path).sort());
    const feeds = randomFeeds(whole, { batch: 3, time: 4 }, 7);
    const given = {
      ...feeds,
      weights: new Map([...feeds.weights].map(([path, value]) => [plain(path), value])),
      inputs: new Map([...feeds.inputs].map(([name, value]) => [name.startsWith('r.') ? plain(name) : name, value])),
    };
    const found = evaluateGraph(whole, feeds);
    const wanted = evaluateGraph(written, given);
    expect(found.outputs).toEqual(wanted.outputs);
    expect(new Map([...found.finals].map(([name, value]) => [plain(name), value]))).toEqual(wanted.finals);
  });

  test('has the gradients that central differences have', () => {
    const { graph, loss } = withLoss(whole);
    const result = differentiated(graph, loss, floatLeaves(graph));
    const worst = worstDifference(result, randomFeeds(result, { batch: 2, time: 3 }, 8), 8, 0);
    expect(worst?.error).toBeLessThan(1e-6);
  });
});
