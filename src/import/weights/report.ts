import type { MappedWeights } from './map-weights.ts';

/** A line for each weight with what it was made of, and what the file has beside. */
export function mappingReport({ weights, unused, counters }: MappedWeights): string {
  const rows = weights.map(({ path, shape, from }) => [path, `[${shape.join(', ')}]`, from] as const);
  const width = (column: 0 | 1): number => Math.max(...rows.map((row) => row[column].length), 0);
  const [paths, shapes] = [width(0), width(1)];
  return [
    ...rows.map(([path, shape, from]) => `  ${path.padEnd(paths)}  ${shape.padEnd(shapes)}  from ${from}`),
    ...(unused.length === 0 ? [] : [`  not used, the model has no layer for them: ${unused.join(', ')}`]),
    ...(counters.length === 0 ? [] : [`  left out, they count and are no weights: ${counters.join(', ')}`]),
  ].join('\n');
}
