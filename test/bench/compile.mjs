/**
 * How long rnnc needs from YAML text to artifact bytes, the first compilation of a fresh process:
 * `node compile.mjs CASE`. Prints one JSON object, in milliseconds:
 *
 * - `graphs`: YAML text to a compiled model;
 * - `bytes`: that model to artifact bytes, which includes drawing its weights.
 */
import { compile } from '../../dist/src/index.js';
import { makeCase } from './cases.mjs';
import { processArguments } from './process-arguments.mjs';

const { yaml } = makeCase(processArguments().positionals[0]);

let begin = performance.now();
const compiled = compile(yaml, { file: 'bench.yaml' });
const graphs = performance.now() - begin;

begin = performance.now();
compiled.toBytes();
const bytes = performance.now() - begin;
process.stdout.write(JSON.stringify({ graphs, bytes }));
