import * as messages from '../../diagnostics/messages/build/expressions.ts';
import type { Expr } from '../../equations/ast.ts';
import { functionNames, isFunctionName } from '../../equations/functions.ts';
import { callsIn } from '../../equations/map-names.ts';
import type { ReadContext } from '../scope/context.ts';
import type { LayerSpec } from '../spec/spec.ts';
import type { CellTable } from './cell-table.ts';

/**
 * Reports equations that call a cell as if it were a function, and, in a cell that holds cells, what is no function at all: a cell that is misspelt
 * there leaves another one without a call, which is a mistake before equations are built.
 */
export function checkCellCalls({ report }: ReadContext, cells: CellTable, layers: readonly LayerSpec[]): void {
  const check = (expr: Expr, own: ReadonlySet<string>, known: readonly string[] | null = null): void => {
    for (const { callee, calleeSpan } of callsIn(expr)) {
      if (isFunctionName(callee) || own.has(callee)) continue;
      // the library is read for this alone: where there is a mistake
      if (cells.list().some(({ name }) => name === callee)) report(messages.cellAsFunction(calleeSpan, callee));
      else if (known !== null) report(messages.unknownFunction(calleeSpan, callee, known));
    }
  };
  for (const { cell } of cells.defined()) {
    const { spec } = cell;
    if (spec === null) continue;
    const held = [...cell.parameters.filter(({ kind }) => kind === 'cell'), ...cell.inner].map(({ name }) => name);
    const functions = cell.parameters.flatMap(({ name, kind }) => (kind === 'function' ? [name] : []));
    const known = held.length === 0 ? null : [...held, ...functions, ...functionNames];
    // a value that is called as a function is told where equations are built
    const values =
      held.length === 0
        ? []
        : [...spec.inputs, ...spec.states, ...spec.weights, ...spec.equations.flatMap((line) => line.targets)];
    const own = new Set([...cell.parameters, ...cell.inner, ...values].map(({ name }) => name));
    for (const { value } of spec.equations) check(value, own, known);
    check(spec.output, own, known);
  }
  for (const layer of layers) {
    if (layer.type !== 'equations') continue;
    for (const { value } of layer.equations) check(value, new Set());
    check(layer.output, new Set());
  }
}
