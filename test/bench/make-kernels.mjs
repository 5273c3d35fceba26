/**
 * How long rnnc needs to make and assemble the kernels of one program, the first of a fresh process:
 * `node make-kernels.mjs CASE`. Of a training case the program is a step of the optimiser. Prints one JSON object, in
 * milliseconds:
 *
 * - `fuse`: the program to the calls of kernels that take its place;
 * - `text`: those to WebAssembly text;
 * - `assemble`: the text to bytes.
 *
 * Compiling the model before that, and the engine's own compilation of the bytes after it, are no part of it.
 */
import { lowerGraph } from '../../dist/compiler/4-lower/lower.js';
import { fuseProgram } from '../../dist/compiler/5-fuse/fuse.js';
import { assemble } from '../../dist/compiler/6-generate/assemble.js';
import { generateText } from '../../dist/compiler/6-generate/generate.js';
import { compileModel } from '../../dist/compiler/compile.js';
import { prepareTraining } from '../../dist/src/train/prepare/prepare.js';
import { isTraining, makeCase } from './cases.mjs';
import { processArguments } from './process-arguments.mjs';

const testCase = makeCase(processArguments().positionals[0]);
const compiled = compileModel(testCase.yaml, { file: 'bench.yaml', resolve: () => null });
const graph = isTraining(testCase) ? prepareTraining(compiled).graphs.step : compiled.graphs.inference;
const lowered = lowerGraph(graph, { fullLength: true, unroll: compiled.unroll });

const timed = (work) => {
  const begin = performance.now();
  const result = work();
  return [result, performance.now() - begin];
};
const [program, fuse] = timed(() => fuseProgram(lowered));
const [wat, text] = timed(() => generateText(program, { relaxed: false, shared: false }));
const [, assembling] = timed(() => assemble(wat));
process.stdout.write(JSON.stringify({ fuse, text, assemble: assembling }));
