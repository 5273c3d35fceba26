import { type Document, isAlias, isMap, isScalar, isSeq, type Pair, type Scalar } from 'yaml';
import type { Diagnostic, Span } from '../../diagnostics/diagnostic.ts';
import * as messages from '../../diagnostics/messages/read/yaml.ts';
import { closest } from '../../diagnostics/suggest.ts';
import { limits } from './guard.ts';
import type { Tree, TreeEntry, TreeMap, TreeScalar } from './tree.ts';

const MERGE_KEY = '<<';

/** A parsed document as a tree with places: aliases resolved, merge keys merged, duplicate keys reported. */
export function composeTree(file: string, text: string, document: Document, report: (d: Diagnostic) => void): Tree {
  return new Composer(file, text, report).node(document.contents, null);
}

class Composer {
  readonly #file: string;
  readonly #text: string;
  readonly #report: (d: Diagnostic) => void;
  /** `open`: being composed, so an alias to it would contain itself. */
  readonly #anchors = new Map<string, Tree | 'open'>();
  /** Values below a node with all aliases written out, by node number. */
  readonly #sizes = new Map<number, number>();
  #count = 0;
  #expanded = 0;

  constructor(file: string, text: string, report: (d: Diagnostic) => void) {
    this.#file = file;
    this.#text = text;
    this.#report = report;
  }

  /** `key` is where to point for a value left out. */
  node(node: unknown, key: Span | null): Tree {
    if (isAlias(node)) return this.#alias(node.source, this.#span(node.range));
    const anchor = isScalar(node) || isMap(node) || isSeq(node) ? node.anchor : undefined;
    if (anchor !== undefined) this.#anchors.set(anchor, 'open');
    const tree = this.#plain(node, key);
    if (anchor !== undefined) this.#anchors.set(anchor, tree);
    return tree;
  }

  #plain(node: unknown, key: Span | null): Tree {
    const id = this.#count++;
    if (isScalar(node)) return this.#scalar(node, id, key);
    if (isSeq(node)) {
      const items = node.items.map((item) => this.node(item, null));
      this.#sizes.set(id, 1 + this.#total(items));
      return { kind: 'list', items, id, alias: null, span: this.#span(node.range) };
    }
    if (isMap(node)) return this.#map(node.items, id, this.#span(node.range));
    return { kind: 'scalar', value: null, style: 'plain', source: '', id, alias: null, span: key ?? this.#span(null) };
  }

  #scalar(node: Scalar, id: number, key: Span | null): TreeScalar {
    const { value } = node;
    const range = this.#span(node.range);
    const style = styles.get(node.type ?? 'PLAIN') ?? 'plain';
    const source = this.#text.slice(range.start, range.end);
    const isBlock = style === 'literal' || style === 'folded';
    const headerEnd = range.start + (source.split(/\r?\n/, 1)[0] ?? '').length;
    const span = isBlock ? { ...range, end: headerEnd } : range.start === range.end ? (key ?? range) : range;
    const known = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
    return { kind: 'scalar', value: known, style, source, id, alias: null, span };
  }

  #map(pairs: readonly Pair[], id: number, span: Span): TreeMap {
    const entries = new Map<string, TreeEntry>();
    const merges: Tree[] = [];
    let mergeKey: Span | null = null;
    for (const pair of pairs) {
      const key = this.#key(pair);
      const value = this.node(pair.value, key?.span ?? null);
      if (key === null) continue;
      if (key.name === MERGE_KEY && key.isPlain) {
        if (mergeKey !== null) this.#report(messages.duplicateKey(key.span, MERGE_KEY, mergeKey));
        else merges.push(value);
        mergeKey ??= key.span;
        continue;
      }
      const first = entries.get(key.name);
      if (first !== undefined) this.#report(messages.duplicateKey(key.span, key.name, first.key));
      else entries.set(key.name, { name: key.name, key: key.span, value });
    }
    for (const source of merges) this.#merge(entries, source);
    this.#sizes.set(id, 1 + this.#total([...entries.values()].map((e) => e.value)));
    return { kind: 'map', entries, id, alias: null, span };
  }

  #key({ key }: Pair): { readonly name: string; readonly isPlain: boolean; readonly span: Span } | null {
    if (isScalar(key) && typeof key.value === 'string')
      return { name: key.value, isPlain: key.type === undefined || key.type === 'PLAIN', span: this.#span(key.range) };
    const range = isScalar(key) || isMap(key) || isSeq(key) || isAlias(key) ? key.range : null;
    const span = this.#span(range);
    if (
      isScalar(key) &&
      key.anchor === undefined &&
      (typeof key.value === 'number' || typeof key.value === 'boolean')
    ) {
      this.#report(messages.invalidKey(span, `${key.source ?? key.value}`));
      return null;
    }
    this.#report(messages.invalidKey(span, null));
    return null;
  }

  /** Adds the entries that are not there yet: what stands in the mapping itself goes first, then earlier merges. */
  #merge(entries: Map<string, TreeEntry>, source: Tree): void {
    const sources = source.kind === 'list' ? source.items : [source];
    for (const map of sources) {
      if (map.kind === 'scalar' && map.style === 'hole') continue;
      if (map.kind !== 'map') {
        this.#report(messages.badMerge(source.alias ?? map.alias ?? map.span));
        return;
      }
      if (!this.#spend(map.entries.size, map.alias ?? map.span)) return;
      for (const [name, entry] of map.entries) if (!entries.has(name)) entries.set(name, entry);
    }
  }

  #alias(name: string, at: Span): Tree {
    const found = this.#anchors.get(name);
    if (found === undefined) {
      this.#report(messages.unknownAnchor(at, name, closest(name, [...this.#anchors.keys()])));
      return this.#hole(at);
    }
    if (found === 'open') {
      this.#report(messages.cyclicAlias(at, name));
      return this.#hole(at);
    }
    if (!this.#spend(this.#sizes.get(found.id) ?? 1, at)) return this.#hole(at);
    return { ...found, alias: at };
  }

  #hole(span: Span): Tree {
    return { kind: 'scalar', value: null, style: 'hole', source: '', id: this.#count++, alias: null, span };
  }

  /** Counts the values that aliases add. False when there are too many, which is reported once. */
  #spend(values: number, at: Span): boolean {
    if (this.#expanded > limits.expansion) return false;
    this.#expanded += values;
    if (this.#expanded <= limits.expansion) return true;
    this.#report(messages.aliasExpansion(at, limits.expansion));
    return false;
  }

  #total(trees: readonly Tree[]): number {
    return trees.reduce((sum, tree) => sum + (this.#sizes.get(tree.id) ?? 1), 0);
  }

  #span(range: readonly number[] | null | undefined): Span {
    return { file: this.#file, start: range?.[0] ?? 0, end: range?.[1] ?? 0 };
  }
}

const styles: ReadonlyMap<string, TreeScalar['style']> = new Map([
  ['PLAIN', 'plain'],
  ['QUOTE_SINGLE', 'single'],
  ['QUOTE_DOUBLE', 'double'],
  ['BLOCK_LITERAL', 'literal'],
  ['BLOCK_FOLDED', 'folded'],
]);
