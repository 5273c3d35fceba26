import { type Diagnostic, RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import * as say from '../../compiler/diagnostics/messages/run.ts';
import {
  BATCH,
  evaluateDim,
  plainSymbol,
  printShape,
  type Shape,
  staticSize,
  symbolsOf,
} from '../../compiler/ir/dim.ts';
import type { Dtype, Graph } from '../../compiler/ir/graph.ts';
import { type Measured, measure, measureFlat } from './feed-shapes.ts';
import {
  type Feed,
  type HeapArray,
  isTyped,
  MAX_MISTAKES,
  type NaNRule,
  writeFlat,
  writeNested,
} from './feed-values.ts';

export type Feeds = { readonly [name: string]: Feed };

/** Something that can be fed: a user's input, the start of a state, a dropout mask. */
export interface FeedSpec {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: Shape;
  readonly limit: number | null;
  readonly required: boolean;
}

/** All that can be fed to a graph, lengths aside. */
export function feedSpecs(graph: Graph): readonly FeedSpec[] {
  const specs = new Map<string, FeedSpec>();
  const add = (spec: FeedSpec): void => {
    if (!specs.has(spec.name)) specs.set(spec.name, spec);
  };
  const typeOf = (id: number): { dtype: Dtype; shape: Shape } =>
    graph.values[id]?.type ?? { dtype: 'float32', shape: [] };
  for (const input of graph.inputs)
    if (input.role === 'feed') add({ name: input.name, ...typeOf(input.value), limit: input.limit, required: true });
  for (const input of graph.inputs) {
    if (input.role === 'state') {
      if (input.start !== null) add({ name: input.start, ...typeOf(input.value), limit: null, required: true });
      add({ name: input.name, ...typeOf(input.value), limit: null, required: false });
    } else if (input.role === 'mask') add({ name: input.name, ...typeOf(input.value), limit: null, required: false });
  }
  return [...specs.values()];
}

export interface FeedOptions {
  readonly nan: NaNRule;
  /** Steps that the graph is unrolled to, or null. */
  readonly unroll: number | null;
  /** Batch of a session, or null where it is free. */
  readonly batch: number | null;
  /** Names that need not be fed here: a session has the states. */
  readonly optional: ReadonlySet<string>;
  /** Sizes of symbols that are known before anything is fed. */
  readonly sizes?: ReadonlyMap<string, number>;
}

/** Feeds with sizes settled; the numbers are checked when they are written into the heap. */
export interface ReadFeeds {
  readonly sizes: { readonly [symbol: string]: number };
  readonly fullLength: boolean;
  has(name: string): boolean;
  /** Writes a feed into `target` from `at` on. Mistakes in the numbers are collected: see `finish`. */
  write(name: string, target: HeapArray, at: number): void;
  /** Lengths of the rows of a time symbol. */
  writeLengths(symbol: string, target: HeapArray, at: number): void;
  /** @throws RnncError with all mistakes found while writing. */
  finish(): void;
}

/** Checks what is fed against a graph. @throws RnncError with every mistake of names, ranks and sizes. */
export function readFeeds(graph: Graph, feeds: Feeds, options: FeedOptions): ReadFeeds {
  const mistakes: Diagnostic[] = [];
  const specs = feedSpecs(graph);
  const lengthNames = new Map(
    graph.inputs.flatMap((input) => (input.role === 'lengths' ? [[input.name, input.symbol] as const] : [])),
  );
  reportNames(specs, lengthNames, feeds, options, mistakes);

  const sizes = new Sizes(mistakes, options);
  if (options.batch !== null) sizes.set(BATCH, options.batch, null);
  for (const [symbol, size] of options.sizes ?? []) sizes.set(symbol, size, null);
  const measured = new Map<string, Measured>();
  const take = (spec: FeedSpec, result: Measured | Diagnostic): void => {
    if ('code' in result) mistakes.push(result);
    else {
      measured.set(spec.name, result);
      sizes.take(spec, result);
    }
  };
  const fed = specs.filter((spec) => Object.hasOwn(feeds, spec.name) && feeds[spec.name] !== undefined);
  const late: FeedSpec[] = [];
  for (const spec of fed) {
    const result = measure(spec.name, feeds[spec.name] as Feed, spec.shape);
    if (result === null) late.push(spec);
    else take(spec, result);
  }
  for (const spec of late) {
    const data = feeds[spec.name];
    if (isTyped(data)) take(spec, measureFlat(spec.name, data, spec.shape, sizes.known));
  }
  if (mistakes.length === 0) sizes.check(specs, measured);
  const lengths = mistakes.length === 0 ? sizes.lengths(lengthNames, feeds) : new Map<string, readonly number[]>();
  if (mistakes.length > 0) throw new RnncError(firstOf(mistakes));

  const found = Object.fromEntries(sizes.known);
  return {
    sizes: found,
    // A program for full lengths relies on at least one step.
    fullLength: lengths.size === 0 && [...sizes.known.values()].every((size) => size > 0),
    has: (name) => measured.has(name),
    write(name, target, at) {
      const spec = specs.find((s) => s.name === name);
      const value = measured.get(name);
      if (spec === undefined || value === undefined) return;
      const rules = { name, dtype: spec.dtype, limit: spec.limit, nan: options.nan };
      if (value.rowLengths !== null) target.fill(0, at, at + value.shape.reduce((n, d) => n * d, 1));
      const found =
        value.values.form === 'flat'
          ? writeFlat(value.values.data, value.shape, rules, target, at)
          : writeNested(value.values.rows, value.shape, rules, target, at);
      if (found !== null) mistakes.push(...found);
    },
    writeLengths(symbol, target, at) {
      const rows = lengths.get(symbol);
      const batch = found[BATCH] ?? 1;
      if (rows === undefined) target.fill(found[symbol] ?? 0, at, at + batch);
      else target.set(rows, at);
    },
    finish() {
      if (mistakes.length > 0) throw new RnncError(firstOf(mistakes));
    },
  };
}

/** A feed can hold thousands of mistakes of one kind: the first are enough. */
const firstOf = (mistakes: readonly Diagnostic[]): readonly Diagnostic[] =>
  mistakes.length <= MAX_MISTAKES ? mistakes : [...mistakes.slice(0, MAX_MISTAKES), say.moreMistakes(MAX_MISTAKES)];

function reportNames(
  specs: readonly FeedSpec[],
  lengthNames: ReadonlyMap<string, string>,
  feeds: Feeds,
  options: FeedOptions,
  mistakes: Diagnostic[],
): void {
  const required = specs.filter((spec) => spec.required && !options.optional.has(spec.name));
  const known = [...specs.map((spec) => spec.name), ...lengthNames.keys()];
  for (const spec of required)
    if (!Object.hasOwn(feeds, spec.name) || feeds[spec.name] === undefined)
      mistakes.push(
        say.inputMissing(
          spec.name,
          spec.dtype,
          printShape(spec.shape),
          required.map((s) => s.name),
        ),
      );
  for (const name of Object.keys(feeds)) if (!known.includes(name)) mistakes.push(say.inputUnknown(name, known));
}

/** What the feeds tell about the sizes of symbols, and who said so first. */
class Sizes {
  readonly known = new Map<string, number>();
  readonly #from = new Map<string, string | null>();
  readonly #rows = new Map<string, { readonly name: string; readonly lengths: readonly number[] }>();
  readonly #mistakes: Diagnostic[];
  readonly #options: FeedOptions;

  constructor(mistakes: Diagnostic[], options: FeedOptions) {
    this.#mistakes = mistakes;
    this.#options = options;
  }

  set(symbol: string, size: number, from: string | null): void {
    this.known.set(symbol, size);
    this.#from.set(symbol, from);
  }

  take(spec: FeedSpec, measured: Measured): void {
    for (const [axis, dim] of spec.shape.entries()) {
      const symbol = plainSymbol(dim);
      if (symbol !== null) this.#bind(symbol, measured.shape[axis] ?? 0, spec.name);
    }
    const time = plainSymbol(spec.shape[1] ?? {});
    if (measured.rowLengths !== null && time !== null) this.#takeRows(time, spec.name, measured.rowLengths);
  }

  #bind(symbol: string, size: number, name: string): void {
    const known = this.known.get(symbol);
    const { unroll } = this.#options;
    if (symbol === BATCH && size === 0) this.#mistakes.push(say.batchEmpty(name));
    else if (known === undefined) {
      if (symbol !== BATCH && unroll !== null && size !== unroll)
        this.#mistakes.push(say.wrongSteps(name, symbol, unroll, size));
      this.set(symbol, size, name);
    } else if (known !== size) {
      const first = this.#from.get(symbol) ?? null;
      this.#mistakes.push(
        first === null
          ? say.batchDiffers(known, size)
          : say.sizeConflict(symbol, { name: first, size: known }, { name, size }),
      );
    }
  }

  #takeRows(symbol: string, name: string, lengths: readonly number[]): void {
    const known = this.#rows.get(symbol);
    if (known === undefined) {
      this.#rows.set(symbol, { name, lengths });
      return;
    }
    const row = lengths.findIndex((n, i) => n !== known.lengths[i]);
    if (row >= 0)
      this.#mistakes.push(
        say.lengthsConflict(symbol, known.name, name, row, known.lengths[row] ?? 0, lengths[row] ?? 0),
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
          this.#mistakes.push(...unknown.map(say.sizeUnknown));
        else if (value !== undefined && unknown.length === 0 && staticSize(dim) === null && plainSymbol(dim) === null) {
          const size = evaluateDim(dim, Object.fromEntries(this.known));
          const found = value.shape[axis] ?? 0;
          if (size !== found)
            this.#mistakes.push(
              say.inputSize(`"${spec.name}" along axis ${axis}`, size, found, printShape(spec.shape)),
            );
        }
      }
    }
  }

  /** Row lengths per time symbol where any row is shorter than the longest; given ones go before those of ragged rows. */
  lengths(names: ReadonlyMap<string, string>, feeds: Feeds): Map<string, readonly number[]> {
    const found = new Map<string, readonly number[]>();
    for (const [name, symbol] of names) {
      const given = feeds[name];
      const rows = given === undefined ? (this.#rows.get(symbol)?.lengths ?? null) : this.#given(name, symbol, given);
      const steps = this.known.get(symbol) ?? 0;
      if (rows?.some((n) => n !== steps)) found.set(symbol, rows);
    }
    return found;
  }

  #given(name: string, symbol: string, feed: Feed): readonly number[] {
    const batch = this.known.get(BATCH) ?? 1;
    const steps = this.known.get(symbol) ?? 0;
    const shape = [{ [BATCH]: 1 }];
    const result = measure(name, feed, shape);
    if (result === null) return [];
    if ('code' in result) {
      this.#mistakes.push(result);
      return [];
    }
    const count = result.shape[0] ?? 0;
    if (count !== batch) {
      this.#mistakes.push(
        say.sizeConflict(BATCH, { name: this.#from.get(BATCH) ?? 'the session', size: batch }, { name, size: count }),
      );
      return [];
    }
    const values = new Int32Array(count);
    const rules = { name, dtype: 'int32', limit: null, nan: 'error' } as const;
    const found =
      result.values.form === 'flat'
        ? writeFlat(result.values.data, result.shape, rules, values, 0)
        : writeNested(result.values.rows, result.shape, rules, values, 0);
    if (found !== null) this.#mistakes.push(...found);
    const rows = this.#rows.get(symbol)?.lengths;
    values.forEach((length, row) => {
      const limit = rows?.[row] ?? steps;
      if (length < 0 || length > limit) this.#mistakes.push(say.lengthOutOfRange(`${name}[${row}]`, length, limit));
    });
    return [...values];
  }
}
