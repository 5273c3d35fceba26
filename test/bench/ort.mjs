import { isHomeMade } from './models.mjs';
import { onnxModel } from './onnx-model.mjs';

/** Common to both builds of ONNX Runtime: one thread, all graph optimisations, native LSTM and GRU operators. */
export async function prepareOrt(ort, provider, testCase) {
  const session = await ort.InferenceSession.create(onnxModel(testCase), {
    executionProviders: [provider],
    graphOptimizationLevel: 'all',
    executionMode: 'sequential',
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
  });
  const note = isHomeMade(testCase.layers[0]) ? 'Scan operator by hand' : undefined;
  const { batch, time, x, layers } = testCase;
  const { input } = layers[0];
  if (testCase.mode === 'step') return stepper(ort, session, testCase);
  const run = async () => {
    const { y } = await session.run({ x: new ort.Tensor('float32', x, [batch, time, input]) });
    return y.data;
  };
  return { run, output: Float32Array.from(await run()), note };
}

async function stepper(ort, session, { time, x, layers: [{ input, units }] }) {
  const zeros = () => new ort.Tensor('float32', new Float32Array(units), [1, 1, units]);
  let h = zeros();
  let c = zeros();
  const at = async (t) => {
    const row = x.subarray(t * input, (t + 1) * input);
    const results = await session.run({ x: new ort.Tensor('float32', row, [1, 1, input]), h, c });
    h = results.next_h;
    c = results.next_c;
    return h.data;
  };
  const output = new Float32Array(time * units);
  for (let t = 0; t < time; t++) output.set(await at(t), t * units);
  let t = 0;
  const run = () => {
    t = t + 1 === time ? 0 : t + 1;
    return at(t);
  };
  return { run, output };
}
