import { type Diagnostic, RnncError, type Span } from '../../diagnostics/diagnostic.ts';
import * as cellMessages from '../../diagnostics/messages/read/cells.ts';
import * as schemaMessages from '../../diagnostics/messages/read/schema.ts';
import { isIdentifier } from '../scope/names.ts';
import { parseFile } from '../yaml/parse.ts';
import { field, isText, listOf, type TreeMap } from '../yaml/tree.ts';
import { validateFile } from '../yaml/validate.ts';

/** Most files one model may import, directly or not. */
const MAX_IMPORTS = 100;

/** A cell file that was found and parsed. */
export interface CellFile {
  /** `mine` of `cells/mine.yaml`: cells are used as `mine.NAME`. */
  readonly prefix: string;
  readonly root: TreeMap;
  /** Prefixes of the files it imports itself, with the places. */
  readonly imports: readonly { readonly prefix: string; readonly span: Span }[];
}

/** What finding files needs; `resolve` gets normalised paths relative to the model's folder and is never called with one outside it. */
export interface ImportOptions {
  /** The model's file as shown in messages. */
  readonly file: string;
  readonly resolve: (path: string) => string | null;
  readonly reservedPrefixes: ReadonlySet<string>;
  readonly report: (d: Diagnostic) => void;
  /** Called with every file that was read, by the path shown in messages. */
  readonly addSource: (file: string, text: string) => void;
}

export interface Imports {
  /** Each file once, by prefix. */
  readonly files: ReadonlyMap<string, CellFile>;
  /** Prefixes of files that could not be read, so that their cells are not called unknown. */
  readonly lost: ReadonlySet<string>;
  /** Prefixes that the model itself names, with the places. */
  readonly direct: readonly { readonly prefix: string; readonly span: Span }[];
}

/** All files that a model imports, directly or not. */
export function readImports(root: TreeMap, options: ImportOptions): Imports {
  const importer = new Importer(options);
  const direct = importer.follow(root, '', [baseName(options.file)]);
  return { files: importer.files, lost: importer.lost, direct };
}

class Importer {
  readonly files = new Map<string, CellFile>();
  readonly lost = new Set<string>();
  readonly #options: ImportOptions;
  readonly #folder: string;
  readonly #paths = new Map<string, string>();
  #full = false;

  constructor(options: ImportOptions) {
    this.#options = options;
    this.#folder = options.file.slice(0, options.file.length - baseName(options.file).length);
  }

  /** Reads what a file imports; `folder` is that file's, relative to the model's; `chain` the files being read. Gives the prefixes. */
  follow(root: TreeMap, folder: string, chain: readonly string[]): Imports['direct'] {
    const prefixes: { prefix: string; span: Span }[] = [];
    const seen = new Map<string, Span>();
    for (const item of listOf(field(root, 'imports'))?.items ?? []) {
      if (!isText(item)) continue;
      const path = this.#normalise(item.value, folder, item.span);
      if (path === null) {
        this.lost.add(prefixOf(item.value));
        continue;
      }
      const first = seen.get(path);
      if (first !== undefined) {
        this.#options.report(cellMessages.importTwice(item.span, item.value, first));
        continue;
      }
      seen.set(path, item.span);
      const prefix = this.#read(path, item.value, item.span, chain);
      if (prefix === null) this.lost.add(prefixOf(path));
      else prefixes.push({ prefix, span: item.span });
    }
    return prefixes;
  }

  /**
   * The text that the caller finds, null where there is no such file. Where the caller refuses the file, its reason is reported at the import and
   * the result is undefined.
   */
  #resolve(path: string, span: Span): string | null | undefined {
    try {
      return this.#options.resolve(path);
    } catch (error) {
      if (!(error instanceof RnncError)) throw error;
      for (const mistake of error.diagnostics) this.#options.report({ ...mistake, span: mistake.span ?? span });
      return undefined;
    }
  }

  #read(path: string, written: string, span: Span, chain: readonly string[]): string | null {
    const { report, reservedPrefixes, addSource } = this.#options;
    if (chain.includes(path)) {
      report(cellMessages.importCycle(span, [...chain.slice(chain.indexOf(path)), path]));
      return null;
    }
    const known = this.#paths.get(path);
    if (known !== undefined) return known;
    const prefix = prefixOf(path);
    if (!isIdentifier(prefix)) {
      report(schemaMessages.invalidName(span, 'a cell file', prefix));
      return null;
    }
    if (reservedPrefixes.has(prefix) || this.files.has(prefix)) {
      report(
        cellMessages.importName(
          span,
          prefix,
          reservedPrefixes.has(prefix) ? 'a file of the library' : 'another import',
        ),
      );
      return null;
    }
    if (this.files.size >= MAX_IMPORTS) {
      if (!this.#full) report(cellMessages.tooManyImports(span, MAX_IMPORTS));
      this.#full = true;
      return null;
    }
    const text = this.#resolve(path, span);
    if (text === undefined) return null;
    if (text === null) {
      report(cellMessages.importMissing(span, written));
      return null;
    }
    const file = `${this.#folder}${path}`;
    addSource(file, text);
    const root = parseFile(file, text, report);
    if (root === null) return null;
    validateFile(root, 'cells', report);
    this.#paths.set(path, prefix);
    this.files.set(prefix, { prefix, root, imports: [] });
    const imports = this.follow(root, folderOf(path), [...chain, path]);
    this.files.set(prefix, { prefix, root, imports });
    return prefix;
  }

  /** The path relative to the model's folder with `.` and `..` worked out, or null if it leaves that folder. */
  #normalise(path: string, folder: string, span: Span): string | null {
    const why = refusal(path);
    if (why !== null) {
      this.#options.report(cellMessages.importPath(span, path, why));
      return null;
    }
    const parts: string[] = [];
    for (const part of `${folder}${path}`.split('/')) {
      if (part === '' || part === '.') continue;
      if (part !== '..') parts.push(part);
      else if (parts.pop() === undefined) {
        this.#options.report(cellMessages.importPath(span, path, "it leaves the model's folder"));
        return null;
      }
    }
    return parts.join('/');
  }
}

/** Why a path can't be relative and portable, or null. */
function refusal(path: string): string | null {
  if (path.startsWith('/')) return 'it is absolute';
  if (path.includes('\\')) return 'paths have forward slashes';
  if (path.includes(':') || /[\p{Cc}?#%*"<>|]/u.test(path)) return 'it holds a character that paths here may not have';
  return /\.ya?ml$/.test(path) ? null : 'it is no .yaml file';
}

const baseName = (path: string): string => path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
const prefixOf = (path: string): string => baseName(path).replace(/\.ya?ml$/, '');
const folderOf = (path: string): string => path.slice(0, path.length - baseName(path).length);
