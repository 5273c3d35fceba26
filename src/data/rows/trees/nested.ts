import { readTree } from '../../../trees/read-tree.ts';
import { columnOfRoot } from '../../dataset/column-role.ts';
import { findJsonProblem, locateInJson } from '../../files/strict-json.ts';
import type { ReadTreeRow, TreeFile } from './tree-file.ts';

/**
 * A JSON object per line, with its children, or a list of such for a forest. Every other key is a column over the nodes, in pre-order; as `root.KEY`
 * what stands at the first root. A node that lacks a key has nothing there.
 */
export const nestedTrees: TreeFile = {
  columns: [{ name: 'tree', type: 'tree', over: 'nodes' }],
  ends(text, isWhole) {
    const ends: number[] = [];
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) ends.push(at + 1);
    if (isWhole && (ends.at(-1) ?? 0) < text.length) ends.push(text.length);
    return ends;
  },
  read: readNested,
  offsetOf(text, node, column) {
    const read = readTree(JSON.parse(text), 'tree');
    if (!('children' in read)) return 0;
    const path = read.pathOf(node);
    const key = column === null || column === 'tree' ? null : (columnOfRoot(column) ?? column);
    const place = (key === null ? null : locateInJson(text, [...path, key])) ?? locateInJson(text, path);
    return place?.start ?? 0;
  },
};

function readNested(text: string): ReadTreeRow {
  const problem = findJsonProblem(text, 'lists');
  if (problem !== null)
    return { reason: `it is no JSON: ${problem.message}`, fix: 'write one tree per line', at: problem.offset };
  const value: unknown = JSON.parse(text);
  const isForest = Array.isArray(value) && value.length > 0 && value.every((root) => typeof root === 'object');
  if (!isForest && (typeof value !== 'object' || value === null || Array.isArray(value)))
    return { reason: 'it is no tree', fix: 'write {"word": …, "children": [{…}, {…}]}', at: 0 };
  const read = readTree(value, 'tree');
  if (!('children' in read)) {
    const [first] = read;
    return {
      reason: first?.message ?? 'it is no tree',
      fix: first?.fix ?? 'write one tree per line',
      at: offsetOf(first?.message ?? '', text),
    };
  }
  const nodes = read.nodes ?? [];
  const keys = new Set(nodes.flatMap((node) => Object.keys(node)));
  keys.delete('children');
  const values = new Map<string, unknown>([['tree', value]]);
  for (const key of keys) {
    const column = nodes.map((node) => (Object.hasOwn(node, key) ? node[key] : null));
    values.set(key, column);
    values.set(`root.${key}`, column[0]);
  }
  return { values, nodes: nodes.length };
}

/** The offset in the text of the place that a message begins with, such as `tree.children[1]` or `tree[0].children[1]`. */
function offsetOf(message: string, text: string): number {
  const place = /^tree((?:\[\d+\]|\.\w+)*)/.exec(message)?.[1] ?? '';
  const path = [...place.matchAll(/\[(\d+)\]|\.(\w+)/g)].map(([, index, key]) =>
    index === undefined ? (key ?? '') : Number(index),
  );
  return locateInJson(text, path)?.start ?? 0;
}
