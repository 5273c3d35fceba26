import { expect, test } from 'vitest';
import { runPasses } from '../../compiler/3-optimize/passes/pass.ts';
import { portable, target } from '../../compiler/3-optimize/pipelines.ts';
import { lowerGraph } from '../../compiler/4-lower/lower.ts';
import { fuseProgram } from '../../compiler/5-fuse/fuse.ts';
import { printProgram } from '../../compiler/program/print-program.ts';
import { gradientGraph } from '../gradients/gradient-graph.ts';
import { treeGraph } from './tree-graphs.ts';

const cell = {
  children: 'list',
  direction: 'up',
  started: false,
  inputs: 2,
  units: 8,
  memory: null,
  by: 'sum',
  layerNorm: false,
} as const;

/** What is run of a program, without its buffers. */
const stepsOf = (text: string): string => text.slice(text.indexOf('\nmain\n') + 1);

test('sum of the children, forward', () => {
  const graph = runPasses(runPasses(treeGraph(cell), portable, { fused: false }), target, { fused: true });
  const program = fuseProgram(lowerGraph(graph, { fullLength: true, unroll: null }));
  expect(printProgram(program)).toMatchInlineSnapshot(`
    "program parse.up (inference, full length)
      #0 w: float32[2, 8] weight
      #1 b: float32[8] weight
      #2 u: float32[8, 8] weight
      #3 x: float32[node, batch, 2] input
      #4 parse.up.order: int32[parse.nodes] input
      #5 parse.up.starts: int32[parse.up.levels] input
      #6 parse.up.counts: int32[parse.up.levels] input
      #7 parse.up.link_starts: int32[parse.up.levels] input
      #8 parse.up.link_counts: int32[parse.up.levels] input
      #9 parse.up.predecessors: int32[parse.up.links] input
      #10 parse.up.owners: int32[parse.up.links] input
      #11 parse.up.rows: int32[parse.up.levels] input
      #12 parse.roots: int32[batch] input
      #13 x: float32[batch*node, 2] view of #3 at 0
      #14 tree: float32[parse.nodes, 2] temporary
      #15 0: float32[] constant 0
      #16 tree: float32[batch + parse.nodes, 8] temporary
      #17 tree: float32[parse.nodes, 8] temporary
      #18 h: float32[batch + parse.nodes, 8] temporary
      #19 parse.up.starts: int32[] element of #5 in loop 0
      #20 parse.up.counts: int32[] element of #6 in loop 0
      #21 parse.up.link_starts: int32[] element of #7 in loop 0
      #22 parse.up.link_counts: int32[] element of #8 in loop 0
      #23 parse.up.predecessors: int32[parse.up.link] rows of #9 from #21
      #24 parse.up.owners: int32[parse.up.link] rows of #10 from #21
      #25 tree: float32[parse.up.row, 8] rows of #17 from #19
      #26 parse.up.rows: int32[] element of #11 in loop 0
      #27 h: float32[parse.nodes, 8] view of #17 at 0
      #28 tree: float32[parse.up.row, 8] rows of #27 from #19
      #29 tree: float32[parse.up.link, 8] temporary
      #30 tree: float32[parse.up.row, 8] temporary
      #31 tree: float32[parse.up.row, 8] temporary
      #32 tree: float32[parse.up.row, 8] view of #25 at 0
      #33 tree: float32[parse.up.row, 8] rows of #18 from #26
      #34 tree: float32[batch*node, 8] temporary
      #35 tree: float32[batch, 8] temporary
      #36 w.panels: float32[16] prepared
      #37 u.panels: float32[64] prepared
    prepare
      #36 = pack [2, 8] #0 at 8 i + 1 j
      #37 = pack [8, 8] #2 at 8 i + 1 j
    main
      #14 = gather [parse.nodes, batch*node, 8] #13 #4
      #17 = product [parse.nodes; 2, 8] #14 #36 #1 from column
      #18 = rows [8*batch + 8*parse.nodes]
        v0 = 0
        #18 = v0
      loop 0 forward parse.up.levels, parse.up.row = #20, parse.up.link = #22 (tree)
        #29 = gather [parse.up.link, batch + parse.nodes, 32] #18 #23
        #30 = scatter-add [parse.up.link, parse.up.row, 8] #24 #29
        #32 = product [parse.up.row; 8, 8] #30 #37 #25 from each without zeros
        #28 #33 = rows [8*parse.up.row] #32
          v0 = #32
          v1 = tanh v0
          #28 = v1
          #33 = v1
      #34 = scatter-add [parse.nodes, batch*node, 8] #4 #27
      #35 = gather [batch, batch*node, 32] #34 #12
    output h = #34
    output root = #35
    "
  `);
});

test('sum of the children, with its gradients', () => {
  const program = fuseProgram(lowerGraph(gradientGraph(treeGraph(cell)).lowered, { fullLength: true, unroll: null }));
  expect(stepsOf(printProgram(program))).toMatchInlineSnapshot(`
    "main
      #16 = gather [parse.nodes, batch*node, 8] #15 #4
      #19 = product [parse.nodes; 2, 8] #16 #78 #1 from column
      #20 #51 = rows [8*batch + 8*parse.nodes]
        v0 = 0
        #20 = v0
        v2 = 0
        #51 = v2
      loop 0 forward parse.up.levels, parse.up.row = #22, parse.up.link = #24 (tree)
        #33 = gather [parse.up.link, batch + parse.nodes, 32] #20 #25
        #32 = scatter-add [parse.up.link, parse.up.row, 8] #26 #33
        #35 = product [parse.up.row; 8, 8] #32 #79 #27 from each without zeros
        #31 #36 = rows [8*parse.up.row] #35
          v0 = #35
          v1 = tanh v0
          #31 = v1
          #36 = v1
      #45 = scatter-add [batch, batch*node, 8] #12 #14
      #46 = rows [8*batch*node] #13 #45
        v0 = #13
        v1 = #45
        v2 = add v0 v1
        #46 = v2
      #47 = gather [parse.nodes, batch*node, 32] #46 #4
      loop 1 backward parse.up.levels, parse.up.row = #53, parse.up.link = #55 (d.tree)
        #63 #62 = rows [8*parse.up.row] #76 #57
          v0 = #76
          v1 = mul v0 v0
          v2 = 1
          v3 = sub v2 v1
          v4 = #63
          v5 = 0
          #63 = v5
          v7 = #57
          v8 = add v7 v4
          v9 = mul v8 v3
          #62 = v9
        #68 = product [parse.up.row; 8, 8] #62 #80 from zero
        #69 = gather [parse.up.link, parse.up.row, 32] #68 #59
        #51 = add-rows [parse.up.link, batch + parse.nodes, 8] #60 #69
      #81 #71 = outer [parse.nodes; 8, 8] #30 #61 at 8 i + j without zeros
      #72 = reduce-columns sum [1, parse.nodes, 8] #61
      #82 #74 = outer [parse.nodes; 2, 8] #16 #61 at 8 i + j
    output d w = #74
    output d b = #72
    output d u = #71
    "
  `);
});
