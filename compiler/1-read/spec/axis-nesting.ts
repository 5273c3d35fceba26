import type { InputSpec } from './spec.ts';

/** The axis of time around each inner one: `letters` → `words` of an input `[batch, words, letters]`. */
export type AxisNesting = ReadonlyMap<string, string>;

/** The axes of time that a shape names, from the outermost on: those between `batch` and the first size. */
export function axesOf(shape: InputSpec['shape']): readonly string[] {
  const [, ...behind] = shape.map(({ value }) => value);
  const end = behind.findIndex((size) => typeof size === 'number');
  return behind.slice(0, end < 0 ? behind.length : end).map(String);
}

/** How the axes of a model's inputs nest. The reader has checked that all inputs agree. */
export const nestingOf = (inputs: readonly InputSpec[]): AxisNesting =>
  new Map(
    inputs.flatMap(({ shape }) => {
      const axes = axesOf(shape);
      return axes.slice(1).map((axis, i) => [axis, axes[i] ?? ''] as const);
    }),
  );

/** All axes around one, from the outermost on. */
export function axesAround(nesting: AxisNesting, axis: string): readonly string[] {
  const outer = nesting.get(axis);
  return outer === undefined ? [] : [...axesAround(nesting, outer), outer];
}
