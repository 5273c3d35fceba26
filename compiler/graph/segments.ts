import type { SizeBinding } from '../ir/dim.ts';
import type { Graph } from '../ir/graph.ts';

/**
 * Segments and steps of each for so many steps, about the square root of them each: as few steps too many as can be with segments of at most
 * 1.5 times that length.
 */
export function segmentTime(length: number): { readonly segments: number; readonly steps: number } {
  const root = Math.max(1, Math.ceil(Math.sqrt(length)));
  let steps = root;
  const padded = (n: number): number => Math.ceil(length / n) * n;
  for (let n = root; n <= 1.5 * root; n++) if (padded(n) < padded(steps)) steps = n;
  return { segments: Math.ceil(length / steps), steps };
}

/** The sizes with those of segmented time symbols bound; such a time is as long as its segments together. */
export function bindSegments({ learning }: Graph, sizes: SizeBinding): SizeBinding {
  const bound: { [symbol: string]: number } = { ...sizes };
  for (const time of learning?.segmented ?? []) {
    const length = sizes[time.symbol];
    if (length === undefined) continue;
    const { segments, steps } = segmentTime(length);
    bound[time.segments] = segments;
    bound[time.steps] = steps;
    bound[time.symbol] = segments * steps;
  }
  return bound;
}
