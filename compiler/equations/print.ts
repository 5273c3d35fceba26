import type { Assignment, Expr, Subscript } from './ast.ts';
import { comparisonPrecedence, isComparison, precedences } from './precedence.ts';

/** As tight as `-` and `not`, and as what takes no brackets at all. Binary operators lie between 1 and 5, a choice is 0. */
const unaryTightness = 6;
const atomTightness = 7;

/** Text of an expression with as few brackets as parse back to the same tree. */
export function printExpression(expr: Expr): string {
  return print(expr);
}

/** `i, f = split(z)`. */
export function printAssignment(assignment: Assignment): string {
  const targets = assignment.targets.map((t) => (t.primed ? `${t.name}'` : t.name));
  return `${targets.join(', ')} = ${print(assignment.value)}`;
}

function tightness(expr: Expr): number {
  switch (expr.kind) {
    case 'conditional':
      return 0;
    case 'binary':
      return precedences[expr.operator];
    case 'unary':
      return unaryTightness;
    case 'number':
      return expr.value < 0 || Object.is(expr.value, -0) ? unaryTightness : atomTightness;
    case 'boolean':
    case 'name':
    case 'call':
    case 'join':
    case 'slice':
      return atomTightness;
  }
}

/** The operand in brackets where it binds looser than `least`. */
function operand(expr: Expr, least: number): string {
  const text = print(expr);
  return tightness(expr) < least ? `(${text})` : text;
}

function print(expr: Expr): string {
  switch (expr.kind) {
    case 'number':
    case 'boolean':
      return Object.is(expr.value, -0) ? '-0' : String(expr.value);
    case 'name':
      return expr.primed ? `${expr.name}'` : expr.name;
    case 'call': {
      const named = expr.named.map(({ name, value }) => `${name}=${print(value)}`);
      return `${expr.callee}(${[...expr.args.map(print), ...named].join(', ')})`;
    }
    case 'unary': {
      const inner = operand(expr.operand, unaryTightness);
      return expr.operator === '-' ? `-${inner}` : `not ${inner}`;
    }
    case 'binary': {
      const own = precedences[expr.operator];
      const { left } = expr;
      const bareNot = left.kind === 'unary' && left.operator === 'not' && own >= comparisonPrecedence;
      const chained = left.kind === 'binary' && isComparison(left.operator) && isComparison(expr.operator);
      const leftText = bareNot || chained ? `(${print(left)})` : operand(left, own);
      return `${leftText} ${expr.operator} ${operand(expr.right, own + 1)}`;
    }
    case 'join':
      return `[${expr.items.map(print).join(', ')}]`;
    case 'slice':
      return `${operand(expr.operand, atomTightness)}${printSubscripts(expr.subscripts)}`;
    case 'conditional':
      return `${operand(expr.then, 1)} if ${operand(expr.condition, 1)} else ${print(expr.otherwise)}`;
  }
}

/** `[:, 0:4]`. */
export function printSubscripts(subscripts: readonly Subscript[]): string {
  const bound = (e: Expr | null): string => (e === null ? '' : print(e));
  const texts = subscripts.map((each) => {
    if (each.kind === 'range') return `${bound(each.start)}:${bound(each.end)}`;
    return each.kind === 'index' ? print(each.at) : 'None';
  });
  return `[${texts.join(', ')}]`;
}
