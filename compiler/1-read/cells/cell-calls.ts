import type { Span } from '../../diagnostics/diagnostic.ts';
import * as messages from '../../diagnostics/messages/build/expressions.ts';
import { boundsOf, type Expr } from '../../equations/ast.ts';
import { isFunctionName } from '../../equations/functions.ts';
import type { ReadContext } from '../scope/context.ts';
import type { LayerSpec } from '../spec/spec.ts';
import type { CellTable } from './cell-table.ts';

/** Reports equations that call a cell as if it were a function. */
export function checkCellCalls({ report }: ReadContext, cells: CellTable, layers: readonly LayerSpec[]): void {
  const check = (expr: Expr, own: ReadonlySet<string>): void => {
    for (const { callee, span } of callsIn(expr)) {
      if (isFunctionName(callee) || own.has(callee)) continue;
      // the library is read for this alone: where there is a mistake
      if (cells.list().some(({ name }) => name === callee)) report(messages.cellAsFunction(span, callee));
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

function* callsIn(expr: Expr): Iterable<{ readonly callee: string; readonly span: Span }> {
  switch (expr.kind) {
    case 'number':
    case 'boolean':
    case 'name':
      return;
    case 'unary':
      return yield* callsIn(expr.operand);
    case 'binary':
      yield* callsIn(expr.left);
      return yield* callsIn(expr.right);
    case 'call':
      yield { callee: expr.callee, span: expr.calleeSpan };
      for (const part of expr.args) yield* callsIn(part);
      for (const { value } of expr.named) yield* callsIn(value);
      return;
    case 'join':
      for (const part of expr.items) yield* callsIn(part);
      return;
    case 'slice':
      for (const part of [expr.operand, ...boundsOf(expr.subscripts)]) yield* callsIn(part);
      return;
    case 'conditional':
      for (const part of [expr.condition, expr.then, expr.otherwise]) yield* callsIn(part);
  }
}
