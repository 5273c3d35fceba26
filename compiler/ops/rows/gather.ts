import type { GradientRule } from '../op/gradient.ts';
import type { EvaluateRule, OpDef } from '../op/op.ts';
import { requireDtype, requireRank, two } from '../op/operands.ts';

/** Rows of a table [V, D] by index; zeros for the index -1. */
export const gather: OpDef<'gather'> = {
  level: 'core',
  infer: (inputs) => {
    const [table, indices] = two('gather', inputs);
    requireDtype('gather', table, 0, 'float32', 'int32');
    requireRank('gather', table, 0, 2, '[V, D]');
    requireDtype('gather', indices, 1, 'int32');
    return [{ dtype: table.dtype, shape: [...indices.shape, ...table.shape.slice(1)] }];
  },
};

/** @throws RangeError for an index outside the table other than -1. */
export const evaluateGather: EvaluateRule<'gather'> = (inputs) => {
  const [table, indices] = two('gather', inputs);
  const [rows = 0, width = 0] = table.shape;
  const data = new Float64Array(indices.data.length * width);
  for (const [i, row] of indices.data.entries()) {
    if (row === -1) continue;
    if (row < 0 || row >= rows) throw new RangeError(`index ${row} is outside a table of ${rows} rows`);
    data.set(table.data.subarray(row * width, (row + 1) * width), i * width);
  }
  return [{ dtype: table.dtype, shape: [...indices.shape, width], data }];
};

export const gatherGradient: GradientRule<'gather'> = (terms, site) => {
  const rows = site.inputType(0).shape[0] ?? {};
  return [terms.emit('scatter_add', [site.input(1), site.cotangent(0)], { rows }), null];
};
