import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lowerGraph } from '../../compiler/4-lower/lower.ts';
import { planMemory } from '../../compiler/7-plan/plan-memory.ts';
import { compileModel } from '../../compiler/compile.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import type { Program, Step } from '../../compiler/program/program.ts';

const graphOf = (yaml: string): Graph =>
  compileModel(yaml, { file: 'model.yaml', resolve: () => null }).graphs.inference;
const programOf = (yaml: string, fullLength = true): Program => lowerGraph(graphOf(yaml), { fullLength, unroll: null });

const model = (cell: string, own = '', extra = ''): string => `inputs:
  x: {shape: [batch, time, 6]}
${own}layers:
  r: {type: recurrent, input: x, cell: {${cell}}${extra}}
outputs: {y: r}
`;
const library = [
  'tf1.basic_rnn: {units: 4}',
  'tf1.basic_lstm: {units: 4}',
  'tf1.lstm: {units: 4, use_peepholes: true, cell_clip: 1, num_proj: 3, proj_clip: 1}',
  'tf1.gru: {units: 4}',
  'keras.simple_rnn: {units: 4}',
  'keras.lstm: {units: 4}',
  'keras.gru: {units: 4}',
  'keras.gru: {units: 4, reset_after: false}',
];

/** The kernels and copies of loop bodies. */
function bodySteps(steps: readonly Step[]): readonly string[] {
  return steps.flatMap((step) =>
    step.kind === 'loop'
      ? step.body.flatMap((inner) =>
          inner.kind === 'kernel' ? [inner.call.kernel] : inner.kind === 'copy' ? ['copy'] : bodySteps([inner]),
        )
      : [],
  );
}

describe.each(library)('%s', (cell) => {
  test('runs no slice, join, stretch or transpose in the time loop', () => {
    const body = bodySteps(programOf(model(cell)).main);
    expect(body.filter((kernel) => kernel.startsWith('host.'))).toEqual([]);
    expect(body.length).toBeGreaterThan(2);
  });

  test('copies at most one state per step: the others are computed in place', () => {
    expect(bodySteps(programOf(model(cell)).main).filter((kernel) => kernel === 'copy').length).toBeLessThanOrEqual(1);
  });
});

/** A program without its names. */
function anonymous(program: Program): unknown {
  const forPeople = new Set(['name', 'path', 'origin']);
  return JSON.parse(JSON.stringify(program, (key, value: unknown) => (forPeople.has(key) ? undefined : value)));
}

test('a library cell copied under another name, every name inside changed, gives the same kernels', () => {
  const file = readFileSync(join(import.meta.dirname, '../../models/cells/tf1.yaml'), 'utf8');
  const start = file.indexOf('  basic_lstm:');
  const text = file.slice(start, file.indexOf('\n\n', start));
  const renames: readonly (readonly [RegExp, string])[] = [
    [/\bbasic_lstm\b/g, 'zebra'],
    [/\bunits\b/g, 'stripes'],
    [/\bforget_bias\b/g, 'offset'],
    [/\bactivation\b/g, 'bend'],
    [/\bkernel\b/g, 'mesh'],
    [/\bbias\b/g, 'shift'],
    [/\bx\b/g, 'grass'],
    [/\bn\b/g, 'width'],
    [/\bc\b/g, 'belly'],
    [/\bh\b/g, 'hide'],
    [/\bi\b/g, 'alpha_part'],
    [/\bj\b/g, 'beta_part'],
    [/\bf\b/g, 'gamma_part'],
    [/\bo\b/g, 'delta_part'],
  ];
  const code = text.replace(/^ +description:.*\n/m, '').replace(/#.*$/gm, '');
  const renamed = renames.reduce((t, [from, to]) => t.replace(from, to), code);
  expect(renamed).not.toMatch(/lstm|units|kernel|forget/);
  for (const fullLength of [true, false]) {
    const own = programOf(model('zebra: {stripes: 4}', `cells:\n${renamed}\n`), fullLength);
    const theirs = programOf(model('tf1.basic_lstm: {units: 4}'), fullLength);
    expect(anonymous(own)).toEqual(anonymous(theirs));
  }
});

test('the program does not grow with the number of steps; unrolled, it does', () => {
  const graph = graphOf(model('lstm: {units: 4}'));
  const rolled = lowerGraph(graph, { fullLength: true, unroll: null });
  const plan = (time: number) => planMemory(rolled, { batch: 1, time });
  expect(plan(5000).offsets.length).toBe(plan(7).offsets.length);
  const count = (unroll: number): number => lowerGraph(graph, { fullLength: true, unroll }).main.length;
  expect(count(8) - count(4)).toBe(2 * (count(4) - count(2)));
});

test('weights enter products as they are or prepared once: nothing is packed anew at every step', () => {
  for (const cell of library)
    for (const step of programOf(model(cell)).main) {
      const calls = step.kind === 'loop' ? step.body : [step];
      for (const inner of calls)
        if (inner.kind === 'kernel' && (inner.call.kernel === 'BatchMatMul' || inner.call.kernel === '_FusedMatMul'))
          expect(inner.call.fresh, cell).toBe(false);
    }
});

test('an unrolled stack is computed where it lies', () => {
  const program = lowerGraph(graphOf(model('tf1.basic_rnn: {units: 4}')), { fullLength: true, unroll: 3 });
  expect(program.main.filter((step) => step.kind === 'copy')).toEqual([]);
});

describe('memory', () => {
  const program = programOf(model('keras.lstm: {units: 4}', '', ', depth: 2'));

  test('the plan is the sum of its parts and grows with batch and time', () => {
    const small = planMemory(program, { batch: 1, time: 10 });
    const large = planMemory(program, { batch: 4, time: 40 });
    expect(small.peakBytes).toBe(small.arenaBytes + small.persistentBytes + small.packedBytes);
    expect(large.persistentBytes).toBe(small.persistentBytes);
    expect(large.arenaBytes).toBeGreaterThan(8 * small.arenaBytes);
    expect(small.offsets.every((offset) => offset === -1 || offset % 64 === 0)).toBe(true);
  });

  test('buffers whose lifetimes do not meet share memory', () => {
    const { offsets, arenaBytes } = planMemory(program, { batch: 1, time: 1000 });
    const alone = program.buffers.reduce((sum, { storage, shape }, i) => {
      if (offsets[i] === -1 || storage.kind !== 'own' || ['weight', 'prepared', 'constant'].includes(storage.role))
        return sum;
      const size = shape.reduce(
        (n, d) => n * Object.entries(d).reduce((s, [key, c]) => s + c * (key.includes('time') ? 1000 : 1), 0),
        4,
      );
      return sum + size;
    }, 0);
    expect(arenaBytes).toBeLessThan(0.8 * alone);
  });
});
