/**
 * How long rnnc needs before a training program can run, in a fresh process: `node startup-training.mjs TIME`. Prints
 * one JSON object, in milliseconds:
 *
 * - `graphs`: YAML text to the graph of a training step, gradients and optimiser included;
 * - `program`: that graph to a program with its memory planned for TIME steps, the WASM backend being ready already.
 *
 * What `compiled.train` does before its first step, taken apart with rnnc's inner modules.
 */
import { compileModel } from '../../dist/compiler/compile.js';
import { compile, load } from '../../dist/src/index.js';
import { prepareTraining, trainingDefinition } from '../../dist/src/train/prepare.js';
import { makeCase } from './cases.mjs';

const time = Number(process.argv[2]);
const { yaml, batch } = makeCase('train-lstm-64-128-b32');

let begin = performance.now();
const trainable = prepareTraining(compileModel(yaml, { file: 'bench.yaml', resolve: () => null }));
const graphs = performance.now() - begin;

// A model of another shape starts the backend; nothing of it is used again.
const other = 'inputs: {a: {shape: [batch, 3]}}\nlayers: {b: {type: dense, input: a, units: 2}}\noutputs: {b: b}\n';
(await load(compile(other, { file: 'other.yaml' }))).dispose();

begin = performance.now();
const model = await load(trainingDefinition(trainable));
model.stats({ batch, time }, 'training');
const program = performance.now() - begin;
process.stdout.write(JSON.stringify({ graphs, program }));
