import { InternalError } from '../diagnostics/diagnostic.ts';
import { at, lost } from '../diagnostics/invariants.ts';
import { type Dim, divideDim, equalDims, isMultiple, isStatic, sizeOfShape } from '../ir/dim.ts';
import type { ElementwiseOp } from '../ir/elementwise-ops.ts';
import type { Dtype, Origin } from '../ir/types.ts';
import type { BufferId } from '../program/buffer.ts';
import type { BufferTable } from '../program/buffer-table.ts';
import type { GeneratedCall, RowOperand, RowStatement, RowValue } from '../program/generated.ts';
import { finishRowKernel, type RowDraft, type Slot, valuesOf } from './finish-row-kernel.ts';
import { type Memory, overlap, type Region } from './memory.ts';
import { extentOf, widthsOf } from './row-extents.ts';
import type { RowItem } from './row-items.ts';

/** What a kernel may hold, so that its addresses and values stay a size that engines compile well. */
const MAX_OPERANDS = 48;
const MAX_STATEMENTS = 400;

/** What is known of a value: whether it is one per element or one per row, and the pass over the row in which it is there. */
interface Known {
  readonly per: 'element' | 'row';
  /** Of an element: computed in this pass. Of a row: there before this pass. */
  readonly pass: number;
  readonly dtype: Dtype;
}

/** The last statement that wrote or loaded a region, under the region's key. */
interface Held {
  readonly region: Region;
  readonly value: RowValue;
  readonly stored: boolean;
}

/**
 * A row kernel under construction. Items join in program order; one that would need another shape of rows, or memory in an order that rows do
 * not have, is turned away and nothing is changed.
 *
 * A row is gone over in passes: a value that depends on a reduction of pass p belongs to pass p + 1 or later. What a later pass reads of an
 * earlier one it loads again.
 */
export class RowGroup {
  readonly #table: BufferTable;
  readonly #memory: Memory;
  readonly #constants: ReadonlyMap<string, number>;
  #total: Dim | null = null;
  #width: number | null = null;
  #name = '';
  readonly #origins = new Set<Origin>();
  #slots: Slot[] = [];
  #statements: RowStatement[] = [];
  #known: Known[] = [];
  #held = new Map<string, Held>();
  /** What a softmax gave, with the sum that its exponentials were divided by. */
  #shares = new Map<RowValue, RowValue>();

  /** @param constants numbers of buffers that hold one number everywhere, by the key of their region. */
  constructor(table: BufferTable, memory: Memory, constants: ReadonlyMap<string, number>) {
    this.#table = table;
    this.#memory = memory;
    this.#constants = constants;
  }

  tryAdd(item: RowItem, name: string, origin: Origin | null): boolean {
    const kept = {
      total: this.#total,
      width: this.#width,
      slots: this.#slots.slice(),
      statements: this.#statements.length,
      held: new Map(this.#held),
      shares: new Map(this.#shares),
    };
    const fits = this.#add(item) && this.#slots.length <= MAX_OPERANDS && this.#statements.length <= MAX_STATEMENTS;
    if (fits) {
      this.#name ||= name;
      if (origin !== null) this.#origins.add(origin);
      return true;
    }
    this.#total = kept.total;
    this.#width = kept.width;
    this.#slots = kept.slots;
    this.#statements.length = kept.statements;
    this.#known.length = kept.statements;
    this.#held = kept.held;
    this.#shares = kept.shares;
    return false;
  }

  #add(item: RowItem): boolean {
    switch (item.kind) {
      case 'apply':
        return this.#addApply(item);
      case 'reduce':
        return this.#addReduce(item);
      case 'one-hot':
        return this.#addOneHot(item);
      case 'softmax':
        return this.#addSoftmax(item);
      default:
        return item satisfies never;
    }
  }

  /** Agrees on [rows, width] with `total` elements. A group without a width yet takes the one given; null asks for none. */
  #agree(total: Dim, width: number | null): boolean {
    if (this.#total === null) this.#total = total;
    if (!equalDims(this.#total, total)) return false;
    if (width === null) return true;
    if (this.#width !== null && this.#width !== width) return false;
    if (this.#width === null && this.#statements.length > 0 && !isMultiple(total, width)) return false;
    this.#width = width;
    return true;
  }

  get #rows(): Dim | null {
    return this.#total === null || this.#width === null ? null : divideDim(this.#total, this.#width);
  }

  #addApply({ op, operands, shape, out }: Extract<RowItem, { kind: 'apply' }>): boolean {
    const total = sizeOfShape(shape);
    const shapes = operands.map((id) => this.#table.get(id).shape);
    const rows = this.#rows;
    // one number for each row of the group
    if (rows !== null && this.#total !== null && !equalDims(this.#total, total) && equalDims(rows, total)) {
      const extents = shapes.map((s) =>
        isStatic(sizeOfShape(s), 1) ? 'one' : equalDims(sizeOfShape(s), rows) ? 'row' : null,
      );
      return this.#apply(op, operands, extents, out, 'row');
    }
    const widths: (number | null)[] = this.#width !== null ? [this.#width] : [null, ...widthsOf(shape)];
    for (const width of widths) {
      const extents = operands.map((_, i) => extentOf(at(shapes, i), shape, width, op === 'select' && i === 0));
      if (extents.includes(null)) continue;
      if (!this.#agree(total, width)) return false;
      return this.#apply(op, operands, extents, out, 'each');
    }
    return false;
  }

  #apply(
    op: ElementwiseOp | null,
    operands: readonly BufferId[],
    extents: readonly (RowOperand['extent'] | null)[],
    out: BufferId,
    extent: 'row' | 'each',
  ): boolean {
    const values: RowValue[] = [];
    for (const [i, id] of operands.entries()) {
      const wanted = extents[i];
      const value = wanted === undefined || wanted === null ? null : this.#read(id, wanted);
      if (value === null) return false;
      values.push(value);
    }
    const result = this.#table.dtype(out);
    const types = values.map((v) => this.#of(v).dtype);
    const operand = types.find((t) => t !== 'bool') ?? types[0] ?? result;
    if (op === null) return this.#write(out, at(values, 0), extent);
    const pass = Math.max(0, ...values.map((v) => this.#of(v).pass));
    const per = values.some((v) => this.#of(v).per === 'element') ? 'element' : 'row';
    const again = values.map((v) => this.#again(v, per === 'element' ? pass : -1));
    if (again.includes(null)) return false;
    const value = this.#push(
      { kind: 'apply', op, of: again.map((v) => v ?? lost()), operand, result },
      { per, pass, dtype: result },
    );
    return this.#write(out, value, extent);
  }

  #addReduce({ by, x, rows, width, out }: Extract<RowItem, { kind: 'reduce' }>): boolean {
    if (!this.#agree(sizeOfShape(this.#table.get(x).shape), width)) return false;
    if (this.#rows === null || !equalDims(this.#rows, rows)) return false;
    const value = this.#read(x, 'each');
    if (value === null) return false;
    const total = by === 'max' ? this.#shares.get(value) : undefined;
    return this.#write(out, total === undefined ? this.#reduce(by, value) : this.#largestShare(total), 'row');
  }

  #reduce(by: 'sum' | 'mean' | 'max', of: RowValue): RowValue {
    const known = this.#statements.findIndex((s) => s.kind === 'reduce' && s.by === by && s.of === of);
    if (known >= 0) return known;
    const { pass, dtype } = this.#of(of);
    return this.#push({ kind: 'reduce', by, of }, { per: 'row', pass: pass + 1, dtype });
  }

  /** The largest entry of a softmax. Its exponential is exp(max - max) = 1, so it is 1 / sum; NaN where an entry was NaN. */
  #largestShare(total: RowValue): RowValue {
    const one = this.#push({ kind: 'constant', dtype: 'float32', value: 1 }, { per: 'row', pass: 0, dtype: 'float32' });
    const { pass } = this.#of(total);
    return this.#push(
      { kind: 'apply', op: 'div', of: [one, total], operand: 'float32', result: 'float32' },
      { per: 'row', pass, dtype: 'float32' },
    );
  }

  #addOneHot({ indices, rows, width, out }: Extract<RowItem, { kind: 'one-hot' }>): boolean {
    if (!this.#agree(sizeOfShape(this.#table.get(out).shape), width)) return false;
    if (this.#rows === null || !equalDims(this.#rows, rows)) return false;
    const index = this.#read(indices, 'row');
    if (index === null) return false;
    const { pass } = this.#of(index);
    const place = this.#push({ kind: 'place', pass }, { per: 'element', pass, dtype: 'int32' });
    const isThere = this.#push(
      { kind: 'apply', op: 'equal', of: [place, index], operand: 'int32', result: 'bool' },
      { per: 'element', pass, dtype: 'bool' },
    );
    const value = this.#push(
      { kind: 'apply', op: 'cast', of: [isThere], operand: 'bool', result: 'float32' },
      { per: 'element', pass, dtype: 'float32' },
    );
    return this.#write(out, value, 'each');
  }

  /** exp(x - max) / sum, as three passes; the result's memory holds the exponentials in between. */
  #addSoftmax({ x, rows, width, out }: Extract<RowItem, { kind: 'softmax' }>): boolean {
    if (!this.#agree(sizeOfShape(this.#table.get(x).shape), width)) return false;
    if (this.#rows === null || !equalDims(this.#rows, rows)) return false;
    const value = this.#read(x, 'each');
    if (value === null) return false;
    const greatest = this.#reduce('max', value);
    const { pass } = this.#of(greatest);
    const again = this.#again(value, pass);
    if (again === null) return false;
    const float = { operand: 'float32', result: 'float32' } as const;
    const apply = (op: ElementwiseOp, of: readonly RowValue[], at: number): RowValue =>
      this.#push({ kind: 'apply', op, of, ...float }, { per: 'element', pass: at, dtype: 'float32' });
    const power = apply('exp', [apply('sub', [again, greatest], pass)], pass);
    if (!this.#write(out, power, 'each')) return false;
    const total = this.#reduce('sum', power);
    const last = this.#of(total).pass;
    const share = this.#again(power, last);
    if (share === null) return false;
    const result = apply('div', [share, total], last);
    this.#shares.set(result, total);
    return this.#write(out, result, 'each');
  }

  /** The value of a buffer: what the group made of it, or a load. Null where the group wrote some of it in another form. */
  #read(id: BufferId, extent: RowOperand['extent']): RowValue | null {
    const region = this.#memory.regionOf(id);
    const constant = this.#constants.get(region.key);
    if (constant !== undefined) {
      const dtype = this.#table.dtype(id);
      return this.#push({ kind: 'constant', dtype, value: constant }, { per: 'row', pass: 0, dtype });
    }
    const held = this.#held.get(region.key);
    if (held !== undefined && (held.stored || this.#extentOf(held) === extent)) {
      const { per } = this.#of(held.value);
      const whole = extent === 'each' ? true : extent === 'row' ? per === 'row' : !held.stored;
      if (whole) return held.value;
    }
    if (this.#overwritten(region, null)) return null;
    const operand = this.#operand(id, region, extent);
    if (operand === null) return null;
    const per = extent === 'each' || extent === 'column' || extent === 'cycle' ? 'element' : 'row';
    const dtype = this.#table.dtype(id);
    const value = this.#push({ kind: 'load', operand, pass: 0 }, { per, pass: 0, dtype });
    if (held === undefined) this.#held.set(region.key, { region, value, stored: false });
    return value;
  }

  #extentOf({ value }: Held): RowOperand['extent'] | null {
    const statement = this.#statements[value];
    return statement?.kind === 'load' ? (this.#slots[statement.operand]?.operand.extent ?? null) : null;
  }

  /** Whether the group has written to memory that overlaps the region, not counting the region with the key `except`. */
  #overwritten(region: Region, except: string | null): boolean {
    for (const [key, held] of this.#held)
      if (held.stored && key !== except && overlap(held.region, region)) return true;
    return false;
  }

  #write(id: BufferId, value: RowValue, extent: 'row' | 'each'): boolean {
    const region = this.#memory.regionOf(id);
    if (this.#overwritten(region, region.key)) return false;
    // the same memory was also read in another form, and that form would change while the kernel runs
    for (const [key, held] of this.#held) if (key !== region.key && overlap(held.region, region)) return false;
    const { per, pass } = this.#of(value);
    for (const [i, statement] of this.#statements.entries()) {
      if (statement.kind !== 'load') continue;
      const slot = this.#slots[statement.operand];
      if (slot === undefined || slot.region.key !== region.key) continue;
      if (slot.operand.extent !== extent) return false;
      // a later pass still reads the old number after this pass has overwritten it
      if (this.#lastUse(i) > pass) return false;
    }
    const operand = this.#operand(id, region, extent);
    if (operand === null) return false;
    this.#push({ kind: 'store', operand, of: value }, { per, pass, dtype: this.#table.dtype(id) });
    this.#held.set(region.key, { region, value, stored: true });
    return true;
  }

  /** The last pass in which a value is read. */
  #lastUse(value: RowValue): number {
    let last = 0;
    for (const [i, statement] of this.#statements.entries())
      if (valuesOf(statement).includes(value))
        last = Math.max(last, this.#of(i).pass - (statement.kind === 'reduce' ? 1 : 0));
    return last;
  }

  /** The value for use in a given pass: in its own pass the value itself, in a later pass a load from where it was stored. Null where it was not. */
  #again(value: RowValue, pass: number): RowValue | null {
    const { per, pass: own, dtype } = this.#of(value);
    if (per === 'row' || own === pass) return value;
    const statement = this.#statements[value];
    if (statement?.kind === 'load') {
      const slot = this.#slots[statement.operand];
      if (slot === undefined) throw new InternalError('a row kernel lost an operand');
      const held = this.#held.get(slot.region.key);
      if (held?.stored === true && held.value !== value) return null;
      return this.#push({ kind: 'load', operand: statement.operand, pass }, { per, pass, dtype });
    }
    const anew = this.#anew(value, pass);
    if (anew !== null) return anew;
    const stored = [...this.#held.values()].find((held) => held.stored && held.value === value);
    const place = this.#slots.findIndex((s) => s.region.key === stored?.region.key && s.operand.extent === 'each');
    return place < 0 ? null : this.#push({ kind: 'load', operand: place, pass }, { per, pass, dtype });
  }

  /**
   * Computes a value once more in a later pass, where it follows from the place in the row and from numbers of the row alone: cheaper than storing
   * it.
   */
  #anew(value: RowValue, pass: number): RowValue | null {
    const { per, dtype } = this.#of(value);
    if (per === 'row') return value;
    const statement = this.#statements[value];
    if (statement?.kind === 'place') return this.#push({ kind: 'place', pass }, { per, pass, dtype });
    if (statement?.kind !== 'apply' || !this.#isOfPlace(value)) return null;
    const of = statement.of.map((v) => this.#anew(v, pass) ?? lost());
    return this.#push({ ...statement, of }, { per, pass, dtype });
  }

  #isOfPlace(value: RowValue): boolean {
    if (this.#of(value).per === 'row') return true;
    const statement = this.#statements[value];
    return (
      statement?.kind === 'place' || (statement?.kind === 'apply' && statement.of.every((v) => this.#isOfPlace(v)))
    );
  }

  #operand(id: BufferId, region: Region, extent: RowOperand['extent']): number | null {
    const known = this.#slots.findIndex((s) => s.region.key === region.key && s.operand.extent === extent);
    if (known >= 0) return known;
    // the address of an operand must be known before the kernel begins, so the kernel may not write the number that it follows from
    if (this.#memory.startsOf(id).some((start) => this.#overwritten(start, null))) return null;
    const dtype = this.#table.dtype(id);
    const period = extent === 'cycle' && this.#width !== null ? divideDim(region.size, this.#width) : null;
    if (extent === 'cycle' && period === null) return null;
    this.#slots.push({ buffer: id, region, operand: { dtype, extent }, period });
    return this.#slots.length - 1;
  }

  #push(statement: RowStatement, known: Known): RowValue {
    this.#statements.push(statement);
    this.#known.push(known);
    return this.#statements.length - 1;
  }

  #of(value: RowValue): Known {
    return at(this.#known, value);
  }

  /** The kernel and its call. See `finishRowKernel`. */
  finish(isInternal: (buffer: BufferId) => boolean): GeneratedCall | null {
    const draft: RowDraft = {
      total: this.#total ?? lost(),
      width: this.#width,
      slots: this.#slots,
      statements: this.#statements,
      name: this.#name,
      origins: [...this.#origins],
    };
    return finishRowKernel(draft, isInternal);
  }
}
