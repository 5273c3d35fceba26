import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { adam, checkedSteps } from '../adam.mjs';
import { isOfTrees, isTraining } from '../cases.mjs';
import { namedWeights } from '../training-cases.mjs';
import { childrenOf, labelsOf, wordsOf } from '../tree-cases.mjs';

export const packages = [];

const python = process.env.RNNC_BENCH_PYTHON ?? 'python3';
let ask;

/** Starts Python, which ends with this process: its standard input closes. */
export async function start() {
  const child = spawn(python, [fileURLToPath(new URL('torch-peer.py', import.meta.url))], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, OMP_NUM_THREADS: '1', MKL_NUM_THREADS: '1' },
  });
  let waiting;
  let ended;
  const settle = (reply) => {
    waiting?.(reply);
    waiting = undefined;
  };
  const end = (reply) => {
    ended ??= reply;
    settle(ended);
  };
  createInterface({ input: child.stdout }).on('line', (line) => {
    const reply = JSON.parse(line);
    if (reply.skipped === undefined) settle(reply);
    else end(reply);
  });
  child.on('error', () => end({ skipped: `no program ${python}` }));
  child.on('close', (code) => end({ error: `Python ended with code ${code}` }));
  child.stdin.on('error', () => {});
  ask = async (message) => {
    const reply = await new Promise((resolve) => {
      waiting = resolve;
      if (ended === undefined) child.stdin.write(`${JSON.stringify(message)}\n`);
      else settle(ended);
    });
    if (reply.skipped !== undefined) throw Object.assign(new Error(reply.skipped), { skipped: true });
    if (reply.error !== undefined) throw new Error(reply.error);
    return reply;
  };
}

const encoded = (data, shape) => ({
  data: Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64'),
  dtype: data instanceof Int32Array ? 'int32' : 'float32',
  shape,
});

const decoded = (text) => {
  const bytes = Buffer.from(text, 'base64');
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
};

const mapped = (entries, convert) =>
  Object.fromEntries(Object.entries(entries).map(([name, value]) => [name, convert(value)]));

export async function prepare(testCase) {
  if (isOfTrees(testCase)) return prepareTrees(testCase, 'apart');
  const { batch, time, embedding, layers, head, loss, reduce, x, target } = testCase;
  const { losses, weights, version } = await ask({
    prepare: {
      adam,
      steps: checkedSteps,
      cells: layers.map(({ cell }) => cell),
      loss,
      reduce,
      weights: mapped(namedWeights(testCase), ({ data, shape }) => encoded(data, shape)),
      x: encoded(x, embedding ? [batch, time] : [batch, time, layers[0].input]),
      target: encoded(target, loss === 'mse' ? [batch, time, head.units] : [batch, time]),
    },
  });
  return {
    samples: async (milliseconds) => (await ask({ round: milliseconds })).samples,
    output: { losses, weights: mapped(weights, decoded) },
    note: `${layers[0].cell === 'drift' ? 'a loop over the steps' : `nn.${layers[0].cell.toUpperCase()}`}, timed in Python`,
    versions: { torch: version },
  };
}

/**
 * The order of the nodes is worked out once, as a data loader would keep it.
 * @param leaves `apart` or `uniform`, told in torch_trees.py
 */
export async function prepareTrees(testCase, leaves) {
  const [words, labels] = [wordsOf(testCase), labelsOf(testCase)];
  const { losses, weights, output, form, version } = await ask({
    prepare: {
      adam: isTraining(testCase) ? adam : null,
      steps: checkedSteps,
      leaves,
      children: childrenOf(testCase),
      words: encoded(words, [words.length]),
      labels: encoded(labels, [labels.length]),
      weights: mapped(testCase.weights, ({ data, shape }) => encoded(data, shape)),
    },
  });
  const leavesAre = { apart: 'leaves apart', uniform: 'one product for the words of all nodes' };
  return {
    samples: async (milliseconds) => (await ask({ round: milliseconds })).samples,
    output: output === undefined ? { losses, weights: mapped(weights, decoded) } : decoded(output),
    note: `by level, ${leavesAre[form[0]]}, ${form[1]}, timed in Python`,
    versions: { torch: version },
  };
}
