import { bindSegments } from '../../../compiler/graph/segments.ts';
import { type Dim, equalDims, multiplyDims, plainSymbol, type Shape, symbolDim } from '../../../compiler/ir/dim.ts';
import type { Graph, SegmentedTime } from '../../../compiler/ir/graph.ts';
import { isShapedData } from './feed-values.ts';
import type { Feeds } from './feeds.ts';

/** Feeds of a graph whose time is cut into segments of equal length, padded to fill the last segment. */
export interface PaddedFeeds {
  /** The graph with time axes that are whole in the types of its inputs: what the padded feeds fit. */
  readonly graph: Graph;
  readonly feeds: Feeds;
  /** Sizes of the symbols that the cut has made, and of the time axes that are cut. */
  readonly sizes: ReadonlyMap<string, number>;
}

/**
 * Makes the segmented time axes of flat feeds [batch, time, …], inner ones too, as long as all segments together: zeros behind the last step, and
 * lengths that say so. Feeds of other forms stay as they are.
 */
export function padToSegments(cut: Graph, feeds: Feeds): PaddedFeeds {
  const segmented = cut.learning?.segmented ?? [];
  const sizes = new Map<string, number>();
  if (segmented.length === 0) return { graph: cut, feeds, sizes };
  const graph = withWholeTimes(cut, segmented);
  const shapeOf = (value: number): Shape => graph.values[value]?.type.shape ?? [];
  const padded: { [name: string]: Feeds[string] } = { ...feeds };
  for (const { symbol } of segmented)
    for (const input of graph.inputs) {
      // lengths of an inner axis have the steps of the one around it
      if (input.role !== 'feed' && input.role !== 'lengths') continue;
      const feed = padded[input.name];
      const axis = shapeOf(input.value).findIndex((d) => plainSymbol(d) === symbol);
      if (axis < 0 || !isShapedData(feed)) continue;
      const shape = Array.from(feed.shape, Number);
      const found = shape[axis] ?? 0;
      const bound = bindSegments(graph, { [symbol]: found });
      const wanted = bound[symbol] ?? found;
      if (!sizes.has(symbol)) {
        for (const [name, size] of Object.entries(bound)) sizes.set(name, size);
        const lengths = graph.inputs.find((other) => other.role === 'lengths' && other.symbol === symbol);
        if (wanted > found && lengths !== undefined) {
          const around = shape.slice(0, axis);
          padded[lengths.name] ??= { shape: around, data: new Int32Array(sizeOf(around)).fill(found) };
        }
      }
      const width = sizeOf(shape.slice(axis + 1));
      const rows = sizeOf(shape.slice(0, axis));
      padded[input.name] = {
        shape: shape.with(axis, wanted),
        data: padRows(feed.data, rows, found * width, wanted * width),
      };
    }
  return { graph, feeds: padded, sizes };
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((n, d) => n * d, 1);

/** The graph in which the types of inputs say `time` for `time.segments*time.steps`. */
function withWholeTimes(graph: Graph, segmented: readonly SegmentedTime[]): Graph {
  const whole = segmented.map(({ symbol, segments, steps }) => ({
    cut: multiplyDims(symbolDim(segments), symbolDim(steps)),
    time: symbolDim(symbol),
  }));
  const wholeOf = (d: Dim): Dim => whole.find(({ cut }) => equalDims(cut, d))?.time ?? d;
  const values = [...graph.values];
  for (const { value } of graph.inputs) {
    const known = values[value];
    if (known === undefined) continue;
    values[value] = { ...known, type: { ...known.type, shape: known.type.shape.map(wholeOf) } };
  }
  return { ...graph, values };
}

/** Rows of `from` numbers as rows of `to`. */
function padRows(data: ArrayLike<unknown>, rows: number, from: number, to: number): ArrayLike<unknown> {
  if (from === to) return data;
  const size = rows * to;
  if (data instanceof Float32Array || data instanceof Int32Array) {
    const padded = data instanceof Int32Array ? new Int32Array(size) : new Float32Array(size);
    for (let row = 0; row < rows; row++) padded.set(data.subarray(row * from, (row + 1) * from), row * to);
    return padded;
  }
  return Array.from({ length: size }, (_, i) => (i % to < from ? data[Math.floor(i / to) * from + (i % to)] : 0));
}
