import type { ReadTreeRow, TreeFile } from './tree-file.ts';

/** Columns of a token that are taken, by their place. */
const FIELDS = [
  ['form', 1],
  ['lemma', 2],
  ['upos', 3],
  ['xpos', 4],
  ['deprel', 7],
] as const;
const HEAD = 6;
const COUNT = 10;

/**
 * Dependency trees as CoNLL-U writes them: a token per line in ten columns with tabs between, a blank line after each sentence. Ranges of words (`1-2`) and empty
 * nodes (`1.1`) are left out; nodes are numbered as tokens, from 0 on. `_` is nothing, but for a form or a lemma it may be the character.
 */
export const dependencyTrees: TreeFile = {
  columns: [
    { name: 'tree', type: 'tree', over: 'nodes' },
    { name: 'form', type: 'text', over: 'nodes' },
    { name: 'lemma', type: 'text', over: 'nodes' },
    { name: 'upos', type: 'category', over: 'nodes' },
    { name: 'xpos', type: 'category', over: 'nodes' },
    { name: 'deprel', type: 'category', over: 'nodes' },
  ],
  ends(text, isWhole) {
    const ends = [...text.matchAll(/\n[^\S\n]*\n/g)].map((found) => found.index + found[0].length);
    if (isWhole && (ends.at(-1) ?? 0) < text.length) ends.push(text.length);
    return ends;
  },
  read: readSentence,
  offsetOf(text, node, column) {
    let at = 0;
    let token = -1;
    for (const line of text.split('\n')) {
      const fields = line.trimEnd().split('\t');
      if (/^\d+$/.test(fields[0] ?? '') && ++token === node) {
        const place = column === 'tree' ? HEAD : (FIELDS.find(([name]) => name === column)?.[1] ?? 0);
        return at + lengthBefore(place, fields);
      }
      at += line.length + 1;
    }
    return 0;
  },
};

/** Characters of a line before a field, tabs included. */
const lengthBefore = (field: number, fields: readonly string[]): number =>
  fields.slice(0, field).reduce((n, text) => n + text.length + 1, 0);

function readSentence(text: string): ReadTreeRow | null {
  const values = new Map<string, unknown>();
  const heads: { readonly head: number; readonly at: number }[] = [];
  const tokens: (readonly string[])[] = [];
  let at = 0;
  for (const line of text.split('\n')) {
    const start = at;
    at += line.length + 1;
    const plain = line.trimEnd();
    const offsetOf = (field: number, fields: readonly string[]): number => start + lengthBefore(field, fields);
    const wrong = (field: number, fields: readonly string[], reason: string, fix: string): ReadTreeRow => ({
      reason,
      fix,
      at: offsetOf(field, fields),
    });
    if (plain === '') continue;
    if (plain.startsWith('#')) {
      const [, key, value] = /^#\s*([\w.:-]+)\s*=\s*(.*)$/.exec(plain) ?? [];
      if (key !== undefined && value !== undefined) values.set(key, value);
      continue;
    }
    // trailing blanks are no part of the last column
    const fields = plain.split('\t');
    if (fields.length !== COUNT)
      return wrong(
        0,
        fields,
        `a token has ${fields.length} columns instead of ${COUNT}`,
        'write ten columns with one tab between two, and "_" where there is nothing',
      );
    const [id = '', , , , , , head = ''] = fields;
    if (/^\d+[-.]\d+$/.test(id)) continue;
    if (id !== `${tokens.length + 1}`)
      return wrong(
        0,
        fields,
        `expected the token ${tokens.length + 1}, found ${JSON.stringify(id)}`,
        'number the tokens of every sentence from 1 on, with a blank line between sentences',
      );
    if (!/^\d+$/.test(head))
      return wrong(
        HEAD,
        fields,
        `the head is no number: ${JSON.stringify(head)}`,
        'write the number of the token above, or 0 for a root',
      );
    tokens.push(fields);
    heads.push({ head: Number(head), at: offsetOf(HEAD, fields) });
  }
  if (tokens.length === 0) return null;
  for (const { head, at } of heads)
    if (head > tokens.length)
      return {
        reason: `the head is the token ${head} of ${tokens.length}`,
        fix: 'write the number of a token of the same sentence, or 0 for a root',
        at,
      };
  values.set(
    'tree',
    heads.map(({ head }) => head - 1),
  );
  for (const [name, place] of FIELDS) {
    const isText = name === 'form' || name === 'lemma';
    values.set(
      name,
      tokens.map((fields) => (fields[place] === '_' && !isText ? null : (fields[place] ?? null))),
    );
  }
  return { values, nodes: tokens.length };
}
