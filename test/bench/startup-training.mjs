/**
 * How long rnnc needs before a training program can run, in a fresh process: `node startup-training.mjs TIME`. Prints
 * one JSON object, in milliseconds:
 *
 * - `graphs`: YAML text to the graph of a training step, gradients and optimiser included;
 * - `program`: that graph to a program with its memory planned for TIME steps.
 *
 * What `compiled.train` compiles before its first step, taken apart with rnnc's inner modules. Drawing the first weights is no part of it.
 */
import { lowerGraph } from '../../dist/compiler/4-lower/lower.js';
import { planMemory } from '../../dist/compiler/7-plan/plan-memory.js';
import { compileModel } from '../../dist/compiler/compile.js';
import { prepareTraining } from '../../dist/src/train/prepare.js';
import { makeCase } from './cases.mjs';

const time = Number(process.argv[2]);
const { yaml, batch } = makeCase('train-lstm-64-128-b32');

let begin = performance.now();
const trainable = prepareTraining(compileModel(yaml, { file: 'bench.yaml', resolve: () => null }));
const graphs = performance.now() - begin;

begin = performance.now();
planMemory(lowerGraph(trainable.graphs.step, { fullLength: true, unroll: null }), { batch, time });
const program = performance.now() - begin;
process.stdout.write(JSON.stringify({ graphs, program }));
