import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import * as say from '../../../compiler/diagnostics/messages/loading.ts';
import { type Bytes, bytesOf, isBytes } from '../../arguments/bytes.ts';
import { isNamed, like, type OptionTable } from '../../arguments/kinds.ts';
import { FetchFailure, fetchBytes, hearingRefusals, readStream } from '../../artifact/fetch-bytes.ts';
import { foreignKind } from '../../artifact/foreign-bytes.ts';
import type { WasmModule } from './wasm-types.ts';

/** Where the `.wasm` of the backend comes from. Without either it is found by itself. */
export interface WasmSource {
  /**
   * The folder that the `.wasm` files are served from, with or without a slash at its end; the address of one of them, which ends in `.wasm`; or
   * addresses by name: `tfjs-backend-wasm-simd.wasm`, `tfjs-backend-wasm.wasm` for engines without SIMD, or one of the two. They
   * are exported as `rnnc/wasm/NAME`.
   */
  readonly wasmPaths?: string | { readonly href: string } | { readonly [file: string]: string };
  /** The bytes of one of the two files. */
  readonly wasmBinary?: Bytes;
}

const isAddress = (value: unknown): boolean => typeof value === 'string' && value !== '';
export const WASM_OPTIONS: OptionTable<WasmSource> = {
  wasmPaths: like(
    'the address of a folder or of a .wasm file, or an object with the address of each file',
    (value) => isAddress(value) || (isNamed(value) && (hasHref(value) || Object.values(value).every(isAddress))),
  ),
  wasmBinary: like('the bytes of a .wasm file', isBytes),
};

/** A compiled `.wasm`, and what it is called in messages. */
export interface LoadedWasm {
  readonly module: WasmModule;
  readonly from: string;
}

const SIMD = 'tfjs-backend-wasm-simd.wasm';
const PLAIN = 'tfjs-backend-wasm.wasm';
const NAMES: readonly string[] = [SIMD, PLAIN];

/**
 * Written so that bundlers see which files are meant and put them beside what they write. Throws where a bundler took
 * `import.meta` away.
 */
const besideThisModule = {
  [SIMD]: (): URL => new URL('../../../wasm/tfjs-backend-wasm-simd.wasm', import.meta.url),
  [PLAIN]: (): URL => new URL('../../../wasm/tfjs-backend-wasm.wasm', import.meta.url),
};

/**
 * What tells one source from another: loads with equal keys can share what one of them loads. Null: none is named.
 * @throws RnncError where there are two
 */
export function sourceKey({ wasmPaths, wasmBinary }: WasmSource): unknown {
  if (wasmBinary !== undefined && wasmPaths !== undefined) throw new RnncError([say.wasmTwice()]);
  if (wasmBinary !== undefined) return wasmBinary;
  if (wasmPaths === undefined) return null;
  return typeof wasmPaths === 'string' ? wasmPaths : hasHref(wasmPaths) ? wasmPaths.href : JSON.stringify(wasmPaths);
}

const hasHref = (paths: object): paths is { readonly href: string } =>
  'href' in paths && typeof paths.href === 'string';

/**
 * @param simd whether the engine has SIMD
 * @throws RnncError where the option names no source, where the file can't be read or is no such module, and where the page may not compile it
 */
export async function loadWasm(source: WasmSource, simd: boolean): Promise<LoadedWasm> {
  const file = simd ? SIMD : PLAIN;
  const { wasmPaths, wasmBinary } = source;
  if (wasmBinary !== undefined) return compile(bytesOf(wasmBinary), 'wasmBinary');
  if (wasmPaths !== undefined) {
    const address = addressOf(wasmPaths, file);
    return compile(await readAddress(address), address);
  }
  return loadOwn(file);
}

/**
 * The file beside this module, or the bytes that are part of the code: a bundler that copies files gives them other names, so in a page an address
 * with the old name most likely leads nowhere. The one-file builds have no bytes in the code and read the file.
 */
async function loadOwn(file: typeof SIMD | typeof PLAIN): Promise<LoadedWasm> {
  const address = ownAddress(file);
  if (address !== null && /^https?:/.test(address) && address.endsWith(`/wasm/${file}`)) {
    const bytes = await embedded(file);
    if (bytes !== null) return compile(bytes, IN_THE_CODE);
  }
  const refused: RnncError[] = [];
  if (address !== null) {
    try {
      const bytes = await readAddress(address);
      if (isWasm(bytes)) return await compile(bytes, address);
      refused.push(new RnncError([say.wasmOther(address, foreignKind(bytes))]));
    } catch (error) {
      // Where a page forbids compiling WebAssembly, no other source will help.
      if (!(error instanceof RnncError) || error.diagnostics.some(({ code }) => code === 'wasm-refused')) throw error;
      refused.push(error);
    }
  }
  const bytes = await embedded(file);
  if (bytes !== null) return compile(bytes, IN_THE_CODE);
  throw refused[0] ?? new RnncError([say.wasmNowhere(file)]);
}

/** What messages call the bytes that are part of the code. */
const IN_THE_CODE = 'the code of rnnc';

function ownAddress(file: typeof SIMD | typeof PLAIN): string | null {
  try {
    return besideThisModule[file]().href;
  } catch {
    return null;
  }
}

/** Null in a build that leaves them out; the file without SIMD is never in the code. */
async function embedded(file: typeof SIMD | typeof PLAIN): Promise<Uint8Array<ArrayBuffer> | null> {
  if (file !== SIMD) return null;
  const { DEFLATED } = await import('./generated/simd-wasm.ts');
  if (DEFLATED === null) return null;
  const bytes = Uint8Array.from(atob(DEFLATED), (character) => character.charCodeAt(0));
  return readStream(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate')));
}

function addressOf(paths: NonNullable<WasmSource['wasmPaths']>, file: string): string {
  if (typeof paths === 'string') return inFolder(paths, file);
  if (hasHref(paths)) return inFolder(paths.href, file);
  // The file without SIMD runs everywhere, the other one only where the engine has SIMD.
  const address = paths[file] ?? paths[PLAIN];
  if (address === undefined) throw new RnncError([say.wasmPathsNames(Object.keys(paths), file, NAMES)]);
  return address;
}

function inFolder(path: string, file: string): string {
  const [, folder = '', query = ''] = /^([^?#]*)(.*)$/s.exec(path) ?? [];
  if (folder.endsWith('.wasm')) return path;
  return `${folder}${folder === '' || folder.endsWith('/') ? '' : '/'}${file}${query}`;
}

/** What we use of Node, Deno and Bun; a bundler for pages finds no import of theirs here. */
interface NodeProcess {
  getBuiltinModule?(name: 'node:fs'): { readFileSync(path: string | URL): Uint8Array } | undefined;
}

/** @throws RnncError with the address and what came back */
async function readAddress(address: string): Promise<Uint8Array<ArrayBuffer>> {
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(address)?.[1]?.toLowerCase();
  const files = (globalThis as { process?: NodeProcess }).process?.getBuiltinModule?.('node:fs');
  try {
    if (files !== undefined && (scheme === 'file' || scheme === undefined))
      return new Uint8Array(files.readFileSync(scheme === 'file' ? new URL(address) : address));
    return await fetchBytes(address);
  } catch (cause) {
    const fix = cause instanceof FetchFailure ? cause.fix : null;
    throw new RnncError([say.wasmUnread(address, cause instanceof Error ? cause.message : String(cause), fix)]);
  }
}

const isWasm = (bytes: Uint8Array): boolean => [0, 0x61, 0x73, 0x6d].every((byte, i) => bytes[i] === byte);

/** @param from where the bytes come from, for messages */
async function compile(bytes: Uint8Array<ArrayBuffer>, from: string): Promise<LoadedWasm> {
  if (!isWasm(bytes)) throw new RnncError([say.wasmOther(from, foreignKind(bytes))]);
  const module = await hearingRefusals(
    () => WebAssembly.compile(bytes),
    (cause, refused) => {
      const message = cause instanceof Error ? cause.message : String(cause);
      const byPolicy =
        refused.some(({ blockedURI }) => blockedURI === 'wasm-eval') ||
        /unsafe-eval|\bCSP\b|security policy|disallowed by embedder/i.test(message);
      return new RnncError([byPolicy ? say.wasmRefused(message) : say.wasmBroken(from, message)]);
    },
  );
  const own = WebAssembly.Module.exports(module).some(({ name, kind }) => name === 'memory' && kind === 'memory');
  if (!own)
    throw new RnncError([
      say.wasmOther(from, 'a WebAssembly module of another kind (the build with threads is not used)'),
    ]);
  return { module, from };
}
