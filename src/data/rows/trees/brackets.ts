import type { ReadTreeRow, TreeFile } from './tree-file.ts';

const isBlank = (code: number): boolean => code === 32 || code === 9 || code === 10 || code === 13;
const [OPEN, CLOSE] = [40, 41];

/**
 * Trees as treebanks write them: `(3 (2 Effective) (3 (2 but) …))`, a label at every node and a word at every leaf. Brackets in the text are
 * written -LRB- and -RRB- there and stay so. A pair of brackets around the whole that has no label is left out, as the Penn Treebank has it.
 */
export const bracketTrees: TreeFile = {
  columns: [
    { name: 'tree', type: 'tree', over: 'nodes' },
    { name: 'word', type: 'text', over: 'nodes' },
    { name: 'label', type: 'category', over: 'nodes' },
    { name: 'root.label', type: 'category', over: 'tree' },
  ],
  ends(text, isWhole) {
    const ends: number[] = [];
    let depth = 0;
    // what stands between trees ends with its line
    let stray = false;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === OPEN) depth++;
      else if (code === CLOSE && depth > 0) {
        depth--;
        if (depth === 0 && !stray) ends.push(at + 1);
      } else if (depth === 0 && code === 10) {
        if (stray) ends.push(at + 1);
        stray = false;
      } else if (depth === 0 && !isBlank(code)) stray = true;
    }
    if (isWhole && (ends.at(-1) ?? 0) < text.length) ends.push(text.length);
    return ends;
  },
  read: readBrackets,
  offsetOf(text, node, column) {
    const { labelAt, wordAt, at } = nodesOf(text)[node] ?? { labelAt: null, wordAt: null, at: 0 };
    return (column === 'word' ? wordAt : column === 'label' || column === 'root.label' ? labelAt : null) ?? at;
  },
};

interface Node {
  label: string | null;
  word: string | null;
  readonly parent: number;
  readonly at: number;
  labelAt: number | null;
  wordAt: number | null;
  hasChildren: boolean;
}

function readBrackets(text: string): ReadTreeRow {
  const nodes = nodesIn(text);
  return 'reason' in nodes ? nodes : { values: columnsOf(nodes), nodes: nodes.length };
}

/** Nodes of a tree that can be read. */
function nodesOf(text: string): readonly Node[] {
  const nodes = nodesIn(text);
  return 'reason' in nodes ? [] : nodes;
}

function nodesIn(text: string): readonly Node[] | Extract<ReadTreeRow, { reason: string }> {
  const nodes: Node[] = [];
  const open: number[] = [];
  const wrong = (at: number, reason: string, fix: string) => ({ reason, fix, at });
  let at = 0;
  let isDone = false;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (isBlank(code)) {
      at++;
      continue;
    }
    if (isDone) return wrong(at, 'there is text after the end of the tree', 'begin the next tree on a line of its own');
    const inside = nodes[open.at(-1) ?? -1];
    if (code === OPEN) {
      if (inside !== undefined && inside.word !== null)
        return wrong(
          at,
          `the node with the word ${JSON.stringify(inside.word)} has nodes below it`,
          'give the word a node of its own',
        );
      if (inside !== undefined) inside.hasChildren = true;
      const parent = open.at(-1) ?? -1;
      open.push(
        nodes.push({ label: null, word: null, parent, at, labelAt: null, wordAt: null, hasChildren: false }) - 1,
      );
      at++;
      while (isBlank(text.charCodeAt(at))) at++;
      const start = at;
      while (at < text.length && !isBlank(text.charCodeAt(at)) && !isBracket(text.charCodeAt(at))) at++;
      const node = nodes.at(-1);
      if (node !== undefined && at > start) {
        node.label = text.slice(start, at);
        node.labelAt = start;
      }
    } else if (code === CLOSE) {
      if (inside === undefined)
        return wrong(at, 'there is ")" where a tree begins', 'take the bracket out, or open one before');
      if (inside.word === null && !inside.hasChildren)
        return wrong(
          inside.at,
          'a node has neither a word nor nodes below it',
          'write (LABEL WORD) or (LABEL (…) (…))',
        );
      open.pop();
      isDone = open.length === 0;
      at++;
    } else {
      const start = at;
      while (at < text.length && !isBlank(text.charCodeAt(at)) && !isBracket(text.charCodeAt(at))) at++;
      const word = text.slice(start, at);
      if (inside === undefined)
        return wrong(
          start,
          `expected "(", found ${JSON.stringify(shorten(word))}`,
          'write a tree: (LABEL WORD) or (LABEL (…) (…))',
        );
      if (inside.hasChildren || inside.word !== null)
        return wrong(
          start,
          `the word ${JSON.stringify(shorten(word))} stands beside ${inside.hasChildren ? 'nodes' : `the word ${JSON.stringify(shorten(inside.word ?? ''))}`}`,
          'give every word a node of its own: (LABEL WORD)',
        );
      inside.word = word;
      inside.wordAt = start;
    }
  }
  const unclosed = nodes[open.at(-1) ?? -1];
  if (unclosed !== undefined)
    return wrong(
      nodes[0]?.at ?? 0,
      `the tree that begins here is not closed: ${open.length === 1 ? 'one bracket is' : `${open.length} brackets are`} open at its end`,
      'close every bracket',
    );
  return unwrapped(nodes);
}

const isBracket = (code: number): boolean => code === OPEN || code === CLOSE;
const shorten = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

/** Drops a root that has no label and only one child. */
function unwrapped(nodes: readonly Node[]): readonly Node[] {
  const [root, ...others] = nodes;
  if (root === undefined || root.label !== null || others.filter(({ parent }) => parent === 0).length !== 1)
    return nodes;
  return others.map((node) => ({ ...node, parent: node.parent - 1 }));
}

const columnsOf = (nodes: readonly Node[]): ReadonlyMap<string, unknown> =>
  new Map<string, unknown>([
    ['tree', nodes.map(({ parent }) => parent)],
    ['word', nodes.map(({ word }) => word)],
    ['label', nodes.map(({ label }) => label)],
    ['root.label', nodes[0]?.label ?? null],
  ]);
