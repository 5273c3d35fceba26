import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { assemble } from '../../compiler/6-generate/assemble.ts';
import { generateText } from '../../compiler/6-generate/generate.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import { isGenerated } from '../../compiler/program/entry.ts';
import type { Program, Step } from '../../compiler/program/program.ts';
import { fused, graphsOf } from './models.ts';

/** Cells that nobody has. */
const cells: { readonly [name: string]: string } = {
  'two recurrent products, of which one depends on the other': `
    inputs: {x: [n]}
    state: [{h: [7]}]
    weights: {w: {shape: [n, 14]}, u: {shape: [7, 14]}, v: {shape: [n, 7]}, q: {shape: [7, 7]}, b: {shape: [7]}}
    equations: |
      r, z = split(sigmoid(x @ w + h @ u))
      h' = z * h + (1 - z) * tanh(x @ v + (r * h) @ q + b)
    output: h'`,
  'a layer norm inside, with a gain and a shift': `
    inputs: {x: [n]}
    state: [{h: [9]}]
    weights: {w: {shape: [n, 9]}, u: {shape: [9, 9]}, gain: {shape: [9]}, shift: {shape: [9]}}
    equations: |
      a = x @ w + h @ u
      centred = a - mean(a)
      normed = centred / sqrt(mean(square(centred)) + 0.01)
      h' = tanh(normed * gain + shift)
    output: h'`,
  'three states of different sizes': `
    inputs: {x: [n]}
    state: [{a: [3]}, {b: [8]}, {c: [13]}]
    weights: {w: {shape: [n, 3]}, u: {shape: [13, 3]}, v: {shape: [3, 8]}, q: {shape: [8, 13]}}
    equations: |
      a' = tanh(x @ w + c @ u)
      b' = 0.5 * b + sigmoid(a' @ v)
      c' = cos(b' @ q) * c + 0.1
    output: b'`,
  'a state that is only added up': `
    inputs: {x: [n]}
    state: [{total: [6]}]
    weights: {w: {shape: [n, 6]}}
    equations: |
      total' = total + softplus(x @ w)
    output: total'`,
};

const modelOf = (cell: string, direction: string, training: boolean): string => `name: invented
inputs: {x: {shape: [batch, time, 5]}}
cells:
  nobody:${cell}
layers:
  r: {type: recurrent, input: x, cell: {nobody: {}}, direction: ${direction}}
  y: {type: dense, input: r.last, units: 2}
outputs: {y: y}
${training ? 'training: {losses: [{type: cross_entropy, output: y}]}' : ''}
`;

/** Loops at the top of a program, each with whether it is one call of generated code. */
const loopsOf = (program: Program): readonly { readonly direction: string; readonly one: boolean }[] =>
  program.main.flatMap((step: Step) =>
    step.kind === 'loop' ? [{ direction: step.direction, one: isGenerated(step) }] : [],
  );

describe.each(Object.entries(cells))('%s', (_, cell) => {
  const forward = { direction: 'forward', one: true };
  const backward = { direction: 'backward', one: true };

  test.each([true, false])('is one call per direction (full length: %s)', (fullLength) => {
    const loops = (direction: string) => {
      const graph = graphsOf(modelOf(cell, direction, false)).get('inference');
      return graph === undefined ? [] : loopsOf(fused(graph, fullLength));
    };
    expect(loops('forward')).toEqual([forward]);
    expect(loops('backward')).toEqual([backward]);
    expect(loops('bidirectional')).toEqual([forward, backward]);
  });

  test.each([true, false])('in a training step one call there and one back (full length: %s)', (fullLength) => {
    const step = graphsOf(modelOf(cell, 'forward', true)).get('step');
    expect(step === undefined ? [] : loopsOf(fused(step, fullLength))).toEqual([forward, backward]);
  });
});

/** The cell of a library file and the line that names it, without what only people read. */
function libraryCell(file: string, name: string): string {
  const text = readFileSync(join(import.meta.dirname, `../../models/cells/${file}.yaml`), 'utf8');
  const start = text.indexOf(`  ${name}:\n`);
  const end = text.indexOf('\n\n', start);
  return text
    .slice(start, end < 0 ? undefined : end)
    .replace(/^ +description:.*\n/m, '')
    .replace(/#.*$/gm, '');
}

const renamed: readonly {
  readonly cell: string;
  readonly use: string;
  readonly own: string;
  readonly names: readonly (readonly [string, string])[];
}[] = [
  {
    cell: 'lstm',
    use: 'keras.lstm: {units: 6}',
    own: 'zebra: {stripes: 6}',
    names: [
      ['lstm', 'zebra'],
      ['recurrent_kernel', 'knot'],
      ['recurrent_activation', 'fold'],
      ['unit_forget_bias', 'lean'],
      ['activation', 'bend'],
      ['kernel', 'mesh'],
      ['bias', 'shift'],
      ['units', 'stripes'],
      ['x', 'grass'],
      ['n', 'width'],
      ['c', 'belly'],
      ['h', 'hide'],
      ['i', 'alpha_part'],
      ['f', 'beta_part'],
      ['g', 'gamma_part'],
      ['o', 'delta_part'],
    ],
  },
  // two products, of which one needs the other
  {
    cell: 'gru',
    use: 'keras.gru: {units: 6, reset_after: false}',
    own: 'okapi: {stripes: 6, late: false}',
    names: [
      ['gru', 'okapi'],
      ['recurrent_kernel', 'knot'],
      ['recurrent_bias', 'lean'],
      ['recurrent_activation', 'fold'],
      ['reset_after', 'late'],
      ['activation', 'bend'],
      ['kernel', 'mesh'],
      ['bias', 'shift'],
      ['units', 'stripes'],
      ['x', 'grass'],
      ['n', 'width'],
      ['h', 'hide'],
      ['z', 'alpha_part'],
      ['r', 'beta_part'],
      ['candidate', 'gamma_part'],
      ['x_z', 'one'],
      ['x_r', 'two'],
      ['x_h', 'three'],
      ['h_z', 'four'],
      ['h_r', 'five'],
      ['h_h', 'six'],
    ],
  },
];

test.each(renamed)(
  'the library cell $cell with every name inside changed gives the same code, byte for byte',
  (given) => {
    const own = given.names.reduce(
      (text, [from, to]) => text.replace(new RegExp(`\\b${from}\\b`, 'g'), to),
      libraryCell('keras', given.cell),
    );
    expect(own).not.toMatch(/lstm|gru|kernel|units|forget|reset/);
    const model = (use: string, definition: string): string => `name: animals
inputs: {x: {shape: [batch, time, 5]}}
${definition}layers:
  r: {type: recurrent, input: x, cell: {${use}}, padding: previous}
  y: {type: dense, input: r.last, units: 2}
outputs: {y: y}
training: {losses: [{type: cross_entropy, output: y}]}
`;
    const theirs = graphsOf(model(given.use, ''));
    const ours = graphsOf(model(given.own, `cells:\n${own}\n`));
    expect([...theirs.keys()]).toEqual(['inference', 'step', 'evaluation']);
    for (const [name, graph] of theirs)
      for (const fullLength of [true, false]) {
        const [a, b] = [graph, ours.get(name) as Graph].map((g) =>
          assemble(generateText(fused(g, fullLength), { relaxed: false, shared: false })),
        );
        expect(Buffer.compare(a ?? Buffer.alloc(0), b ?? Buffer.alloc(1)), `${name} ${fullLength}`).toBe(0);
      }
  },
);
