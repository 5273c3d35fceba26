import type { OnnxFunction } from '../format.ts';
import { FunctionWriter } from './function-writer.ts';

/** What a loop over levels does with rows, as functions of ONNX operators (opset 22). Indices and sizes are int32 and int64 as each says. */
export type RowFunction = 'RowsOrZeros' | 'SumRows' | 'MaxRows' | 'WriteRows' | 'RowsOfLevel';

export const ROW_FUNCTIONS: { readonly [name in RowFunction]: () => OnnxFunction } = {
  RowsOrZeros: rowsOrZeros,
  SumRows: sumRows,
  MaxRows: maxRows,
  WriteRows: writeRows,
  RowsOfLevel: rowsOfLevel,
};

/** (table [N, D], indices int32 [...]) → [..., D]: rows by index, zeros for an index below 0, which Gather would count from the end. */
function rowsOrZeros(): OnnxFunction {
  const inputs = ['table', 'indices'];
  const writer = new FunctionWriter([...inputs, 'rows']);
  const zero = writer.constant('int32', [], 0);
  const rows = writer.emit('Gather', ['table', writer.emit('Max', ['indices', zero], 'bounded')], 'found');
  const isThere = writer.emit('GreaterOrEqual', ['indices', zero], 'is_there');
  const wide = writer.emit('Unsqueeze', [isThere, writer.list(-1)], 'is_there_wide');
  const chosen = writer.emit('Where', [wide, rows, writer.emit('CastLike', [zero, 'table'], 'nothing')], 'chosen');
  return writer.close('RowsOrZeros', inputs, new Map([['rows', chosen]]), 'rows of a table; zeros for the index -1');
}

/** (indices int32 [...], x [..., D], count int64 [1]) → [count, D] */
function sumRows(): OnnxFunction {
  const inputs = ['indices', 'x', 'count'];
  const writer = new FunctionWriter([...inputs, 'sums']);
  const zeros = filled(writer, writer.constant('float32', [], 0), 'zeros');
  const sums = writer.emit('ScatterND', [zeros, placesOf(writer), 'x'], 'added', { reduction: { text: 'add' } });
  return writer.close('SumRows', inputs, new Map([['sums', sums]]), 'the sum of the rows of x with the same index');
}

/** (indices int32 [...], x [..., D], count int64 [1]) → [count, D] */
function maxRows(): OnnxFunction {
  const inputs = ['indices', 'x', 'count'];
  const writer = new FunctionWriter([...inputs, 'greatest']);
  const zero = writer.constant('float32', [], 0);
  const least = filled(writer, writer.constant('float32', [], Number.NEGATIVE_INFINITY), 'least');
  const found = writer.emit('ScatterND', [least, placesOf(writer), 'x'], 'found', { reduction: { text: 'max' } });
  const ones = writer.emit(
    'Expand',
    [writer.constant('float32', [], 1), writer.emit('Shape', ['x'], 'shape_of_x')],
    'ones',
  );
  const none = filled(writer, zero, 'none');
  const given = writer.emit('ScatterND', [none, placesOf(writer), ones], 'given', { reduction: { text: 'max' } });
  const some = writer.emit('Greater', [given, zero], 'some');
  const greatest = writer.emit('Where', [some, found, zero], 'rows');
  const about = 'the greatest of the rows of x with the same index, column by column; zeros without such a row';
  return writer.close('MaxRows', inputs, new Map([['greatest', greatest]]), about);
}

function filled(writer: FunctionWriter, value: string, wanted: string): string {
  const depth = writer.emit('Shape', ['x'], 'depth', { start: { int: -1 } });
  return writer.emit('Expand', [value, writer.emit('Concat', ['count', depth], 'shape', { axis: { int: 0 } })], wanted);
}

/** int64 [..., 1] */
const placesOf = (writer: FunctionWriter): string =>
  writer.emit('Unsqueeze', [asInt64(writer, 'indices'), writer.list(-1)], 'places');
const asInt64 = (writer: FunctionWriter, value: string): string =>
  writer.emit('Cast', [value], `${value}_int64`, { to: { int: 7 } });

/** (table [N, ...], x [R, ...], start int32 []) → the table with x in the place of rows start to start + R - 1. */
function writeRows(): OnnxFunction {
  const inputs = ['table', 'x', 'start'];
  const writer = new FunctionWriter([...inputs, 'written']);
  const count = writer.emit(
    'Squeeze',
    [writer.emit('Shape', ['x'], 'count', { start: { int: 0 }, end: { int: 1 } })],
    'rows',
  );
  const range = writer.emit('Range', [writer.number(0), count, writer.number(1)], 'range');
  const rows = writer.emit('Add', [range, asInt64(writer, 'start')], 'row');
  const places = writer.emit('Unsqueeze', [rows, writer.list(-1)], 'places');
  const written = writer.emit('ScatterND', ['table', places, 'x'], 'changed');
  return writer.close('WriteRows', inputs, new Map([['written', written]]), 'a table with rows from start on replaced');
}

/** (x [N, ...], starts int32 [levels], counts int32 [levels], level int64 []) → [counts[level], ...]: rows from starts[level] on. */
function rowsOfLevel(): OnnxFunction {
  const inputs = ['x', 'starts', 'counts', 'level'];
  const writer = new FunctionWriter([...inputs, 'rows']);
  const at = writer.emit('Unsqueeze', ['level', writer.list(0)], 'at');
  const first = writer.emit('Gather', ['starts', at], 'first', { axis: { int: 0 } });
  const count = writer.emit('Gather', ['counts', at], 'count', { axis: { int: 0 } });
  const end = writer.emit('Add', [first, count], 'end');
  const rows = writer.emit('Slice', ['x', asInt64(writer, first), asInt64(writer, end), writer.list(0)], 'cut');
  return writer.close('RowsOfLevel', inputs, new Map([['rows', rows]]), 'the rows that a level has');
}
