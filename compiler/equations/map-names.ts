import { boundsOf, type Expr, type Subscript } from './ast.ts';

type Name = Extract<Expr, { kind: 'name' }>;
type Call = Extract<Expr, { kind: 'call' }>;

const mapBounds = (subscripts: readonly Subscript[], map: (bound: Expr) => Expr): readonly Subscript[] =>
  subscripts.map((each) => {
    if (each.kind === 'new') return each;
    if (each.kind === 'index') return { ...each, at: map(each.at) };
    return { ...each, start: each.start && map(each.start), end: each.end && map(each.end) };
  });

/** The expression with `change` of every name that it reads; names of functions stay. */
export function mapNames(expr: Expr, change: (name: Name) => Expr): Expr {
  const map = (each: Expr): Expr => mapNames(each, change);
  switch (expr.kind) {
    case 'number':
    case 'boolean':
      return expr;
    case 'name':
      return change(expr);
    case 'unary':
      return { ...expr, operand: map(expr.operand) };
    case 'binary':
      return { ...expr, left: map(expr.left), right: map(expr.right) };
    case 'call':
      return {
        ...expr,
        args: expr.args.map(map),
        named: expr.named.map((argument) => ({ ...argument, value: map(argument.value) })),
      };
    case 'join':
      return { ...expr, items: expr.items.map(map) };
    case 'slice':
      return { ...expr, operand: map(expr.operand), subscripts: mapBounds(expr.subscripts, map) };
    case 'conditional': {
      const [condition, then, otherwise] = [map(expr.condition), map(expr.then), map(expr.otherwise)];
      return { ...expr, condition, then, otherwise };
    }
  }
}

/** Every call in an expression, outer ones first. */
export function callsIn(expr: Expr): readonly Call[] {
  const inAll = (...parts: readonly Expr[]): readonly Call[] => parts.flatMap(callsIn);
  switch (expr.kind) {
    case 'number':
    case 'boolean':
    case 'name':
      return [];
    case 'unary':
      return inAll(expr.operand);
    case 'binary':
      return inAll(expr.left, expr.right);
    case 'call':
      return [expr, ...inAll(...expr.args, ...expr.named.map(({ value }) => value))];
    case 'join':
      return inAll(...expr.items);
    case 'slice':
      return inAll(expr.operand, ...boundsOf(expr.subscripts));
    case 'conditional':
      return inAll(expr.condition, expr.then, expr.otherwise);
  }
}

/** The expression with `change` of every call in it, inner ones first. `chosen` tells whether it stands in `… if … else …`. */
export function mapCalls(expr: Expr, change: (call: Call, chosen: boolean) => Expr, chosen = false): Expr {
  const map = (each: Expr): Expr => mapCalls(each, change, chosen);
  switch (expr.kind) {
    case 'number':
    case 'boolean':
    case 'name':
      return expr;
    case 'unary':
      return { ...expr, operand: map(expr.operand) };
    case 'binary':
      return { ...expr, left: map(expr.left), right: map(expr.right) };
    case 'call': {
      const args = expr.args.map(map);
      return change({ ...expr, args, named: expr.named.map((n) => ({ ...n, value: map(n.value) })) }, chosen);
    }
    case 'join':
      return { ...expr, items: expr.items.map(map) };
    case 'slice':
      return { ...expr, operand: map(expr.operand), subscripts: mapBounds(expr.subscripts, map) };
    case 'conditional': {
      const mapChosen = (each: Expr): Expr => mapCalls(each, change, true);
      const [condition, then, otherwise] = [mapChosen(expr.condition), mapChosen(expr.then), mapChosen(expr.otherwise)];
      return { ...expr, condition, then, otherwise };
    }
  }
}
