import { equalShapes, evaluateDim, printShape } from '../../ir/dim.ts';
import type { GradientRule } from '../op/gradient.ts';
import { type EvaluateRule, type OpDef, OpTypeError } from '../op/op.ts';
import { requireDtype, requireRank, three, two } from '../op/operands.ts';
import { zeros64 } from '../op/tensor64.ts';
import { addRow, eachScattered, requireRows, scatteredWidth } from './scatter.ts';

/** Updates [..., D] summed into the rows of a table by index; zeros in rows without one; the index -1 adds nothing. */
export const scatter_add: OpDef<'scatter_add'> = {
  level: 'core',
  infer: (inputs, { rows }) => {
    const [indices, updates] = two('scatter_add', inputs);
    const width = scatteredWidth('scatter_add', indices, updates, 0);
    requireRows('scatter_add', rows);
    return [{ dtype: 'float32', shape: [rows, width] }];
  },
};

/** @throws RangeError for an index outside the table other than -1. */
export const evaluateScatterAdd: EvaluateRule<'scatter_add'> = (inputs, attrs, { sizes }) => {
  const [indices, updates] = two('scatter_add', inputs);
  const rows = evaluateDim(attrs.rows, sizes);
  const width = updates.shape.at(-1) ?? 1;
  const result = zeros64('float32', [rows, width]);
  eachScattered(indices, rows, width, (from, to) => addRow(result.data, to, updates.data, from, width));
  return [result];
};

export const scatterAddGradient: GradientRule<'scatter_add'> = (terms, site) => [
  null,
  terms.emit('gather', [site.cotangent(0), site.input(0)], {}),
];

/** A table [N, D] with updates [..., D] added to its rows by index; the index -1 adds nothing. */
export const add_rows: OpDef<'add_rows'> = {
  level: 'core',
  infer: (inputs) => {
    const [table, indices, updates] = three('add_rows', inputs);
    requireDtype('add_rows', table, 0, 'float32');
    requireRank('add_rows', table, 0, 2, '[N, D]');
    const width = scatteredWidth('add_rows', indices, updates, 1);
    const expected = [table.shape[0] ?? {}, width];
    if (!equalShapes(table.shape, expected))
      throw new OpTypeError(
        'add_rows takes rows like those of its table',
        printShape(expected),
        printShape(table.shape),
        [0, 2],
      );
    return [table];
  },
};

/** @throws RangeError for an index outside the table other than -1. */
export const evaluateAddRows: EvaluateRule<'add_rows'> = (inputs) => {
  const [table, indices, updates] = three('add_rows', inputs);
  const [rows = 0, width = 0] = table.shape;
  const data = table.data.slice();
  eachScattered(indices, rows, width, (from, to) => addRow(data, to, updates.data, from, width));
  return [{ ...table, data }];
};

export const addRowsGradient: GradientRule<'add_rows'> = (terms, site) => [
  site.cotangent(0),
  null,
  site.wants(2) ? terms.emit('gather', [site.cotangent(0), site.input(1)], {}) : null,
];
