import type { BinaryOperator, Expr } from './ast.ts';

const strength: { readonly [K in BinaryOperator]: number } = {
  or: 1,
  and: 2,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  '==': 4,
  '!=': 4,
  '+': 5,
  '-': 5,
  '*': 6,
  '/': 6,
  '@': 6,
};
const NOT = 3;
const NEGATE = 7;
const POSTFIX = 8;

/** The expression as text, with no more parentheses than needed: parsing it gives the same tree. */
export function printExpression(expr: Expr): string {
  return print(expr, 0);
}

const wrap = (text: string, own: number, needed: number): string => (own < needed ? `(${text})` : text);

function print(expr: Expr, needed: number): string {
  switch (expr.kind) {
    case 'number':
      return expr.value < 0 ? wrap(`${expr.value}`, NEGATE, needed) : `${expr.value}`;
    case 'boolean':
      return `${expr.value}`;
    case 'name':
      return expr.primed ? `${expr.name}'` : expr.name;
    case 'unary':
      return expr.operator === '-'
        ? wrap(`-${print(expr.operand, NEGATE)}`, NEGATE, needed)
        : wrap(`not ${print(expr.operand, NOT + 1)}`, NOT, needed);
    case 'binary': {
      const own = strength[expr.operator];
      const comparison = own === 4;
      return wrap(
        `${print(expr.left, comparison ? own + 1 : own)} ${expr.operator} ${print(expr.right, own + 1)}`,
        own,
        needed,
      );
    }
    case 'call': {
      const named = expr.named.map((n) => `${n.name}=${print(n.value, 0)}`);
      return `${expr.callee}(${[...expr.args.map((a) => print(a, 0)), ...named].join(', ')})`;
    }
    case 'join':
      return `[${expr.items.map((i) => print(i, 0)).join(', ')}]`;
    case 'slice': {
      const bound = (b: Expr | null): string => (b === null ? '' : print(b, 0));
      return `${print(expr.operand, POSTFIX)}[${bound(expr.start)}:${bound(expr.end)}]`;
    }
    case 'conditional':
      return wrap(`${print(expr.then, 1)} if ${print(expr.condition, 1)} else ${print(expr.otherwise, 0)}`, 0, needed);
  }
}
