import type { Diagnostic } from '../../../compiler/diagnostics/diagnostic.ts';
import { inputDataLength, inputStrided } from '../../../compiler/diagnostics/messages/feeds.ts';
import * as say from '../../../compiler/diagnostics/messages/trees.ts';
import { plainSymbol, staticSize } from '../../../compiler/ir/dim.ts';
import type { Graph } from '../../../compiler/ir/graph.ts';
import { checkTree, type TreeRules } from '../../trees/check-tree.ts';
import { isNestedNode, type ReadTree, readParents, readTree } from '../../trees/read-tree.ts';
import { isStructure } from '../../trees/structure-values.ts';
import type { Children } from '../../trees/walk-nodes.ts';
import { isRowMajor } from './feed-shapes.ts';
import type { FeedSpec } from './feed-specs.ts';
import {
  describe,
  type Feed,
  isRow,
  isShapedData,
  isTensorLike,
  type Row,
  type ShapedData,
  type TensorLike,
} from './feed-values.ts';

/** An input that takes trees, and what the graph asks of them. */
export interface TreeSpec extends TreeRules {
  readonly name: string;
  /** Symbol of the axis of nodes. */
  readonly axis: string;
}

export function treeSpecs(graph: Graph): readonly TreeSpec[] {
  const specs = new Map<string, TreeSpec>();
  for (const input of graph.inputs) {
    if (!isStructure(input)) continue;
    const { tree, axis } = input.role === 'roots' ? input : input.walk;
    const known = specs.get(tree) ?? { name: tree, axis, mostChildren: null, mostParents: null, oneRoot: false };
    if (input.role === 'roots') specs.set(tree, { ...known, oneRoot: true });
    else {
      const { part, walk } = input;
      const key = walk.direction === 'up' ? 'mostChildren' : 'mostParents';
      const places = typeof part === 'string' ? known[key] : Math.max(known[key] ?? 0, part.place + 1);
      specs.set(tree, { ...known, [key]: places });
    }
  }
  return [...specs.values()];
}

/** The trees of a feed, one per sample. */
export interface FedTrees {
  readonly spec: TreeSpec;
  readonly trees: readonly Children[];
  /** Nodes that a row has room for, where trees came as rows of equal length; null: as many as the largest tree has. */
  readonly room: number | null;
  /** What stands in nested nodes, by the name of its input. */
  readonly values: ReadonlyMap<string, NodeValues>;
}

/** Values over nodes that were read out of nested ones. */
export interface NodeValues {
  /** [sample][node] */
  readonly rows: readonly (readonly unknown[])[];
  /** Name of a place; `path` is sample, node and what is below. */
  readonly placeOf: (path: readonly number[]) => string;
}

/**
 * Reads what is fed as trees.
 * @param inputs all that can be fed besides
 * @param lengths nodes of each sample, where they were given
 */
export function readTrees(
  spec: TreeSpec,
  feed: Feed,
  inputs: readonly FeedSpec[],
  lengths: readonly number[] | null,
): FedTrees | readonly Diagnostic[] {
  const { name } = spec;
  const isOne = isNestedNode(feed) && !isTensorLike(feed) && (Object.hasOwn(feed, 'children') || !isShapedData(feed));
  if (!isOne && (isTensorLike(feed) || isShapedData(feed))) return readFlat(spec, feed, lengths);
  if (!isOne && !isRow(feed)) return [say.treesForm(name, describe(feed))];
  const samples: Row = isOne ? [feed] : (feed as Row);
  const read: ReadTree[] = [];
  const mistakes: Diagnostic[] = [];
  for (let i = 0; i < samples.length; i++) {
    const where = isOne ? name : `${name}[${i}]`;
    const tree = readTree(samples[i], where);
    if ('children' in tree) {
      mistakes.push(...checkTree(tree, spec, where).map(({ diagnostic }) => diagnostic));
      read.push(tree);
    } else mistakes.push(...tree);
  }
  if (mistakes.length > 0) return mistakes;
  const values = nodeValues(spec, read, inputs);
  return values instanceof Map ? { spec, trees: read.map(({ children }) => children), room: null, values } : values;
}

/** Parents as [batch, node], or with their places as `flatTree` writes them; what stands behind the last node of a row is not read. */
function readFlat(
  spec: TreeSpec,
  feed: ShapedData | TensorLike,
  lengths: readonly number[] | null,
): FedTrees | readonly Diagnostic[] {
  const { name, axis } = spec;
  const shape = Array.from(feed.shape as ArrayLike<number>);
  const data = isTensorLike(feed) ? feed.dataSync() : feed.data;
  const [batch = 0, room = 0, pair] = shape;
  const width = pair ?? 1;
  const isOfTrees = shape.length === 2 || (shape.length === 3 && width > 0 && width % 2 === 0);
  if (!isOfTrees || shape.some((d) => !Number.isInteger(d) || d < 0)) return [say.treeShape(name, axis, shape)];
  if (!isTensorLike(feed) && !isRowMajor(feed, shape)) return [inputStrided(name)];
  const elements = batch * room * width;
  if (data.length !== elements) return [inputDataLength(name, shape, elements, data.length)];
  const trees: Children[] = [];
  const mistakes: Diagnostic[] = [];
  for (let i = 0; i < batch; i++) {
    const where = `${name}[${i}]`;
    const row = Array.prototype.slice.call(data, i * room * width, (i + 1) * room * width) as unknown[];
    const tree = readParents(row, where, Math.min(lengths?.[i] ?? room, room), pair === undefined ? null : width / 2);
    if ('children' in tree) {
      mistakes.push(...checkTree(tree, spec, where).map(({ diagnostic }) => diagnostic));
      trees.push(tree.children);
    } else mistakes.push(...tree);
  }
  return mistakes.length > 0 ? mistakes : { spec, trees, room, values: new Map() };
}

/** Values that nested nodes hold, by input. A node may leave out what can be missing: then nothing stands there, or zeros. */
function nodeValues(
  { name, axis }: TreeSpec,
  read: readonly ReadTree[],
  inputs: readonly FeedSpec[],
): Map<string, NodeValues> | readonly Diagnostic[] {
  const overNodes = new Map(
    inputs.flatMap((spec) => (plainSymbol(spec.shape[1] ?? {}) === axis ? [[spec.name, spec] as const] : [])),
  );
  const found = new Set<string>();
  const mistakes: Diagnostic[] = [];
  const unknown = new Set<string>();
  for (const { nodes, placeOf } of read)
    nodes?.forEach((node, i) => {
      for (const key of Object.keys(node)) {
        if (key === 'children' || found.has(key) || unknown.has(key)) continue;
        if (overNodes.has(key)) found.add(key);
        else {
          unknown.add(key);
          mistakes.push(say.nodeKeyUnknown(placeOf(i), key, axis, [...overNodes.keys()]));
        }
      }
    });
  const values = new Map<string, NodeValues>();
  for (const key of found) {
    const spec = overNodes.get(key);
    if (spec === undefined) continue;
    const nothing = valueOfNothing(spec);
    const rows = read.map(({ nodes, placeOf, children }, sample) => {
      if (nodes === null) {
        if (children.length > 0) mistakes.push(say.nodeLacks(`${name}[${sample}]`, key));
        return [];
      }
      return nodes.map((node, i) => {
        if (Object.hasOwn(node, key)) return node[key];
        if (nothing === null) mistakes.push(say.nodeLacks(placeOf(i), key));
        return nothing;
      });
    });
    const placeOf = ([sample = 0, node, ...rest]: readonly number[]): string => {
      const place = node === undefined ? null : (read[sample]?.placeOf(node) ?? null);
      return `${place === null ? `${name}[${sample}]` : `${place}.${key}`}${rest.map((i) => `[${i}]`).join('')}`;
    };
    values.set(key, { rows, placeOf });
  }
  return mistakes.length > 0 ? mistakes : values;
}

/** What a node without a value has: a token of nothing, or zeros; null where there must be a value. */
function valueOfNothing({ dtype, missing, shape }: FeedSpec): unknown {
  if (missing) return dtype === 'float32' ? Number.NaN : -1;
  if (dtype !== 'float32') return null;
  const sizes = shape.slice(2).map(staticSize);
  if (sizes.includes(null)) return null;
  return sizes.reduceRight<unknown>((inner, size) => new Array<unknown>(size ?? 0).fill(inner), 0);
}
