import { addDims, constantDim, sizeOfShape, staticSize } from '../ir/dim.ts';
import type { Origin } from '../ir/types.ts';
import type { BufferId } from '../program/buffer.ts';
import type { BufferTable } from '../program/buffer-table.ts';
import { int16Panels, panelSize } from '../program/generated.ts';
import type { Program, Step } from '../program/program.ts';
import { type Memory, onlyMaker } from './memory.ts';

/** Elements of a matrix inside a buffer: (i, j) at offset + i * rowStride + j * columnStride. */
interface Source {
  readonly buffer: BufferId;
  readonly offset: number;
  readonly rowStride: number;
  readonly columnStride: number;
}

/** Packs right operands of products into panels, each matrix once. */
export class PanelPacking {
  /** Steps of `prepare`, by the roots that they write. */
  readonly #writers = new Map<BufferId, Set<Step>>();
  readonly #table: BufferTable;
  readonly #memory: Memory;
  readonly #packing: Step[];
  readonly #panels = new Map<string, BufferId>();

  /** @param packing where the steps go that make panels of weights, after all others of `prepare` */
  constructor(program: Program, table: BufferTable, memory: Memory, packing: Step[]) {
    this.#table = table;
    this.#memory = memory;
    this.#packing = packing;
    for (const step of program.prepare)
      for (const { root } of memory.accessesOf(step).writes) {
        const writers = this.#writers.get(root) ?? new Set();
        writers.add(step);
        this.#writers.set(root, writers);
      }
  }

  /**
   * The panels of a right operand [k, n], and the matrix they are made of. Panels of weights are made once, when weights are bound; of anything
   * else, by a step that is put into `before`.
   * @param preparing whether the product itself runs when weights are bound: then its panels must be there before it
   */
  of(
    b: BufferId,
    { k, n, kind }: { readonly k: number; readonly n: number; readonly kind: 'pack' | 'int16-pack' },
    origins: readonly Origin[],
    before: Step[],
    preparing: boolean,
  ): { readonly panels: BufferId; readonly weights: Source } {
    const lasting = this.#table.isPersistent(b);
    const source = lasting ? this.#sourceOf({ buffer: b, offset: 0, rowStride: n, columnStride: 1 }) : null;
    const from = source ?? { buffer: b, offset: 0, rowStride: n, columnStride: 1 };
    const key = `${kind} ${this.#memory.regionOf(from.buffer).key} ${from.offset} ${from.rowStride} ${from.columnStride} ${k} ${n}`;
    const known = lasting ? this.#panels.get(key) : undefined;
    if (known !== undefined) return { panels: known, weights: from };
    const name = `${this.#table.get(b).name}.panels`;
    const panels = this.#table.add(
      name,
      kind === 'pack'
        ? { dtype: 'float32', shape: [constantDim(panelSize(k, n))] }
        : { dtype: 'int32', shape: [constantDim(int16Panels(k, n).size)] },
      { kind: 'own', role: lasting ? 'prepared' : 'temporary' },
    );
    const pack: Step = {
      kind: 'generated',
      call: {
        kernel: { kind, k, n, rowStride: from.rowStride, columnStride: from.columnStride },
        operands: [elementsFrom(this.#table, from.buffer, from.offset), panels],
        written: [1],
        counts: [],
        name,
        origins,
      },
    };
    if (lasting) {
      this.#panels.set(key, panels);
      (preparing ? before : this.#packing).push(pack);
    } else before.push(pack);
    return { panels, weights: from };
  }

  /** Looks through the transposes and cuts that `prepare` makes, to the matrix that they read. */
  #sourceOf(source: Source): Source {
    const region = this.#memory.regionOf(source.buffer);
    const maker = onlyMaker(this.#memory, region, [...(this.#writers.get(region.root) ?? [])]);
    if (maker?.kind !== 'kernel') return source;
    if (this.#memory.regionOf(maker.call.out).key !== region.key) return source;
    const { call } = maker;
    if (call.kernel === 'host.transpose' && call.permutation.join() === '1,0') {
      const [, columns] = this.#table.get(call.x).shape.map(staticSize);
      if (columns === undefined || columns === null) return source;
      const [, width] = this.#table.get(call.out).shape.map(staticSize);
      const through = width === undefined || width === null ? null : turn(source, width, columns);
      return through === null ? source : this.#sourceOf({ ...through, buffer: call.x });
    }
    if (call.kernel === 'host.copy_rows') {
      const [run, xOffset, xStride, outOffset, outStride] = [
        call.run,
        call.xOffset,
        call.xStride,
        call.outOffset,
        call.outStride,
      ].map(staticSize);
      const known = [run, xOffset, xStride].every((v) => v !== null && v !== undefined);
      if (!known || outOffset !== 0 || outStride !== run) return source;
      // the cut as a matrix [rows, run] inside rows of xStride
      const rowMajor = source.columnStride === 1 && source.rowStride === run && source.offset === 0;
      const turned = source.rowStride === 1 && source.columnStride === run && source.offset === 0;
      const stride = xStride ?? 0;
      if (rowMajor) return this.#sourceOf({ buffer: call.x, offset: xOffset ?? 0, rowStride: stride, columnStride: 1 });
      if (turned) return this.#sourceOf({ buffer: call.x, offset: xOffset ?? 0, rowStride: 1, columnStride: stride });
    }
    return source;
  }
}

/** Strides in a matrix of `columns` columns whose transpose, of `width` columns, `source` reads; null where that cuts it in another way. */
function turn(source: Source, width: number, columns: number): Source | null {
  if (source.offset !== 0) return null;
  if (source.columnStride === 1 && source.rowStride === width)
    return { ...source, rowStride: 1, columnStride: columns };
  if (source.rowStride === 1 && source.columnStride === width)
    return { ...source, rowStride: columns, columnStride: 1 };
  return null;
}

/** The elements of a buffer of known size from `offset` on. */
export function elementsFrom(table: BufferTable, buffer: BufferId, offset: number): BufferId {
  if (offset === 0) return buffer;
  const { name, dtype, shape } = table.get(buffer);
  const rest = addDims(sizeOfShape(shape), constantDim(offset), -1);
  return table.view(buffer, name, { dtype, shape: [rest] }, constantDim(offset));
}
