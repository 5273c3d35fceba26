import type { Assignment, Expr } from '../../equations/ast.ts';
import { elementwiseOps } from '../../ir/elementwise-ops.ts';
import type { CellSpec } from '../spec/spec.ts';
import { namesIn } from '../values/numbers.ts';
import type { FilledCell } from './cell-definition.ts';

/**
 * Size of the last axis of what a cell gives, over its parameters: that of the states and weights that its output is made of. Null where equations do not
 * tell it before a step. Where parts of a sum disagree, the build finds it.
 */
export function outputSize({ definition, values }: FilledCell, spec: CellSpec): Expr | null {
  const known = new Set([
    ...definition.parameters.map(({ name }) => name),
    ...values.keys(),
    ...spec.derived.map(({ name }) => name),
  ]);
  const isKnown = (size: Expr): boolean => [...namesIn(size)].every((name) => known.has(name));
  return widthOf(spec.output, spec, spec.equations, isKnown);
}

type IsKnown = (size: Expr) => boolean;

/** @param before lines that may have made what the expression names */
function widthOf(expr: Expr, spec: CellSpec, before: readonly Assignment[], isKnown: IsKnown): Expr | null {
  const of = (part: Expr): Expr | null => widthOf(part, spec, before, isKnown);
  switch (expr.kind) {
    case 'name': {
      const declared = [...spec.states, ...spec.weights, ...spec.inputs].find(({ name }) => name === expr.name);
      if (declared !== undefined) {
        const size = declared.shape.at(-1);
        return size !== undefined && isKnown(size) ? size : null;
      }
      const line = before.findIndex(({ targets }) => targets.some(({ name }) => name === expr.name));
      const made = before[line];
      return made === undefined || made.targets.length > 1
        ? null
        : widthOf(made.value, spec, before.slice(0, line), isKnown);
    }
    case 'unary':
      return of(expr.operand);
    case 'binary':
      return expr.operator === '@' ? of(expr.right) : (of(expr.left) ?? of(expr.right));
    case 'call': {
      const [first] = expr.args;
      const isElementwise = elementwiseOps.some((op) => op === expr.callee);
      const isParameter = isKnown({ kind: 'name', name: expr.callee, primed: false, span: expr.calleeSpan });
      return first !== undefined && (isElementwise || isParameter) ? of(first) : null;
    }
    case 'join': {
      const sizes = expr.items.map(of);
      return sizes.reduce((left, right): Expr | null =>
        left === null || right === null
          ? null
          : { kind: 'binary', operator: '+', operatorSpan: expr.span, left, right, span: expr.span },
      );
    }
    case 'conditional': {
      const [then, otherwise] = [of(expr.then), of(expr.otherwise)];
      return then === null || otherwise === null || !isKnown(expr.condition) ? null : { ...expr, then, otherwise };
    }
    case 'number':
    case 'boolean':
    case 'slice':
      return null;
  }
}
