import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type LowerOptions, lowerGraph } from '../../compiler/4-lower/lower.ts';
import { fuseProgram } from '../../compiler/5-fuse/fuse.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import { printGraph } from '../../compiler/ir/print.ts';
import { printProgram } from '../../compiler/program/print-program.ts';
import { graphsOf } from '../fuse/models.ts';

/** A program with what it is fed, in the order of its list. */
function printLowered(graph: Graph, options: LowerOptions): string {
  const program = lowerGraph(graph, options);
  const { inputs, outputs, weights, slots } = program;
  const lists = Object.entries({ inputs, outputs, weights, slots });
  const fed = lists.flatMap(([title, items]) => [title, ...items.map((item) => `  ${JSON.stringify(item)}`)]);
  return `${printProgram(program)}${fed.join('\n')}\n`;
}

const stages: { readonly [stage: string]: (graph: Graph) => string } = {
  optimized: printGraph,
  lowered: (graph) => printLowered(graph, { fullLength: true, unroll: null }),
  'lowered-with-masks': (graph) => printLowered(graph, { fullLength: false, unroll: null }),
  'lowered-in-int16': (graph) => printLowered(graph, { fullLength: true, unroll: null, precision: 'int16' }),
  'lowered-unrolled': (graph) => printLowered(graph, { fullLength: true, unroll: 2 }),
  fused: (graph) => printProgram(fuseProgram(lowerGraph(graph, { fullLength: true, unroll: null }))),
  'fused-with-masks': (graph) => printProgram(fuseProgram(lowerGraph(graph, { fullLength: false, unroll: null }))),
};

/**
 * What the compiler makes of three small models that together need nearly all of its rules. A change is either meant or a mistake: look at it,
 * then `npx vitest run test/programs -u`.
 */
test.each([
  ['gates', 'inference', ['optimized', 'lowered', 'lowered-with-masks', 'lowered-unrolled', 'fused-with-masks']],
  ['gates', 'step', ['optimized', 'lowered', 'fused']],
  ['masks', 'inference', ['lowered-in-int16', 'fused']],
  ['masks', 'training', ['optimized', 'lowered-with-masks']],
  ['masks', 'step', ['optimized', 'fused-with-masks']],
  ['tree', 'inference', ['optimized', 'fused']],
  ['tree', 'step', ['optimized', 'lowered-with-masks', 'fused']],
])('%s, %s: %s', async (name, which, names) => {
  const graph = graphsOf(readFileSync(join(import.meta.dirname, 'models', `${name}.yaml`), 'utf8')).get(which);
  if (graph === undefined) throw new Error(`no ${which}`);
  for (const stage of names)
    await expect(stages[stage]?.(graph)).toMatchFileSnapshot(join('printed', `${name}.${which}.${stage}.txt`));
});
