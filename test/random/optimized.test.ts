import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readSpec } from '../../compiler/1-read/read.ts';
import { buildGraph } from '../../compiler/2-build/build.ts';
import { runPasses } from '../../compiler/3-optimize/passes/pass.ts';
import { unroll } from '../../compiler/3-optimize/passes/unroll.ts';
import { portable, target } from '../../compiler/3-optimize/pipelines.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import { expectSameNumbers } from '../passes/equal.ts';
import { randomModel } from './model.ts';

function build(yaml: string): Graph {
  const { spec, diagnostics } = readSpec(yaml, { file: 'random.yaml', resolve: () => null, set: {} });
  expect(diagnostics, yaml).toEqual([]);
  if (spec === null) throw new Error('no spec');
  const built = buildGraph(spec, 'inference');
  expect(built.diagnostics, yaml).toEqual([]);
  if (built.graph === null) throw new Error('no graph');
  return built.graph;
}

test('every pass and the unrolled form keep the numbers of random models', () => {
  fc.assert(
    fc.property(randomModel, ({ yaml, batch, time }) => {
      const graph = build(yaml);
      const core = runPasses(graph, portable, { fused: false });
      const optimized = runPasses(core, target, { fused: true });
      const sizes = { batch, time };
      expectSameNumbers(graph, optimized, sizes, 1e-7);
      expectSameNumbers(graph, runPasses(optimized, [unroll(time)], { fused: true }), sizes, 1e-7);
    }),
    { numRuns: Number(process.env.RUNS ?? 150), seed: 20_260_101 },
  );
}, 120_000);
