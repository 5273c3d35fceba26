import { bindSegments } from '../../../compiler/graph/segments.ts';
import { equalDims, multiplyDims, symbolDim } from '../../../compiler/ir/dim.ts';
import type { Graph } from '../../../compiler/ir/graph.ts';
import { isShapedData } from './feed-values.ts';
import type { Feeds } from './feeds.ts';

/** Feeds of a graph whose time is cut into segments of equal length, padded to fill the last segment. */
export interface PaddedFeeds {
  readonly feeds: Feeds;
  /** Sizes of the symbols that the cut has made, and of the time axes that are cut. */
  readonly sizes: ReadonlyMap<string, number>;
}

/**
 * Makes the segmented time axes of flat feeds [batch, time, …] as long as all segments together: zeros behind the last step, and lengths that
 * say so. Feeds of other forms stay as they are.
 */
export function padToSegments(graph: Graph, feeds: Feeds): PaddedFeeds {
  const sizes = new Map<string, number>();
  const padded: { [name: string]: Feeds[string] } = { ...feeds };
  for (const { symbol, segments, steps } of graph.learning?.segmented ?? []) {
    const length = multiplyDims(symbolDim(segments), symbolDim(steps));
    for (const input of graph.inputs) {
      // lengths of an inner axis have the steps of the one around it
      if (input.role !== 'feed' && input.role !== 'lengths') continue;
      const feed = feeds[input.name];
      const time = graph.values[input.value]?.type.shape[1];
      if (time === undefined || !equalDims(time, length) || !isShapedData(feed)) continue;
      const { data } = feed;
      if (!(data instanceof Float32Array || data instanceof Int32Array)) continue;
      const [batch = 0, found = 0, ...rest] = feed.shape;
      const bound = bindSegments(graph, { [symbol]: found });
      const wanted = bound[symbol] ?? found;
      if (!sizes.has(symbol)) {
        for (const [name, size] of Object.entries(bound)) sizes.set(name, size);
        const lengths = graph.inputs.find((other) => other.role === 'lengths' && other.symbol === symbol);
        if (wanted > found && lengths !== undefined) padded[lengths.name] ??= new Int32Array(batch).fill(found);
      }
      const width = rest.reduce((n, d) => n * d, 1);
      padded[input.name] = {
        shape: [batch, wanted, ...rest],
        data: padRows(data, batch, found * width, wanted * width),
      };
    }
  }
  return { feeds: padded, sizes };
}

/** Rows of `from` numbers as rows of `to`. */
function padRows(data: Float32Array | Int32Array, rows: number, from: number, to: number): Float32Array | Int32Array {
  if (from === to) return data;
  const padded = data instanceof Int32Array ? new Int32Array(rows * to) : new Float32Array(rows * to);
  for (let row = 0; row < rows; row++) padded.set(data.subarray(row * from, (row + 1) * from), row * to);
  return padded;
}
