import { type Diagnostic, InternalError, RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import * as feedMessages from '../../../compiler/diagnostics/messages/feeds.ts';
import { nodeKeyTwice } from '../../../compiler/diagnostics/messages/trees.ts';
import { BATCH, plainSymbol, printShape } from '../../../compiler/ir/dim.ts';
import type { Graph } from '../../../compiler/ir/graph.ts';
import { withoutBigInts } from '../../arguments/big-integers.ts';
import { byFullPath } from '../../artifact/full-paths.ts';
import { isStructure, structureValues } from '../../trees/structure-values.ts';
import { type Measured, measure, measureFlat, timeAxes } from './feed-shapes.ts';
import { axesAround, type SizeOptions, Sizes } from './feed-sizes.ts';
import { type FeedSpec, feedSpecs } from './feed-specs.ts';
import { type FedTrees, readTrees, type TreeSpec, treeSpecs } from './feed-trees.ts';
import {
  type Feed,
  type HeapArray,
  isRow,
  isTyped,
  MAX_MISTAKES,
  type NaNRule,
  writeFlat,
  writeNested,
} from './feed-values.ts';

export type Feeds = { readonly [name: string]: Feed };

export interface FeedOptions extends SizeOptions {
  readonly nan: NaNRule;
  /** Batch of a session, or null where it is free. */
  readonly batch: number | null;
  /** Names that may be left out here. A session, for example, has the states already. */
  readonly optional: ReadonlySet<string>;
}

/** Feeds with sizes settled; the numbers are checked when they are written into the heap. */
export interface ReadFeeds {
  readonly sizes: { readonly [symbol: string]: number };
  readonly fullLength: boolean;
  has(name: string): boolean;
  /** Writes a feed into `target` from `at` on. Mistakes in the numbers are collected: see `finish`. */
  write(name: string, target: HeapArray, at: number): void;
  /** Steps of each sample along a time symbol, or null where all are as long as the axis. */
  lengthsOf(symbol: string): Int32Array | null;
  /** Lengths of the rows of a time symbol. */
  writeLengths(symbol: string, target: HeapArray, at: number): void;
  /** Writes what follows from the trees that were fed, by the name of the graph's input: see `compiler/ir/structure.ts`. */
  writeStructure(name: string, target: HeapArray, at: number): void;
  /** @throws RnncError with all mistakes found while writing. */
  finish(): void;
}

/** Checks what is fed against a graph. @throws RnncError with every mistake of names, ranks and sizes, and of trees. */
export function readFeeds(graph: Graph, named: Feeds, options: FeedOptions): ReadFeeds {
  const mistakes: Diagnostic[] = [];
  const specs = feedSpecs(graph);
  const feeds = withFullNames(named, specs, mistakes);
  const lengthNames = new Map(
    graph.inputs.flatMap((input) => (input.role === 'lengths' ? [[input.name, input.symbol] as const] : [])),
  );
  const trees = treeSpecs(graph);
  // the number of nodes of each tree may be given even where nothing in the graph reads it
  for (const { axis } of trees) lengthNames.set(`${axis}.lengths`, axis);
  // so may lengths of steps: outputs along them end where their samples do
  const around = axesAround(specs);
  for (const symbol of around.keys())
    if (isGiven(named, `${symbol}.lengths`)) lengthNames.set(`${symbol}.lengths`, symbol);
  const fedTrees = readAllTrees(trees, feeds, specs, mistakes);
  const inNodes = new Map(fedTrees.trees.flatMap(({ values }) => [...values]));
  const given: Feeds = { ...feeds, ...Object.fromEntries([...inNodes].map(([name, { rows }]) => [name, rows])) };
  reportNames(specs, fedTrees, lengthNames, given, options, mistakes);

  const sizes = new Sizes(mistakes, options);
  if (options.batch !== null) sizes.set(BATCH, options.batch, null);
  for (const [symbol, size] of options.sizes ?? []) sizes.set(symbol, size, null);
  for (const fed of fedTrees.trees) sizes.takeTrees(fed);
  const measured = new Map<string, Measured>();
  const take = (spec: FeedSpec, result: Measured | Diagnostic): void => {
    if ('code' in result) mistakes.push(result);
    else {
      measured.set(spec.name, result);
      sizes.take(spec, result);
    }
  };
  const fed = specs.filter((spec) => isGiven(given, spec.name));
  const late: FeedSpec[] = [];
  for (const spec of fed) {
    const { name, shape } = spec;
    const result = measure(name, given[name] as Feed, shape, inNodes.get(name)?.placeOf);
    if (result === null) late.push(spec);
    else take(spec, result);
  }
  for (const spec of late) {
    const data = given[spec.name];
    if (isTyped(data)) take(spec, measureFlat(spec.name, data, spec.shape, sizes.known));
  }
  if (mistakes.length === 0) sizes.check(specs, measured);
  // so are those of lists, and the words that there are tell where there are letters
  for (const [symbol, outer] of around) {
    const isCut = [...lengthNames.values()].some((known) => outer.includes(known));
    if (isCut || sizes.isRagged(symbol)) lengthNames.set(`${symbol}.lengths`, symbol);
  }
  const lengths =
    mistakes.length === 0 ? sizes.lengths(lengthNames, given, around) : new Map<string, readonly number[]>();
  if (mistakes.length > 0) throw new RnncError(firstOf(mistakes));

  const structure = structureValues(
    graph.inputs.filter(isStructure),
    new Map(fedTrees.trees.map(({ spec, trees }) => [spec.name, trees])),
  );
  const found = { ...Object.fromEntries(sizes.known), ...structure.sizes };
  return {
    sizes: found,
    // A program without masks needs at least one step.
    fullLength: lengths.size === 0 && [...sizes.known.values()].every((size) => size > 0),
    has: (name) => measured.has(name),
    write(name, target, at) {
      const spec = specs.find((s) => s.name === name);
      const value = measured.get(name);
      if (spec === undefined || value === undefined) return;
      const { dtype, limit, missing, shape } = spec;
      const placeInNodes = inNodes.get(name)?.placeOf ?? null;
      const place = timeAxes(shape);
      const rows = lengths.get(plainSymbol(shape[place] ?? {}) ?? '');
      const rules = {
        name,
        dtype,
        limit,
        missing,
        nan: options.nan,
        placeOf: placeInNodes,
        ...(rows === undefined ? {} : { lengths: { rows, place } }),
      };
      if (value.rowLengths.size > 0) target.fill(0, at, at + value.shape.reduce((n, d) => n * d, 1));
      const found =
        value.values.form === 'flat'
          ? writeFlat(value.values.data, value.shape, rules, target, at)
          : writeNested(value.values.rows, value.shape, rules, target, at);
      if (found !== null) mistakes.push(...found);
    },
    lengthsOf(symbol) {
      const rows = lengths.get(symbol);
      return rows === undefined ? null : Int32Array.from(rows);
    },
    writeLengths(symbol, target, at) {
      const rows = lengths.get(symbol);
      const count = [BATCH, ...(around.get(symbol) ?? [])].reduce((n, axis) => n * (found[axis] ?? 1), 1);
      if (rows === undefined) target.fill(found[symbol] ?? 0, at, at + count);
      else target.set(rows, at);
    },
    writeStructure(name, target, at) {
      const values = structure.values.get(name);
      if (values === undefined) throw new InternalError(`no structure '${name}'`);
      target.set(values, at);
    },
    finish() {
      if (mistakes.length > 0) throw new RnncError(firstOf(mistakes));
    },
  };
}

/** States and masks by their full paths. */
function withFullNames(feeds: Feeds, specs: readonly FeedSpec[], mistakes: Diagnostic[]): Feeds {
  const known = specs.filter((spec) => !spec.required).map(({ name }) => name);
  if (known.length === 0 || !Object.keys(feeds).some((name) => name.includes('.'))) return feeds;
  const found = byFullPath(new Map(Object.entries(feeds).filter(([name]) => isGiven(feeds, name))), known);
  mistakes.push(...found.mistakes);
  const absent = Object.entries(feeds).filter(([name]) => !isGiven(feeds, name));
  return Object.fromEntries([...absent, ...found.values]);
}

const isGiven = (feeds: Feeds, name: string): boolean => Object.hasOwn(feeds, name) && feeds[name] !== undefined;

/** What was fed as trees. */
interface AllTrees {
  readonly specs: readonly TreeSpec[];
  /** Those without mistakes. */
  readonly trees: readonly FedTrees[];
  /** Axes whose trees could not be read. Values over these axes are not reported as missing, because they may be in the trees. */
  readonly unread: ReadonlySet<string>;
}

function readAllTrees(
  specs: readonly TreeSpec[],
  feeds: Feeds,
  inputs: readonly FeedSpec[],
  mistakes: Diagnostic[],
): AllTrees {
  const trees: FedTrees[] = [];
  const unread = new Set<string>();
  const givenBy = new Map<string, string>();
  for (const { name } of inputs) if (isGiven(feeds, name)) givenBy.set(name, 'the feeds');
  for (const spec of specs) {
    if (!isGiven(feeds, spec.name)) continue;
    const lengths = feeds[`${spec.axis}.lengths`];
    const read = readTrees(
      spec,
      feeds[spec.name] as Feed,
      inputs,
      isRow(lengths) ? Array.from(withoutBigInts(lengths), (n) => (typeof n === 'number' && n > 0 ? n : 0)) : null,
    );
    if ('trees' in read) {
      trees.push(read);
      for (const name of read.values.keys()) {
        const other = givenBy.get(name);
        if (other !== undefined) mistakes.push(nodeKeyTwice(spec.name, name, other));
        givenBy.set(name, `the nodes of "${spec.name}"`);
      }
    } else {
      mistakes.push(...read);
      unread.add(spec.axis);
    }
  }
  return { specs, trees, unread };
}

/** Only the first mistakes, because a feed can hold thousands of one kind. */
const firstOf = (mistakes: readonly Diagnostic[]): readonly Diagnostic[] =>
  mistakes.length <= MAX_MISTAKES
    ? mistakes
    : [...mistakes.slice(0, MAX_MISTAKES), feedMessages.moreMistakes(MAX_MISTAKES)];

function reportNames(
  specs: readonly FeedSpec[],
  { specs: trees, unread }: AllTrees,
  lengthNames: ReadonlyMap<string, string>,
  feeds: Feeds,
  options: FeedOptions,
  mistakes: Diagnostic[],
): void {
  const required = specs.filter((spec) => spec.required && !options.optional.has(spec.name));
  const known = [...trees.map(({ name }) => name), ...specs.map((spec) => spec.name), ...lengthNames.keys()];
  const needed = [...trees, ...required].map(({ name }) => name);
  for (const { name, axis } of trees)
    if (!isGiven(feeds, name)) mistakes.push(feedMessages.inputMissing(name, 'trees over ', `"${axis}"`, needed));
  for (const { name, dtype, shape } of required)
    if (!isGiven(feeds, name) && !unread.has(plainSymbol(shape[1] ?? {}) ?? ''))
      mistakes.push(feedMessages.inputMissing(name, dtype, printShape(shape), needed));
  for (const name of Object.keys(feeds))
    if (!known.includes(name)) mistakes.push(feedMessages.inputUnknown(name, known));
}
