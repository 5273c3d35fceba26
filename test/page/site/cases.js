/** What pages and Node compute alike. */

export const yaml = `name: page
inputs:
  x: {shape: [batch, time, 3]}
cells:
  invented:
    parameters: {units: size}
    inputs: {x: [n]}
    state: [{h: [units]}]
    weights:
      w: {shape: [n + units, units], init: glorot_uniform}
      v: {shape: [units], init: ones}
    equations: |
      z = [x, h] @ w
      m = z - mean(z)
      h' = h + sigmoid(v) * (tanh(m / sqrt(mean(m * m) + 0.001)) - h)
    output: h'
layers:
  memory: {type: recurrent, input: x, direction: bidirectional, cell: {lstm: {units: 7}}}
  second: {type: recurrent, input: memory, cell: {invented: {units: 5}}}
  classes: {type: dense, input: second, units: 4, activation: softmax}
outputs: {classes: classes, last: second.last}
`;

const series = (batch, time, features) =>
  Array.from({ length: batch }, (_, b) =>
    Array.from({ length: time - b }, (_, t) => Array.from({ length: features }, (_, i) => Math.sin(b + 2 * t + 3 * i))),
  );

/** Bits of outputs by name. */
export const bitsOf = (outputs) =>
  Object.fromEntries(
    Object.entries(outputs).map(([name, { data }]) => [
      name,
      [...new Uint32Array(data.buffer, data.byteOffset, data.length)],
    ]),
  );

/** Bits of what a loaded model gives for one series, for several of different lengths, and step by step. */
export function bitsOfRuns(model, features = 3) {
  const [one, several] = [{ x: series(1, 6, features) }, { x: series(5, 9, features) }];
  const runs = [one, several].map((feeds) => bitsOf(model.run(feeds)));
  model.dispose();
  return runs;
}

/** Compiles, loads and runs `yaml`. @returns bits, and which kernels ran */
export async function compileAndRun({ compile, load }, options = {}) {
  const notices = [];
  const model = await load(compile(yaml), { onNotice: (notice) => notices.push(notice), ...options });
  const { code } = model.stats({ batch: 1, time: 2 });
  return { notices, code, runs: bitsOfRuns(model) };
}

/** What an audio context renders at a time. */
export const BLOCK = 128;
export const BLOCKS = 40;

/** A sum of two tones, with numbers that float32 holds exactly. */
export const signal = () =>
  Float32Array.from({ length: BLOCK * BLOCKS }, (_, i) => Math.sin(i / 9) / 2 + Math.sin(i / 50) / 4);

export const filter = `name: filter
inputs: {x: {shape: [batch, time, 1]}}
layers:
  memory: {type: recurrent, input: x, cell: {gru: {units: 12}}}
  y: {type: dense, input: memory, units: 1, activation: tanh}
outputs: {y: y}
`;

/** The filter over the signal, block by block. */
export function bitsOfSignal(model) {
  const session = model.session();
  const y = new Float32Array(BLOCK * BLOCKS);
  for (let at = 0; at < y.length; at += BLOCK)
    session.process({ x: signal().subarray(at, at + BLOCK) }, { y: y.subarray(at, at + BLOCK) });
  model.dispose();
  return [...new Uint32Array(y.buffer)];
}

/** The README's training, short enough for a test. */
export const sums = (epochs) => `name: sums
inputs: {x: {shape: [batch, time, 2]}}
layers:
  memory: {type: recurrent, input: x, cell: {lstm: {units: 8}}}
  sum: {type: dense, input: memory.last, units: 1}
outputs: {sum: sum}
data: {source: {task: {adding: {length: 6, samples: 300}}}}
training: {losses: [{type: mse, output: sum}], rate: 0.01, epochs: ${epochs}, early_stopping: none}
`;
