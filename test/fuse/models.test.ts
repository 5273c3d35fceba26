import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lowerGraph } from '../../compiler/4-lower/lower.ts';
import { bindSegments } from '../../compiler/graph/segments.ts';
import { isGenerated } from '../../compiler/program/entry.ts';
import type { Program } from '../../compiler/program/program.ts';
import { randomModel } from '../random/model.ts';
import { fused, fusedPrograms, graphsOf, modelNames, textOf } from './models.ts';
import { readBeforeWritten, smallSizes, stockInLoops } from './unwritten.ts';

describe.each(modelNames)('%s', (name) => {
  const programs = fusedPrograms(textOf(name));

  test.each([...programs.keys()])('%s: everything is generated, loops as a whole', (variant) => {
    const { prepare, main, update } = programs.get(variant) as Program;
    expect([...prepare, ...main, ...update].filter((step) => !isGenerated(step))).toEqual([]);
  });

  test.each([...programs.keys()])('%s: reads nothing before it is written', (variant) => {
    const program = programs.get(variant) as Program;
    expect(readBeforeWritten(program, smallSizes(program, 3))).toEqual([]);
  });
});

test('random models: every loop is generated, and nothing is read before it is written', () => {
  fc.assert(
    fc.property(randomModel, fc.boolean(), fc.boolean(), ({ yaml, batch, time }, full, unrolled) => {
      for (const graph of graphsOf(yaml).values()) {
        const program = fused(graph, full, unrolled ? time : null);
        expect(stockInLoops(program)).toEqual([]);
        expect(readBeforeWritten(program, bindSegments(graph, { batch, time }))).toEqual([]);
      }
    }),
    { numRuns: Number(process.env.RUNS ?? 40), seed: 20_261_301 },
  );
}, 120_000);

test('a stack of more layers than a step looks back over', () => {
  const layers = Array.from(
    { length: 70 },
    (_, i) => `  l${i}: {type: recurrent, input: ${i === 0 ? 'x' : `l${i - 1}`}, cell: {gru: {units: ${i + 1}}}}`,
  );
  const [graph] = graphsOf(
    `inputs: {x: {shape: [batch, time, 2]}}\nlayers:\n${layers.join('\n')}\noutputs: {y: l69}\n`,
  ).values();
  if (graph === undefined) throw new Error('no graph');
  const program = fused(graph, false);
  const { prepare, main } = program;
  const rows = prepare.filter((step) => step.kind === 'generated' && step.call.kernel.kind === 'rows');
  expect(rows.length).toBeGreaterThan(64);
  expect([...prepare, ...main].filter((step) => !isGenerated(step))).toEqual([]);
  expect(readBeforeWritten(program, { batch: 2, time: 2 })).toEqual([]);
});

test('the walk itself sees what is read too early', () => {
  const [graph] = graphsOf(textOf('seed-rnn')).values();
  if (graph === undefined) throw new Error('no graph');
  const program = lowerGraph(graph, { fullLength: true, unroll: null });
  expect(readBeforeWritten(program, { batch: 1, time: 2 })).toEqual([]);
  const broken = { ...program, main: program.main.slice(1) };
  expect(readBeforeWritten(broken, { batch: 1, time: 2 })).not.toEqual([]);
});
