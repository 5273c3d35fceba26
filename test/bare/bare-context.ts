import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { transformSync } from 'esbuild';

type Exports = { readonly [name: string]: unknown };
type Wrapped = (module: { readonly exports: Exports }, require: (specifier: string) => Exports) => void;

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
  const loaded = new Map<string, { readonly exports: Exports }>();
  const load = (file: string): Exports => {
    const known = loaded.get(file);
    if (known !== undefined) return known.exports;
    const { code } = transformSync(readFileSync(file, 'utf8'), { loader: 'ts', format: 'cjs', target: 'es2023' });
    const module = runInContext('({ exports: {} })', context) as { readonly exports: Exports };
    loaded.set(file, module);
    const run = runInContext(`(module, require) => {${code}\n}`, context, { filename: file }) as Wrapped;
    run(module, (specifier) => load(fileOf(specifier, file)));
    return module.exports;
  };
  return { load, globals: runInContext('Object.getOwnPropertyNames(globalThis)', context) as string[] };
}

function fileOf(specifier: string, from: string): string {
  if (specifier.startsWith('.')) return resolve(dirname(from), specifier);
  if (specifier.startsWith('@noble/hashes/')) return new URL(import.meta.resolve(specifier)).pathname;
  throw new Error(`${from} wants ${specifier}`);
}
