import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import * as say from '../../compiler/diagnostics/messages/run.ts';
import { plainSymbol, printDim, staticSize } from '../../compiler/ir/dim.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import { timeAxes } from './feeds/feed-shapes.ts';
import { type FeedSpec, feedSpecs } from './feeds/feed-specs.ts';
import { type Feed, isRow, isShapedData, isTensorLike, isTyped } from './feeds/feed-values.ts';
import type { Feeds } from './feeds/feeds.ts';
import { lengthsAlong, Output } from './output.ts';
import type { StepOutputs } from './stream-binding.ts';

/** The axis of the steps of a graph whose steps hold sequences, `words` of [batch, words, letters, …]; null: no step does. */
export function axisOfNestedSteps(graph: Graph): string | null {
  const nested = feedSpecs(graph).find(({ shape }) => timeAxes(shape) > 1);
  return nested === undefined ? null : plainSymbol(nested.shape[1] ?? {});
}

/**
 * What one step is fed, as feeds of one step each: a flat array tells how long the sequences in it are, all as long; nested lists, [batch, letters, …], may
 * differ, and data with a shape has that of a step, too. The axis of steps may be written, with a size of 1.
 * @throws RnncError for arrays that fit no length, and for several steps
 */
export function feedsOfStep(graph: Graph, axis: string, batch: number, feeds: Feeds): Feeds {
  const specs = new Map(feedSpecs(graph).map((spec) => [spec.name, spec]));
  return Object.fromEntries(
    Object.entries(feeds).map(([name, feed]) => {
      const spec = specs.get(name);
      const isStepped = spec !== undefined && printDim(spec.shape[1] ?? {}) === axis;
      return [name, isStepped ? feedOfStep(spec, axis, batch, feed) : feed];
    }),
  );
}

function feedOfStep({ name, shape }: FeedSpec, axis: string, batch: number, feed: Feed): Feed {
  const [, , ...rest] = shape;
  if (isTyped(feed)) {
    const sizes = rest.map(staticSize);
    const perEntry = batch * sizes.reduce<number>((n, size) => n * (size ?? 1), 1);
    const open = sizes.filter((size) => size === null).length;
    if (open > 1) throw new RnncError([say.notFlat(name, feed, null)]);
    if (open === 1 && feed.length % perEntry !== 0) throw new RnncError([say.chunkLength(name, perEntry, feed.length)]);
    return { data: feed, shape: [batch, 1, ...sizes.map((size) => size ?? feed.length / perEntry)] } as Feed;
  }
  if (isRow(feed)) {
    if (depthOf(feed) < shape.length) return Array.from(feed, (row) => [row]) as Feed;
    const other = Array.from(feed).find((row) => isRow(row) && row.length !== 1);
    if (isRow(other)) throw new RnncError([say.severalSteps(name, axis, other.length)]);
    return feed;
  }
  if (!isTensorLike(feed) && !isShapedData(feed)) return feed;
  const sizes = Array.from(feed.shape);
  const [samples = 0, steps = 0] = sizes;
  if (sizes.length === shape.length && steps !== 1) throw new RnncError([say.severalSteps(name, axis, steps)]);
  if (sizes.length !== shape.length - 1) return feed;
  return { data: isShapedData(feed) ? feed.data : feed.dataSync(), shape: [samples, 1, ...sizes.slice(1)] };
}

/** How many lists stand in each other at the start of a list. */
const depthOf = (value: unknown): number => (isRow(value) ? 1 + depthOf(value[0]) : 0);

/** Results of one step without the axis of steps. */
export const resultsOfStep = (
  results: { readonly [name: string]: Output },
  axis: string,
): { readonly [name: string]: Output } =>
  Object.fromEntries(
    Object.entries(results).map(([name, output]) => {
      const { data, shape, dims, innerLengths } = output;
      if (dims[1] !== axis) return [name, output];
      const kept = (_: unknown, at: number): boolean => at !== 1;
      const { [dims[2] ?? '']: _, ...within } = innerLengths;
      return [name, new Output(data, shape.filter(kept), dims.filter(kept), lengthsAlong(output, 2), within)];
    }),
  );

/** @throws RnncError for results that nobody gives, and for arrays of other sizes */
export function copyResults(results: { readonly [name: string]: Output }, out: StepOutputs): void {
  for (const [name, target] of Object.entries(out)) {
    const result = results[name];
    if (result === undefined) throw new RnncError([say.outputUnknown(name, Object.keys(results))]);
    if (target === undefined) continue;
    if (!(target instanceof Float32Array)) throw new RnncError([say.notFloats(name, target, result.data.length)]);
    if (target.length !== result.data.length)
      throw new RnncError([say.arrayLength('output', name, result.data.length, target.length)]);
    target.set(result.data);
  }
}
