import type { Expr } from '../../compiler/equations/ast.ts';

const BINDING: { readonly [operator: string]: number } = {
  if: 0,
  or: 1,
  and: 2,
  '<': 3,
  '<=': 3,
  '>': 3,
  '>=': 3,
  '==': 3,
  '!=': 3,
  '+': 4,
  '-': 4,
  '*': 5,
  '/': 5,
  '@': 5,
  unary: 6,
  atom: 7,
};
const binding = (operator: string): number => BINDING[operator] ?? 0;

/** An expression as it is written in a model, with the brackets that it needs. */
export function printExpression(expr: Expr): string {
  return print(expr, 0);
}

/** `least`: how tightly the place binds; what binds less gets brackets. */
function print(expr: Expr, least: number): string {
  const [text, own] = plain(expr);
  return own < least ? `(${text})` : text;
}

function plain(expr: Expr): readonly [text: string, binding: number] {
  const atom = binding('atom');
  switch (expr.kind) {
    case 'number':
      return [`${expr.value}`, expr.value < 0 ? binding('unary') : atom];
    case 'boolean':
      return [`${expr.value}`, atom];
    case 'name':
      return [`${expr.name}${expr.primed ? "'" : ''}`, atom];
    case 'call': {
      const named = expr.named.map(({ name, value }) => `${name}=${print(value, 0)}`);
      return [`${expr.callee}(${[...expr.args.map((arg) => print(arg, 0)), ...named].join(', ')})`, atom];
    }
    case 'unary':
      return [`${expr.operator === 'not' ? 'not ' : '-'}${print(expr.operand, binding('unary'))}`, binding('unary')];
    case 'binary': {
      const own = binding(expr.operator);
      return [`${print(expr.left, own)} ${expr.operator} ${print(expr.right, own + 1)}`, own];
    }
    case 'join':
      return [`[${expr.items.map((item) => print(item, 0)).join(', ')}]`, atom];
    case 'slice': {
      const end = (e: Expr | null): string => (e === null ? '' : print(e, 0));
      return [`${print(expr.operand, atom)}[${end(expr.start)}:${end(expr.end)}]`, atom];
    }
    case 'conditional': {
      const inner = binding('or');
      return [
        `${print(expr.then, inner)} if ${print(expr.condition, inner)} else ${print(expr.otherwise, 0)}`,
        binding('if'),
      ];
    }
    default:
      return expr satisfies never;
  }
}
