import { expect, test } from 'vitest';
import { lowerGraph } from '../../compiler/4-lower/lower.ts';
import { fuseProgram } from '../../compiler/5-fuse/fuse.ts';
import { countWork } from '../../compiler/7-plan/count-work.ts';
import { planMemory } from '../../compiler/7-plan/plan-memory.ts';
import { symbolsOf } from '../../compiler/ir/dim.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import type { Program, Step } from '../../compiler/program/program.ts';
import { graphsOf, textOf } from '../fuse/models.ts';

/** Three of everything: samples, steps, nodes. */
function sizesOf({ buffers }: Program): { readonly [symbol: string]: number } {
  const symbols = buffers.flatMap(({ shape }) => shape.flatMap(symbolsOf));
  return Object.fromEntries(symbols.map((symbol) => [symbol, 3]));
}

/** How often a program calls what, with the bodies of loops in brackets. */
function calls(steps: readonly Step[]): string {
  const counts = new Map<string, number>();
  const loops: string[] = [];
  for (const step of steps) {
    if (step.kind === 'loop') {
      loops.push(`${step.direction} [${calls(step.body)}]`);
      continue;
    }
    const name =
      step.kind === 'copy'
        ? 'copy'
        : step.kind === 'kernel'
          ? step.call.kernel
          : [
              step.call.kernel.kind,
              'start' in step.call.kernel && step.call.kernel.start,
              'skip' in step.call.kernel && step.call.kernel.skip,
            ]
              .filter(Boolean)
              .join('-');
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...[...counts].sort().map(([name, n]) => `${n} ${name}`), ...loops].join(', ');
}

function told(program: Program): string {
  const sizes = sizesOf(program);
  const { arenaBytes, persistentBytes, packedBytes } = planMemory(program, sizes);
  const { flops, bytes } = countWork(program, [...program.main, ...program.update], sizes);
  const memory = `${arenaBytes} + ${persistentBytes} + ${packedBytes} bytes, ${flops} flops over ${bytes} bytes`;
  return `${memory}\n    prepare ${calls(program.prepare)}\n    main ${calls(program.main)}\n    update ${calls(program.update)}`;
}

const models = [
  'deep-lstm',
  'dropout-lstm',
  'encoder-decoder',
  'list-operations',
  'peephole-cell',
  'ptb-small',
  'recursive-sharing',
  'tagger',
  'tree-sentiment',
  'waves',
];

/**
 * Steps, memory and work of models that are shipped. A change is either meant or a mistake: look at it, then `npx vitest run test/programs -u`.
 */
test.each(models)('%s', (name) => {
  const programs = (which: string, graph: Graph): readonly string[] =>
    [true, false].flatMap((fullLength) =>
      (['float32', 'int16'] as const)
        .filter((precision) => precision === 'float32' || which === 'inference')
        .map((precision) => {
          const program = fuseProgram(lowerGraph(graph, { fullLength, unroll: null, precision }));
          return `${which}${fullLength ? '' : ', with masks'}, ${precision}: ${told(program)}`;
        }),
    );
  const lines = [...graphsOf(textOf(name))].flatMap(([which, graph]) => programs(which, graph));
  expect(`\n${lines.join('\n')}\n`).toMatchSnapshot();
});
