import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import ts from 'typescript';

type Exports = { readonly [name: string]: unknown };
type Wrapped = (exports: object, require: (specifier: string) => Exports) => void;

const options = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2023 };

/** What the language does not have, but Node and browsers do. */
export const FOREIGN =
  'process require module Buffer global window self document navigator fetch setTimeout setInterval setImmediate queueMicrotask performance crypto TextDecoder TextEncoder URL structuredClone importScripts'.split(
    ' ',
  );

export interface BareContext {
  /** What a module exports there. @throws Error where it wants a package that is not pure mathematics */
  readonly load: (file: string) => Exports;
  /** Names of all that every module there can see. */
  readonly globals: readonly string[];
}

/**
 * A world of nothing but the language and WebAssembly, in which modules of this repository are loaded from their sources.
 */
export function bareContext(): BareContext {
  const context = createContext(Object.create(null) as object, { codeGeneration: { strings: false, wasm: true } });
  const loaded = new Map<string, Exports>();
  const load = (file: string): Exports => {
    const known = loaded.get(file);
    if (known !== undefined) return known;
    const { outputText } = ts.transpileModule(readFileSync(file, 'utf8'), { compilerOptions: options, fileName: file });
    const exports = runInContext('({})', context) as Exports;
    loaded.set(file, exports);
    const run = runInContext(`(exports, require) => {${outputText}\n}`, context, { filename: file }) as Wrapped;
    run(exports, (specifier) => load(fileOf(specifier, file)));
    return exports;
  };
  return { load, globals: runInContext('Object.getOwnPropertyNames(globalThis)', context) as string[] };
}

function fileOf(specifier: string, from: string): string {
  if (specifier.startsWith('.')) return resolve(dirname(from), specifier);
  if (specifier.startsWith('@noble/hashes/')) return new URL(import.meta.resolve(specifier)).pathname;
  throw new Error(`${from} wants ${specifier}`);
}
