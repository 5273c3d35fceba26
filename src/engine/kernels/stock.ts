import { InternalError } from '../../../compiler/diagnostics/diagnostic.ts';
import type { Dtype } from '../../../compiler/ir/types.ts';
import { one, three, two } from '../../../compiler/ops/op/operands.ts';
import { type PublicTensor, registryOf } from '../backend/backend.ts';
import type { RawExports, RawKernel } from '../backend/raw-exports.ts';
import { collapseBroadcast } from './broadcast.ts';
import {
  bytesOf,
  type CallOf,
  type ElementwiseCall,
  type Kernel,
  type KernelContext,
  type Tensor,
  type Thunk,
} from './context.ts';
import { asInput, dataIdOf, ownData } from './public-tensor.ts';
import { selectElements, selectRows } from './select.ts';

const DTYPE_CODE: { readonly [D in Dtype]: number } = { float32: 0, int32: 1, bool: 2 };
const ACTIVATION_CODE: { readonly [A in CallOf<'_FusedMatMul'>['activation']]: number } = {
  linear: 0,
  relu: 1,
  sigmoid: 5,
};

function rawOf(context: KernelContext): RawExports {
  const { raw } = context.backend;
  if (raw === null) throw new InternalError('the fast path needs raw exports');
  return raw;
}

/** The backend as tfjs kernels see it, with the planned buffer as the one output. */
function placedAt(out: Tensor): object {
  const size = out.size;
  return {
    ...ownData,
    incRef: () => {},
    disposeData: () => true,
    makeOutput: (shape: number[], dtype: Dtype) => {
      const asked = shape.reduce((n, d) => n * d, 1);
      if (asked !== size || dtype !== out.dtype)
        throw new InternalError(`a kernel gives ${dtype}[${shape}], the plan has ${out.dtype}[${out.shape}]`);
      return { dataId: dataIdOf(out, shape), shape, dtype };
    },
  };
}

function publicThunk(
  context: KernelContext,
  kernel: string,
  inputs: { readonly [name: string]: PublicTensor },
  attrs: { readonly [name: string]: unknown },
  out: Tensor,
): Thunk {
  const run = registryOf(context.backend).publicKernel(kernel);
  const args = { inputs, attrs, backend: placedAt(out) };
  return () => {
    run(args);
  };
}

/** The C++ function of an elementwise op. */
function kernelOf(context: KernelContext, name: string): RawKernel {
  const kernel = rawOf(context)[name];
  if (kernel === undefined) throw new InternalError(`the backend has no function ${name}`);
  return kernel;
}

const unaryOperands = (call: ElementwiseCall, context: KernelContext): [Tensor, Tensor] => [
  context.operand(one(call.op, call.operands)),
  context.operand(call.out),
];

export const unary = (name: string): Kernel<ElementwiseCall> => ({
  fast(call, context) {
    const [x, out] = unaryOperands(call, context);
    if (out.size === 0) return null;
    const run = kernelOf(context, name);
    const code = DTYPE_CODE[x.dtype];
    return () => run(x.id, code, out.id);
  },
  public(call, context) {
    const [x, out] = unaryOperands(call, context);
    return out.size === 0 ? null : publicThunk(context, name, { x: asInput(x) }, {}, out);
  },
});

/** The only unary kernel that takes no dtype parameter. */
export const sigmoid: Kernel<ElementwiseCall> = {
  fast(call, context) {
    const [x, out] = unaryOperands(call, context);
    if (out.size === 0) return null;
    const run = kernelOf(context, 'Sigmoid');
    return () => run(x.id, out.id);
  },
  public: unary('Sigmoid').public,
};

/**
 * s + s - 1 with s = sigmoid(x + x), all in `out`. The backend's sigmoid is vectorised, its tanh is a scalar loop that takes 15 times as long
 * (measured, tfjs-backend-wasm 4.22.0); the detour costs at most 2e-7.
 */
export const tanh: Kernel<ElementwiseCall> = {
  fast(call, context) {
    const [x, out] = unaryOperands(call, context);
    if (out.size === 0) return null;
    const [add, logistic] = [kernelOf(context, 'Add'), kernelOf(context, 'Sigmoid')];
    const [all, single] = [context.shapePointer([out.size]), context.shapePointer([1])];
    const minusOne = context.number(-1);
    const code = DTYPE_CODE.float32;
    return () => {
      add(x.id, all, 1, x.id, all, 1, code, out.id);
      logistic(out.id, out.id);
      add(out.id, all, 1, out.id, all, 1, code, out.id);
      add(out.id, all, 1, minusOne.id, single, 1, code, out.id);
    };
  },
  public(call, context) {
    const [x, out] = unaryOperands(call, context);
    if (out.size === 0) return null;
    const sum = (a: Tensor, b: Tensor): Thunk =>
      publicThunk(context, 'Add', { a: asInput(a, [a.size]), b: asInput(b, [b.size]) }, {}, out);
    const double = sum(x, x);
    const logistic = publicThunk(context, 'Sigmoid', { x: asInput(out) }, {}, out);
    const doubleAgain = sum(out, out);
    const lower = sum(out, context.number(-1));
    return () => {
      double();
      logistic();
      doubleAgain();
      lower();
    };
  },
};

const binaryOperands = (call: ElementwiseCall, context: KernelContext): [Tensor, Tensor, Tensor] => {
  const [a, b] = two(call.op, call.operands);
  return [context.operand(a), context.operand(b), context.operand(call.out)];
};

export const binary = (name: string): Kernel<ElementwiseCall> => ({
  fast(call, context) {
    const [a, b, out] = binaryOperands(call, context);
    if (out.size === 0) return null;
    const run = kernelOf(context, name);
    const shapes = collapseBroadcast(a.shape, b.shape, out.shape);
    const rank = shapes.a.length;
    const aShape = context.shapePointer(shapes.a);
    const bShape = context.shapePointer(shapes.b);
    const code = DTYPE_CODE[a.dtype];
    return () => run(a.id, aShape, rank, b.id, bShape, rank, code, out.id);
  },
  public(call, context) {
    const [a, b, out] = binaryOperands(call, context);
    if (out.size === 0) return null;
    const shapes = collapseBroadcast(a.shape, b.shape, out.shape);
    return publicThunk(context, name, { a: asInput(a, shapes.a), b: asInput(b, shapes.b) }, {}, out);
  },
});

/**
 * The C++ kernel takes a condition of the same shape and 4-byte elements. With a condition per row it reads the branches at the row's
 * number (tfjs 4.22.0), so rows are chosen by a copy of ours.
 */
export const select: Kernel<ElementwiseCall> = {
  fast(call, context) {
    const [condition, a, b, out] = selectOperands(call, context);
    if (out.size === 0) return null;
    if (condition.size !== out.size) return selectRows(context.backend, condition, a, b, out);
    if (out.dtype === 'bool') return selectElements(context.backend, condition, a, b, out);
    const run = kernelOf(context, 'SelectV2');
    return () => run(condition.id, a.id, b.id, 1, out.id);
  },
  public(call, context) {
    const [condition, a, b, out] = selectOperands(call, context);
    if (out.size === 0) return null;
    if (condition.size !== out.size) return selectRows(context.backend, condition, a, b, out);
    if (out.dtype === 'bool') return selectElements(context.backend, condition, a, b, out);
    const flat = [out.size];
    const inputs = { condition: asInput(condition, flat), t: asInput(a, flat), e: asInput(b, flat) };
    return publicThunk(context, 'Select', inputs, {}, out);
  },
};

const selectOperands = (call: ElementwiseCall, context: KernelContext): [Tensor, Tensor, Tensor, Tensor] => {
  const [condition, a, b] = three(call.op, call.operands);
  return [context.operand(condition), context.operand(a), context.operand(b), context.operand(call.out)];
};

interface MatmulShapes {
  readonly a: readonly number[];
  readonly b: readonly number[];
}

/** [1, M, K] and [1, K, N]: batch 1 and no transposes is the only form that XNNPACK runs. */
function matmulShapes(a: Tensor, b: Tensor, out: Tensor): MatmulShapes {
  const n = b.shape.at(-1) ?? 1;
  const k = n === 0 ? 0 : b.size / n;
  const m = n === 0 ? 0 : out.size / n;
  if (m * k !== a.size || m * n !== out.size)
    throw new InternalError(`matmul of [${a.shape}] and [${b.shape}] into [${out.shape}]`);
  return { a: [1, m, k], b: [1, k, n] };
}

/** The right operands whose packed copy must not outlive the call: all of them if one changes between calls. */
const freshOperands = (call: { readonly fresh: boolean }, operands: readonly Tensor[]): readonly Tensor[] =>
  call.fresh || operands.some((tensor) => !tensor.persistent) ? operands : [];

/** Drops the packed copies of right operands that hold other numbers at the next call. */
function forgetting(context: KernelContext, operands: readonly Tensor[], run: Thunk): Thunk {
  const { backend } = context;
  const [b, bias] = operands;
  if (b === undefined) return run;
  if (bias === undefined)
    return () => {
      run();
      backend.readdress(b.id, b.size, b.pointer);
    };
  return () => {
    run();
    backend.readdress(b.id, b.size, b.pointer);
    backend.readdress(bias.id, bias.size, bias.pointer);
  };
}

/** A product over no elements: zeros, or the bias. */
const emptySum = (
  context: KernelContext,
  out: Tensor,
  bias: Tensor | null,
  activation: (x: number) => number,
): Thunk => {
  const { backend } = context;
  const columns = bias?.size ?? 1;
  return () => {
    const { f32 } = backend.heap();
    const at = out.pointer >>> 2;
    const from = (bias?.pointer ?? 0) >>> 2;
    for (let i = 0; i < out.size; i++) f32[at + i] = activation(bias === null ? 0 : (f32[from + (i % columns)] ?? 0));
  };
};

const ACTIVATION: { readonly [A in CallOf<'_FusedMatMul'>['activation']]: (x: number) => number } = {
  linear: (x) => x,
  relu: (x) => Math.max(x, 0),
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
};

export const matmul: Kernel<CallOf<'BatchMatMul'>> = {
  fast(call, context) {
    const [a, b, out] = [context.operand(call.a), context.operand(call.b), context.operand(call.out)];
    if (out.size === 0) return null;
    if (a.size === 0) return emptySum(context, out, null, ACTIVATION.linear);
    const shapes = matmulShapes(a, b, out);
    const { BatchMatMul } = rawOf(context);
    const [aShape, bShape] = [context.shapePointer(shapes.a), context.shapePointer(shapes.b)];
    const run = (): void => BatchMatMul(a.id, aShape, 3, b.id, bShape, 3, 0, 0, out.id);
    return forgetting(context, freshOperands(call, [b]), run);
  },
  public(call, context) {
    const [a, b, out] = [context.operand(call.a), context.operand(call.b), context.operand(call.out)];
    if (out.size === 0) return null;
    if (a.size === 0) return emptySum(context, out, null, ACTIVATION.linear);
    const shapes = matmulShapes(a, b, out);
    const inputs = { a: asInput(a, shapes.a), b: asInput(b, shapes.b) };
    const run = publicThunk(context, 'BatchMatMul', inputs, { transposeA: false, transposeB: false }, out);
    return forgetting(context, freshOperands(call, [b]), run);
  },
};

export const fusedMatmul: Kernel<CallOf<'_FusedMatMul'>> = {
  fast(call, context) {
    const [a, b, bias, out] = fusedOperands(call, context);
    if (out.size === 0) return null;
    if (a.size === 0) return emptySum(context, out, bias, ACTIVATION[call.activation]);
    const shapes = matmulShapes(a, b, out);
    const { _FusedMatMul } = rawOf(context);
    const [aShape, bShape] = [context.shapePointer(shapes.a), context.shapePointer(shapes.b)];
    const code = ACTIVATION_CODE[call.activation];
    const run = (): void => _FusedMatMul(a.id, aShape, 3, b.id, bShape, 3, 0, 0, code, bias.id, 0, 0, out.id);
    return forgetting(context, freshOperands(call, [b, bias]), run);
  },
  public(call, context) {
    const [a, b, bias, out] = fusedOperands(call, context);
    if (out.size === 0) return null;
    if (a.size === 0) return emptySum(context, out, bias, ACTIVATION[call.activation]);
    const shapes = matmulShapes(a, b, out);
    const inputs = { a: asInput(a, shapes.a), b: asInput(b, shapes.b), bias: asInput(bias, [bias.size]) };
    const attrs = { transposeA: false, transposeB: false, activation: call.activation, leakyreluAlpha: 0 };
    return forgetting(
      context,
      freshOperands(call, [b, bias]),
      publicThunk(context, '_FusedMatMul', inputs, attrs, out),
    );
  },
};

const fusedOperands = (call: CallOf<'_FusedMatMul'>, context: KernelContext): [Tensor, Tensor, Tensor, Tensor] => [
  context.operand(call.a),
  context.operand(call.b),
  context.operand(call.bias),
  context.operand(call.out),
];

export const softmax: Kernel<CallOf<'Softmax'>> = {
  fast(call, context) {
    const [x, out] = [context.operand(call.x), context.operand(call.out)];
    if (out.size === 0) return null;
    const channels = x.shape.at(-1) ?? 1;
    const rows = x.size / channels;
    const { Softmax } = rawOf(context);
    return () => Softmax(x.id, out.id, channels, rows);
  },
  public(call, context) {
    const [x, out] = [context.operand(call.x), context.operand(call.out)];
    if (out.size === 0) return null;
    return publicThunk(context, 'Softmax', { logits: asInput(x) }, { dim: x.shape.length - 1 }, out);
  },
};

/** Copies all bytes; part of the step list, not a kernel call. */
export function copyThunk(context: KernelContext, from: Tensor, to: Tensor): Thunk | null {
  const { backend } = context;
  const bytes = bytesOf(from);
  if (bytes !== bytesOf(to)) throw new InternalError(`copy of ${bytes} bytes into ${bytesOf(to)}`);
  if (bytes === 0) return null;
  return () => {
    backend.heap().u8.copyWithin(to.pointer, from.pointer, from.pointer + bytes);
  };
}
