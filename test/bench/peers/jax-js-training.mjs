import { grad, jit, nn, numpy as np, valueAndGrad, vjp } from '@jax-js/jax';
import { adam, checkedSteps } from '../adam.mjs';
import { fastest } from '../timing.mjs';
import { borrow, stepOf, weightsOf } from './jax-js-cells.mjs';

/**
 * jax-js has no lax.scan and no optimiser. Two forms of the gradient are tried and the faster one is measured; Adam is
 * by hand. In both, the gradient of a recurrent kernel is one product over all steps, from the gradients of a zero that
 * is added to the kernel's product in each step: a sum over the steps, as `grad` alone makes it, takes longer.
 */
export async function prepareTraining(testCase) {
  const forms = [
    { note: 'one jit per step and direction', ...trainer(testCase, looped(testCase)) },
    { note: 'steps unrolled, both directions in one jit', ...trainer(testCase, unrolled(testCase)) },
  ];
  for (const form of forms) {
    const losses = Array.from({ length: checkedSteps }, () => form.run());
    form.output = { losses, weights: form.weights() };
  }
  const { run, output, note } = await fastest(forms);
  return { run, output, note };
}

/**
 * An optimiser and its weights. `backpropagate(weights, series, target)` gives [loss, gradients, gradient of series],
 * where `series` [time, batch, input] is what the first recurrent layer reads.
 */
function trainer(testCase, backpropagate) {
  const { batch, time, embedding, layers, head, loss } = testCase;
  let weights = initialWeights(testCase);
  let [means, squares] = [0, 1].map(() => mapTree(weights, (value) => np.zeros(value.shape)));
  let steps = 0;
  const update = jit(adamStep);
  const order = jit(timeMajor);
  const targetShape = loss === 'mse' ? [batch, time, head.units] : [batch, time];
  const run = () => {
    steps++;
    const target = order(np.array(testCase.target).reshape(targetShape));
    const x = order(np.array(testCase.x).reshape(embedding ? [batch, time] : [batch, time, layers[0].input]));
    let lookBack;
    let series = x;
    if (embedding) {
      // Not in a jit, which refuses the scatter of the gradient
      [series, lookBack] = vjp((table) => np.take(table, x, 0), [weights['embedding.table'].ref]);
    }
    const [value, gradients, change] = backpropagate(weights, series, target);
    if (embedding) {
      [gradients['embedding.table']] = lookBack(change);
      lookBack.dispose();
    } else change.dispose();
    const corrections = [adam.beta1, adam.beta2].map((beta) => np.array(1 - beta ** steps));
    [weights, means, squares] = update(weights, means, squares, gradients, ...corrections);
    return value.dataSync()[0];
  };
  return { run, weights: () => readBack(weights) };
}

function adamStep(weights, means, squares, gradients, meanCorrection, squareCorrection) {
  const names = Object.keys(weights);
  const next = names.map((name) => {
    const g = gradients[name];
    const mean = means[name].mul(adam.beta1).add(g.ref.mul(1 - adam.beta1));
    const square = squares[name].mul(adam.beta2).add(np.square(g).mul(1 - adam.beta2));
    const above = mean.ref.div(meanCorrection.ref).mul(adam.rate);
    const below = np.sqrt(square.ref.div(squareCorrection.ref)).add(adam.epsilon);
    return [weights[name].sub(above.div(below)), mean, square];
  });
  meanCorrection.dispose();
  squareCorrection.dispose();
  return [0, 1, 2].map((part) => Object.fromEntries(names.map((name, index) => [name, next[index][part]])));
}

const mapTree = (tree, map) => Object.fromEntries(Object.entries(tree).map(([name, value]) => [name, map(value)]));

/** All weights by name: those of a recurrent layer with its number in front. */
function initialWeights({ embedding, layers, head }) {
  const recurrent = layers.flatMap((layer, index) =>
    Object.entries(weightsOf(layer)).map(([name, value]) => [`rnn${index}.${name}`, value]),
  );
  const table = embedding && np.array(embedding.table).reshape([embedding.vocabulary, embedding.units]);
  return Object.fromEntries([
    ...(table ? [['embedding.table', table]] : []),
    ...recurrent,
    ['head.kernel', np.array(head.kernel).reshape([head.kernel.length / head.units, head.units])],
    ['head.bias', np.array(head.bias)],
  ]);
}

/** A GRU's two biases are one weight for the bench. */
function readBack(weights) {
  const values = mapTree(weights, (value) => value.ref.dataSync());
  for (const [name, value] of Object.entries(values)) {
    const bias = name.replace('recurrentBias', 'bias');
    if (bias === name) continue;
    values[bias] = Float32Array.of(...values[bias], ...value);
    delete values[name];
  }
  return values;
}

const layerWeights = (weights, index) =>
  Object.fromEntries(
    Object.entries(weights)
      .filter(([name]) => name.startsWith(`rnn${index}.`))
      .map(([name, value]) => [name.slice(`rnn${index}.`.length), value]),
  );

const timeMajor = (array) => np.transpose(array, array.ndim === 3 ? [1, 0, 2] : [1, 0]);
const rows = (array) => array.reshape([array.shape[0] * array.shape[1], ...array.shape.slice(2)]);

/** The loss from the outputs [time, batch, units] of the last layer and the targets, time first too. */
function lossOf({ batch, time, head, loss, reduce }, kernel, bias, series, target) {
  const y = np.matmul(rows(series), kernel).add(bias);
  const wanted = rows(target);
  if (loss === 'mse') return np.mean(np.square(y.sub(wanted)));
  const divisor = reduce === 'mean' ? batch * time : batch;
  return np.sum(nn.logSoftmax(y, -1).mul(nn.oneHot(wanted, head.units))).mul(-1 / divisor);
}

/** What a recurrent kernel and its bias get, from the gradients [time, batch, width] of what was added to its product. */
function recurrentGradients({ cell, units }, index, series, shifts) {
  const [time, batch] = series.shape;
  const before = rows(np.concatenate([np.zeros([1, batch, units]), series.slice([0, time - 1])], 0));
  const flat = rows(shifts);
  const bias = cell === 'gru' ? { [`rnn${index}.recurrentBias`]: np.sum(flat.ref, 0) } : {};
  return { [`rnn${index}.recurrent`]: np.matmul(np.transpose(before), flat), ...bias };
}

/** Both directions of all steps, traced into one jit. */
function unrolled(testCase) {
  const { batch, time, layers } = testCase;
  const widths = layers.map(({ kernel, input }) => kernel.length / input);
  const forward = (differentiated, shifts, first, fixed, target) => {
    const all = { ...differentiated, ...fixed };
    let series = first;
    const every = layers.map((layer, index) => {
      const { kernel, bias, ...rest } = layerWeights(all, index);
      const projected = np.matmul(rows(series), kernel).add(bias).reshape([time, batch, widths[index]]);
      let h = np.zeros([batch, layer.units]);
      let c = np.zeros([batch, layer.units]);
      const outputs = [];
      for (let t = 0; t < time; t++) {
        const shift = shifts[index].ref.slice(t);
        [h, c] = stepOf(layer.cell, borrow(rest), projected.ref.slice(t), h, c, shift);
        outputs.push(h.ref);
      }
      for (const value of [projected, h, c, shifts[index], ...Object.values(rest)]) value.dispose();
      series = np.stack(outputs, 0);
      return series.ref;
    });
    return [lossOf(testCase, all['head.kernel'], all['head.bias'], series, target), every];
  };
  const isRecurrent = (name) => /\.recurrent(Bias)?$/.test(name);
  const whole = jit((weights, series, target) => {
    const part = (wanted) =>
      Object.fromEntries(Object.entries(weights).filter(([name]) => isRecurrent(name) === wanted));
    const shifts = widths.map((width) => np.zeros([time, batch, width]));
    const differentiate = valueAndGrad(forward, { argnums: [0, 1, 2], hasAux: true });
    const [[loss, every], [gradients, ofShifts, change]] = differentiate(
      part(false),
      shifts,
      series,
      part(true),
      target,
    );
    const recurrent = layers.map((layer, index) => recurrentGradients(layer, index, every[index], ofShifts[index]));
    return [loss, Object.assign(gradients, ...recurrent), change];
  });
  return (weights, series, target) => {
    const { 'embedding.table': _, ...used } = weights;
    return whole(borrow(used), series, target);
  };
}

/** A jitted function for a step of each layer and each direction. */
function looped(testCase) {
  const head = jit((kernel, bias, series, target) => {
    const differentiated = (k, b, s) => lossOf(testCase, k, b, s, target);
    const [loss, [ofKernel, ofBias, ofSeries]] = valueAndGrad(differentiated, { argnums: [0, 1, 2] })(
      kernel,
      bias,
      series,
    );
    return [loss, ofKernel, ofBias, ...np.unstack(ofSeries)];
  });
  const directions = testCase.layers.map((layer, index) => loopedLayer(testCase, layer, index));
  return (weights, first, target) => {
    let series = first;
    const backwards = directions.map((forward, index) => {
      const [outputs, backward] = forward(layerWeights(weights, index), series);
      series = outputs;
      return backward;
    });
    const [kernel, bias] = [weights['head.kernel'].ref, weights['head.bias'].ref];
    const [loss, ofKernel, ofBias, ...rowChanges] = head(kernel, bias, series, target);
    const gradients = { 'head.kernel': ofKernel, 'head.bias': ofBias };
    let changes = rowChanges;
    let change;
    backwards.reverse().forEach((backward, number) => {
      let own;
      [own, change] = backward(changes);
      Object.assign(gradients, own);
      if (number + 1 < backwards.length) changes = np.unstack(change);
    });
    return [loss, gradients, change];
  };
}

function loopedLayer({ batch, time }, layer, index) {
  const { cell, units, input } = layer;
  const width = layer.kernel.length / input;
  const project = jit((kernel, bias, series) =>
    np.unstack(np.matmul(rows(series), kernel).add(bias).reshape([time, batch, width])),
  );
  const stack = jit((...values) => np.stack(values, 0));
  const step = jit((rest, a, h, c) => stepOf(cell, rest, a, h, c));
  // What is added to the product has the gradient of the projected input, except in a GRU
  const back = jit(({ leak, ...rest }, a, h, c, dh, change, dc, dLeak) => {
    const differentiated = {
      h,
      c,
      shift: np.zeros([batch, width]),
      ...(cell === 'gru' ? { a } : {}),
      ...(leak ? { leak } : {}),
    };
    const changes = [dh.add(change), dc];
    const pulled = grad((from) => {
      const { leak: fromLeak } = from;
      const own = fromLeak ? { ...rest, leak: fromLeak } : rest;
      const [nextH, nextC] = stepOf(cell, own, from.a ?? a, from.h, from.c, from.shift);
      return np.sum(nextH.mul(changes[0])).add(np.sum(nextC.mul(changes[1])));
    })(differentiated);
    return { ...pulled, ...(leak ? { leak: pulled.leak.add(dLeak) } : {}) };
  });
  const finish = jit((kernel, series, outputs, shifts, projected) => {
    const flat = rows(projected);
    return [
      {
        [`rnn${index}.kernel`]: np.matmul(np.transpose(rows(series)), flat.ref),
        [`rnn${index}.bias`]: np.sum(flat.ref, 0),
        ...recurrentGradients(layer, index, outputs, shifts),
      },
      np.matmul(flat, np.transpose(kernel)).reshape([time, batch, input]),
    ];
  });
  const zeros = () => np.zeros([batch, units]);
  return ({ kernel, bias, ...rest }, series) => {
    const projected = project(kernel.ref, bias.ref, series.ref);
    const hs = [zeros()];
    const cs = [zeros()];
    projected.forEach((a, t) => {
      const [h, c] = step(borrow(rest), a.ref, hs[t].ref, cs[t].ref);
      hs.push(h);
      cs.push(c);
    });
    const outputs = stack(...hs.slice(1).map((h) => h.ref));
    hs.pop().dispose();
    cs.pop().dispose();
    // `changes`: what each step's output gets from above
    const backward = (changes) => {
      let [dh, dc] = [zeros(), zeros()];
      let dLeak = np.zeros([units]);
      const shifts = [];
      const inputs = [];
      for (let t = time - 1; t >= 0; t--) {
        const pulled = back(borrow(rest), projected[t], hs[t], cs[t], dh, changes[t], dc, dLeak);
        [dh, dc] = [pulled.h, pulled.c];
        shifts[t] = pulled.shift;
        inputs[t] = pulled.a ?? pulled.shift.ref;
        dLeak = pulled.leak ?? np.zeros([units]);
      }
      dh.dispose();
      dc.dispose();
      const [own, dSeries] = finish(kernel.ref, series, outputs, stack(...shifts), stack(...inputs));
      if (rest.leak) own[`rnn${index}.leak`] = dLeak;
      else dLeak.dispose();
      return [own, dSeries];
    };
    return [outputs.ref, backward];
  };
}
