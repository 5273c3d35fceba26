import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { runPasses } from '../../compiler/3-optimize/passes/pass.ts';
import { portable, target } from '../../compiler/3-optimize/pipelines.ts';
import { lowerGraph } from '../../compiler/4-lower/lower.ts';
import { fuseProgram } from '../../compiler/5-fuse/fuse.ts';
import { countWork } from '../../compiler/7-plan/count-work.ts';
import { verifyGraph } from '../../compiler/graph/verify.ts';
import { evaluateDim, symbolsOf } from '../../compiler/ir/dim.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import type { Tensor64 } from '../../compiler/ops/op/op.ts';
import { isGenerated } from '../../compiler/program/entry.ts';
import type { Program } from '../../compiler/program/program.ts';
import { evaluateGraph } from '../../compiler/reference/evaluate.ts';
import { loadBackend } from '../../src/engine/backend/load-backend.ts';
import type { TfjsBackend } from '../../src/engine/backend/tfjs-backend.ts';
import { type Code, codeOf, runProgram } from '../fuse/run.ts';
import { gradientGraph } from '../gradients/gradient-graph.ts';
import { runOn } from './run-on.ts';
import { type TreeCell, type TreeFeeds, treeBatch, treeCell, treeFeeds, treeGraph } from './tree-graphs.ts';

const optimized = (graph: Graph): Graph =>
  runPasses(runPasses(graph, portable, { fused: false }), target, { fused: true });

/** The code of a graph, all of it generated. */
function generatedCode(graph: Graph): Code {
  const code = codeOf(lowerGraph(graph, { fullLength: true, unroll: null }));
  const { prepare, main } = code.program;
  expect([...prepare, ...main].filter((step) => !isGenerated(step))).toEqual([]);
  return code;
}

const greatest = (t: Tensor64): number => t.data.reduce((m, x) => Math.max(m, Math.abs(x)), 0);

function expectClose(
  found: ReadonlyMap<string, Tensor64>,
  expected: ReadonlyMap<string, Tensor64>,
  most: number,
): void {
  for (const [name, t] of found) {
    const exact = expected.get(name);
    if (exact === undefined) throw new Error(`nobody asked for ${name}`);
    const scale = Math.max(greatest(exact), 1e-3);
    expect(t.data.length, name).toBe(exact.data.length);
    t.data.forEach((x, i) => {
      if (!(Math.abs(x - (exact.data[i] ?? Number.NaN)) <= most * scale))
        throw new Error(`${name}[${i}] of [${exact.shape}] is ${x}, expected ${exact.data[i]}`);
    });
  }
}

/** Trees for a cell, with a seed for the numbers. */
const given = fc
  .tuple(treeCell, fc.nat())
  .chain(([cell, seed]) => treeBatch(cell.children).map((batch) => ({ cell, seed, batch })));

const codes = new Map<string, Code>();
const cached = (cell: TreeCell, kind: string, make: () => Code): Code => {
  const key = `${kind} ${JSON.stringify(cell)}`;
  const known = codes.get(key) ?? make();
  codes.set(key, known);
  return known;
};

let backend: TfjsBackend;
beforeAll(async () => {
  backend = await loadBackend();
});

describe('loops over the levels of trees, on the backend', () => {
  it('give what the evaluator gives, with their gradients: stock kernels and generated code, called in both ways', () => {
    fc.assert(
      fc.property(given, ({ cell, seed, batch }) => {
        const { plain, lowered } = gradientGraph(treeGraph(cell));
        const feeds = treeFeeds(plain, batch, seed);
        const exact = evaluateGraph(plain, feeds).outputs;
        const forward = optimized(treeGraph(cell));
        const own = { ...feeds, inputs: new Map([...feeds.inputs].filter(([name]) => !name.startsWith('factor '))) };
        for (const path of ['fast', 'public'] as const)
          for (const [graph, fed, most] of [
            [forward, own, 1e-5],
            [lowered, feeds, 1e-4],
          ] as const) {
            const program = lowerGraph(graph, { fullLength: true, unroll: null });
            expectClose(runOn(backend, program, null, path, fed), exact, most);
            const code = generatedCode(graph);
            expectClose(runOn(backend, code.program, code.bytes, path, fed), exact, most);
          }
      }),
      { numRuns: 15, seed: 3 },
    );
  });
});

describe('loops over the levels of trees, in generated code', () => {
  it('give what the evaluator gives', () => {
    fc.assert(
      fc.property(given, ({ cell, seed, batch }) => {
        const graph = treeGraph(cell);
        verifyGraph(graph);
        const code = cached(cell, 'forward', () => generatedCode(optimized(graph)));
        const feeds = treeFeeds(graph, batch, seed);
        expectClose(runProgram(code, feeds), evaluateGraph(graph, feeds).outputs, 1e-5);
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  it('do at every level what its rows and links need, and nothing for all nodes', () => {
    fc.assert(
      fc.property(treeCell, (cell) => {
        for (const graph of [optimized(treeGraph(cell)), gradientGraph(treeGraph(cell)).lowered])
          for (const loop of fuseProgram(lowerGraph(graph, { fullLength: true, unroll: null })).main)
            if (loop.kind === 'loop')
              for (const step of loop.body) {
                if (step.kind !== 'generated') throw new Error(`a ${step.kind} in a generated loop`);
                const { kernel, counts } = step.call;
                // how many rows a table has is asked for, so that none beyond them is touched
                const rows = kernel.kind === 'gather' || kernel.kind === 'add-rows' ? counts.slice(0, 1) : counts;
                expect(
                  rows.flatMap(symbolsOf).filter((s) => !/\.(row|link)$/.test(s)),
                  step.call.name,
                ).toEqual([]);
              }
      }),
      { numRuns: 60, seed: 4 },
    );
  });

  it('have the gradients of the evaluator', () => {
    fc.assert(
      fc.property(given, ({ cell, seed, batch }) => {
        const { plain, lowered } = gradientGraph(treeGraph(cell));
        const code = cached(cell, 'backward', () => generatedCode(lowered));
        const feeds = treeFeeds(plain, batch, seed);
        expectClose(runProgram(code, feeds), evaluateGraph(plain, feeds).outputs, 1e-4);
      }),
      { numRuns: 60, seed: 2 },
    );
  });
});

describe('the work of loops over levels', () => {
  /** The loop one level at a time, each with its own sizes. */
  const levelByLevel = (program: Program, feeds: TreeFeeds) => {
    const list = (name: string): readonly number[] => [...(feeds.inputs.get(name)?.data ?? [])];
    return program.main.map((step) => {
      if (step.kind !== 'loop') return countWork(program, [step], feeds.sizes);
      const { ragged = [], body } = step;
      const steps = evaluateDim(step.length, feeds.sizes);
      return Array.from({ length: steps }, (_, t) => {
        const counts = ragged.map(({ symbol, count }) => [symbol, list(program.buffers[count]?.name ?? '')[t] ?? 0]);
        return countWork(program, body, { ...feeds.sizes, ...Object.fromEntries(counts) });
      });
    });
  };

  it('is that of all levels together', () => {
    fc.assert(
      fc.property(given, ({ cell, seed, batch }) => {
        const graph = treeGraph(cell);
        const feeds = treeFeeds(graph, batch, seed);
        for (const fuse of [(p: Program) => p, fuseProgram]) {
          const program = fuse(lowerGraph(optimized(graph), { fullLength: true, unroll: null }));
          const expected = levelByLevel(program, feeds).flat();
          const found = countWork(program, program.main, feeds.sizes);
          for (const what of ['flops', 'bytes', 'calls'] as const)
            expect(found[what], what).toBe(expected.reduce((sum, work) => sum + work[what], 0));
        }
      }),
      { numRuns: 40, seed: 5 },
    );
  });
});
