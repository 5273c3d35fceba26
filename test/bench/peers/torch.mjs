import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { adam, checkedSteps, namedWeights } from '../training-cases.mjs';

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
