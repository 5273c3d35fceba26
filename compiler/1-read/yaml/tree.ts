import type { Span } from '../../diagnostics/diagnostic.ts';

interface Node {
  readonly span: Span;
  /** One number per node as written; the uses of an anchor carry the number of what it names. */
  readonly id: number;
  /** The alias (`*name`) by which this value came here, or null. */
  readonly alias: Span | null;
}

/** A value of a YAML file with its place. Aliases and merge keys are already resolved; they share nodes. */
export type Tree = TreeScalar | TreeList | TreeMap;

/** A `hole` stands for a value that was refused and reported, such as an alias of nothing. */
export interface TreeScalar extends Node {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  readonly style: 'plain' | 'single' | 'double' | 'literal' | 'folded' | 'hole';
  /** As it stands in the file (a hole: nothing), quotes and indentation included. */
  readonly source: string;
}

export interface TreeList extends Node {
  readonly kind: 'list';
  readonly items: readonly Tree[];
}

export interface TreeMap extends Node {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, TreeEntry>;
}

export interface TreeEntry {
  readonly name: string;
  readonly key: Span;
  readonly value: Tree;
}

export const isIgnoredKey = (name: string): boolean => name.startsWith('x-');

// Readers of one field. They give null for a value of another kind, which the schema has already reported.

export const mapOf = (tree: Tree | undefined): TreeMap | null => (tree?.kind === 'map' ? tree : null);
export const listOf = (tree: Tree | undefined): TreeList | null => (tree?.kind === 'list' ? tree : null);
export const field = (map: TreeMap, name: string): Tree | undefined => map.entries.get(name)?.value;

export type TreeText = TreeScalar & { readonly value: string; readonly style: Exclude<TreeScalar['style'], 'hole'> };
export const isText = (tree: Tree | undefined): tree is TreeText =>
  tree?.kind === 'scalar' && typeof tree.value === 'string';
export const textOf = (tree: Tree | undefined): string | null => (isText(tree) ? tree.value : null);
export const booleanOf = (tree: Tree | undefined): boolean | null =>
  tree?.kind === 'scalar' && typeof tree.value === 'boolean' ? tree.value : null;

/** Entries without those that start with `x-`. */
export const entriesOf = (tree: Tree | undefined): readonly TreeEntry[] =>
  tree?.kind === 'map' ? [...tree.entries.values()].filter((e) => !isIgnoredKey(e.name)) : [];

/** The value as plain data for the schema validator; keys are own properties whatever they are called. */
export function plainData(tree: Tree): unknown {
  switch (tree.kind) {
    case 'scalar':
      return tree.value;
    case 'list':
      return tree.items.map(plainData);
    case 'map': {
      const data: Record<string, unknown> = Object.create(null);
      for (const [name, entry] of tree.entries) data[name] = plainData(entry.value);
      return data;
    }
  }
}

/** Every text inside, keys not counted. */
export function textsIn(tree: Tree): readonly string[] {
  switch (tree.kind) {
    case 'scalar':
      return typeof tree.value === 'string' ? [tree.value] : [];
    case 'list':
      return tree.items.flatMap(textsIn);
    case 'map':
      return [...tree.entries.values()].flatMap((e) => textsIn(e.value));
  }
}

/** Whether JavaScript keeps a YAML number as written: finite and, if whole, within 2^53. */
export const isExactNumber = (tree: TreeScalar): boolean =>
  typeof tree.value === 'number' &&
  Number.isFinite(tree.value) &&
  (/[.eE]/.test(tree.source) || Number.isSafeInteger(tree.value));

/** What a reader of the file sees there, for `found`. */
export function describe(tree: Tree): string {
  if (tree.kind === 'list') return 'a list';
  if (tree.kind === 'map') return 'a mapping';
  if (tree.value === null) return 'nothing';
  if (typeof tree.value === 'string') return `the text "${shorten(tree.value)}"`;
  if (typeof tree.value === 'number') return `the number ${shorten(tree.source)}`;
  return `${tree.value}`;
}

const shorten = (text: string): string => {
  const line = text.split('\n', 1)[0] ?? '';
  return line.length < text.length || line.length > 40 ? `${line.slice(0, 40)}…` : line;
};
