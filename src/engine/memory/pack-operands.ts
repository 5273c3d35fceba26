import type { KernelCall, Step } from '../../../compiler/program/program.ts';
import { BYTES, bytesOf, type KernelContext, type Tensor, type Thunk } from '../kernels/context.ts';
import { bindKernel, type Path } from '../kernels/table.ts';

type Product = Extract<KernelCall, { kernel: 'BatchMatMul' | '_FusedMatMul' }>;

/** Memory that holds nothing of use while operands are packed. */
interface Scratch {
  readonly row: number;
  readonly bytes: number;
  readonly register: (size: number, pointer: number) => number;
}

/**
 * Makes the backend pack every right operand whose packed copy lasts. The backend packs an operand at its first use, so each is multiplied once by a
 * row of arbitrary numbers from scratch memory. If the first use came in the middle of a run, between products that pack only for one call, the copies
 * would lie scattered in the heap, with gaps that the memory plan does not count.
 */
export function bindPacking(
  steps: readonly Step[],
  context: KernelContext,
  path: Path,
  scratch: Scratch,
): { readonly thunks: readonly Thunk[]; readonly bytes: number } {
  const known = new Set<string>();
  const thunks: Thunk[] = [];
  let bytes = 0;
  for (const call of productsOf(steps)) {
    if (call.fresh) continue;
    const b = context.operand(call.b);
    const bias = call.kernel === '_FusedMatMul' ? context.operand(call.bias) : null;
    // the key under which the backend keeps a packed copy
    const key = `${b.id} ${bias?.id} ${call.kernel === '_FusedMatMul' ? call.activation : ''}`;
    const [inner = 0, width = 0] = b.shape;
    const lasts = b.persistent && bias?.persistent !== false;
    if (!lasts || known.has(key) || b.size === 0 || BYTES.float32 * (inner + width) > scratch.bytes) continue;
    known.add(key);
    const row = (size: number, pointer: number): Tensor => {
      const id = scratch.register(size, pointer);
      return { id, pointer, size, dtype: 'float32', shape: [1, size], persistent: false };
    };
    const [a, out] = [row(inner, scratch.row), row(width, scratch.row + BYTES.float32 * inner)];
    const operand = (id: Product['a']): Tensor => (id === call.a ? a : id === call.out ? out : context.operand(id));
    const single: KernelContext = {
      backend: context.backend,
      tensor: operand,
      operand,
      size: (dim) => context.size(dim),
      number: (value) => context.number(value),
      shapePointer: (shape) => context.shapePointer(shape),
    };
    const thunk = bindKernel(path, call, single);
    if (thunk === null) continue;
    thunks.push(thunk);
    bytes += bytesOf(b);
  }
  return { thunks, bytes };
}

const productsOf = (steps: readonly Step[]): readonly Product[] =>
  steps.flatMap((step) => {
    if (step.kind === 'loop') return productsOf(step.body);
    const call = step.kind === 'kernel' ? step.call : null;
    return call?.kernel === 'BatchMatMul' || call?.kernel === '_FusedMatMul' ? [call] : [];
  });
