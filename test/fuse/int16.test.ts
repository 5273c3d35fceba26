import { describe, expect, test } from 'vitest';
import { lowerGraph } from '../../compiler/4-lower/lower.ts';
import { fuseProgram } from '../../compiler/5-fuse/fuse.ts';
import { generateText } from '../../compiler/6-generate/generate.ts';
import { planMemory } from '../../compiler/7-plan/plan-memory.ts';
import type { Tensor64 } from '../../compiler/ops/op/op.ts';
import type { Kernel } from '../../compiler/program/generated.ts';
import type { Precision, Program, Step } from '../../compiler/program/program.ts';
import { ProgramBuilder } from '../engine/program-builder.ts';
import { graphsOf, modelNames, textOf } from './models.ts';
import { codeOf, runProgram } from './run.ts';
import { readBeforeWritten, smallSizes } from './unwritten.ts';

const modelOf = (
  cell: string,
  units: number,
  features: number,
): string => `inputs: {x: {shape: [batch, time, ${features}]}}
layers: {r: {type: recurrent, input: x, cell: {${cell}: {units: ${units}}}}, y: {type: dense, input: r, units: ${units}}}
outputs: {y: y}`;

function programOf(yaml: string, precision: Precision, unroll: number | null = null, name = 'inference'): Program {
  const graph = graphsOf(yaml).get(name);
  if (graph === undefined) throw new Error(`no ${name}`);
  return fuseProgram(lowerGraph(graph, { fullLength: true, unroll, precision }));
}

const kernelsOf = (steps: readonly Step[]): readonly Kernel[] =>
  steps.flatMap((step) =>
    step.kind === 'loop' ? kernelsOf(step.body) : step.kind === 'generated' ? [step.call.kernel] : [],
  );
/** Kinds of the kernels of a run, how many of each. */
function kinds({ main }: Program): { readonly [kind: string]: number } {
  const counts: { [kind: string]: number } = {};
  for (const { kind } of kernelsOf(main)) if (/product|int16/.test(kind)) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

describe('which products are in 16 bits', () => {
  test('those of states and of what a loop makes, not those of a feed', () => {
    const [prepared, program] = [
      kernelsOf(programOf(modelOf('lstm', 64, 32), 'int16').prepare),
      programOf(modelOf('lstm', 64, 32), 'int16'),
    ];
    // four gates: of the input, of the state; and the last layer
    expect(kinds(program)).toEqual({ product: 4, 'int16-rows': 2, 'int16-product': 5 });
    expect(prepared.map(({ kind }) => kind).sort()).toEqual([
      ...Array<string>(5).fill('int16-pack'),
      ...Array<string>(4).fill('pack'),
    ]);
  });

  test('none of a model in float32, of a training step, or of a model of small sizes', () => {
    expect(kinds(programOf(modelOf('lstm', 64, 32), 'float32'))).toEqual({ product: 9 });
    expect(kinds(programOf(modelOf('lstm', 20, 32), 'int16'))).toEqual({ product: 9 });
    const trained = `${modelOf('lstm', 64, 32)}\ntraining: {losses: [{type: mse, output: y}]}`;
    const step = programOf(trained, 'int16', null, 'step');
    expect(kinds(step)).toEqual(kinds(programOf(trained, 'float32', null, 'step')));
    expect(kinds(step)['int16-product']).toBeUndefined();
  });

  test('rows become int16 once for all products that read them', () => {
    // every copy of the cell has its own state; the last layer reads all of them, the projection the whole input
    const program = programOf(modelOf('lstm', 64, 32), 'int16', 3);
    expect(kinds(program)).toEqual({ product: 4, 'int16-rows': 4, 'int16-product': 13 });
  });

  test('memory that is planned for weights is smaller', () => {
    const bytes = (precision: Precision): number =>
      planMemory(programOf(modelOf('lstm', 128, 128), precision), { batch: 1, time: 10 }).persistentBytes;
    // the numbers themselves stay; of the panels, those of the input do too
    const weights = 4 * (2 * 128 * 512 + 512 + 128 * 128 + 128);
    const [float32, int16] = [bytes('float32') - weights, bytes('int16') - weights];
    expect(float32).toBeGreaterThan(4 * (2 * 128 * 512 + 128 * 128));
    expect(int16).toBeLessThan(4 * 128 * 512 + 2 * (128 * 512 + 128 * 128) + 20_000);
  });
});

test('a cell under another name, with other names inside, gives the same code', () => {
  const cell = (n: { readonly [what: string]: string }): string => `inputs: {x: {shape: [batch, time, 40]}}
cells:
  ${n.cell}:
    parameters: {${n.units}: size}
    inputs: {${n.x}: [${n.n}]}
    state: [{${n.h}: [${n.units}]}]
    weights: {${n.w}: {shape: [${n.n}, ${n.units}]}, ${n.u}: {shape: [${n.units}, ${n.units}]}}
    equations: |
      ${n.h}' = tanh(${n.x} @ ${n.w} + ${n.h} @ ${n.u})
    output: ${n.h}'
layers: {r: {type: recurrent, input: x, cell: {${n.cell}: {${n.units}: 48}}}}
outputs: {y: r}`;
  const options = { relaxed: false, shared: false };
  const [one, other] = [
    { cell: 'lstm_like', units: 'units', x: 'x', n: 'n', h: 'h', w: 'w', u: 'u' },
    { cell: 'nobody', units: 'wide', x: 'given', n: 'm', h: 'memory', w: 'in_', u: 'back' },
  ].map((names) => generateText(programOf(cell(names), 'int16'), options));
  expect(one).toContain('int16_product');
  expect(other).toBe(one);
});

test.each(modelNames)('%s, with products in 16 bits, reads nothing before it is written', (name) => {
  for (const graph of graphsOf(textOf(name)).values())
    for (const fullLength of [true, false]) {
      const program = fuseProgram(lowerGraph(graph, { fullLength, unroll: null, precision: 'int16' }));
      expect(readBeforeWritten(program, smallSizes(program, 3))).toEqual([]);
    }
});

const K = 32;
const N = 32;
const tensor = (shape: readonly number[], at: (i: number) => number): Tensor64 => ({
  dtype: 'float32',
  shape,
  data: Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.fround(at(i))),
});

/** x and z [2, K] times w [K, N], as sums over k in float64. */
function times(x: Tensor64, w: Tensor64): Float64Array {
  const out = new Float64Array(2 * N);
  for (let r = 0; r < 2; r++)
    for (let j = 0; j < N; j++)
      for (let i = 0; i < K; i++)
        out[r * N + j] = (out[r * N + j] ?? 0) + (x.data[r * K + i] ?? 0) * (w.data[i * N + j] ?? 0);
  return out;
}

test('rows that are written between two products become int16 again', () => {
  const p = new ProgramBuilder();
  const [x, z, w] = [p.feed('x', [2, K]), p.feed('z', [2, K]), p.weight('w', [K, N])];
  const a = p.temporary([2, K]);
  p.main.push({ kind: 'copy', from: x, to: a });
  const product = (out: string): void =>
    void p.call({ kernel: 'BatchMatMul', a, b: w, out: p.output(out, [2, N]), fresh: false, int16: true });
  product('first');
  product('again');
  p.main.push({ kind: 'copy', from: z, to: a });
  product('second');
  const code = codeOf(p.build());
  expect(kinds(code.program)).toEqual({ 'int16-rows': 2, 'int16-product': 3 });
  const [tx, tz, tw] = [
    tensor([2, K], (i) => Math.sin(i)),
    tensor([2, K], (i) => Math.cos(3 * i)),
    tensor([K, N], (i) => Math.sin(7 * i + 1)),
  ];
  const found = runProgram(code, {
    inputs: new Map([
      ['x', tx],
      ['z', tz],
    ]),
    weights: new Map([['w', tw]]),
    sizes: {},
  });
  for (const [name, of] of [
    ['first', tx],
    ['again', tx],
    ['second', tz],
  ] as const)
    for (const [i, y] of times(of, tw).entries())
      expect(Math.abs((found.get(name)?.data[i] ?? Number.NaN) - y)).toBeLessThan(2e-3);
});

test('a product starts from what is added to it, unless that is written over what it multiplies', () => {
  for (const over of [false, true]) {
    const p = new ProgramBuilder();
    const [x, b, w] = [p.feed('x', [2, K]), p.feed('b', [2, N]), p.weight('w', [K, N])];
    const a = p.temporary([2, K]);
    p.main.push({ kind: 'copy', from: x, to: a });
    const out = p.temporary([2, N]);
    p.call({ kernel: 'BatchMatMul', a, b: w, out, fresh: false, int16: true });
    const target = over ? a : p.output('y', [2, N]);
    p.call({ kernel: 'elementwise', op: 'add', operands: [out, b], out: target });
    if (over) p.main.push({ kind: 'copy', from: a, to: p.output('y', [2, N]) });
    const code = codeOf(p.build());
    const start = kernelsOf(code.program.main).flatMap((k) => (k.kind === 'int16-product' ? [k.start] : []));
    expect(start).toEqual([over ? 'zero' : 'each']);
    const [tx, tb, tw] = [
      tensor([2, K], (i) => Math.sin(i)),
      tensor([2, N], (i) => i),
      tensor([K, N], (i) => Math.sin(7 * i + 1)),
    ];
    const found = runProgram(code, {
      inputs: new Map([
        ['x', tx],
        ['b', tb],
      ]),
      weights: new Map([['w', tw]]),
      sizes: {},
    });
    for (const [i, y] of times(tx, tw).entries())
      expect(Math.abs((found.get('y')?.data[i] ?? Number.NaN) - y - i)).toBeLessThan(2e-3);
  }
});
