/**
 * How long rnnc needs before it has a first result, in a fresh process: `node startup.mjs TIME`. Prints one JSON
 * object, all in milliseconds:
 *
 * - `compile`: YAML text to artifact bytes, the first compilation of the process;
 * - `first`: artifact bytes to the first output of TIME steps, the WASM backend being ready already;
 * - `warm`: the same run once more, so that `first - warm` is what binding, planning and first calls cost.
 */
import { compile, load } from '../../dist/src/index.js';
import { makeCase } from './cases.mjs';
import { processArguments } from './process-arguments.mjs';
import { median } from './timing.mjs';

const { positionals, options } = processArguments();
const time = Number(positionals[0]);
const testCase = makeCase('lstm-64-128-b1');
const [{ input }] = testCase.layers;
const x = Float32Array.from({ length: time * input }, (_, index) => testCase.x[index % testCase.x.length]);

const since = (begin) => performance.now() - begin;

let begin = performance.now();
const compiled = compile(testCase.yaml, { file: 'bench.yaml' });
const bytes = compiled.toBytes();
const compileTime = since(begin);

// A model of another shape starts the backend; nothing of it is used again.
const other = compile(
  'inputs: {a: {shape: [batch, 3]}}\nlayers: {b: {type: dense, input: a, units: 2}}\noutputs: {b: b}\n',
  {
    file: 'other.yaml',
  },
);
(await load(other, options)).dispose();

begin = performance.now();
const model = await load(bytes, options);
const run = () => model.run({ x: { data: x, shape: [1, time, input] } }).y.data;
run();
const first = since(begin);

const warm = median(
  Array.from({ length: 5 }, () => {
    begin = performance.now();
    run();
    return since(begin);
  }),
);
process.stdout.write(JSON.stringify({ compile: compileTime, first, warm }));
