import { compile, load } from '../../../dist/src/index.js';
import { isOfTrees, isTraining } from '../cases.mjs';
import { prepareTraining } from './rnnc-training.mjs';
import { ofNodes, treeFeeds, treeWeightsByPath } from './rnnc-trees.mjs';
import { weightsByPath } from './rnnc-weights.mjs';

export const packages = ['rnnc', 'rnnc/@tensorflow/tfjs-core', 'rnnc/@tensorflow/tfjs-backend-wasm'];

export async function start() {}

/**
 * @param options of rnnc's `load` and `train`
 * @param compiling options of its `compile`
 */
export async function prepare(testCase, options, compiling = {}) {
  if (isTraining(testCase)) return prepareTraining(testCase, options);
  const model = await load(compile(testCase.yaml, { file: 'bench.yaml', ...compiling }).toBytes(), options);
  const note = `path: ${model.path}`;
  if (isOfTrees(testCase)) {
    model.setWeights(treeWeightsByPath(testCase));
    const feeds = treeFeeds(testCase);
    const run = () => model.run(feeds).y;
    return { run, output: ofNodes(testCase, run()), note };
  }
  model.setWeights(weightsByPath(testCase));
  const { batch, time, layers, x } = testCase;
  if (testCase.mode === 'step') return { ...stepper(model, testCase), note };
  const feeds = { x: { data: x, shape: [batch, time, layers[0].input] } };
  const run = () => model.run(feeds).y.data;
  return { run, output: Float32Array.from(run()), note };
}

function stepper(model, { time, x, layers: [{ input, units }] }) {
  const session = model.session({ batch: 1 });
  const rows = Array.from({ length: time }, (_, t) => x.slice(t * input, (t + 1) * input));
  const y = new Float32Array(units);
  const output = new Float32Array(time * units);
  rows.forEach((row, t) => {
    session.step({ x: row }, { y });
    output.set(y, t * units);
  });
  const feeds = rows.map((row) => ({ x: row }));
  const results = { y };
  let t = 0;
  const run = () => {
    t = t + 1 === time ? 0 : t + 1;
    session.step(feeds[t], results);
  };
  return { run, output };
}
