import { equalShapes, evaluateDim, printShape, type Shape } from '../../ir/dim.ts';
import type { GradientRule } from '../op/gradient.ts';
import { type EvaluateRule, type OpDef, OpTypeError, type Tensor64 } from '../op/op.ts';
import { requireAxis, requireDtype, requireRank, requireSameDtype, three, two } from '../op/operands.ts';
import { elementCount } from '../op/tensor64.ts';

/** The range of some rows in the flat data of a table. @throws RangeError where the table does not have all of them. */
function placeOf(table: Tensor64, start: Tensor64, rows: number): { readonly from: number; readonly to: number } {
  const [count = 0, ...row] = table.shape;
  const first = start.data[0] ?? 0;
  if (first < 0 || first + rows > count)
    throw new RangeError(`rows ${first} to ${first + rows - 1} are outside a table of ${count} rows`);
  const size = elementCount(row);
  return { from: first * size, to: (first + rows) * size };
}

/** Rows that follow each other in a table. */
export const read_rows: OpDef<'read_rows'> = {
  level: 'core',
  infer: (inputs, { rows }) => {
    const [table, start] = two('read_rows', inputs);
    requireAxis('read_rows', table, 0);
    requireDtype('read_rows', start, 1, 'int32');
    requireRank('read_rows', start, 1, 0, '[]');
    return [{ dtype: table.dtype, shape: [rows, ...table.shape.slice(1)] }];
  },
};

export const evaluateReadRows: EvaluateRule<'read_rows'> = (inputs, attrs, { sizes }) => {
  const [table, start] = two('read_rows', inputs);
  const rows = evaluateDim(attrs.rows, sizes);
  const { from, to } = placeOf(table, start, rows);
  return [{ dtype: table.dtype, shape: [rows, ...table.shape.slice(1)], data: table.data.slice(from, to) }];
};

export const readRowsGradient: GradientRule<'read_rows'> = (terms, site) => {
  const zeros = terms.filled(0, site.inputType(0).shape);
  return [terms.emit('write_rows', [zeros, site.cotangent(0), site.input(1)], {}), null];
};

/** A table with other rows in the place of some that follow each other. */
export const write_rows: OpDef<'write_rows'> = {
  level: 'core',
  infer: (inputs) => {
    const [table, x, start] = three('write_rows', inputs);
    requireAxis('write_rows', table, 0);
    requireSameDtype('write_rows', table, x, 1);
    requireDtype('write_rows', start, 2, 'int32');
    requireRank('write_rows', start, 2, 0, '[]');
    const expected: Shape = [x.shape[0] ?? {}, ...table.shape.slice(1)];
    if (!equalShapes(x.shape, expected))
      throw new OpTypeError(
        'write_rows takes rows like those of its table',
        printShape(expected),
        printShape(x.shape),
        [1, 0],
      );
    return [table];
  },
};

export const evaluateWriteRows: EvaluateRule<'write_rows'> = (inputs) => {
  const [table, x, start] = three('write_rows', inputs);
  const { from } = placeOf(table, start, x.shape[0] ?? 0);
  const data = table.data.slice();
  data.set(x.data, from);
  return [{ dtype: table.dtype, shape: table.shape, data }];
};

export const writeRowsGradient: GradientRule<'write_rows'> = (terms, site) => {
  const { shape } = site.inputType(1);
  const start = site.input(2);
  const cotangent = site.cotangent(0);
  // all is read before anything is written, so that the result may use the memory of an operand
  const read = site.wants(1) ? terms.emit('read_rows', [cotangent, start], { rows: shape[0] ?? {} }) : null;
  const others = site.wants(0) ? terms.emit('write_rows', [cotangent, terms.filled(0, shape), start], {}) : null;
  return [others, read, null];
};
