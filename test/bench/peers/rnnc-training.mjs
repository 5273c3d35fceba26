import { compile } from '../../../dist/src/index.js';
import { checkedSteps } from '../adam.mjs';
import { isOfTrees } from '../cases.mjs';
import { safetensors } from '../safetensors.mjs';
import { treeBatch, treeWeightsByPath, treeWeightsNamed } from './rnnc-trees.mjs';
import { namedFromPaths, weightsByPath } from './rnnc-weights.mjs';

/** Training as a program would do it: `train` of a compiled model, on batches of its own. */
export async function prepareTraining(testCase, options) {
  const ofTrees = isOfTrees(testCase);
  const start = ofTrees ? treeWeightsByPath(testCase) : weightsByPath(testCase);
  const model = compile(testCase.yaml, { file: 'bench.yaml' }).withWeights(safetensors(start));
  const batch = ofTrees ? treeBatch(testCase) : batchOf(testCase);
  const losses = [];
  const checked = await model.train(
    { train: () => Array.from({ length: checkedSteps }, () => batch) },
    { ...options, callbacks: { onStep: ({ loss }) => losses.push(loss) } },
  );
  return {
    run: stepper(model, batch, options),
    output: { losses, weights: (ofTrees ? treeWeightsNamed : namedFromPaths)(testCase, checked.model.weights) },
    note: 'compiled.train, a batch at a time',
  };
}

/**
 * One endless training: its data set gives a batch whenever the returned function is called, whose promise is kept
 * once the optimiser has stepped.
 */
function stepper(model, batch, options) {
  let asked = 0;
  let wake = () => {};
  let call;
  const train = async function* () {
    for (;;) {
      while (asked === 0) {
        await new Promise((resolve) => {
          wake = resolve;
        });
      }
      asked--;
      yield batch;
    }
  };
  const end = model.train({ train }, { ...options, callbacks: { onStep: ({ loss }) => call.resolve(loss) } });
  end.catch((error) => call.reject(error));
  return () =>
    new Promise((resolve, reject) => {
      call = { resolve, reject };
      asked++;
      wake();
    });
}

export function batchOf({ batch, time, embedding, layers, head, loss, x, target }) {
  const feeds = {
    ...(embedding
      ? { tokens: { dtype: 'int32', shape: [batch, time], data: x } }
      : { x: { dtype: 'float32', shape: [batch, time, layers[0].input], data: x } }),
    target:
      loss === 'mse'
        ? { dtype: 'float32', shape: [batch, time, head.units], data: target }
        : { dtype: 'int32', shape: [batch, time], data: target },
  };
  return { feeds, lengths: {}, samples: batch, carry: false };
}
