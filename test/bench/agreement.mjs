import { isOfTrees, isTraining } from './cases.mjs';
import { difference, differenceFromReference, referenceLoss } from './reference.mjs';
import { namedWeights } from './training-cases.mjs';
import { differenceFromTrees, lossOfTrees } from './tree-reference.mjs';

/** The largest difference between outputs; in training between losses, as a part of the loss. */
export const allowedDifference = 1e-3;
/** The mean distance between trained weights, as a part of how far they moved. */
const allowedWeightDifference = 1e-2;

/**
 * How the outputs of a case are compared: `error` is the distance from the float64 reference, `distances` are those
 * from what rnnc gave in the same form.
 */
export function comparisonOf(testCase) {
  if (!isOfTrees(testCase)) {
    return isTraining(testCase)
      ? training(namedWeights(testCase), (form) => referenceLoss(testCase, form))
      : running((output, form) => differenceFromReference(testCase, output, form));
  }
  return isTraining(testCase)
    ? training(testCase.weights, () => lossOfTrees(testCase))
    : running((output) => differenceFromTrees(testCase, output));
}

export const agrees = ({ error, fromRnnc = 0, weightsFromRnnc = 0 }) =>
  error <= allowedDifference && fromRnnc <= allowedDifference && weightsFromRnnc <= allowedWeightDifference;

const running = (error) => ({
  error,
  distances: (output, rnnc) => ({ fromRnnc: difference(output, rnnc) }),
});

/**
 * A training output is {losses, weights}: of the first steps, and after them.
 * @param start the weights before them by name, {data}
 * @param lossOf the float64 loss before them, of a form of the model
 */
function training(start, lossOf) {
  const references = new Map();
  const relative = (value, wanted) => {
    const distance = Math.abs(value - wanted) / Math.abs(wanted);
    return Number.isNaN(distance) ? Number.POSITIVE_INFINITY : distance;
  };
  return {
    /** Of the first loss. Losses that do not fall are wrong altogether. */
    error({ losses }, form) {
      if (!losses.every((loss, index) => index === 0 || loss < losses[index - 1])) return Number.POSITIVE_INFINITY;
      if (!references.has(form)) references.set(form, lossOf(form));
      return relative(losses[0], references.get(form));
    },
    distances: ({ losses, weights }, rnnc) => ({
      fromRnnc: Math.max(...losses.map((loss, index) => relative(loss, rnnc.losses[index]))),
      weightsFromRnnc: distanceOfWeights(weights, rnnc.weights, start),
    }),
  };
}

/**
 * Where a gradient is close to 0, Adam's first steps follow the sign of its rounding: single entries may differ by all
 * they moved, their mean may not.
 */
function distanceOfWeights(weights, wanted, start) {
  let [apart, moved] = [0, 0];
  for (const [name, { data }] of Object.entries(start)) {
    const [own, other] = [weights[name], wanted[name]];
    if (own?.length !== data.length || other.length !== data.length) return Number.POSITIVE_INFINITY;
    for (let index = 0; index < data.length; index++) {
      apart += Math.abs(own[index] - other[index]);
      moved += Math.abs(other[index] - data[index]);
    }
  }
  return Number.isNaN(apart / moved) ? Number.POSITIVE_INFINITY : apart / moved;
}
