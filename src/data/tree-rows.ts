import type { TreeFormat } from '../../compiler/1-read/data-spec.ts';
import type { FoundFile } from './find-files.ts';
import { HEAD_ROWS } from './limits.ts';
import { FIRST_ROW, type KnownColumn, type RawRow, type RowPlace, type RowReader } from './rows.ts';
import { textPieces, utf8Length } from './text-chunks.ts';
import { bracketTrees } from './trees/brackets.ts';
import { dependencyTrees } from './trees/dependencies.ts';
import { nestedTrees } from './trees/nested.ts';

/** A tree as it stands in a file: what the columns have of it, or why it is none. */
export type ReadTreeRow =
  | { readonly values: ReadonlyMap<string, unknown>; readonly nodes: number }
  /** @param at offset of the mistake in the text of the tree */
  | { readonly reason: string; readonly fix: string; readonly at: number };

/** How a kind of file holds its trees. */
export interface TreeFile {
  /** Columns that every file has. */
  readonly columns: readonly KnownColumn[];
  /**
   * Ends of the trees in a text, each past its last character; what follows the last is still to be completed.
   * @param isWhole nothing follows the text
   */
  readonly ends: (text: string, isWhole: boolean) => readonly number[];
  /** Null: there is nothing but blanks and comments. */
  readonly read: (text: string) => ReadTreeRow | null;
}

const files: { readonly [K in TreeFormat]: TreeFile } = {
  brackets: bracketTrees,
  conllu: dependencyTrees,
  nested: nestedTrees,
};

/** Trees further to the right are placed as if they began their line. */
const MAX_INDENT = 1000;

interface TreeText {
  readonly text: string;
  readonly line: number;
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
  // where no node of a tree has a value, none is missing from the row
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
    locate({ text, line, problem }) {
      const before = (text ?? '').slice(0, problem?.at ?? 0).split('\n');
      const last = before.at(-1) ?? '';
      return {
        line: line + before.length - 1,
        column: Array.from(last).length + 1,
        text: (text ?? '').split('\n')[before.length - 1]?.replace(/\r$/, '') ?? null,
      };
    },
  };
}

type CellOf = (read: { readonly values: ReadonlyMap<string, unknown>; readonly nodes: number }) => unknown;

function rowOf({ text, line }: TreeText, file: TreeFile, wanted: readonly CellOf[]): RawRow | null {
  const read = file.read(text);
  if (read === null) return null;
  return 'values' in read
    ? { values: wanted.map((cellOf) => cellOf(read)), line, text, problem: null }
    : { values: [], line, text, problem: read };
}

/** Texts of trees in blocks; blank lines before a tree are no part of it. */
async function* treeTexts(
  found: FoundFile,
  file: TreeFile,
  from: RowPlace = FIRST_ROW,
): AsyncGenerator<{ readonly trees: readonly TreeText[]; readonly end: RowPlace }> {
  let rest = '';
  let { byte, line } = from;
  // characters of the line before the text at hand
  let indent = 0;
  const cut = (whole: string, isLast: boolean): { readonly trees: readonly TreeText[]; readonly taken: number } => {
    const trees: TreeText[] = [];
    let start = 0;
    for (const end of file.ends(whole, isLast)) {
      const text = whole.slice(start, end);
      const blank = /^(?:[^\S\n]*\n)*/.exec(text)?.[0] ?? '';
      const body = text.slice(blank.length);
      // blanks in place of what stands before a tree on its line, so that places in it are those in the file
      const before = blank === '' && indent <= MAX_INDENT ? ' '.repeat(indent) : '';
      if (body.trim() !== '') trees.push({ text: before + body.trimEnd(), line: line + linesIn(blank) });
      const lines = linesIn(text);
      line += lines;
      indent = lines === 0 ? indent + text.length : text.length - text.lastIndexOf('\n') - 1;
      start = end;
    }
    return { trees, taken: start };
  };
  for await (const { text, bytes } of textPieces(found, byte)) {
    byte += bytes;
    const whole = rest + text;
    const { trees, taken } = cut(whole, false);
    rest = whole.slice(taken);
    yield { trees, end: { byte: byte - utf8Length(rest), line } };
  }
  const { trees } = cut(rest, true);
  if (trees.length > 0) yield { trees, end: { byte, line } };
}

const linesIn = (text: string): number => text.split('\n').length - 1;
