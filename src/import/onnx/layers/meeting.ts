import { type AxisOrMerged, become, type Data, isMerged, plainAxes, refuse, said } from '../values.ts';

/** The axes of what two values give together, element by element. @throws Refusal where they have not the same */
export function meeting(a: Data, b: Data): readonly AxisOrMerged[] {
  const [long, short] = a.axes.length < b.axes.length ? [b, a] : [a, b];
  const missing = long.axes.length - short.axes.length;
  // a value of rows meets one of steps of rows as in the language: at every step
  if (missing > 1 || (missing === 1 && become(long.axes[0], 'time').role !== 'time'))
    return refuse('the two values that it combines have not the same axes');
  const axes = long.axes.map((axis, i) => {
    const other = i < missing ? axis : (short.axes[i - missing] ?? axis);
    if (isMerged(axis) || isMerged(other))
      return axis === other ? axis : refuse('it combines batch and steps in different orders');
    if (i === long.axes.length - 1 && axis.root.size !== other.root.size) {
      if (other.root.size === 1 && axis.become('feature') && other.become('feature')) return axis;
      if (axis.root.size === 1 && axis.become('feature') && other.become('feature')) return other;
    }
    // one value for all steps
    if (axis.role === 'one' && other.role === 'time') return other;
    if (other.role === 'one' && axis.role === 'time') return axis;
    return axis.join(other) ? axis : refuse(`it combines ${said(axis)} with ${said(other)}`);
  });
  plainAxes(a);
  plainAxes(b);
  return axes;
}
