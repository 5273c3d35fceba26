import type { Diagnostic } from '../../../compiler/diagnostics/diagnostic.ts';
import * as feedMessages from '../../../compiler/diagnostics/messages/feeds.ts';
import * as runMessages from '../../../compiler/diagnostics/messages/run.ts';
import { nodeValues } from '../../../compiler/diagnostics/messages/trees.ts';
import {
  BATCH,
  evaluateDim,
  plainSymbol,
  printShape,
  staticSize,
  symbolDim,
  symbolsOf,
  timeSymbols,
} from '../../../compiler/ir/dim.ts';
import { type Measured, measure, measureFlat, timeAxes } from './feed-shapes.ts';
import type { FeedSpec } from './feed-specs.ts';
import type { FedTrees } from './feed-trees.ts';
import { type Feed, isRow, isTyped, placeOf, type Row, writeFlat, writeNested } from './feed-values.ts';

export interface SizeOptions {
  /** Steps that the graph is unrolled to, or null. */
  readonly unroll: number | null;
  /** Sizes of symbols that are known before anything is fed. */
  readonly sizes?: ReadonlyMap<string, number>;
}

/** By axis of time the axes around it, the outermost first. */
export type AxesAround = ReadonlyMap<string, readonly string[]>;

export const axesAround = (specs: readonly FeedSpec[]): AxesAround =>
  new Map(
    specs.flatMap(({ shape }) => {
      const axes = timeSymbols(shape).slice(0, timeAxes(shape));
      return axes.map((axis, i) => [axis, axes.slice(0, i)] as const);
    }),
  );

/** Steps of each row along a symbol. */
interface RowLengths {
  readonly name: string;
  readonly lengths: readonly number[];
  /** Whether the lengths follow from trees. Then the caller can't give other ones. */
  readonly fromTrees: boolean;
}

/** What the feeds tell about the sizes of symbols, and who said so first. */
export class Sizes {
  readonly known = new Map<string, number>();
  readonly #from = new Map<string, string | null>();
  readonly #rows = new Map<string, RowLengths>();
  readonly #mistakes: Diagnostic[];
  readonly #options: SizeOptions;

  constructor(mistakes: Diagnostic[], options: SizeOptions) {
    this.#mistakes = mistakes;
    this.#options = options;
  }

  set(symbol: string, size: number, from: string | null): void {
    this.known.set(symbol, size);
    this.#from.set(symbol, from);
  }

  /** Takes sizes from the trees. It must be called first, because the trees decide how many values there are over their nodes. */
  takeTrees({ spec: { name, axis }, trees, room }: FedTrees): void {
    this.#bind(BATCH, trees.length, name);
    const lengths = trees.map((children) => children.length);
    const largest = room ?? lengths.reduce((a, b) => Math.max(a, b), 0);
    // a size that is known already may be larger: then the rows were padded to it
    const padded = (this.#options.sizes?.get(axis) ?? -1) >= largest;
    if (!padded) this.#bind(axis, largest, name);
    this.#takeRows(axis, { name, lengths, fromTrees: true });
  }

  take(spec: FeedSpec, measured: Measured): void {
    if (this.#differsFromTrees(spec, measured)) return;
    for (const [axis, dim] of spec.shape.entries()) {
      const symbol = plainSymbol(dim);
      if (symbol !== null) this.#bind(symbol, measured.shape[axis] ?? 0, spec.name);
    }
    for (const [place, lengths] of measured.rowLengths) {
      const axis = plainSymbol(spec.shape[place] ?? {});
      if (axis !== null) this.#takeRows(axis, { name: spec.name, lengths, fromTrees: false });
    }
  }

  /** Whether nested rows over nodes are not as long as the trees say, which is a mistake. */
  #differsFromTrees({ name, shape }: FeedSpec, { values }: Measured): boolean {
    const known = this.#rows.get(plainSymbol(shape[1] ?? {}) ?? '');
    if (known?.fromTrees !== true || values.form !== 'nested' || !isRow(values.rows)) return false;
    const { rows } = values;
    if (rows.length !== known.lengths.length) return false;
    const found = known.lengths.flatMap((nodes, row) => {
      const count = (rows[row] as Row).length;
      return count === nodes ? [] : [nodeValues(`${name}[${row}]`, count, `${known.name}[${row}]`, nodes)];
    });
    this.#mistakes.push(...found);
    return found.length > 0;
  }

  /** Whether what was fed has rows of different lengths along a symbol. */
  isRagged(symbol: string): boolean {
    return this.#rows.has(symbol);
  }

  #bind(symbol: string, size: number, name: string): void {
    const known = this.known.get(symbol);
    const { unroll } = this.#options;
    if (symbol === BATCH && size === 0) this.#mistakes.push(feedMessages.batchEmpty(name));
    else if (known === undefined) {
      if (symbol !== BATCH && unroll !== null && size !== unroll)
        this.#mistakes.push(feedMessages.wrongSteps(name, symbol, unroll, size));
      this.set(symbol, size, name);
    } else if (known !== size) {
      const first = this.#from.get(symbol) ?? null;
      this.#mistakes.push(
        first === null
          ? runMessages.batchDiffers(known, size)
          : feedMessages.sizeConflict(symbol, { name: first, size: known }, { name, size }),
      );
    }
  }

  #takeRows(symbol: string, taken: RowLengths): void {
    const { name, lengths } = taken;
    const known = this.#rows.get(symbol);
    if (known === undefined) {
      this.#rows.set(symbol, taken);
      return;
    }
    const row = lengths.findIndex((n, i) => n !== known.lengths[i]);
    if (row >= 0)
      this.#mistakes.push(
        feedMessages.lengthsConflict(symbol, known.name, name, row, known.lengths[row] ?? 0, lengths[row] ?? 0),
      );
  }

  /** Every symbol has a size, and dimensions made of several agree with what was fed. */
  check(specs: readonly FeedSpec[], measured: ReadonlyMap<string, Measured>): void {
    if (!this.known.has(BATCH)) this.set(BATCH, 1, null);
    for (const spec of specs) {
      const value = measured.get(spec.name);
      for (const [axis, dim] of spec.shape.entries()) {
        const unknown = symbolsOf(dim).filter((symbol) => !this.known.has(symbol));
        if (unknown.length > 0 && (spec.required || value !== undefined))
          this.#mistakes.push(...unknown.map(feedMessages.sizeUnknown));
        else if (value !== undefined && unknown.length === 0 && staticSize(dim) === null && plainSymbol(dim) === null) {
          const size = evaluateDim(dim, Object.fromEntries(this.known));
          const found = value.shape[axis] ?? 0;
          if (size !== found)
            this.#mistakes.push(
              feedMessages.inputSize(`"${spec.name}" along axis ${axis}`, size, found, printShape(spec.shape)),
            );
        }
      }
    }
  }

  /**
   * Row lengths per time symbol where any row is shorter than the longest; lengths that the caller gives win over those of ragged rows. What stands
   * beyond the end of a row has no steps of an inner axis.
   */
  lengths(
    names: ReadonlyMap<string, string>,
    feeds: { readonly [name: string]: Feed },
    around: AxesAround,
  ): Map<string, readonly number[]> {
    const found = new Map<string, readonly number[]>();
    const outermostFirst = [...names].sort(
      ([, a], [, b]) => (around.get(a)?.length ?? 0) - (around.get(b)?.length ?? 0),
    );
    for (const [name, symbol] of outermostFirst) {
      const given = feeds[name];
      const outer = around.get(symbol) ?? [];
      const rows =
        given === undefined ? (this.#rows.get(symbol)?.lengths ?? null) : this.#given(name, symbol, given, outer);
      const steps = this.known.get(symbol) ?? 0;
      const within = this.#within(outer, rows ?? steps, found);
      if (within?.some((n) => n !== steps)) found.set(symbol, within);
    }
    return found;
  }

  /** Lengths along an inner axis, 0 where the axis around it has no such step. Null: all are full. */
  #within(
    outer: readonly string[],
    rows: readonly number[] | number,
    found: ReadonlyMap<string, readonly number[]>,
  ): readonly number[] | null {
    const last = outer.at(-1);
    const lengths = last === undefined ? undefined : found.get(last);
    if (last === undefined || lengths === undefined) return typeof rows === 'number' ? null : rows;
    const steps = this.known.get(last) ?? 0;
    return lengths.flatMap((length, row) =>
      Array.from({ length: steps }, (_, step) => {
        const own = typeof rows === 'number' ? rows : (rows[row * steps + step] ?? 0);
        return step < length ? own : 0;
      }),
    );
  }

  #given(name: string, symbol: string, feed: Feed, outer: readonly string[]): readonly number[] {
    const steps = this.known.get(symbol) ?? 0;
    const axes = [BATCH, ...outer];
    const shape = axes.map(symbolDim);
    const known = new Map(axes.map((axis) => [axis, this.known.get(axis) ?? 1]));
    const result = measure(name, feed, shape) ?? (isTyped(feed) ? measureFlat(name, feed, shape, known) : null);
    if (result === null) return [];
    if ('code' in result) {
      this.#mistakes.push(result);
      return [];
    }
    const differs = axes.find((axis, i) => result.shape[i] !== known.get(axis));
    if (differs !== undefined) {
      this.#mistakes.push(
        feedMessages.sizeConflict(
          differs,
          { name: this.#from.get(differs) ?? 'the session', size: known.get(differs) ?? 1 },
          { name, size: result.shape[axes.indexOf(differs)] ?? 0 },
        ),
      );
      return [];
    }
    const values = new Int32Array(result.shape.reduce((n, size) => n * size, 1));
    const rules = { name, dtype: 'int32', limit: null, missing: false, nan: 'error', placeOf: null } as const;
    const found =
      result.values.form === 'flat'
        ? writeFlat(result.values.data, result.shape, rules, values, 0)
        : writeNested(result.values.rows, result.shape, rules, values, 0);
    if (found !== null) this.#mistakes.push(...found);
    const rows = this.#rows.get(symbol);
    values.forEach((length, row) => {
      const limit = rows?.lengths[row] ?? steps;
      if (rows?.fromTrees === true && length !== limit)
        this.#mistakes.push(feedMessages.lengthsConflict(symbol, rows.name, name, row, limit, length));
      else if (length < 0 || length > limit)
        this.#mistakes.push(feedMessages.lengthOutOfRange(placeOf(name, row, result.shape), length, limit));
    });
    return [...values];
  }
}
