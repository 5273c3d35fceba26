import { InternalError, type Span } from '../../diagnostics/diagnostic.ts';
import * as recurrentMessages from '../../diagnostics/messages/build/recurrent.ts';
import * as shapeMessages from '../../diagnostics/messages/build/shapes.ts';
import * as treeMessages from '../../diagnostics/messages/trees.ts';
import type { FunctionName } from '../../equations/functions.ts';
import { constantDim, type Shape, sizeOfShape, staticSize } from '../../ir/dim.ts';
import { type ElementwiseOp, isElementwise } from '../../ir/elementwise-ops.ts';
import type { OpAttributes, OpName } from '../../ir/nodes.ts';
import type { Dtype, ValueId } from '../../ir/types.ts';
import type { ChildRows } from './child-rows.ts';
import type { Emitter, Placed } from './emitter.ts';
import { BuildFailure } from './failure.ts';
import type { WholeSequences } from './whole-sequences.ts';

/** A call of a function of the equation language, its arguments checked against the signature: tensors in order, numbers by name. */
export interface FunctionCall {
  readonly emitter: Emitter;
  readonly tensors: readonly Placed[];
  /** The same by argument name. */
  readonly named: ReadonlyMap<string, Placed>;
  readonly numbers: ReadonlyMap<string, number>;
  /** The axis of the first operand, where the call names one. */
  readonly axis: number | null;
  readonly span: Span;
}

type Elaborate = (call: FunctionCall) => ValueId;
const x = (call: FunctionCall, i = 0): Placed => {
  const operand = call.tensors[i];
  if (operand === undefined) throw new InternalError('a checked call lacks an argument');
  return operand;
};
const num = (call: FunctionCall, name: string): number => {
  const value = call.numbers.get(name);
  if (value === undefined) throw new InternalError(`a checked call lacks the number ${name}`);
  return value;
};

/** The last axis, which holds features. @throws BuildFailure where it is the batch or the time axis, or there is none: samples stay apart. */
export function featureAxis(emitter: Emitter, operand: Placed): number {
  const { shape } = emitter.builder.typeOf(operand.id);
  if (staticSize(shape.at(-1) ?? { batch: 1 }) === null) throw new BuildFailure(shapeMessages.needsAxis(operand.span));
  return shape.length - 1;
}

/** Short spellings for building decompositions: every step keeps the place of the call. */
class Steps {
  readonly call: FunctionCall;
  constructor(call: FunctionCall) {
    this.call = call;
  }
  op<K extends OpName>(op: K, attrs: OpAttributes[K], ...operands: readonly Placed[]): Placed {
    return { id: this.call.emitter.emit(op, operands, attrs, this.call.span), span: this.call.span };
  }
  number(value: number, dtype: Dtype = 'float32'): Placed {
    return this.op('constant', { dtype, shape: [], values: [value] });
  }
  lastAxis(operand: Placed): number {
    return featureAxis(this.call.emitter, operand);
  }
  /** The axis that the call names, else the last one. */
  axis(operand: Placed): number {
    return this.call.axis ?? this.lastAxis(operand);
  }
  shape(operand: Placed): Shape {
    return this.call.emitter.builder.typeOf(operand.id).shape;
  }
  dtype(operand: Placed): Dtype {
    return this.call.emitter.builder.typeOf(operand.id).dtype;
  }
}

const composed =
  (compose: (s: Steps, operand: Placed, call: FunctionCall) => Placed): Elaborate =>
  (call) =>
    compose(new Steps(call), x(call), call).id;
const reduce =
  (op: 'reduce_sum' | 'reduce_mean' | 'reduce_max'): Elaborate =>
  (call) => {
    const s = new Steps(call);
    return s.op(op, { axes: [s.axis(x(call))], keepDims: true }, x(call)).id;
  };
const clip = (s: Steps, operand: Placed, low: number, high: number): Placed =>
  s.op('minimum', {}, s.op('maximum', {}, operand, s.number(low, s.dtype(operand))), s.number(high, s.dtype(operand)));

/** A function of what children have. @throws BuildFailure in a cell without a list of children, and for what has no row for each child. */
const overChildren =
  (name: FunctionName, compose: (s: Steps, operand: Placed, children: ChildRows) => Placed): Elaborate =>
  (call) => {
    const { children } = call.emitter;
    const operand = x(call);
    if (children === null) throw new BuildFailure(treeMessages.noListOfChildren(call.span, name));
    if (!children.isPerChild(operand.id))
      throw new BuildFailure(
        treeMessages.notPerChild(
          operand.span,
          name,
          operand.declared ?? null,
          call.emitter.declarations.get(operand.id),
        ),
      );
    return compose(new Steps(call), operand, children).id;
  };
/** One row for each node of the rows that its children have. */
function joinChildren(s: Steps, op: 'scatter_add' | 'scatter_max', operand: Placed, children: ChildRows): Placed {
  const features = s.shape(operand).slice(1);
  const owners: Placed = { id: children.owners, span: operand.span };
  if (features.length === 1) return s.op(op, { rows: children.nodes }, owners, operand);
  const flat = s.op('reshape', { shape: [children.children, sizeOfShape(features)] }, operand);
  const joined = s.op(op, { rows: children.nodes }, owners, flat);
  return s.op('reshape', { shape: [children.nodes, ...features] }, joined);
}

/** A function over the steps of a whole sequence [steps, batch, …]. @throws BuildFailure for what has no such steps. */
const overSteps =
  (name: FunctionName, compose: (s: Steps, operand: Placed, whole: WholeSequences) => Placed): Elaborate =>
  (call) => {
    const { whole } = call.emitter;
    const operand = x(call);
    if (whole === null || !whole.isWhole(operand.id))
      throw new BuildFailure(recurrentMessages.notWhole(operand.span, name, call.emitter.declarations.get(operand.id)));
    return compose(new Steps(call), operand, whole).id;
  };
/** Far below every score, and finite, so that it has a slope of 0 and not NaN. */
const FAR_BELOW = -1e30;
/** Of steps that don't count, `fill` takes the place. */
const counted = (operand: Placed, whole: WholeSequences, fill: number): Placed => ({
  id: whole.fillSteps(operand.id, fill),
  span: operand.span,
});
const acrossSteps = (s: Steps, op: 'reduce_sum' | 'reduce_max', operand: Placed): Placed =>
  s.op(op, { axes: [0], keepDims: false }, operand);
/** `value` where the row has a step that counts, else `other`. */
function whereAny(s: Steps, operand: Placed, whole: WholeSequences, value: Placed, other: Placed): Placed {
  const count = whole.count(operand.id);
  if (count === null) return value;
  return s.op('select', {}, s.op('greater', {}, { id: count, span: operand.span }, s.number(0)), value, other);
}

/** Functions of no fixed number of results or operands: elaborated where their targets and brackets are known. */
type ManyOperands = 'split' | 'concat';

/** Functions that are no op of the same name. */
const composedFunctions: { readonly [K in Exclude<FunctionName, ManyOperands | ElementwiseOp>]: Elaborate } = {
  linear: (call) => x(call).id,
  softmax: composed((s, a) => {
    const axis = s.axis(a);
    if (axis === s.lastAxis(a)) return s.op('softmax', {}, a);
    const along = { axes: [axis], keepDims: true };
    const numerators = s.op('exp', {}, s.op('sub', {}, a, s.op('reduce_max', along, a)));
    return s.op('div', {}, numerators, s.op('reduce_sum', along, numerators));
  }),
  leaky_relu: composed((s, a, call) =>
    s.op('select', {}, s.op('greater', {}, a, s.number(0)), a, s.op('mul', {}, a, s.number(num(call, 'alpha')))),
  ),
  // the exponential is taken of min(x, 0), so that it can't overflow where the other branch is chosen
  elu: composed((s, a, call) => {
    const negative = s.op('sub', {}, s.op('exp', {}, s.op('minimum', {}, a, s.number(0))), s.number(1));
    return s.op(
      'select',
      {},
      s.op('greater', {}, a, s.number(0)),
      a,
      s.op('mul', {}, negative, s.number(num(call, 'alpha'))),
    );
  }),
  gelu: composed((s, a) => {
    const phi = s.op('add', {}, s.op('erf', {}, s.op('mul', {}, a, s.number(Math.SQRT1_2))), s.number(1));
    return s.op('mul', {}, s.op('mul', {}, a, s.number(0.5)), phi);
  }),
  silu: composed((s, a) => s.op('mul', {}, a, s.op('sigmoid', {}, a))),
  softsign: composed((s, a) => s.op('div', {}, a, s.op('add', {}, s.op('abs', {}, a), s.number(1)))),
  hard_sigmoid: composed((s, a, call) => {
    const line = s.op('add', {}, s.op('mul', {}, a, s.number(num(call, 'alpha'))), s.number(num(call, 'beta')));
    return clip(s, line, 0, 1);
  }),
  square: composed((s, a) => s.op('mul', {}, a, a)),
  sum: reduce('reduce_sum'),
  mean: reduce('reduce_mean'),
  max: reduce('reduce_max'),
  mod: (call) => {
    const s = new Steps(call);
    const quotient = s.op('floor', {}, s.op('div', {}, x(call, 0), x(call, 1)));
    return s.op('sub', {}, x(call, 0), s.op('mul', {}, quotient, x(call, 1))).id;
  },
  clip: composed((s, a, call) => clip(s, a, num(call, 'low'), num(call, 'high'))),
  // variance as the mean of squared distances; epsilon inside the root (tf.contrib.layers.layer_norm, Keras LayerNormalization)
  layer_norm: composed((s, a, call) => {
    const axes = [s.lastAxis(a)];
    const centred = s.op('sub', {}, a, s.op('reduce_mean', { axes, keepDims: true }, a));
    const variance = s.op('reduce_mean', { axes, keepDims: true }, s.op('mul', {}, centred, centred));
    let out = s.op('mul', {}, centred, s.op('rsqrt', {}, s.op('add', {}, variance, s.number(num(call, 'epsilon')))));
    const gamma = call.named.get('gamma');
    const beta = call.named.get('beta');
    if (gamma !== undefined) out = s.op('mul', {}, out, gamma);
    if (beta !== undefined) out = s.op('add', {}, out, beta);
    return out;
  }),
  where: (call) => new Steps(call).op('select', {}, x(call, 0), x(call, 1), x(call, 2)).id,
  one_hot: composed((s, a, call) => s.op('one_hot', { depth: num(call, 'depth') }, a)),
  transpose: composed((s, a, call) => {
    const { shape } = call.emitter.builder.typeOf(a.id);
    if (shape.length !== 2 || shape.some((d) => staticSize(d) === null))
      throw new BuildFailure(shapeMessages.transposeNeedsWeight(a.span, shape));
    return s.op('transpose', { permutation: [1, 0] }, a);
  }),
  sum_children: overChildren('sum_children', (s, a, children) => joinChildren(s, 'scatter_add', a, children)),
  mean_children: overChildren('mean_children', (s, a, children) => {
    const ones = s.op('broadcast', { shape: [children.children, constantDim(1)] }, s.number(1));
    const counts = s.op('maximum', {}, joinChildren(s, 'scatter_add', ones, children), s.number(1));
    const lined = [
      children.nodes,
      ...s
        .shape(a)
        .slice(1)
        .map(() => constantDim(1)),
    ];
    return s.op('div', {}, joinChildren(s, 'scatter_add', a, children), s.op('reshape', { shape: lined }, counts));
  }),
  max_children: overChildren('max_children', (s, a, children) => joinChildren(s, 'scatter_max', a, children)),
  softmax_children: overChildren('softmax_children', (s, a, children) => {
    const largest = joinChildren(s, 'scatter_max', a, children);
    const numerators = s.op('exp', {}, s.op('sub', {}, a, largest));
    return s.op('div', {}, numerators, joinChildren(s, 'scatter_add', numerators, children));
  }),
  sum_steps: overSteps('sum_steps', (s, a, whole) => acrossSteps(s, 'reduce_sum', counted(a, whole, 0))),
  mean_steps: overSteps('mean_steps', (s, a, whole) => {
    const count = whole.count(a.id);
    if (count === null) return s.op('reduce_mean', { axes: [0], keepDims: false }, a);
    const divisor = s.op('maximum', {}, { id: count, span: a.span }, s.number(1));
    return s.op('div', {}, acrossSteps(s, 'reduce_sum', counted(a, whole, 0)), divisor);
  }),
  max_steps: overSteps('max_steps', (s, a, whole) =>
    whereAny(s, a, whole, acrossSteps(s, 'reduce_max', counted(a, whole, FAR_BELOW)), s.number(0)),
  ),
  // the largest score is taken away first, so that no exponential overflows; a row without steps divides by 1
  softmax_steps: overSteps('softmax_steps', (s, a, whole) => {
    const scores = counted(a, whole, FAR_BELOW);
    const exponentials = s.op('exp', {}, s.op('sub', {}, scores, acrossSteps(s, 'reduce_max', scores)));
    const numerators = counted(exponentials, whole, 0);
    const sum = acrossSteps(s, 'reduce_sum', numerators);
    return s.op('div', {}, numerators, whereAny(s, a, whole, sum, s.number(1)));
  }),
  float: composed((s, a) => s.op('cast', { dtype: 'float32' }, a)),
  int: composed((s, a) => s.op('cast', { dtype: 'int32' }, a)),
};

/** What a function means in ops. */
export function applyFunction(name: Exclude<FunctionName, ManyOperands>, call: FunctionCall): ValueId {
  return isElementwise(name) ? new Steps(call).op(name, {}, ...call.tensors).id : composedFunctions[name](call);
}
