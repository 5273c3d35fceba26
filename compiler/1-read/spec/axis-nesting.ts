import { axesIn } from '../../ir/dim.ts';
import type { InputSpec } from './spec.ts';

/** The axis of time around each inner one: `letters` → `words` of an input `[batch, words, letters]`. */
export type AxisNesting = ReadonlyMap<string, string>;

/** The axes of time that a shape names, from the outermost on: those between `batch` and the first size. */
export const axesOf = (shape: InputSpec['shape']): readonly string[] => axesIn(shape.map(({ value }) => value));

/** How the axes of a model's inputs nest: each as in the first tree or input that names it. The reader has reported all that stand otherwise, see `isNestedSo`. */
export function nestingOf(inputs: readonly InputSpec[], trees: readonly { readonly axis: string }[]): AxisNesting {
  const outers = new Map<string, string | null>(trees.map(({ axis }) => [axis, null]));
  for (const { shape } of inputs)
    axesOf(shape).forEach((axis, i, axes) => {
      if (!outers.has(axis)) outers.set(axis, axes[i - 1] ?? null);
    });
  return new Map([...outers].flatMap(([axis, outer]) => (outer === null ? [] : [[axis, outer] as const])));
}

/** Whether the axes of an input stand within each other as they do in the whole model. */
export const isNestedSo = (nesting: AxisNesting, shape: InputSpec['shape']): boolean =>
  axesOf(shape).every((axis, i, axes) => (nesting.get(axis) ?? null) === (axes[i - 1] ?? null));

/** All axes around one, from the outermost on. */
export function axesAround(nesting: AxisNesting, axis: string): readonly string[] {
  const outer = nesting.get(axis);
  return outer === undefined ? [] : [...axesAround(nesting, outer), outer];
}
