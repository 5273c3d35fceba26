import { elementwiseArity, elementwiseOps } from '../../../compiler/ir/elementwise-ops.ts';
import { elementwise } from '../../../compiler/ops/elementwise/elementwise.ts';

export type RawKernel = (...args: number[]) => void;

/** C++ functions of the backend's WASM module, called without emscripten's wrappers. Ids and pointers are numbers. */
export interface RawExports {
  register_tensor(id: number, size: number, pointer: number): void;
  dispose_data(id: number): void;
  readonly BatchMatMul: RawKernel;
  readonly _FusedMatMul: RawKernel;
  readonly Softmax: RawKernel;
  /** Kernels of elementwise ops. */
  readonly [kernel: string]: RawKernel;
}

/** Numbers of parameters in tfjs-backend-wasm 4.22.0: if a count differs, the function expects other arguments. */
const PARAMETERS = {
  register_tensor: 3,
  dispose_data: 1,
  BatchMatMul: 9,
  _FusedMatMul: 13,
  Softmax: 4,
  Sigmoid: 2,
} as const;
/** The same of kernels of elementwise ops that are not listed, by the op's number of operands. */
const ELEMENTWISE_PARAMETERS = { 1: 3, 2: 8, 3: 5 } as const;

const parameterCounts = (): ReadonlyMap<string, number> =>
  new Map([
    ...elementwiseOps.flatMap((op) => {
      const { stock } = elementwise[op];
      return stock === null ? [] : [[stock, ELEMENTWISE_PARAMETERS[elementwiseArity[op]]] as const];
    }),
    ...Object.entries(PARAMETERS),
  ]);

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
  const fits = [...parameterCounts()].every(([name, count]) => {
    const found = table[name];
    return typeof found === 'function' && found.length === count;
  });
  return fits ? (exports as RawExports) : null;
}
