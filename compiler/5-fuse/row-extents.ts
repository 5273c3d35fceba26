import { at } from '../diagnostics/invariants.ts';
import {
  constantDim,
  type Dim,
  divideDim,
  equalDims,
  isStatic,
  type Shape,
  sizeOfShape,
  staticSize,
} from '../ir/dim.ts';
import type { RowOperand } from '../program/generated.ts';

/** Static products of trailing axes, the last axis first. */
export function widthsOf(shape: Shape): number[] {
  const widths: number[] = [];
  let width = 1;
  for (const d of shape.toReversed()) {
    const size = staticSize(d);
    if (size === null) break;
    width *= size;
    if (!widths.includes(width)) widths.push(width);
  }
  return widths;
}

/** How an operand of shape `own` is read where the result has `shape`, gone over as rows of `width` elements; null where it can't be. */
export function extentOf(own: Shape, shape: Shape, width: number | null, perRow: boolean): RowOperand['extent'] | null {
  const size = sizeOfShape(own);
  if (equalDims(size, sizeOfShape(shape))) return 'each';
  if (isStatic(size, 1)) return 'one';
  if (width === null) return null;
  const rows = divideDim(sizeOfShape(shape), width);
  if (rows === null) return null;
  // a condition per row: [rows] against [rows, width]
  if (perRow && own.length === 1 && shape.length === 2 && equalDims(at(own, 0), at(shape, 0)))
    return isStatic(at(shape, 1), width) ? 'row' : null;
  const lead = shape.length - own.length;
  if (lead < 0) return null;
  const aligned: Shape = [...Array<Dim>(lead).fill(constantDim(1)), ...own];
  // axes of one row: those at the end whose product is the width
  let cut = shape.length;
  let inRow = 1;
  while (cut > 0 && inRow < width) {
    cut -= 1;
    inRow *= staticSize(at(shape, cut)) ?? Number.NaN;
  }
  if (inRow !== width) return null;
  const same = (from: number, to: number): boolean =>
    shape.slice(from, to).every((d, i) => equalDims(d, at(aligned, from + i)));
  const ones = (from: number, to: number): boolean => aligned.slice(from, to).every((d) => isStatic(d, 1));
  const [rowsSame, rowsOne] = [same(0, cut), ones(0, cut)];
  if (same(cut, shape.length)) {
    if (rowsOne) return 'column';
    // trailing row axes are there, leading ones are not: the rows repeat
    let first = 0;
    while (first < cut && isStatic(at(aligned, first), 1)) first += 1;
    return same(first, cut) ? 'cycle' : null;
  }
  return ones(cut, shape.length) && rowsSame ? 'row' : null;
}
