import { type Axis, type Constant, type Repeated, refuse, type Value } from '../values.ts';
import { joinConstants } from './constant-shapes.ts';

/** Numbers of the file repeated to sizes, some of them open. */
export function repeated(value: Constant, sizes: readonly (number | Axis)[]): Value {
  const missing = sizes.length - value.dims.length;
  if (missing < 0) return refuse('it repeats numbers to fewer axes than they have');
  const dims = [...Array.from({ length: missing }, () => 1), ...value.dims];
  const axes = sizes.flatMap((size, axis) => (size === dims[axis] || size === 1 ? [] : [axis]));
  if (axes.some((axis) => dims[axis] !== 1)) return refuse('it repeats an axis of a size above 1');
  const of = { ...value, dims };
  return axes.length === 0 ? of : { kind: 'repeated', of, axes };
}

/** @param axes null: all of size 1 */
export function squeezedRepeat({ of, axes: own }: Repeated, axes: readonly number[] | null): Repeated {
  if (axes === null) return refuse('it leaves open which axes it takes away');
  const gone = new Set(axes.map((axis) => (axis < 0 ? axis + of.dims.length : axis)));
  for (const axis of gone)
    if (of.dims[axis] !== 1 || own.includes(axis)) refuse('it takes away an axis of a size above 1');
  const left = of.dims.flatMap((_, axis) => (gone.has(axis) ? [] : [axis]));
  return {
    kind: 'repeated',
    of: { ...of, dims: left.map((axis) => of.dims[axis] ?? 1) },
    axes: own.map((axis) => left.indexOf(axis)),
  };
}

export function unsqueezedRepeat({ of, axes: own }: Repeated, axes: readonly number[]): Repeated {
  const rank = of.dims.length + axes.length;
  const added = new Set(axes.map((axis) => (axis < 0 ? axis + rank : axis)));
  const old = Array.from({ length: rank }, (_, axis) => axis).filter((axis) => !added.has(axis));
  if (old.length !== of.dims.length) return refuse('its axes name one twice, or one that is not there');
  const dims = Array.from({ length: rank }, (_, axis) => (added.has(axis) ? 1 : (of.dims[old.indexOf(axis)] ?? 1)));
  return { kind: 'repeated', of: { ...of, dims }, axes: own.map((axis) => old[axis] ?? 0) };
}

/** Side by side along an axis that is not repeated. */
export function joinRepeats(values: readonly Repeated[], axis: number): Repeated {
  const of = joinConstants(
    values.map((value) => value.of),
    axis,
  );
  const axes = values[0]?.axes ?? [];
  const place = axis < 0 ? axis + of.dims.length : axis;
  const isFitting = values.every((value) => value.axes.join() === axes.join()) && !axes.includes(place);
  return isFitting ? { kind: 'repeated', of, axes } : refuse('it joins along an axis that is repeated');
}
