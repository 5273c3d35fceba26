import { equalShapes, evaluateDim, printDim, printShape, staticSize } from '../ir/dim.ts';
import { type OpDef, OpTypeError } from './op.ts';
import { requireDtype, two } from './operands.ts';
import { zeros64 } from './tensor64.ts';

export const scatter_add: OpDef<'scatter_add'> = {
  doc: 'updates [..., D] summed into the rows of a table by index; zeros in rows without one; the index -1 adds nothing',
  level: 'core',
  infer: (inputs, { rows }) => {
    const [indices, updates] = two('scatter_add', inputs);
    requireDtype('scatter_add', indices, 0, 'int32');
    requireDtype('scatter_add', updates, 1, 'float32');
    const width = updates.shape.at(-1);
    const expected = [...indices.shape, width ?? {}];
    if (width === undefined || !equalShapes(updates.shape, expected))
      throw new OpTypeError(
        'scatter_add takes one row per index',
        printShape(expected),
        printShape(updates.shape),
        [1, 0],
      );
    const fixed = staticSize(rows);
    if (fixed !== null && fixed < 1)
      throw new OpTypeError('scatter_add needs a table of at least 1 row', 'a positive integer', printDim(rows), []);
    return [{ dtype: 'float32', shape: [rows, width] }];
  },
  /** @throws RangeError for an index outside the table other than -1. */
  evaluate: (inputs, attrs, { sizes }) => {
    const [indices, updates] = two('scatter_add', inputs);
    const rows = evaluateDim(attrs.rows, sizes);
    const width = updates.shape.at(-1) ?? 1;
    const result = zeros64('float32', [rows, width]);
    for (const [i, row] of indices.data.entries()) {
      if (row === -1) continue;
      if (row < 0 || row >= rows) throw new RangeError(`index ${row} is outside a table of ${rows} rows`);
      for (let j = 0; j < width; j++)
        result.data[row * width + j] = (result.data[row * width + j] ?? 0) + (updates.data[i * width + j] ?? 0);
    }
    return [result];
  },
  gradient: (terms, site) => [null, terms.emit('gather', [site.cotangent(0), site.input(0)], {})],
};
