import type { TreeFormat } from '../../../compiler/1-read/spec/data-spec.ts';
import { oneOf, text as textKind } from '../../arguments/kinds.ts';
import { checkArgument } from '../../arguments/read-options.ts';
import type { KnownColumn } from '../dataset/column-role.ts';
import { HEAD_ROWS } from '../dataset/limits.ts';
import type { FoundFile } from '../files/find-files.ts';
import { textPieces, utf8Length } from '../files/text-chunks.ts';
import { BadRows } from './bad-rows.ts';
import { BadCell } from './faults/bad-cell.ts';
import { FIRST_ROW, type Place, type RawRow, type RowPlace, type RowReader } from './rows.ts';
import { bracketTrees } from './trees/brackets.ts';
import { dependencyTrees } from './trees/dependencies.ts';
import { nestedTrees } from './trees/nested.ts';
import type { ReadTreeRow, TreeFile } from './trees/tree-file.ts';

const files: { readonly [K in TreeFormat]: TreeFile } = {
  brackets: bracketTrees,
  conllu: dependencyTrees,
  nested: nestedTrees,
};

interface TreeText {
  readonly text: string;
  readonly line: number;
  /** Characters before it on its line. */
  readonly indent: number;
}

/** Every tree of a file is a row. Columns that not every such file has are those of the first thousand trees. */
export async function treeReader(found: FoundFile, format: TreeFormat): Promise<RowReader> {
  const file = files[format];
  const known = new Map(file.columns.map((column): [string, KnownColumn] => [column.name, column]));
  let rows = 0;
  head: for await (const { trees } of treeTexts(found, file))
    for (const { text } of trees) {
      const read = file.read(text);
      if (read === null) continue;
      if ('values' in read)
        for (const [name, value] of read.values)
          if (!known.has(name)) known.set(name, { name, type: null, over: Array.isArray(value) ? 'nodes' : 'tree' });
      if (++rows >= HEAD_ROWS) break head;
    }
  // where no node of a tree has a value, the cell is a list of nulls: it is not missing
  const cellOf = (name: string): CellOf => {
    const isOverNodes = known.get(name)?.over === 'nodes';
    return ({ values, nodes }) => values.get(name) ?? (isOverNodes ? new Array<null>(nodes).fill(null) : undefined);
  };
  return {
    path: found.path,
    columns: [...known.keys()],
    known: [...known.values()],
    async *rows(wanted, from) {
      for await (const { trees, end } of treeTexts(found, file, from))
        yield { rows: trees.flatMap((tree) => rowOf(tree, file, wanted.map(cellOf)) ?? []), end };
    },
    locate: (row, column, step = null) => placeIn(row, file, column, step),
  };
}

function placeIn(
  { text, line, indent = 0, problem }: Pick<RawRow, 'text' | 'line' | 'indent' | 'problem'>,
  file: TreeFile,
  column: string | null,
  step: number | null,
): Place {
  const tree = text ?? '';
  const at = problem?.at ?? (step === null && column === null ? 0 : file.offsetOf(tree, step ?? 0, column));
  const before = tree.slice(0, at).split('\n');
  const own = tree.split('\n')[before.length - 1]?.replace(/\r$/, '') ?? '';
  // blanks stand for the trees before it on its line
  const blanks = before.length === 1 ? indent : 0;
  return {
    line: line + before.length - 1,
    column: blanks + lengthOf(before.at(-1) ?? '') + 1,
    text: ' '.repeat(blanks) + own,
  };
}

/** Characters of a text, as people count. */
function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length++;
  return length;
}

/**
 * Trees of a text as rows, one each, as models take them that were trained on such files: `classify`, `classifySteps` and `feeds` of a model.
 * @throws RnncError with the places of trees that are none
 */
export function readTreeRows(
  text: string,
  format: TreeFormat,
  name = '<text>',
): readonly { readonly [column: string]: unknown }[] {
  checkArgument('readTreeRows()', 'the text', text, textKind);
  checkArgument('readTreeRows()', 'the format', format, oneOf(...Object.keys(files)));
  checkArgument('readTreeRows()', 'the name', name, textKind);
  const file = files[format];
  const bad = new BadRows('refuse');
  const read: Extract<ReadTreeRow, { values: unknown }>[] = [];
  const known = new Map(file.columns.map(({ name, over }) => [name, over]));
  for (const tree of cutTrees(file, text.replaceAll('\r\n', '\n').replace(/^\uFEFF/, ''), { line: 1, indent: 0 }, true)
    .trees) {
    const row = file.read(tree.text);
    if (row === null) continue;
    if ('reason' in row) {
      const place = placeIn({ ...tree, problem: row }, file, null, null);
      bad.add(name, tree.line, null, new BadCell(row.reason, row.fix))?.(place);
    } else {
      read.push(row);
      for (const [column, value] of row.values) known.set(column, Array.isArray(value) ? 'nodes' : 'tree');
    }
  }
  bad.check();
  return read.map(({ values, nodes }) =>
    Object.fromEntries(
      [...known].flatMap(([column, over]) => {
        const value = values.get(column) ?? (over === 'nodes' ? new Array<null>(nodes).fill(null) : undefined);
        return value === undefined ? [] : [[column, value]];
      }),
    ),
  );
}

type CellOf = (read: { readonly values: ReadonlyMap<string, unknown>; readonly nodes: number }) => unknown;

function rowOf({ text, line, indent }: TreeText, file: TreeFile, wanted: readonly CellOf[]): RawRow | null {
  const read = file.read(text);
  if (read === null) return null;
  return 'values' in read
    ? { values: wanted.map((cellOf) => cellOf(read)), line, indent, text, problem: null }
    : { values: [], line, indent, text, problem: read };
}

/** Where a text begins in its file. */
interface TextPlace {
  readonly line: number;
  readonly indent: number;
}

/** The complete trees of a text. Blank lines before a tree do not belong to it. */
function cutTrees(
  file: TreeFile,
  text: string,
  from: TextPlace,
  isLast: boolean,
): { readonly trees: readonly TreeText[]; readonly taken: number; readonly end: TextPlace } {
  const trees: TreeText[] = [];
  let { line, indent } = from;
  let start = 0;
  for (const end of file.ends(text, isLast)) {
    const whole = text.slice(start, end);
    const blank = /^(?:[^\S\n]*\n)*/.exec(whole)?.[0] ?? '';
    const body = whole.slice(blank.length);
    if (body.trim() !== '')
      trees.push({ text: body.trimEnd(), line: line + linesIn(blank), indent: blank === '' ? indent : 0 });
    const lines = linesIn(whole);
    line += lines;
    indent = lines === 0 ? indent + lengthOf(whole) : lengthOf(whole.slice(whole.lastIndexOf('\n') + 1));
    start = end;
  }
  return { trees, taken: start, end: { line, indent } };
}

/** Texts of trees in blocks. */
async function* treeTexts(
  found: FoundFile,
  file: TreeFile,
  from: RowPlace = FIRST_ROW,
): AsyncGenerator<{ readonly trees: readonly TreeText[]; readonly end: RowPlace }> {
  let rest = '';
  let { byte } = from;
  let place: TextPlace = { line: from.line, indent: from.indent ?? 0 };
  for await (const { text, bytes } of textPieces(found, byte)) {
    byte += bytes;
    const whole = rest + text;
    const { trees, taken, end } = cutTrees(file, whole, place, false);
    rest = whole.slice(taken);
    place = end;
    yield { trees, end: { byte: byte - utf8Length(rest), ...place } };
  }
  const { trees, end } = cutTrees(file, rest, place, true);
  if (trees.length > 0) yield { trees, end: { byte, ...end } };
}

const linesIn = (text: string): number => text.split('\n').length - 1;
