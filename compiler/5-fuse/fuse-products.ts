import { InternalError } from '../diagnostics/diagnostic.ts';
import { constantDim, type Dim, equalDims, isStatic, staticSize } from '../ir/dim.ts';
import type { Origin } from '../ir/types.ts';
import { two } from '../ops/op/operands.ts';
import type { BufferId } from '../program/buffer.ts';
import type { BufferTable } from '../program/buffer-table.ts';
import {
  type Int16ProductKernel,
  int16Rows,
  type Kernel,
  outerWorkSize,
  type ProductKernel,
} from '../program/generated.ts';
import type { KernelCall, Program, Step } from '../program/program.ts';
import { type Memory, onlyMaker, type Region, writesAny } from './memory.ts';
import { elementsFrom, PanelPacking } from './panel-packing.ts';
import type { Uses } from './uses.ts';

type Product = Extract<KernelCall, { kernel: 'BatchMatMul' | '_FusedMatMul' }>;
/** A product as a generated call. */
type ProductStep = Extract<Step, { kind: 'generated' }>;

type Lists = Pick<Program, 'prepare' | 'main' | 'update'>;

/** A left operand that is there in int16 too. */
interface RowsInInt16 {
  readonly region: Region;
  readonly k: number;
  readonly buffer: BufferId;
}

/**
 * Whether a product is faster in 16-bit integers, including the conversion of its rows. Measured with 1 and 32 rows, k from 8 to 64
 * and n from 8 to 256 (V8 11.3): 5 to 90 percent faster where this is true, slower where k or k * n is smaller.
 */
const isFasterInInt16 = (k: number, n: number): boolean => k >= 16 && k * n >= 1024;

const isProduct = (kernel: Kernel): kernel is ProductKernel | Int16ProductKernel =>
  kernel.kind === 'product' || kernel.kind === 'int16-product';

/**
 * Turns products into generated calls. Where something is added to a product, the product starts from it. The right operand is packed into panels:
 * once, when weights are bound, or right before the product where the operand is new at every run. Where a transpose made the left operand, the
 * transpose is left out and an outer product reads the original.
 */
export function fuseProducts(
  program: Program,
  table: BufferTable,
  memory: Memory,
  uses: Uses,
  kept: ReadonlySet<number>,
): Lists {
  const packing: Step[] = [];
  const rewriter = new ProductRewriter(program, table, memory, uses, packing, kept);
  const prepare = rewriter.rewrite(program.prepare, true);
  const main = rewriter.rewrite(program.main);
  const update = rewriter.rewrite(program.update);
  return { prepare: [...prepare, ...packing], main, update };
}

class ProductRewriter {
  readonly #table: BufferTable;
  readonly #memory: Memory;
  readonly #uses: Uses;
  /** Of buffers that hold one number everywhere, by the key of their region. */
  readonly #constants: ReadonlyMap<string, number>;
  readonly #kept: ReadonlySet<number>;
  readonly #panels: PanelPacking;
  /** Rows that are there in int16 too, at this point of the list that is rewritten. */
  #rows: RowsInInt16[] = [];
  /** Whether the list that is rewritten runs when weights are bound. */
  #preparing = false;

  constructor(
    program: Program,
    table: BufferTable,
    memory: Memory,
    uses: Uses,
    packing: Step[],
    kept: ReadonlySet<number>,
  ) {
    this.#kept = kept;
    this.#table = table;
    this.#memory = memory;
    this.#uses = uses;
    this.#constants = uses.findConstants(memory);
    this.#panels = new PanelPacking(program, table, memory, packing);
  }

  rewrite(steps: readonly Step[], preparing = false): Step[] {
    this.#preparing = preparing;
    const done: Step[] = [];
    const outer = this.#rows;
    this.#rows = [];
    /** Additions that became part of a product, with the product that stands in their place. */
    const replaced = new Map<Step, readonly Step[]>();
    steps.forEach((step, i) => {
      const instead = replaced.get(step);
      const here = instead ?? [step];
      for (const s of here) {
        if (s.kind === 'loop') done.push(this.#kept.has(s.loop) ? s : { ...s, body: this.rewrite(s.body) });
        else if (s.kind === 'kernel' && (s.call.kernel === 'BatchMatMul' || s.call.kernel === '_FusedMatMul'))
          done.push(...this.#product(s, s.call, steps, i, replaced));
        else if (s.kind === 'generated' && isProduct(s.call.kernel) && instead !== undefined)
          done.push(...this.#settle(s, step, steps, i, replaced));
        else done.push(s);
        this.#forgetRows(s);
      }
    });
    this.#rows = outer;
    return done;
  }

  #product(
    step: Step,
    call: Product,
    steps: readonly Step[],
    at: number,
    replaced: Map<Step, readonly Step[]>,
  ): readonly Step[] {
    const [k, n] = this.#table.get(call.b).shape.map(staticSize);
    const aShape = this.#table.get(call.a).shape;
    const rows = aShape[0];
    if (n === undefined || n === null || n === 0 || k === 0 || rows === undefined) return [step];
    const name = this.#table.get(call.out).name;
    const outer = call.kernel === 'BatchMatMul' ? this.#outer(step, call, steps, at, n, name, replaced) : null;
    if (outer !== null) return outer;
    if (k === undefined || k === null) return [step];
    const before: Step[] = [];
    const made: Step[] = [];
    const biased = call.kernel === '_FusedMatMul';
    const start = biased ? 'column' : 'zero';
    const result = biased ? [call.bias, call.out] : [call.out];
    const inInt16 = call.int16 === true && isFasterInInt16(k, n);
    const { panels, weights } = this.#panels.of(
      call.b,
      { k, n, kind: inInt16 ? 'int16-pack' : 'pack' },
      originsOf(step),
      before,
      this.#preparing,
    );
    const { rowStride, columnStride } = weights;
    const kernel: ProductKernel | Int16ProductKernel = inInt16
      ? { kind: 'int16-product', k, n, start, rowStride, columnStride }
      : { kind: 'product', k, n, start };
    const list = inInt16
      ? [
          this.#inInt16(call.a, k, rows, originsOf(step), made),
          panels,
          call.a,
          elementsFrom(this.#table, weights.buffer, weights.offset),
          ...result,
        ]
      : [call.a, panels, ...result];
    const product: ProductStep = {
      kind: 'generated',
      call: { kernel, operands: list, written: [list.length - 1], counts: [rows], name, origins: originsOf(step) },
    };
    const activated: Step[] =
      call.kernel === '_FusedMatMul' && call.activation !== 'linear'
        ? [
            {
              ...step,
              kind: 'kernel',
              call: { kernel: 'elementwise', op: call.activation, operands: [call.out], out: call.out },
            },
          ]
        : [];
    if (before.length > 0 || biased) return [...before, ...made, product, ...activated];
    return [...made, ...this.#settle(product, step, steps, at, replaced)];
  }

  /** Rows in int16, made by a step in `made` unless they are there already. */
  #inInt16(a: BufferId, k: number, rows: Dim, origins: readonly Origin[], made: Step[]): BufferId {
    const region = this.#memory.regionOf(a);
    const known = this.#rows.find((r) => r.k === k && r.region.key === region.key);
    if (known !== undefined) return known.buffer;
    const name = `${this.#table.get(a).name}.int16`;
    const type = { dtype: 'int32', shape: [rows, constantDim(int16Rows(k).size)] } as const;
    const buffer = this.#table.add(name, type, { kind: 'own', role: 'temporary' });
    const kernel = { kind: 'int16-rows', k } as const;
    made.push({
      kind: 'generated',
      call: { kernel, operands: [a, buffer], written: [1], counts: [rows], name, origins },
    });
    this.#rows.push({ region, k, buffer });
    return buffer;
  }

  #forgetRows(step: Step): void {
    const accesses = this.#memory.accessesOf(step);
    this.#rows = this.#rows.filter(({ region }) => !writesAny(accesses, [region]));
  }

  /** Where the result of a product is only added to something, lets the product start from that. It then stands where the addition stood. */
  #settle(
    product: ProductStep,
    origin: Step,
    steps: readonly Step[],
    at: number,
    replaced: Map<Step, readonly Step[]>,
  ): readonly Step[] {
    const { kernel, operands, counts, name, origins } = product.call;
    if (!isProduct(kernel) || kernel.start !== 'zero') return [product];
    const factors = operands.slice(0, -1);
    const out = operands.at(-1);
    if (out === undefined) throw new InternalError('a product lacks a result');
    const addition = this.#onlyReader(out, origin, steps, at);
    if (addition === null) return [product];
    const { step, place } = addition;
    if (step.kind !== 'kernel' || step.call.kernel !== 'elementwise' || step.call.op !== 'add' || replaced.has(step))
      return [product];
    const region = this.#memory.regionOf(out);
    const isOut = (id: BufferId): boolean => this.#memory.regionOf(id).key === region.key;
    const [x, y] = two('add', step.call.operands);
    const other = isOut(x) ? y : x;
    // no addition of two whole matrices: a part of the product is added, or the product is stretched
    if (isOut(x) === isOut(y) || !equalDims(this.#memory.regionOf(step.call.out).size, region.size)) return [product];
    const start = this.#startOf(other, kernel.n, region.size);
    if (start === null) return [product];
    const needed = factors.map((id) => this.#memory.regionOf(id));
    const between = steps.slice(at + 1, place);
    if (between.some((s) => writesAny(this.#memory.accessesOf(s), needed))) return [product];
    const target = step.call.out;
    // the addition may write over what it adds, but not over what the product still reads
    if (needed.some((r) => r.root === this.#memory.regionOf(target).root)) return [product];
    const list = start === 'zero' ? [...factors, target] : [...factors, other, target];
    replaced.set(step, [
      {
        kind: 'generated',
        call: {
          kernel: { ...kernel, start },
          operands: list,
          written: [list.length - 1],
          counts,
          name,
          origins: [...origins, ...originsOf(step)],
        },
      },
    ]);
    return [];
  }

  #startOf(other: BufferId, n: number, size: Dim): ProductKernel['start'] | null {
    const region = this.#memory.regionOf(other);
    if (this.#constants.get(region.key) === 0) return 'zero';
    const { shape } = this.#table.get(other);
    if (equalDims(region.size, size)) return 'each';
    return isStatic(region.size, n) && isStatic(shape.at(-1) ?? {}, n) ? 'column' : null;
  }

  /** The only step that reads the memory that `origin` alone writes, where it stands in this list; else null. */
  #onlyReader(
    out: BufferId,
    origin: Step,
    steps: readonly Step[],
    at: number,
  ): { readonly step: Step; readonly place: number } | null {
    if (!this.#uses.isInternal(out, this.#uses.stepsOf(this.#memory.regionOf(out).root))) return null;
    const touching = [...this.#uses.stepsOf(this.#memory.regionOf(out).root)].filter((s) => s !== origin);
    const [reader, more] = touching;
    if (reader === undefined || more !== undefined) return null;
    const place = steps.indexOf(reader, at + 1);
    return place < 0 ? null : { step: reader, place };
  }

  /** a^T b over rows: see `#columnsOf`. */
  #outer(
    step: Step,
    call: Extract<Product, { kernel: 'BatchMatMul' }>,
    steps: readonly Step[],
    at: number,
    n: number,
    name: string,
    replaced: Map<Step, readonly Step[]>,
  ): readonly Step[] | null {
    const columns = this.#columnsOf(call.a, steps, at);
    if (columns === null) return null;
    const { x, rows, m } = columns;
    const place = this.#joinOf(call.out, step, steps, at, { m, n }, replaced) ?? {
      out: call.out,
      outOffset: 0,
      outStride: n,
    };
    const work = this.#table.add(
      `${name}.work`,
      { dtype: 'float32', shape: [constantDim(outerWorkSize(m, n))] },
      { kind: 'own', role: 'temporary' },
    );
    return [
      {
        kind: 'generated',
        call: {
          kernel: { kind: 'outer', m, n, outStride: place.outStride },
          operands: [x, call.b, work, elementsFrom(this.#table, place.out, place.outOffset)],
          written: [2, 3],
          counts: [rows],
          name,
          origins: originsOf(step),
        },
      },
    ];
  }

  /**
   * x [rows, m] where the left operand of a product is x transposed. A left operand with a single row, whose length is known only at run time, is
   * such a transpose too, because a row and a column lie in memory alike.
   */
  #columnsOf(
    a: BufferId,
    steps: readonly Step[],
    at: number,
  ): { readonly x: BufferId; readonly rows: Dim; readonly m: number } | null {
    const [height, width] = this.#table.get(a).shape;
    if (height !== undefined && width !== undefined && isStatic(height, 1) && staticSize(width) === null)
      return { x: a, rows: width, m: 1 };
    const region = this.#memory.regionOf(a);
    const maker = onlyMaker(this.#memory, region, [...this.#uses.stepsOf(region.root)]);
    if (maker?.kind !== 'kernel' || maker.call.kernel !== 'host.transpose') return null;
    const made = steps.indexOf(maker);
    if (made < 0 || made > at || maker.call.permutation.join() !== '1,0') return null;
    if (this.#memory.regionOf(maker.call.out).key !== region.key) return null;
    const x = maker.call.x;
    const [rows, columns] = this.#table.get(x).shape;
    const m = columns === undefined ? null : staticSize(columns);
    if (rows === undefined || m === null || m === 0) return null;
    const between = steps.slice(made + 1, at);
    if (between.some((s) => writesAny(this.#memory.accessesOf(s), [this.#memory.regionOf(x)]))) return null;
    return { x, rows, m };
  }

  /** Where the only reader of a product copies its rows into a join, the product writes them there itself and the copy is removed. */
  #joinOf(
    out: BufferId,
    origin: Step,
    steps: readonly Step[],
    at: number,
    { m, n }: { readonly m: number; readonly n: number },
    replaced: Map<Step, readonly Step[]>,
  ): { readonly out: BufferId; readonly outOffset: number; readonly outStride: number } | null {
    const copy = this.#onlyReader(out, origin, steps, at);
    if (copy?.step.kind !== 'kernel' || copy.step.call.kernel !== 'host.copy_rows') return null;
    const { call } = copy.step;
    const [rows, run, xOffset, xStride, outOffset, outStride] = [
      call.rows,
      call.run,
      call.xOffset,
      call.xStride,
      call.outOffset,
      call.outStride,
    ].map(staticSize);
    if (rows !== m || run !== n || xOffset !== 0 || xStride !== n) return null;
    if (typeof outOffset !== 'number' || typeof outStride !== 'number') return null;
    // the product writes to the target earlier than the copy did: in between, only other parts of the same join may be written there
    const target = this.#memory.regionOf(call.out);
    const isFree = steps.slice(at + 1, copy.place).every((s) => {
      const { reads, writes } = this.#memory.accessesOf(s);
      const copies = s.kind === 'kernel' && s.call.kernel === 'host.copy_rows';
      return !reads.some((r) => r.root === target.root) && (copies || !writes.some((w) => w.root === target.root));
    });
    if (!isFree) return null;
    replaced.set(copy.step, []);
    return { out: call.out, outOffset, outStride };
  }
}

const originsOf = (step: Step): readonly Origin[] =>
  step.kind === 'kernel' && step.origin !== undefined ? [step.origin] : [];
