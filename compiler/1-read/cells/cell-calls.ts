import * as messages from '../../diagnostics/messages/build/expressions.ts';
import type { Expr } from '../../equations/ast.ts';
import { isFunctionName } from '../../equations/functions.ts';
import { callsIn } from '../../equations/map-names.ts';
import type { ReadContext } from '../scope/context.ts';
import type { LayerSpec } from '../spec/spec.ts';
import type { CellTable } from './cell-table.ts';

/** Reports equations that call a cell as if it were a function. */
export function checkCellCalls({ report }: ReadContext, cells: CellTable, layers: readonly LayerSpec[]): void {
  const check = (expr: Expr, own: ReadonlySet<string>): void => {
    for (const { callee, calleeSpan } of callsIn(expr)) {
      if (isFunctionName(callee) || own.has(callee)) continue;
      // the library is read for this alone: where there is a mistake
      if (cells.list().some(({ name }) => name === callee)) report(messages.cellAsFunction(calleeSpan, callee));
    }
  };
  for (const { cell } of cells.defined()) {
    if (cell.spec === null) continue;
    const parameters = new Set([...cell.parameters, ...cell.inner].map(({ name }) => name));
    for (const { value } of cell.spec.equations) check(value, parameters);
    check(cell.spec.output, parameters);
  }
  for (const layer of layers) {
    if (layer.type !== 'equations') continue;
    for (const { value } of layer.equations) check(value, new Set());
    check(layer.output, new Set());
  }
}
