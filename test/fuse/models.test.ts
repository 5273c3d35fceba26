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

test('the walk itself sees what is read too early', () => {
  const [graph] = graphsOf(textOf('seed-rnn')).values();
  if (graph === undefined) throw new Error('no graph');
  const program = lowerGraph(graph, { fullLength: true, unroll: null });
  expect(readBeforeWritten(program, { batch: 1, time: 2 })).toEqual([]);
  const broken = { ...program, main: program.main.slice(1) };
  expect(readBeforeWritten(broken, { batch: 1, time: 2 })).not.toEqual([]);
});
