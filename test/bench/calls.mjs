/**
 * What the first, the tenth and the hundredth call of a loaded model take, in a fresh process: `node calls.mjs CASE`.
 * Prints one JSON object, in milliseconds.
 */
import { compile, load } from '../../dist/src/index.js';
import { makeCase } from './cases.mjs';
import { processArguments } from './process-arguments.mjs';

const { positionals, options } = processArguments();
const { yaml, batch, time, layers, x } = makeCase(positionals[0]);
const model = await load(compile(yaml, { file: 'bench.yaml' }).toBytes(), options);
const feeds = { x: { data: x, shape: [batch, time, layers[0].input] } };

const times = Array.from({ length: 100 }, () => {
  const begin = performance.now();
  model.run(feeds).y.data;
  return performance.now() - begin;
});
process.stdout.write(JSON.stringify({ first: times[0], tenth: times[9], hundredth: times[99] }));
