/** Shapes of two operands of equal meaning and the least rank. */
export interface Collapsed {
  readonly a: readonly number[];
  readonly b: readonly number[];
}

/**
 * Merges neighbouring axes that broadcast in the same way: [20, 32, 64] with [64] becomes [640, 64] with [64], equal shapes become one axis.
 * Keeps the rank far below XNNPACK's limit of 6 and the index arithmetic of the scalar kernels short.
 */
export function collapseBroadcast(a: readonly number[], b: readonly number[], out: readonly number[]): Collapsed {
  const as: number[] = [];
  const bs: number[] = [];
  let previous = '';
  out.forEach((size, axis) => {
    if (size === 1) return;
    const inA = (a[axis - (out.length - a.length)] ?? 1) !== 1;
    const inB = (b[axis - (out.length - b.length)] ?? 1) !== 1;
    const kind = `${inA}${inB}`;
    const last = as.length - 1;
    if (kind === previous) {
      as[last] = (as[last] ?? 1) * (inA ? size : 1);
      bs[last] = (bs[last] ?? 1) * (inB ? size : 1);
    } else {
      as.push(inA ? size : 1);
      bs.push(inB ? size : 1);
      previous = kind;
    }
  });
  return { a: as.length === 0 ? [1] : as, b: bs.length === 0 ? [1] : bs };
}
