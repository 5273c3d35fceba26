import type { ImportedModel } from './imported-model.ts';

/** A line for each weight, with the tensor that it was made of, and what differs for who calls the model. */
export function importReport({ weights, notes }: ImportedModel): string {
  const rows = weights.map(({ path, shape, from }) => [path, `[${shape.join(', ')}]`, from] as const);
  const width = (column: 0 | 1): number => Math.max(...rows.map((row) => row[column].length), 0);
  const [paths, shapes] = [width(0), width(1)];
  return [
    ...rows.map(([path, shape, from]) => `  ${path.padEnd(paths)}  ${shape.padEnd(shapes)}  from ${from}`),
    ...notes.map((note) => `  ${note}`),
  ].join('\n');
}
