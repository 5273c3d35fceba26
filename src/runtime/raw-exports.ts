import type { BinaryKernel, UnaryKernel } from '../../compiler/ir/program.ts';

export type StockKernel = UnaryKernel | BinaryKernel | 'SelectV2' | 'BatchMatMul' | '_FusedMatMul' | 'Softmax';
export type KernelExports = { readonly [K in StockKernel]: (...args: number[]) => void };

/** C++ functions of the backend's WASM module, called without emscripten's wrappers. Ids and pointers are numbers. */
export interface RawExports extends KernelExports {
  register_tensor(id: number, size: number, pointer: number): void;
  dispose_data(id: number): void;
}

/** Numbers of parameters in tfjs-backend-wasm 4.22.0: another count means another contract. */
const PARAMETERS: { readonly [K in keyof RawExports]: number } = {
  register_tensor: 3,
  dispose_data: 1,
  Neg: 3,
  Sigmoid: 2,
  Tanh: 3,
  Relu: 3,
  Exp: 3,
  Log: 3,
  Sqrt: 3,
  Rsqrt: 3,
  Abs: 3,
  Sin: 3,
  Cos: 3,
  Floor: 3,
  Erf: 3,
  Softplus: 3,
  LogicalNot: 3,
  Add: 8,
  Sub: 8,
  Multiply: 8,
  RealDiv: 8,
  Pow: 8,
  Minimum: 8,
  Maximum: 8,
  Less: 8,
  LessEqual: 8,
  Greater: 8,
  GreaterEqual: 8,
  Equal: 8,
  NotEqual: 8,
  LogicalAnd: 8,
  LogicalOr: 8,
  SelectV2: 5,
  BatchMatMul: 9,
  _FusedMatMul: 13,
  Softmax: 4,
};

/** The module's exports where they look as expected and work on the heap that tfjs uses, otherwise null. */
export function readRawExports(wasm: {
  readonly asm?: unknown;
  readonly wasmMemory?: unknown;
  readonly HEAPU8: Uint8Array;
}): RawExports | null {
  const exports = wasm.asm;
  if (typeof exports !== 'object' || exports === null) return null;
  const table = exports as { readonly [name: string]: unknown };
  const memory = table.memory ?? wasm.wasmMemory;
  if (!(memory instanceof WebAssembly.Memory) || memory.buffer !== wasm.HEAPU8.buffer) return null;
  const fits = Object.entries(PARAMETERS).every(([name, count]) => {
    const found = table[name];
    return typeof found === 'function' && found.length === count;
  });
  return fits ? (exports as RawExports) : null;
}
