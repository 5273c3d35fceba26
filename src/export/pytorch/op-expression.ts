import { type Dim, equalShapes, isStatic, type Shape } from '../../../compiler/ir/dim.ts';
import type { Node } from '../../../compiler/ir/nodes.ts';
import type { TensorType, ValueId } from '../../../compiler/ir/types.ts';
import { atom, dimText, type Expression, infix, inside, number, RANK, shapeText } from './python-text.ts';

/** Why there is no line of torch for a part of a model, as the end of a sentence. */
export class NoEqual extends Error {}

/** What an expression is written in: names of values and sizes, and what the function must have at its start. */
export interface ExpressionScope {
  readonly of: (id: ValueId) => Expression;
  readonly typeOf: (id: ValueId) => TensorType;
  readonly symbol: (name: string) => string;
  /** Whether an int32 value is never below 0. */
  readonly isKnownIndex: (id: ValueId) => boolean;
  /** A tensor whose dtype and device new ones have. */
  readonly like: () => string;
}

const CALLS: { readonly [op: string]: string } = {
  sigmoid: 'torch.sigmoid',
  tanh: 'torch.tanh',
  relu: 'torch.relu',
  exp: 'torch.exp',
  expm1: 'torch.expm1',
  log: 'torch.log',
  sqrt: 'torch.sqrt',
  rsqrt: 'torch.rsqrt',
  abs: 'torch.abs',
  sin: 'torch.sin',
  cos: 'torch.cos',
  floor: 'torch.floor',
  erf: 'torch.erf',
  softplus: 'F.softplus',
};

const INFIX: { readonly [op: string]: readonly [operator: string, rank: number] } = {
  add: ['+', RANK.sum],
  sub: ['-', RANK.sum],
  mul: ['*', RANK.product],
  div: ['/', RANK.product],
  less: ['<', RANK.compare],
  less_equal: ['<=', RANK.compare],
  greater: ['>', RANK.compare],
  greater_equal: ['>=', RANK.compare],
  equal: ['==', RANK.compare],
  not_equal: ['!=', RANK.compare],
  and: ['&', RANK.and],
  or: ['|', RANK.or],
};

/** The expression of a node with one result. @throws NoEqual for ops that passes make */
export function opExpression(node: Node, scope: ExpressionScope): Expression {
  const { of, typeOf, symbol } = scope;
  const [output] = node.outputs;
  const type = output === undefined ? undefined : typeOf(output);
  const shape: Shape = type?.shape ?? [];
  const dim = (d: Dim): string => dimText(d, symbol).text;
  const sizes = (s: Shape): string => shapeText(s, symbol);
  /** An operand as a tensor: a number only where another operand gives the shape. */
  const tensor = (at: number): Expression => {
    const id = node.inputs[at];
    if (id === undefined) throw new NoEqual(`${node.op} has too few operands`);
    const written = of(id);
    return written.isNumber ? filled(written, typeOf(id), scope) : written;
  };
  const first = (): string => inside(tensor(0), RANK.atom);
  const call = (name: string, ...more: readonly string[]): Expression =>
    atom(`${name}(${[tensor(0).text, ...more].join(', ')})`);
  /** Operands of an elementwise op, numbers as they are where a tensor among them has the shape of the result. */
  const operands = (): readonly Expression[] => {
    const hasShape = node.inputs.some((id) => !of(id).isNumber && sameShape(typeOf(id).shape, shape));
    return node.inputs.map((id, at) => (hasShape ? of(id) : tensor(at)));
  };
  switch (node.op) {
    case 'matmul':
      return infix(tensor(0), '@', tensor(1), RANK.product);
    case 'concat':
      return atom(`torch.cat([${node.inputs.map((_, at) => tensor(at).text).join(', ')}], ${node.attrs.axis})`);
    case 'slice': {
      const { axis, start, end } = node.attrs;
      const whole = typeOf(node.inputs[0] ?? (0 as ValueId)).shape[axis];
      const from = isStatic(start, 0) ? '' : dim(start);
      const to = whole !== undefined && sameShape([whole], [end]) ? '' : dim(end);
      return atom(`${first()}[${':, '.repeat(axis)}${from}:${to}]`);
    }
    case 'reshape': {
      const before = typeOf(node.inputs[0] ?? (0 as ValueId)).shape;
      const at = shape.findIndex((size, i) => isStatic(size, 1) && sameShape(shape.toSpliced(i, 1), before));
      return at >= 0 ? atom(`${first()}.unsqueeze(${at})`) : atom(`${first()}.reshape(${sizes(shape)})`);
    }
    case 'transpose': {
      const { permutation } = node.attrs;
      const moved = permutation.flatMap((from, to) => (from === to ? [] : [to]));
      return atom(
        moved.length === 2
          ? `${first()}.transpose(${moved.join(', ')})`
          : `${first()}.permute(${permutation.join(', ')})`,
      );
    }
    case 'broadcast': {
      const written = of(node.inputs[0] ?? (0 as ValueId));
      return written.isNumber ? written : atom(`${first()}.expand(${sizes(shape)})`);
    }
    case 'reduce_sum':
    case 'reduce_mean':
    case 'reduce_max': {
      const name = { reduce_sum: 'sum', reduce_mean: 'mean', reduce_max: 'amax' }[node.op];
      const { axes, keepDims } = node.attrs;
      return atom(
        `${first()}.${name}(${axes.length === 1 ? axes[0] : `(${axes.join(', ')})`}${keepDims ? ', keepdim=True' : ''})`,
      );
    }
    case 'softmax':
      return call('torch.softmax', '-1');
    case 'logsumexp':
      return call('torch.logsumexp', '-1');
    case 'gather':
      return atom(
        node.inputs[1] !== undefined && scope.isKnownIndex(node.inputs[1])
          ? `F.embedding(${tensor(1).text}, ${tensor(0).text})`
          : `rows_or_zeros(${tensor(0).text}, ${tensor(1).text})`,
      );
    case 'pick':
      return call('torch.gather', '-1', `${inside(tensor(1), RANK.atom)}.long()`);
    case 'scatter_add': {
      const [, ...features] = shape;
      return atom(
        `${scope.like()}.new_zeros(${sizes(shape)}).index_add(0, ${first()}.reshape(-1), ${inside(tensor(1), RANK.atom)}.reshape(-1${features.map((f) => `, ${dim(f)}`).join('')}))`,
      );
    }
    case 'scatter_max':
      return atom(`max_rows(${tensor(0).text}, ${tensor(1).text}, ${shape[0] === undefined ? '0' : dim(shape[0])})`);
    case 'write_rows':
      return atom(`write_rows(${[0, 1, 2].map((at) => tensor(at).text).join(', ')})`);
    case 'one_hot':
      return atom(
        `(${first()}.unsqueeze(-1) == torch.arange(${node.attrs.depth}, device=${scope.like()}.device)).to(${scope.like()}.dtype)`,
      );
    case 'constant': {
      const { values, dtype } = node.attrs;
      const [only] = values;
      if (dtype === 'bool')
        return atom(`torch.full(${sizes(shape)}, ${only === 0 ? 'False' : 'True'}, device=${scope.like()}.device)`);
      if (values.length === 1 && only !== undefined) return number(only, dtype === 'float32');
      const list = values.map((value) => number(value, dtype === 'float32').text).join(', ');
      const made =
        dtype === 'float32'
          ? `${scope.like()}.new_tensor([${list}])`
          : `torch.tensor([${list}], dtype=torch.int32, device=${scope.like()}.device)`;
      return atom(shape.length === 1 ? made : `${made}.reshape(${sizes(shape)})`);
    }
    case 'range':
      return atom(`torch.arange(${dim(node.attrs.length)}, dtype=torch.int32, device=${scope.like()}.device)`);
    case 'valid_steps':
      return infix(
        atom(`torch.arange(${dim(node.attrs.length)}, device=${scope.like()}.device).unsqueeze(1)`),
        '<',
        tensor(0),
        RANK.compare,
      );
    case 'last_step':
      return atom(`last_step(${tensor(0).text}, ${tensor(1).text})`);
    case 'take':
      return atom(`${first()}[${node.attrs.index}]`);
    case 'stack':
      return atom(`torch.stack([${node.inputs.map((_, at) => tensor(at).text).join(', ')}])`);
    case 'cast': {
      const [from] = node.inputs;
      const written = from === undefined ? null : of(from);
      if (written?.isNumber && node.attrs.dtype === 'float32') return written;
      if (node.attrs.dtype === 'bool') return infix(tensor(0), '!=', atom('0'), RANK.compare);
      return atom(`${first()}.to(${node.attrs.dtype === 'int32' ? 'torch.int32' : `${scope.like()}.dtype`})`);
    }
    case 'neg':
      return { text: `-${inside(tensor(0), RANK.sign)}`, rank: RANK.sign };
    case 'not':
      return { text: `~${inside(tensor(0), RANK.sign)}`, rank: RANK.sign };
    case 'minimum':
    case 'maximum': {
      const [a, b] = operands();
      if (a === undefined || b === undefined) throw new NoEqual(`${node.op} has too few operands`);
      const limit = a.isNumber ? a : b.isNumber ? b : null;
      if (limit === null) return atom(`torch.${node.op}(${a.text}, ${b.text})`);
      return atom(
        `${inside(a.isNumber ? b : a, RANK.atom)}.clamp(${node.op === 'minimum' ? 'max' : 'min'}=${limit.text})`,
      );
    }
    case 'select':
      return atom(`torch.where(${[tensor(0), ...operands().slice(1)].map(({ text }) => text).join(', ')})`);
    case 'pow': {
      const [base, exponent] = operands();
      if (base === undefined || exponent === undefined) throw new NoEqual('pow has too few operands');
      return { text: `${inside(base, RANK.atom)} ** ${inside(exponent, RANK.power)}`, rank: RANK.power };
    }
    default: {
      const called = CALLS[node.op];
      if (called !== undefined) return call(called);
      const [operator, rank] = INFIX[node.op] ?? [];
      const [a, b] = operands();
      if (operator === undefined || rank === undefined || a === undefined || b === undefined)
        throw new NoEqual(`there is no line of torch for ${node.op}`);
      return infix(a, operator, b, rank);
    }
  }
}

/** A number as a tensor. */
export function filled(
  value: Expression,
  type: TensorType,
  { like, symbol }: Pick<ExpressionScope, 'like' | 'symbol'>,
): Expression {
  const { shape, dtype } = type;
  const sizes = shapeText(shape, symbol);
  if (dtype === 'int32') return atom(`torch.full(${sizes}, ${value.text}, dtype=torch.int32, device=${like()}.device)`);
  return atom(
    shape.length === 0
      ? `${like()}.new_tensor(${value.text})`
      : value.text === '0.0'
        ? `${like()}.new_zeros(${sizes})`
        : `${like()}.new_full(${sizes}, ${value.text})`,
  );
}

const sameShape = equalShapes;
