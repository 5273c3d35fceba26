import fc from 'fast-check';

/** A random chain of layers over a sequence, as its YAML. */
export interface RandomLayers {
  readonly yaml: string;
  readonly batch: number;
  readonly time: number;
  readonly seed: number;
  readonly toString: () => string;
}

/** Random variances are no less than -1, which is what the epsilons are for. A layer that reads `#` and, beside it, `%`, which has the same features. */
export const KINDS = [
  '{type: dense, input: #, units: 3, activation: tanh}',
  '{type: recurrent, input: #, cell: {rnn: {units: 3}}}',
  '{type: layer_norm, input: #, epsilon: 0.1, init: {gamma: normal, beta: normal}}',
  '{type: layer_norm, input: #, epsilon: 0.5, center: false}',
  '{type: conv1d, input: #, units: 3, kernel_size: 3}',
  '{type: conv1d, input: #, units: 3, kernel_size: 2, dilation: 2, activation: tanh}',
  '{type: conv1d, input: #, units: 3, kernel_size: 4, padding: same, bias: false}',
  '{type: conv1d, input: #, units: 3, kernel_size: 2, dilation: 3, padding: same}',
  '{type: conv1d, input: #, units: 3, kernel_size: 1}',
  '{type: batch_norm, input: #, epsilon: 2}',
  '{type: batch_norm, input: #, epsilon: 3, scale: false}',
  '{type: multiply, inputs: [#, %]}',
] as const;

/** All layers of a chain have three features, so that any may stand beside any. */
export const randomLayers: fc.Arbitrary<RandomLayers> = fc
  .record({
    layers: fc.array(fc.tuple(fc.constantFrom(...KINDS), fc.nat(9)), { minLength: 1, maxLength: 4 }),
    head: fc.constantFrom('top', 'last', 'mean'),
    batch: fc.integer({ min: 1, max: 3 }),
    time: fc.integer({ min: 1, max: 6 }),
    seed: fc.integer({ min: 1, max: 1_000_000 }),
  })
  .map(({ layers, head, ...sizes }) => {
    const names = ['x', ...layers.map((_, i) => `l${i}`)];
    const lines = layers.map(([form, beside], i) => {
      const other = names[beside % (i + 1)] ?? 'x';
      return `  l${i}: ${form.replaceAll('#', names[i] ?? 'x').replaceAll('%', other)}`;
    });
    const top = names.at(-1);
    const yaml = `name: layers
seed: ${sizes.seed}
inputs: {x: {shape: [batch, time, 3]}}
layers:
${lines.join('\n')}${head === 'top' ? '' : `\n  head: {type: ${head}, input: ${top}}`}
outputs: {y: ${head === 'top' ? top : 'head'}, all: ${top}}
`;
    return { ...sizes, yaml, toString: () => `${yaml}# batch ${sizes.batch}, time ${sizes.time}\n` };
  });
