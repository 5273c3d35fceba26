/**
 * How long rnnc needs before a training program can run, in a fresh process:
 * `node compile-training.mjs CASE [TIME]`. Prints one JSON object, in milliseconds:
 *
 * - `graphs`: YAML text to the graph of a training step, gradients and optimiser included;
 * - `program`: that graph to a program with its memory planned for TIME steps, or for those of the case.
 *
 * What `compiled.train` compiles before its first step, taken apart with rnnc's inner modules. Drawing the first weights is no part of it.
 */
import { lowerGraph } from '../../dist/compiler/4-lower/lower.js';
import { planMemory } from '../../dist/compiler/7-plan/plan-memory.js';
import { compileModel } from '../../dist/compiler/compile.js';
import { prepareTraining } from '../../dist/src/train/prepare/prepare.js';
import { makeCase } from './cases.mjs';
import { processArguments } from './process-arguments.mjs';

const [id, steps] = processArguments().positionals;
const { yaml, batch, time: ownSteps } = makeCase(id);
const time = Number(steps ?? ownSteps);

let begin = performance.now();
const trainable = prepareTraining(compileModel(yaml, { file: 'bench.yaml', resolve: () => null }));
const graphs = performance.now() - begin;

begin = performance.now();
planMemory(lowerGraph(trainable.graphs.step, { fullLength: true, unroll: null }), { batch, time });
const program = performance.now() - begin;
process.stdout.write(JSON.stringify({ graphs, program }));
