import type { Compiled } from '../../compiler/compile.ts';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { openSizes as sizesOpen } from '../../compiler/diagnostics/messages/read/open-sizes.ts';
import { initializeWeight } from '../../compiler/initialize/initialize.ts';
import { evaluateShape } from '../../compiler/ir/dim.ts';
import { pathsMeant } from '../../compiler/ir/paths.ts';
import type { TracedModel } from '../trace/trace.ts';
import * as say from './messages.ts';
import type { WeightPanel, WeightPlot } from './plot-data.ts';

/** Bins of a histogram; of few numbers fewer. */
const BINS = 40;

/** @throws RnncError as `plotWeights` */
export function weightsOfCompiled({ compiled, weights, training }: TracedModel, layer: string): WeightPlot {
  const { openSizes = [], sources, seed } = compiled;
  if (openSizes.length > 0) throw new RnncError([sizesOpen(openSizes)], sources);
  const all = allWeights(compiled);
  const paths = all.map(({ path }) => path);
  const within = paths.filter((path) => path === layer || path.startsWith(`${layer}.`));
  const meant = new Set(within.length > 0 ? within : pathsMeant(layer, paths));
  if (meant.size === 0)
    throw new RnncError([
      say.layerUnknown(layer, [...new Set(paths.map((path) => path.split('.')[0] ?? path))], paths),
    ]);
  const drawn = all
    .filter(({ path }) => meant.has(path))
    .map(({ path, shape, init }) => {
      const initial = initializeWeight(init, shape, seed, path);
      return { path, shape, data: weights.get(path)?.data ?? initial, initial };
    });
  const isInitial = drawn.every(({ data, initial }) => initial.every((number, i) => Object.is(number, data[i])));
  return {
    kind: 'weights',
    model: compiled.name,
    layer,
    state: training !== null ? 'trained' : isInitial ? 'initial' : 'given',
    panels: drawn.map(({ path, shape, data }) => ({ path, shape, ...summaryOf([...data]) })),
  };
}

const allWeights = ({ graphs: { inference } }: Compiled) =>
  inference.weights.map(({ path, value, init }) => ({
    path,
    init,
    shape: evaluateShape(inference.values[value]?.type.shape ?? [], {}),
  }));

function summaryOf(numbers: readonly number[]): Omit<WeightPanel, 'path' | 'shape'> {
  const count = numbers.length;
  const mean = numbers.reduce((sum, x) => sum + x, 0) / count;
  const deviation = Math.sqrt(numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / count);
  const least = numbers.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const most = numbers.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const zeros = numbers.filter((x) => x === 0).length;
  return { count, mean, deviation, least, most, zeros, bins: binsOf(numbers, least, most) };
}

function binsOf(numbers: readonly number[], least: number, most: number): WeightPanel['bins'] {
  if (least === most) return [{ from: least, to: most, count: numbers.length }];
  const bins = Math.max(4, Math.min(BINS, Math.ceil(2 * Math.sqrt(numbers.length))));
  const width = (most - least) / bins;
  const counts = new Array<number>(bins).fill(0);
  for (const x of numbers) {
    const bin = Math.min(bins - 1, Math.floor((x - least) / width));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts.map((count, i) => ({
    from: least + i * width,
    to: i === bins - 1 ? most : least + (i + 1) * width,
    count,
  }));
}
