import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import * as messages from '../../diagnostics/messages/read/cells.ts';
import { cellLibrary } from '../generated/cell-library.ts';
import { markSuggestions, type ReadContext } from '../scope/context.ts';
import { checkName } from '../scope/names.ts';
import type { Located } from '../spec/located.ts';
import { parseFile } from '../yaml/parse.ts';
import {
  entriesOf,
  field,
  isText,
  type Tree,
  type TreeEntry,
  type TreeMap,
  type TreeText,
  textOf,
} from '../yaml/tree.ts';
import type { CellDefinition } from './cell-definition.ts';
import { readCell } from './cells.ts';
import type { Imports } from './imports.ts';

const ALIASES = 'aliases.yaml';
/** Prefixes that belong to the library: `tf1` of `tf1.basic_rnn`. */
export const libraryPrefixes: ReadonlySet<string> = new Set(
  Object.keys(cellLibrary)
    .filter((name) => name !== ALIASES)
    .map((name) => name.replace(/\.yaml$/, '')),
);

/**
 * The cells that a layer may name: those of the model, of imported files and of the library. Library cells also have short names. A library file is
 * parsed when it is first needed.
 */
export class CellTable {
  readonly #context: ReadContext;
  readonly #addSource: (file: string, text: string) => void;
  /** Prefixes of imports that could not be read. */
  readonly #lost: ReadonlySet<string>;
  readonly #own = new Map<string, CellDefinition | null>();
  readonly #imported = new Map<string, CellDefinition | null>();
  readonly #library = new Map<string, TreeMap | null>();
  readonly #libraryCells = new Map<string, CellDefinition | null>();

  constructor(context: ReadContext, root: TreeMap, imports: Imports, addSource: (file: string, text: string) => void) {
    this.#context = context;
    this.#addSource = addSource;
    this.#lost = imports.lost;
    for (const entry of entriesOf(field(root, 'cells'))) this.#define(this.#own, entry, entry.name);
    for (const { prefix, root: file } of imports.files.values())
      for (const entry of entriesOf(field(file, 'cells')))
        this.#define(this.#imported, entry, `${prefix}.${entry.name}`);
  }

  #define(table: Map<string, CellDefinition | null>, entry: TreeEntry, name: string): void {
    checkName(entry.name, 'a cell', 'plain', entry.key, this.#context.report);
    table.set(name, readCell(this.#context, entry, name));
  }

  /** The cell of this name; `broken` where it exists but has mistakes. Null where there is none, which is reported. */
  find(text: TreeText | { readonly value: string; readonly span: TreeText['span'] }): CellDefinition | 'broken' | null {
    const name = text.value;
    const local = this.#own.has(name) ? this.#own : this.#imported;
    const found = local.get(name);
    if (found !== undefined) {
      this.#context.usage.mark('cell', name);
      return found ?? 'broken';
    }
    const [prefix = '', rest] = splitPrefix(this.#aliases().get(name) ?? name);
    const library = this.#fromLibrary(prefix, rest);
    if (library !== null) return library;
    // a file that could not be read may have defined this cell
    if (this.#lost.has(prefix)) return 'broken';
    const known = this.list();
    this.#context.report(messages.unknownCell(text.span, name, known));
    markSuggestions(
      this.#context.usage,
      'cell',
      name,
      known.map((k) => k.name),
    );
    return null;
  }

  /** A cell's name as another one means it: a cell of an imported file sees those of its file by their short names. */
  seenFrom({ name, span }: CellDefinition, cell: Located<string>): Located<string> {
    const dot = name.indexOf('.');
    const own = `${name.slice(0, dot)}.${cell.value}`;
    if (dot < 0) return cell;
    const isThere =
      this.#imported.has(own) || (span.file.startsWith(LIBRARY) && this.#fromLibrary(...splitPrefix(own)) !== null);
    return isThere ? { ...cell, value: own } : cell;
  }

  /** Every cell there is with the line that tells it from the others. */
  list(): readonly { readonly name: string; readonly doc: string }[] {
    const lines: { name: string; doc: string }[] = [];
    for (const table of [this.#own, this.#imported])
      for (const [name, cell] of table) lines.push({ name, doc: cell?.description ?? '' });
    for (const [name, target] of this.#aliases())
      if (!this.#own.has(name)) lines.push({ name, doc: `short for ${target}` });
    for (const prefix of libraryPrefixes)
      for (const entry of entriesOf(field(this.#libraryFile(prefix), 'cells')))
        lines.push({
          name: `${prefix}.${entry.name}`,
          doc: entry.value.kind === 'map' ? (textOf(field(entry.value, 'description')) ?? '') : '',
        });
    return lines;
  }

  /** Own and imported cells with the place of their definition, for the check of what is used. */
  *defined(): Iterable<{ readonly name: string; readonly cell: CellDefinition }> {
    for (const table of [this.#own, this.#imported])
      for (const [name, cell] of table) if (cell !== null) yield { name, cell };
  }

  /** Cells of the library that have this parameter, by their full names. */
  libraryCellsWith(parameter: string): readonly string[] {
    return this.list().flatMap(({ name }) => {
      const [prefix, rest] = splitPrefix(name);
      const cell = this.#own.has(name) ? null : this.#fromLibrary(prefix, rest);
      return cell !== null && cell !== 'broken' && cell.parameters.some((p) => p.name === parameter) ? [name] : [];
    });
  }

  #aliases(): ReadonlyMap<string, string> {
    return aliasesIn(this.#libraryFile('aliases'));
  }

  #fromLibrary(prefix: string, rest: string): CellDefinition | 'broken' | null {
    if (!libraryPrefixes.has(prefix)) return null;
    const name = `${prefix}.${rest}`;
    const known = this.#libraryCells.get(name);
    if (known !== undefined) return known ?? 'broken';
    const entry = entriesOf(this.#libraryCell(prefix, rest)).find((e) => e.name === rest);
    if (entry === undefined) return null;
    const cell = readCell(this.#context, entry, name);
    this.#libraryCells.set(name, cell);
    return cell ?? 'broken';
  }

  /** The cells of a library file as far as they must be read to find this one. */
  #libraryCell(prefix: string, name: string): Tree | undefined {
    const whole = this.#library.get(prefix);
    if (whole) return field(whole, 'cells');
    const { file, text } = libraryText(prefix);
    this.#addSource(file, text);
    const root = parseFile(file, withOneCell(text, name), this.#context.report, 'library');
    return root === null ? undefined : field(root, 'cells');
  }

  #libraryFile(prefix: string): TreeMap {
    const { file, text } = libraryText(prefix);
    let root = this.#library.get(prefix);
    if (root === undefined) {
      const report: (d: Diagnostic) => void = this.#context.report;
      root = parseFile(file, text, report, 'library');
      this.#library.set(prefix, root);
      if (root !== null) this.#addSource(file, text);
    }
    return root ?? { kind: 'map', entries: new Map(), id: -1, alias: null, span: { file, start: 0, end: 0 } };
  }
}

/** How files of the library are called. */
const LIBRARY = 'rnnc:';

const libraryText = (prefix: string): { readonly file: string; readonly text: string } => ({
  file: `rnnc:cells/${prefix}.yaml`,
  text: cellLibrary[`${prefix}.yaml`] ?? '',
});

/**
 * A library file in which all text is replaced by blanks except one cell and the key above it, so that offsets stay right. Parsing all
 * cells would take as long as reading a whole model. Library files indent their cells by two.
 */
export function withOneCell(text: string, name: string): string {
  const above = text.indexOf('\ncells:\n') + 1;
  const start = text.indexOf(`\n  ${name}:\n`, above) + 1;
  if (above === 0 || start === 0) return text;
  const length = text.slice(start + 1).search(/\n {0,2}[^\s#]/);
  const end = length < 0 ? text.length : start + 1 + length;
  // one line, which is parsed sooner than many
  const blank = (length: number): string => (length === 0 ? '' : `${' '.repeat(length - 1)}\n`);
  const key = text.indexOf('\n', above) + 1;
  return `${blank(above)}${text.slice(above, key)}${blank(start - key)}${text.slice(start, end)}`;
}

function splitPrefix(name: string): readonly [string, string] {
  const dot = name.indexOf('.');
  return dot < 0 ? ['', name] : [name.slice(0, dot), name.slice(dot + 1)];
}

const aliasesIn = (root: TreeMap): ReadonlyMap<string, string> =>
  new Map(
    entriesOf(field(root, 'aliases')).flatMap((e) => (isText(e.value) ? [[e.name, e.value.value] as const] : [])),
  );

/** The full name of a cell of the library by its short one, `keras.simple_rnn` by `rnn`; any other name as it is. */
export function fullCellName(name: string): string {
  const { file, text } = libraryText('aliases');
  const root = parseFile(file, text, () => {}, 'library');
  return (root === null ? undefined : aliasesIn(root).get(name)) ?? name;
}
